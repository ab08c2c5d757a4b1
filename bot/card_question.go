package bot

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

// maxChoiceButtons is how many choices get a button each; more of them, or several right ones, get a form.
const maxChoiceButtons = 5

// questionCard is a round's question for everybody: what is asked, how many have answered, until when.
func (p Presenter) questionCard(r *quiz.Round, answered int) card.Card {
	q := &r.Question
	parts := append([]card.Part{card.Note{Line: p.origin(q)}}, question(q)...)
	if open := r.Phase == quiz.Asking || r.Phase == quiz.Open; open && r.Threads == plan.ThreadsCount && len(q.Choices) == 0 {
		parts = append(parts, card.Note{Line: p.Line("question.threads", nil)})
	}
	parts = append(parts, card.Note{Line: p.progress(r, answered)})
	c := card.Card{Summary: p.Text("question.summary", words.Args{"Title": markdown.PlainInline(q.Title)}), Accent: card.AccentClosed}
	switch r.Phase {
	case quiz.Asking, quiz.Open:
		c.Accent = card.AccentOpen
		parts = append(parts, p.answering(r)...)
	case quiz.Revealed:
		parts = append(parts, card.Buttons{Items: p.revealedButtons(r)})
	}
	c.Parts = parts
	return c
}

// revealedButtons lead from a question to its reveal, and to the reader's own grade. Where no message can be linked to, the
// answer is shown privately.
func (p Presenter) revealedButtons(r *quiz.Round) []card.Button {
	see := card.Button{ID: action.OnRound(action.ShowReveal, r.ID).String(), Label: p.Text("button.see_answer", nil)}
	if link := r.RevealLink(); link != "" {
		see = p.linkButton(r.ID, "button.see_answer", link)
	}
	return []card.Button{see, {ID: action.OnRound(action.MyGrade, r.ID).String(), Label: p.Text("button.my_grade", nil)}}
}

// origin says where a question comes from: bank, section and number.
func (p Presenter) origin(q *quiz.Question) card.Line {
	var names []string
	for _, name := range []string{q.Bank, q.Section, p.difficulty(q.Difficulty)} {
		if name != "" {
			names = append(names, name)
		}
	}
	return p.Line("question.origin", words.Args{"Origin": strings.Join(names, " · "), "Number": q.Number})
}

// difficulty is the catalogue's word for the common ones, and the bank's own for others.
func (p Presenter) difficulty(name string) string {
	switch key := strings.ToLower(name); key {
	case "easy", "medium", "hard":
		return p.Text("difficulty."+key, nil)
	}
	return name
}

// question is what is asked: title, body and lettered choices.
func question(q *quiz.Question) []card.Part {
	parts := []card.Part{card.Document{Doc: markdown.Parse("### " + q.Title)}}
	if q.Body != "" {
		parts = append(parts, card.Document{Doc: markdown.Parse(q.Body)})
	}
	return append(parts, choices(q)...)
}

// choices are a question's options behind their letters, all of them or those given: one under the other where each is a
// line, apart where one of them is more.
func choices(q *quiz.Question, some ...int) []card.Part {
	var texts []string
	var parts []card.Part
	apart := false
	for i, c := range q.Choices {
		if len(some) > 0 && !slices.Contains(some, i) {
			continue
		}
		text := lettered(i, c.Text)
		texts = append(texts, text)
		parts = append(parts, card.Document{Doc: markdown.Parse(text)})
		apart = apart || spansLines(c.Text)
	}
	if len(texts) > 0 && !apart {
		return []card.Part{card.Document{Doc: markdown.Parse(strings.Join(texts, "  \n"))}}
	}
	return parts
}

// lettered is a choice behind its letter; one that is more than a line starts below it.
func lettered(i int, text string) string {
	if spansLines(text) {
		return "**" + letter(i) + ".**\n\n" + text
	}
	return "**" + letter(i) + ".** " + text
}

// spansLines reports whether a choice is more than a line of text.
func spansLines(text string) bool {
	return strings.Contains(text, "\n") || strings.HasPrefix(text, "```")
}

// progress says how many have answered and until when others can.
func (p Presenter) progress(r *quiz.Round, answered int) card.Line {
	args := words.Args{"N": answered, "Until": p.FormatTime(r.ClosesAt, r.PlannedAt)}
	if r.Phase == quiz.Asking || r.Phase == quiz.Open {
		return p.Line("question.open", args)
	}
	return p.Line("question.closed", args)
}

// answering is what the question can be answered with.
func (p Presenter) answering(r *quiz.Round) []card.Part {
	q := &r.Question
	var buttons []card.Button
	var parts []card.Part
	switch {
	case len(q.Choices) == 0:
		buttons = append(buttons, card.Button{ID: action.OnRound(action.Answer, r.ID).String(), Label: p.Text("button.answer", nil), Primary: true})
	case len(ListedChoices(q)) > 0:
		buttons = append(buttons, card.Button{ID: action.OnRound(action.Answer, r.ID).String(), Label: p.Text("button.choose", nil), Primary: true})
	default:
		for i, c := range q.Choices {
			buttons = append(buttons, card.Button{ID: action.OnChoice(action.Pick, r.ID, i).String(), Label: letter(i), Detail: choiceDetail(c.Text)})
		}
	}
	if q.Hint != "" {
		buttons = append(buttons, card.Button{ID: action.OnRound(action.Hint, r.ID).String(), Label: p.Text("button.hint", nil)})
	}
	if len(buttons) > 0 {
		parts = append(parts, card.Buttons{Items: buttons})
	}
	return parts
}

