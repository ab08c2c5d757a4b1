package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/model"
)

// readPoints reads a table as quizbot grade does.
func readPoints(t *testing.T, path string) *model.Forest {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tables struct {
		Points *model.Forest `json:"points"`
	}
	if err := json.Unmarshal(data, &tables); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return tables.Points
}

func TestFoldsWriteATableForEachLabelledQuestion(t *testing.T) {
	s := toySettings()
	set := &dataset{features: toyFeatures(), labelled: toyDecisions(1, 240)}
	for _, d := range set.labelled[:12] {
		d.question.text = "Question " + d.question.id
		d.question.written = d.question.id > "c"
		set.questions = append(set.questions, d.question)
	}
	dir := filepath.Join(t.TempDir(), "tables")
	if err := writeFolds(set, &s, dir); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 4 {
		t.Errorf("got %d files and error %v, want 4", len(files), err)
	}
	for _, name := range []string{tableName("Question a"), tableName("Question b"), tableName("Question c"), wholeTable} {
		forest := readPoints(t, filepath.Join(dir, name))
		if len(forest.Bags) != s.Bags || len(forest.Bags[0]) != s.Trees || forest.Features[0] != "up" {
			t.Errorf("%s: got %d bags of %d trees on %v", name, len(forest.Bags), len(forest.Bags[0]), forest.Features)
		}
	}
}

func TestTheShippedTableWasFittedOnTheseFeatures(t *testing.T) {
	var names []string
	for _, f := range evidence.FeatureList() {
		names = append(names, f.Name)
	}
	if err := readPoints(t, "../../../quiz/grading/points.json").CheckFeatures(names); err != nil {
		t.Error(err)
	}
}
