package score

import (
	"sync"

	"quizbot/quiz/grading/prose"
)

// Gate is a rule that caps a score, or that makes it unsure.
type Gate string

// The gates.
const (
	Empty          Gate = "empty"           // nothing that could be compared
	DontKnow       Gate = "dont_know"       // the author says not to know
	Echo           Gate = "echo"            // only the question's words
	Injection      Gate = "injection"       // an order to the grader
	Dump           Gate = "dump"            // a long text of which the reference explains little
	Keywords       Gate = "keywords"        // words without sentences, where the reference has sentences
	Shuffled       Gate = "shuffled"        // the reference's words in another order
	ShortReference Gate = "short_reference" // too little to compare with
	OtherLanguage  Gate = "other_language"  // the answer is in another language than the reference
	NothingShared  Gate = "nothing_shared"  // no word of the reference, which isn't wrong for that
	OtherCode      Gate = "other_code"      // code with another operator or literal
	NoCode         Gate = "no_code"         // prose where code is asked for
)

// Caps of the gates.
const (
	capEcho      = 0.05
	capInjection = 0.1
	capDump      = 0.3
	capKeywords  = 0.5
	capCode      = 0.6
)

// leastContent is the weight of terms that a reference needs for a score.
const leastContent = 1.3

// gate applies the rules for answers as a whole. It returns the most that the answer can get.
func (s *Scorer) gate(a *text, c *comparison, f *Features, why *Signals) float64 {
	most := 1.0
	limit := func(g Gate, height float64) {
		why.Gates = append(why.Gates, g)
		most = min(most, height)
	}
	content := 0.0
	for i := range a.terms {
		content += a.terms[i].weight
	}
	ownWords := content * (1 - f[featureEcho])
	switch {
	case content == 0:
		limit(Empty, 0)
	case a.IsHedged() && content < 6 && f[featureCover] < 0.3:
		limit(DontKnow, 0)
	case f[featureEcho] > 0.85 && f[featureCover] < 0.5 && ownWords < 2:
		limit(Echo, capEcho)
	case isInjection(a.Folded()):
		limit(Injection, capInjection)
	}
	if most < 1 {
		return most
	}
	if whole := s.wholePrecision(c); !isForeign(a, c.r) && len(a.terms) > 2*len(c.r.terms)+20 && whole < 0.35 {
		limit(Dump, capDump)
	}
	limitDisorder(a, c, f, limit)
	return most
}

// limitDisorder limits answers that are a list or have words in disorder, and aren't copied.
func limitDisorder(a *text, c *comparison, f *Features, limit func(g Gate, height float64)) {
	disorder := a.Disorder()
	isNames := a.ListShare() > 0.7 && len(c.r.Tokens) >= 12
	isList := !c.r.list && (isNames || disorder > 0.25) && !a.LooksLikeCode()
	isShuffled := isShuffled(c, f, disorder)
	if !isList && !isShuffled || isCopied(a, c.r) {
		return
	}
	if isList {
		limit(Keywords, capKeywords)
	}
	if isShuffled {
		limit(Shuffled, capKeywords)
	}
}

// isCopied reports whether an answer consists of whole clauses of a reference.
func isCopied(a *text, r *reference) bool {
	shape := &a.memory.shape
	defer shape.Forget()
	shape.Compare(r.source(), a.Numbered())
	return shape.IsCopied()
}

// isShuffled reports whether an answer has the reference's words in disorder. Prose that says its parts
// in another order keeps neighbours together.
func isShuffled(c *comparison, f *Features, disorder float64) bool {
	if c.r.list || len(c.r.terms) < 8 || c.matched <= 0.6 || c.order >= 0.6 {
		return false
	}
	if disorder == 0 && c.matched < leastWhole {
		return false
	}
	return f[featurePairs] < leastNeighbours || disorder > mostOfProse || c.order < 0.5
}

const (
	// leastNeighbours is the share of the reference's neighbours that prose keeps.
	leastNeighbours = 0.4
	// leastWhole is the share of the reference from which sentences in perfect grammar may be its words.
	leastWhole = 0.8
	// mostOfProse is the disorder of prose with a slip.
	mostOfProse = 0.08
)

// wholePrecision returns the share of the whole answer's weight that the reference explains.
func (s *Scorer) wholePrecision(c *comparison) float64 {
	explained, all := 0.0, 0.0
	hit := c.a.memory.marks.Take(len(c.a.terms))
	for i, places := range c.found {
		for _, o := range places {
			if !c.r.demoted[i] && o.strength >= strengthRelated {
				hit[o.place] = true
			}
		}
	}
	for i := range c.a.terms {
		all += c.a.terms[i].weight
		if hit[i] {
			explained += c.a.terms[i].weight
		}
	}
	return ratio(explained, all)
}

// orderWords are the words of orders to a grader. Their kinds come in pairs, and an order has words of
// both kinds.
//
//nolint:gochecknoglobals // a function that nothing changes
var orderWords = sync.OnceValue(func() *prose.PhraseSet {
	return prose.NewPhraseSet(
		[]string{"ignore", "disregard", "forget", "override"}, []string{"instruction", "prompt", "rubric"},
		[]string{"full marks", "full credit", "maximum score", "highest grade", "full score"}, []string{"give", "award", "assign", "grade this", "mark this"},
		[]string{"忽略", "无视", "忘记", "忘掉"}, []string{"指令", "指示", "提示", "规则", "要求"},
		[]string{"满分", "最高分"}, []string{"请给", "给我", "给满分", "打满分", "直接给", "必须给", "判为满分", "评为满分"},
	)
})

// isInjection reports whether a text in small letters gives orders to a grader.
func isInjection(folded string) bool {
	const firstOfPairs = 0b01010101
	kinds := orderWords().Kinds(folded)
	return kinds&(kinds>>1)&firstOfPairs > 0
}
