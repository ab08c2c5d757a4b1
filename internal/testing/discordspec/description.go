package discordspec

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// description is what Discord publishes about its requests.
type description struct{ routes []route }

// publication is a description, or why there is none.
type publication struct {
	*description
	err  error
	said sync.Once // that it is absent
}

// published is the description, read once a process, which takes about 150 ms.
//
//nolint:gochecknoglobals // it is read once and nothing changes it
var published = sync.OnceValue(func() *publication {
	file, err := specFile()
	if err != nil {
		return &publication{err: err}
	}
	d, err := load(file)
	return &publication{description: d, err: err}
})

// specFile is where the description lies: where QUIZBOT_DISCORD_SPEC says, or in ../shared from the folder above the
// working directory that holds go.mod. The error wraps fs.ErrNotExist where no folder does.
func specFile() (string, error) {
	if file := os.Getenv("QUIZBOT_DISCORD_SPEC"); file != "" {
		return file, nil
	}
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, "..", "shared", "specs", "discord-openapi.json"), nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("go.mod in a folder above %s: %w", start, fs.ErrNotExist)
		}
	}
}

// consult is the description, nil where there is none. That it is absent is said once a process, and fails the test
// where somebody asked for it; any other error fails it always. It does not stop the test, because requests are made
// in goroutines that must not.
func (p *publication) consult(t testing.TB) *description {
	t.Helper()
	switch {
	case p.err == nil:
		return p.description
	case !errors.Is(p.err, fs.ErrNotExist) || os.Getenv("QUIZBOT_DISCORD_SPEC") != "":
		t.Errorf("requests cannot be held against Discord's description: %v", p.err)
	case os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1":
		t.Errorf("%v, and QUIZBOT_REQUIRE_SHARED=1 says that Discord's description must be there", p.err)
	default:
		p.said.Do(func() { t.Logf("requests are not held against Discord's description: %v", p.err) })
	}
	return nil
}

// load reads a description. It fails where the validator would pass over something that the description says.
func load(file string) (*description, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if err := doc.WalkSchemas(enforce); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return &description{routes: routesOf(doc)}, nil
}

// enforce writes a schema as the validator enforces it, and fails where that cannot be done.
//
// kin-openapi has two validators. EnableJSONSchema2020 knows all of OpenAPI 3.1 but compiles the schema anew for each
// value, which takes 12 ms for a message. The one that it has from OpenAPI 3.0 takes a fraction of a millisecond and
// knows the lists of types of 3.1, but passes over const. The description writes every enumeration as a oneOf of
// constants, so with it each value of the right type would be several of them, and right requests be refused.
// Such a oneOf means the same as an enum, which that validator does enforce.
func enforce(pointer string, ref *openapi3.SchemaRef) error {
	s := ref.Value
	if constants := constantsOf(s.OneOf); constants != nil && len(s.Enum) == 0 {
		s.Enum, s.OneOf = constants, nil
	}
	if keyword := passedOver(s); keyword != "" {
		return fmt.Errorf("%s: nothing enforces its %s", pointer, keyword)
	}
	return nil
}

// constantsOf are the values of shapes that are constants and nothing else, nil where one is more than that.
func constantsOf(shapes openapi3.SchemaRefs) []any {
	var constants []any
	for _, shape := range shapes {
		rest := *shape.Value
		rest.Const = nil
		if shape.Value.Const == nil || !rest.IsEmpty() {
			return nil
		}
		constants = append(constants, shape.Value.Const)
	}
	return constants
}

// passedOver names the first keyword of a schema that the validator does not know, or nothing. The description holds
// none of them but const today.
func passedOver(s *openapi3.Schema) string {
	for _, k := range []struct {
		used bool
		name string
	}{
		{s.Const != nil, "const"},
		{len(s.PrefixItems) > 0, "prefixItems"},
		{s.Contains != nil, "contains"},
		{len(s.PatternProperties) > 0, "patternProperties"},
		{s.PropertyNames != nil, "propertyNames"},
		{len(s.DependentSchemas) > 0, "dependentSchemas"},
		{len(s.DependentRequired) > 0, "dependentRequired"},
		{s.UnevaluatedItems.Has != nil || s.UnevaluatedItems.Schema != nil, "unevaluatedItems"},
		{s.UnevaluatedProperties.Has != nil || s.UnevaluatedProperties.Schema != nil, "unevaluatedProperties"},
		{s.If != nil, "if"},
		{s.ContentSchema != nil, "contentSchema"},
	} {
		if k.used {
			return k.name
		}
	}
	return ""
}
