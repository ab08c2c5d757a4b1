package discordspec

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// witness is a testing.TB that only records.
type witness struct {
	testing.TB
	errors, logs []string
	cleanups     []func()
}

func (*witness) Helper() {}
func (w *witness) Errorf(format string, args ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}

func (w *witness) Logf(format string, args ...any) {
	w.logs = append(w.logs, fmt.Sprintf(format, args...))
}
func (w *witness) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

// untouched is the description as published.
func untouched(t *testing.T) *openapi3.T {
	t.Helper()
	file, err := findDescription()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The rewritten description agrees with the published one and the full validator over every body
// of the tables if QUIZBOT_LONG is set, and otherwise over every fourth, since that validator is slow.
func TestEnforceChangesNoMeaning(t *testing.T) {
	requireDescription(t)
	original := &description{routes: sortedRoutes(untouched(t))}
	for group, requests := range every() {
		t.Run(group, func(t *testing.T) {
			for i, r := range requests {
				if i%4 != 0 && os.Getenv("QUIZBOT_LONG") == "" {
					continue
				}
				path, _, _ := strings.Cut(r.path, "?")
				found, _ := original.find(path)
				var value any
				if found == nil || found.item.GetOperation(r.method) == nil || json.Unmarshal([]byte(r.body), &value) != nil {
					continue
				}
				body := found.item.GetOperation(r.method).RequestBody
				if body == nil {
					continue
				}
				err := body.Value.Content[kindJSON].Schema.Value.VisitJSON(value, openapi3.EnableJSONSchema2020(), validateURIs())
				right := r.wrong == "" || strings.Contains(r.wrong, "parameter") // the body is
				if right != (err == nil) {
					t.Errorf("%s: got %v, want %q", r.name, err, r.wrong)
				}
			}
		})
	}
}

// Every constant of the description becomes an enum value, and earlier enums stay.
func TestEnforceKeepsAllConstants(t *testing.T) {
	requireDescription(t)
	doc := untouched(t)
	constants, before, after := 0, 0, 0
	walk := func(f func(*openapi3.Schema)) {
		t.Helper()
		if err := doc.WalkSchemas(func(_ string, ref *openapi3.SchemaRef) error { f(ref.Value); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	walk(func(s *openapi3.Schema) {
		before += len(s.Enum)
		for _, shape := range s.OneOf {
			if shape.Value.Const != nil {
				constants++
			}
		}
	})
	if err := doc.WalkSchemas(rewriteConstants); err != nil {
		t.Fatal(err)
	}
	walk(func(s *openapi3.Schema) { after += len(s.Enum) })
	if constants == 0 || after != before+constants {
		t.Errorf("got %d values of enums, want the %d before and %d constants", after, before, constants)
	}
}

// Keywords the validator would ignore are reported.
func TestLoad(t *testing.T) {
	schemas := func(text string) string {
		return `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{},"components":{"schemas":{"X":` + text + `}}}`
	}
	for name, c := range map[string]struct{ spec, want string }{
		"an enumeration":                {schemas(`{"type":"integer","oneOf":[{"const":1,"title":"ONE"},{"const":2}]}`), ""},
		"a constant alone":              {schemas(`{"const":1}`), "/components/schemas/X: nothing enforces its const"},
		"a constant with more to it":    {schemas(`{"oneOf":[{"const":1,"minimum":1}]}`), "nothing enforces its const"},
		"constants beside an enum":      {schemas(`{"enum":[1],"oneOf":[{"const":1}]}`), "nothing enforces its const"},
		"a constant beside another":     {schemas(`{"oneOf":[{"const":1},{"type":"string"}]}`), "nothing enforces its const"},
		"a constant beside anything":    {schemas(`{"oneOf":[{"const":1},{}]}`), "nothing enforces its const"},
		"items by their place":          {schemas(`{"prefixItems":[{"type":"string"}]}`), "nothing enforces its prefixItems"},
		"what is contained":             {schemas(`{"contains":{"type":"string"}}`), "nothing enforces its contains"},
		"properties by their names":     {schemas(`{"patternProperties":{"x":{"type":"string"}}}`), "nothing enforces its patternProperties"},
		"names of properties":           {schemas(`{"propertyNames":{"type":"string"}}`), "nothing enforces its propertyNames"},
		"schemas that depend":           {schemas(`{"dependentSchemas":{"x":{"type":"object"}}}`), "nothing enforces its dependentSchemas"},
		"properties that depend":        {schemas(`{"dependentRequired":{"x":["y"]}}`), "nothing enforces its dependentRequired"},
		"no other items":                {schemas(`{"unevaluatedItems":false}`), "nothing enforces its unevaluatedItems"},
		"no other properties":           {schemas(`{"unevaluatedProperties":false}`), "nothing enforces its unevaluatedProperties"},
		"a condition":                   {schemas(`{"if":{"type":"string"}}`), "nothing enforces its if"},
		"what is inside a text":         {schemas(`{"contentSchema":{"type":"string"}}`), "nothing enforces its contentSchema"},
		"a keyword deep in it":          {schemas(`{"properties":{"x":{"items":{"const":1}}}}`), "/components/schemas/X/properties/x/items"},
		"what is no description at all": {`{`, "read "},
	} {
		file := filepath.Join(t.TempDir(), "spec.json")
		if err := os.WriteFile(file, []byte(c.spec), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := loadDescription(file)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// Every path of the description matches itself.
func TestFind(t *testing.T) {
	d := requireDescription(t)
	for _, r := range d.routes {
		var path strings.Builder
		for _, s := range r.segments {
			if s.parameter {
				fmt.Fprintf(&path, "/of%%20%s", s.text)
			} else {
				path.WriteString("/" + url.PathEscape(s.text))
			}
		}
		got, values := d.find(path.String())
		if got == nil || got.template != r.template {
			t.Errorf("%s: got %v", r.template, got)
			continue
		}
		for _, s := range r.segments {
			if s.parameter && values[s.text] != "of "+s.text {
				t.Errorf("%s: %s is %q", r.template, s.text, values[s.text])
			}
		}
	}
	if len(d.routes) < 100 {
		t.Errorf("got %d paths, want more than a hundred", len(d.routes))
	}
}

// An absent description is logged once, and fails a test that requires it.
func TestConsult(t *testing.T) {
	absent := fmt.Errorf("open x: %w", fs.ErrNotExist)
	for name, c := range map[string]struct {
		err           error
		require, file string
		errors, logs  int // of two requests
	}{
		"there":                 {nil, "1", "", 0, 0},
		"absent":                {absent, "", "", 0, 1},
		"absent and asked for":  {absent, "1", "", 2, 0},
		"absent where it's set": {absent, "", "x", 2, 0},
		"broken":                {fmt.Errorf("nothing enforces its const"), "", "", 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("QUIZBOT_REQUIRE_SHARED", c.require)
			t.Setenv("QUIZBOT_DISCORD_SPEC", c.file)
			p := &loadResult{description: &description{}, err: c.err}
			w := &witness{}
			for range 2 {
				if got := p.consult(w); (got == nil) != (c.err != nil) {
					t.Errorf("got %v with error %v", got, c.err)
				}
			}
			if len(w.errors) != c.errors || len(w.logs) != c.logs {
				t.Errorf("got errors %q and logs %q, want %d and %d", w.errors, w.logs, c.errors, c.logs)
			}
		})
	}
}

// The description is found by the environment variable, or beside the checkout.
func TestSpecFile(t *testing.T) {
	t.Setenv("QUIZBOT_DISCORD_SPEC", "/elsewhere.json")
	if got, err := findDescription(); got != "/elsewhere.json" || err != nil {
		t.Errorf("got %q and %v, want where it is said to be", got, err)
	}
	t.Setenv("QUIZBOT_DISCORD_SPEC", "")
	root := t.TempDir()
	below := filepath.Join(root, "repository", "a", "b")
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	if got, err := findDescription(); err == nil {
		t.Errorf("got %q where no folder holds go.mod", got)
	}
	if err := os.WriteFile(filepath.Join(root, "repository", "go.mod"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(root, "shared", "specs", "discord-openapi.json")
	if got, err := findDescription(); err != nil || got != want {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
}
