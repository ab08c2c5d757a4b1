package main

import (
	"strings"
	"testing"
)

// What the tests say becomes a row for each play, and nothing else of the page changes.
func TestTable(t *testing.T) {
	out := `{"Action":"run","Package":"quizbot/bot/slack","Test":"TestConversation/a_b"}
{"Action":"pass","Package":"quizbot/bot/slack","Test":"TestConversation/a_b"}
{"Action":"fail","Package":"quizbot/bot/discord","Test":"TestConversation/a_b"}
{"Action":"skip","Package":"quizbot/bot/slack","Test":"TestConversation/c"}
{"Action":"pass","Package":"quizbot/bot/slack","Test":"TestOther/x"}
{"Action":"pass","Package":"quizbot/bot/slack","Test":"TestConversation"}
`
	results, err := parseTestOutput(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	platforms := []column{{"slack", "Slack"}, {"discord", "Discord"}, {"console", "the terminal"}}
	want := "| what the suite plays | Slack | Discord | the terminal |\n|---|---|---|---|\n| a b | yes | FAILS | not played |\n| c | – | not played | not played |\n"
	got, err := replaceTable("before\n"+begin+"old\n"+end+"after\n", formatTable(platforms, results))
	if err != nil || got != "before\n"+begin+"\n"+want+"\n"+end+"after\n" {
		t.Errorf("got %v\n%s", err, got)
	}
	if _, err := replaceTable("no table", want); err == nil {
		t.Error("a page without a place for the table is written")
	}
}
