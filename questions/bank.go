package questions

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"quizbot/questions/format"
	"quizbot/questions/markdown"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// Bank is a named set of questions, with the diagnostics of reading it.
type Bank struct {
	Name string
	// Questions have the order of their files' names and lines, and are numbered from 1. Their ids
	// differ, and no title is empty.
	Questions   []quiz.Question
	Diagnostics []source.Diagnostic
	// formats are the formats of the files, by their names.
	formats map[string]format.Format
}

// finalize numbers the questions, gives ids to those without one, and leaves out those without a
// title.
func (b *Bank) finalize() {
	b.Questions = slices.DeleteFunc(b.Questions, func(q quiz.Question) bool {
		titled := strings.TrimSpace(q.Title) != ""
		if !titled {
			b.addDiagnostic(q.Source, source.Warning, "empty-title", "this question has no title, so it is left out: write what is asked in one line")
		}
		return !titled
	})
	ids := newIDGenerator(b)
	for i := range b.Questions {
		q := &b.Questions[i]
		q.Bank, q.Number = b.Name, i+1
		if q.ID != "" && ids.taken[q.ID] {
			b.addDiagnostic(q.Source, source.Error, "duplicate-id", fmt.Sprintf("the id %q is taken by an earlier question: give this one another", q.ID))
			q.ID = ""
		}
		if q.ID == "" {
			q.ID = ids.generate(q)
		}
		ids.taken[q.ID] = true
		b.checkSamples(q)
		if len(q.Choices) > 0 && len(q.RightChoices()) == 0 {
			b.addDiagnostic(q.Source, source.Error, "no-right-choice", describeMissingRight(q)+": "+b.Remedies(q.Source.File).MarkRight)
		}
	}
}

// checkSamples leaves out the sample answers without a band.
func (b *Bank) checkSamples(q *quiz.Question) {
	var kept []quiz.Sample
	for _, s := range q.Samples {
		if band, known := text.BandOf(string(s.Band)); known {
			s.Band = scoring.Band(band)
			kept = append(kept, s)
			continue
		}
		at := q.Source
		if s.Line > 0 {
			at.Line, at.Column = s.Line, 0
		}
		b.addDiagnostic(at, source.Warning, source.SampleBand, "this sample answer does not say which band it should get, so it is left out: begin it with full, mostly, partial, wrong or unsure and a colon")
	}
	q.Samples = kept
}

// describeMissingRight says that no choice of a question is right. It quotes the wrong name in the
// answer, if there is one.
func describeMissingRight(q *quiz.Question) string {
	if name := strings.TrimSpace(q.Answer); name != "" && !strings.Contains(name, "\n") && utf8.RuneCountInString(name) <= maxNameLength {
		return fmt.Sprintf("no choice of this question is right, and “%s” names none of its %d", name, len(q.Choices))
	}
	return "no choice of this question is right"
}

// maxNameLength is the length of the longest name of a choice, in characters.
const maxNameLength = 30

// trimQuestion removes the spaces around the parts of a question, and line ends within its title.
func trimQuestion(q *quiz.Question) {
	if q.Title = strings.TrimSpace(q.Title); strings.ContainsAny(q.Title, "\n\r") {
		q.Title = strings.Join(strings.Fields(q.Title), " ")
	}
	for i := range q.Choices {
		q.Choices[i].Text = strings.TrimSpace(q.Choices[i].Text)
	}
	if len(q.Tags) == 0 {
		q.Tags = nil
	}
}

func (b *Bank) addDiagnostic(at quiz.Source, s source.Severity, code, message string) {
	b.Diagnostics = append(b.Diagnostics, source.Diagnostic{File: at.File, Line: at.Line, Column: max(at.Column, 1), Severity: s, Code: code, Message: message})
}

// Remedies returns the advice to the author of a file, worded for the file's format.
func (b *Bank) Remedies(file string) format.Remedies {
	f, ok := b.formats[file]
	if !ok {
		f = markdown.Format()
	}
	return f.Remedies.OrConvert()
}
