package discordspec

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Check returns the violations of a request. path is below /api/v10 and escaped, such as
// /channels/1/messages. Without the description it returns none and logs that once a process. With
// QUIZBOT_REQUIRE_SHARED=1 it fails the test instead.
func Check(t testing.TB, method, path string, query url.Values, contentType string, body []byte) []string {
	t.Helper()
	d := published().consult(t)
	if d == nil {
		return nil
	}
	return d.check(method, path, query, contentType, body)
}

// check returns the violations of a request.
func (d *description) check(method, path string, query url.Values, contentType string, body []byte) []string {
	r, values := d.find(path)
	if r == nil {
		return []string{"the description has no path " + path}
	}
	op := r.item.GetOperation(method)
	if op == nil {
		known := slices.Sorted(maps.Keys(r.item.Operations()))
		return []string{fmt.Sprintf("%s takes %s and no %s", r.template, strings.Join(known, ", "), method)}
	}
	list := checkParameters(slices.Concat(r.item.Parameters, op.Parameters), values, query)
	return append(list, checkBody(op.RequestBody, contentType, body)...)
}

// checkParameters returns the violations in the parameters of a path and query.
func checkParameters(parameters openapi3.Parameters, path map[string]string, query url.Values) []string {
	var list []string
	known := map[string]bool{}
	for _, ref := range parameters {
		p := ref.Value
		place := fmt.Sprintf("%s parameter %s", p.In, p.Name)
		texts := query[p.Name]
		if p.In == openapi3.ParameterInPath {
			texts = []string{path[p.Name]}
		} else {
			known[p.Name] = true
		}
		switch {
		case len(texts) == 0 && p.Required:
			list = append(list, place+" is missing")
		case len(texts) == 0:
		case slices.Contains(texts, ""):
			list = append(list, place+" is empty")
		default:
			list = append(list, violationsOf(p.Schema.Value, parseParameter(p.Schema.Value, texts), place)...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !known[name] {
			list = append(list, fmt.Sprintf("the description has no query parameter %s here", name))
		}
	}
	return list
}

// parseParameter returns the value of a parameter's texts as the schema expects it: a number, a
// boolean or a list. Any other text stays text, and the schema refuses it.
func parseParameter(s *openapi3.Schema, texts []string) any {
	if s.Type.Is(openapi3.TypeArray) || len(texts) != 1 {
		item := &openapi3.Schema{}
		if s.Items != nil {
			item = s.Items.Value
		}
		var list []any
		for i := range texts {
			list = append(list, parseParameter(item, texts[i:i+1]))
		}
		return list
	}
	text := texts[0]
	switch {
	case s.Type.Is(openapi3.TypeInteger):
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return float64(n)
		}
	case s.Type.Is(openapi3.TypeBoolean) && (text == "true" || text == "false"):
		return text == "true"
	}
	return text
}
