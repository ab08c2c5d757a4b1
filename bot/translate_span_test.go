package bot_test

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/quiz"
)

// The time of a leaderboard is read as people call it, in each language, whatever the room's is.
func TestSpansTyped(t *testing.T) {
	y := newTypist(t, "en", sample()...)
	for typed, want := range map[string]string{
		"leaderboard": "2026-11", "leaderboard this week": "2026-W48", "leaderboard Weekly": "2026-W48", "leaderboard this month": "2026-11",
		"leaderboard overall": "all time", "leaderboard all-time": "all time", "leaderboard all": "all time",
		"排行榜 本周": "2026-W48", "排行榜 这个月": "2026-11", "排行榜 全部": "all time", "leaderboard 周榜": "2026-W48",
		"leaderboard next year": "is none of",
	} {
		answer, err := y.conversation.Handle(t.Context(), bot.Event{
			ID: "l", Room: y.room, Who: quiz.Person{ID: "test/w/ann", Name: "ann"}, At: y.now, Act: bot.ParseCommand(typed),
		})
		said, ok := answer.(bot.Ephemeral)
		if err != nil || !ok || !strings.Contains(cardText(said.Card), want) {
			t.Errorf("/%s: %+v, %v, want %q", typed, answer, err, want)
		}
	}
}
