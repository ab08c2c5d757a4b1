package questions

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// Bank is a named set of questions, with what was not understood when it was read.
type Bank struct {
	Name string
	// Questions stand in the order of their files' names and of their lines, numbered from 1. Their ids
	// differ, and no title is empty.
	Questions   []quiz.Question
	Diagnostics []source.Diagnostic
	// formats are those of the files, by their names.
	formats map[string]string
}

// finish numbers the questions and gives those an id that have none.
func (b *Bank) finish() {
	b.Questions = slices.DeleteFunc(b.Questions, func(q quiz.Question) bool {
		titled := strings.TrimSpace(q.Title) != ""
		if !titled {
			b.report(q.Source, source.Warning, "empty-title", "this question has no title, so it is left out: write what is asked in one line")
		}
		return !titled
	})
	ids := newIDs(b)
	for i := range b.Questions {
		q := &b.Questions[i]
		q.Bank, q.Number = b.Name, i+1
		if q.ID != "" && ids.taken[q.ID] {
			b.report(q.Source, source.Error, "duplicate-id", fmt.Sprintf("the id %q is taken by an earlier question: give this one another", q.ID))
			q.ID = ""
		}
		if q.ID == "" {
			q.ID = ids.free(q)
		}
		ids.taken[q.ID] = true
		if len(q.Choices) > 0 && len(q.Right()) == 0 {
			b.report(q.Source, source.Error, "no-right-choice", noRight(q)+": "+b.cure(q.Source.File, markRight))
		}
	}
}

// noRight says that no choice of a question is right, and what was named instead.
func noRight(q *quiz.Question) string {
	if name := strings.TrimSpace(q.Answer); name != "" && !strings.Contains(name, "\n") && utf8.RuneCountInString(name) <= longestName {
		return fmt.Sprintf("no choice of this question is right, and “%s” names none of its %d", name, len(q.Choices))
	}
	return "no choice of this question is right"
}

// longestName is how long what names a choice may be, in characters.
const longestName = 30

// tidy takes off the spaces around what a question consists of.
func tidy(q *quiz.Question) {
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

func (b *Bank) report(at quiz.Source, s source.Severity, code, message string) {
	b.Diagnostics = append(b.Diagnostics, source.Diagnostic{File: at.File, Line: at.Line, Column: max(at.Column, 1), Severity: s, Code: code, Message: message})
}

// ids makes ids for questions that have none.
type ids struct {
	bank  string
	taken map[quiz.QuestionID]bool
	seed  maphash.Seed
	// titles holds whether a title, by its hash, stands over several questions; tries how many of those are alike
	// in their bodies and choices, too.
	titles map[uint64]bool
	tries  map[uint64]int
}

func newIDs(b *Bank) *ids {
	d := &ids{bank: b.Name, taken: make(map[quiz.QuestionID]bool, len(b.Questions)), seed: maphash.MakeSeed(), titles: map[uint64]bool{}, tries: map[uint64]int{}}
	for i := range b.Questions {
		tidy(&b.Questions[i])
		title := maphash.String(d.seed, text.Fold(b.Questions[i].Title))
		_, again := d.titles[title]
		d.titles[title] = again
	}
	return d
}

// free makes an id of the bank's name and the title, and of the body too where titles repeat. Twins that are
// alike even so are told apart by their order.
func (d *ids) free(q *quiz.Question) quiz.QuestionID {
	title := text.Fold(q.Title)
	content, n := d.bank+"\x00"+title, 0
	twins := d.titles[maphash.String(d.seed, title)]
	if twins {
		content += "\x00" + text.Fold(q.Body)
		for _, c := range q.Choices {
			content += "\x00" + text.Fold(c.Text)
		}
	}
	for key := maphash.String(d.seed, content); ; n++ {
		if twins {
			n = d.tries[key]
			d.tries[key]++
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", content, n))
		if id := quiz.QuestionID(idLetters.EncodeToString(sum[:idBytes])[:idLength]); !d.taken[id] {
			return id
		}
	}
}

// idLength keeps ids short enough to type; 50 bits make two of 100,000 alike once in 100,000 banks. They are
// the first of idBytes, in letters and digits that are not mistaken for each other.
const (
	idLength = 10
	idBytes  = 7
)

var idLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
