package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quizbot/questions"
)

// linted is what lint says of a file, as line:column code.
func linted(t *testing.T, text, since string) []string {
	t.Helper()
	var before *questions.Bank
	if since != "" {
		before = loadFile(t, "bank.md", since)
	}
	var list []string
	for _, p := range Check(loadFile(t, "bank.md", text), before) {
		if p.Message == "" || !strings.HasSuffix(p.File, "bank.md") {
			t.Errorf("%+v", p)
		}
		list = append(list, fmt.Sprintf("%d:%d %s %s", p.Line, p.Column, p.Severity, p.Code))
	}
	return list
}

const (
	// enough is an answer of sufficient length; long is one that needs key points.
	enough = "It keeps what it was given until it is asked for it."
	long   = enough + enough + enough + enough + enough + enough + enough + enough + enough + enough + enough + enough + enough + enough + enough
)

// writeEssay returns many different sentences.
func writeEssay() string {
	var b strings.Builder
	for i := range 60 {
		a := string(rune('a' + i%26))
		fmt.Fprintf(&b, "The %srack beside %sbox holds %sjars%d. ", strings.Repeat(a, 1+i/26), a, a, i)
	}
	return strings.TrimSpace(b.String())
}

func TestLint(t *testing.T) {
	for name, c := range map[string]struct {
		text, since string
		want        []string
	}{
		"nothing is wrong":                 {text: "## What is a store?\n\n" + enough},
		"no answer":                        {text: "## What is a store?\n", want: []string{"1:1 warning no-answer"}},
		"a reference of three words":       {text: "## What is a store?\n\nA big box.", want: []string{"1:1 warning thin-answer"}},
		"three words to be matched":        {text: "## What is a store?\n\nAccept: a big box"},
		"Chinese says more in less":        {text: "## 什么是仓库？\n\n存放东西的地方，要时取出。"},
		"an essay without key points":      {text: "## What is a store?\n\n" + long, want: []string{"1:1 warning no-key-points"}},
		"an essay with key points":         {text: "## What is a store?\n\nAnswer: " + long + "\n\nKey points:\n\n- it keeps"},
		"a reference that leads elsewhere": {text: "## What is a store?\n\nRead the [article](https://example.org/store) for more details.", want: []string{"1:1 warning ungradable"}},
		"a reference that gives nothing":   {text: "## What is a store?\n\nThis is an open question, hope this helps!", want: []string{"1:1 warning ungradable"}},
		"a reference of code":              {text: "## Write a store.\n\nAnswer:\n\n```go\nvar store = map[string]string{}\n```"},
		"an essay that cannot be cut":      {text: "## What is a store?\n\n" + writeEssay(), want: []string{"1:1 warning ungradable"}},
		"a key point of two claims":        {text: "## What is a store?\n\nAnswer: " + enough + "\n\nKey points:\n\n- A store keeps things. Nobody else may open the boxes in it.\n- Things come back unchanged", want: []string{"7:3 warning several-claims"}},
		"a key point with an example":      {text: "## What is a store?\n\nAnswer: " + enough + "\n\nKey points:\n\n- A store keeps things. For example, a cellar keeps wine.\n- Things come back unchanged"},
		"a key point twice":                {text: "## What is a store?\n\nAnswer: " + enough + "\n\nKey points:\n\n- A store keeps things\n- It can be locked\n- a **store** keeps things.", want: []string{"9:3 warning same-point"}},
		"key points that contradict":       {text: "## What is a store?\n\nAnswer: " + enough + "\n\nKey points:\n\n- A store keeps old things\n- A store never keeps old things"},
		"choices of which none is right":   {text: "## Which?\n\n- [ ] a\n- [ ] b", want: []string{"1:1 error no-right-choice"}},
		"code without a language":          {text: "## What is a store?\n\n" + enough + "\n\n```\nx\n```", want: []string{"5:1 warning fence-language"}},
		"code with one":                    {text: "## What is a store?\n\n" + enough + "\n\n```go\nx\n```"},
		"a link that leads nowhere":        {text: "## What is a store?\n\n" + enough + " [more]()", want: []string{"3:54 warning link"}},
		"a link with a blank":              {text: "## What is a store?\n\n" + enough + " [more](https://example.org/a b)", want: []string{"3:54 warning link"}},
		"a link of another kind":           {text: "## What is a store?\n\n" + enough + " [more](htp://example.org)", want: []string{"3:61 warning link"}},
		"a link within the repository":     {text: "## What is a store?\n\n" + enough + " [more](../more.md)", want: []string{"3:61 warning relative-link"}},
		"a link that is one":               {text: "## What is a store?\n\n" + enough + " [more](https://example.org)"},
		"a picture that is not there":      {text: "## What is a store?\n\n" + enough + "\n\n![it](it.png)", want: []string{"5:7 error picture"}},
		"a picture elsewhere":              {text: "## What is a store?\n\n" + enough + "\n\n![it](https://example.org/it.png)"},
		"the same question twice":          {text: "## What is a store?\n\n" + enough + "\n\n## what is a STORE?\n\nNot " + enough, want: []string{"5:1 warning duplicate"}},
		"the same title, another code":     {text: "## What is this?\n\n```go\na\n```\n\nAnswer: " + enough + "\n\n## What is this?\n\n```go\nb\n```\n\nAnswer: not " + enough},
		"almost the same question": {
			text: "## What's the difference between a store and a shop?\n\n" + enough + "\n\n## What is the difference between a store and a shop?\n\nNot " + enough,
			want: []string{"5:1 warning near-duplicate"},
		},
		"names make the difference": {text: "## What is the capital of Upper Mali?\n\n" + enough + "\n\n## What is the capital of Upper Bali?\n\nNot " + enough},
		"the same answer":           {text: "## What is a store?\n\n" + enough + "\n\n## Where do boxes go?\n\n" + enough, want: []string{"5:1 warning same-answer"}},
		"an id that changed": {
			since: "## What is a store?\n<!-- id: store -->\n\n" + enough, text: "## What is a store?\n<!-- id: shop -->\n\n" + enough,
			want: []string{"1:1 error id-changed"},
		},
		"a title that changed": {
			since: "## What's a store?\n\n" + enough, text: "## What is a store?\n\n" + enough, want: []string{"1:1 error id-changed"},
		},
		"an id that was kept": {since: "## What's a store?\n<!-- id: store -->\n\n" + enough, text: "## What is a store?\n<!-- id: store -->\n\n" + enough},
		"an id that was kept, and its old title for a new question": {
			since: "## What is a store?\n<!-- id: store -->\n\n" + enough,
			text:  "## Where are things kept?\n<!-- id: store -->\n\n" + enough + "\n\n## What is a store?\n\nNot " + enough,
		},
		"the same question twice, answer and all": {
			text: "## What is a store?\n\n" + enough + "\n\n## What is a store?\n\n" + enough, want: []string{"5:1 warning duplicate"},
		},
		"code that looks like a link": {text: "## What is a store?\n\n" + enough + " `[a](b c)`\n\n```go\n[a](b c)\n```"},
		"a picture within the text":   {text: "## What is a store?\n\n" + enough + "\n\n![it](data:image/png;base64,AAAA)"},
		"a new question":              {since: "## What's a store?\n\nNot " + enough, text: "## What's a store?\n\nNot " + enough + "\n\n## What is a shop?\n\n" + enough},
		"what the reader found":       {text: "stray\n\n## What is a store?\n\n" + enough, want: []string{"1:1 warning no-question"}},
	} {
		if got := linted(t, c.text, c.since); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A picture beside the file is there.
func TestLintFindsPictures(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "bank.md")
	for path, text := range map[string]string{file: "## What is this?\n\n![it](it.png)\n\nAnswer: " + enough, filepath.Join(folder, "it.png"): "png"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bank, err := questions.Load(questions.Spec{Name: "bank", Path: file})
	if err != nil {
		t.Fatal(err)
	}
	if diagnostics := Check(bank, nil); len(diagnostics) > 0 {
		t.Errorf("got %v", diagnostics)
	}
}
