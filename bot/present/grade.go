package present

import (
	"cmp"
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// VerdictCard shows a member's own grade with its reasons, and what its author can do about it.
func (p Presenter) VerdictCard(v *service.Verdict) card.Card {
	g, q := v.Reply.Grade, v.Round.Question.Clone()
	title := p.Line("grade.band", words.Args{"Band": p.BandName(g.Band), "N": v.Points})
	if g.Band == scoring.Unsure {
		title = p.Line("grade.no_band", words.Args{"N": v.Points})
	}
	parts := append([]card.Part{card.Heading{Line: title}}, p.graderParts(g)...)
	for _, r := range g.Reasons {
		parts = append(parts, p.ReasonParagraph(&r, nil))
	}
	points := p.pointParts(v)
	if len(points) > 0 {
		parts = append(append(parts, points...), card.Divider{})
		q.KeyPoints = nil // shown above
	}
	parts = append(parts, card.Quote{By: p.Line("grade.answer", nil), Text: answerText(v.Reply.Answer(), v.Reply.Picks)})
	switch link := v.Round.RevealLink(); {
	case len(points) == 0 || v.Gradable || len(v.Round.RevealMessages) == 0 || link == "" && isGone(v.Round.RevealMessages):
		parts = append(parts, p.ownReference(&q)...)
	case link != "":
		parts = append(parts, card.Buttons{Items: []card.Button{p.linkButton(v.Round.ID, "button.see_reference", link)}})
	}
	switch {
	case v.Gradable && len(v.Round.Question.KeyPoints) > 0:
		parts = append(parts, p.Paragraph("grade.tick", nil), p.pointsButton(v.Round.ID))
	case v.Gradable:
		parts = append(parts, p.Paragraph("grade.yourself", nil), p.bandButtons(v.Round.ID))
	}
	parts = append(parts, p.modelNote("model.goes", v.ModelHost)...)
	return newCard(title.Plain(), parts...)
}

// isGone reports whether one of some messages was deleted.
func isGone(refs []quiz.MessageRef) bool {
	return slices.ContainsFunc(refs, func(ref quiz.MessageRef) bool { return ref.Gone })
}

// ownReference shows the reference below a member's own answer. Where the points are shown already,
// and the author has nothing to compare, the reveal has it: a link to it does, if there is one.
func (p Presenter) ownReference(q *quiz.Question) []card.Part {
	reference := p.referenceParts(q)
	if len(reference) == 0 {
		return nil
	}
	parts := []card.Part{card.Divider{}}
	if q.Answer != "" && len(q.Choices) == 0 {
		parts = append(parts, p.Paragraph("grade.reference", nil))
	}
	return append(parts, reference...)
}

// graderParts names the judge of a grade, or says that the program was unsure. A grade by the author
// counts after a confirmation.
func (p Presenter) graderParts(g *quiz.Grade) []card.Part {
	switch {
	case g.Band == scoring.Unsure && len(g.Points) == 0:
		return nil
	case g.Band == scoring.Unsure:
		return []card.Part{p.Paragraph("grade.unsure", nil)}
	case g.By == scoring.ByAuthor && g.Confirmed:
		return []card.Part{p.Paragraph("grade.confirmed", nil)}
	case g.Unconfirmed():
		return []card.Part{p.Paragraph("grade.by_author", nil), p.Paragraph("grade.unconfirmed", nil)}
	case g.By == scoring.ByGrader && strings.HasPrefix(g.Grader, offlineGrader):
		return []card.Part{p.Paragraph("grade.by_offline", nil)}
	}
	return []card.Part{p.Paragraph("grade.by_"+string(g.By), nil)}
}

// offlineGrader begins the name of the grader that reads answers on this machine alone.
const offlineGrader = "offline "

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
		parts = append(parts, p.disputedPoints(&a)...)
	}
	if more := len(list) - maxUngraded; more > 0 {
		parts = append(parts, p.Note("awaiting.more", words.Args{"N": more}))
	}
	return newCard(title.Plain(), parts...)
}

// NamesakesCard lists the answers of members who share a name, with an example of the command for
// grading one of them.
func (p Presenter) NamesakesCard(name string, list []service.Awaiting, command string) card.Card {
	line := p.Line("awaiting.namesakes", words.Args{"N": len(list), "Name": input.CleanName(name), "Example": command + " " + list[0].Label()})
	parts := []card.Part{card.Text{Line: line}}
	for _, a := range list[:min(len(list), maxUngraded)] {
		parts = append(parts, card.Quote{By: p.ungradedAuthor(&a), Text: answerText(a.Reply.Answer(), a.Reply.Picks)})
	}
	if more := len(list) - maxUngraded; more > 0 {
		parts = append(parts, p.Note("awaiting.more", words.Args{"N": more}))
	}
	return newCard(line.Plain(), parts...)
}

// disputedPoints shows the points that the author of an answer claims.
func (p Presenter) disputedPoints(a *service.Awaiting) (parts []card.Part) {
	points := a.Round.Question.KeyPoints
	for _, d := range a.Reply.OpenDisputes() {
		if d.Point < len(points) {
			parts = append(parts, p.Paragraph("awaiting.disputed", words.Args{"Point": inlineCode(points[d.Point])}))
		}
	}
	return parts
}

// ungradedAuthor tells the author of an answer, the label to grade it by, and the author's own
// grade.
func (p Presenter) ungradedAuthor(a *service.Awaiting) card.Line {
	name := cmp.Or(input.CleanName(a.Name), p.LabelledAuthor(a.Label()))
	by := p.Line("awaiting.by", words.Args{"Label": a.Label(), "Name": name})
	if g := a.Reply.Grade; g != nil && g.Band != scoring.Unsure {
		by = append(by, card.Span{Text: " · " + p.gradedBand(g.Band, g.SelfGraded())})
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
