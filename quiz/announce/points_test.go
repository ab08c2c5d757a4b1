package announce_test

import (
	"slices"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/announce"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/scoring"
	"quizbot/store/memory"
)

// judged returns a reply with a grade of the program and a letter for each verdict: m met, x missed,
// c contradicted, u undecided.
func judged(no quiz.MemberNo, band scoring.Band, verdicts string) quiz.Reply {
	r := graded(1, no, band)
	states := map[rune]quiz.PointState{'m': quiz.PointMet, 'x': quiz.PointMissed, 'c': quiz.PointContradicted, 'u': quiz.PointUndecided}
	for _, letter := range verdicts {
		r.Grade.Points = append(r.Grade.Points, quiz.PointGrade{State: states[letter]})
	}
	return r
}

// byHand returns the reply with a grade that a person gave instead of the program's.
func byHand(r quiz.Reply, by scoring.Judge, band scoring.Band) quiz.Reply {
	g := *r.Grade
	g.Replaced, g.Band, g.By = g.Band, band, by
	r.Grade = &g
	return r
}

// byPoints returns the reply with the verdicts of its author.
func byPoints(r quiz.Reply) quiz.Reply {
	r = byHand(r, scoring.ByAuthor, scoring.Mostly)
	r.Grade.PointsBy = scoring.ByAuthor
	return r
}

// A reveal counts the decided verdicts on each point. It counts nobody that others could tell: a
// point with fewer than three verdicts, and answers whose grade a person gave after the reveal.
func TestRevealCountsPoints(t *testing.T) {
	three := []quiz.Reply{judged(1, scoring.Full, "mmm"), judged(2, scoring.Mostly, "mmx"), judged(3, scoring.Partial, "mcu")}
	for name, c := range map[string]struct {
		replies []quiz.Reply
		want    []quiz.PointTally
	}{
		"nobody":                  {nil, nil},
		"one answer":              {three[:1], nil},
		"two answers":             {three[:2], nil},
		"three, one point of two": {three, []quiz.PointTally{{Met: 3, Of: 3}, {Met: 2, Of: 3}, {}}},
		"an unsure grade":         {append(three[:2:2], judged(4, scoring.Unsure, "xxx")), nil},
		"graded by its author":    {append(three[:2:2], byHand(judged(4, scoring.Unsure, "xxx"), scoring.ByAuthor, scoring.Full)), nil},
		"points by its author":    {append(three[:2:2], byPoints(judged(4, scoring.Unsure, "mmm"))), nil},
		"an admin changes a band": {append(three[:2:2], byHand(three[2], scoring.ByAdmin, scoring.Full)), []quiz.PointTally{{Met: 3, Of: 3}, {Met: 2, Of: 3}, {}}},
		"an admin grades unsure":  {append(three[:2:2], byHand(judged(4, scoring.Unsure, "xxx"), scoring.ByAdmin, scoring.Full)), nil},
		"other points":            {append(three[:2:2], judged(4, scoring.Full, "mm")), nil},
	} {
		t.Run(name, func(t *testing.T) {
			round := quiz.Round{ID: 1, Question: quiz.Question{KeyPoints: []string{"one", "two", "three"}}}
			quiztest.View(t, memory.New(), func(tx quiz.Tx) error {
				news, err := announce.FreezeReveal(tx, round, c.replies, quiz.BestShown)
				if err == nil && !slices.Equal(news.Points, c.want) {
					t.Errorf("got %v, want %v", news.Points, c.want)
				}
				return err
			})
		})
	}
}
