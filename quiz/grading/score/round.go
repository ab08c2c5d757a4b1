package score

import (
	"math"

	"quizbot/quiz/grading/analysis"
)

const (
	// leastOthers is the number of different answers that a round needs before they say anything
	// about each other.
	leastOthers = 5
	// alike is the share of common terms from which two answers count as one.
	alike = 0.8
	// weightRound is the weight of many other answers, beside 1 for the answer's own score. Half of it
	// is the weight of halfRound answers.
	weightRound = 1.2
	halfRound   = 12
	// usualSupport is the support of a good answer by the others.
	usualSupport = 0.4
	// widestBand is the most that other answers can cost: the width of a band.
	widestBand = 0.25
)

// Round collects the answers of a round, which help each other: words that good answers have in common
// are worth something even where the reference lacks them. Answers that are nearly the same count
// once. Answers that a gate caps neither help nor are helped.
type Round struct {
	asked   map[string]bool
	numbers map[string]int32 // of the terms, by key
	vectors []vector
	scores  []float64
	capped  []bool
}

// NewRound returns a round without answers.
func (s *Scorer) NewRound() *Round { return &Round{asked: s.asked, numbers: map[string]int32{}} }

// Add adds an answer. The round keeps no analysed text.
func (r *Round) Add(a Judged) {
	r.vectors = append(r.vectors, r.vectorOf(a.Text))
	r.scores = append(r.scores, a.Score)
	r.capped = append(r.capped, a.Signals.Capped)
}

// EvidenceInRound returns the scores of the answers of a round. See [Round].
func (s *Scorer) EvidenceInRound(answers []string) []float64 {
	r := s.NewRound()
	for _, a := range answers {
		text := analysis.New(s.question.Lexicon, a)
		e, why := s.Evidence(text)
		r.Add(Judged{text, e, why})
	}
	return r.Scores()
}

// Scores returns the scores of the answers, in the order in which they were added.
func (r *Round) Scores() []float64 {
	vectors, scores, capped := r.vectors, r.scores, r.capped
	first := groupAlike(vectors)
	var distinct []int
	for i := range first {
		if first[i] == i && !capped[i] {
			distinct = append(distinct, i)
		}
	}
	if len(distinct) < leastOthers {
		return scores
	}
	supports := newSupport(vectors, scores, distinct).of(vectors, first)
	weight := weightRound * float64(len(distinct)) / float64(len(distinct)+halfRound)
	helped := make([]float64, len(scores))
	for i, e := range scores {
		if capped[i] {
			helped[i] = e
			continue
		}
		h := (e + weight*supports[i]) / (1 + weight*usualSupport)
		helped[i] = math.Min(1, math.Max(h, e-widestBand))
	}
	return helped
}

// groupAlike returns, for each answer, the first one that is nearly the same.
func groupAlike(vectors []vector) []int {
	first := make([]int, len(vectors))
	for i := range vectors {
		first[i] = i
		for k := range i {
			if first[k] == k && areAlike(vectors[i].terms, vectors[k].terms) {
				first[i] = k
				break
			}
		}
	}
	return first
}

// support holds the share of good answers that have each term.
type support struct {
	weights []float64 // of the answers, 0 for those that count through another
	total   float64
	terms   []float64 // the weight of the answers with a term
}

func newSupport(vectors []vector, scores []float64, distinct []int) *support {
	s := &support{weights: make([]float64, len(vectors))}
	for _, i := range distinct {
		w := (scores[i] + 0.05) * (scores[i] + 0.05)
		s.weights[i] = w
		s.total += w
		for _, t := range vectors[i].terms {
			for int(t) >= len(s.terms) {
				s.terms = append(s.terms, 0)
			}
			s.terms[t] += w
		}
	}
	return s
}

// leastShare is the worth below which a term is one author's own word.
const leastShare = 0.15

// leastPart is a share of the weights that is worth less than leastShare. Most words have less.
const leastPart = 0.06

// of returns, for each answer, the share of the other answers' common words that it has.
func (s *support) of(vectors []vector, first []int) []float64 {
	shares := make([]float64, len(vectors))
	own := make([]bool, len(s.terms)) // terms of the answer
	counted := make([]bool, len(s.terms))
	for i := range vectors {
		mine := s.weights[first[i]] // the answer, or its double, must not support itself
		mark(own, vectors[i].terms, true)
		mark(counted, vectors[first[i]].terms, true)
		got, all := 0.0, 0.0
		for t, w := range s.terms {
			if counted[t] {
				w -= mine
			}
			part := ratio(w, s.total-mine)
			if part < leastPart {
				continue
			}
			worth := math.Pow(part, 0.7)
			if worth < leastShare {
				continue
			}
			all += worth
			if own[t] {
				got += worth
			}
		}
		mark(own, vectors[i].terms, false)
		mark(counted, vectors[first[i]].terms, false)
		shares[i] = got / math.Max(all, 0.5)
	}
	return shares
}

func mark(marks []bool, terms []int32, value bool) {
	for _, t := range terms {
		if int(t) < len(marks) {
			marks[t] = value
		}
	}
}
