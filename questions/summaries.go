package questions

import (
	"regexp"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// dress are tags and breaks around a summary's text or an answer.
var dress = regexp.MustCompile(`(?i)^(?:\s|<br\s*/?>|</?(?:b|p|div|details|summary|strong)(?:\s[^>]*)?>)+|(?:\s|<br\s*/?>|</?(?:b|p|div|details|summary|strong)(?:\s[^>]*)?>)+$`)

// detailsTag is a tag of what can be folded away.
var detailsTag = regexp.MustCompile(`(?i)</?(details|summary)(?:\s[^>]*)?>`)

// readSummaries reads questions whose summary of a <details> asks and whose hidden part answers. Headings
// are sections.
func (d *document) readSummaries() []quiz.Question {
	var found []quiz.Question
	var sections [levels]string
	headings := d.sectionsAt()
	for _, f := range d.folds() {
		for len(headings) > 0 && headings[0].at < f.summary[0] {
			sections[headings[0].level] = text.CleanSection(headings[0].text)
			clear(sections[headings[0].level+1:])
			headings = headings[1:]
		}
		asked := dress.ReplaceAllString(d.src[f.summary[0]:f.summary[1]], "")
		title, rest := asked, ""
		if i := strings.Index(asked, "\n```"); i >= 0 {
			title, rest = asked[:i], asked[i:]
		}
		title = text.CleanTitle(dress.ReplaceAllString(strings.Join(strings.Fields(title), " "), ""))
		if title == "" {
			d.report(f.summary[0], "empty-title", "this summary has no text, so what it hides is no question: write what is asked between its tags")
			continue
		}
		q := quiz.Question{Title: title, Body: text.TrimBlankLines(rest), Section: text.JoinSections(sections[1:]), Source: d.place(f.summary[0])}
		q.Answer = strings.TrimSpace(dress.ReplaceAllString(d.src[f.summary[1]:f.end], ""))
		if text.IsPlaceholder(q.Answer) {
			q.Answer = ""
		}
		found = append(found, q)
	}
	return found
}

// titled is a heading with where it stands.
type titled struct {
	at, level int
	text      string
}

func (d *document) sectionsAt() []titled {
	var list []titled
	for _, b := range d.blocks {
		if level, text, ok := d.heading(b); ok {
			list = append(list, titled{b.start, level, text})
		}
	}
	return list
}

// folded is a <details>: where the text of its summary stands, and where it ends.
type folded struct {
	summary [2]int
	end     int
}

// folds finds them by their tags, outside of code. A heading or the next one ends one that is not closed.
func (d *document) folds() []folded {
	var list []folded
	headings := d.sectionsAt()
	open := 0 // where the summary's text starts, 0 outside of one
	for _, m := range d.detailsTags() {
		tag := strings.ToLower(d.src[m[0]:m[1]])
		last := len(list) - 1
		switch {
		case strings.HasPrefix(tag, "<summary"):
			open = m[1]
		case strings.HasPrefix(tag, "</summary") && open > 0:
			list = append(list, folded{summary: [2]int{open, m[0]}, end: -1})
			open = 0
		case last >= 0 && list[last].end < 0 && (strings.HasPrefix(tag, "</details") || strings.HasPrefix(tag, "<details")):
			list[last].end = m[0]
		}
	}
	for i := range list {
		limit := len(d.src)
		if i+1 < len(list) {
			limit = list[i+1].summary[0] - len("<summary>")
		}
		for len(headings) > 0 && headings[0].at < list[i].summary[1] {
			headings = headings[1:]
		}
		if list[i].end < 0 && len(headings) > 0 {
			limit = min(limit, headings[0].at)
		}
		if list[i].end < 0 || list[i].end > limit {
			list[i].end = max(limit, list[i].summary[1])
		}
		list[i].end = max(list[i].end, list[i].summary[1])
	}
	return list
}

// detailsTags are where the tags stand that are no code.
func (d *document) detailsTags() [][]int {
	var list [][]int
	code := d.codeRanges()
	for _, m := range detailsTag.FindAllStringIndex(d.src, -1) {
		for len(code) > 0 && code[0][1] <= m[0] {
			code = code[1:]
		}
		if len(code) == 0 || m[0] < code[0][0] {
			list = append(list, m)
		}
	}
	return list
}

// codeRanges are where code blocks stand at the top level.
func (d *document) codeRanges() [][2]int {
	var list [][2]int
	for _, b := range d.blocks {
		if b.kind == code {
			list = append(list, [2]int{b.start, b.end})
		}
	}
	return list
}
