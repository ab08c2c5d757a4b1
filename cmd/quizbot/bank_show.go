package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"quizbot/internal/term"
	"quizbot/questions/lint"
	"quizbot/quiz"
	"quizbot/quiz/keypoints"
)

// bankShowCmd shows one question of a bank.
type bankShowCmd struct {
	ID     string   `arg:"" help:"The question's id, or its number in the bank."`
	Paths  []string `arg:"" name:"path" help:"A file, a folder or a pattern."`
	Format string   `enum:"text,json" default:"text" help:"text for people, json for programs."`
	ReadAs string   `placeholder:"FORMAT" help:"The format of the files, where it is not recognised: ${formats}."`
}

// Help is shown by bank show --help.
func (bankShowCmd) Help() string { return "Example:\n  quizbot bank show 3 banks/python.md" }

func (c *bankShowCmd) run(_ context.Context, s streams) error {
	list, err := loadQuestions(c.Paths, c.ReadAs, io.Discard)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(q quiz.Question) bool { return string(q.ID) == c.ID })
	if i < 0 {
		i = slices.IndexFunc(list, func(q quiz.Question) bool { return strconv.Itoa(q.Number) == c.ID })
	}
	if i < 0 {
		return fmt.Errorf("no question has the id or number %q: quizbot bank list %s shows them", c.ID, strings.Join(c.Paths, " "))
	}
	if c.Format == "json" {
		return writeJSON(s.stdout, []shownQuestion{newShownQuestion(&list[i])})
	}
	_, err = io.WriteString(s.stdout, term.Printable(describeQuestion(&list[i])))
	return err
}

// shownQuestion is a question with the key points that are derived from its reference.
type shownQuestion struct {
	quiz.Question
	Derived *derivedPoints `json:"derived_key_points,omitempty"`
}

// derivedPoints are the derived key points of a question. From is the text that most of them come
// from, or the reason for none.
type derivedPoints struct {
	From   keypoints.Why     `json:"from"`
	Points []keypoints.Point `json:"points"`
}

func newShownQuestion(q *quiz.Question) shownQuestion {
	shown := shownQuestion{Question: *q}
	if points, why := q.DerivePoints(); why != "" {
		shown.Derived = &derivedPoints{why, append([]keypoints.Point{}, points...)}
	}
	return shown
}

// describeQuestion returns a question with all its fields as Markdown.
func describeQuestion(q *quiz.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d\nid: %s\n", q.Source.File, q.Source.Line, q.ID)
	for _, f := range [][2]string{{"section", q.Section}, {"difficulty", q.Difficulty}, {"language", q.Language}, {"tags", strings.Join(q.Tags, ", ")}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	for _, group := range q.Terms {
		fmt.Fprintf(&b, "terms: %s\n", strings.Join(group, " = "))
	}
	fmt.Fprintf(&b, "\n## %s\n", q.Title)
	writeParagraph(&b, q.Body)
	for i, choice := range q.Choices {
		mark := " "
		if choice.Correct {
			mark = "x"
		}
		fmt.Fprintf(&b, "\n- [%s] %s. %s", mark, quiz.ChoiceLetter(i), strings.ReplaceAll(choice.Text, "\n", "\n      "))
	}
	if len(q.Choices) > 0 {
		b.WriteString("\n")
	}
	writeParagraph(&b, q.Answer)
	writeList(&b, "Accept", q.Accept)
	writeList(&b, "Key points", q.KeyPoints)
	writeDerivedPoints(&b, q)
	if q.Hint != "" {
		fmt.Fprintf(&b, "\nHint: %s\n", q.Hint)
	}
	writeList(&b, "Links", q.Links)
	var samples []string
	for _, s := range q.Samples {
		samples = append(samples, string(s.Band)+": "+strings.ReplaceAll(s.Answer, "\n", "\n  "))
	}
	writeList(&b, "Samples", samples)
	return b.String()
}

// writeDerivedPoints writes the key points derived from the reference, or the reason for none.
func writeDerivedPoints(b *strings.Builder, q *quiz.Question) {
	points, why := q.DerivePoints()
	texts := make([]string, len(points))
	for i, p := range points {
		texts[i] = p.Text
	}
	writeList(b, "Key points (derived from the reference)", texts)
	if why.None() {
		fmt.Fprintf(b, "\nKey points: none, because %s\n", lint.ExplainNoPoints(why))
	}
}

func writeList(b *strings.Builder, name string, items []string) {
	if len(items) > 0 {
		fmt.Fprintf(b, "\n%s:\n\n- %s\n", name, strings.Join(items, "\n- "))
	}
}

func writeParagraph(b *strings.Builder, text string) {
	if text != "" {
		b.WriteString("\n" + text + "\n")
	}
}
