package grading

import (
	"context"
	"encoding/hex"
	"hash/fnv"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// ByKind grades each question by the grader of its kind: exact solutions by their rules, everything
// else by Open. Whatever Open says, an answer that says nothing is wrong, and a list of keywords or an
// answer in another language than the reference gets no band.
type ByKind struct{ Open quiz.Grader }

// Grade implements [quiz.Grader].
func (b ByKind) Grade(ctx context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	if IsExact(q) || !q.HasAnswer() {
		return Exact{}.Grade(ctx, q, replies, found)
	}
	if _, holds := b.Open.(Offline); holds {
		return b.Open.Grade(ctx, q, replies, found)
	}
	rules := Offline{}.newAssessor(TaskOf(q))
	return b.Open.Grade(ctx, q, replies, func(i int, g quiz.Grade) error { return found(i, rules.hold(g, replies[i].Answer())) })
}

// DropTexts implements [quiz.TextKeeper].
func (b ByKind) DropTexts() {
	if k, ok := b.Open.(quiz.TextKeeper); ok {
		k.DropTexts()
	}
}

// TaskOf returns an open question as the offline grader takes it.
func TaskOf(q *quiz.Question) Task {
	return Task{
		Question: strings.TrimSpace(q.Title + "\n\n" + q.Body), Reference: q.Answer, Points: q.KeyPoints, Derived: q.PointsDerived, Terms: q.Terms,
	}
}

// Grade implements [quiz.Grader].
func (o Offline) Grade(ctx context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	answers := make([]string, len(replies))
	for i := range replies {
		answers[i] = replies[i].Answer()
	}
	for i, a := range o.Assess(TaskOf(q), answers, true) {
		if replies[i].Grade != nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := found(i, a.Grade(o.Version())); err != nil {
			return err
		}
	}
	return nil
}

// Grade returns the assessment as a grade of the named grader.
func (a *Assessment) Grade(grader string) quiz.Grade {
	g := quiz.Grade{Band: a.Band, Score: a.Score, Confidence: a.Confidence, Reasons: a.Reasons, By: scoring.ByGrader, Grader: grader}
	if g.Band == scoring.Unsure {
		g.Score = scoring.Unsure.Score()
	}
	for _, p := range a.Points {
		g.Points = append(g.Points, quiz.PointGrade{State: p.State.name(), Probability: p.Probability, Quote: p.Quote})
	}
	return g
}

// name returns the state as it is stored.
func (s State) name() quiz.PointState {
	switch s {
	case Met:
		return quiz.PointMet
	case Missed:
		return quiz.PointMissed
	case Contradicted:
		return quiz.PointContradicted
	}
	return quiz.PointUndecided
}

// rulesVersion counts the changes of the offline grader's rules.
const rulesVersion = "offline 1."

// Version names the grader with its rules and tables.
func (o Offline) Version() string { return o.table().version }

// tableVersion returns a version that changes with the tables.
func tableVersion(tables ...[]byte) string {
	sum := fnv.New32a()
	for _, t := range tables {
		_, _ = sum.Write(t) // a hash never fails
	}
	return rulesVersion + hex.EncodeToString(sum.Sum(nil))
}
