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
	"strconv"
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
	grades := flags.String("grades", "1,2,5,10", "numbers of people's grades for a question of -bench, at most 10 each")
	draws := flags.Int("draws", 5, "choices of the graded answers of -bench, to take the mean of")
	from := flags.String("correction", "", "files that -bench fits corrections to, without the fold (default the built-in one)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	t := &fitter{ridge: *ridge}
	switch {
	case *benched != "":
		b := bench{fitter: t, others: *others, draws: *draws, from: splitList(*from)}
		for _, count := range splitList(*grades) {
			n, err := strconv.Atoi(count)
			if err != nil || n < 1 || n > mostGrades {
				return fmt.Errorf("-grades: %q isn't a number from 1 to %d", count, mostGrades)
			}
			b.counts = append(b.counts, n)
		}
		return b.run(*benched, os.Stdout)
	case *fitted == "" || *out == "":
		return errors.New("give -fit and -out, or -bench")
	}
	return t.write(splitList(*fitted), *about, *out)
}

func splitList(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// write fits a model to files and writes its table.
func (t *fitter) write(paths []string, about, out string) error {
	var train []example
	for _, path := range paths {
		answers, err := readAnswers(path)
		if err != nil {
			return err
		}
		train = append(train, newExamples(answers)...)
	}
	lessons, err := t.readLessons(paths)
	if err != nil {
		return err
	}
	model := t.fit(train)
	model.FittedOn = about
	for i := range model.Curves {
		for k, r := range model.Curves[i].Rise {
			model.Curves[i].Rise[k] = math.Round(r*1e4) / 1e4
		}
	}
	c := fitCorrection(lessons, noFold)
	for _, number := range []*float64{&c.Features, &c.Width, &c.Runs, &c.Doubt} {
		*number = math.Round(*number*1e3) / 1e3
	}
	model.Correction = c
	content, err := json.Marshal(model)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(content, '\n'), 0o644)
}
