package announce_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/announce"
	"quizbot/quiz/ledger"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/store/memory"
)

func november(day int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: day} }

// revealed stores a revealed round with the given points per member, in the order of the members.
func revealed(tx quiz.Tx, id quiz.RoundID, date schedule.Date, points ...int) error {
	errs := []error{tx.SetRound(quiz.Round{ID: id, Room: room, Number: int(id), Date: date, Phase: quiz.Revealed})}
	for i, n := range points {
		no := quiz.MemberNo(i + 1)
		streak, err := tx.Streak(room, no)
		errs = append(errs, err, tx.SetStreak(room, no, streak.Next(int(id))), tx.SetReply(graded(id, no, scoring.Full)),
			tx.Append(ledger.Entry{Room: room, Member: no, Round: id, Date: date, Points: n, Reason: ledger.ForAnswer}))
	}
	return errors.Join(errs...)
}

// nameMembers stores members with the numbers from 1.
func nameMembers(tx quiz.Tx, names ...string) error {
	var errs []error
	for i, name := range names {
		errs = append(errs, tx.SetMember(quiz.Member{No: quiz.MemberNo(i + 1), ID: quiz.MemberID("console/demo/" + name), Name: name}))
	}
	return errors.Join(errs...)
}

// digest returns the digest of the rounds that none has told.
func digest(t *testing.T, s quiz.Store, r *quiz.Room) (news *quiz.DigestNews) {
	t.Helper()
	quiztest.View(t, s, func(tx quiz.Tx) error {
		rounds, err := announce.Undigested(tx, r)
		if err != nil {
			return err
		}
		news, err = announce.FreezeDigest(tx, r, november(27), rounds)
		return err
	})
	return news
}

func TestDigestTellsEachRevealedRoundOnce(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(revealed(tx, 1, november(23)), revealed(tx, 2, november(24)), revealed(tx, 3, november(25)),
			tx.SetRound(quiz.Round{ID: 4, Room: room, Phase: quiz.Cancelled}), tx.SetRound(quiz.Round{ID: 5, Room: room, Phase: quiz.Open}))
	})
	var ids []quiz.RoundID
	for _, summary := range digest(t, s, &quiz.Room{ID: room, DigestedThrough: 1}).Rounds {
		ids = append(ids, summary.Round)
	}
	if !slices.Equal(ids, []quiz.RoundID{2, 3}) {
		t.Errorf("got the rounds %v, want 2 and 3", ids)
	}
}

func TestDigestLinksToQuestionAndReveal(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return tx.SetRound(quiz.Round{
			ID: 1, Room: room, Phase: quiz.Revealed, QuestionMessages: []quiz.MessageRef{{Link: "https://example.org/1"}},
			RevealMessages: []quiz.MessageRef{{Link: "https://example.org/2"}},
		})
	})
	summary := digest(t, s, &quiz.Room{ID: room}).Rounds[0]
	if summary.Link != "https://example.org/1" || summary.RevealLink != "https://example.org/2" {
		t.Errorf("got the links %q and %q", summary.Link, summary.RevealLink)
	}
}

func TestDigestRanksTheMonthWithItsMoves(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(nameMembers(tx, "Ann", "Bob", "Cid"),
			revealed(tx, 1, november(20), 4, 7), revealed(tx, 2, november(23), 4, 3, 7), revealed(tx, 3, november(24), 6, 4, 7))
	})
	news := digest(t, s, &quiz.Room{ID: room, DigestedThrough: 1, Rounds: 3})
	want := []quiz.DigestStanding{
		{Rank: 1, Member: 1, Name: "Ann", Points: 14, Gained: 10, Before: 2},
		{Rank: 1, Member: 2, Name: "Bob", Points: 14, Gained: 7, Before: 1},
		{Rank: 1, Member: 3, Name: "Cid", Points: 14, Gained: 14}, // nothing before these rounds
	}
	if !reflect.DeepEqual(news.Standings, want) || news.Season != "2026-11" || news.Members != 3 {
		t.Errorf("got %s with %d members: %+v,\nwant %+v", news.Season, news.Members, news.Standings, want)
	}
}

// A digest over the turn of a month ranks the later one. The points of the earlier one are no gain
// in it.
func TestDigestLeavesOutTheMonthBefore(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(nameMembers(tx, "Ann"), revealed(tx, 1, november(30), 100), revealed(tx, 2, november(30).AddDays(1), 7))
	})
	news := digest(t, s, &quiz.Room{ID: room, Rounds: 2})
	if want := []quiz.DigestStanding{{Rank: 1, Member: 1, Name: "Ann", Points: 7, Gained: 7}}; !reflect.DeepEqual(news.Standings, want) || len(news.Rounds) != 2 {
		t.Errorf("got %d rounds and %+v, want 2 and %+v", len(news.Rounds), news.Standings, want)
	}
}

func TestDigestShowsFiveRowsAndCountsTheirEquals(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error { return revealed(tx, 1, november(23), 9, 8, 7, 6, 5, 5, 5, 4) })
	news := digest(t, s, &quiz.Room{ID: room, Rounds: 1})
	if len(news.Standings) != 5 || news.Members != 8 || news.Sharing != 2 {
		t.Errorf("got %d rows of %d, %d more with as many points; want 5, 8, 2", len(news.Standings), news.Members, news.Sharing)
	}
}

func TestDigestCheersStreaksThatReachedAMilestone(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(nameMembers(tx, "Ann", "Bob", "Cid", "Dan"), revealed(tx, 12, november(23), 1, 1, 1, 1), revealed(tx, 13, november(24), 1, 1, 1, 1),
			tx.SetStreak(room, 1, scoring.Streak{Last: 13, Length: 6}), tx.SetStreak(room, 2, scoring.Streak{Last: 13, Length: 10}),
			tx.SetStreak(room, 3, scoring.Streak{Last: 13, Length: 7}), // five was reached before these rounds
			tx.SetStreak(room, 4, scoring.Streak{Last: 12, Length: 5})) // it ended
	})
	news := digest(t, s, &quiz.Room{ID: room, Rounds: 13})
	if want := []quiz.Cheer{{Member: 2, Name: "Bob", Streak: 10}, {Member: 1, Name: "Ann", Streak: 5}}; !slices.Equal(news.Cheers, want) {
		t.Errorf("got %+v, want %+v", news.Cheers, want)
	}
}

func TestDigestNamesTheMostVotedAnswers(t *testing.T) {
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		errs := []error{nameMembers(tx, "Ann", "Bob", "Cid"), revealed(tx, 1, november(23), 1, 1, 1)}
		for voter, candidate := range map[quiz.MemberNo]quiz.MemberNo{1: 2, 3: 2, 4: 1, 5: 1, 2: 3} {
			errs = append(errs, tx.SetVote(1, voter, candidate, time.Time{}))
		}
		return errors.Join(errs...)
	})
	summary := digest(t, s, &quiz.Room{ID: room, Rounds: 1}).Rounds[0]
	if !slices.Equal(summary.Voted, []string{"Ann", "Bob"}) || summary.Votes != 2 {
		t.Errorf("got %q with %d votes, want Ann and Bob with 2", summary.Voted, summary.Votes)
	}
}
