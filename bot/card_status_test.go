package bot

import (
	"strings"
	"testing"

	"quizbot/quiz"
)

// What became of a refused bank is said with its name and its numbers, in each language.
func TestRefusedBank(t *testing.T) {
	catalogue, err := NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "zh-CN"} {
		words := catalogue.In(language, "UTC")
		for code, want := range map[string][]string{
			quiz.BankUnreadable: {"own", "no such file"}, quiz.BankEmpty: {"own", "11"}, quiz.BankMistakes: {"own", "11", "22", "no such file"},
			quiz.BankShrunk: {"own", "11", "22"}, quiz.BankAnswers: {"own", "11", "22"},
		} {
			said := words.refusedBank(&quiz.RefusedBank{Bank: "own", Code: code, Was: 11, Now: 22, Detail: "no such file"}).Line.Plain()
			for _, w := range want {
				if !strings.Contains(said, w) || strings.Contains(said, "no value") {
					t.Errorf("%s, %s: got %q, want %q in it", language, code, said, w)
				}
			}
		}
	}
}
