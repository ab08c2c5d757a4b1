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

	"quizbot/internal/term"
	"quizbot/questions"
	"quizbot/quiz"
)

// bankCmd holds the commands about banks.
type bankCmd struct {
	List    bankListCmd    `cmd:"" help:"List the questions of banks."`
	Show    bankShowCmd    `cmd:"" help:"Show one question of a bank, with its answer."`
	Lint    bankLintCmd    `cmd:"" help:"Look for what is wrong in banks, with file and line."`
	Test    bankTestCmd    `cmd:"" help:"Grade the sample answers of banks, and compare with the grades that they should have."`
	Convert bankConvertCmd `cmd:"" help:"Write banks in another format."`
}

// Help is shown by bank --help.
func (bankCmd) Help() string {
	return "A bank is a file of questions, a folder of such files, or a pattern of their names.\n\nExample:\n  quizbot bank list banks/python/"
}

// bankListCmd lists the questions of banks.
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
	list, err := loadQuestions(c.Paths, c.ReadAs, s.stderr)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(q quiz.Question) bool { return !c.matches(&q) })
	if c.Format == "json" {
		return writeJSON(s.stdout, list)
	}
	return writeTable(s.stdout, list)
}

// matches reports whether a question passes the filters.
func (c *bankListCmd) matches(q *quiz.Question) bool {
	return (c.Tag == "" || slices.ContainsFunc(q.Tags, func(t string) bool { return strings.EqualFold(t, c.Tag) })) &&
		strings.Contains(strings.ToLower(q.Section), strings.ToLower(c.Section)) &&
		(c.Difficulty == "" || strings.EqualFold(q.Difficulty, c.Difficulty)) &&
		(c.Language == "" || strings.EqualFold(q.Language, c.Language)) &&
		(!c.Unanswered || !q.HasAnswer())
}

// loadQuestions reads the questions of several banks.
func loadQuestions(paths []string, format string, stderr io.Writer) ([]quiz.Question, error) {
	list := []quiz.Question{}
	for _, path := range paths {
		bank, err := loadAndReport(path, format, stderr)
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

// loadAndReport reads one bank, and prints the problems in it.
func loadAndReport(path, format string, stderr io.Writer) (*questions.Bank, error) {
	return loadNamedAndReport(questions.NameOf(path), path, format, stderr)
}

// loadNamedAndReport is loadAndReport of a bank with another name than that of its path.
func loadNamedAndReport(name, path, format string, stderr io.Writer) (*questions.Bank, error) {
	bank, err := loadNamedBank(name, path, format, stderr)
	if err != nil {
		return nil, err
	}
	for _, p := range bank.Diagnostics {
		if _, err := fmt.Fprintln(stderr, term.Printable(p.String())); err != nil {
			return nil, err
		}
	}
	return bank, nil
}

// loadBank reads one bank under the name of its path.
func loadBank(path, format string, stderr io.Writer) (*questions.Bank, error) {
	return loadNamedBank(questions.NameOf(path), path, format, stderr)
}

// loadNamedBank reads one bank, with its progress on a terminal. It collects garbage four times as often
// as usual: these commands hold a bank and little else, and a bank may be large.
func loadNamedBank(name, path, format string, stderr io.Writer) (*questions.Bank, error) {
	const gcPercent = 25 // of the memory in use
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	bar := term.StartProgress(stderr, "reading")
	defer bar.Stop()
	bank, err := questions.Load(questions.Spec{Name: name, Path: path, Format: format, Progress: bar.Report})
	if errors.Is(err, questions.ErrFormat) {
		return nil, usageError{err}
	}
	return bank, err
}

func writeJSON[Q any](w io.Writer, list []Q) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}

// maxTitleWidth is the number of columns for a title.
const maxTitleWidth = 60

// writeTable writes an aligned line for each question.
func writeTable(w io.Writer, list []quiz.Question) error {
	rows := [][]string{{"NO", "ID", "ANSWER", "DIFFICULTY", "TITLE"}}
	answered := 0
	for i := range list {
		q := &list[i]
		if q.HasAnswer() {
			answered++
		}
		rows = append(rows, []string{strconv.Itoa(q.Number), string(q.ID), answerKind(q), q.Difficulty, term.Truncate(term.Printable(q.Title), maxTitleWidth)})
	}
	for _, line := range term.AlignColumns(rows) {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s, %d with an answer\n", pluralize(len(list), "question"), answered)
	return err
}

// pluralize returns a number of things in words.
func pluralize(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// answerKind names the kind of answer that a question takes, in a word.
func answerKind(q *quiz.Question) string {
	switch {
	case !q.HasAnswer():
		return "-"
	case len(q.RightChoices()) > 0:
		return "choice"
	case len(q.Accept) > 0:
		return "short"
	}
	return "open"
}
