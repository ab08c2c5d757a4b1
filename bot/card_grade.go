package bot

import (
	"context"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// showOwnGrade tells the asker how their answer was graded, and lets them grade an unsure one.
func (t talk) showOwnGrade(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	v, err := t.service.MyGrade(ctx, t.event.At, t.event.Room, t.event.Who, a.Round)
	if err != nil {
		return nil, err
	}
	return Private{Card: t.verdictCard(&v)}, nil
}

// gradeOwnReply saves the grade that the author of an unsure answer gives it.
func (t talk) gradeOwnReply(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	v, err := t.service.GradeOwn(ctx, t.event.stamp(), t.event.Room, t.event.Who, a.Round, scoring.Band(a.Arg))
	if err != nil {
		return nil, err
	}
	t.counts.regraded(v.Round.Room, v.Round.ID)
	return Update{t.verdictCard(&v)}, nil
}

// confirmGrade has the presser confirm the full grade that another member gave their own answer.
func (t talk) confirmGrade(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	author, ok := a.Member()
	if !ok {
		return t.say("refusal.unknown_button", nil), nil
	}
	c, err := t.service.ConfirmGrade(ctx, t.event.stamp(), t.event.Room, t.event.Who, a.Round, author)
	if err != nil {
		return nil, err
	}
	if c.More > 0 {
		return t.say("confirmed.waiting", words.Args{"Name": t.named(c.Name), "N": c.More}), nil
	}
	t.counts.regraded(c.Round.Room, c.Round.ID)
	return t.say("confirmed.done", words.Args{"Name": t.named(c.Name)}), nil
}

// verdictCard is a grade with what led to it.
func (t talk) verdictCard(v *service.Verdict) card.Card {
	g, q := v.Reply.Grade, &v.Round.Question
	head := t.Line("grade.band", words.Args{"Band": t.Text("band."+string(g.Band), nil), "N": v.Points})
	parts := []card.Part{card.Heading{Line: head}, card.Quote{By: t.Line("grade.answer", nil), Text: answerText(v.Reply.Answer(), v.Reply.Picks)}}
	parts = append(parts, t.givenBy(g)...)
	for _, r := range g.Reasons {
		parts = append(parts, card.Text{Line: t.Line(r.Key(), words.CodeArgs(r.Args))})
	}
	parts = append(parts, t.points("grade.met", q, g.Met)...)
	parts = append(parts, t.points("grade.missed", q, g.Missed)...)
	if reference := t.reference(q); len(reference) > 0 {
		parts = append(append(parts, card.Divider{}), reference...)
	}
	if v.Gradable {
		parts = append(parts, card.Text{Line: t.Line("grade.yourself", nil)}, t.bandButtons(v.Round.ID))
	}
	return card.Card{Summary: head.Plain(), Parts: parts}
}

// givenBy says who gave a grade, and what is missing until one of the author's own counts.
func (t talk) givenBy(g *quiz.Grade) []card.Part {
	switch {
	case g.Band == scoring.Unsure:
		return nil
	case g.By == quiz.ByAuthor && g.Confirmed:
		return []card.Part{card.Text{Line: t.Line("grade.confirmed", nil)}}
	case g.Unconfirmed():
		return []card.Part{card.Text{Line: t.Line("grade.by_author", nil)}, card.Text{Line: t.Line("grade.unconfirmed", nil)}}
	}
	return []card.Part{card.Text{Line: t.Line("grade.by_"+string(g.By), nil)}}
}

// points lists key points under a line of the catalogue.
func (t talk) points(key string, q *quiz.Question, indexes []int) []card.Part {
	var texts []string
	for _, i := range indexes {
		if i >= 0 && i < len(q.KeyPoints) {
			texts = append(texts, q.KeyPoints[i])
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return []card.Part{card.Text{Line: t.Line(key, nil)}, card.Document{Doc: markdown.Parse(bullets(texts))}}
}

func (t talk) bandButtons(round quiz.RoundID) card.Buttons {
	var buttons []card.Button
	for _, b := range scoring.Bands() {
		buttons = append(buttons, card.Button{ID: action.Action{Verb: action.GradeOwn, Round: round, Arg: string(b)}.String(), Label: t.Text("band."+string(b), nil)})
	}
	return card.Buttons{Items: buttons}
}

// gradeOf grades an answer, found by its label or by its author; without any arguments it lists those that wait.
func (t talk) gradeOf(ctx context.Context, args map[string]string) (Answer, error) {
	whose := strings.TrimSpace(args["member"] + " " + args["answer"])
	band := scoring.Band(strings.ToLower(args["band"]))
	spec, _ := SpecOf("quiz-admin grade")
	switch {
	case whose == "" && band == "":
		return t.awaiting(ctx)
	case band == "":
		return t.misused(spec, t.wrongValue(spec.Params[0], "")), nil
	case whose == "":
		return t.misused(spec, t.wrongValue(spec.Params[2], "")), nil
	}
	v, name, err := t.service.GradeOther(ctx, t.event.stamp(), t.event.Room, t.event.Who, whose, band)
	if err != nil {
		return nil, err
	}
	t.counts.regraded(v.Round.Room, v.Round.ID)
	if name == "" && service.IsAnswerLabel(whose) {
		name = t.Text("awaiting.unnamed", words.Args{"Label": whose})
	}
	return t.say("admin.graded", words.Args{
		"Name": t.named(name), "Title": markdown.PlainInline(v.Round.Question.Title), "Band": t.Text("band."+string(v.Reply.Grade.Band), nil), "N": v.Points,
	}), nil
}

// awaitingShown is how many answers that wait for a grade are listed at once.
const awaitingShown = 10

// awaiting lists the answers that wait for a grade, each with how to grade it.
func (t talk) awaiting(ctx context.Context) (Answer, error) {
	list, err := t.service.AwaitingGrades(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return t.say("awaiting.none", nil), nil
	}
	title := t.Line("awaiting.title", words.Args{"N": len(list)})
	parts := []card.Part{card.Heading{Line: title}, card.Text{Line: t.Line("awaiting.how", words.Args{"Example": "/quiz-admin grade full " + list[0].Label()})}}
	var of quiz.RoundID
	for _, a := range list[:min(len(list), awaitingShown)] {
		if a.Round.ID != of {
			of = a.Round.ID
			parts = append(parts, card.Text{Line: t.roundTitle(&a.Round)})
		}
		parts = append(parts, card.Quote{By: t.awaitingBy(&a), Text: answerText(a.Reply.Answer(), a.Reply.Picks)})
	}
	if more := len(list) - awaitingShown; more > 0 {
		parts = append(parts, card.Note{Line: t.Line("awaiting.more", words.Args{"N": more})})
	}
	return private(title.Plain(), parts...), nil
}

// roundTitle names a round by its number and its question.
func (p Presenter) roundTitle(r *quiz.Round) card.Line {
	return p.Line("awaiting.round", words.Args{"Title": markdown.PlainInline(r.Question.Title)})
}

// awaitingBy says whose answer waits, by which label it is graded, and what its author thinks of it.
func (p Presenter) awaitingBy(a *service.Awaiting) card.Line {
	name := a.Name
	if name == "" {
		name = p.Text("awaiting.unnamed", words.Args{"Label": a.Label()})
	}
	by := p.Line("awaiting.by", words.Args{"Label": a.Label(), "Name": name})
	if a.Reply.Grade.Unconfirmed() {
		by = append(by, card.Span{Text: " · " + p.band(a.Reply.Grade.Band, true)})
	}
	return by
}

// awaitingCount says how many answers wait for a grade, and to which questions.
func (t talk) awaitingCount(list []service.Awaiting) []card.Part {
	if len(list) == 0 {
		return nil
	}
	var titles []string
	for i, a := range list {
		if i == 0 || a.Round.ID != list[i-1].Round.ID {
			titles = append(titles, markdown.PlainInline(a.Round.Question.Title))
		}
	}
	return []card.Part{card.Text{Line: t.Line("status.awaiting", words.Args{"N": len(list), "Titles": t.List(titles)})}}
}

// openPage shows a page of a revealed round's answers.
func (t talk) openPage(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	return t.answersPage(ctx, a)
}

// turnPage shows another page in the place of the one with the button.
func (t talk) turnPage(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	page, err := t.answersPage(ctx, a)
	return Update{page.Card}, err
}

func (t talk) answersPage(ctx context.Context, a action.Action) (Private, error) {
	page, ok := a.Index()
	if !ok {
		return t.say("refusal.unknown_button", nil), nil
	}
	id := a.Round
	round, shown, pages, err := t.service.AnswersPage(ctx, t.event.Room, id, page)
	if err != nil {
		return Private{}, err
	}
	page = min(max(page, 0), pages-1)
	title := t.Line("page.title", words.Args{"Page": page + 1, "Pages": pages, "Title": markdown.PlainInline(round.Question.Title)})
	answered := len(shown) + (pages-1)*quiz.BestShown // more than one wherever there are more pages
	parts := append([]card.Part{card.Heading{Line: title}}, t.numberedAnswers(&round, shown, page*quiz.BestShown, answered)...)
	if turns := t.pageTurns(id, page, pages); len(turns.Items) > 0 {
		parts = append(parts, turns)
	}
	return private(title.Plain(), parts...), nil
}

// pageTurns are the buttons to the page before and the page after.
func (t talk) pageTurns(id quiz.RoundID, page, pages int) card.Buttons {
	var b card.Buttons
	if page > 0 {
		b.Items = append(b.Items, card.Button{ID: action.OnChoice(action.TurnPage, id, page-1).String(), Label: t.Text("button.before", nil)})
	}
	if page < pages-1 {
		b.Items = append(b.Items, card.Button{ID: action.OnChoice(action.TurnPage, id, page+1).String(), Label: t.Text("button.after", nil)})
	}
	return b
}
