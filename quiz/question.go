package quiz

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"regexp"
	"strings"
	"time"

	"quizbot/quiz/keypoints"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// QuestionID names a question: the id in the bank, or a hash of the bank's name and the title.
type QuestionID string

// Question is a question with everything in its bank. Text is Markdown unless a field says
// otherwise. Questions of a [Bank] are shared and must not be changed; [Question.Clone] makes a
// copy.
type Question struct {
	ID   QuestionID `json:"id"`
	Bank string     `json:"bank"`
	// Number is the question's place in its bank, counted from 1.
	Number int `json:"number"`
	// Title is the question line as inline Markdown, without number and prefix. It is never empty.
	Title string `json:"title"`
	// Body is the rest of the question: code, a table, a paragraph.
	Body string `json:"body,omitempty"`
	// Answer is the reference answer, or the explanation of a question with choices. It may be
	// empty.
	Answer  string   `json:"answer,omitempty"`
	Choices []Choice `json:"choices,omitempty"`
	// Shuffle says that the order of choices in the bank gives the answer away.
	Shuffle bool `json:"shuffle,omitempty"`
	// Accept holds the accepted short answers as plain text.
	Accept    []string `json:"accept,omitempty"`
	KeyPoints []string `json:"key_points,omitempty"`
	// PointsDerived says that KeyPoints come from the reference, and nobody has confirmed them.
	PointsDerived bool `json:"points_derived,omitempty"`
	// Terms are groups of terms with one meaning, such as GIL and global interpreter lock, which the
	// bank adds to those that the grader knows. A question has the groups that its text touches.
	Terms [][]string `json:"terms,omitempty"`
	// Samples are graded answers to test the bank with. They give the answer away: questions of the
	// game have none.
	Samples []Sample `json:"samples,omitempty"`
	Hint    string   `json:"hint,omitempty"`
	// Links lead to further reading: addresses, or links in Markdown. They may give the answer
	// away.
	Links []string `json:"links,omitempty"`
	// Section is the path of headings above the question, outermost first, joined by " / ".
	Section    string   `json:"section,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	Difficulty string   `json:"difficulty,omitempty"`
	// Language is a BCP 47 tag such as "en" or "zh-CN", empty if unknown.
	Language string `json:"lang,omitempty"`
	Source   Source `json:"source"`
}

// Choice is one option of a multiple-choice question.
type Choice struct {
	Text    string `json:"text"`
	Correct bool   `json:"correct"`
}

// Sample is an answer as a member might type it, with the band that its grade should have.
type Sample struct {
	Band   scoring.Band `json:"band"`
	Answer string       `json:"answer"`
	// Line is the place of the sample in its question's file, counted from 1, 0 if unknown.
	Line int `json:"-"`
}

// ChoiceLetter names the choice with the given index: A to Z, then AA and so on.
func ChoiceLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return ChoiceLetter(i/26-1) + ChoiceLetter(i%26)
}

// Source is a question's place in a file. Line counts from 1.
type Source struct {
	File string `json:"file"`
	Line int    `json:"line"`
	// Column counts from 1; 0 is the line's start.
	Column int `json:"column,omitempty"`
}

// HasAnswer reports whether the bank knows an answer: a reference, a right choice or an accepted
// one.
func (q *Question) HasAnswer() bool {
	return q.Answer != "" || len(q.Accept) > 0 || len(q.RightChoices()) > 0
}

// RightChoices returns the indexes of the right choices, in order.
func (q *Question) RightChoices() []int {
	var right []int
	for i, c := range q.Choices {
		if c.Correct {
			right = append(right, i)
		}
	}
	return right
}

// HasSeveralRight reports whether several choices are right, all of which must be picked.
func (q *Question) HasSeveralRight() bool { return len(q.RightChoices()) > 1 }

// DerivePoints returns key points from the reference of an open question without points of its own,
// or the reason for none. Other questions have no derived points, and the reason is empty.
func (q *Question) DerivePoints() ([]keypoints.Point, keypoints.Why) {
	if len(q.KeyPoints) > 0 || len(q.Choices) > 0 || len(q.Accept) > 0 {
		return nil, ""
	}
	return keypoints.Derive(q.Title+"\n"+q.Body, q.Answer)
}

// FillPoints makes derived points the question's key points if it has none. A round keeps them, since
// another release may derive others.
func (q *Question) FillPoints() {
	points, _ := q.DerivePoints()
	for _, p := range points {
		q.KeyPoints = append(q.KeyPoints, codeAsMarkdown(p.Text))
		q.PointsDerived = true
	}
}

var (
	// wordPattern finds words of code within plain text, without the punctuation around them.
	wordPattern = regexp.MustCompile(`[!-~]*[0-9A-Za-z_*<>)\]]`)
	// markupPattern finds what Markdown takes for markup in a word.
	markupPattern = regexp.MustCompile(`^_|_$|\W_|_\W|[*<]|~~|\]\(`)
)

// codeAsMarkdown returns a plain text as Markdown that shows the same: words such as __exit__ become code.
func codeAsMarkdown(text string) string {
	return wordPattern.ReplaceAllStringFunc(text, func(word string) string {
		if strings.Contains(word, "`") || !markupPattern.MatchString(word) {
			return word
		}
		code := strings.TrimLeft(word, "(\"'")
		opening, closing := word[:len(word)-len(code)], ""
		if strings.Count(code, ")") > strings.Count(code, "(") {
			code, closing = strings.TrimSuffix(code, ")"), ")"
		}
		return opening + "`" + code + "`" + closing
	})
}

// Clone returns a deep copy.
func (q *Question) Clone() Question {
	c := *q
	c.Choices = append([]Choice(nil), q.Choices...)
	c.Accept = append([]string(nil), q.Accept...)
	c.KeyPoints = append([]string(nil), q.KeyPoints...)
	c.Terms = append([][]string(nil), q.Terms...)
	for i := range c.Terms {
		c.Terms[i] = append([]string(nil), c.Terms[i]...)
	}
	c.Samples = append([]Sample(nil), q.Samples...)
	c.Links = append([]string(nil), q.Links...)
	c.Tags = append([]string(nil), q.Tags...)
	return c
}

// Bank is a source of questions. Questions are read-only. A later call may return newer ones,
// because banks are reloaded while the service runs.
type Bank interface {
	// Questions yields the questions of the named banks in the order of the banks, or of all banks
	// without a name. An unknown name yields nothing.
	Questions(banks ...string) iter.Seq[*Question]
	// Question finds a question by its id.
	Question(id QuestionID) (*Question, bool)
}

// BankKeeper is a [Bank] that reloads changed files. It may refuse a change.
type BankKeeper interface {
	Bank
	// Refused lists the banks with a refused change. Their previous version is still asked.
	Refused() []RefusedBank
}

// RefusedBank is a refused change of a bank's files.
type RefusedBank struct {
	Bank string
	At   time.Time
	reason.BankReason
}

// ShortID returns a short form of a long question id for buttons. It begins with #, unlike every
// id of a bank.
func ShortID(id QuestionID) string {
	sum := sha256.Sum256([]byte(id))
	return "#" + hex.EncodeToString(sum[:10])
}
