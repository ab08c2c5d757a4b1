package discordspec

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// route is a path of the description.
type route struct {
	template string
	segments []segment
	item     *openapi3.PathItem
}

// segment is a path segment: a word, or a parameter's name.
type segment struct {
	text      string
	parameter bool
}

// sortedRoutes returns the paths of a description in matching order. Words come before parameters,
// so that /messages/@original isn't taken for /messages/{message_id}.
func sortedRoutes(doc *openapi3.T) []route {
	var routes []route
	for template, item := range doc.Paths.Map() {
		r := route{template: template, item: item}
		for text := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
			name, parameter := strings.CutPrefix(text, "{")
			r.segments = append(r.segments, segment{strings.TrimSuffix(name, "}"), parameter})
		}
		routes = append(routes, r)
	}
	slices.SortFunc(routes, func(a, b route) int { return slices.CompareFunc(a.segments, b.segments, wordsFirst) })
	return routes
}

func wordsFirst(a, b segment) int {
	if a.parameter != b.parameter {
		if b.parameter {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.text, b.text)
}

// find returns the route of a path and its parameters, nil for an unknown path.
func (d *description) find(path string) (*route, map[string]string) {
	escaped, ok := strings.CutPrefix(path, "/")
	if !ok {
		return nil, nil
	}
	parts := strings.Split(escaped, "/")
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return nil, nil
		}
		parts[i] = plain
	}
	for i := range d.routes {
		if values, ok := d.routes[i].match(parts); ok {
			return &d.routes[i], values
		}
	}
	return nil, nil
}

// match reports whether a path matches the route, and returns the parameters.
func (r *route) match(parts []string) (map[string]string, bool) {
	if len(parts) != len(r.segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, s := range r.segments {
		switch {
		case s.parameter:
			values[s.text] = parts[i]
		case s.text != parts[i]:
			return nil, false
		}
	}
	return values, true
}
