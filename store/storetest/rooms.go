package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
)

func roomsInOrder(t *testing.T, s quiz.Store) {
	var want []quiz.RoomID
	update(t, s, func(tx quiz.Tx) error {
		for i := range 300 {
			id := quiz.RoomID("console/demo/" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('一'+i)))
			want = append(want, id)
			if err := tx.SetRoom(quiz.Room{ID: id}); err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(want)
	var got []quiz.RoomID
	for _, r := range listRooms(t, s) {
		got = append(got, r.ID)
	}
	expect(t, "ids", got, slices.Compact(want))
}

func changesWhileListing(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		for i := range 400 {
			if err := tx.SetRoom(quiz.Room{ID: quiz.RoomID("console/demo/" + memberName(quiz.MemberNo(i)))}); err != nil {
				return err
			}
		}
		return nil
	})
	seen := map[quiz.RoomID]bool{}
	update(t, s, func(tx quiz.Tx) error {
		for r, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			seen[r.ID] = true
			r.Cycle++
			if err := tx.SetRoom(r); err != nil {
				return err
			}
		}
		return nil
	})
	expect(t, "rooms seen", len(seen), 400)
	for _, r := range listRooms(t, s) {
		expect(t, string(r.ID), r.Cycle, 1)
	}
	view(t, s, func(tx quiz.Tx) error {
		for _, err := range tx.Rooms() {
			return err // leaving early is allowed
		}
		return nil
	})
}

func nextChecksInOrder(t *testing.T, s quiz.Store) {
	at := func(seconds int) time.Time { return noon().Add(time.Duration(seconds) * time.Second) }
	all := func() (list []string) {
		view(t, s, func(tx quiz.Tx) error {
			for _, check := range collect(t, tx.NextChecks("r")) {
				list = append(list, fmt.Sprint(check.Room, " ", int(check.At.Sub(noon()).Seconds())))
			}
			return nil
		})
		return list
	}
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetNextCheck("r/1/c", at(3)), tx.SetNextCheck("r/1/a", at(2)), tx.SetNextCheck("r/1/b", at(1)), tx.SetNextCheck("r/1/d", at(-1e9)))
	})
	expect(t, "in order of time", all(), []string{"r/1/d -1000000000", "r/1/b 1", "r/1/a 2", "r/1/c 3"})
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetNextCheck("r/1/d", at(5)), tx.SetNextCheck("r/1/b", time.Time{}))
	})
	expect(t, "replaced and removed", all(), []string{"r/1/a 2", "r/1/c 3", "r/1/d 5"})
	view(t, s, func(tx quiz.Tx) error {
		at, err := tx.NextCheck("r/1/c")
		expect(t, "of one room", at.Equal(noon().Add(3*time.Second)), true)
		for check, err := range tx.NextChecks("r") {
			expect(t, "the first one alone", check.Room, "r/1/a")
			return err
		}
		return err
	})
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetNextCheck("a/1/a", at(9)), tx.SetNextCheck("r2/1/a", at(9)), tx.SetNextCheck("z/1/a", at(9)), tx.SetNextCheck("z/1/a", time.Time{}))
	})
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "platforms", collect(t, tx.Platforms()), []string{"a", "r", "r2"})
		for platform, err := range tx.Platforms() {
			expect(t, "the first platform alone", platform, "a")
			return err
		}
		return nil
	})
	expect(t, "of one platform", all(), []string{"r/1/a 2", "r/1/c 3", "r/1/d 5"})
	view(t, s, func(quiz.Tx) error {
		return nil
	})
}

func roundsListed(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		for i := range 5 {
			id, err := tx.NewRound()
			expect(t, "id", id, quiz.RoundID(i+1))
			room := roomA
			if i == 2 {
				room = roomB
			}
			if err := errors.Join(err, tx.SetRound(quiz.Round{ID: id, Room: room})); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx quiz.Tx) error {
		var ids []quiz.RoundID
		for _, r := range collect(t, tx.RoundsAfter(roomA, 1)) {
			ids = append(ids, r.ID)
		}
		expect(t, "rounds", ids, []quiz.RoundID{2, 4, 5})
		expect(t, "none", len(collect(t, tx.RoundsAfter(roomA, 5))), 0)
		return nil
	})
}

func roundsWithMessage(t *testing.T, s quiz.Store) {
	digest := &quiz.DigestNews{Messages: []quiz.MessageRef{{Message: "5"}}}
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(
			tx.SetRound(quiz.Round{ID: 1, Room: roomA, QuestionMessages: []quiz.MessageRef{{Message: "1"}}, RevealMessages: []quiz.MessageRef{{Thread: "1", Message: "2"}}, Digest: digest}),
			tx.SetRound(quiz.Round{ID: 2, Room: roomA, Question: quiz.Question{Title: "2 or 3?"}, QuestionMessages: []quiz.MessageRef{{Message: "3"}}}),
			tx.SetRound(quiz.Round{ID: 3, Room: roomB, QuestionMessages: []quiz.MessageRef{{Message: "2"}}}))
	})
	view(t, s, func(tx quiz.Tx) error {
		for id, want := range map[string][]quiz.RoundID{"1": {1}, "2": {1}, "3": {2}, "5": {1}, "4": nil, "": nil} {
			found, err := tx.RoundsWithMessage(roomA, id)
			var ids []quiz.RoundID
			for _, r := range found {
				ids = append(ids, r.ID)
			}
			expect(t, "rounds with the message "+id, ids, want)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func askedInCycle(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(
			tx.SetQuestionAsked(roomA, 0, "q", true), tx.SetQuestionAsked(roomA, 0, "问", true), tx.SetQuestionAsked(roomA, 0, "gone", true),
			tx.SetQuestionAsked(roomA, 0, "gone", false), tx.SetQuestionAsked(roomA, 1, "later", true), tx.SetQuestionAsked(roomB, 0, "elsewhere", true))
	})
	view(t, s, func(tx quiz.Tx) error {
		got, err := tx.AskedQuestions(roomA, 0)
		expect(t, "asked", got, map[quiz.QuestionID]bool{"q": true, "问": true})
		return err
	})
}
