package bot

import (
	"cmp"
	"context"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/present"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// showCurrent shows the open question with its buttons, or else the answer to the last one.
func (r request) showCurrent(ctx context.Context, _ map[string]string) (Answer, error) {
	round, err := r.service.OpenRound(ctx, r.event.Room)
	if err != nil {
		return r.showLastReveal(ctx, err)
	}
	_, answered, err := r.service.RoundProgress(ctx, round.ID)
	return Ephemeral{Card: r.QuestionCard(&round, answered)}, err
}

// showLastReveal shows the reveal of the last question in a room where none is open, whether it
// could be posted or not. Without one it returns the refusal that none is open.
func (r request) showLastReveal(ctx context.Context, refusal error) (Answer, error) {
	if _, ok := refusedWith(refusal, reason.NothingOpen); !ok {
		return nil, refusal
	}
	last, err := r.service.LastRound(ctx, r.event.Room)
	if err != nil {
		return nil, err
	}
	news, err := r.service.RevealNews(ctx, last.ID, quiz.BestShown)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.LastRevealCard(news)}, nil
}

// showRandom shows a random question for practice.
func (r request) showRandom(ctx context.Context, args map[string]string) (Answer, error) {
	topic := args["topic"]
	q, err := r.service.PracticeQuestion(ctx, r.event.Room, topic, r.event.ID)
	if _, ok := refusedWith(err, reason.UnknownTopic); ok {
		return r.listTopics(ctx, topic)
	}
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.PracticeCard(q, "practice.note", q.HasAnswer())}, nil
}

// listTopics refuses an unknown topic, and lists the known ones.
func (r request) listTopics(ctx context.Context, unknown string) (Answer, error) {
	topics, err := r.service.ListTopics(ctx, r.event.Room)
	if err != nil {
		return nil, err
	}
	answer := r.refuseCode(reason.UnknownTopic, "topic", unknown)
	if len(topics) > 0 {
		known := r.Line("show.topics", words.Args{"Topics": r.Shorten(topics, words.MaxWords)})
		answer.Card.Parts = append(answer.Card.Parts, card.Text{Line: known})
	}
	return answer, nil
}

// findQuestion returns the id of the question with an id, a number or words of its title. If there
// is not exactly one, it returns what tells so.
func (r request) findQuestion(ctx context.Context, typed string) (quiz.QuestionID, Answer, error) {
	found, err := r.service.SearchQuestions(ctx, r.event.Room, typed)
	if refusal, ok := refusedWith(err, reason.UnknownQuestion); ok {
		answer := r.refuseCode(reason.UnknownQuestion, "id", typed)
		if near := refusal.Args["near"]; near != "" {
			answer.Card.Parts = append(answer.Card.Parts, r.Paragraph("show.near", words.Args{"Near": near}))
		}
		return "", answer, nil
	}
	if err != nil {
		return "", nil, err
	}
	if len(found) > 1 {
		return "", Ephemeral{Card: r.QuestionListCard(typed, found, r.spec.SlashPath())}, nil
	}
	return found[0].ID, nil, nil
}

// showQuestion shows the question with an id, a number or words of its title.
func (r request) showQuestion(ctx context.Context, args map[string]string) (Answer, error) {
	id, answer, err := r.findQuestion(ctx, args["id"])
	if err != nil || answer != nil {
		return answer, err
	}
	q, secret, err := r.service.ShowQuestion(ctx, r.event.Room, id)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.PracticeCard(q, "show."+cmp.Or(string(secret), "note"), secret == "" && q.HasAnswer())}, nil
}

// showSolution shows the answer to a practice question, unless it has become a secret meanwhile.
func (r request) showSolution(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	q, err := r.service.QuestionOf(ctx, r.event.Room, a.Arg)
	if err != nil {
		return nil, err
	}
	q, secret, err := r.service.ShowQuestion(ctx, r.event.Room, q.ID)
	if err != nil {
		return nil, err
	}
	if secret != "" {
		return r.reply("show."+string(secret), words.Args{"ID": present.TypedID(q)}), nil
	}
	return Ephemeral{Card: r.SolutionCard(q)}, nil
}
