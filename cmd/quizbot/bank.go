package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/questions"
	"quizbot/quiz"

	"github.com/mattn/go-runewidth"
)

// bankCmd holds the commands about banks.
type bankCmd struct {
	List    bankListCmd    `cmd:"" help:"List the questions of banks."`
	Show    bankShowCmd    `cmd:"" help:"Show one question of a bank, with its answer."`
	Lint    bankLintCmd    `cmd:"" help:"Look for what is wrong in banks, with file and line."`
	Convert bankConvertCmd `cmd:"" help:"Write banks in another format."`
}

// Help is shown by bank --help.
func (bankCmd) Help() string {
	return "A bank is a file of questions, a folder of such files, or a pattern of their names.\n\nExample:\n  quizbot bank list banks/python/"
}

// bankListCmd lists questions.
type bankListCmd struct {
	Paths      []string `arg:"" name:"path" help:"A file, a folder or a pattern; each is one bank."`
	Format     string   `enum:"text,json" default:"text" help:"text for people, json for programs."`
	Tag        string   `help:"Only questions with this tag."`
	Section    string   `help:"Only questions of a section whose path contains this."`
	Difficulty string   `help:"Only questions of this difficulty."`
	Language   string   `help:"Only questions in this language, such as en or zh-CN."`
	Unanswered bool     `help:"Only questions without an answer."`
	ReadAs     string   `placeholder:"FORMAT" help:"The format of the files, where it is not recognised: ${formats}."`
}

// Help is shown by bank list --help.
func (bankListCmd) Help() string {
	return "What was not understood is said on standard error, with file and line.\n\nExample:\n  quizbot bank list banks/python/ --tag concurrency"
}

func (c *bankListCmd) run(_ context.Context, s streams) error {
	list, err := loadAll(c.Paths, c.ReadAs, s.stderr)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(q quiz.Question) bool { return !c.wants(&q) })
	if c.Format == "json" {
		return writeJSON(s.stdout, list)
	}
	return writeTable(s.stdout, list)
}

// wants reports whether a question passes the filters.
func (c *bankListCmd) wants(q *quiz.Question) bool {
	return (c.Tag == "" || slices.ContainsFunc(q.Tags, func(t string) bool { return strings.EqualFold(t, c.Tag) })) &&
		strings.Contains(strings.ToLower(q.Section), strings.ToLower(c.Section)) &&
		(c.Difficulty == "" || strings.EqualFold(q.Difficulty, c.Difficulty)) &&
		(c.Language == "" || strings.EqualFold(q.Language, c.Language)) &&
		(!c.Unanswered || !q.Answered())
}

// loadAll reads the questions of several banks.
func loadAll(paths []string, format string, stderr io.Writer) ([]quiz.Question, error) {
	list := []quiz.Question{}
	for _, path := range paths {
		bank, err := loadBank(path, format, stderr)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			list = bank.Questions // the only bank, mostly: there is no need for a copy
			continue
		}
		list = append(list, bank.Questions...)
	}
	return list, nil
}

// loadBank reads one bank, and says what was not understood.
func loadBank(path, format string, stderr io.Writer) (*questions.Bank, error) {
	bank, err := load(path, format, stderr)
	if err != nil {
		return nil, err
	}
	for _, p := range bank.Diagnostics {
		if _, err := fmt.Fprintln(stderr, printable(p.String())); err != nil {
			return nil, err
		}
	}
	return bank, nil
}

// load reads one bank, and shows on a terminal how far it is. What is left over from reading is collected four
// times as often as usual: these commands hold a bank and little else, which may be large.
func load(path, format string, stderr io.Writer) (*questions.Bank, error) {
	const often = 25 // percent of what is in use
	defer debug.SetGCPercent(debug.SetGCPercent(often))
	bar := newProgress(stderr, "reading")
	defer bar.stop()
	bank, err := questions.Load(questions.Spec{Name: questions.NameOf(path), Path: path, Format: format, Progress: bar.tell})
	if errors.Is(err, questions.ErrFormat) {
		return nil, misuseError{err}
	}
	return bank, err
}

