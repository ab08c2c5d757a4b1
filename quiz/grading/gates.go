package grading

import (
	"slices"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/code"
	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
	"quizbot/quiz/grading/score"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// limit is the most that an answer gets from any program.
type limit int

// Answers that say nothing are wrong. Answers that a program can't tell from right ones are unsure,
// unless they are wrong. Answers that a program can't read are unsure.
const (
	noLimit limit = iota
	unsureAtMost
	unreadable
	nothingAtAll
)

// gates are the rules for the answers to a question that hold for every grader. They know the question
// and everything that an answer may be copied from.
type gates struct {
	asked     int                    // the content words of the question
	groups    map[lexicon.Group]bool // of the terms in reference and points
	source    *prose.Source          // question, reference and points
	length    int                    // the words and marks of the reference and the points
	names     bool                   // most points are names, so that a list of names answers the question
	languages []prose.Language       // of the reference and the points
	derived   bool
}

// newGates prepares the rules for a question. The first of the texts is the reference, the others are
// the points.
func newGates(question *analysis.Text, texts []*analysis.Text, derived bool) gates {
	g := gates{groups: map[lexicon.Group]bool{}, source: prose.NewSource(), derived: derived || len(texts) == 1}
	g.source.Add(question.Numbered(), prose.Asked)
	g.asked = len(contentOf(question.Tokens))
	names := 0
	for i, text := range texts {
		g.source.Add(text.Numbered(), prose.Said)
		g.languages = append(g.languages, text.Language())
		for n := range text.Terms {
			for _, group := range text.Terms[n].Groups {
				g.groups[group] = true
			}
		}
		g.length += len(text.Tokens)
		if i > 0 && isName(text.Tokens) {
			names++
		}
	}
	g.names = 2*names > len(texts)-1
	return g
}

// Sizes of a point that is only a name.
const (
	wordsOfName      = 3
	charactersOfName = 8
)

func isName(tokens []prose.Token) bool {
	words, han := 0, 0
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.Kind == prose.Han:
			han++
		case t.Content():
			words++
		case !t.IsPunctuation():
			return false
		}
	}
	return words <= wordsOfName && han <= charactersOfName
}

// contentOf returns the different content words of a text.
func contentOf(tokens []prose.Token) map[string]bool {
	words := map[string]bool{}
	for i := range tokens {
		if tokens[i].Content() {
			words[tokens[i].Text] = true
		}
	}
	return words
}

// decide returns the limit of an answer, and why. It takes what the scorer found in the answer as a
// whole, and the greatest share of a key point that the answer covers.
//
// It is the one place that knows the answers which no program may credit:
//
//   - An author who doesn't know, greets or types anything, and the question with nothing of the
//     author's own, say nothing.
//   - A few words with nothing of reference or points are unsure: they may be right in other words.
//   - Words of reference and points in a list or in disorder are unsure: they may be right, but the
//     answer doesn't say how they belong together.
//   - Another language than that of the reference is unreadable.
//
// Whole clauses of reference and points are no list, whatever they look like.
func (g *gates) decide(shape *prose.Shape, answer *analysis.Text, why *score.Signals, cover float64) (limit, []reason.GradeReason) {
	shape.Compare(g.source, answer.Numbered())
	var reasons []reason.GradeReason
	most := noLimit
	add := func(l limit, code reason.GradeCode) {
		most = max(most, l)
		if !slices.ContainsFunc(reasons, func(r reason.GradeReason) bool { return r.Code == code }) {
			reasons = append(reasons, reason.GradeReason{Code: code})
		}
	}
	for _, gate := range why.Gates {
		switch gate {
		case score.Empty, score.DontKnow, score.Echo, score.Injection:
			add(nothingAtAll, reason.GradeCode(gate))
		case score.OtherLanguage:
			add(unreadable, reason.OtherLanguage)
		case score.Keywords, score.Shuffled:
			if !shape.IsCopied() && (!isFenced(answer.Source) || shape.IsWordList()) {
				add(unsureAtMost, reason.GradeCode(gate))
			}
		case score.Dump:
			if !slices.Contains(why.Gates, score.OtherLanguage) {
				add(noLimit, reason.Dump)
			}
		default:
			add(noLimit, reason.GradeCode(gate))
		}
	}
	if most == nothingAtAll {
		return most, reasons
	}
	if !slices.Contains(g.languages, answer.Language()) && shape.Content > fewWords && !answer.LooksLikeCode() {
		add(unreadable, reason.OtherLanguage)
	}
	if l, code := g.limitOfNothing(answer, max(why.Cover(), cover)); l != noLimit {
		add(l, code)
	}
	if most == noLimit && (!why.List || !g.derived) {
		if code := g.disorderOf(shape, answer); code != "" {
			add(unsureAtMost, code)
		}
	}
	return most, reasons
}

// Shares of reference or points that an answer covers. Below leastEvidence it is no more than a word that
// happens to stand there too. From enoughEvidence on, words such as "next" are an answer.
const (
	leastEvidence  = 0.02
	enoughEvidence = 0.3
)

// fewWords is the number of own words beside the question's from which a program may believe them,
// though none is of reference and points.
const fewWords = 5

