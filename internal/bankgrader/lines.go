package bankgrader

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"quizbot/quiz/grading"
)

// MaxLine is the length of the longest line of input, in bytes.
const MaxLine = 1 << 20

// batch is the number of answers that are graded between two reports of progress.
const batch = 64

// inputLine is a line of input. Pointers tell a missing field from an empty one.
type inputLine struct {
	ID        *string    `json:"id"`
	Question  *string    `json:"question"`
	Reference *string    `json:"reference"`
	Points    []string   `json:"points"`
	Terms     [][]string `json:"terms"`
	Answer    *string    `json:"answer"`
}

// Lines are the answers of an input, by their tasks.
type Lines struct {
	tasks []task
	count int
}

// task is a task with its answers.
type task struct {
	grading.Task
	ids, answers []string
	places       []int // in the input, counted from 0
}

// ReadLines reads lines of JSON to their end. An error names the first line that is wrong.
func ReadLines(r io.Reader) (*Lines, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 1<<16), MaxLine+1)
	lines, known, n := &Lines{}, map[[sha256.Size]byte]int{}, 0
	for scanner.Scan() {
		n++
		line := bytes.TrimSpace(bytes.TrimPrefix(scanner.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		in, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d %w", n, err)
		}
		lines.add(in, known)
	}
	if errors.Is(scanner.Err(), bufio.ErrTooLong) {
		return nil, fmt.Errorf("line %d is longer than 1 MB: write one answer a line, and shorten it", n+1)
	}
	return lines, scanner.Err()
}

// example is a line as it should be.
const example = `{"id": "1", "question": "…", "reference": "…", "answer": "…"}`

// parseLine parses a line. The error goes on behind the line's number.
func parseLine(line []byte) (in inputLine, err error) {
	err = json.Unmarshal(line, &in)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		want := "text"
		switch {
		case wrong.Field == "":
			return in, fmt.Errorf("is of the type %s and should be an object: write it like  %s", wrong.Value, example)
		case strings.HasPrefix(wrong.Field, "terms"):
			want = "a list of lists of texts"
		case strings.HasPrefix(wrong.Field, "points"):
			want = "a list of texts"
		}
		return in, fmt.Errorf("has %q of the type %s, which should be %s: correct it and send all lines again", wrong.Field, wrong.Value, want)
	}
	if err != nil {
		return in, fmt.Errorf("isn't JSON (%w): write an object a line, like  %s", err, example)
	}
	for _, f := range []struct {
		name  string
		value *string
	}{{"id", in.ID}, {"question", in.Question}, {"reference", in.Reference}, {"answer", in.Answer}} {
		if f.value == nil {
			return in, fmt.Errorf("lacks %q: write it like  %s", f.name, example)
		}
	}
	return in, nil
}

// add adds an answer to its task, which may be known.
func (l *Lines) add(in inputLine, known map[[sha256.Size]byte]int) {
	hash := sha256.New()
	for _, part := range append([]string{*in.Question, *in.Reference, fmt.Sprintf("%q", in.Terms)}, in.Points...) {
		_, _ = fmt.Fprintf(hash, "%d %s", len(part), part)
	}
	key := [sha256.Size]byte(hash.Sum(nil))
	i, ok := known[key]
	if !ok {
		i = len(l.tasks)
		known[key] = i
		l.tasks = append(l.tasks, task{Task: grading.Task{Question: *in.Question, Reference: *in.Reference, Points: in.Points, Terms: in.Terms}})
	}
	t := &l.tasks[i]
	t.ids, t.answers, t.places = append(t.ids, *in.ID), append(t.answers, *in.Answer), append(t.places, l.count)
	l.count++
}

// Write grades all answers and writes a line of JSON for each, in the order of the input. With
// round, the answers to a task help each other. report is told of the progress.
func (l *Lines) Write(ctx context.Context, w io.Writer, o grading.Offline, round bool, report func(done, total int64)) error {
	graded, done := make([][]byte, l.count), 0
	for i := range l.tasks {
		t := &l.tasks[i]
		size := batch
		if round {
			size = len(t.answers)
		}
		for from := 0; from < len(t.answers); from += size {
			if err := ctx.Err(); err != nil {
				return err
			}
			to := min(from+size, len(t.answers))
			for k, a := range o.Assess(t.Task, t.answers[from:to], round) {
				line, err := json.Marshal(NewResult(t.ids[from+k], newVerdict(a, nil, false)))
				if err != nil {
					return err
				}
				graded[t.places[from+k]] = line
			}
			done += to - from
			report(int64(done), int64(l.count))
		}
		l.tasks[i] = task{}
	}
	out := bufio.NewWriter(w)
	for _, line := range graded {
		_, _ = out.Write(append(line, '\n')) // the error comes back from Flush
	}
	return out.Flush()
}
