package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/questions"
)

// loadFile loads a bank from one file of a name.
func loadFile(t *testing.T, name, text string) *questions.Bank {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	bank, err := questions.Load(questions.Spec{Name: "bank", Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return bank
}

// lintFile lints a file of a name, and returns the place, code and message of each diagnostic.
func lintFile(t *testing.T, name, text string) string {
	t.Helper()
	var lines []string
	for _, p := range Check(loadFile(t, name, text), nil) {
		lines = append(lines, fmt.Sprintf("%d:%d %s %s", p.Line, p.Column, p.Code, p.Message))
	}
	return strings.Join(lines, "\n")
}

// Remedies fit the format of the file, and diagnostics have a column if the format has columns.
func TestLintFitsTheFormat(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want, not  []string
	}{
		"JSON on one line": {
			"b.json", `[{"question":"What is a store?","answer":"` + enough + `"},{"question":"Which is it?","choices":["a","b","c"],"correct":5}]`,
			[]string{":98 no-right-choice", `“5” names none of its 3`, `its field  "correct"`},
			[]string{"[x]"},
		},
		"JSON that breaks": {"b.json", `[{"question":"What is a store?"  "answer":"x"}]`, []string{"1:", "json this is no JSON"}, []string{"1:1 json"}},
		"YAML": {
			"b.yaml", "- question: Which is it?\n  choices: [a, b, c]\n  correct: 5\n- question: And now?\n  choices: [a, b]\n  correct: [0, 7]\n- question: What is a store?\n",
			[]string{"1:3 no-right-choice", "correct:", "4:3 right-choice “7” names none of the 2 choices"},
			[]string{"[x]", "right behind  Accept:"},
		},
		"CSV": {
			"b.csv", "question,option a,option b,correct,answer\nWhich is it?,a,b,9,\nWhat is a store?,,,,short\n",
			[]string{"2:1 no-right-choice", "the column  correct", "3:1 thin-answer", "the column  accept"},
			[]string{"[x]", "Accept:"},
		},
		"CSV with a mark that never closes": {
			"b.csv", "question,answer\nWhat is a store?,\"a box\nWhat is a shop?,another box\nAnd this?,what follows\n",
			[]string{"2:18 csv", "is never closed"},
			nil,
		},
		"CSV with an inch":         {"b.csv", "question,answer\nHow wide is it?," + enough + " 5\"\n", nil, []string{"never closed"}},
		"a separator that is none": {"b.txt", "#separator:\"\n", nil, []string{"2:1", "delimiter"}},
		"a difficulty misspelt": {
			"b.md", "## What is a store?\n<!-- difficulty: hrad -->\n\n" + enough + "\n\n## Where is it?\n<!-- difficulty: senior -->\n\nNot " + enough + "\n",
			[]string{"1:1 difficulty", "“hard” is meant"},
			[]string{"senior"},
		},
		"Aiken": {"b.txt", "What is it?\nA. one\nB. two\nANSWER: A\n", nil, []string{"[x]"}},
		"data in an address": {
			"b.md", "## What is a store?\n\n" + enough + " [x](data:text/html;base64," + strings.Repeat("QUJD", 5000) + ") ![y](" + strings.Repeat("z", 5000) + ".png)\n",
			[]string{"link", "picture", "…"},
			[]string{strings.Repeat("QUJD", 50), strings.Repeat("z", 200), "no-key-points"},
		},
	} {
		got := lintFile(t, c.file, c.text)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got)
			}
		}
		for _, not := range c.not {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q is in\n%s", name, not, got)
			}
		}
	}
}