// ListedChoices are a question's choices as options of the form that it is answered with, none where each has a button.
func ListedChoices(q *quiz.Question) []card.Option {
	if len(q.Choices) <= maxChoiceButtons && !q.Multiple() {
		return nil
	}
	var options []card.Option
	for i, c := range q.Choices {
		options = append(options, choiceOption(i, c.Text))
	}
	return options
}

// choiceDetail is the text of a choice of one line, empty for others.
func choiceDetail(text string) string {
	if strings.Contains(strings.TrimSpace(text), "\n") {
		return ""
	}
	return markdown.PlainInline(text)
}

// choiceOption is a choice as an option behind its letter.
func choiceOption(i int, text string) card.Option {
	return card.Option{Value: strconv.Itoa(i), Label: clip(letter(i)+". "+markdown.PlainInline(firstLine(text)), maxOptionLabel)}
}

// maxOptionLabel is how long an option's label may be; the whole choice stands above in the card.
const maxOptionLabel = 75

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// clip shortens a label to n characters, with an ellipsis where something is left out.
func clip(text string, n int) string { return markdown.ClipRunes(text, n) }

// hintOf is a question's hint, or that there is none.
func (t talk) hintOf(q *quiz.Question) Private {
	if q.Hint == "" {
		return t.say("hint.none", nil)
	}
	return private(t.Text("hint.title", nil), card.Heading{Line: t.Line("hint.title", nil)}, card.Document{Doc: markdown.Parse(q.Hint)})
}

// reference is everything that a bank says in answer to a question.
func (p Presenter) reference(q *quiz.Question) []card.Part {
	var parts []card.Part
	parts = append(parts, p.rightChoices(q)...)
	if len(q.Accept) > 0 {
		parts = append(parts, card.Text{Line: p.Line("reference.accept", words.Args{"Answers": strings.Join(q.Accept, " / ")})})
	}
	if q.Answer != "" {
		parts = append(parts, card.Document{Doc: markdown.Parse(q.Answer)})
	}
	if len(q.KeyPoints) > 0 {
		parts = append(parts, card.Text{Line: p.Line("reference.key_points", nil)}, card.Document{Doc: markdown.Parse(bullets(q.KeyPoints))})
	}
	return append(parts, p.links(q)...)
}

// rightChoices are the right options of a question with what they say: in a line where there is one, and it is short.
func (p Presenter) rightChoices(q *quiz.Question) []card.Part {
	right := q.Right()
	if len(right) == 0 {
		return nil
	}
	if text := q.Choices[right[0]].Text; len(right) == 1 && !spansLines(text) {
		said := append(card.Line{{Text: letter(right[0]) + ". ", Strong: true}}, inline(text)...)
		return []card.Part{card.Text{Line: p.Line("reference.choice", words.Args{"Choice": said})}}
	}
	return append([]card.Part{card.Text{Line: p.Line("reference.choices", words.Args{"N": len(right)})}}, choices(q, right...)...)
}

// inline is a text of one line as words with its code as code.
func inline(source string) card.Line {
	doc := markdown.Parse(source)
	if len(doc) == 1 {
		if p, ok := doc[0].(markdown.Paragraph); ok {
			var line card.Line
			for _, s := range p.Line {
				line = append(line, card.Span{Text: s.Text, Strong: s.Style&markdown.Strong != 0, Code: s.Style&markdown.Mono != 0})
			}
			return line
		}
	}
	return card.Line{{Text: markdown.PlainInline(source)}}
}

// links lead to more about a question. They are the bank's, so they work.
func (p Presenter) links(q *quiz.Question) []card.Part {
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
	return []card.Part{card.Text{Line: p.Line("reference.links", nil)}, card.Document{Doc: markdown.Parse(bullets(list))}}
}

// bullets is a Markdown list of one item for each text.
func bullets(texts []string) string {
	var list strings.Builder
	for _, text := range texts {
		list.WriteString("- " + strings.ReplaceAll(text, "\n", "\n  ") + "\n")
	}
	return list.String()
}

// Shown is a question as it is asked, and its answer as it is revealed when nobody answered.
func (p Presenter) Shown(q *quiz.Question) (asked, revealed card.Card) {
	round := quiz.Round{ID: 1, Question: *q, Phase: quiz.Open}
	return p.questionCard(&round, 0), p.revealCard(&quiz.RevealNews{Round: round, Picked: make([]int, len(q.Choices))})
}

// letters names choices like A, C.
func letters(picks []int) string {
	var names []string
	for _, p := range slices.Sorted(slices.Values(picks)) {
		names = append(names, letter(p))
	}
	return strings.Join(names, ", ")
}

// letter names the choice with the given index: A to Z, then AA and so on.
func letter(i int) string { return quiz.ChoiceLetter(i) }
