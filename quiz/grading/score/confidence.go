package score

import (
	"math"
	"slices"

	"quizbot/quiz/grading/prose"
)

// cuts returns the scores where the next better band begins.
func cuts() [3]float64 { return [3]float64{0.3, 0.6, 0.85} }

// doubt decides whether a score means something, and how sure its band is.
func (s *Scorer) doubt(a *text, c *comparison, e float64, why *Signals) {
	for _, g := range why.Gates {
		if g == Empty || g == DontKnow || g == Echo || g == Injection {
			why.Confidence = 0.95
			return
		}
	}
	unsure := func(g Gate) {
		why.Gates = append(why.Gates, g)
		why.Unsure = true
	}
	f := &why.Features
	otherLanguage := isForeign(a, c.r)
	switch {
	case c.r.codeShare >= mostlyCode:
	case c.r.content < leastContent && f[featureCover] < 0.3:
		unsure(ShortReference)
		if otherLanguage {
			unsure(OtherLanguage)
		}
	case otherLanguage:
		unsure(OtherLanguage)
	case f[featureCoverAll] == 0 && f[featureGramRecall] < 0.05 && len(a.terms) >= 6:
		unsure(NothingShared)
	}
	margin := 1.0
	for _, cut := range cuts() {
		margin = min(margin, math.Abs(e-cut))
	}
	// A good score is surer than a bad one: what is there is there, but an answer in other words
	// scores low too.
	why.Confidence = 0.25 + 0.5*e + min(margin, 0.15) + 0.1*math.Min(1, c.r.content/10)
	if negations(a.Tokens)%2 != negations(c.r.Tokens)%2 {
		why.Confidence -= 0.1
	}
	if slices.Contains(why.Gates, OtherCode) {
		why.Confidence -= 0.2
	}
	why.Confidence = max(0, why.Confidence)
	if why.Unsure {
		why.Confidence = 0
	}
}

// leastToTell is the number of terms of an answer from which its language counts.
const leastToTell = 4

func negations(tokens []prose.Token) int {
	n := 0
	for i := range tokens {
		if tokens[i].Negation {
			n++
		}
	}
	return n
}

// isForeign reports whether an answer is in another language than the reference.
func isForeign(a *text, r *reference) bool {
	return r.content > 0 && r.language != a.Language() && len(a.terms) >= leastToTell && !a.LooksLikeCode()
}
