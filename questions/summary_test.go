package questions

import "testing"

func TestSummarize(t *testing.T) {
	bank := load(t, "## What is a store?\n\nIt keeps what it was given until it is asked for it.\n\n## And a shop?\n\nA box.\n\n## Which?\n\n- [x] a\n- [ ] b\n\n## Where?\n\nAccept: there\n\n## When?\n")
	if got, want := Summarize(bank.Questions), (Summary{Questions: 5, Answered: 4, Gradable: 2, Days: 4}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
