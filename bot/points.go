package bot

import (
	"context"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/present"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/keypoints"
	"quizbot/quiz/service"
)

// fieldPoints is the field of the form for key points.
const fieldPoints = "points"

// showPoints shows the key points of a question, with buttons that confirm and correct them.
// Without a name it is the question that was revealed last.
func (r request) showPoints(ctx context.Context, args map[string]string) (Answer, error) {
	var id quiz.QuestionID
	if typed := args["question"]; typed != "" {
		found, answer, err := r.findQuestion(ctx, typed)
		if err != nil || answer != nil {
			return answer, err
		}
		id = found
	}
	v, err := r.service.KeyPoints(ctx, r.event.Room, r.event.Who, id)
	if err != nil {
		return nil, err
	}
	if v.Secret {
		return r.refuseSecretPoints(&v), nil
	}
	return Ephemeral{Card: r.PointsCard(&v, "")}, nil
}

// refuseSecretPoints tells that the question is being asked.
func (r request) refuseSecretPoints(v *service.PointsView) Ephemeral {
	return r.refuse("points.open", words.Args{"Title": markdown.PlainInline(v.Question.Title)})
}

// openPointsForm opens the form for the key points of a question, filled with those that hold.
func (r request) openPointsForm(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	v, err := r.service.KeyPoints(ctx, r.event.Room, r.event.Who, quiz.QuestionID(a.Arg))
	if err != nil {
		return nil, err
	}
	if v.Secret {
		return r.refuseSecretPoints(&v), nil
	}
	q := v.Question
	return Form{
		ID:     action.OnQuestion(action.EditPoints, q.ID).String(),
		Title:  r.Text("points.form", nil),
		Submit: r.Text("points.submit", nil),
		Intro: []card.Part{
			card.Document{Doc: markdown.Parse("### " + q.Title)}, card.Document{Doc: markdown.Parse(q.Answer)}, r.Note("points.one_claim", nil),
		},
		Fields: []Field{{
			ID: fieldPoints, Label: r.Text("points.label", words.Args{"N": keypoints.Most}),
			Value: markdown.ClipRunes(strings.Join(v.Points, "\n"), confirmed.MaxText), Max: confirmed.MaxText,
		}},
		Otherwise: r.TextCard("points.failure", nil),
	}, nil
}

// submitPoints confirms the key points that a form holds.
func (r request) submitPoints(ctx context.Context, a action.Action, s Submission) (Answer, error) {
	points := confirmed.ParsePoints(s.Values[fieldPoints])
	c, refused, err := r.confirmPoints(ctx, quiz.QuestionID(a.Arg), points)
	if err != nil || refused != nil {
		return refused, err
	}
	return Ephemeral{Card: c}, nil
}

// keepPoints confirms key points as they were shown. If they have changed, it shows them again.
func (r request) keepPoints(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	id, fingerprint := a.Points()
	v, err := r.service.KeyPoints(ctx, r.event.Room, r.event.Who, quiz.QuestionID(id))
	if err != nil {
		return nil, err
	}
	if v.Secret {
		return r.refuseSecretPoints(&v), nil
	}
	points := v.Points
	if v.Confirmed != nil && confirmed.Fingerprint(v.Confirmed.Points) == fingerprint {
		points = v.Confirmed.Points
	}
	if confirmed.Fingerprint(points) != fingerprint {
		return Update{Card: r.PointsCard(&v, "points.changed")}, nil
	}
	c, refused, err := r.confirmPoints(ctx, v.Question.ID, points)
	if err != nil || refused != nil {
		return refused, err
	}
	return Update{Card: c}, nil
}

// confirmPoints confirms key points, and returns the card that tells so or a refusal.
func (r request) confirmPoints(ctx context.Context, id quiz.QuestionID, points []string) (c card.Card, refused Answer, err error) {
	v, mistakes, err := r.service.ConfirmPoints(ctx, r.event.stamp(), r.event.Room, r.event.Who, id, points)
	switch {
	case err != nil:
		return c, nil, err
	case v.Secret:
		return c, r.refuseSecretPoints(&v), nil
	case len(mistakes) > 0:
		return c, r.refuseWith(r.PointMistakesCard(mistakes)), nil
	}
	return r.PointsCard(&v, "points.done"), nil, nil
}

// movePoints moves the key points of a question that is gone to the offered question.
func (r request) movePoints(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	from, to := a.Points()
	q, err := r.service.MovePoints(ctx, r.event.stamp(), r.event.Room, r.event.Who, from, to)
	if err != nil {
		return nil, err
	}
	return r.reply("points.moved", words.Args{"Title": markdown.PlainInline(q.Title), "ID": present.TypedID(q)}), nil
}

// dropPoints deletes confirmed key points.
func (r request) dropPoints(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	id, _ := a.Points()
	c, err := r.service.ForgetPoints(ctx, r.event.stamp(), r.event.Room, r.event.Who, id)
	return r.replyUnless(err, "points.dropped", words.Args{"Title": markdown.PlainInline(c.Title)})
}
