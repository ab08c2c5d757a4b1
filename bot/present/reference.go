package present

import (
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// referenceParts shows the bank's answer to a question: correct choices, accepted answers,
// reference, key points, links.
func (p Presenter) referenceParts(q *quiz.Question) []card.Part {
	var parts []card.Part
	parts = append(parts, p.correctChoices(q)...)
	if len(q.Accept) > 0 {
		parts = append(parts, p.Paragraph("reference.accept", words.Args{"Answers": strings.Join(q.Accept, " / ")}))
	}
	if q.Answer != "" {
		parts = append(parts, card.Document{Doc: markdown.Parse(q.Answer)})
	}
	if len(q.KeyPoints) > 0 && !q.PointsDerived {
		parts = append(parts, p.Paragraph("reference.key_points", nil), card.Document{Doc: markdown.Parse(bulletList(q.KeyPoints))})
	}
	return append(parts, p.linkParts(q)...)
}

// correctChoices shows the correct choices of a question: in a line where there is a single short
// one.
func (p Presenter) correctChoices(q *quiz.Question) []card.Part {
	correct := q.RightChoices()
	if len(correct) == 0 {
		return nil
	}
	if text := q.Choices[correct[0]].Text; len(correct) == 1 && !spansLines(text) {
		choice := append(card.Line{{Text: quiz.ChoiceLetter(correct[0]) + ". ", Strong: true}}, inlineCode(text)...)
		return []card.Part{p.Paragraph("reference.choice", words.Args{"Choice": choice})}
	}
	parts := []card.Part{p.Paragraph("reference.choices", words.Args{"N": len(correct)})}
	return append(parts, choiceParts(q, correct...)...)
}

// inlineCode returns a text of one line with its code as code.
func inlineCode(source string) card.Line {
	doc := markdown.Parse(source)
	if len(doc) == 1 {
		if paragraph, ok := doc[0].(markdown.Paragraph); ok {
			var line card.Line
			for _, s := range paragraph.Line {
				line = append(line, card.Span{Text: s.Text, Strong: s.Style&markdown.Strong != 0, Code: s.Style&markdown.Mono != 0})
			}
			return line
		}
	}
	return card.Line{{Text: markdown.PlainInline(source)}}
}

// linkParts shows the links of a question. The bank gives them, so they can be followed.
func (p Presenter) linkParts(q *quiz.Question) []card.Part {
	if len(q.Links) == 0 {
		return nil
	}
	list := make([]string, len(q.Links))
	for i, link := range q.Links {
		list[i] = link
		if !strings.Contains(link, "](") {
			list[i] = "<" + strings.Trim(link, "<>") + ">"
		}
	}
	return []card.Part{p.Paragraph("reference.links", nil), card.Document{Doc: markdown.Parse(bulletList(list))}}
}

// bulletList returns a Markdown list with an item for each text.
func bulletList(texts []string) string {
	var list strings.Builder
	for _, text := range texts {
		list.WriteString("- " + strings.ReplaceAll(text, "\n", "\n  ") + "\n")
	}
	return list.String()
}
