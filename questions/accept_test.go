package questions

import (
	"slices"
	"testing"

	"quizbot/questions/text"
)

// A line of accepted answers is read as a careful reader reads it: commas in brackets, quotation
// marks and numbers belong to the answer.
func TestAcceptLine(t *testing.T) {
	for line, want := range map[string][]string{
		"[2, 2, 2]":                {"[2, 2, 2]"},
		"['a', 'b']":               {"['a', 'b']"},
		"[True, False]":            {"[True, False]"},
		"[[1, 2], [3]]":            {"[[1, 2], [3]]"},
		"[2, 2, 2], [2,2,2]":       {"[2, 2, 2]", "[2,2,2]"},
		"(1, 2) , {3, 4}; f(5, 6)": {"(1, 2)", "{3, 4}", "f(5, 6)"},
		"[yes, of course, yep]":    {"yes", "of course", "yep"},
		"[tuple]":                  {"tuple"},
		"[1]":                      {"[1]"},
		"[a, b]":                   {"a", "b"},
		"元组，tuple、 turple":         {"元组", "tuple", "turple"},
		"1,000, 1000":              {"1,000", "1000"},
		"1, 2,3":                   {"1", "2", "3"},
		"1,2000":                   {"1", "2000"},
		"`a, b`, \"c, d\"":         {"`a, b`", "\"c, d\""},
		"don't, do not":            {"don't", "do not"},
		"a [b, c":                  {"a [b", "c"},
		"x = {1, 2}":               {"x = {1, 2}"},
		"dict[str, int], Mapping":  {"dict[str, int]", "Mapping"},
		"":                         nil,
		" , ":                      nil,
		"one\ntwo, three":          {"one", "two", "three"},
		"（一，二），三":                  {"（一，二）", "三"},
	} {
		if got, _ := text.SplitAccepted(line); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// Items of a list are taken to the letter, and so is a block of code.
func TestAcceptList(t *testing.T) {
	for text, want := range map[string][]string{
		"Accept:\n\n- [2, 2, 2]\n- (1,)":              {"[2, 2, 2]", "(1,)"},
		"Accept:\n- [yes, no]":                        {"[yes, no]"},
		"Accept: [2, 2, 2]":                           {"[2, 2, 2]"},
		"Accept:\n\n```python\n[2, 2, 2]\n[3]\n```\n": {"[2, 2, 2]\n[3]"},
		"可接受答案：二，2":                                   {"二", "2"},
	} {
		bank := load(t, "## What does this print?\n\n"+text+"\n\nAnswer:\n\nIt prints what it prints.\n")
		if got := bank.Questions[0].Accept; !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
