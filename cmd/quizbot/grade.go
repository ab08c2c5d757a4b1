package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"quizbot/internal/bankgrader"
	"quizbot/internal/term"
	"quizbot/quiz/grading"
)

// gradeCmd grades answers from lines of JSON, or one answer to a question of a bank.
type gradeCmd struct {
	Answer   *string `arg:"" optional:"" help:"With --bank, the answer. Without, it is read from standard input."`
	Bank     string  `placeholder:"PATH" help:"Grade one answer to a question of this bank: a file, a folder or a pattern."`
	Question string  `placeholder:"ID" help:"The question's id, its number in the bank, or words of its title."`
	Round    bool    `help:"Let the answers to one question help each other, as those of a round."`
	Format   string  `enum:"text,json," default:"" help:"With --bank: text for people, json for programs."`
	Model    string  `placeholder:"FILE" help:"Grade with another fitted table."`
	ReadAs   string  `placeholder:"FORMAT" help:"The format of the bank's files, where it is not recognised: ${formats}."`
}

// Help is shown by grade --help.
func (gradeCmd) Help() string {
	return `For bank writers: what the program makes of an answer, point by point. Members'
answers are graded in the same way when a round closes.

Without --bank it reads a line of JSON for each answer, all of them before it grades:
  {"id": "1", "question": "…", "reference": "…", "points": ["…"], "answer": "…"}
Without points they are derived from the reference. "terms" may be the bank's, a list of lists. It
writes a line for each answer:
  {"id", "score", "band", "confidence", "met", "missed", "contradicted", "quotes", "probabilities", "reasons"}
Indexes of points count from 0. A contradicted point is also missed, and one that is neither met nor
missed is undecided. The score is null if the band is unsure.

Example:
  quizbot grade --bank banks/python.md --question closures "A function that keeps its variables."
  quizbot grade < answers.jsonl > grades.jsonl`
}

func (c *gradeCmd) run(ctx context.Context, s streams) error {
	if err := c.checkUsage(); err != nil {
		return usageError{err}
	}
	grader, err := loadGrader(c.Model)
	if err != nil {
		return err
	}
	if c.Bank != "" {
		return c.gradeTyped(s, grader)
	}
	return c.gradeLines(ctx, s, grader)
}

// checkUsage returns an error for options that do not go together.
func (c *gradeCmd) checkUsage() error {
	switch {
	case c.Bank != "" && c.Question == "":
		return errors.New("--bank grades an answer to one question: name it with --question (see quizbot grade --help)")
	case c.Bank != "" && c.Round:
		return errors.New("--round is for several answers, and --bank grades one: leave one of them out")
	case c.Bank != "":
		return nil
	case c.Question != "":
		return errors.New("--question names a question of a bank: name the bank with --bank (see quizbot grade --help)")
	case c.Answer != nil:
		return errors.New("an answer needs its question: name it with --bank and --question, or send lines of JSON to standard input (see quizbot grade --help)")
	case c.Format == "text":
		return errors.New("lines of JSON are answered by lines of JSON: --format text goes with --bank (see quizbot grade --help)")
	case c.ReadAs != "":
		return errors.New("--read-as is the format of a bank: name the bank with --bank (see quizbot grade --help)")
	}
	return nil
}

// loadGrader returns the grader, with the fitted table of a file if one is named.
func loadGrader(model string) (grading.Offline, error) {
	if model == "" {
		return grading.Offline{}, nil
	}
	table, err := os.ReadFile(model)
	if err != nil {
		return grading.Offline{}, err
	}
	grader, err := grading.NewOffline(table)
	if err != nil {
		return grading.Offline{}, fmt.Errorf("%s: %w: name a file that the fitting program wrote", model, err)
	}
	return grader, nil
}

// gradeLines grades the lines of JSON on standard input.
func (c *gradeCmd) gradeLines(ctx context.Context, s streams, grader grading.Offline) error {
	if isTerminal(s.stdin) {
		if _, err := fmt.Fprintln(s.stderr, "Type a line of JSON for each answer, then Ctrl-D. quizbot grade --help shows such a line."); err != nil {
			return err
		}
	}
	lines, err := bankgrader.ReadLines(s.stdin)
	if err != nil {
		return err
	}
	bar := term.StartProgress(s.stderr, "grading")
	defer bar.Stop()
	return lines.Write(ctx, s.stdout, grader, c.Round, bar.Report)
}

// isTerminal reports whether a reader is a terminal.
func isTerminal(r io.Reader) bool {
	file, ok := r.(*os.File)
	return ok && term.IsTerminal(file)
}
