package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/markdown"
	"quizbot/bot/present"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// showOwnGrade shows the asker's grade, with buttons that grade an unsure answer.
func (r request) showOwnGrade(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	v, err := r.service.MyGrade(ctx, r.event.At, r.event.Room, r.event.Who, a.Round)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.VerdictCard(&v)}, nil
}

// gradeOwnReply saves the grade that the author of an unsure answer gives it.
func (r request) gradeOwnReply(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	v, err := r.service.GradeOwn(ctx, r.event.stamp(), r.event.Room, r.event.Who, a.Round, scoring.Band(a.Arg))
	if err != nil {
		return nil, err
	}
	r.redraws.revealChanged(v.Round.Room, v.Round.ID)
	return Update{Card: r.VerdictCard(&v)}, nil
}

// fieldTicked is the field of the form of key points.
const fieldTicked = "points"

// openTickForm opens a form with the key points as check boxes, for the author of an unsure answer.
func (r request) openTickForm(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	v, err := r.service.MyGrade(ctx, r.event.At, r.event.Room, r.event.Who, a.Round)
	switch {
	case err != nil:
		return nil, err
	case !v.Gradable || len(v.Round.Question.KeyPoints) == 0: // graded since, or too late: the card tells
		return Ephemeral{Card: r.VerdictCard(&v)}, nil
	}
	options, chosen := present.PointOptions(&v)
	return Form{
		ID: action.OnRound(action.GradePoints, a.Round).String(), Title: r.Text("points_form.title", nil), Submit: r.Text("points_form.submit", nil),
		Intro: r.PointsFormIntro(&v),
		Fields: []Field{{
			ID: fieldTicked, Kind: ManyOptions, Label: r.Text("points_form.label", nil), Optional: true, Options: options, Chosen: chosen,
		}},
		Confirms: true, Otherwise: r.TextCard("points_form.failure", nil),
	}, nil
}

// gradeOwnPoints saves the key points that an author ticked.
func (r request) gradeOwnPoints(ctx context.Context, a action.Action, s Submission) (Answer, error) {
	values, shown := s.Chosen[fieldTicked]
	if !shown {
		return r.refuseCode(reason.UnknownButton), nil
	}
	var met []int
	for _, value := range values {
		point, err := strconv.Atoi(value)
		if err != nil {
			return r.refuseCode(reason.UnknownButton), nil
		}
		met = append(met, point)
	}
	v, err := r.service.GradeOwnPoints(ctx, r.event.stamp(), r.event.Room, r.event.Who, a.Round, met)
	if err != nil {
		return nil, err
	}
	r.redraws.revealChanged(v.Round.Room, v.Round.ID)
	return Ephemeral{Card: r.VerdictCard(&v)}, nil
}

// disputePoint records the author's claim to a missed point.
func (r request) disputePoint(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	point, ok := a.Index()
	if !ok {
		return r.unknownButton()
	}
	v, first, err := r.service.DisputePoint(ctx, r.event.stamp(), r.event.Room, r.event.Who, a.Round, point)
	switch {
	case err != nil:
		return nil, err
	case !first:
		return r.reply("disputed.already", nil), nil
	}
	return Update{Card: r.VerdictCard(&v)}, nil
}

// confirmGrade saves a confirmation of the full grade that another member gave their own answer.
func (r request) confirmGrade(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	author, ok := a.Member()
	if !ok {
		return r.unknownButton()
	}
	c, err := r.service.ConfirmGrade(ctx, r.event.stamp(), r.event.Room, r.event.Who, a.Round, author)
	if err != nil {
		return nil, err
	}
	if c.More > 0 {
		return r.reply("confirmed.waiting", words.Args{"Name": r.Name(c.Name), "N": c.More}), nil
	}
	r.redraws.revealChanged(c.Round.Room, c.Round.ID)
	return r.reply("confirmed.done", words.Args{"Name": r.Name(c.Name)}), nil
}

