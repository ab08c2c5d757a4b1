package present

import (
	"slices"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// VerdictCard shows a member's own grade with its reasons.
func (p Presenter) VerdictCard(v *service.Verdict) card.Card {
	g, q := v.Reply.Grade, &v.Round.Question
	title := p.Line("grade.band", words.Args{"Band": p.BandName(g.Band), "N": v.Points})
	answer := card.Quote{By: p.Line("grade.answer", nil), Text: answerText(v.Reply.Answer(), v.Reply.Picks)}
	parts := append([]card.Part{card.Heading{Line: title}, answer}, p.graderParts(g)...)
	for _, r := range g.Reasons {
		parts = append(parts, p.ReasonParagraph(&r, nil))
	}
	parts = append(parts, p.keyPoints("grade.met", q, pointsIn(g, quiz.PointMet))...)
	parts = append(parts, p.keyPoints("grade.missed", q, pointsIn(g, quiz.PointMissed, quiz.PointContradicted))...)
	if reference := p.referenceParts(q); len(reference) > 0 {
		parts = append(append(parts, card.Divider{}), reference...)
	}
	if v.Gradable {
		parts = append(parts, p.Paragraph("grade.yourself", nil), p.bandButtons(v.Round.ID))
	}
	parts = append(parts, p.modelNote("model.goes", v.ModelHost)...)
	return newCard(title.Plain(), parts...)
}

// graderParts tells who gave a grade. A grade by the author counts after a confirmation.
func (p Presenter) graderParts(g *quiz.Grade) []card.Part {
	switch {
	case g.Band == scoring.Unsure:
		return nil
	case g.By == quiz.ByAuthor && g.Confirmed:
		return []card.Part{p.Paragraph("grade.confirmed", nil)}
	case g.Unconfirmed():
		return []card.Part{p.Paragraph("grade.by_author", nil), p.Paragraph("grade.unconfirmed", nil)}
	}
	return []card.Part{p.Paragraph("grade.by_"+string(g.By), nil)}
}

// keyPoints lists key points under a text of the catalogue.
func (p Presenter) keyPoints(key string, q *quiz.Question, indexes []int) []card.Part {
	var texts []string
	for _, i := range indexes {
		if i >= 0 && i < len(q.KeyPoints) {
			texts = append(texts, q.KeyPoints[i])
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return []card.Part{p.Paragraph(key, nil), card.Document{Doc: markdown.Parse(bulletList(texts))}}
}

// pointsIn returns the indexes of the points in one of the states.
func pointsIn(g *quiz.Grade, states ...quiz.PointState) (indexes []int) {
	for i, p := range g.Points {
		if slices.Contains(states, p.State) {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

// bandButtons are the buttons by which authors grade their own answers.
func (p Presenter) bandButtons(round quiz.RoundID) card.Buttons {
	var buttons []card.Button
	for _, b := range scoring.Bands() {
		grade := action.Action{Verb: action.GradeOwn, Round: round, Arg: string(b)}
		buttons = append(buttons, card.Button{ID: grade.String(), Label: p.BandName(b)})
	}
	return card.Buttons{Items: buttons}
}

// maxUngraded is the greatest number of answers in the list of those that wait for a grade.
const maxUngraded = 10

// UngradedCard lists the answers without a grade, with an example of the command for grading.
func (p Presenter) UngradedCard(list []service.Awaiting, command string) card.Card {
	if len(list) == 0 {
		return p.TextCard("awaiting.none", nil)
	}
	title := p.Line("awaiting.title", words.Args{"N": len(list)})
	example := words.Args{"Example": command + " " + string(scoring.Full) + " " + list[0].Label()}
	parts := []card.Part{card.Heading{Line: title}, p.Paragraph("awaiting.how", example)}
	var round quiz.RoundID
	for _, a := range list[:min(len(list), maxUngraded)] {
		if a.Round.ID != round {
			round = a.Round.ID
			line := p.Line("awaiting.round", words.Args{"Title": markdown.PlainInline(a.Round.Question.Title)})
			parts = append(parts, card.Text{Line: line})
		}
		parts = append(parts, card.Quote{By: p.ungradedAuthor(&a), Text: answerText(a.Reply.Answer(), a.Reply.Picks)})
	}
	if more := len(list) - maxUngraded; more > 0 {
		parts = append(parts, p.Note("awaiting.more", words.Args{"N": more}))
	}
	return newCard(title.Plain(), parts...)
}

// ungradedAuthor tells the author of an answer, the label to grade it by, and the author's own
// grade.
func (p Presenter) ungradedAuthor(a *service.Awaiting) card.Line {
	name := a.Name
	if name == "" {
		name = p.LabelledAuthor(a.Label())
	}
	by := p.Line("awaiting.by", words.Args{"Label": a.Label(), "Name": name})
	if a.Reply.Grade.Unconfirmed() {
		by = append(by, card.Span{Text: " · " + p.gradedBand(a.Reply.Grade.Band, true)})
	}
	return by
}

// LabelledAuthor returns the name of an author who stays unnamed, by the label of their answer.
func (p Presenter) LabelledAuthor(label string) string {
	return p.Text("awaiting.unnamed", words.Args{"Label": label})
}

// ungradedCount counts the answers that wait for a grade, and names their questions.
func (p Presenter) ungradedCount(list []service.Awaiting) []card.Part {
	if len(list) == 0 {
		return nil
	}
	var titles []string
	for i, a := range list {
		if i == 0 || a.Round.ID != list[i-1].Round.ID {
			titles = append(titles, markdown.PlainInline(a.Round.Question.Title))
		}
	}
	return []card.Part{p.Paragraph("status.awaiting", words.Args{"N": len(list), "Titles": p.List(titles)})}
}
