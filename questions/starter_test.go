package questions_test

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/questions"
	"quizbot/quiz"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// starterFiles are the starter banks by language: the same questions, told twice.
var starterFiles = map[string]string{
	"en":    "starter/python.en.md",
	"zh-CN": "starter/python.zh-CN.md",
}

func starter(t *testing.T, language string) []quiz.Question {
	t.Helper()
	bank, err := questions.Load(questions.Spec{Name: "python-" + language, Path: starterFiles[language]})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range bank.Diagnostics {
		t.Errorf("problem: %v", p)
	}
	if got := len(bank.Questions); got != 30 {
		t.Fatalf("%s has %d questions, want 30", starterFiles[language], got)
	}
	return bank.Questions
}

func TestStarterBanksAreComplete(t *testing.T) {
	for language := range starterFiles {
		hints := 0
		for _, q := range starter(t, language) {
			for _, missing := range missingFrom(&q, language) {
				t.Errorf("%s: %s lacks %s", language, q.ID, missing)
			}
			if q.Hint != "" {
				hints++
			}
		}
		if hints <= 15 {
			t.Errorf("%s: %d questions have a hint, want most of 30", language, hints)
		}
	}
}

// missingFrom names what every question of a starter bank has and this one lacks.
func missingFrom(q *quiz.Question, language string) []string {
	var missing []string
	for what, there := range map[string]bool{
		"an answer":                       q.Answer != "",
		"3 to 6 key points":               len(q.Choices) > 0 || len(q.KeyPoints) >= 3 && len(q.KeyPoints) <= 6,
		"tags":                            len(q.Tags) > 0,
		"a section":                       q.Section != "",
		"easy, medium or hard":            slices.Contains([]string{"easy", "medium", "hard"}, q.Difficulty),
		"the bank's language":             q.Language == language,
		"a title without its number":      q.Title != "" && strings.TrimLeft(q.Title, "0123456789") == q.Title,
		"an answer without what is apart": !strings.Contains(q.Answer, "\n- [") && !strings.Contains(q.Answer, "Key points") && !strings.Contains(q.Answer, "要点："),
	} {
		if !there {
			missing = append(missing, what)
		}
	}
	return missing
}

func TestStarterBanksAgree(t *testing.T) {
	english, chinese := starter(t, "en"), starter(t, "zh-CN")
	for i := range english {
		e, c := &english[i], &chinese[i]
		if e.ID != c.ID {
			t.Fatalf("question %d is %s in English and %s in Chinese", i+1, e.ID, c.ID)
		}
		if e.Difficulty != c.Difficulty || !slices.Equal(e.Tags, c.Tags) {
			t.Errorf("%s: English %s %q, Chinese %s %q", e.ID, e.Difficulty, e.Tags, c.Difficulty, c.Tags)
		}
		if len(e.Choices) != len(c.Choices) || !slices.Equal(e.RightChoices(), c.RightChoices()) {
			t.Errorf("%s: right are %v of %d in English, %v of %d in Chinese",
				e.ID, e.RightChoices(), len(e.Choices), c.RightChoices(), len(c.Choices))
		}
		if len(e.KeyPoints) != len(c.KeyPoints) {
			t.Errorf("%s: %d key points in English, %d in Chinese", e.ID, len(e.KeyPoints), len(c.KeyPoints))
		}
		if e.Body != "" != (c.Body != "") || len(e.Accept) > 0 != (len(c.Accept) > 0) {
			t.Errorf("%s: body or accepted answers in one language alone", e.ID)
		}
	}
}

func TestStarterChoices(t *testing.T) {
	choosing, several := 0, 0
	first := make(map[int]bool)
	for _, q := range starter(t, "en") {
		if len(q.Choices) == 0 {
			continue
		}
		choosing++
		right := q.RightChoices()
		switch {
		case len(right) == 0:
			t.Errorf("%s has no right choice", q.ID)
			continue
		case len(right) > 1:
			several++
		}
		first[right[0]] = true
	}
	if choosing != 5 || several != 1 {
		t.Errorf("%d questions have choices, %d of them several right ones, want 5 and 1", choosing, several)
	}
	if len(first) < 4 {
		t.Errorf("right choices stand at %d positions only, want at least 4", len(first))
	}
}

func TestStarterAcceptsWhatPythonPrints(t *testing.T) {
	python := python(t)
	for language := range starterFiles {
		accepting := 0
		for _, q := range starter(t, language) {
			if len(q.Accept) == 0 {
				continue
			}
			accepting++
			for _, program := range programs(t, q.Body) {
				if got := run(t, python, program); strings.TrimSpace(got) != q.Accept[0] {
					t.Errorf("%s: %s prints %q, accepted are %q", language, q.ID, got, q.Accept)
				}
			}
		}
		if accepting != 2 {
			t.Errorf("%s: %d questions accept short answers, want 2", language, accepting)
		}
	}
}

func TestStarterProgramsRun(t *testing.T) {
	python := python(t)
	seen := make(map[string]bool)
	for language := range starterFiles {
		for _, q := range starter(t, language) {
			for _, program := range programs(t, q.Body+"\n\n"+q.Answer) {
				if seen[program] {
					continue
				}
				seen[program] = true
				t.Run(language+"/"+string(q.ID), func(t *testing.T) {
					t.Parallel()
					run(t, python, program)
				})
			}
		}
	}
	if len(seen) < 25 {
		t.Errorf("found %d programs, want at least 25", len(seen))
	}
}

// programs returns the Python blocks of a Markdown text, and reports fences that say no known
// language.
func programs(t *testing.T, markdown string) []string {
	t.Helper()
	var found []string
	source := []byte(markdown)
	walk := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		fence, ok := n.(*ast.FencedCodeBlock)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		switch language := string(fence.Language(source)); language {
		case "python":
			found = append(found, string(fence.Lines().Value(source)))
		case "text", "bash", "sql", "http":
		default:
			t.Errorf("a fence says %q, want python, text, bash, sql or http", language)
		}
		return ast.WalkContinue, nil
	}
	if err := ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(source)), walk); err != nil {
		t.Fatal(err)
	}
	return found
}

// python finds an interpreter that is new enough for the programs, or skips the test.
func python(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("skipped: python3 is not on PATH, so the programs of the starter banks cannot be run")
	}
	check := exec.CommandContext(t.Context(), path, "-c", "import sys; sys.exit(sys.version_info < (3, 11))")
	if err := check.Run(); err != nil {
		t.Skip("skipped: the programs of the starter banks need python3 of version 3.11 or later")
	}
	return path
}

// run runs a program and returns what it prints; the deadline leaves room for a busy machine.
func run(t *testing.T, python, program string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var out, complaint strings.Builder
	command := exec.CommandContext(ctx, python, "-I", "-")
	command.Stdin = strings.NewReader(program)
	command.Stdout, command.Stderr = &out, &complaint
	if err := command.Run(); err != nil {
		t.Errorf("%v: %v\n%s\n%s", python, err, complaint.String(), program)
	}
	return out.String()
}
