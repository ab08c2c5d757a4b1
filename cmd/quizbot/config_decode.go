package main

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// decode reads YAML into c. Each room starts with what the file's defaults say.
func (m *mistakes) decode(data []byte, c *config) {
	if !utf8.Valid(data) {
		m.say(place{name: m.file}, "this is no text in UTF-8: save it as such")
		return
	}
	file, err := parser.ParseBytes(bytes.TrimPrefix(data, []byte("\ufeff")), 0) // some editors begin with a mark
	if err != nil {
		m.say(m.placeOf(err), unreadable(err))
		return
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil {
			bodies = append(bodies, doc.Body)
		}
	}
	for i, body := range bodies {
		if i > 0 {
			m.locate(body.GetToken(), "")
			m.add("", errors.New("a second document begins here: remove the line --- above it"))
			return
		}
		m.value(body, reflect.ValueOf(c).Elem(), "", &c.Defaults)
	}
}

// placeOf is where the YAML library stumbled.
func (m *mistakes) placeOf(err error) place {
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			return place{m.file, t.Position.Line, t.Position.Column}
		}
	}
	return place{name: m.file}
}

// unreadable is what the YAML library says, without its picture of the source, which may show a secret.
func unreadable(err error) string {
	message := "the file cannot be read"
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		message = syntax.GetMessage()
	}
	return message + ": write settings as \"name: value\", one to a line, and text with signs in quotation marks"
}

// value reads a node into v.
func (m *mistakes) value(n ast.Node, v reflect.Value, path string, defaults *planConfig) {
	m.locate(n.GetToken(), path)
	_, isText := v.Addr().Interface().(encoding.TextUnmarshaler)
	switch {
	case n.Type() == ast.AnchorType || n.Type() == ast.AliasType:
		m.add(path, errors.New("anchors (&) and aliases (*) are not read: write the value itself; text that begins so needs quotation marks"))
	case tagged(n):
		m.add(path, errors.New("tags (!) are not read: write the value without one; text that begins so needs quotation marks"))
	case v.Kind() == reflect.Struct && !isText:
		m.mapping(n, v, path, defaults)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		m.sequence(n, v, path, defaults)
	default:
		fresh := reflect.New(v.Type())
		if err := yaml.NodeToValue(n, fresh.Interface(), yaml.Strict()); err != nil {
			m.add(path, fmt.Errorf("this is no %s", kindName(v)))
			return
		}
		v.Set(fresh.Elem())
	}
}

// tagged reports whether a value, or an item of a list, has a tag. The YAML library panics on tags of another kind than
// their value.
func tagged(n ast.Node) bool {
	if n.Type() == ast.TagType {
		return true
	}
	list, ok := n.(*ast.SequenceNode)
	return ok && slices.ContainsFunc(list.Values, tagged)
}

func kindName(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "whole number"
	case reflect.Slice:
		return "list: write it like [a, b]"
	}
	return "text: put it between quotation marks"
}

func (m *mistakes) locate(t *token.Token, path string) {
	if t != nil && t.Position != nil {
		m.places[path] = place{m.file, t.Position.Line, t.Position.Column}
	}
}

// mapping reads a node with keys. Rooms are read last because they start with the defaults.
func (m *mistakes) mapping(n ast.Node, v reflect.Value, path string, defaults *planConfig) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	case *ast.NullNode:
		return
	default:
		m.add(path, errors.New("settings with names belong here, one to a line, indented"))
		return
	}
	for _, late := range []bool{false, true} {
		for _, kv := range values {
			if name := kv.Key.GetToken().Value; (name == "rooms") == late {
				m.entry(kv, name, v, path, defaults)
			}
		}
	}
}

func (m *mistakes) entry(kv *ast.MappingValueNode, name string, v reflect.Value, path string, defaults *planConfig) {
	at := strings.TrimPrefix(path+"."+name, ".")
	m.locate(kv.Key.GetToken(), at)
	field, ok := fieldNamed(v, name)
	if !ok {
		m.add(at, fmt.Errorf("there is no such setting: known here are %s", strings.Join(fieldNames(v), ", ")))
		return
	}
	if _, empty := kv.Value.(*ast.NullNode); empty {
		return // a name without a value leaves the default
	}
	m.value(kv.Value, field, at, defaults)
}

// sequence reads a list of settings.
func (m *mistakes) sequence(n ast.Node, v reflect.Value, path string, defaults *planConfig) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		m.add(path, errors.New("a list belongs here, with a dash before each entry"))
		return
	}
	for i, item := range list.Values {
		e := reflect.New(v.Type().Elem()).Elem()
		if room, ok := e.Addr().Interface().(*roomConfig); ok {
			room.planConfig = *defaults
		}
		m.value(item, e, fmt.Sprintf("%s[%d]", path, i), defaults)
		v.Set(reflect.Append(v, e))
	}
}

// fieldNamed finds a struct's field by the name in its tag, in those that are inlined too.
func fieldNamed(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		tag, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if option == "inline" {
			if f, ok := fieldNamed(v.Field(i), name); ok {
				return f, true
			}
		} else if tag == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func fieldNames(v reflect.Value) []string {
	var names []string
	for i := range v.NumField() {
		tag, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if option == "inline" {
			names = append(names, fieldNames(v.Field(i))...)
		} else {
			names = append(names, tag)
		}
	}
	return names
}
