package metadata

import (
	"encoding/json"
	"strings"
)

// ParseComment splits a comment into its fields, which stand apart by semicolons or line ends. A value may be
// written in JSON, and may then hold anything.
func ParseComment(text string) (list []CommentField) {
	for {
		text = strings.TrimLeft(text, " \t\n;；")
		if text == "" {
			return list
		}
		name, rest, ok := cutFieldName(text)
		if !ok {
			_, text = cutFieldValue(text)
			continue
		}
		f := CommentField{Name: strings.ToLower(name)}
		text = rest
		if text != "" && strings.IndexByte(`"[{`, text[0]) >= 0 {
			var raw json.RawMessage
			decoder := json.NewDecoder(strings.NewReader(text))
			if rest := func() string { return text[decoder.InputOffset():] }; decoder.Decode(&raw) == nil && endsField(rest()) {
				f.JSON, text = raw, rest()
				list = append(list, f)
				continue
			}
		}
		var value string
		value, text = cutFieldValue(text)
		f.Value = strings.TrimSpace(value)
		list = append(list, f)
	}
}

// CommentField is a field of a comment: its value as text, or in JSON.
type CommentField struct {
	Name, Value string
	JSON        json.RawMessage
}

// cutFieldName cuts off a field's name and its colon.
func cutFieldName(text string) (name, rest string, ok bool) {
	n := 0
	for n < len(text) && (text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] == '_' || text[n] == '-') {
		n++
	}
	rest = strings.TrimLeft(text[n:], " \t")
	for _, colon := range []string{":", "："} {
		if after, found := strings.CutPrefix(rest, colon); found && n > 0 {
			return text[:n], strings.TrimLeft(after, " \t"), true
		}
	}
	return "", text, false
}

// cutFieldValue cuts text at the end of its first field.
func cutFieldValue(text string) (field, rest string) {
	i := strings.IndexAny(text, ";\n；")
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i:]
}

// endsField reports whether a field has ended in front of text.
func endsField(text string) bool {
	text = strings.TrimLeft(text, " \t")
	return text == "" || strings.ContainsAny(text[:1], ";\n") || strings.HasPrefix(text, "；")
}
