package lint

import (
	"fmt"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/keypoints"
)

// ExplainNoPoints says in a clause why a reference has no key points.
func ExplainNoPoints(why keypoints.Why) string {
	switch why {
	case keypoints.NoReference:
		return "there is no reference answer"
	case keypoints.Placeholder:
		return "the reference is a placeholder"
	case keypoints.OnlyLinks:
		return "the reference only leads elsewhere"
	case keypoints.OnlyCode:
		return "the reference is code, which is compared as code"
	case keypoints.OnlyImages:
		return "the reference is a picture"
	case keypoints.TooLong:
		return "the reference is too long to be cut into a few points"
	}
	return "the reference makes no claim of its own"
}

// warnUngradable reports a question with a reference against which no answer can be graded.
func (l *linter) warnUngradable(q *quiz.Question, why keypoints.Why) {
	remedies := l.bank.Remedies(q.Source.File)
	how := ""
	cure := "write what a good answer says, or give key points: " + remedies.ListKeyPoints
	if why == keypoints.TooLong {
		how = " point by point"
		cure = "give it key points: " + remedies.ListKeyPoints
	}
	l.addAt(q, source.Warning, "ungradable", fmt.Sprintf("answers to %s can't be graded%s, because %s: %s", text.QuoteShort(q.Title), how, ExplainNoPoints(why), cure))
}

// countDerived says how many points are derived from a reference.
func countDerived(n int) string {
	switch n {
	case 0:
		return "it has none"
	case 1:
		return "one is derived from it"
	}
	return fmt.Sprintf("%d are derived from it", n)
}

// checkKeyPoints reports key points that say the same, and those with several claims. Derived ones
// are nobody's mistake.
func (l *linter) checkKeyPoints(q *quiz.Question) {
	for i, point := range q.KeyPoints {
		if claims := keypoints.Claims(point); len(claims) > 1 {
			l.passage(q, point).add(0, source.Warning, "several-claims", fmt.Sprintf("this key point makes %d claims, and an answer with one of them neither meets nor misses it: give each a point of its own, as in %s", len(claims), text.QuoteShort(claims[len(claims)-1])))
		}
		for _, earlier := range q.KeyPoints[:i] {
			if keypoints.SayTheSame(earlier, point) {
				l.passage(q, point).add(0, source.Warning, "same-point", fmt.Sprintf("this key point says the same as %s: take one of the two out", text.QuoteShort(earlier)))
				break
			}
		}
	}
}
