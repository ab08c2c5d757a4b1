package record

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"

	"go.yaml.in/yaml/v4"
)

// YAML returns the format of YAML in which questions are mappings or keys.
func YAML() format.Format {
	return format.Format{Name: "yaml", Open: format.OpenWith(isYAML, readYAML), Remedies: format.Remedies{
		MarkRight: "name the right one as  correct: its letter, its number counted from 0, or its words", GiveID: "give it  id: %s",
		WriteAnswer: "write one as  answer:", ListAccepted: "list what is right as  accept:", ListKeyPoints: "list them as  key_points:",
		WriteSamples: "list some as  samples:  such as  - full: It is a function",
	}}
}

// isYAML recognises a mapping or a list: all lines at the margin are keys, entries or comments.
func isYAML(p source.Page) bool {
	if text.HasHeading(p.Text) {
		return false // a heading of Markdown
	}
	ending := strings.ToLower(p.Name)
	if strings.HasSuffix(ending, ".yaml") || strings.HasSuffix(ending, ".yml") {
		return true
	}
	keys := 0
	for line := range strings.Lines(p.Text) {
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
	if _, deep := nestsTooDeep(p.Text); keys < 2 || deep {
		return false
	}
	var root yaml.Node
	return yaml.Unmarshal([]byte(p.Text), &root) == nil
}

// nestsTooDeep reports whether lists lie too deep in each other for a parser.
func nestsTooDeep(content string) (line int, deep bool) {
	if line, deep = text.BracketsTooDeep(content); deep {
		return line, true
	}
	_, line = text.EscapeDeepNesting(content)
	return line, line > 0
}

// isHeaderKey reports whether a key says something about a list of questions, as those of Red's
// trivia do.
func isHeaderKey(key string) bool { return key == "AUTHOR" || key == "DESCRIPTION" || key == "CONFIG" }

// readYAML reads a mapping of questions to answers, and lists of questions with named fields
// wherever they stand. Numbers, dates and booleans of YAML stay text.
func readYAML(p source.Page) ([]quiz.Question, []source.Diagnostic) {
	if line, deep := nestsTooDeep(p.Text); deep {
		return nil, []source.Diagnostic{source.ErrorAt(line, "too-deep", "lists lie too deep in each other here, so nothing of the file is read")}
	}
	r := &yamlReader{unused: map[string]bool{}, keys: fieldCache{}}
	for stretch := range splitYAML(p.Text) {
		if !r.decodeChunk(stretch) {
			break
		}
		if stretch.above == 0 && len(r.found) > 0 { // the first tells how many there may be
			r.found = slices.Grow(r.found, len(r.found)*(len(p.Text)/len(stretch.text)))
		}
	}
	if len(r.unused) > 0 {
		r.diagnostics = append(r.diagnostics, unusedFields(1, slices.Sorted(maps.Keys(r.unused))))
	}
	return r.found, r.diagnostics
}

// yamlChunk is a part of a file that is YAML by itself, with the number of lines above it.
type yamlChunk struct {
	text  string
	above int
}

// A part of a file is parsed by itself from yamlChunkSize on, because the parser takes hundreds of
// bytes for each byte. No single question is as long as yamlLimit.
const (
	// yamlChunkSize is the size from which a part of a file is parsed by itself, because a parser
	// takes hundreds of bytes for each byte. yamlLimit is the size of a part that no single
	// question has.
	yamlChunkSize = 1 << 18
	yamlLimit     = 1 << 20
)

// splitYAML cuts a file in front of entries at its margin. A file with anchors stays whole, since
// aliases may be anywhere.
func splitYAML(text string) iter.Seq[yamlChunk] {
	return func(yield func(yamlChunk) bool) {
		list := strings.HasPrefix(strings.TrimLeft(text, "-\n"), " ") // a list at the margin, and not a mapping
		whole := strings.Contains(text, "&") && strings.Contains(text, "*") && len(text) < yamlLimit
		from, at, lines, above := 0, 0, 0, 0
		for line := range strings.Lines(text) {
			entry := strings.HasPrefix(line, "- ") == list && strings.IndexByte(" \t\n#-]}'|>", line[0]) < 0 || list && strings.HasPrefix(line, "- ")
			if entry && !whole && at-from > yamlChunkSize {
				if !yield(yamlChunk{text[from:at], above}) {
					return
				}
				from, above = at, lines
			}
			at += len(line)
			lines++
		}
		yield(yamlChunk{text[from:], above})
	}
}

// decodeChunk reads a part of a file, and reports whether the parser can go on behind it.
func (r *yamlReader) decodeChunk(s yamlChunk) bool {
	if len(s.text) > yamlLimit {
		r.diagnostics = append(r.diagnostics, source.ErrorAt(s.above+1, "too-long", "from here on this is one entry of more than a megabyte, which no question is, so it is not read: put keys at the margin"))
		return true
	}
	r.above = s.above
	documents := yaml.NewDecoder(strings.NewReader(s.text))
	for {
		var root yaml.Node
		err := documents.Decode(&root)
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			line, column, message := parseYAMLError(err)
			line = min(line, 1+strings.Count(strings.TrimSpace(s.text), "\n")) // a file that ends too early is wrong at its end
			r.diagnostics = append(r.diagnostics, source.ErrorAt(s.above+line, "yaml", "this is no YAML, so nothing from here on is read: "+message).AtColumn(column))
			return false
		}
		for _, n := range root.Content {
			r.readNode(n, nil)
		}
	}
}