// vote saves the member's vote for the best answer.
func (r request) vote(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	candidate, ok := a.Member()
	if !ok {
		return r.unknownButton()
	}
	name, err := r.service.VoteFor(ctx, r.event.stamp(), r.event.Room, r.event.Who, a.Round, candidate)
	return r.replyUnless(err, "voted", words.Args{"Name": r.Name(name)})
}

// openPage shows a page of a revealed round's answers.
func (r request) openPage(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	return r.answersPage(ctx, a)
}

// turnPage shows another page in the place of the one with the button.
func (r request) turnPage(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	page, err := r.answersPage(ctx, a)
	return Update{Card: page.Card}, err
}

func (r request) answersPage(ctx context.Context, a action.Action) (Ephemeral, error) {
	page, ok := a.Index()
	if !ok {
		return r.replyCode(reason.UnknownButton), nil
	}
	round, shown, pages, err := r.service.AnswersPage(ctx, r.event.Room, a.Round, page)
	if err != nil {
		return Ephemeral{}, err
	}
	return Ephemeral{Card: r.AnswersPageCard(&round, shown, page, pages)}, nil
}

// showReveal shows the reveal of a round to the asker alone.
func (r request) showReveal(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	if _, err := r.service.Round(ctx, r.event.Room, a.Round); err != nil {
		return nil, err
	}
	news, err := r.service.RevealNews(ctx, a.Round, quiz.BestShown)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.RevealCard(news)}, nil
}

// gradeMember grades the answer of a member for an admin. Refusals that speak to the author of an
// answer are worded for the admin.
func (r request) gradeMember(ctx context.Context, args map[string]string) (Answer, error) {
	name := args["member"]
	own := slices.Contains([]string{"me", "我"}, input.Fold(name))
	if own {
		args = maps.Clone(args)
		args["member"], name = string(r.event.Who.ID), input.CleanName(r.event.Who.Name)
	}
	answer, err := r.gradeAnswer(ctx, args)
	refusal, refused := reason.AsRefusal(err)
	switch {
	case refused && refusal.Code == reason.NotRevealed:
		return r.refuseCode(reason.GradeLater), nil
	case refused && (refusal.Code == reason.NoReply || refusal.Code == reason.UnknownMember && own):
		return r.refuseCode(reason.DidNotAnswer, "name", name), nil
	}
	return answer, err
}

// gradeAnswer grades an answer that is named by its label or by its author. Without arguments it
// lists the answers that wait for a grade.
func (r request) gradeAnswer(ctx context.Context, args map[string]string) (Answer, error) {
	whose := strings.TrimSpace(args["member"] + " " + args["answer"])
	band := scoring.Band(strings.ToLower(args["band"]))
	switch {
	case whose == "" && band == "":
		return r.listUngraded(ctx)
	case band == "":
		return r.missingParam("band"), nil
	case whose == "":
		return r.missingParam("answer"), nil
	}
	v, name, err := r.service.GradeOther(ctx, r.event.stamp(), r.event.Room, r.event.Who, whose, band)
	if same, ok := errors.AsType[*service.NamesakesError](err); ok {
		return r.refuseWith(r.NamesakesCard(whose, same.Answers, r.spec.SlashPath()+" "+string(band))), nil
	}
	if err != nil {
		return nil, err
	}
	r.redraws.revealChanged(v.Round.Room, v.Round.ID)
	if name == "" && service.IsAnswerLabel(whose) {
		name = r.LabelledAuthor(whose)
	}
	return r.reply("admin.graded", words.Args{
		"Name": r.Name(name), "Title": markdown.PlainInline(v.Round.Question.Title), "Band": r.BandName(v.Reply.Grade.Band), "N": v.Points,
	}), nil
}

func (r request) listUngraded(ctx context.Context) (Answer, error) {
	list, err := r.service.AwaitingGrades(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.UngradedCard(list, r.spec.SlashPath())}, nil
}
