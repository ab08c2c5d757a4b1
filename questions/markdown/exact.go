package markdown

import (
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// exact is the program's own format, which is read to the letter.
type exact struct{}

func (exact) name() string { return "exact" }

func (exact) score(p *page) int {
	if p.exact {
		return certain
	}
	return 0
}

// The levels of headings in the program's own format.
const (
	exactSectionLevel = 1
	exactTitleLevel   = 2
)

func (exact) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	r := exactReader{reader{Document: p.Document}}
	var found []quiz.Question
	section := ""
	for i := 0; i < len(r.blocks); {
		r.reportProgress(len(r.src)/2 + r.blocks[i].start/2)
		level, title, end := r.blocks[i].level, strings.TrimSpace(r.blocks[i].title), r.nextHeading(i+1)
		switch {
		case level == 0 || level > exactTitleLevel:
			r.reportLoose(r.blocks[i:end])
			i = end
		case level == exactSectionLevel:
			section = title
			i++
		case title == "":
			r.report(r.blocks[i].start, "empty-title", "this heading has no text, so what is below it is no question: write what is asked behind the #")
			i = end
		default:
			q := r.question(title, r.blocks[i].start, r.blocks[i+1:end])
			if q.Section == "" {
				q.Section = section
			}
			found = append(found, q)
			i = end
		}
	}
	return found, r.diagnostics
}

// exactReader reads questions without guessing.
type exactReader struct{ reader }

// nextHeading returns the first block from i on that is a section or a title.
func (r *exactReader) nextHeading(i int) int {
	for ; i < len(r.blocks); i++ {
		if level := r.blocks[i].level; level > 0 && level <= exactTitleLevel {
			return i
		}
	}
	return i
}

// question puts together a question of its title and the blocks below it. Options have check boxes.
func (r *exactReader) question(title string, at int, blocks []block) quiz.Question {
	q := quiz.Question{Title: title, Source: r.position(at)}
	parts := r.split(r.takeComment(&q, blocks))
	r.assembleDetails(&q, parts)
	said := r.text(r.trimAnswer(parts.answer))
	body, choices, rest, _ := r.checkBoxChoices(parts.lead)
	switch {
	case len(choices) > 0:
		q.Choices = choices
		q.Body = text.JoinParagraphs(q.Body, r.text(body))
		q.Answer = text.JoinParagraphs(r.text(r.trimAnswer(rest)), said)
	case parts.marked:
		q.Body, q.Answer = text.JoinParagraphs(q.Body, r.text(parts.lead)), said
	case r.hasCheckBoxes(parts.lead): // choices that were cut off
		q.Body = text.JoinParagraphs(q.Body, r.text(r.trimAnswer(parts.lead)))
	default:
		q.Answer = r.text(r.trimAnswer(parts.lead))
	}
	return q
}
