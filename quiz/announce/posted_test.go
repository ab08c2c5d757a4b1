package announce_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/announce"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/scoring"
	"quizbot/store/memory"
)

// A posted digest keeps its numbers, and follows names and links. What is kept of it names nobody.
func TestPostedDigestFollowsNamesAndLinks(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(nameMembers(tx, "Ann", "Bob"), revealed(tx, 1, november(23), 9, 5), tx.SetVote(1, 1, 2, november(23).Midnight()),
			tx.SetStreak(room, 1, scoring.Streak{Last: 5, Length: 5}), tx.SetStreak(room, 2, scoring.Streak{Last: 5, Length: 5}))
	})
	news := digest(t, s, &quiz.Room{ID: room, Rounds: 5})
	if len(news.Cheers) != 2 || len(news.Rounds[0].Voted) != 1 {
		t.Fatalf("the digest is %+v", news)
	}
	kept := announce.KeptDigest(news, []quiz.MessageRef{{Message: "m"}})
	text, err := json.Marshal(kept)
	if err != nil || strings.Contains(string(text), "Ann") || strings.Contains(string(text), "Bob") {
		t.Errorf("kept is %s, %v", text, err)
	}
	if got := announce.DigestMembers(kept); !slices.Equal(got, []quiz.MemberNo{1, 2}) {
		t.Errorf("it shows the members %d", got)
	}
	var today *quiz.DigestNews
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		round, err := tx.Round(1)
		round.Question.Title, round.RevealMessages = "Why?", []quiz.MessageRef{{Link: "https://example.org/2"}}
		return errors.Join(err, tx.Forget(2), tx.SetMember(quiz.Member{No: 1, ID: "console/demo/Ann", Name: "Anna"}), tx.SetRound(round))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		today, err = announce.PostedDigest(tx, kept)
		return err
	})
	summary := today.Rounds[0]
	if today.Standings[0].Name != "Anna" || today.Standings[1].Name != "" || today.Standings[1].Points != 5 || !slices.Equal(summary.Voted, []string{""}) || len(today.Cheers) != 1 {
		t.Errorf("today it is %+v", today)
	}
	if summary.Question.Title != "Why?" || summary.RevealLink != "https://example.org/2" || len(today.Messages) != 1 {
		t.Errorf("today its round is %+v", summary)
	}
}
