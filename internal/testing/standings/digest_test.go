package standings_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"quizbot/bot/discord/drawing"
	"quizbot/bot/present"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/words"
	"quizbot/internal/testing/standings"
	"quizbot/quiz"
	"quizbot/quiz/announce"
	"quizbot/quiz/scoring"
)

// BenchmarkDigest makes the digest of a round that 1,000 members answered with 300 characters, and draws
// it on both platforms.
func BenchmarkDigest(b *testing.B) {
	const members = 1000
	s := open(b, members)
	if err := s.Update(b.Context(), func(tx quiz.Tx) error { return writeReplies(tx, members) }); err != nil {
		b.Fatal(err)
	}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		b.Fatal(err)
	}
	presenter := present.Presenter{Printer: catalogue.In("en", "UTC")}
	var took times
	for b.Loop() {
		began := time.Now()
		var news *quiz.DigestNews
		err := s.View(b.Context(), func(tx quiz.Tx) error {
			room, err := tx.Room(standings.Room)
			round, err2 := tx.Round(standings.Rounds)
			if err := errors.Join(err, err2); err != nil {
				return err
			}
			news, err = announce.FreezeDigest(tx, &room, round.Date, []quiz.Round{round})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		if news.Rounds[0].Answered != members || len(news.Standings) == 0 || news.Standings[0].Before == 0 {
			b.Fatalf("got %+v", news)
		}
		digest := presenter.DigestCard(news)
		if len(blocks.Draw(digest)) == 0 || len(drawing.Draw(digest)) == 0 {
			b.Fatal("nothing is drawn")
		}
		took.add(began)
	}
	took.report(b)
}

// writeReplies writes what the members answered in the last round, with grades, and votes of half of
// them.
func writeReplies(tx quiz.Tx, members int) (err error) {
	answer := strings.Repeat("The lock lets one thread run at a time. ", 8)
	for no := 1; no <= members; no++ {
		e := standings.EntryOf(no, standings.Rounds)
		at := e.At.Add(-time.Hour)
		grade := quiz.Grade{
			Band: e.Band, Score: e.Band.Score(), By: scoring.ByGrader, Grader: "offline 1.5f2a9c", At: e.At, Confidence: 0.9,
			Points: []quiz.PointGrade{
				{State: quiz.PointMet, Probability: 0.93, Quote: "lets one thread run"}, {State: quiz.PointMissed, Probability: 0.1}, {State: quiz.PointUndecided, Probability: 0.5},
			},
		}
		err = errors.Join(err, tx.SetReply(quiz.Reply{Round: e.Round, Member: e.Member, First: at, At: at, Sent: at, Form: answer[:300], Grade: &grade}))
	}
	for no := 2; no <= members; no += 2 {
		err = errors.Join(err, tx.SetVote(standings.Rounds, quiz.MemberNo(no), quiz.MemberNo(no/3+1), standings.Now()))
	}
	return err
}
