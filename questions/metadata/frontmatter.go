package metadata

import (
	"strings"

	"github.com/goccy/go-yaml"
)

// CutFrontMatter cuts off the lines between the --- that a file begins with and the next one.
func CutFrontMatter(file string) (head, rest string, ok bool) {
	body, ok := strings.CutPrefix(file, "---\n")
	if !ok {
		return "", file, false
	}
	if head, ok = strings.CutSuffix(body, "\n---"); ok && !strings.Contains(head, "\n---\n") {
		return head, "", true
	}
	head, rest, ok = strings.Cut(body, "\n---\n")
	return head, rest, ok
}

// ParseFrontMatter reads the YAML of front matter. The format is the value of its field "format",
// empty where the field is missing or no text. An error means that the text is no YAML, or is
// [ErrTerms].
func ParseFrontMatter(head string) (m Metadata, format string, err error) {
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(head), &fields); err != nil {
		return Metadata{}, "", err
	}
	for name, value := range fields {
		if strings.EqualFold(name, "terms") {
			m.terms, err = parseTerms(value)
			continue
		}
		m.Set(strings.ToLower(name), yamlTexts(value))
	}
	format, _ = fields["format"].(string)
	return m, format, err
}

// yamlTexts returns the texts of a YAML value: one of a scalar, those of its items of a list, none
// of a mapping.
func yamlTexts(value any) []string {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		var list []string
		for _, item := range v {
			list = append(list, yamlTexts(item)...)
		}
		return list
	case string:
		return []string{v}
	case map[string]any:
		return nil
	}
	text, err := yaml.Marshal(value)
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(text))}
}
