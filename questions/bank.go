package questions

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/quiz"

	"golang.org/x/text/unicode/norm"
)

// Bank is a named set of questions, with what was not understood when it was read.
type Bank struct {
	Name string
	// Questions stand in the order of their files' names and of their lines, numbered from 1. Their ids
	// differ, and no title is empty.
	Questions   []quiz.Question
	Diagnostics []Diagnostic
	// formats are those of the files, by their names.
	formats map[string]string
}

// Severity is how bad a problem is.
type Severity string

// An Error is something that its author wrote and that is not in the bank; a Warning is something that was
// read, but perhaps not as it was meant.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is something that was not understood. Line and Column count from 1; a Line of 0 means the whole
// file.
type Diagnostic struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Severity Severity `json:"severity"`
	// Code names the kind of problem, Message says what is wrong and what to do.
	Code    string `json:"code"`
	Message string `json:"message"`
}

// String returns the problem like bank.md:12:1: warning: message.
func (p Diagnostic) String() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d:%d", p.Line, max(p.Column, 1))
	}
	return fmt.Sprintf("%s: %s: %s", place, p.Severity, p.Message)
}

// finish numbers the questions and gives those an id that have none.
func (b *Bank) finish() {
	b.Questions = slices.DeleteFunc(b.Questions, func(q quiz.Question) bool {
		titled := strings.TrimSpace(q.Title) != ""
		if !titled {
			b.report(q.Source, Warning, "empty-title", "this question has no title, so it is left out: write what is asked in one line")
		}
		return !titled
	})
	ids := newIDs(b)
	for i := range b.Questions {
		q := &b.Questions[i]
		q.Bank, q.Number = b.Name, i+1
		if q.ID != "" && ids.taken[q.ID] {
			b.report(q.Source, Error, "duplicate-id", fmt.Sprintf("the id %q is taken by an earlier question: give this one another", q.ID))
			q.ID = ""
		}
		if q.ID == "" {
			q.ID = ids.free(q)
		}
		ids.taken[q.ID] = true
		if len(q.Choices) > 0 && len(q.Right()) == 0 {
			b.report(q.Source, Error, "no-right-choice", noRight(q)+": "+b.cure(q.Source.File, markRight))
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

func (b *Bank) report(at quiz.Source, s Severity, code, message string) {
	b.Diagnostics = append(b.Diagnostics, Diagnostic{File: at.File, Line: at.Line, Column: max(at.Column, 1), Severity: s, Code: code, Message: message})
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
		title := maphash.String(d.seed, Fold(b.Questions[i].Title))
		_, again := d.titles[title]
		d.titles[title] = again
	}
	return d
}

// free makes an id of the bank's name and the title, and of the body too where titles repeat. Twins that are
// alike even so are told apart by their order.
func (d *ids) free(q *quiz.Question) quiz.QuestionID {
	title := Fold(q.Title)
	text, n := d.bank+"\x00"+title, 0
	twins := d.titles[maphash.String(d.seed, title)]
	if twins {
		text += "\x00" + Fold(q.Body)
		for _, c := range q.Choices {
			text += "\x00" + Fold(c.Text)
		}
	}
	for key := maphash.String(d.seed, text); ; n++ {
		if twins {
			n = d.tries[key]
			d.tries[key]++
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", text, n))
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

// Fold is text without what can change in it without making it another: case, width, space, marks.
func Fold(text string) string {
	if isASCII(text) {
		return foldASCII(text)
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || strings.ContainsRune("*_`", c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKC.String(text))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldASCII is fold for text that needs no tables.
func foldASCII(text string) string {
	folded := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c == ' ', c >= '\t' && c <= '\r', c == '*', c == '_', c == '`':
		case c >= 'A' && c <= 'Z':
			folded = append(folded, c|0x20)
		default:
			folded = append(folded, c)
		}
	}
	return string(folded)
}
