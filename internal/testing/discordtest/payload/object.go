// Package payload reads and writes the JSON objects of the loopback server.
package payload

import "encoding/json"

// Object is a JSON object.
type Object = map[string]any

// DecodeList decodes a list of objects, nil for anything else.
func DecodeList(raw json.RawMessage) []Object {
	var list []Object
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil
	}
	return list
}

// ListOf returns the objects of a list, none if v is no list.
func ListOf(v any) []Object {
	var out []Object
	items, _ := v.([]any)
	for _, item := range items {
		if m, ok := item.(Object); ok {
			out = append(out, m)
		}
	}
	return out
}

// TextOf returns the text under a key, empty if there is none.
func TextOf(m Object, key string) string {
	s, _ := m[key].(string)
	return s
}

// ChildOf returns the object under a key, nil if there is none.
func ChildOf(m Object, key string) Object {
	o, _ := m[key].(Object)
	return o
}

// IntOf returns the number under a key, 0 if there is none.
func IntOf(m Object, key string) int {
	n, _ := m[key].(float64)
	return int(n)
}

// Raw encodes a value.
func Raw(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return data
}

// MustDecode decodes an object, nil for anything else.
func MustDecode(raw json.RawMessage) Object {
	var o Object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}
