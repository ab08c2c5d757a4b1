package metadata

import (
	"encoding/json"
	"strings"
)

// ParseComment reads the details of a comment such as <!-- id: gil; tags: a, b -->, without its
// marks. unknown are the names of fields behind the first known one that mean nothing. A comment
// without any known field is a comment, and ok is false.
func ParseComment(text string) (m Metadata, unknown []string, ok bool) {
	for _, f := range splitFields(text) {
		switch {
		case f.json != nil && m.SetJSON(f.name, f.json), f.json == nil && m.Set(f.name, []string{f.value}):
			ok = true
		case ok:
			unknown = append(unknown, f.name)
		}
	}
	return m, unknown, ok
}

// splitFields splits a comment into its fields at semicolons and line ends. A value in JSON may
// hold anything.
func splitFields(text string) (list []commentField) {
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
		f := commentField{name: strings.ToLower(name)}
		text = rest
		if text != "" && strings.IndexByte(`"[{`, text[0]) >= 0 {
			var raw json.RawMessage
			decoder := json.NewDecoder(strings.NewReader(text))
			if rest := func() string { return text[decoder.InputOffset():] }; decoder.Decode(&raw) == nil && endsField(rest()) {
				f.json, text = raw, rest()
				list = append(list, f)
				continue
			}
		}
		var value string
		value, text = cutFieldValue(text)
		f.value = strings.TrimSpace(value)
		list = append(list, f)
	}
}

// commentField is a field of a comment: its value as text, or in JSON.
type commentField struct {
	name, value string
	json        json.RawMessage
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
