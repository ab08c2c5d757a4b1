// Score fits the table of quiz/grading/score to graded answers, and measures it.
//
//	go run ./internal/testing/gradefit/score -fit a.tsv,b.tsv -out table.json
//	go run ./internal/testing/gradefit/score -bench a.tsv
//
// A file has the columns qid, question, reference and answer, and score from 0 up, or label with
// correct for right answers. Its cells are separated by tabs. A name with @0 or @1 at its end
// stands for half of the file's questions.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	fitted := flags.String("fit", "", "files to fit a table to, separated by commas")
	out := flags.String("out", "", "file for the table")
	about := flags.String("about", "", "what the table is fitted on, for its head")
	ridge := flags.Float64("ridge", 3000, "weight of the usual curves against the data; a file weighs 1000")
	benched := flags.String("bench", "", "file to measure with its questions held out")
	others := flags.Int("others", 10, "other answers in a round of -bench")
	grades := flags.Int("grades", 5, "grades of people for a question of -bench")
	if err := flags.Parse(args); err != nil {
		return err
	}
	t := &fitter{ridge: *ridge}
	switch {
	case *benched != "":
		b := bench{fitter: t, others: *others, grades: *grades}
		return b.run(*benched, os.Stdout)
	case *fitted == "" || *out == "":
		return errors.New("give -fit and -out, or -bench")
	}
	var train []example
	for path := range strings.SplitSeq(*fitted, ",") {
		answers, err := readAnswers(path)
		if err != nil {
			return err
		}
		train = append(train, newExamples(answers)...)
	}
	return t.write(train, *about, *out)
}

// write fits a model and writes its table.
func (t *fitter) write(train []example, about, path string) error {
	model := t.fit(train)
	model.FittedOn = about
	for i := range model.Curves {
		for k, r := range model.Curves[i].Rise {
			model.Curves[i].Rise[k] = math.Round(r*1e4) / 1e4
		}
	}
	content, err := json.Marshal(model)
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(content, '\n'), 0o644)
}
