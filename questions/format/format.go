// Package format says how a format of banks is described to the registry, so that formats do not
// know each other.
package format

import (
	"quizbot/questions/source"
	"quizbot/quiz"
)

// Format is a way to write questions down.
type Format struct {
	// Name is the format's name in the configuration and on the command line.
	Name string
	// Open opens a page as a document of this format, and says how sure it is that the page is one.
	// The document can be read even where the confidence is None, because a user may name the
	// format.
	Open func(source.Page) (Document, Confidence)
	// Remedies word the advice of diagnostics for this format.
	Remedies Remedies
}

// Confidence is how sure a format is that a page is written in it, from 0 to 1.
type Confidence float64

// The confidences of the formats. Markdown reads any text and takes Fallback.
const (
	None     Confidence = 0
	Fallback Confidence = 0.1
	Certain  Confidence = 1
)

// Document is a page that was opened in one format.
type Document interface {
	// Read returns the questions of the document. The files of sources and diagnostics are left
	// empty.
	Read() Reading
}

// Reading is one way to read a page.
type Reading struct {
	// Dialect names the variant of the format, empty where the format has only one.
	Dialect string
	// Score is how much of the page speaks for the dialect, about three points a question. Scores
	// of readings of the same page can be compared.
	Score       int
	Questions   []quiz.Question
	Diagnostics []source.Diagnostic
}

// ReadFunc is a Document that is a function.
type ReadFunc func() Reading

// Read calls f.
func (f ReadFunc) Read() Reading { return f() }

// OpenWith returns the Open function of a format with one dialect, made of a recogniser and a
// reader.
func OpenWith(recognize func(source.Page) bool, read func(source.Page) ([]quiz.Question, []source.Diagnostic)) func(source.Page) (Document, Confidence) {
	return func(page source.Page) (Document, Confidence) {
		confidence := None
		if recognize(page) {
			confidence = Certain
		}
		return ReadFunc(func() Reading {
			questions, diagnostics := read(page)
			return Reading{Questions: questions, Diagnostics: diagnostics}
		}), confidence
	}
}
