package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"quizbot/bot/words"
	"quizbot/internal/bankgrader"
	"quizbot/internal/term"
	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// longestAnswer is the length of the longest typed answer, in bytes.
const longestAnswer = 1 << 20

// gradeTyped grades one answer to a question of a bank, and shows what the grader sees.
func (c *gradeCmd) gradeTyped(s streams, grader grading.Offline) error {
	list, err := loadQuestions([]string{c.Bank}, c.ReadAs, io.Discard)
	if err != nil {
		return err
	}
	q, err := findQuestion(list, c.Question, c.Bank)
	if err != nil {
		return err
	}
	answer, err := c.typedAnswer(s)
	if err != nil {
		return err
	}
	verdict := bankgrader.Grade(grader, q, answer)
	if c.Format == "json" {
		return writeVerdictJSON(s.stdout, q, verdict)
	}
	shown, err := describeVerdict(q, &verdict)
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.stdout, term.Printable(shown))
	return err
}

// typedAnswer returns the answer of the command line, or that of standard input.
func (c *gradeCmd) typedAnswer(s streams) (string, error) {
	if c.Answer != nil {
		return *c.Answer, nil
	}
	if isTerminal(s.stdin) {
		if _, err := fmt.Fprintln(s.stderr, "Type the answer, then Ctrl-D."); err != nil {
			return "", err
		}
	}
	typed, err := io.ReadAll(io.LimitReader(s.stdin, longestAnswer+1))
	if err == nil && len(typed) > longestAnswer {
		err = fmt.Errorf("the answer is longer than 1 MB: shorten it")
	}
	return strings.TrimRight(string(typed), "\n"), err
}

// findQuestion returns the question that a typed text means: its id, its number or words of its
// title.
func findQuestion(list []quiz.Question, typed, bank string) (*quiz.Question, error) {
	found := service.MatchQuestions(func(yield func(*quiz.Question) bool) {
		for i := range list {
			if !yield(&list[i]) {
				return
			}
		}
	}, typed)
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no question has the id, the number or the words %q: quizbot bank list %s shows them", typed, bank)
	case 1:
		return found[0], nil
	}
	const shown = 5
	var ids []string
	for _, q := range found[:min(shown, len(found))] {
		ids = append(ids, string(q.ID))
	}
	return nil, fmt.Errorf("%d questions have the words %q: name one by its id, such as %s; quizbot bank list %s shows them all", len(found), typed, strings.Join(ids, ", "), bank)
}

// stateWords are the marks and words of what can be said of a point.
func stateWords(s grading.State) (mark, word string) {
	switch s {
	case grading.Met:
		return "✓", "met"
	case grading.Missed:
		return "✗", "missed"
	case grading.Contradicted:
		return "✗", "contradicted"
	case grading.Undecided:
	}
	return "?", "undecided"
}

// describeVerdict returns a verdict in words: its points with quotes, then score, band, confidence
// and reasons.
func describeVerdict(q *quiz.Question, v *bankgrader.Verdict) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s\n", q.Source.File, q.Source.Line, q.Title)
	if len(v.Points) > 0 {
		b.WriteString("\n" + pointsHeading(v) + ":\n")
	}
	for _, p := range v.Points {
		mark, word := stateWords(p.State)
		fmt.Fprintf(&b, "%s %-12s  %s\n", mark, word, indentFurther(p.Text, 16))
		if p.Quote != "" && (p.State == grading.Met || p.State == grading.Contradicted) {
			fmt.Fprintf(&b, "%16s“%s”\n", "", indentFurther(p.Quote, 17))
		}
	}
	if len(q.Terms) > 0 {
		b.WriteString("\nTerms of the bank:\n")
		for _, group := range q.Terms {
			fmt.Fprintf(&b, "- %s\n", strings.Join(group, " = "))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", summarizeVerdict(v))
	reasons, err := reasonSentences(v.Reasons)
	for _, r := range reasons {
		fmt.Fprintf(&b, "- %s\n", r)
	}
	return b.String(), err
}

// pointsHeading names the origin of points.
func pointsHeading(v *bankgrader.Verdict) string {
	if v.Derived {
		return "Key points, derived from the reference"
	}
	return "Key points of the bank"
}

// summarizeVerdict returns band, score and confidence in a line.
func summarizeVerdict(v *bankgrader.Verdict) string {
	if v.Band == scoring.Unsure {
		return "Band: unsure, so people decide"
	}
	return fmt.Sprintf("Band: %s, score %.2f, confidence %.2f", v.Band, floor(v.Score), floor(v.Confidence))
}

// floor rounds a share down to two decimals. A share just below a band must not look as if it were in
// the band.
func floor(share float64) float64 {
	const decimals, noise = 100, 1e-6
	return math.Floor(share*decimals+noise) / decimals
}

// reasonSentences returns the reasons of a grade in the words of the catalogue.
func reasonSentences(reasons []reason.GradeReason) ([]string, error) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		return nil, err
	}
	p := catalogue.In("en", "UTC")
	var sentences []string
	for _, r := range reasons {
		if s := p.Reason(&r, nil).Plain(); !slices.Contains(sentences, s) {
			sentences = append(sentences, s)
		}
	}
	return sentences, nil
}

// indentFurther indents all lines of a text but the first.
func indentFurther(content string, n int) string {
	return strings.ReplaceAll(text.TrimBlankLines(content), "\n", "\n"+strings.Repeat(" ", n))
}

// writeVerdictJSON writes a verdict with its question and points as one object.
func writeVerdictJSON(w io.Writer, q *quiz.Question, v bankgrader.Verdict) error {
	type point struct {
		Text        string  `json:"text"`
		State       string  `json:"state"`
		Probability float64 `json:"probability"`
	}
	object := struct {
		bankgrader.Result
		Title   string  `json:"title"`
		Points  []point `json:"points"`
		Derived bool    `json:"derived"`
	}{bankgrader.NewResult(string(q.ID), v), q.Title, []point{}, v.Derived}
	for _, p := range v.Points {
		_, word := stateWords(p.State)
		object.Points = append(object.Points, point{p.Text, word, p.Probability})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(object)
}
