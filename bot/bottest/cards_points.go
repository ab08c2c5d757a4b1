package bottest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/present"
	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/keypoints"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// KeyPoints calls check with members' own grades, reveals and admins' cards of as many key points as
// a question has, in both languages, each with one verdict, or with every one if QUIZBOT_LONG is set.
func (c Cards) KeyPoints(t *testing.T, check func(what string, card card.Card)) {
	t.Helper()
	for i, text := range c.pointTexts() {
		q := questionWithPoints(text)
		what := text[:min(len(text), 80)]
		check(what+" revealed", c.revealCard(t, &q))
		language := []string{"en", "zh-CN"}[i%2]
		p := present.Presenter{Printer: c.catalogue.In(language, "UTC")}
		names := slices.Sorted(maps.Keys(verdictStates()))
		if !long() {
			names = names[i%len(names):][:1]
		}
		for _, name := range names {
			v := c.verdict(name, q)
			check(what+" "+name+" "+language, p.VerdictCard(&v))
		}
		for _, source := range []service.PointsSource{service.PointsFromReference, service.PointsConfirmed} {
			v := service.PointsView{
				Question: &q, Points: q.KeyPoints, Source: source, By: c.HostileText(),
				Confirmed: &quiz.ConfirmedPoints{Points: q.KeyPoints[1:]}, Standing: confirmed.EarlierReference,
			}
			check(what+" for admins "+language, p.PointsCard(&v, "points.changed"))
		}
	}
}

// PointForms returns the forms by which authors tick key points, with the points of KeyPoints.
func (c Cards) PointForms() (forms []bot.Form) {
	for _, text := range c.pointTexts() {
		v := c.verdict("unsure", questionWithPoints(text))
		p := present.Presenter{Printer: c.catalogue.In("en", "UTC")}
		options, chosen := present.PointOptions(&v)
		forms = append(forms, bot.Form{
			ID: "points:7", Title: p.Text("points_form.title", nil), Submit: p.Text("points_form.submit", nil), Intro: p.PointsFormIntro(&v),
			Fields: []bot.Field{{ID: "points", Kind: bot.ManyOptions, Label: p.Text("points_form.label", nil), Optional: true, Options: options, Chosen: chosen}},
		})
	}
	return forms
}

// pointTexts are key points of great length, and hostile ones.
func (c Cards) pointTexts() []string {
	const long = 2000
	return slices.Concat([]string{
		strings.Repeat("a closure keeps its variables, ", long/31), strings.Repeat("函数记得它的变量。", long/9), strings.Repeat("x", long),
		"`" + strings.Repeat("x", long) + "`", strings.Repeat("👨‍👩‍👧‍👦", long/7), "[here](https://example.com/" + strings.Repeat("a", long) + ")",
	}, c.hostile)
}

// questionWithPoints returns a question with as many key points as there may be.
func questionWithPoints(point string) quiz.Question {
	q := quiz.Question{ID: "id", Bank: "bank", Title: "What is a closure?", Answer: "A function with its variables."}
	for range keypoints.Most {
		q.KeyPoints = append(q.KeyPoints, point)
	}
	return q
}

// verdictStates are the states of the points of verdicts, by the name of the verdict.
func verdictStates() map[string]quiz.PointState {
	return map[string]quiz.PointState{
		"met": quiz.PointMet, "missed": quiz.PointMissed, "disputed": quiz.PointMissed, "contradicted": quiz.PointContradicted,
		"undecided": quiz.PointUndecided, "unsure": quiz.PointUndecided, "self-graded": quiz.PointMet,
	}
}

// verdict is a grade of a long answer.
func (c Cards) verdict(name string, q quiz.Question) service.Verdict {
	state := verdictStates()[name]
	v := service.Verdict{Round: c.closedRound(&q, quiz.Revealed), Points: 4, Disputable: name != "unsure" && name != "self-graded"}
	g := quiz.Grade{Band: scoring.Partial, By: scoring.ByGrader, Grader: "offline 1"}
	for range q.KeyPoints {
		point := quiz.PointGrade{State: state}
		if state == quiz.PointMet || state == quiz.PointContradicted {
			point.Quote = c.RandomReply()
		}
		g.Points = append(g.Points, point)
	}
	switch name {
	case "unsure":
		g.Band, v.Gradable = scoring.Unsure, true
	case "self-graded":
		g.Band, g.By, g.PointsBy, v.Gradable = scoring.Full, scoring.ByAuthor, scoring.ByAuthor, true
	}
	v.Reply = quiz.Reply{Round: 7, Member: 1, Form: c.RandomReply(), Grade: &g}
	for i := range q.KeyPoints {
		if name == "disputed" {
			v.Reply.DisputePoint(i, v.Round.ClosesAt)
		}
	}
	return v
}
