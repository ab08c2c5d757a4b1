package present

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/service"
)

// PracticeCard shows a question of the bank to one person, outside any round. note is a key of the
// catalogue. solvable adds a button for the solution.
func (p Presenter) PracticeCard(q *quiz.Question, note string, solvable bool) card.Card {
	parts := append([]card.Part{card.Note{Line: p.origin(q)}}, QuestionParts(q)...)
	parts = append(parts, p.Note(note, words.Args{"ID": TypedID(q)}))
	if solvable {
		solution := card.Button{ID: action.OnQuestion(action.ShowSolution, q.ID).String(), Label: p.Text("button.solution", nil), Primary: true}
		parts = append(parts, card.Buttons{Items: []card.Button{solution}})
	}
	return newCard(markdown.PlainInline(q.Title), parts...)
}

// SolutionCard shows the answer to a practice question.
func (p Presenter) SolutionCard(q *quiz.Question) card.Card {
	title := markdown.PlainInline(q.Title)
	heading := p.Heading("reveal.title", words.Args{"Title": title})
	return newCard(title, append([]card.Part{heading}, p.referenceParts(q)...)...)
}

// PreviewCard shows admins the next question with its answer, or why that is secret.
func (p Presenter) PreviewCard(q *quiz.Question, secret bool, st *service.Status) card.Card {
	c := p.PracticeCard(q, "preview.note", false)
	c.Parts = append(c.Parts, card.Divider{}, p.Heading("reveal.title", words.Args{"Title": c.Summary}))
	switch {
	case secret:
		c.Parts = append(c.Parts, p.Paragraph("preview.open", nil))
	case q.HasAnswer():
		c.Parts = append(c.Parts, p.referenceParts(q)...)
	default:
		c.Parts = append(c.Parts, p.Paragraph("reveal.no_reference", nil))
	}
	c.Parts = append(c.Parts, card.Divider{}, p.nextQuestion(st))
	if st.Left > 1 {
		passOver := card.Button{ID: action.OnQuestion(action.PassOver, q.ID).String(), Label: p.Text("button.pass_over", nil)}
		c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{passOver}})
	}
	return c
}

// The limits of a list of questions: its length, and the length of a title.
const (
	maxListed      = 8
	maxListedTitle = 120
)

// QuestionListCard lists the questions that match a text, with an example of the command for one of
// them.
func (p Presenter) QuestionListCard(typed string, found []*quiz.Question, command string) card.Card {
	intro := p.Line("show.several", words.Args{"Text": typed, "Example": command + " " + TypedID(found[0])})
	parts := []card.Part{card.Text{Line: intro}}
	for _, q := range found[:min(maxListed, len(found))] {
		entry := words.Args{"ID": TypedID(q), "Title": clip(markdown.PlainInline(q.Title), maxListedTitle)}
		parts = append(parts, p.Paragraph("show.entry", entry))
	}
	if more := len(found) - maxListed; more > 0 {
		parts = append(parts, p.Note("show.more", words.Args{"N": more}))
	}
	return newCard(intro.Plain(), parts...)
}

// maxTypedID is the greatest length in characters of a question's id in a command: the limit of
// Discord's completions (discord.com/developers/docs/interactions/application-commands, option
// choice structure).
const maxTypedID = 100

// TypedID returns the name of a question in commands: its id, or its number where the id is too
// long.
func TypedID(q *quiz.Question) string {
	if utf8.RuneCountInString(string(q.ID)) <= maxTypedID {
		return string(q.ID)
	}
	return strings.TrimSpace(q.Bank + " " + strconv.Itoa(q.Number))
}
