package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"quizbot/internal/platformlint"
	"quizbot/internal/term"
	"quizbot/questions"
	"quizbot/questions/lint"
	"quizbot/questions/source"
	"quizbot/quiz"
)

// bankLintCmd finds errors in banks, and what else is worth a warning.
type bankLintCmd struct {
	Paths  []string `arg:"" name:"path" help:"A file, a folder or a pattern; each is one bank."`
	Format string   `enum:"text,json,github" default:"text" help:"text for people, json for programs, github for annotations in a pull request."`
	Since  string   `placeholder:"PATH" help:"An earlier version of the bank: questions whose id changed since are errors."`
	For    string   `placeholder:"PLATFORM" enum:"slack,discord," default:"" help:"Warn of what is split, shortened or not shown there: slack or discord."`
	ReadAs string   `placeholder:"FORMAT" help:"The format of the files, where it is not recognised: ${formats}."`
}

// Help is shown by bank lint --help.
func (bankLintCmd) Help() string {
	return "The exit status is 1 where there are errors; warnings alone are none.\n\nExample:\n  quizbot bank lint banks/python/\n  git worktree add /tmp/before main && quizbot bank lint banks/ --since /tmp/before/banks/"
}

// findings are the problems of banks, and a summary of their questions.
type findings struct {
	Problems []source.Diagnostic `json:"problems"`
	Summary  questions.Summary   `json:"summary"`
}

// errFindings ends a check that found errors and has printed them.
var errFindings = errors.New("")

func (c *bankLintCmd) run(_ context.Context, s streams) error {
	if c.Since != "" && len(c.Paths) != 1 {
		return usageError{errors.New("--since compares one bank with an earlier version of it: name one path")}
	}
	f := findings{Problems: []source.Diagnostic{}}
	var all []quiz.Question
	for _, path := range c.Paths {
		bank, err := loadBank(path, c.ReadAs, s.stderr)
		if err != nil {
			return err
		}
		var since *questions.Bank
		if c.Since != "" {
			if since, err = questions.Load(questions.Spec{Name: bank.Name, Path: c.Since, Format: c.ReadAs}); err != nil {
				return err
			}
		}
		f.Problems = append(f.Problems, lint.Check(bank, since)...)
		if c.For != "" {
			more, err := platformlint.Check(c.For, bank.Questions)
			if err != nil {
				return err
			}
			f.Problems = append(f.Problems, more...)
		}
		all = append(all, bank.Questions...)
	}
	f.Summary = questions.Summarize(all)
	if err := c.write(s.stdout, &f); err != nil {
		return err
	}
	if f.errorCount() > 0 {
		return errFindings
	}
	return nil
}

func (f *findings) errorCount() int {
	n := 0
	for _, p := range f.Problems {
		if p.Severity == source.Error {
			n++
		}
	}
	return n
}

func (c *bankLintCmd) write(w io.Writer, f *findings) error {
	switch c.Format {
	case "json":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(f)
	case "github":
		return writeAnnotations(w, f)
	}
	for _, p := range f.Problems {
		if _, err := fmt.Fprintf(w, "%s (%s)\n", term.Printable(p.String()), p.Code); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, f.String())
	return err
}

// String returns the summary in one line.
func (f *findings) String() string {
	s := f.Summary
	wrong := f.errorCount()
	return fmt.Sprintf("%s, %d with an answer, %d graded by the program, %s until the bank repeats; %s, %s",
		pluralize(s.Questions, "question"), s.Answered, s.Gradable, pluralize(s.Days, "day"), pluralize(wrong, "error"), pluralize(len(f.Problems)-wrong, "warning"))
}

// writeAnnotations writes the problems as annotations of a pull request.
func writeAnnotations(w io.Writer, f *findings) error {
	for _, p := range f.Problems {
		if err := writeAnnotation(w, annotation{string(p.Severity), p.File, p.Line, max(p.Column, 1), p.Code, p.Message}); err != nil {
			return err
		}
	}
	return writeNotice(w, f.String())
}

// annotation is a remark at a place of a pull request. Without a line it is about the file, and
// without a column about the line.
type annotation struct {
	severity, file string
	line, column   int
	title, message string
}

// writeAnnotation writes a workflow command:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
func writeAnnotation(w io.Writer, a annotation) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	place := "file=" + property.Replace(a.file)
	if a.line > 0 {
		place += fmt.Sprintf(",line=%d", a.line)
		if a.column > 0 {
			place += fmt.Sprintf(",col=%d", a.column)
		}
	}
	_, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", a.severity, place, property.Replace(a.title), escapeWorkflowData(a.message))
	return err
}

// writeNotice writes a remark about the whole run.
func writeNotice(w io.Writer, message string) error {
	_, err := fmt.Fprintf(w, "::notice::%s\n", escapeWorkflowData(message))
	return err
}

// escapeWorkflowData escapes the message of a workflow command.
func escapeWorkflowData(message string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(message)
}
