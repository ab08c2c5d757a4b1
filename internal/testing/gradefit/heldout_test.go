package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain makes the test's own program a grader that tells the table it was given for each line.
func TestMain(m *testing.M) {
	switch os.Getenv("GRADEFIT_TEST_GRADER") {
	case "":
		os.Exit(m.Run())
	case "broken":
		_, _ = fmt.Fprintln(os.Stderr, "no table")
		os.Exit(3)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Println(filepath.Base(os.Args[len(os.Args)-1]), lines.Text())
	}
}

func writeTables(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, n := range names {
		if err := os.WriteFile(filepath.Join(dir, n), []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestHeldOutGradesEachQuestionWithItsTable(t *testing.T) {
	t.Setenv("GRADEFIT_TEST_GRADER", "works")
	dir := writeTables(t, tableName("What?"), tableName("Why?"), wholeTable)
	input := `{"id":"1","question":"What?"}
{"id":"2","question":"Why?"}

{"id":"3","question":"What?"}
{"id":"4","question":"Who?"}
`
	var out bytes.Buffer
	err := run(context.Background(), []string{"held-out", "--tables", dir, "--", os.Args[0], "grade"}, strings.NewReader(input), &out)
	if err != nil {
		t.Fatal(err)
	}
	want := tableName("What?") + ` {"id":"1","question":"What?"}
` + tableName("What?") + ` {"id":"3","question":"What?"}
` + tableName("Why?") + ` {"id":"2","question":"Why?"}
all.json {"id":"4","question":"Who?"}
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestHeldOutRefusesWithACure(t *testing.T) {
	dir := writeTables(t, wholeTable)
	empty := t.TempDir()
	for name, c := range map[string]struct{ dir, grader, input, want string }{
		"no JSON":   {dir, "works", "grade\n", "line 1: invalid character 'g' looking for beginning of value: write one JSON object a line"},
		"no tables": {empty, "works", `{"question":"a"}`, empty + " holds no tables: write them with gradefit folds --labels DIR --out " + empty},
		"grader":    {dir, "broken", `{"question":"a"}`, os.Args[0] + " --model " + filepath.Join(dir, wholeTable) + ": exit status 3: no table"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GRADEFIT_TEST_GRADER", c.grader)
			h := heldOut{dir: c.dir, command: []string{os.Args[0]}}
			err := h.run(context.Background(), strings.NewReader(c.input), &bytes.Buffer{})
			if err == nil || err.Error() != c.want {
				t.Errorf("got error %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestOptionsThatAreMissing(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "say fit, folds, held-out or report"},
		{[]string{"fit"}, "fit: name the table's file with --out"},
		{[]string{"folds", "--out", "x"}, "folds: name the labelled answers with --labels"},
		{[]string{"held-out", "--tables", "x"}, "held-out: name the folder of the tables with --tables, and a grader behind --"},
		{[]string{"report", "--folds", "1"}, "report: at least two folds"},
	} {
		err := run(context.Background(), c.args, strings.NewReader(""), &bytes.Buffer{})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: got error %v, want %s", c.args, err, c.want)
		}
	}
}
