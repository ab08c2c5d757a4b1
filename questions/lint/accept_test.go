package lint

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// A list of accepted answers that may mean another thing is pointed out.
func TestAcceptWarnings(t *testing.T) {
	for text, want := range map[string]string{
		"Accept: [2, 2, 2]":        "accept-list",
		"Accept: [yes, yep]":       "accept-list",
		"Accept: yes, Yes, yep":    "duplicate-accept",
		"Accept:\n\n- 2\n- 2\n- 2": "duplicate-accept",
		"Accept:\n\n- [2, 2, 2]":   "",
		"Accept: 2, two":           "",
	} {
		bank := loadFile(t, "bank.md", "## What does this print?\n\n"+text+"\n")
		var codes []string
		for _, p := range Check(bank, nil) {
			codes = append(codes, p.Code)
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The example of the documentation is read as it is meant, and lint finds nothing to say about it.
func TestDocumentedExample(t *testing.T) {
	text, err := os.ReadFile("../../docs/banks.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "````markdown\n")
	example, _, found := strings.Cut(example, "\n````")
	if !found {
		t.Fatal("the example is gone")
	}
	bank := loadFile(t, "bank.md", example)
	for _, p := range Check(bank, nil) {
		t.Error(p)
	}
	if len(bank.Questions) != 1 || !slices.Equal(bank.Questions[0].Accept, []string{"[2, 2, 2]"}) || bank.Questions[0].Section != "Functions" || bank.Questions[0].Hint == "" || len(bank.Questions[0].Links) != 1 {
		t.Errorf("got %+v", bank.Questions)
	}
}
