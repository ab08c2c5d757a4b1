package questions

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quizbot/quiz"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// isYAML recognises a mapping or a list whose lines at the margin are all keys, entries or comments.
func isYAML(p page) bool {
	if hasHeading(p.text) {
		return false // a heading of Markdown
	}
	ending := strings.ToLower(p.name)
	if strings.HasSuffix(ending, ".yaml") || strings.HasSuffix(ending, ".yml") {
		return true
	}
	keys := 0
	for line := range strings.Lines(p.text) {
		line = strings.TrimRight(line, " \n")
		switch {
		case line == "", line[0] == ' ', strings.HasPrefix(line, "- "), line == "---":
		case line[0] == '#' && !strings.HasPrefix(line, "##"):
		case strings.HasSuffix(line, ":"), strings.Contains(line, ": ") && keys > 0, strings.HasPrefix(line, "AUTHOR: "):
			keys++
		default:
			return false
		}
	}
	if keys < 2 {
		return false
	}
	_, err := parser.ParseBytes([]byte(p.text), 0, parser.AllowDuplicateMapKey())
	return err == nil
}

// notAsked are the keys that say something about a list of questions, as those of Red's trivia do.
var notAsked = []string{"AUTHOR", "DESCRIPTION", "CONFIG"}

// readYAML reads a mapping of questions to an answer or a list of accepted ones, and lists of questions with
// named fields wherever they stand. What YAML would take for a number, a date or a yes stays text.
func readYAML(p page) ([]quiz.Question, []Problem) {
	file, err := parser.ParseBytes([]byte(p.text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, message := yamlError(err)
		return nil, []Problem{mistake(line, "yaml", "this is no YAML, so nothing of it is read: "+message)}
	}
	r := &yamlReader{unused: map[string]bool{}, keys: keyring{}, anchors: map[string]string{}}
	for _, doc := range file.Docs {
		r.read(doc.Body, nil)
	}
	if len(r.unused) > 0 {
		r.problems = append(r.problems, unusedFields(1, slices.Sorted(maps.Keys(r.unused))))
	}
	return r.found, r.problems
}

type yamlReader struct {
	found    []quiz.Question
	problems []Problem
	unused   map[string]bool
	keys     keyring
	anchors  map[string]string // texts, by the names of their anchors
}

// read reads a node, under the keys above it.
func (r *yamlReader) read(node ast.Node, path []string) {
	if len(path) > deepest {
		return
	}
	switch n := node.(type) {
	case *ast.SequenceNode:
		for _, item := range n.Values {
			if fields, ok := r.value(item, 0).(map[string]any); ok && r.keys.isRecord(fields) {
				r.record(fields, item, path)
				continue
			}
			r.read(item, path)
		}
	case *ast.MappingNode:
		if fields, ok := r.value(n, 0).(map[string]any); ok && len(path) > 0 && r.keys.isRecord(fields) {
			r.record(fields, n, path)
			return
		}
		for _, pair := range n.Values {
			r.pair(pair, path)
		}
	case *ast.MappingValueNode:
		r.read(&ast.MappingNode{BaseNode: &ast.BaseNode{}, Start: n.Start, Values: []*ast.MappingValueNode{n}}, path)
	}
}

// pair reads a key: a question with its answers, or a section.
func (r *yamlReader) pair(pair *ast.MappingValueNode, path []string) {
	key := scalar(pair.Key)
	value := r.value(pair.Value, 0)
	answers, flat := value.([]any)
	if text, ok := value.(string); ok {
		answers, flat = []any{text}, true
	}
	flat = flat && len(answers) > 0 && !slices.ContainsFunc(answers, func(a any) bool { _, ok := a.(string); return !ok })
	switch {
	case slices.Contains(notAsked, key):
	case flat && cleanTitle(key) != "":
		q := quiz.Question{Section: strings.Join(path, " / "), Source: quiz.Source{Line: yamlLine(pair.Key)}}
		q.Title, q.Body = splitTitle(key)
		setAnswers(&q, scalars(value))
		r.found = append(r.found, q)
	case value == nil && asks(key):
		r.found = append(r.found, quiz.Question{Title: cleanTitle(key), Source: quiz.Source{Line: yamlLine(pair.Key)}})
	case value == nil:
		r.problems = append(r.problems, doubt(yamlLine(pair.Key), "no-question", fmt.Sprintf("%q has no value, so it is no question: write its answer behind the colon", key)))
	default:
		r.read(pair.Value, below(path, key))
	}
}

func (r *yamlReader) record(fields map[string]any, at ast.Node, path []string) {
	rec := newRecord(r.keys, fields, 0)
	q := rec.question()
	rec.unused(r.unused)
	if q.Section == "" {
		q.Section = strings.Join(path, " / ")
	}
	q.Source.Line = yamlLine(at)
	r.found = append(r.found, q)
}

func yamlLine(node ast.Node) int {
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

// value is a node as strings, lists and objects; what is empty is nil. An alias is what its anchor holds where
// that is text, since others could make a short file endless.
func (r *yamlReader) value(node ast.Node, depth int) any {
	if depth > deepest {
		return nil
	}
	switch n := node.(type) {
	case nil, *ast.NullNode, *ast.MergeKeyNode:
		return nil
	case *ast.AliasNode:
		if text, ok := r.anchors[scalar(n.Value)]; ok {
			return text
		}
		return nil
	case *ast.SequenceNode:
		list := []any{}
		for _, item := range n.Values {
			list = append(list, r.value(item, depth+1))
		}
		return list
	case *ast.MappingNode:
		fields := map[string]any{}
		for _, pair := range n.Values {
			fields[scalar(pair.Key)] = r.value(pair.Value, depth+1)
		}
		return fields
	case *ast.MappingValueNode:
		return map[string]any{scalar(n.Key): r.value(n.Value, depth+1)}
	case *ast.AnchorNode:
		value := r.value(n.Value, depth+1)
		if text, ok := value.(string); ok {
			r.anchors[scalar(n.Name)] = text
		}
		return value
	case *ast.TagNode:
		return r.value(n.Value, depth+1)
	}
	return scalar(node)
}

// scalar is the text of a node as it is written, without quotes.
func scalar(node ast.Node) string {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n")
	case *ast.MappingKeyNode:
		return scalar(n.Value)
	}
	if t := node.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// yamlError is where and what is wrong with a file that is no YAML.
func yamlError(err error) (line int, message string) {
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			return t.Position.Line, syntax.GetMessage()
		}
	}
	return 1, err.Error()
}
