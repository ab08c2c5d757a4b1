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

// description is Discord's published description of its requests.
type description struct{ routes []route }

// loadResult is a description, or the reason for its absence.
type loadResult struct {
	*description
	err  error
	said sync.Once // that it is absent
}

// published is the description, read once a process, in about 150 ms.
//
//nolint:gochecknoglobals // read once and never changed
var published = sync.OnceValue(func() *loadResult {
	file, err := findDescription()
	if err != nil {
		return &loadResult{err: err}
	}
	d, err := loadDescription(file)
	return &loadResult{description: d, err: err}
})

// findDescription returns the path of the description: $QUIZBOT_DISCORD_SPEC, or a file in
// ../shared beside the folder of go.mod. The error wraps fs.ErrNotExist if there is no such
// folder.
func findDescription() (string, error) {
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

// consult returns the description, nil without one. An absent description is logged once a
// process, and fails the test if it is required. Any other error always fails it. The test
// continues, because requests are made in goroutines that must not stop it.
func (p *loadResult) consult(t testing.TB) *description {
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

// loadDescription reads a description. It fails on keywords the validator would ignore.
func loadDescription(file string) (*description, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if err := doc.WalkSchemas(rewriteConstants); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return &description{routes: sortedRoutes(doc)}, nil
}

// rewriteConstants rewrites a schema in the form the validator supports, and fails if it can't.
//
// kin-openapi has two validators. EnableJSONSchema2020 supports all of OpenAPI 3.1 but compiles
// the schema again for each value, 12 ms for a message. The OpenAPI 3.0 one takes a fraction of a
// millisecond and supports 3.1's lists of types, but ignores const. The description writes every
// enumeration as a oneOf of constants. Without const, each value of the right type matches several
// of them, and valid requests fail. An enum has the same meaning and is supported.
func rewriteConstants(pointer string, ref *openapi3.SchemaRef) error {
	s := ref.Value
	if constants := constantsOf(s.OneOf); constants != nil && len(s.Enum) == 0 {
		s.Enum, s.OneOf = constants, nil
	}
	if keyword := unknownKeyword(s); keyword != "" {
		return fmt.Errorf("%s: nothing enforces its %s", pointer, keyword)
	}
	return nil
}

// constantsOf returns the values of schemas that are only constants, nil if one is more.
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

// unknownKeyword returns the first keyword of a schema unknown to the validator, empty for none.
// Today's description has only const.
func unknownKeyword(s *openapi3.Schema) string {
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