type yamlReader struct {
	found       []quiz.Question
	diagnostics []source.Diagnostic
	unused      map[string]bool
	keys        fieldCache
	above       int // lines above what is read
}

// readNode reads a node, under the keys above it.
func (r *yamlReader) readNode(n *yaml.Node, path []string) {
	if len(path) > maxDepth {
		return
	}
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if fields, ok := nodeValue(item, 0).(map[string]any); ok && r.keys.isRecord(fields) {
				r.addRecord(fields, item, path)
				continue
			}
			r.readNode(item, path)
		}
	case yaml.MappingNode:
		if len(path) > 0 {
			if fields, ok := nodeValue(n, 0).(map[string]any); ok && r.keys.isRecord(fields) {
				r.addRecord(fields, n, path)
				return
			}
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			r.readPair(n.Content[i], n.Content[i+1], path)
		}
	}
}

// readPair reads a key: a question with its answers, or a section.
func (r *yamlReader) readPair(key, node *yaml.Node, path []string) {
	value := nodeValue(node, 0)
	answers, flat := value.([]any)
	if text, ok := value.(string); ok {
		answers, flat = []any{text}, true
	}
	flat = flat && len(answers) > 0 && !slices.ContainsFunc(answers, func(a any) bool { _, ok := a.(string); return !ok })
	switch {
	case isHeaderKey(key.Value):
	case flat && text.CleanTitle(key.Value) != "":
		q := quiz.Question{Section: strings.Join(path, " / "), Source: quiz.Source{Line: r.above + key.Line, Column: key.Column}}
		q.Title, q.Body = text.SplitTitle(key.Value)
		format.SetAccepted(&q, Scalars(value))
		r.found = append(r.found, q)
	case value == nil && text.EndsInQuestionMark(key.Value):
		r.found = append(r.found, quiz.Question{Title: text.CleanTitle(key.Value), Source: quiz.Source{Line: r.above + key.Line, Column: key.Column}})
	case value == nil:
		r.diagnostics = append(r.diagnostics, source.WarningAt(r.above+key.Line, "no-question", fmt.Sprintf("%q has no value, so it is no question: write its answer behind the colon", key.Value)).AtColumn(key.Column))
	default:
		r.readNode(node, sectionPath(path, key.Value))
	}
}

func (r *yamlReader) addRecord(fields map[string]any, at *yaml.Node, path []string) {
	rec := newRecord(r.keys, fields, 0)
	q := rec.toQuestion()
	rec.collectUnused(r.unused)
	if q.Section == "" {
		q.Section = strings.Join(path, " / ")
	}
	q.Source.Line, q.Source.Column = r.above+at.Line, at.Column
	r.diagnostics = append(r.diagnostics, rec.warnings(&q, q.Source.Line, at.Column)...)
	r.found = append(r.found, q)
}

// nodeValue returns a node as strings, lists and objects; an empty node is nil. Only aliases of
// scalars are followed, since others could make a short file endless.
func nodeValue(n *yaml.Node, depth int) any {
	if depth > maxDepth {
		return nil
	}
	switch n.Kind {
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = nodeValue(item, depth+1)
		}
		return list
	case yaml.MappingNode:
		fields := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			fields[n.Content[i].Value] = nodeValue(n.Content[i+1], depth+1)
		}
		return fields
	case yaml.AliasNode:
		if n.Alias != nil && n.Alias.Kind == yaml.ScalarNode {
			return nodeValue(n.Alias, depth+1)
		}
	case yaml.ScalarNode:
		if n.ShortTag() != "!!null" {
			return strings.TrimRight(n.Value, "\n")
		}
	}
	return nil
}

// yamlErrorPosition is the position in a message of the YAML parser.
var yamlErrorPosition = regexp.MustCompile(`line (\d+)(?:, column (\d+))?: `)

// parseYAMLError returns the position and the text of an error of the YAML parser.
func parseYAMLError(err error) (line, column int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	m := yamlErrorPosition.FindStringSubmatchIndex(message)
	if m == nil {
		return 1, 1, message
	}
	line, _ = strconv.Atoi(message[m[2]:m[3]])
	if m[4] >= 0 {
		column, _ = strconv.Atoi(message[m[4]:m[5]])
	}
	return max(line, 1), column, message[m[1]:]
}
