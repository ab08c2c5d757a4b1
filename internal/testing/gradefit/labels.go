package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// separator stands between the points and between the quotes of a line.
const separator = "|||"

// loadLabels reads points.tsv and answers.tsv of a folder: tab-separated, without quoting, a header
// line first, line breaks written as \n.
func loadLabels(dir string) ([]*answer, error) {
	questions, err := loadPoints(filepath.Join(dir, "points.tsv"))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "answers.tsv")
	records, err := readTable(path, "qid", "aid", "answer", "band", "met", "quote", "kind")
	if err != nil {
		return nil, err
	}
	answers := make([]*answer, 0, len(records))
	for _, r := range records {
		q := questions[r.fields["qid"]]
		if q == nil {
			return nil, r.errorf("there is no question %q: add it to points.tsv", r.fields["qid"])
		}
		a := &answer{
			question: q, id: q.id + "/" + r.fields["aid"], kind: r.fields["kind"], trap: trapOf(r.fields["aid"]),
			text: r.fields["answer"], met: r.fields["met"], quotes: splitParts(r.fields["quote"]), band: r.fields["band"],
		}
		if err := a.check(); err != nil {
			return nil, r.errorf("%w", err)
		}
		answers = append(answers, a)
	}
	return answers, nil
}

func loadPoints(path string) (map[string]*question, error) {
	records, err := readTable(path, "qid", "lang", "question", "reference", "points")
	if err != nil {
		return nil, err
	}
	questions := map[string]*question{}
	for _, r := range records {
		q := &question{
			id: r.fields["qid"], lang: r.fields["lang"], text: r.fields["question"],
			reference: r.fields["reference"], points: splitParts(r.fields["points"]),
		}
		if questions[q.id] != nil {
			return nil, r.errorf("question %q is listed twice: delete one of the lines", q.id)
		}
		questions[q.id] = q
	}
	return questions, nil
}

// trapOf returns the trap that the last letter of an answer's id tells.
func trapOf(id string) string {
	switch {
	case strings.HasSuffix(id, "o"):
		return trapOver
	case strings.HasSuffix(id, "u"):
		return trapUnder
	}
	return trapNone
}

func splitParts(s string) []string {
	parts := strings.Split(s, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// record is a line of a table, its fields by the names of their columns.
type record struct {
	path   string
	line   int
	fields map[string]string
}

// errorf returns an error that tells the file and the line.
func (r *record) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.path, r.line, fmt.Errorf(format, args...))
}

// readTable reads a table that has at least the given columns.
func readTable(path string, columns ...string) ([]record, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	for _, c := range columns {
		if !slices.Contains(head, c) {
			return nil, fmt.Errorf("%s:1: there is no column %q: the first line lists the columns, separated by tabs", path, c)
		}
	}
	records := make([]record, 0, len(lines)-1)
	for i, line := range lines[1:] {
		r := record{path: path, line: i + 2, fields: map[string]string{}}
		values := strings.Split(line, "\t")
		if len(values) != len(head) {
			return nil, r.errorf(`%d fields in a table of %d columns: separate them by single tabs, and write line breaks as \n`, len(values), len(head))
		}
		for k, v := range values {
			r.fields[head[k]] = strings.ReplaceAll(v, `\n`, "\n")
		}
		records = append(records, r)
	}
	return records, nil
}

// questionsOf returns the questions of the answers, in order of their ids.
func questionsOf(answers []*answer) []*question {
	seen := map[string]*question{}
	for _, a := range answers {
		seen[a.question.id] = a.question
	}
	var list []*question
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		list = append(list, seen[id])
	}
	return list
}
