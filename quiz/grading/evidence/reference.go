package evidence

import (
	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/contrary"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// Reference is a question with its points, prepared for comparison with answers. It is safe for
// concurrent use.
type Reference struct {
	lex    *lexicon.Lexicon
	units  []unit         // the distinct units of all points
	index  map[string]int // places in units by key
	points []point
	// sources are the points as the reference says them, without parts where it doesn't.
	sources []point
	// asked are the texts of the question's tokens, askedUnits the keys of its units.
	asked      map[string]bool
	askedUnits map[string]bool
	han        bool // most units are Chinese
	contraries *contrary.Reference
}

// NewReference prepares a question and its points. The reference answer, as plain text, says the
// points in other words; it may be empty.
func NewReference(lex *lexicon.Lexicon, question string, points []string, reference string) *Reference {
	texts := make([]*analysis.Text, len(points))
	for i, p := range points {
		texts[i] = analysis.New(lex, p)
	}
	return Prepare(&Memory{}, analysis.New(lex, question), texts, analysis.New(lex, reference))
}

// Prepare is [NewReference] for texts that are analysed already, with one lexicon, and in the memory of an
// answer before.
func Prepare(m *Memory, question *analysis.Text, points []*analysis.Text, reference *analysis.Text) *Reference {
	r := &Reference{lex: question.Lexicon, index: map[string]int{}, asked: map[string]bool{}, askedUnits: map[string]bool{}, contraries: contrary.New()}
	asked := cutter{question}
	for i := range asked.Tokens {
		r.asked[asked.Tokens[i].Text] = true
	}
	for s := range asked.units() {
		r.askedUnits[asked.key(s)] = true
	}
	tokens := len(reference.Tokens) / 2
	for _, t := range points {
		tokens += len(t.Tokens)
	}
	r.units = make([]unit, 0, tokens)
	r.points = make([]point, 0, len(points))
	for _, t := range points {
		p := r.newPoint(t)
		r.contraries.Add(t.Source, t.Tokens, r.contraryParts(t, &p))
		r.points = append(r.points, p)
	}
	r.han = r.isHan()
	r.weighPoints()
	if r.findEntities() {
		r.findGovernors()
	}
	r.findSources(m, reference)
	return r
}

// isHan reports whether most units are Chinese.
func (r *Reference) isHan() bool {
	han := 0
	for i := range r.units {
		if r.units[i].kind == prose.Han {
			han++
		}
	}
	return 2*han > len(r.units)
}
