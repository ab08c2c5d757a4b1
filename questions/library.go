package questions

import (
	"embed"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"

	"quizbot/questions/source"
	"quizbot/quiz"
)

//go:embed starter/python.en.md starter/python.zh-CN.md
var starters embed.FS

// Starter returns the bank that comes with the program: Python interview questions in English or,
// for zh-CN, in Chinese. Other languages get the English one.
func Starter(language string) *Bank {
	if language != "zh-CN" {
		language = "en"
	}
	file := "starter/python." + language + ".md"
	data, err := starters.ReadFile(file)
	if err != nil {
		panic(fmt.Sprintf("the program was built without %s", file)) // go:embed makes sure that it was not
	}
	bank := &Bank{Name: "python"}
	if err := bank.addPage("markdown", source.Page{Name: file, Text: string(data)}, false); err != nil {
		panic(err) // the format is one of ours
	}
	bank.finalize()
	return bank
}

// Library holds banks for the game, without their sample answers. It is safe for concurrent use;
// Replace may be called while questions are read.
type Library struct{ current atomic.Pointer[snapshot] }

// snapshot is the content of a library at one time. It never changes.
type snapshot struct {
	names []string
	banks map[string][]*quiz.Question
	byID  map[quiz.QuestionID]*quiz.Question
}

// NewLibrary returns a library of the given banks.
func NewLibrary(banks ...*Bank) *Library {
	l := &Library{}
	l.Replace(banks...)
	return l
}

// Replace replaces all banks and returns the conflicts between them. An id that two banks use stays
// with the first; the question of the second gets its bank's name in front of its id.
func (l *Library) Replace(banks ...*Bank) []source.Diagnostic {
	s := &snapshot{banks: map[string][]*quiz.Question{}, byID: map[quiz.QuestionID]*quiz.Question{}}
	var diagnostics []source.Diagnostic
	for _, b := range banks {
		if !slices.Contains(s.names, b.Name) {
			s.names = append(s.names, b.Name)
		}
		for i := range b.Questions {
			q := withoutSamples(&b.Questions[i])
			if _, taken := s.byID[q.ID]; taken {
				diagnostics = append(diagnostics, source.Diagnostic{
					File: q.Source.File, Line: q.Source.Line, Column: 1, Severity: source.Warning, Code: "duplicate-id",
					Message: fmt.Sprintf("the id %q is used by another bank, too: here it is %q", q.ID, b.Name+"/"+string(q.ID)),
				})
				renamed := q.Clone()
				renamed.ID = quiz.QuestionID(b.Name + "/" + string(q.ID))
				q = &renamed
			}
			s.byID[q.ID] = q
			s.banks[b.Name] = append(s.banks[b.Name], q)
		}
	}
	l.current.Store(s)
	return diagnostics
}

// withoutSamples returns a question without sample answers, itself if it has none.
func withoutSamples(q *quiz.Question) *quiz.Question {
	if len(q.Samples) == 0 {
		return q
	}
	c := *q
	c.Samples = nil
	return &c
}

// Questions implements [quiz.Bank].
func (l *Library) Questions(banks ...string) iter.Seq[*quiz.Question] {
	s := l.current.Load()
	if len(banks) == 0 {
		banks = s.names
	}
	return func(yield func(*quiz.Question) bool) {
		for _, name := range banks {
			for _, q := range s.banks[name] {
				if !yield(q) {
					return
				}
			}
		}
	}
}

// Question implements [quiz.Bank].
func (l *Library) Question(id quiz.QuestionID) (*quiz.Question, bool) {
	q, ok := l.current.Load().byID[id]
	return q, ok
}
