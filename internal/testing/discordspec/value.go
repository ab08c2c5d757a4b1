package discordspec

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// shown is how much of a wrong value is shown, in runes.
const shown = 80

// held lists what is wrong with a value under a schema. A right value is by far the usual one, and found right without
// a sentence being written.
func held(s *openapi3.Schema, value any, at string) []string {
	if s.VisitJSON(value, openapi3.FailFast(), addresses()) == nil {
		return nil
	}
	return wrongs(s, value, at)
}

// addresses has the validator hold the format uri, about which it knows nothing: a relative address leads nowhere in
// a message. Discord's own formats, snowflake and nonce, have their pattern and length beside them and need nothing.
func addresses() openapi3.SchemaValidationOption {
	return openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(func(text string) error {
		address, err := url.Parse(text)
		if err == nil && !address.IsAbs() {
			err = errors.New("it has no scheme")
		}
		return err
	}))
}

// wrongs says what is wrong with a value and at which place in it.
func wrongs(s *openapi3.Schema, value any, at string) []string {
	var list []string
	for _, err := range flat(s.VisitJSON(value, openapi3.MultiErrors(), addresses())) {
		var e *openapi3.SchemaError
		if !errors.As(err, &e) {
			list = append(list, at+": "+err.Error())
			continue
		}
		place := strings.Join(append([]string{at}, e.JSONPointer()...), "/")
		var inner []string
		if shape := shapeOf(e.Schema, e.Value); shape != nil {
			inner = wrongs(shape, e.Value, place)
		}
		if len(inner) == 0 {
			inner = []string{fmt.Sprintf("%s: %s, and it is %s", place, e.Reason, short(e.Value))}
		}
		list = append(list, inner...)
	}
	return list
}

// flat are the errors of which an error consists, none where it is nil.
func flat(err error) []error {
	if err == nil {
		return nil
	}
	several, ok := err.(openapi3.MultiError) //nolint:errorlint // what an error wraps is about shapes that were not meant
	if !ok {
		return []error{err}
	}
	var list []error
	for _, e := range several {
		list = append(list, flat(e)...)
	}
	return list
}

// shapeOf is which of several shapes a value was meant for: the one that its type names, as that of a component; the
// only one beside null; or, of objects that have no type, the one that finds least wrong with it. It is nil where that
// cannot be said.
func shapeOf(s *openapi3.Schema, value any) *openapi3.Schema {
	object, _ := value.(map[string]any)
	var named, typed, others []*openapi3.Schema
	for _, ref := range slices.Concat(s.OneOf, s.AnyOf) {
		shape := ref.Value
		if shape.Type.Is(openapi3.TypeNull) {
			continue
		}
		others = append(others, shape)
		if property := shape.Properties["type"]; property != nil {
			typed = append(typed, shape)
			if slices.Contains(property.Value.Enum, object["type"]) {
				named = append(named, shape)
			}
		}
	}
	switch {
	case len(named) == 1:
		return named[0]
	case len(others) == 1 && value != nil:
		return others[0]
	case len(others) > 1 && len(typed) == 0 && object != nil:
		return slices.MinFunc(others, func(a, b *openapi3.Schema) int {
			return cmp.Compare(len(wrongs(a, value, "")), len(wrongs(b, value, "")))
		})
	}
	return nil
}

// short is a value, which came from JSON, as JSON again, cut where it is long.
func short(value any) string {
	text, _ := json.Marshal(value)
	if runes := []rune(string(text)); len(runes) > shown {
		return string(runes[:shown]) + "…"
	}
	return string(text)
}
