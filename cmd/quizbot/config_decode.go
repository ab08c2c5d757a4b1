package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// mistakes collects what is wrong with a file, each with its place. A place is known by its path, such as
// rooms[0].ask.
type mistakes struct {
	file   string
	places map[string]string
	list   []error
}

// add notes a mistake at a path; nil is none. What is not in the file is said without a line.
func (m *mistakes) add(path string, err error) {
	if err == nil {
		return
	}
	place, at := "", path
	for place == "" && at != "" {
		place = m.places[at]
		at = at[:max(0, strings.LastIndexAny(at, ".["))]
	}
	if place == "" {
		place = m.file
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		m.list = append(m.list, fmt.Errorf("%s: %s: %s", place, path, line))
	}
}

func (m *mistakes) err() error { return errors.Join(m.list...) }

// decode reads YAML into c. Each room starts with what the file's defaults say.
func (m *mistakes) decode(data []byte, c *config) {
	m.places = map[string]string{}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		m.list = append(m.list, fmt.Errorf("%s: %s", m.file, firstLine(err)))
		return
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		m.value(doc.Body, reflect.ValueOf(c).Elem(), "", &c.Defaults)
	}
}

// firstLine is a message of the YAML library without the picture of the source below it.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// value reads a node into v.
func (m *mistakes) value(n ast.Node, v reflect.Value, path string, defaults *planConfig) {
	m.locate(n, path)
	switch {
	case v.Kind() == reflect.Struct:
		m.mapping(n, v, path, defaults)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		m.sequence(n, v, path, defaults)
	default:
		if err := yaml.NodeToValue(n, v.Addr().Interface(), yaml.Strict()); err != nil {
			m.add(path, fmt.Errorf("this is no %s", kindName(v)))
		}
	}
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

func (m *mistakes) locate(n ast.Node, path string) {
	if t := n.GetToken(); t != nil && t.Position != nil {
		m.places[path] = fmt.Sprintf("%s:%d:%d", m.file, t.Position.Line, t.Position.Column)
	}
}

// mapping reads a node with keys. Those that come after defaults may need them: rooms are read last.
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
	m.locate(kv.Key, at)
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
