package main

import (
	"bytes"
	"strings"
	"testing"

	"quizbot/quiz"
)

// Columns align whatever the width of their characters, and no text of a bank commands the
// terminal.
func TestWriteTable(t *testing.T) {
	var out bytes.Buffer
	list := []quiz.Question{
		{Number: 1, ID: "并发编程", Title: "什么是 GIL？", Answer: "锁", Difficulty: "中等"},
		{Number: 10, ID: "long-id", Title: "a\x1b[2J\u202eb" + strings.Repeat("长", 40)},
	}
	if err := writeTable(&out, list); err != nil {
		t.Fatal(err)
	}
	want := "NO  ID        ANSWER  DIFFICULTY  TITLE\n" +
		"1   并发编程  open    中等        什么是 GIL？\n" +
		"10  long-id   -                   a\ufffd[2J\ufffdb" + strings.Repeat("长", 26) + "…\n" +
		"2 questions, 1 with an answer\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
