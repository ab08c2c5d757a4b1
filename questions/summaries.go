package questions

import (
	"regexp"
	"strings"

	"quizbot/quiz"

	"github.com/yuin/goldmark/ast"
)

// closing ends a <details>.
var closing = regexp.MustCompile(`(?i)</details>`)

// dress are tags and breaks around a summary's text or an answer.
var dress = regexp.MustCompile(`(?i)^(?:\s|<br\s*/?>|</?(?:b|p|div|details|strong)(?:\s[^>]*)?>)+|(?:\s|<br\s*/?>|</?(?:b|p|div|details|strong)(?:\s[^>]*)?>)+$`)

// readSummaries reads questions whose summary of a <details> asks and whose hidden part answers. Headings
// are sections.
func (d *document) readSummaries() []quiz.Question {
	var found []quiz.Question
	var sections [7]string
	for i := 0; i < len(d.blocks); i++ {
		if level, text, ok := d.heading(d.blocks[i]); ok {
			sections[level] = cleanTitle(text)
			clear(sections[level+1:])
			continue
		}
		if d.blocks[i].node.Kind() != ast.KindHTMLBlock {
			continue
		}
		end := d.closingBlock(i)
		for _, q := range d.hidden(d.blocks[i].start, d.blocks[end].end) {
			q.Section = path(sections[1:])
			found = append(found, q)
		}
		i = end
	}
	return found
}

// closingBlock is the block in which the <details> of block i ends.
func (d *document) closingBlock(i int) int {
	if !summary.MatchString(d.source(d.blocks[i])) {
		return i
	}
	for j := i; j < len(d.blocks); j++ {
		if d.blocks[j].node.Kind() == ast.KindFencedCodeBlock {
			continue
		}
		if _, _, heading := d.heading(d.blocks[j]); heading && j > i {
			return j - 1
		}
		if closing.MatchString(d.src[d.blocks[j].start:d.blocks[j].end]) {
			return j
		}
	}
	return len(d.blocks) - 1
}

// hidden reads the questions of a run of source, which may hold several.
func (d *document) hidden(start, end int) []quiz.Question {
	var found []quiz.Question
	text := d.src[start:end]
	all := summary.FindAllStringSubmatchIndex(text, -1)
	for i, m := range all {
		stop := len(text)
		if i+1 < len(all) {
			stop = all[i+1][0]
		}
		said := text[m[1]:stop]
		if c := closing.FindStringIndex(said); c != nil {
			said = said[:c[0]]
		}
		title := cleanTitle(strings.Join(strings.Fields(dress.ReplaceAllString(text[m[2]:m[3]], "")), " "))
		if title == "" {
			continue
		}
		q := quiz.Question{Title: title, Answer: strings.TrimSpace(dress.ReplaceAllString(said, "")), Source: d.place(start + m[0])}
		if placeholder(q.Answer) {
			q.Answer = ""
		}
		found = append(found, q)
	}
	return found
}
