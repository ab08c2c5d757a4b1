package present

import (
	"slices"
	"strconv"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/plan"
)

// maxChoiceButtons is the number of choices that get a button each. More choices, or several
// correct ones, get a form.
const maxChoiceButtons = 5

// QuestionCard is the card of a round in its channel: the question, the number of answers and the
// close.
func (p Presenter) QuestionCard(r *quiz.Round, answered int) card.Card {
	q := &r.Question
	parts := append([]card.Part{card.Note{Line: p.origin(q)}}, QuestionParts(q)...)
	open := r.Phase == quiz.Asking || r.Phase == quiz.Open
	if open && r.Threads == plan.ThreadsCount && len(q.Choices) == 0 {
		parts = append(parts, p.Note("question.threads", nil))
	}
	parts = append(parts, card.Note{Line: p.progress(r, answered)})
	c := card.Card{Summary: p.Text("question.summary", words.Args{"Title": markdown.PlainInline(q.Title)}), Accent: card.AccentClosed}
	switch {
	case open:
		c.Accent = card.AccentOpen
		parts = append(parts, p.answerButtons(r)...)
	case r.Phase == quiz.Revealed:
		parts = append(parts, card.Buttons{Items: p.revealedButtons(r)})
	}
	c.Parts = parts
	return c
}

// revealedButtons lead from a question to its reveal, and to the reader's own grade. Without a link
// to the reveal, the button shows the answer privately.
func (p Presenter) revealedButtons(r *quiz.Round) []card.Button {
	see := card.Button{ID: action.OnRound(action.ShowReveal, r.ID).String(), Label: p.Text("button.see_answer", nil)}
	if link := r.RevealLink(); link != "" {
		see = p.linkButton(r.ID, "button.see_answer", link)
	}
	return []card.Button{see, {ID: action.OnRound(action.MyGrade, r.ID).String(), Label: p.Text("button.my_grade", nil)}}
}

// origin tells the bank, section, difficulty and number of a question.
func (p Presenter) origin(q *quiz.Question) card.Line {
	var names []string
	for _, name := range []string{q.Bank, q.Section, p.difficulty(q.Difficulty)} {
		if name != "" {
			names = append(names, name)
		}
	}
	return p.Line("question.origin", words.Args{"Origin": strings.Join(names, " · "), "Number": q.Number})
}

// difficulty returns the catalogue's word for the common difficulties, and the bank's own word for
// others.
func (p Presenter) difficulty(name string) string {
	switch key := strings.ToLower(name); key {
	case "easy", "medium", "hard":
		return p.Text("difficulty."+key, nil)
	}
	return name
}

// QuestionParts shows a question: title, body and lettered choices.
func QuestionParts(q *quiz.Question) []card.Part {
	parts := []card.Part{card.Document{Doc: markdown.Parse("### " + q.Title)}}
	if q.Body != "" {
		parts = append(parts, card.Document{Doc: markdown.Parse(q.Body)})
	}
	return append(parts, choiceParts(q)...)
}

// choiceParts shows choices behind their letters: all of them, or those with the given indexes.
// They form one list where each is a line, and stand apart otherwise.
func choiceParts(q *quiz.Question, only ...int) []card.Part {
	var texts []string
	var parts []card.Part
	apart := false
	for i, c := range q.Choices {
		if len(only) > 0 && !slices.Contains(only, i) {
			continue
		}
		text := letteredChoice(i, c.Text)
		texts = append(texts, text)
		parts = append(parts, card.Document{Doc: markdown.Parse(text)})
		apart = apart || spansLines(c.Text)
	}
	if len(texts) > 0 && !apart {
		return []card.Part{card.Document{Doc: markdown.Parse(strings.Join(texts, "  \n"))}}
	}
	return parts
}

// letteredChoice returns a choice behind its letter. A choice of several lines begins below the
// letter.
func letteredChoice(i int, text string) string {
	if spansLines(text) {
		return "**" + quiz.ChoiceLetter(i) + ".**\n\n" + text
	}
	return "**" + quiz.ChoiceLetter(i) + ".** " + text
}

