package announce_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/announce"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/store/memory"
)

const room quiz.RoomID = "console/demo/a"

// graded returns a reply with a text and a grade of the grader.
func graded(round quiz.RoundID, no quiz.MemberNo, band scoring.Band) quiz.Reply {
	return quiz.Reply{Round: round, Member: no, Form: "because", Grade: &quiz.Grade{Band: band, Score: band.Score(), By: scoring.ByGrader}}
}

func TestAnswersStayPrivateUntilAllAreGraded(t *testing.T) {
	s := memory.New()
	ungraded := graded(2, 1, scoring.Full)
	ungraded.Grade = nil
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetReply(graded(1, 1, scoring.Full)), tx.SetReply(quiz.Reply{Round: 1, Member: 2}), tx.SetReply(ungraded))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		for _, test := range []struct {
			round quiz.Round
			shown int
		}{
			{quiz.Round{ID: 1, Phase: quiz.Open}, 0},
			{quiz.Round{ID: 1, Phase: quiz.Closing}, 0},                            // grades may be missing
			{quiz.Round{ID: 1, Phase: quiz.Closing, GradedAt: time.Unix(1, 0)}, 1}, // a withdrawn answer is none
			{quiz.Round{ID: 1, Phase: quiz.Revealed}, 1},
			{quiz.Round{ID: 2, Phase: quiz.Revealed}, 0},
		} {
			replies, err := announce.GradedReplies(tx, &test.round)
			r, refused := reason.AsRefusal(err)
			if len(replies) != test.shown || refused != (test.shown == 0) || refused && r.Code != reason.NotRevealed {
				t.Errorf("round %d, %s: got %d replies, %v", test.round.ID, test.round.Phase, len(replies), err)
			}
		}
		return nil
	})
}

func TestRevealShowsTheBest(t *testing.T) {
	own := graded(1, 4, scoring.Full)
	own.Grade.By, own.Grade.Score = scoring.ByAuthor, scoring.Mostly.Score()
	replies := []quiz.Reply{graded(1, 1, scoring.Partial), graded(1, 2, scoring.Mostly), graded(1, 3, scoring.Full), own, graded(1, 5, scoring.Wrong)}
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetMember(quiz.Member{No: 1, Name: "Ann"}), tx.SetMember(quiz.Member{No: 3, Name: "Cid", Unnamed: true}))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		news, err := announce.FreezeReveal(tx, quiz.Round{ID: 1}, replies, 4)
		if err != nil {
			return err
		}
		want := &quiz.RevealNews{
			Round: quiz.Round{ID: 1}, Answered: 5, SelfGraded: 1, Rest: 1,
			Bands: map[scoring.Band]int{scoring.Full: 2, scoring.Mostly: 1, scoring.Partial: 1, scoring.Wrong: 1},
			Best: []quiz.ShownReply{
				{Member: 3, Text: "because", Band: scoring.Full},
				{Member: 2, Text: "because", Band: scoring.Mostly},
				{Member: 4, Text: "because", Band: scoring.Full, SelfGraded: true, Unconfirmed: true},
				{Member: 1, Name: "Ann", Text: "because"}, // a low band is for the author alone
			},
		}
		if !reflect.DeepEqual(news, want) {
			t.Errorf("got %+v,\nwant %+v", news, want)
		}
		return nil
	})
}

func TestEqualScoresKeepTheOrderOfArrival(t *testing.T) {
	var replies []quiz.Reply
	for no := range quiz.MemberNo(40) {
		replies = append(replies, graded(1, no+1, []scoring.Band{scoring.Full, scoring.Mostly}[no%2]))
	}
	sorted := announce.SortForReveal(replies)
	for i := range 19 {
		if sorted[i].Member >= sorted[i+1].Member || sorted[i+20].Member >= sorted[i+21].Member {
			t.Fatalf("members %d and %d stand in this order", sorted[i].Member, sorted[i+1].Member)
		}
	}
}

// The order of answers tells nothing of the bands that only their authors see.
func TestOrderHidesLowBands(t *testing.T) {
	bands := []scoring.Band{scoring.Wrong, scoring.Unsure, scoring.Partial, scoring.Mostly, scoring.Wrong, scoring.Full}
	var replies []quiz.Reply
	for i, band := range bands {
		replies = append(replies, graded(1, quiz.MemberNo(i+1), band))
	}
	var order []quiz.MemberNo
	for _, r := range announce.SortForReveal(replies) {
		order = append(order, r.Member)
	}
	if want := []quiz.MemberNo{6, 4, 1, 2, 3, 5}; !slices.Equal(order, want) {
		t.Errorf("got %v, want %v", order, want)
	}
}

func TestRevealCountsPicks(t *testing.T) {
	round := quiz.Round{ID: 1, Question: quiz.Question{Choices: []quiz.Choice{{Text: "a"}, {Text: "b"}, {Text: "c"}}}}
	one, two := graded(1, 1, scoring.Full), graded(1, 2, scoring.Wrong)
	one.Picks, two.Picks = []int{0}, []int{0, 2}
	quiztest.View(t, memory.New(), func(tx quiz.Tx) error {
		news, err := announce.FreezeReveal(tx, round, []quiz.Reply{one, two}, quiz.BestShown)
		if err == nil && !reflect.DeepEqual(news.Picked, []int{2, 0, 1}) {
			t.Errorf("got %v, want 2, 0 and 1", news.Picked)
		}
		return err
	})
}
