package confirmed

import (
	"iter"

	"quizbot/quiz"
	"quizbot/quiz/keypoints"
)

// leastResemblance is the least mean likeness of title and reference for an offer. Another title
// with the same reference passes, and so does the same title with another reference.
const leastResemblance = 0.5

// MostResembling returns, for each of the given points, the question that resembles theirs most,
// nil if none does or if two do equally. Questions that take no points, and those with confirmed
// points of their own, are left out.
func MostResembling(lost []quiz.ConfirmedPoints, questions iter.Seq[*quiz.Question], confirmed map[quiz.QuestionID]bool) []*quiz.Question {
	type candidate struct {
		title, reference keypoints.Words
		best             *quiz.Question
		likeness         float64
		tied             bool
	}
	candidates := make([]candidate, len(lost))
	for i := range lost {
		candidates[i].title, candidates[i].reference = keypoints.WordsOf(lost[i].Title), keypoints.WordsOf(lost[i].Reference)
	}
	for q := range questions {
		if len(lost) == 0 || confirmed[q.ID] || !TakesPoints(q) {
			continue
		}
		title, reference := keypoints.WordsOf(q.Title), keypoints.WordsOf(q.Answer)
		for i := range candidates {
			c := &candidates[i]
			likeness := (c.title.Likeness(title) + c.reference.Likeness(reference)) / 2
			switch {
			case likeness < leastResemblance || likeness < c.likeness:
			case likeness == c.likeness:
				c.tied = true
			default:
				c.best, c.likeness, c.tied = q, likeness, false
			}
		}
	}
	found := make([]*quiz.Question, len(lost))
	for i, c := range candidates {
		if !c.tied {
			found[i] = c.best
		}
	}
	return found
}