// spansLines reports whether a choice is more than a line of text.
func spansLines(text string) bool {
	return strings.Contains(text, "\n") || strings.HasPrefix(text, "```")
}

// progress tells the number of answers and the close.
func (p Presenter) progress(r *quiz.Round, answered int) card.Line {
	args := words.Args{"N": answered, "Until": p.FormatTime(r.ClosesAt, r.PlannedAt)}
	if r.Phase == quiz.Asking || r.Phase == quiz.Open {
		return p.Line("question.open", args)
	}
	return p.Line("question.closed", args)
}

// answerButtons are the buttons for answering a question, and for its hint.
func (p Presenter) answerButtons(r *quiz.Round) []card.Part {
	q := &r.Question
	openForm := action.OnRound(action.Answer, r.ID).String()
	var buttons []card.Button
	switch {
	case len(q.Choices) == 0:
		buttons = append(buttons, card.Button{ID: openForm, Label: p.Text("button.answer", nil), Primary: true})
	case len(ListedChoices(q)) > 0:
		buttons = append(buttons, card.Button{ID: openForm, Label: p.Text("button.choose", nil), Primary: true})
	default:
		for i, c := range q.Choices {
			buttons = append(buttons, card.Button{
				ID: action.OnChoice(action.Pick, r.ID, i).String(), Label: quiz.ChoiceLetter(i), Detail: choiceDetail(c.Text),
			})
		}
	}
	if q.Hint != "" {
		buttons = append(buttons, card.Button{ID: action.OnRound(action.Hint, r.ID).String(), Label: p.Text("button.hint", nil)})
	}
	if len(buttons) == 0 {
		return nil
	}
	return []card.Part{card.Buttons{Items: buttons}}
}

// ListedChoices returns the choices of a question as options of its form, none where each choice
// has a button.
func ListedChoices(q *quiz.Question) []card.Option {
	if len(q.Choices) <= maxChoiceButtons && !q.HasSeveralRight() {
		return nil
	}
	return ChoiceOptions(q)
}

// ChoiceOptions returns the choices of a question as options behind their letters.
func ChoiceOptions(q *quiz.Question) []card.Option {
	var options []card.Option
	for i, c := range q.Choices {
		first, _, _ := strings.Cut(c.Text, "\n")
		label := clip(quiz.ChoiceLetter(i)+". "+markdown.PlainInline(first), maxOptionLabel)
		options = append(options, card.Option{Value: strconv.Itoa(i), Label: label})
	}
	return options
}

// maxOptionLabel is the greatest length of an option's label. The card above shows the whole
// choice.
const maxOptionLabel = 75

// choiceDetail returns the text of a choice of one line, empty for others.
func choiceDetail(text string) string {
	if strings.Contains(strings.TrimSpace(text), "\n") {
		return ""
	}
	return markdown.PlainInline(text)
}

// HintCard shows the hint of a question, or tells that there is none.
func (p Presenter) HintCard(q *quiz.Question) card.Card {
	if q.Hint == "" {
		return p.TextCard("hint.none", nil)
	}
	return newCard(p.Text("hint.title", nil), p.Heading("hint.title", nil), card.Document{Doc: markdown.Parse(q.Hint)})
}

// ChoiceLetters lists choices like A, C.
func ChoiceLetters(picks []int) string {
	var names []string
	for _, pick := range slices.Sorted(slices.Values(picks)) {
		names = append(names, quiz.ChoiceLetter(pick))
	}
	return strings.Join(names, ", ")
}

// answerText returns a reply as text: its choices, or else what was written.
func answerText(text string, picks []int) string {
	if len(picks) > 0 {
		return ChoiceLetters(picks)
	}
	return text
}

// SampleCards returns a question as it is asked, and its answer as it is revealed when nobody
// answered.
func (p Presenter) SampleCards(q *quiz.Question) (asked, revealed card.Card) {
	round := quiz.Round{ID: 1, Question: *q, Phase: quiz.Open}
	return p.QuestionCard(&round, 0), p.RevealCard(&quiz.RevealNews{Round: round, Picked: make([]int, len(q.Choices))})
}
