package bot

import (
	"context"
	"strconv"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// myGrade tells the asker how their answer was graded, and lets them grade an unsure one.
func (t talk) myGrade(ctx context.Context, round quiz.RoundID) (Answer, error) {
	v, err := t.service.MyGrade(ctx, t.event.Room, t.event.Who, round)
	if err != nil {
		return nil, err
	}
	return Private{Card: t.verdictCard(&v)}, nil
}

func (t talk) gradeOwn(ctx context.Context, round quiz.RoundID, band quiz.Band) (Answer, error) {
	v, err := t.service.GradeOwn(ctx, t.event.stamp(), t.event.Room, t.event.Who, round, band)
	if err != nil {
		return nil, err
	}
	return Update{t.verdictCard(&v)}, nil
}

// verdictCard is a grade with what led to it.
func (t talk) verdictCard(v *quiz.Verdict) Card {
	g, q := v.Reply.Grade, &v.Round.Question
	head := t.Line("grade.band", Args{"Band": t.Text("band."+string(g.Band), nil), "N": v.Points})
	parts := []Part{Heading{head}, Saying{By: t.Line("grade.answer", nil), Text: answerText(v.Reply.Answer(), v.Reply.Picks)}}
	if g.Band != quiz.Unsure {
		parts = append(parts, Text{t.Line("grade.by_"+string(g.By), nil)})
	}
	for _, r := range g.Reasons {
		parts = append(parts, Text{t.Line("reason."+r.Code, refusalArgs(&quiz.Refusal{Args: r.Args}))})
	}
	parts = append(parts, t.points("grade.met", q, g.Met)...)
	parts = append(parts, t.points("grade.missed", q, g.Missed)...)
	if reference := t.reference(q); len(reference) > 0 {
		parts = append(append(parts, Divider{}), reference...)
	}
	if v.Gradable {
		parts = append(parts, Text{t.Line("grade.yourself", nil)}, t.bandButtons(v.Round.ID))
	}
	return Card{Summary: head.Plain(), Parts: parts}
}

// points lists key points under a line of the catalogue.
func (t talk) points(key string, q *quiz.Question, indexes []int) []Part {
	var texts []string
	for _, i := range indexes {
		if i >= 0 && i < len(q.KeyPoints) {
			texts = append(texts, q.KeyPoints[i])
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return []Part{Text{t.Line(key, nil)}, Document{markdown.Parse(bullets(texts))}}
}

func (t talk) bandButtons(round quiz.RoundID) Buttons {
	var buttons []Button
	for _, b := range quiz.Bands() {
		buttons = append(buttons, Button{ID: actionID(idGrade, round.String(), string(b)), Label: t.Text("band."+string(b), nil)})
	}
	return Buttons{buttons}
}

func (t talk) gradeOf(ctx context.Context, whose string, band quiz.Band) (Answer, error) {
	v, m, err := t.service.GradeOf(ctx, t.event.stamp(), t.event.Room, t.event.Who, whose, band)
	if err != nil {
		return nil, err
	}
	return t.say("admin.graded", Args{"Name": t.named(m.Name), "Band": t.Text("band."+string(v.Reply.Grade.Band), nil), "N": v.Points}), nil
}

// page is a page of a revealed round's answers.
func (t talk) page(ctx context.Context, id quiz.RoundID, number string) (Private, error) {
	page, err := strconv.Atoi(number)
	if err != nil {
		return t.say("refusal.unknown_button", nil), nil
	}
	round, shown, pages, err := t.service.AnswersPage(ctx, t.event.Room, id, page)
	if err != nil {
		return Private{}, err
	}
	page = min(max(page, 0), pages-1)
	title := t.Line("page.title", Args{"Page": page + 1, "Pages": pages, "Title": markdown.PlainInline(round.Question.Title)})
	parts := append([]Part{Heading{title}}, t.numberedAnswers(shown, page*quiz.BestShown)...)
	parts = append(parts, t.votes(id.String(), shown, page*quiz.BestShown))
	if turns := t.pageTurns(id, page, pages); len(turns.Items) > 0 {
		parts = append(parts, turns)
	}
	return private(title.Plain(), parts...), nil
}

// pageTurns are the buttons to the page before and the page after.
func (t talk) pageTurns(id quiz.RoundID, page, pages int) Buttons {
	var b Buttons
	if page > 0 {
		b.Items = append(b.Items, Button{ID: actionID(idTurn, id.String(), strconv.Itoa(page-1)), Label: t.Text("button.before", nil)})
	}
	if page < pages-1 {
		b.Items = append(b.Items, Button{ID: actionID(idTurn, id.String(), strconv.Itoa(page+1)), Label: t.Text("button.after", nil)})
	}
	return b
}
