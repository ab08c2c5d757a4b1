package quiz

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"time"

	"quizbot/quiz/reason"
)

// QuestionID names a question for as long as it is the same question: the id that its bank gives, or one
// made from the bank's name and the title.
type QuestionID string

// Question is what is asked, with everything that its bank says about it. Text is Markdown unless a field
// says otherwise. A Question of a [Bank] is shared and must not be changed; [Question.Clone] makes a copy.
type Question struct {
	ID   QuestionID `json:"id"`
	Bank string     `json:"bank"`
	// Number is the question's place in its bank, counted from 1.
	Number int `json:"number"`
	// Title is the inline Markdown of the line that asks, without number and prefix; it is never empty.
	Title string `json:"title"`
	// Body belongs to the question besides its title: code, a table, a paragraph.
	Body string `json:"body,omitempty"`
	// Answer is the reference answer, or for a question with choices the explanation. It is empty where
	// the bank has none.
	Answer  string   `json:"answer,omitempty"`
	Choices []Choice `json:"choices,omitempty"`
	// Shuffle says that the bank's order of choices gives the answer away.
	Shuffle bool `json:"shuffle,omitempty"`
	// Accept holds short answers as plain text, any of which is right.
	Accept    []string `json:"accept,omitempty"`
	KeyPoints []string `json:"key_points,omitempty"`
	Hint      string   `json:"hint,omitempty"`
	// Links lead to more about the question: addresses, or links in Markdown. They may give the answer away.
	Links []string `json:"links,omitempty"`
	// Section is the path of headings above the question, outermost first, joined by " / ".
	Section    string   `json:"section,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	Difficulty string   `json:"difficulty,omitempty"`
	// Language is a BCP 47 tag such as "en" or "zh-CN", empty where nothing tells it.
	Language string `json:"lang,omitempty"`
	Source   Source `json:"source"`
}

// Choice is one option of a multiple-choice question.
type Choice struct {
	Text    string `json:"text"`
	Correct bool   `json:"correct"`
}

// ChoiceLetter names the choice with the given index: A to Z, then AA and so on.
func ChoiceLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return ChoiceLetter(i/26-1) + ChoiceLetter(i%26)
}

// Source is where a question stands. Line counts from 1.
type Source struct {
	File string `json:"file"`
	Line int    `json:"line"`
	// Column counts from 1; 0 is the line's start.
	Column int `json:"column,omitempty"`
}

// Answered reports whether the bank knows an answer: a reference, a right choice or an accepted one.
func (q *Question) Answered() bool {
	return q.Answer != "" || len(q.Accept) > 0 || len(q.Right()) > 0
}

// Right returns the indexes of the right choices, in order.
func (q *Question) Right() []int {
	var right []int
	for i, c := range q.Choices {
		if c.Correct {
			right = append(right, i)
		}
	}
	return right
}

// Multiple reports whether several choices are right, all of which must be picked.
func (q *Question) Multiple() bool { return len(q.Right()) > 1 }

// Clone returns a copy that shares nothing that can be changed.
func (q *Question) Clone() Question {
	c := *q
	c.Choices = append([]Choice(nil), q.Choices...)
	c.Accept = append([]string(nil), q.Accept...)
	c.KeyPoints = append([]string(nil), q.KeyPoints...)
	c.Links = append([]string(nil), q.Links...)
	c.Tags = append([]string(nil), q.Tags...)
	return c
}

// Bank is where questions come from. What it returns is read-only, and a later call may see newer
// questions, because banks are reloaded while the service runs.
type Bank interface {
	// Questions yields the questions of the named banks in the order of the banks, those of all banks
	// where no name is given. An unknown name yields nothing.
	Questions(banks ...string) iter.Seq[*Question]
	// Question finds a question by its id.
	Question(id QuestionID) (*Question, bool)
}

// BankKeeper is a [Bank] that is read again when its files change, and knows what it did not take.
type BankKeeper interface {
	Bank
	// Refused lists the banks whose files got worse, so that what was read before is still asked.
	Refused() []RefusedBank
}

// RefusedBank is a bank that was not taken: when, why, and the numbers or words that belong to it.
type RefusedBank struct {
	Bank string
	At   time.Time
	Code reason.BankCode
	// Was and Now count what the code names, before and in the files.
	Was, Now int
	// Detail is for admins: a place in a file, an error of the system.
	Detail string
}

// ShortID is a question's id as buttons carry it where the id itself is too long: it begins with #, as no id does that
// a bank gives.
func ShortID(id QuestionID) string {
	sum := sha256.Sum256([]byte(id))
	return "#" + hex.EncodeToString(sum[:10])
}