func writeJSON(w io.Writer, list []quiz.Question) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}

// maxTitle is how many columns of a title a line shows.
const maxTitle = 60

// writeTable writes a line for each question, in columns that align whatever the width of their characters.
func writeTable(w io.Writer, list []quiz.Question) error {
	rows := [][]string{{"NO", "ID", "ANSWER", "DIFFICULTY", "TITLE"}}
	answered := 0
	for i := range list {
		q := &list[i]
		if q.Answered() {
			answered++
		}
		rows = append(rows, []string{strconv.Itoa(q.Number), string(q.ID), answerKind(q), q.Difficulty, runewidth.Truncate(printable(q.Title), maxTitle, "…")})
	}
	for _, line := range align(rows) {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s, %d with an answer\n", count(len(list), "question"), answered)
	return err
}

// count is a number of things in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// answerKind says in a word how a question is answered.
func answerKind(q *quiz.Question) string {
	switch {
	case !q.Answered():
		return "-"
	case len(q.Right()) > 0:
		return "choice"
	case len(q.Accept) > 0:
		return "short"
	}
	return "open"
}

// align pads the columns of rows, the last one not.
func align(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	var lines []string
	for _, r := range rows {
		var b strings.Builder
		for i, cell := range r[:len(r)-1] {
			b.WriteString(runewidth.FillRight(cell, widths[i]+2))
		}
		lines = append(lines, b.String()+r[len(r)-1])
	}
	return lines
}

// bankShowCmd shows one question.
type bankShowCmd struct {
	ID     string   `arg:"" help:"The question's id, or its number in the bank."`
	Paths  []string `arg:"" name:"path" help:"A file, a folder or a pattern."`
	Format string   `enum:"text,json" default:"text" help:"text for people, json for programs."`
	ReadAs string   `placeholder:"FORMAT" help:"The format of the files, where it is not recognised: ${formats}."`
}

// Help is shown by bank show --help.
func (bankShowCmd) Help() string { return "Example:\n  quizbot bank show 3 banks/python.md" }

func (c *bankShowCmd) run(_ context.Context, s streams) error {
	list, err := loadAll(c.Paths, c.ReadAs, io.Discard)
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
		return writeJSON(s.stdout, list[i:i+1])
	}
	_, err = io.WriteString(s.stdout, printable(describe(&list[i])))
	return err
}

// printable is text without the signs that would command a terminal or turn the direction of what follows,
// which a bank of strangers may hold.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n', c == '\t':
			return c
		case unicode.IsControl(c), c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
			return utf8.RuneError
		}
		return c
	}, text)
}

// describe is a question as Markdown, with everything that is known of it.
func describe(q *quiz.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d\nid: %s\n", q.Source.File, q.Source.Line, q.ID)
	for _, f := range [][2]string{{"section", q.Section}, {"difficulty", q.Difficulty}, {"language", q.Language}, {"tags", strings.Join(q.Tags, ", ")}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	fmt.Fprintf(&b, "\n## %s\n", q.Title)
	paragraph(&b, q.Body)
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
	paragraph(&b, q.Answer)
	list(&b, "Accept", q.Accept)
	list(&b, "Key points", q.KeyPoints)
	if q.Hint != "" {
		fmt.Fprintf(&b, "\nHint: %s\n", q.Hint)
	}
	list(&b, "Links", q.Links)
	return b.String()
}

func list(b *strings.Builder, name string, items []string) {
	if len(items) > 0 {
		fmt.Fprintf(b, "\n%s:\n\n- %s\n", name, strings.Join(items, "\n- "))
	}
}

func paragraph(b *strings.Builder, text string) {
	if text != "" {
		b.WriteString("\n" + text + "\n")
	}
}
