package grading

import (
	"regexp"

	"quizbot/quiz/grading/score"
	"quizbot/quiz/scoring"
)

// halfMet is the probability of a point that an answer says half of.
const halfMet = (rampStart + rampEnd) / 2

// NewVerdict returns a verdict without a probability of its own. A point that is neither met nor
// missed counts half.
func NewVerdict(state State, quote string) PointVerdict {
	p := PointVerdict{State: state, Probability: halfMet, Quote: quote}
	switch state {
	case Met:
		p.Probability = 1
	case Missed, Contradicted:
		p.Probability = 0
	case Undecided:
	}
	return p
}

// WithProbability returns the verdict with a probability, which is cut to what its state allows.
func (p PointVerdict) WithProbability(probability float64) PointVerdict {
	least, most := 0.0, 1.0
	switch p.State {
	case Met:
		least = leastMet
	case Missed:
		most = mostMissed
	case Contradicted, Undecided:
		most = leastMet
	}
	p.Probability = min(max(probability, least), most)
	return p
}

// FromVerdicts returns the assessment that follows from verdicts on all points, and from nothing
// else. There is at least one verdict.
func FromVerdicts(points []PointVerdict) Assessment {
	a := Assessment{Points: points}
	a.Score, a.Confidence = scoreOf(points)
	if countState(points, Met) == len(points) {
		a.Score = max(a.Score, leastOfAllMet)
	} else if float64(countState(points, Met)) < leastMetOfFull*float64(len(points)) {
		a.Score = min(a.Score, mostOfSomeMet)
	}
	if countState(points, Met) == 0 && countState(points, Contradicted) > 0 {
		a.Score = min(a.Score, mostOfContrary)
	}
	a.Band = BandFor(a.Score, a.Confidence)
	if isUnclear(points) {
		a.Band = scoring.Unsure
	}
	return a
}

// Bounds of the ramp from a point's probability to its share of the score.
const (
	rampStart = 0.2
	rampEnd   = 0.6
)

// leastConfidence is the confidence from which a band is given.
const leastConfidence = 0.34

// mostOfContrary is the most that an answer gets that meets no point and contradicts one.
const mostOfContrary = 0.29

// scoreOf returns the score of verdicts, and the confidence in it: the share of points that are
// decided.
func scoreOf(points []PointVerdict) (points01, confidence float64) {
	sum, decided := 0.0, 0.0
	for _, p := range points {
		sum += score.Ramp(p.Probability, rampStart, rampEnd)
		if p.State != Undecided {
			decided++
		}
	}
	n := float64(len(points))
	return sum / n, decided / n
}

// leastOfAllMet is the least score of an answer that meets all points.
const leastOfAllMet = 0.85

// An answer that meets fewer points than leastMetOfFull is not full.
const (
	leastMetOfFull = 0.7
	mostOfSomeMet  = 0.84
)

// leastByPoints returns the least score of an answer by its met points, where the score comes from the
// answer as a whole.
func leastByPoints(points []PointVerdict) float64 {
	switch met := countState(points, Met); {
	case met == 0:
		return 0
	case met == len(points):
		return 0.6
	case 2*met >= len(points):
		return 0.3
	}
	return 0
}

// mostUnclear is the share of points that are undecided in an answer that meets none, from which its
// band is unsure.
const mostUnclear = 0.5

// isUnclear reports whether no point is met, and several may be.
func isUnclear(points []PointVerdict) bool {
	return countState(points, Met) == 0 && float64(countState(points, Undecided)) >= mostUnclear*float64(len(points))
}

func countState(points []PointVerdict, s State) int {
	n := 0
	for _, p := range points {
		if p.State == s {
			n++
		}
	}
	return n
}

// mention is how platforms write members, groups and channels within a message.
var mention = regexp.MustCompile(`<[@#][!&]?[0-9A-Za-z]+(\|[^<>\n]*)?>`)

// HideMentions returns an answer without the ids and names of the members that it mentions, for
// programs that must not know them.
func HideMentions(answer string) string { return mention.ReplaceAllString(answer, "@…") }

// BandFor returns the band of a score, unsure if too little confidence is in it.
func BandFor(score, confidence float64) scoring.Band {
	if confidence < leastConfidence {
		return scoring.Unsure
	}
	return scoring.BandOf(score)
}

// IsLimited reports whether rules hold the assessment down, whatever another grader says.
func (a *Assessment) IsLimited() bool { return a.limit != noLimit }
