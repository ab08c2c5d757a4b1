package questions

import (
	"regexp"
	"strings"

	"quizbot/quiz"

	"github.com/yuin/goldmark/ast"
)

// entry is an item of a list, without its marker and its indentation.
type entry struct {
	text       string
	start, end int
}

// entries are the items of a block that is a list; there are none in another.
func (d *document) entries(b block) []entry {
	l, ok := b.node.(*ast.List)
	if !ok {
		return nil
	}
	var list []entry
	for n := l.FirstChild(); n != nil; n = n.NextSibling() {
		start := b.base + max(n.Pos(), 0)
		if len(list) > 0 {
			list[len(list)-1].end = start
		}
		list = append(list, entry{start: start, end: b.end})
	}
	for i := range list {
		list[i].text = unmarked(d.src[list[i].start:list[i].end])
	}
	return list
}

// listMarker is what begins an item.
var listMarker = regexp.MustCompile(`^\s*(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)`)

// unmarked takes the marker off an item and the indentation off its other lines.
func unmarked(text string) string {
	text = strings.TrimRight(text, " \t\n")
	m := listMarker.FindString(text)
	lines := strings.Split(text[len(m):], "\n")
	for i := range lines[1:] {
		lines[i+1] = outdent(lines[i+1], len(m))
	}
	return strings.Join(lines, "\n")
}

func outdent(line string, n int) string {
	for n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
		line = line[1:]
		n--
	}
	return line
}

// box is a check box in front of an item.
var box = regexp.MustCompile(`^\[([ xX✓✔])\][ \t]*`)

// choices finds the options among a question's blocks: check boxes, or letters or numbers where said, the
// text behind the answer's marker, names some. body is what stands before them, rest what follows.
func (d *document) choices(blocks []block, said string) (body []block, list []quiz.Choice, rest []block) {
	for i, b := range blocks {
		if items := d.entries(b); allBoxed(items) {
			list, rest = d.boxed(blocks[i:])
			return blocks[:i], list, rest
		}
	}
	return d.named(blocks, said)
}

func allBoxed(items []entry) bool {
	for _, item := range items {
		if !box.MatchString(item.text) {
			return false
		}
	}
	return len(items) > 0
}

// boxed reads options with check boxes. Code between two lists of them belongs to the option above it, as
// does code below an option without text.
func (d *document) boxed(blocks []block) (list []quiz.Choice, rest []block) {
	for i, b := range blocks {
		if items := d.entries(b); len(items) > 0 {
			if !allBoxed(items) {
				return list, blocks[i:]
			}
			for _, item := range items {
				m := box.FindStringSubmatch(item.text)
				list = append(list, quiz.Choice{Text: optionText(item.text[len(m[0]):]), Correct: m[1] != " "})
			}
			continue
		}
		last := &list[len(list)-1]
		if _, code := b.node.(*ast.FencedCodeBlock); !code || last.Text != "" && !d.boxedList(blocks, i+1) {
			return list, blocks[i:]
		}
		last.Text = strings.TrimSpace(last.Text + "\n\n" + d.source(b))
	}
	return list, nil
}

func (d *document) boxedList(blocks []block, i int) bool {
	if i >= len(blocks) {
		return false
	}
	return allBoxed(d.entries(blocks[i]))
}

// optionText is an option without the soft hyphen that some files write for one that is code.
func optionText(text string) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "&shy;"))
}

// letters are those that an answer begins with: "B", "A, C", "A和C", "2".
var letters = regexp.MustCompile(`^(?:\*\*)?([A-Ha-h](?:\s*(?:[,，、&和]|and)?\s*[A-H])*|\d)(?:\*\*)?(?:\s*$|\s*\n|[.。:：,，;；)）]\s*|\s+-\s+)`)

// cutLetters reads the options that an answer names, and what it says besides.
func cutLetters(said string) (named []int, explained string, ok bool) {
	m := letters.FindStringSubmatchIndex(said)
	if m == nil {
		return nil, said, false
	}
	for _, c := range said[m[2]:m[3]] {
		switch {
		case c >= 'A' && c <= 'H':
			named = append(named, int(c-'A'))
		case c >= '1' && c <= '9':
			named = append(named, int(c-'1'))
		case c >= 'a' && c <= 'h' && m[3]-m[2] == 1:
			named = append(named, int(c-'a'))
		}
	}
	return named, strings.TrimSpace(said[m[1]:]), len(named) > 0
}

// lettered is a line or an item that is an option with a letter in front.
var lettered = regexp.MustCompile(`^\s*(?:\*\*)?[(（]?([A-H])[)）]?(?:\*\*)?\s*(?:[.．、:：)）]|\*\*\s)\s*(?:\*\*)?(.*)`)

// named finds options that are lettered or numbered, and marks those right that the answer names.
func (d *document) named(blocks []block, said string) (body []block, list []quiz.Choice, rest []block) {
	right, _, ok := cutLetters(said)
	if !ok {
		return blocks, nil, nil
	}
	for i, b := range blocks {
		options, start := d.options(b)
		if len(options) < 2 {
			continue
		}
		for j, text := range options {
			list = append(list, quiz.Choice{Text: text, Correct: containsInt(right, j)})
		}
		body = blocks[:i:i]
		if start > b.start {
			body = append(body, b.until(start))
		}
		return body, list, blocks[i+1:]
	}
	return blocks, nil, nil
}

func containsInt(list []int, n int) bool {
	for _, v := range list {
		if v == n {
			return true
		}
	}
	return false
}

// options are those of one block, and where they start in it.
func (d *document) options(b block) (texts []string, start int) {
	l, ok := b.node.(*ast.List)
	if !ok {
		return d.optionLines(b)
	}
	items := d.entries(b)
	for i, item := range items {
		m := lettered.FindStringSubmatch(item.text)
		switch {
		case m != nil && int(m[1][0]-'A') == i:
			texts = append(texts, strings.TrimSpace(item.text[len(item.text)-len(m[2])-trailing(item.text, m[0]):]))
		case l.IsOrdered():
			texts = append(texts, item.text)
		default:
			return nil, b.start
		}
	}
	return texts, b.start
}

// trailing is how much of text stands behind its first line's match.
func trailing(text, match string) int { return len(text) - len(match) }

// optionLines are a paragraph's lines that begin with A, B and so on.
func (d *document) optionLines(b block) (texts []string, start int) {
	if _, ok := b.node.(*ast.Paragraph); !ok {
		return nil, b.start
	}
	at := b.start
	for line := range strings.Lines(d.src[b.start:b.end]) {
		m := lettered.FindStringSubmatch(strings.TrimRight(line, " \n"))
		switch {
		case m != nil && int(m[1][0]-'A') == len(texts):
			if len(texts) == 0 {
				start = at
			}
			texts = append(texts, strings.TrimSpace(m[2]))
		case len(texts) > 0 && strings.TrimSpace(line) != "":
			return nil, b.start
		}
		at += len(line)
	}
	return texts, start
}
