package analysis

import (
	"sync"

	"quizbot/quiz/grading/code"
	"quizbot/quiz/grading/prose"
)

// signs are what several graders ask about a text as a whole. Each is looked for when it is needed.
type signs struct {
	folded              sign[string]
	author              sign[author]
	looksLikeCode       sign[bool]
	language            sign[prose.Language]
	disorder, listShare sign[float64]
}

// author is what the author says of the answer itself.
type author struct{ isHedged, speaksToGrader bool }

// sign is a value that is computed once.
type sign[V any] struct {
	once  sync.Once
	value V
}

func (s *sign[V]) get(compute func() V) V {
	s.once.Do(func() { s.value = compute() })
	return s.value
}

// Folded returns the source in small letters.
func (t *Text) Folded() string {
	return t.folded.get(func() string { return prose.ToLower(t.Source) })
}

// IsHedged reports whether the author says not to know.
func (t *Text) IsHedged() bool {
	return t.author.get(t.readAuthor).isHedged
}

// SpeaksToGrader reports whether the text says something of itself, as if to a grader.
func (t *Text) SpeaksToGrader() bool {
	return t.author.get(t.readAuthor).speaksToGrader
}

func (t *Text) readAuthor() author {
	isHedged, speaks := prose.ReadAuthor(t.Folded())
	return author{isHedged, speaks}
}

// LooksLikeCode reports whether the source is code rather than prose.
func (t *Text) LooksLikeCode() bool {
	return t.looksLikeCode.get(func() bool { return code.LooksLikeCode(t.Source) })
}

// Language returns the language of the text.
func (t *Text) Language() prose.Language {
	return t.language.get(func() prose.Language { return prose.LanguageOf(t.Tokens) })
}

// Disorder returns the share of neighbours that no sentence has, see [prose.Disorder].
func (t *Text) Disorder() float64 {
	return t.disorder.get(func() float64 { return prose.Disorder(t.Source, t.Tokens) })
}

// ListShare returns the share of pieces that are bare names, see [prose.ListShare].
func (t *Text) ListShare() float64 {
	return t.listShare.get(func() float64 { return prose.ListShare(t.Source, t.Tokens) })
}
