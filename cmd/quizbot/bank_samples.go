package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"quizbot/internal/bankgrader"
	"quizbot/internal/term"
	"quizbot/questions"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/scoring"
)

// bankTestCmd grades the sample answers of banks.
type bankTestCmd struct {
	Paths  []string `arg:"" name:"path" help:"A file, a folder or a pattern; each is one bank."`
	Format string   `enum:"text,json,github" default:"text" help:"text for people, json for programs, github for annotations in a pull request."`
	Model  string   `placeholder:"FILE" help:"Grade with another fitted table."`
	ReadAs string   `placeholder:"FORMAT" help:"The format of the files, where it is not recognised: ${formats}."`
}

// Help is shown by bank test --help.
func (bankTestCmd) Help() string {
	return `Questions may have sample answers, each with the band that its grade should have: full, mostly,
partial, wrong or unsure. Nobody sees them in a channel. In Markdown they are a list:

  Samples:

  - full: A function that keeps the variables of the scope it was made in.
  - wrong: A function without a name.

The exit status is 1 where a grade differs from the expected one.

Example:
  quizbot bank test banks/python/`
}

// sampleReport is the result of testing the sample answers of banks.
type sampleReport struct {
	// Samples and Questions are the numbers of samples and of questions that have some. Without is
	// the number of questions that have none.
	Samples     int                 `json:"samples"`
	Questions   int                 `json:"questions"`
	Without     int                 `json:"without"`
	Differences []sampleDifference  `json:"differences"`
	Problems    []source.Diagnostic `json:"problems"`
	// remedy says how to write samples in the format of the first bank.
	remedy string
}

// sampleDifference is a sample answer whose grade is not the expected one.
type sampleDifference struct {
	File     string            `json:"file"`
	Line     int               `json:"line"`
	ID       quiz.QuestionID   `json:"id"`
	Title    string            `json:"title"`
	Answer   string            `json:"answer"`
	Expected scoring.Band      `json:"expected"`
	Got      scoring.Band      `json:"got"`
	Why      string            `json:"why"`
	Grade    bankgrader.Result `json:"grade"`
}

func (c *bankTestCmd) run(_ context.Context, s streams) error {
	grader, err := loadGrader(c.Model)
	if err != nil {
		return err
	}
	report := sampleReport{Differences: []sampleDifference{}, Problems: []source.Diagnostic{}}
	for _, path := range c.Paths {
		bank, err := loadBank(path, c.ReadAs, s.stderr)
		if err != nil {
			return err
		}
		if err := report.testBank(grader, bank, s.stderr); err != nil {
			return err
		}
	}
	if err := c.write(s.stdout, &report); err != nil {
		return err
	}
	if len(report.Differences)+len(report.Problems) > 0 {
		return errFindings
	}
	return nil
}

// testBank grades the sample answers of a bank.
func (r *sampleReport) testBank(grader grading.Offline, bank *questions.Bank, stderr io.Writer) error {
	bar := term.StartProgress(stderr, "grading")
	defer bar.Stop()
	results := bankgrader.TestBank(grader, bank.Questions, bar.Report)
	for i := range bank.Questions {
		if len(bank.Questions[i].Samples) > 0 {
			r.Questions++
		} else {
			r.Without++
		}
	}
	r.Samples += len(results)
	for i := range results {
		if results[i].AsExpected() {
			continue
		}
		d, err := newDifference(&results[i])
		if err != nil {
			return err
		}
		r.Differences = append(r.Differences, d)
	}
	for _, p := range bank.Diagnostics {
		if p.Code == source.SampleBand || p.Severity == source.Error && len(bank.Questions) == 0 {
			r.Problems = append(r.Problems, p)
		}
	}
	if r.remedy == "" && len(bank.Questions) > 0 {
		r.remedy = bank.Remedies(bank.Questions[0].Source.File).WriteSamples
	}
	return nil
}

func newDifference(r *bankgrader.SampleResult) (sampleDifference, error) {
	at := r.Source()
	why, err := explainDifference(r)
	return sampleDifference{
		File: at.File, Line: at.Line, ID: r.Question.ID, Title: r.Question.Title, Answer: r.Sample.Answer,
		Expected: r.Sample.Band, Got: r.Verdict.Band, Why: why, Grade: bankgrader.NewResult(string(r.Question.ID), r.Verdict),
	}, err
}

// explainDifference names the points that speak for the grade, and its reasons.
func explainDifference(r *bankgrader.SampleResult) (string, error) {
	var parts []string
	for _, p := range r.Explanation() {
		_, word := stateWords(p.State)
		part := word + " " + quoteLine(p.Text)
		if p.Quote != "" && (p.State == grading.Met || p.State == grading.Contradicted) {
			part += " by " + quoteLine(p.Quote)
		}
		parts = append(parts, part)
	}
	reasons, err := reasonSentences(r.Verdict.Reasons)
	return strings.Join(append(parts, reasons...), "; "), err
}

// quoteLine returns the start of a text in quotation marks, in one line.
func quoteLine(s string) string { return text.QuoteShort(strings.Join(strings.Fields(s), " ")) }

// String returns a difference in one line, without its place.
func (d *sampleDifference) String() string {
	s := fmt.Sprintf("%s should be %s and is %s: %s", quoteLine(d.Title), d.Expected, d.Got, quoteLine(d.Answer))
	if d.Why != "" {
		s += " (" + d.Why + ")"
	}
	return s
}

// String returns the summary in one line.
func (r *sampleReport) String() string {
	if r.Samples == 0 && len(r.Problems) == 0 {
		return fmt.Sprintf("none of %s has sample answers: %s", pluralize(r.Without, "question"), r.remedy)
	}
	return fmt.Sprintf("%s of %s, %s without; %s", pluralize(r.Samples, "sample answer"), pluralize(r.Questions, "question"), pluralize(r.Without, "question"),
		pluralize(len(r.Differences)+len(r.Problems), "difference"))
}

func (c *bankTestCmd) write(w io.Writer, r *sampleReport) error {
	switch c.Format {
	case "json":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	case "github":
		return r.writeAnnotations(w)
	}
	for _, p := range r.Problems {
		if _, err := fmt.Fprintf(w, "%s (%s)\n", term.Printable(p.String()), p.Code); err != nil {
			return err
		}
	}
	for i := range r.Differences {
		d := &r.Differences[i]
		if _, err := fmt.Fprintf(w, "%s:%d: %s\n", term.Printable(d.File), d.Line, term.Printable(d.String())); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, r.String())
	return err
}

// writeAnnotations writes the differences as annotations of a pull request.
func (r *sampleReport) writeAnnotations(w io.Writer) error {
	for _, p := range r.Problems {
		if err := writeAnnotation(w, annotation{"error", p.File, p.Line, p.Column, p.Code, p.Message}); err != nil {
			return err
		}
	}
	for i := range r.Differences {
		d := &r.Differences[i]
		if err := writeAnnotation(w, annotation{"error", d.File, d.Line, 0, "sample", d.String()}); err != nil {
			return err
		}
	}
	return writeNotice(w, r.String())
}
