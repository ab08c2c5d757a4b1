package daemon

import (
	"bytes"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/internal/config"
	"quizbot/internal/testing/silent"
	"quizbot/quiz"
	"quizbot/quiz/plan"
)

func TestRoomsWithoutPlatform(t *testing.T) {
	set := config.Settings{Plans: map[quiz.RoomID]plan.Plan{"slack/T/C": {}, "silent/w/c": {}, "discord/G/C": {}}}
	if got := fmt.Sprint(roomsWithoutPlatform(&set, []bot.Platform{silent.New()})); got != "[discord/G/C slack/T/C]" {
		t.Errorf("got %s", got)
	}
}

// Every problem of a bank is in the log, with its position.
func TestLoadBanksLogsProblems(t *testing.T) {
	var out bytes.Buffer
	bank := tempFile(t, "stray\n\n## 1. What is it?\n\nAnswer: that\n")
	library, err := loadBanks([]config.Bank{{Name: "own", Path: bank}}, slog.New(slog.NewTextHandler(&out, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if got := length(library.Questions("own")); got != 1 {
		t.Errorf("got %d questions, want 1", got)
	}
	for _, want := range []string{"level=WARN", "line=1", "bank loaded", "questions=1", "problems=1"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log does not say %s:\n%s", want, out.String())
		}
	}
}

func length[T any](seq iter.Seq[T]) (n int) {
	for range seq {
		n++
	}
	return n
}
