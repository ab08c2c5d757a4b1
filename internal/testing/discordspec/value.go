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

// maxShownRunes is the maximum length of a value in an error.
const maxShownRunes = 80

// violationsOf returns the violations of a value against a schema. Valid values, by far the most,
// cost no formatting.
func violationsOf(s *openapi3.Schema, value any, at string) []string {
	if s.VisitJSON(value, openapi3.FailFast(), validateURIs()) == nil {
		return nil
	}
	return describeErrors(s, value, at)
}

// validateURIs adds the format uri to the validator: a message needs absolute addresses. Discord's
// own formats, snowflake and nonce, have a pattern and length in the description.
func validateURIs() openapi3.SchemaValidationOption {
	return openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(func(text string) error {
		address, err := url.Parse(text)
		if err == nil && !address.IsAbs() {
			err = errors.New("it has no scheme")
		}
		return err
	}))
}

// describeErrors describes the errors of a value and their places in it.
func describeErrors(s *openapi3.Schema, value any, at string) []string {
	var list []string
	for _, err := range flattenErrors(s.VisitJSON(value, openapi3.MultiErrors(), validateURIs())) {
		var e *openapi3.SchemaError
		if !errors.As(err, &e) {
			list = append(list, at+": "+err.Error())
			continue
		}
		place := strings.Join(append([]string{at}, e.JSONPointer()...), "/")
		var inner []string
		if shape := likelySchema(e.Schema, e.Value); shape != nil {
			inner = describeErrors(shape, e.Value, place)
		}
		if len(inner) == 0 {
			inner = []string{fmt.Sprintf("%s: %s, and it is %s", place, e.Reason, shortJSON(e.Value))}
		}
		list = append(list, inner...)
	}
	return list
}

// flattenErrors returns the parts of a joined error, none for nil.
func flattenErrors(err error) []error {
	if err == nil {
		return nil
	}
	several, ok := err.(openapi3.MultiError) //nolint:errorlint // what an error wraps is about shapes that were not meant
	if !ok {
		return []error{err}
	}
	var list []error
	for _, e := range several {
		list = append(list, flattenErrors(e)...)
	}
	return list
}

// likelySchema returns the most likely schema of a oneOf for a value: the one its type names, as
// for components, the only one besides null, or the one with the fewest errors. It returns nil if
// there is no such schema.
func likelySchema(s *openapi3.Schema, value any) *openapi3.Schema {
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
			return cmp.Compare(len(describeErrors(a, value, "")), len(describeErrors(b, value, "")))
		})
	}
	return nil
}

// shortJSON returns a decoded value as JSON, shortened if it is long.
func shortJSON(value any) string {
	text, _ := json.Marshal(value)
	if runes := []rune(string(text)); len(runes) > maxShownRunes {
		return string(runes[:maxShownRunes]) + "…"
	}
	return string(text)
}
