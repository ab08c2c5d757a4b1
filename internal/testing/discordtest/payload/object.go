package payload

import "encoding/json"

// Object is a JSON object.
type Object = map[string]any

// DecodeList reads a list of objects; what is none is left out.
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

// ListOf, str, sub and num read the parts of an object; what is missing is empty.
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

// Raw is a value as JSON again.
func Raw(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return data
}

// MustDecode reads an object; what is none is empty.
func MustDecode(raw json.RawMessage) Object {
	var o Object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}
