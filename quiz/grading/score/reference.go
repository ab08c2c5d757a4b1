package score

import (
	"strings"
	"sync"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/code"
	"quizbot/quiz/grading/prose"
)

// reference is one right answer, prepared for comparison.
type reference struct {
	*text
	// distinct are the different terms, with the most weight that one has.
	distinct []wanted
	// demoted says that the question has the term too.
	demoted   []bool
	of        []int // the distinct term of each term
	pairs     [][2]int
	sentences [][]int // the distinct terms of each sentence
	sequence  []int   // the distinct term of each term that counts in order, without pairs
	grams     gramCount
	numbers   int
	content   float64 // the weight of the terms that aren't demoted
	softness  float64 // the share of its weight that a good answer says
	language  prose.Language
	source    func() *prose.Source // the reference, as a source that answers are copied from
	code      string
	codeShare float64
	list      bool // names without sentences
}

func newReference(analysed *analysis.Text, asked map[string]bool) *reference {
	r := &reference{}
	if source := r.cutCode(analysed.Source); source != analysed.Source {
		analysed = analysis.New(analysed.Lexicon, source)
	}
	r.text = newText(analysed, &Memory{})
	index := make(map[string]int, len(r.terms))
	r.distinct = make([]wanted, 0, len(r.terms))
	r.demoted = make([]bool, 0, len(r.terms))
	r.of = make([]int, 0, len(r.terms))
	words := make([]string, 0, 2*len(r.terms))
	for i := range r.terms {
		t := &r.terms[i]
		key := keyOf(r.Text, t)
		n, ok := index[key]
		if !ok {
			n = len(r.distinct)
			index[key] = n
			words = appendWords(words, r.text, t)
			r.distinct = append(r.distinct, newWanted(r.text, t, key, words[len(words)-t.length():]))
			r.demoted = append(r.demoted, asked[key])
			if !asked[key] {
				r.content += t.weight
				if t.kind == prose.Number {
					r.numbers++
				}
			}
		}
		r.of = append(r.of, n)
	}
	r.language = r.Language()
	r.source = sync.OnceValue(func() *prose.Source {
		source := prose.NewSource()
		source.Add(r.Numbered(), prose.Said)
		return source
	})
	r.list = isList(r.text)
	total := 0.0
	for i := range r.distinct {
		total += r.distinct[i].weight
	}
	r.softness = 1
	if total > 0 {
		r.softness = soften(total) / total
	}
	r.findPairs()
	r.findSequence()
	r.findSentences()
	r.grams = countGrams(r.Tokens)
	return r
}

// isList reports whether a reference lists names, so that a bare list answers the question.
func isList(t *text) bool {
	marks := 0
	for _, mark := range []string{"、", "；", ";", "——"} {
		marks += strings.Count(t.Source, mark)
	}
	return t.ListShare() > 0.6 || 15*marks >= len(t.Tokens)
}

// cutCode keeps the code of a reference apart, and returns the source, without code if it has much
// of it.
func (r *reference) cutCode(source string) string {
	prose, fenced := code.Split(source)
	switch {
	case fenced != "":
		n := float64(code.Size(fenced))
		r.code, r.codeShare = fenced, n/(n+float64(code.Size(prose)))
	case code.LooksLikeCode(source):
		r.code, r.codeShare = source, 1
	}
	if r.codeShare >= leastCode && prose != "" {
		return prose
	}
	return source
}

// Shares of code in a reference. With less than leastCode it is an example, from mostlyCode on
// an answer without code can't be graded.
const (
	leastCode  = 0.4
	mostlyCode = 0.8
)

// findPairs finds the neighbouring terms. Chinese characters form pairs already.
func (r *reference) findPairs() {
	last := -1
	for i := range r.terms {
		if r.terms[i].kind == prose.Han && !r.terms[i].pair {
			continue
		}
		if last >= 0 && (!r.demoted[r.of[last]] || !r.demoted[r.of[i]]) {
			r.pairs = append(r.pairs, [2]int{r.of[last], r.of[i]})
		}
		last = i
	}
}

// findSequence lists the terms that answers should have in order.
func (r *reference) findSequence() {
	for i := range r.terms {
		if !r.terms[i].pair && (!r.demoted[r.of[i]] || r.content == 0) {
			r.sequence = append(r.sequence, r.of[i])
		}
	}
}

// findSentences lists the distinct terms of each sentence that has some beyond the question's.
func (r *reference) findSentences() {
	sentence := make([]int, len(r.Tokens))
	n := 0
	for i := range r.Tokens {
		sentence[i] = n
		if r.Tokens[i].Kind == prose.Stop {
			n++
		}
	}
	lists := make([][]int, n+1)
	weights := make([]float64, n+1)
	for i := range r.terms {
		s := sentence[r.terms[i].token]
		lists[s] = append(lists[s], r.of[i])
		if !r.demoted[r.of[i]] {
			weights[s] += r.terms[i].weight
		}
	}
	for s, list := range lists {
		if weights[s] >= 1.5 {
			r.sentences = append(r.sentences, list)
		}
	}
}
