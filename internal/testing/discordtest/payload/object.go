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

// ListOf, TextOf, ChildOf and IntOf return a part of an object, the zero value if it is missing.
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

func TextOf(m Object, key string) string {
	s, _ := m[key].(string)
	return s
}

func ChildOf(m Object, key string) Object {
	o, _ := m[key].(Object)
	return o
}

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
