package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// writtenFiles holds questions with answers that were written for this program, a question a line.
//
//go:embed testdata/written*.jsonl
var writtenFiles embed.FS

// writtenQuestion is a line of such a file.
type writtenQuestion struct {
	ID        string          `json:"id"`
	Lang      string          `json:"lang"`
	Question  string          `json:"question"`
	Reference string          `json:"reference"`
	Points    []string        `json:"points"`
	Answers   []writtenAnswer `json:"answers"`
}

type writtenAnswer struct {
	Kind   string   `json:"kind"`
	Trap   string   `json:"trap"`
	Answer string   `json:"answer"`
	Met    string   `json:"met"`
	Quotes []string `json:"quotes"`
	Band   string   `json:"band"`
}

// loadWritten reads the files of fsys that match a pattern.
func loadWritten(fsys fs.FS, pattern string) ([]*answer, error) {
	paths, err := fs.Glob(fsys, pattern)
	if err != nil {
		return nil, err
	}
	var answers []*answer
	for _, path := range paths {
		content, err := fs.ReadFile(fsys, path)
		if err != nil {
			return nil, err
		}
		number := 0
		for line := range strings.Lines(string(content)) {
			number++
			more, err := parseWritten(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, number, err)
			}
			answers = append(answers, more...)
		}
	}
	return answers, nil
}

// parseWritten returns the answers of a line.
func parseWritten(line string) ([]*answer, error) {
	var w writtenQuestion
	if err := json.Unmarshal([]byte(line), &w); err != nil {
		return nil, fmt.Errorf("%w: write one JSON object a line", err)
	}
	if w.ID == "" || w.Lang == "" || w.Question == "" || len(w.Points) == 0 {
		return nil, fmt.Errorf("id, lang, question or points is missing: write all four")
	}
	q := &question{id: w.ID, lang: w.Lang, text: w.Question, reference: w.Reference, points: w.Points, written: true}
	answers := make([]*answer, len(w.Answers))
	for i, text := range w.Answers {
		a := &answer{
			question: q, id: fmt.Sprintf("%s/%d", q.id, i+1), kind: text.Kind, trap: text.Trap,
			text: text.Answer, met: text.Met, quotes: text.Quotes, band: text.Band,
		}
		if a.trap == "" {
			a.trap = trapNone
		}
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("answer %d: %w", i+1, err)
		}
		answers[i] = a
	}
	return answers, nil
}
