package external

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quizbot/quiz/grading"
)

// Bounds of the output: of a line, and of all lines for an answer.
const (
	maxLine      = 1 << 20
	maxPerAnswer = 64 << 10
)

// taskLine is an answer as "quizbot grade" reads it.
type taskLine struct {
	ID        string     `json:"id"`
	Question  string     `json:"question"`
	Reference string     `json:"reference"`
	Points    []string   `json:"points"`
	Terms     [][]string `json:"terms,omitempty"`
	Answer    string     `json:"answer"`
}

// gradeLine is the part of the output of "quizbot grade" that counts.
type gradeLine struct {
	ID            *string        `json:"id"`
	Met           []int          `json:"met"`
	Missed        []int          `json:"missed"`
	Contradicted  []int          `json:"contradicted"`
	Quotes        map[int]string `json:"quotes"`
	Probabilities []float64      `json:"probabilities"`
}

// input returns the lines for the open answers, in the order of their replies.
func (r *round) input() ([]byte, error) {
	var lines []byte
	for _, i := range slices.Sorted(maps.Keys(r.open)) {
		line, err := json.Marshal(taskLine{
			ID: strconv.Itoa(i), Question: r.task.Question, Reference: r.task.Reference, Points: r.task.Points, Terms: r.task.Terms, Answer: r.open[i],
		})
		if err != nil {
			return nil, err
		}
		lines = append(append(lines, line...), '\n')
	}
	return lines, nil
}

// take reads a line of output. The function that it returns passes the grade on.
func (r *round) take(line []byte) (found func() error, err error) {
	var g gradeLine
	if err := json.Unmarshal(line, &g); err != nil {
		return nil, wordJSONError(err)
	}
	if g.ID == nil {
		return nil, errors.New(`lacks "id"`)
	}
	i, err := strconv.Atoi(*g.ID)
	answer, known := r.open[i]
	if err != nil || !known {
		return nil, errors.New("has the id of no answer that lacks a grade")
	}
	verdicts, err := g.verdicts(len(r.task.Points), answer)
	if err != nil {
		return nil, err
	}
	delete(r.open, i)
	return func() error { return r.found(i, grading.FromVerdicts(verdicts)) }, nil
}

// wordJSONError returns an error without any text of the line, which may be an answer's.
func wordJSONError(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return fmt.Errorf("has %q of another type", wrong.Field)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("isn't JSON (%w)", syntax)
	}
	return errors.New("isn't a grade in JSON")
}

// verdicts returns the verdicts on all points. Quotes that are not in the answer are dropped.
func (g *gradeLine) verdicts(points int, answer string) ([]grading.PointVerdict, error) {
	states := make([]grading.State, points)
	for _, set := range []struct {
		name    string
		indexes []int
		from    grading.State
		to      grading.State
	}{
		{"met", g.Met, grading.Undecided, grading.Met},
		{"missed", g.Missed, grading.Undecided, grading.Missed},
		{"contradicted", g.Contradicted, grading.Missed, grading.Contradicted},
	} {
		for _, i := range set.indexes {
			switch {
			case i < 0 || i >= points:
				return nil, fmt.Errorf("has %d in %q, and points count from 0 to %d", i, set.name, points-1)
			case states[i] != set.from && set.to == grading.Contradicted:
				return nil, fmt.Errorf("has %d in %q and not in %q", i, set.name, "missed")
			case states[i] != set.from:
				return nil, fmt.Errorf("has %d in %q, and once more", i, set.name)
			}
			states[i] = set.to
		}
	}
	if n := len(g.Probabilities); n != 0 && n != points {
		return nil, fmt.Errorf("has %d probabilities for %d points", n, points)
	}
	var list []grading.PointVerdict
	for i, state := range states {
		quote := g.Quotes[i]
		if state != grading.Met && state != grading.Contradicted || strings.TrimSpace(quote) == "" || !strings.Contains(answer, quote) {
			quote = ""
		}
		v := grading.NewVerdict(state, quote)
		if len(g.Probabilities) > 0 {
			v = v.WithProbability(g.Probabilities[i])
		}
		list = append(list, v)
	}
	return list, nil
}
