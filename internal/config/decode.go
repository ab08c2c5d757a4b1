package config

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// decoder fills a Config from a YAML file, and notes the position of every setting. It is written
// by hand because the YAML library's own decoder stops at the first error.
type decoder struct {
	*errorCollector
	defaults Plan // rooms start with it
}

// decodeYAML reads a file into c.
func decodeYAML(data []byte, c *Config, errs *errorCollector) {
	if !utf8.Valid(data) {
		errs.addAt(Position{Name: errs.file}, "this is no text in UTF-8: save it as such")
		return
	}
	file, err := parser.ParseBytes(bytes.TrimPrefix(data, []byte("\ufeff")), 0) // some editors begin with a mark
	if err != nil {
		errs.addAt(syntaxErrorPosition(err, errs.file), syntaxErrorText(err))
		return
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil {
			bodies = append(bodies, doc.Body)
		}
	}
	d := &decoder{errs, c.Defaults}
	for i, body := range bodies {
		if i > 0 {
			d.notePosition(body.GetToken(), "")
			d.add("", errors.New("a second document begins here: remove the line --- above it"))
			return
		}
		d.decodeValue(body, reflect.ValueOf(c).Elem(), "")
	}
}

// syntaxErrorPosition returns the position at which the YAML library gave up.
func syntaxErrorPosition(err error, file string) Position {
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			return Position{file, t.Position.Line, t.Position.Column}
		}
	}
	return Position{Name: file}
}

// syntaxErrorText returns the YAML library's message without its picture of the source, which may
// show a secret.
func syntaxErrorText(err error) string {
	message := "the file cannot be read"
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		message = syntax.GetMessage()
	}
	return message + ": write settings as \"name: value\", one to a line, and text with signs in quotation marks"
}

// decodeValue reads a node into v.
func (d *decoder) decodeValue(n ast.Node, v reflect.Value, path string) {
	d.notePosition(n.GetToken(), path)
	_, isText := v.Addr().Interface().(encoding.TextUnmarshaler)
	switch {
	case n.Type() == ast.AnchorType || n.Type() == ast.AliasType:
		d.add(path, errors.New("anchors (&) and aliases (*) are not read: write the value itself; text that begins so needs quotation marks"))
	case hasTag(n):
		d.add(path, errors.New("tags (!) are not read: write the value without one; text that begins so needs quotation marks"))
	case v.Kind() == reflect.Struct && !isText, v.Type() == reflect.TypeFor[Plan]():
		d.decodeMapping(n, v, path)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		d.decodeSequence(n, v, path)
	default:
		fresh := reflect.New(v.Type())
		if err := yaml.NodeToValue(n, fresh.Interface(), yaml.Strict()); err != nil {
			d.add(path, fmt.Errorf("this is no %s", kindName(v)))
			return
		}
		v.Set(fresh.Elem())
	}
}

// hasTag reports whether a value, or an item of a list, has a tag. The YAML library panics on tags
// of another kind than their value.
func hasTag(n ast.Node) bool {
	if n.Type() == ast.TagType {
		return true
	}
	list, ok := n.(*ast.SequenceNode)
	return ok && slices.ContainsFunc(list.Values, hasTag)
}

// kindName names a kind of value for errors.
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

// notePosition notes the position of a setting.
func (d *decoder) notePosition(t *token.Token, path string) {
	if t != nil && t.Position != nil {
		d.positions[path] = Position{d.file, t.Position.Line, t.Position.Column}
	}
}

// decodeMapping reads a node with keys into a struct. Rooms are read last because they start with
// the defaults.
func (d *decoder) decodeMapping(n ast.Node, v reflect.Value, path string) {
	var entries []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	case *ast.NullNode:
		return
	default:
		d.add(path, errors.New("settings with names belong here, one to a line, indented"))
		return
	}
	for _, rooms := range []bool{false, true} {
		for _, e := range entries {
			if name := e.Key.GetToken().Value; (name == "rooms") == rooms {
				d.decodeEntry(e, name, v, path)
			}
		}
	}
}

// decodeEntry reads one key and its value into a field of a struct.
func (d *decoder) decodeEntry(e *ast.MappingValueNode, name string, v reflect.Value, path string) {
	at := strings.TrimPrefix(path+"."+name, ".")
	d.notePosition(e.Key.GetToken(), at)
	field, isField := fieldByTag(v, name)
	settings := planIn(v)
	setting, isSetting := plan.FindSetting(name)
	if !isField && (settings == nil || !isSetting) {
		d.add(at, fmt.Errorf("there is no such setting: known here are %s", strings.Join(knownNames(v), ", ")))
		return
	}
	if _, empty := e.Value.(*ast.NullNode); empty {
		return // a name without a value leaves the default
	}
	if isField {
		d.decodeValue(e.Value, field, at)
		return
	}
	settings[name] = d.decodeSetting(e.Value, setting.Kind, settings[name], at)
}

// decodeSetting reads the value of a plan's setting. Points that are left out keep their number.
func (d *decoder) decodeSetting(n ast.Node, kind plan.Kind, written plan.Written, at string) plan.Written {
	switch kind {
	case plan.ListKind:
		d.decodeValue(n, reflect.ValueOf(&written.List).Elem(), at)
	case plan.SwitchKind:
		d.decodeValue(n, reflect.ValueOf(&written.Switch).Elem(), at)
	case plan.PointsKind:
		points := Points(written.Points)
		d.decodeValue(n, reflect.ValueOf(&points).Elem(), at)
		written.Points = scoring.Points(points)
	default:
		d.decodeValue(n, reflect.ValueOf(&written.Text).Elem(), at)
	}
	return written
}

// planIn returns the plan whose settings are keys of v, nil if there is none.
func planIn(v reflect.Value) Plan {
	switch v := v.Addr().Interface().(type) {
	case *Plan:
		return *v
	case *Room:
		return v.Plan
	}
	return nil
}

// knownNames returns the names of settings that a mapping may have.
func knownNames(v reflect.Value) []string {
	var names []string
	if v.Kind() == reflect.Struct {
		names = fieldTags(v)
	}
	if planIn(v) != nil {
		names = append(names, plan.SettingNames()...)
	}
	return names
}

// decodeSequence reads a list of structs.
func (d *decoder) decodeSequence(n ast.Node, v reflect.Value, path string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		d.add(path, errors.New("a list belongs here, with a dash before each entry"))
		return
	}
	for i, item := range list.Values {
		e := reflect.New(v.Type().Elem()).Elem()
		if room, ok := e.Addr().Interface().(*Room); ok {
			room.Plan = maps.Clone(d.defaults)
		}
		d.decodeValue(item, e, fmt.Sprintf("%s[%d]", path, i))
		v.Set(reflect.Append(v, e))
	}
}

// fieldByTag returns the field of a struct with a YAML name.
func fieldByTag(v reflect.Value, name string) (reflect.Value, bool) {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	i := slices.Index(fieldTags(v), name)
	if i < 0 {
		return reflect.Value{}, false
	}
	return v.Field(i), true
}

// fieldTags returns the YAML names of a struct's fields, in their order. Fields without a name come
// last.
func fieldTags(v reflect.Value) []string {
	var names []string
	for i := range v.NumField() {
		if tag := v.Type().Field(i).Tag.Get("yaml"); tag != "-" {
			names = append(names, tag)
		}
	}
	return names
}
