package llm

import (
	"math"
	"slices"
	"strings"

	"quizbot/quiz/grading"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Where the two graders differ by more than mostDifference and the offline one is confident, people
// decide.
const (
	mostDifference = 0.5
	confident      = 0.5
)

// Combine returns the assessment of an answer by both graders. The model is taken for somebody who
// may say anything that the author wants: it decides points that the offline grader leaves undecided,
// and it can take a point away. Only words of the answer that are evidence offline as well meet a
// point. A point that the offline grader misses stays missed. A verdict that doesn't count changes
// nothing but the confidence.
func Combine(support grading.Support, answer string, offline *grading.Assessment, verdicts []verdict) grading.Assessment {
	points := make([]grading.PointVerdict, len(offline.Points))
	sure, isSure := 0.0, offline.Band != scoring.Unsure
	for i, o := range offline.Points {
		decided, counts := combinePoint(support, answer, i, o, verdicts[i])
		points[i] = decided
		switch {
		case counts:
			sure++
		case isSure && o.State != grading.Undecided:
			sure += 0.5
		}
	}
	a := grading.FromVerdicts(points)
	a.Reasons = offline.Reasons
	a.Confidence = sure / float64(len(points))
	a.Score = min(max(offline.Score+a.Score-grading.FromVerdicts(offline.Points).Score, 0), 1)
	if isDump(offline) {
		a.Score = min(a.Score, offline.Score)
	}
	a.Band = grading.BandFor(a.Score, a.Confidence)
	if isSure {
		a.Band = grading.BandFor(a.Score, 1) // verdicts that don't count must not make it unsure
	}
	if isSure && offline.Confidence >= confident && math.Abs(a.Score-offline.Score) > mostDifference {
		a.Band = scoring.Unsure
	}
	return a
}

// isDump reports whether the offline grader caps an answer for its length.
func isDump(a *grading.Assessment) bool {
	return slices.ContainsFunc(a.Reasons, func(r reason.GradeReason) bool { return r.Code == reason.Dump })
}

// combinePoint returns the verdict on one point, and reports whether the model's counts for it.
func combinePoint(support grading.Support, answer string, i int, o grading.PointVerdict, v verdict) (decided grading.PointVerdict, counts bool) {
	isVerbatim := v.quote != "" && strings.Contains(answer, v.quote)
	isHalf := grading.NewVerdict(grading.Undecided, "")
	switch v.said {
	case saidMissing:
		if o.State == grading.Met || o.State == grading.Undecided {
			return grading.NewVerdict(grading.Missed, ""), true
		}
		return o, true
	case saidContradicted:
		if isVerbatim {
			return grading.NewVerdict(grading.Contradicted, v.quote), true
		}
		return o, false
	}
	switch {
	case o.State == grading.Met && v.said == saidMet:
		return o, true
	case o.State == grading.Met:
		return isHalf, true
	case o.State != grading.Undecided || !isVerbatim || !support.Has(i, v.quote):
		return o, false
	case v.said == saidMet:
		return grading.NewVerdict(grading.Met, v.quote), true
	}
	return isHalf, true
}