// words are what an answer has of its own, and of the question.
type words struct {
	asked map[string]bool // those of the question
	own   float64         // the others but fillers; two Chinese characters are a word
	// shares says that reference or points have one of its own words, means that one is no mash of keys.
	shares, means bool
}

func (g *gates) wordsOf(answer *analysis.Text) words {
	w := words{asked: map[string]bool{}}
	for i := range answer.Tokens {
		t := &answer.Tokens[i]
		switch {
		case !t.Content():
			continue
		case g.source.Has(t.Text, prose.Asked):
			w.asked[t.Text] = true
			continue
		case prose.IsFiller(answer.Tokens, i):
			continue
		case t.Kind == prose.Han:
			w.own += 0.5
		default:
			w.own++
		}
		if w.shares = g.source.Has(t.Text, prose.Said) || g.isRelated(answer, i); w.shares {
			return w // nothing else counts
		}
		w.means = w.means || !prose.IsMash(t)
	}
	return w
}

// limitOfNothing returns the limit of an answer that has nothing of reference and points.
func (g *gates) limitOfNothing(answer *analysis.Text, cover float64) (limit, reason.GradeCode) {
	w := g.wordsOf(answer)
	isPasted := g.asked > 1 && 2*len(w.asked) >= g.asked
	isWhole := len(w.asked) > 2 && 10*len(w.asked) >= 9*g.asked
	switch {
	case w.own == 0 && cover < enoughEvidence && len(w.asked) == 0:
		return nothingAtAll, reason.EmptyText
	case w.own == 0 && cover < enoughEvidence && isPasted:
		return nothingAtAll, reason.Echo
	case w.own == 0 && isPasted:
		return unsureAtMost, reason.Echo
	case w.own == 0 || w.shares:
		return noLimit, ""
	case isWhole && w.own <= min(fewWords, float64(len(w.asked))), !w.means && cover < leastEvidence:
		return unsureAtMost, reason.NothingShared
	}
	return noLimit, ""
}

// isRelated reports whether a word belongs to a term that means the same as one of reference and points.
func (g *gates) isRelated(answer *analysis.Text, token int) bool {
	for _, h := range answer.Covering(token) {
		for _, group := range answer.Terms[h].Groups {
			if g.groups[group] {
				return true
			}
		}
	}
	return false
}

// isFenced reports whether most of a text is code in fences.
func isFenced(source string) bool {
	if !strings.Contains(source, "```") {
		return false
	}
	text, fenced := code.Split(source)
	return code.Size(fenced) > code.Size(text)
}

// leastReference is the length of reference and points together from which on a list of their words
// isn't all that can be said.
const leastReference = 12

// disorderOf returns why an answer of the reference's and points' words says nothing: they form a list,
// or stand in another order. It returns nothing for other answers.
func (g *gates) disorderOf(h *prose.Shape, answer *analysis.Text) reason.GradeCode {
	isCode := func() bool { return answer.LooksLikeCode() && strings.ContainsAny(answer.Source, "(){};=") }
	found := reason.GradeCode("")
	switch {
	case g.length < leastReference:
	case 2*h.Han > h.Content && h.IsHanShuffled(), 2*h.Han <= h.Content && h.IsShuffled():
		found = reason.Shuffled
	case !g.names && h.IsWordList() && !isCode():
		found = reason.Keywords
	}
	if found != "" && h.IsCopied() {
		return ""
	}
	return found
}

// applyLimit holds the assessment to its limit.
func (a *Assessment) applyLimit() {
	switch {
	case a.limit == nothingAtAll:
		a.Band, a.Score = scoring.Wrong, 0
		for i := range a.Points {
			a.Points[i] = PointVerdict{State: Missed}
		}
	case a.limit == unreadable:
		a.Band = scoring.Unsure
		for i := range a.Points {
			if a.Points[i].State == Missed {
				a.Points[i] = NewVerdict(Undecided, "")
			}
		}
	case a.limit == unsureAtMost && a.Band != scoring.Wrong:
		a.Band = scoring.Unsure
	}
}

// hold returns the grade of another grader as the rules allow it. The reasons of the rules are added.
func (a *assessor) hold(grade quiz.Grade, answer string) quiz.Grade {
	d := newDesk()
	defer d.clear()
	judged := a.score(d, answer)
	most, found := a.gates.decide(&d.shape, judged.Text, &judged.Signals, bestCover(a.points.JudgeIn(&d.points, judged.Text)))
	if most == noLimit {
		return grade
	}
	switch {
	case most == nothingAtAll:
		grade.Band, grade.Score = scoring.Wrong, 0
		grade.Points = slices.Repeat([]quiz.PointGrade{{State: quiz.PointMissed}}, len(grade.Points))
	case most == unreadable || grade.Band != scoring.Wrong:
		grade.Band, grade.Score = scoring.Unsure, scoring.Unsure.Score()
	}
	grade.Reasons = slices.Clone(grade.Reasons)
	for _, r := range found {
		if !slices.ContainsFunc(grade.Reasons, func(known reason.GradeReason) bool { return known.Code == r.Code }) {
			grade.Reasons = append(grade.Reasons, r)
		}
	}
	return grade
}

func bestCover(verdicts []evidence.Verdict) float64 {
	best := 0.0
	for i := range verdicts {
		best = max(best, verdicts[i].Cover)
	}
	return best
}
