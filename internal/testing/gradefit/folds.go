package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"quizbot/quiz/grading/model"
)

// measured returns the written questions, or the labelled ones.
func (set *dataset) measured(written bool) []*question {
	var list []*question
	for _, q := range set.questions {
		if q.written == written {
			list = append(list, q)
		}
	}
	return list
}

// foldsOf deals questions to n folds.
func foldsOf(questions []*question, n int) []map[*question]bool {
	folds := make([]map[*question]bool, min(n, len(questions)))
	for i, q := range questions {
		k := i % len(folds)
		if folds[k] == nil {
			folds[k] = map[*question]bool{}
		}
		folds[k][q] = true
	}
	return folds
}

// fitWithout fits a forest for each fold, without the questions of the fold.
func (s *settings) fitWithout(set *dataset, folds []map[*question]bool) []model.Forest {
	forests := make([]model.Forest, len(folds))
	runParallel(len(folds), func(i int) {
		forests[i] = s.fitForest(set.without(func(q *question) bool { return folds[i][q] }), set.features)
	})
	return forests
}

// wholeTable is the file of the table that is fitted on all questions.
const wholeTable = "all.json"

// tableName returns the name of the file of the table that never saw a question.
func tableName(question string) string {
	sum := sha256.Sum256([]byte(question))
	return hex.EncodeToString(sum[:8]) + ".json"
}

// writeFolds writes a table for each labelled question, fitted without it, and one fitted on all.
func writeFolds(set *dataset, s *settings, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	questions := set.measured(false)
	folds := append(foldsOf(questions, len(questions)), nil) // the last one leaves nothing out
	for i, forest := range s.fitWithout(set, folds) {
		name := wholeTable
		if i < len(questions) {
			name = tableName(questions[i].text)
		}
		if err := writeTable(filepath.Join(dir, name), &forest); err != nil {
			return err
		}
	}
	return nil
}

// writeTable writes a table as quizbot grade --model reads it.
func writeTable(path string, forest *model.Forest) error {
	data, err := forest.MarshalJSON()
	if err != nil {
		return err
	}
	content := append(append([]byte(`{"points":`), data...), "}\n"...)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}
