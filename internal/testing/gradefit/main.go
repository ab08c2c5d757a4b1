// Command gradefit fits the table by which the grader tells whether an answer meets a key point, and
// measures it. It learns from answers that were written for it (testdata), from synthetic ones, and
// from labelled answers if a folder with points.tsv and answers.tsv is given.
//
//	go run ./internal/testing/gradefit fit --out quiz/grading/points.json
//	go run ./internal/testing/gradefit report
//	go run ./internal/testing/gradefit folds --labels DIR --out TABLES
//	go run ./internal/testing/gradefit held-out --tables TABLES -- quizbot grade
//
// The last one is a grader like the command behind its dashes. It grades every answer with the table
// that never saw the question.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout)
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "gradefit:", err)
		os.Exit(1)
	}
}

// run runs the command that the first argument names.
func run(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	if len(args) == 0 {
		args = []string{""}
	}
	switch args[0] {
	case "fit":
		return runFit(args[1:])
	case "folds":
		return runFolds(args[1:])
	case "held-out":
		return runHeldOut(ctx, args[1:], stdin, stdout)
	case "report":
		return runReport(args[1:], stdout)
	}
	return errors.New("say fit, folds, held-out or report, and --help behind it for its options")
}

func runFit(args []string) error {
	flags := flag.NewFlagSet("fit", flag.ContinueOnError)
	labels := addLabels(flags)
	out := flags.String("out", "", "the table's file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *out == "" {
		return errors.New("fit: name the table's file with --out")
	}
	set, s, err := load(*labels)
	if err != nil {
		return err
	}
	forest := s.fitWithout(set, []map[*question]bool{nil})[0]
	return writeTable(*out, &forest)
}

func runFolds(args []string) error {
	flags := flag.NewFlagSet("folds", flag.ContinueOnError)
	labels := addLabels(flags)
	out := flags.String("out", "", "the folder of the tables, one for each labelled question")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *labels == "" || *out == "" {
		return errors.New("folds: name the labelled answers with --labels, and the folder of the tables with --out")
	}
	set, s, err := load(*labels)
	if err != nil {
		return err
	}
	return writeFolds(set, s, *out)
}

func runHeldOut(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	flags := flag.NewFlagSet("held-out", flag.ContinueOnError)
	tables := flags.String("tables", "", "the folder of the tables that folds wrote")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *tables == "" || flags.NArg() == 0 {
		return errors.New("held-out: name the folder of the tables with --tables, and a grader behind --")
	}
	h := heldOut{dir: *tables, command: flags.Args()}
	return h.run(ctx, stdin, stdout)
}

// Thresholds of the table alone. The grader (quiz/grading) credits a little more: an answer must also
// show words for a point.
const (
	leastMet   = 0.5
	mostMissed = 0.385
)

func runReport(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	labels := addLabels(flags)
	folds := flags.Int("folds", 12, "the folds of the written questions")
	var t thresholds
	flags.Float64Var(&t.Met, "met", leastMet, "the least probability of a point that is called met")
	flags.Float64Var(&t.Missed, "missed", mostMissed, "points of a lower probability are called missed")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *folds < 2 {
		return errors.New("report: at least two folds hold a question out")
	}
	set, s, err := load(*labels)
	if err != nil {
		return err
	}
	r := reportWriter{stdout, set, s, t}
	return r.report(*folds)
}

func addLabels(flags *flag.FlagSet) *string {
	return flags.String("labels", "", "a folder with labelled answers: points.tsv and answers.tsv")
}

// load reads the labelled answers of a folder, if one is named, and the written ones.
func load(labels string) (*dataset, *settings, error) {
	var answers []*answer
	if labels != "" {
		var err error
		if answers, err = loadLabels(labels); err != nil {
			return nil, nil, err
		}
	}
	written, err := loadWritten(writtenFiles, "testdata/written*.jsonl")
	if err != nil {
		return nil, nil, err
	}
	s := shippedSettings(labels != "")
	return newDataset(append(answers, written...), &s), &s, nil
}
