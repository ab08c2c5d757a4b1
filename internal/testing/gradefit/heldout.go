package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// heldOut grades answers, each with the table that never saw its question.
type heldOut struct {
	dir     string   // of the tables
	command []string // a grader that takes --model FILE and speaks lines of JSON
}

// longestLine is the length of the longest line of JSON, in bytes.
const longestLine = 1 << 24

// run reads lines of JSON, hands them to one grader for each table, and writes the grades.
func (h *heldOut) run(ctx context.Context, r io.Reader, w io.Writer) error {
	order, groups, err := h.group(r)
	if err != nil {
		return err
	}
	for _, table := range order {
		if err := h.grade(ctx, table, groups[table], w); err != nil {
			return err
		}
	}
	return nil
}

// group collects the lines for each table. Order lists the tables as they first occur.
func (h *heldOut) group(r io.Reader) (order []string, groups map[string]*bytes.Buffer, err error) {
	groups = map[string]*bytes.Buffer{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var task struct {
			Question string `json:"question"`
		}
		if err := json.Unmarshal(lines.Bytes(), &task); err != nil {
			return nil, nil, fmt.Errorf("line %d: %w: write one JSON object a line", number, err)
		}
		table, err := h.tableOf(task.Question)
		if err != nil {
			return nil, nil, err
		}
		if groups[table] == nil {
			order = append(order, table)
			groups[table] = &bytes.Buffer{}
		}
		groups[table].Write(lines.Bytes())
		groups[table].WriteByte('\n')
	}
	return order, groups, lines.Err()
}

// tableOf returns the table that never saw a question. For questions that no table saw it is the one
// fitted on all others.
func (h *heldOut) tableOf(question string) (string, error) {
	for _, name := range []string{tableName(question), wholeTable} {
		path := filepath.Join(h.dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%s holds no tables: write them with gradefit folds --labels DIR --out %s", h.dir, h.dir)
}

// grade runs the grader on lines of JSON.
func (h *heldOut) grade(ctx context.Context, table string, lines io.Reader, w io.Writer) error {
	args := append(h.command[1:len(h.command):len(h.command)], "--model", table)
	command := exec.CommandContext(ctx, h.command[0], args...)
	var complaint strings.Builder
	command.Stdin, command.Stdout, command.Stderr = lines, w, &complaint
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(command.Args, " "), err, strings.TrimSpace(complaint.String()))
	}
	return nil
}
