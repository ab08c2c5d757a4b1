package score

import (
	"strings"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/code"
	"quizbot/quiz/grading/lexicon"
)

// Scorer is a question with its right answers, prepared for grading. It is safe for concurrent use.
type Scorer struct {
	model      *Model
	question   *analysis.Text
	asked      map[string]bool
	references []*reference
}

// Signals are the reasons of a score.
type Signals struct {
	// Features of the right answer that counts.
	Features Features
	// Sum is the sum of the model's curves, before it is turned into a score.
	Sum float64
	// Gates are the rules that applied.
	Gates []Gate
	// Unsure says that the score means nothing.
	Unsure bool
	// Capped says that a gate holds the score down.
	Capped bool
	// List says that the right answer is a list of names, so that a bare list answers the question.
	List bool
	// OnlyCode says that the answer is code, and the reference isn't.
	OnlyCode bool
	// Confidence in the band of the score, from 0 to 1.
	Confidence float64
}

// Cover returns the share of the right answer's own words that the answer has.
func (s *Signals) Cover() float64 { return s.Features[featureCover] }

// New prepares a question and its reference. " ||| " separates several right answers. The best one
// counts.
func New(lex *lexicon.Lexicon, model *Model, question, source string) *Scorer {
	return Prepare(model, analysis.New(lex, question), Analyse(lex, source))
}

// Analyse analyses the right answers that " ||| " separates. There is at least one.
func Analyse(lex *lexicon.Lexicon, source string) []*analysis.Text {
	var references []*analysis.Text
	for alternative := range strings.SplitSeq(source, " ||| ") {
		references = append(references, analysis.New(lex, alternative))
	}
	return references
}

// Prepare is [New] for texts that are analysed already, with one lexicon.
func Prepare(model *Model, question *analysis.Text, references []*analysis.Text) *Scorer {
	s := &Scorer{model: model, question: question, asked: map[string]bool{}}
	for _, n := range cutTerms(question) {
		s.asked[keyOf(question, &n)] = true
	}
	for _, r := range references {
		s.references = append(s.references, newReference(r, s.asked))
	}
	return s
}

// Features returns the features of an answer against each right answer.
func (s *Scorer) Features(answer *analysis.Text) []Features {
	a := newText(answer, &Memory{})
	a.findNames()
	a.findAsked(s.question)
	all := make([]Features, len(s.references))
	for i, r := range s.references {
		all[i] = compare(r, a).features(s.asked)
	}
	return all
}

// Evidence returns the score of an answer, from 0 to 1. Bands are cut at 0.3, 0.6 and 0.85.
func (s *Scorer) Evidence(answer *analysis.Text) (float64, Signals) {
	return s.EvidenceIn(&Memory{}, answer)
}

// EvidenceIn is [Scorer.Evidence] in the memory of the answer before.
func (s *Scorer) EvidenceIn(m *Memory, answer *analysis.Text) (float64, Signals) {
	a := newText(answer, m)
	a.findNames()
	a.findAsked(s.question)
	best, why := -1.0, Signals{}
	for _, r := range s.references {
		c := compare(r, a)
		w := Signals{Features: c.features(s.asked), List: r.list}
		w.Sum = s.model.Sum(&w.Features)
		most := s.gate(a, c, &w.Features, &w)
		e := min(most, s.blendCode(a, r, s.model.Evidence(&w.Features), &w))
		w.Capped = most < 1
		w.OnlyCode = r.codeShare < leastCode && a.LooksLikeCode()
		s.doubt(a, c, e, &w)
		if e > best || e == best && why.Unsure && !w.Unsure {
			best, why = e, w
		}
	}
	return best, why
}

// blendCode blends a score with the likeness of the answer's code, where the reference has much of
// it.
func (s *Scorer) blendCode(a *text, r *reference, e float64, why *Signals) float64 {
	if r.codeShare < leastCode {
		return e
	}
	_, written := code.Split(a.Source)
	if written == "" && a.LooksLikeCode() {
		written = a.Source
	}
	switch {
	case written == "" && r.codeShare < mostlyCode:
		return e
	case written == "":
		why.Gates = append(why.Gates, NoCode)
		why.Unsure = true
		return e
	}
	like := code.Compare(r.code, written)
	e = (1-r.codeShare)*e + r.codeShare*like.Share
	if like.OtherOperator || like.OtherLiteral {
		why.Gates = append(why.Gates, OtherCode)
		e = min(e, capCode)
	}
	return e
}
