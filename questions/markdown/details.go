package markdown

import (
	"regexp"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// details is the dialect in which the <summary> of a <details> asks and its hidden part answers.
// Headings are sections.
type details struct{}

func (details) name() string { return "details" }

func (details) score(p *page) int {
	s := p.survey()
	points := s.weigh(markup, func(b block) int {
		if m := summaryStart.FindStringSubmatch(s.source(b)); m != nil && !text.SummaryHidesAnswer(m[1]) {
			return 1
		}
		return 0
	})
	if points < minScore {
		return 0
	}
	return points
}

// summaryStart is a summary up to the end of its first line.
var summaryStart = regexp.MustCompile(`(?i)<summary[^>]*>\s*([^\n]*)`)

// decoration are tags and breaks around the text of a summary or an answer.
var decoration = regexp.MustCompile(`(?i)^(?:\s|<br\s*/?>|</?(?:b|p|div|details|summary|strong)(?:\s[^>]*)?>)+|(?:\s|<br\s*/?>|</?(?:b|p|div|details|summary|strong)(?:\s[^>]*)?>)+$`)

// detailsTag is a tag of a <details> or its summary.
var detailsTag = regexp.MustCompile(`(?i)</?(details|summary)(?:\s[^>]*)?>`)

func (details) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	r := reader{Document: p.survey().Document}
	var found []quiz.Question
	var sections [levelCount]string
	headings := r.headings()
	for _, f := range r.folds() {
		for len(headings) > 0 && headings[0].start < f.summaryStart {
			level, title, _ := headings[0].heading()
			sections[level] = text.CleanSection(title)
			clear(sections[level+1:])
			headings = headings[1:]
		}
		title, body := splitSummary(r.src[f.summaryStart:f.summaryEnd])
		if title == "" {
			r.report(f.summaryStart, "empty-title", "this summary has no text, so what it hides is no question: write what is asked between its tags")
			continue
		}
		q := quiz.Question{Title: title, Body: body, Section: text.JoinSections(sections[1:]), Source: r.position(f.summaryStart)}
		q.Answer = strings.TrimSpace(decoration.ReplaceAllString(r.src[f.summaryEnd:f.end], ""))
		if text.IsPlaceholder(q.Answer) {
			q.Answer = ""
		}
		found = append(found, q)
	}
	return found, r.diagnostics
}

// splitSummary splits the text of a summary into a title and the code below it.
func splitSummary(summary string) (title, body string) {
	title = decoration.ReplaceAllString(summary, "")
	if i := strings.Index(title, "\n```"); i >= 0 {
		title, body = title[:i], title[i:]
	}
	title = decoration.ReplaceAllString(strings.Join(strings.Fields(title), " "), "")
	return text.CleanTitle(title), text.TrimBlankLines(body)
}

// headings returns the blocks that are headings.
func (d *Document) headings() []block {
	var list []block
	for _, b := range d.blocks {
		if b.level > 0 {
			list = append(list, b)
		}
	}
	return list
}

// fold is a <details>: the bounds of its summary's text, and its end, -1 where it is not closed.
type fold struct{ summaryStart, summaryEnd, end int }

// folds finds the <details> outside of code by their tags. A fold that is not closed ends at the
// next heading or the next fold.
func (d *Document) folds() []fold {
	list := d.taggedFolds()
	headings := d.headings()
	for i := range list {
		f := &list[i]
		limit := len(d.src)
		if i+1 < len(list) {
			limit = list[i+1].summaryStart - len("<summary>")
		}
		for len(headings) > 0 && headings[0].start < f.summaryEnd {
			headings = headings[1:]
		}
		if f.end < 0 && len(headings) > 0 {
			limit = min(limit, headings[0].start)
		}
		if f.end < 0 || f.end > limit {
			f.end = limit
		}
		f.end = max(f.end, f.summaryEnd)
	}
	return list
}

// taggedFolds returns the folds as their tags say.
func (d *Document) taggedFolds() []fold {
	var list []fold
	open := 0 // the start of the summary's text, 0 outside of a summary
	for _, m := range d.detailsTags() {
		tag := strings.ToLower(d.src[m[0]:m[1]])
		last := len(list) - 1
		switch {
		case strings.HasPrefix(tag, "<summary"):
			open = m[1]
		case strings.HasPrefix(tag, "</summary") && open > 0:
			list = append(list, fold{open, m[0], -1})
			open = 0
		case last >= 0 && list[last].end < 0 && (strings.HasPrefix(tag, "</details") || strings.HasPrefix(tag, "<details")):
			list[last].end = m[0]
		}
	}
	return list
}

// detailsTags returns the bounds of the tags outside of code.
func (d *Document) detailsTags() [][]int {
	var list [][]int
	blocks := d.blocks
	for _, m := range detailsTag.FindAllStringIndex(d.src, -1) {
		for len(blocks) > 0 && (blocks[0].kind != code || blocks[0].end <= m[0]) {
			blocks = blocks[1:]
		}
		if len(blocks) == 0 || m[0] < blocks[0].start {
			list = append(list, m)
		}
	}
	return list
}
