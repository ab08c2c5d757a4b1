package evidence

import "quizbot/quiz/grading/analysis"

// Verdict is the evidence of an answer for one point.
type Verdict struct {
	// Features are in the order of [FeatureList].
	Features []float64
	// Quote is the shortest run of words that says the point, verbatim. It is empty if nothing does.
	Quote string
	// Cover is the share of the point in the best three clauses, from 0 to 1.
	Cover float64
	// Said is the share of the reference's own words for the point in the best two clauses, from 0 to 1.
	Said float64
	// Conflict tells how much of what was found the answer negates or replaces by the opposite, from 0
	// for nothing to 1 or more for all.
	Conflict float64
}

// weightOfOpposite is the weight of an opposite in a conflict beside that of a negation, which is
// more often about something else.
const weightOfOpposite = 2

// Judge returns the evidence of an answer for each point.
func (r *Reference) Judge(answer *analysis.Text) []Verdict {
	c := compare(r, answer)
	rows, quotes := c.rows(), c.quoteWindows()
	verdicts := make([]Verdict, len(r.points))
	for i := range verdicts {
		verdicts[i] = Verdict{
			Features: rows[i], Quote: c.quote(i, quotes[i]), Cover: c.window(i).cover, Said: c.said[i].cover2,
			Conflict: max(c.conflicts[i].negation, weightOfOpposite*c.conflicts[i].opposite),
		}
	}
	return verdicts
}
