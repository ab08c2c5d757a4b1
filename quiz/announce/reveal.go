// Package announce builds the content of reveals and digests from the records, to be frozen in a
// job.
package announce

import (
	"cmp"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// GradedReplies returns the graded answers of a round. It refuses with NotRevealed.
func GradedReplies(tx quiz.Replies, round *quiz.Round) ([]quiz.Reply, error) {
	if !round.IsGraded() {
		return nil, reason.Refuse(reason.NotRevealed)
	}
	replies, err := records.SubmittedReplies(tx, round.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range replies {
		if r.Grade == nil {
			return nil, reason.Refuse(reason.NotRevealed)
		}
	}
	return replies, nil
}

// FreezeReveal returns the content of a reveal with at most the given number of answers.
func FreezeReveal(tx quiz.Members, round quiz.Round, replies []quiz.Reply, most int) (*quiz.RevealNews, error) {
	news := &quiz.RevealNews{
		Round: round, Answered: len(replies), Bands: countBands(replies), Picked: countPicks(&round, replies), SelfGraded: countSelfGraded(replies),
		Points: countPoints(&round, replies),
	}
	sorted := SortForReveal(replies)
	shown := sorted[:min(len(sorted), most)]
	news.Rest = len(sorted) - len(shown)
	for _, r := range shown {
		s, err := ShowReply(tx, r)
		if err != nil {
			return nil, err
		}
		news.Best = append(news.Best, s)
	}
	return news, nil
}

// ShowReply returns the public part of a reply.
func ShowReply(tx quiz.Members, r quiz.Reply) (quiz.ShownReply, error) {
	name, err := records.ShownName(tx, r.Member)
	s := quiz.ShownReply{Member: r.Member, Name: name, Text: r.Answer(), Picks: r.Picks}
	if r.Grade.Band.IsPublic() {
		s.Band, s.SelfGraded, s.Unconfirmed = r.Grade.Band, r.Grade.SelfGraded(), r.Grade.Unconfirmed()
	}
	return s, err
}

func countBands(replies []quiz.Reply) map[scoring.Band]int {
	counts := map[scoring.Band]int{}
	for _, r := range replies {
		if r.Grade != nil {
			counts[r.Grade.Band]++
		}
	}
	return counts
}

// countSelfGraded counts answers with their author's own grade.
func countSelfGraded(replies []quiz.Reply) (n int) {
	for _, r := range replies {
		if r.Grade != nil && r.Grade.SelfGraded() {
			n++
		}
	}
	return n
}

func countPicks(round *quiz.Round, replies []quiz.Reply) []int {
	if len(round.Question.Choices) == 0 {
		return nil
	}
	counts := make([]int, len(round.Question.Choices))
	for _, r := range replies {
		for _, p := range r.Picks {
			if p >= 0 && p < len(counts) { // a damaged answer may name a choice that isn't there
				counts[p]++
			}
		}
	}
	return counts
}

// leastTallied is the least number of answers in the count of a key point. Of two, each author could
// tell from the count whether the other one met the point.
const leastTallied = 3

// countPoints counts the program's verdicts on each key point of a round. It leaves out answers of
// which the program was unsure, and what people changed since: a count that moved with the grade of
// one answer would tell its verdicts.
func countPoints(round *quiz.Round, replies []quiz.Reply) []quiz.PointTally {
	tallies := make([]quiz.PointTally, len(round.Question.KeyPoints))
	for _, r := range replies {
		g := r.Grade
		if g == nil || len(g.Points) != len(tallies) {
			continue
		}
		if band := g.ProgramBand(); band == "" || band == scoring.Unsure {
			continue
		}
		for i, p := range g.Points {
			if p.State == quiz.PointMet {
				tallies[i].Met++
			}
			if p.State == quiz.PointMet || g.Misses(i) {
				tallies[i].Of++
			}
		}
	}
	shown := false
	for i, t := range tallies {
		if t.Of < leastTallied {
			tallies[i] = quiz.PointTally{}
		}
		shown = shown || t.Of >= leastTallied
	}
	if !shown {
		return nil
	}
	return tallies
}

// SortForReveal sorts replies for a reveal: those with a public band by score, best first, then all
// others in the order of arrival. Sorted by their scores, they would tell the bands that only their
// authors may see. Equal scores keep the order of arrival.
func SortForReveal(replies []quiz.Reply) []quiz.Reply {
	sorted := slices.Clone(replies)
	slices.SortStableFunc(sorted, func(a, b quiz.Reply) int {
		return cmp.Compare(publicScore(&b), publicScore(&a))
	})
	return sorted
}

// publicScore returns the score of a reply with a public band, and less than any score for others.
func publicScore(r *quiz.Reply) float64 {
	if !r.Grade.Band.IsPublic() {
		return -1
	}
	return r.Grade.Score
}
