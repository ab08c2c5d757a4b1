package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ident"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"

	"pgregory.net/rapid"
)

// WriteRandomRecords writes random records of every kind into an empty store, as a service would:
// members reply and vote in existing rounds, get points for replies, and some are forgotten again.
func WriteRandomRecords(r *rapid.T, s quiz.Store) {
	w := randomWriter{texts: rapid.StringOfN(rapid.Rune().Filter(func(r rune) bool { return r != 0 }), 0, 12, -1)}
	for range rapid.IntRange(0, 6).Draw(r, "updates") {
		operations := rapid.SliceOfN(rapid.IntRange(0, 99), 1, 25).Draw(r, "operations")
		err := s.Update(context.Background(), func(tx quiz.Tx) error {
			for _, d := range operations {
				if err := w.writeRandomRecord(r, tx, d); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			r.Fatal(err)
		}
	}
}

// randomWriter keeps the records that later ones refer to.
type randomWriter struct {
	texts   *rapid.Generator[string]
	rounds  []quiz.Round
	members []quiz.MemberNo
	replied [][2]int // indexes into rounds and members
}

func (w *randomWriter) writeRandomRecord(r *rapid.T, tx quiz.Tx, operation int) error {
	room := rapid.SampledFrom([]quiz.RoomID{roomA, roomB, "slack/T1/C2"}).Draw(r, "room")
	switch {
	case operation < 15:
		return w.writeRoom(r, tx, room)
	case operation < 25 || len(w.rounds) == 0:
		if _, err := tx.Room(room); err != nil {
			if err := w.writeRoom(r, tx, room); err != nil {
				return err
			}
		}
		id, err := tx.NewRound()
		round := quiz.Round{ID: id, Room: room, Question: quiz.Question{ID: "q", Title: w.texts.Draw(r, "title")}}
		w.rounds = append(w.rounds, round)
		return errors.Join(err, tx.SetRound(round))
	case operation < 35 || len(w.members) == 0:
		no, err := tx.NewMember()
		w.members = append(w.members, no)
		return errors.Join(err, tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprintf("slack/T1/U%d", no)), Name: w.texts.Draw(r, "name")}))
	case operation < 65:
		return w.writeReply(r, tx)
	case operation < 95 && len(w.replied) > 0:
		return w.appendEntry(r, tx)
	case operation >= 95 && operation < 97:
		c := confirmedGIL(ident.WorkspaceOf(room), quiz.QuestionID("q"+w.texts.Draw(r, "question")), rapid.SampledFrom(w.members).Draw(r, "admin"))
		return errors.Join(tx.SetConfirmedPoints(c), tx.AppendAudit(planChange(string(room), c.By, noon())))
	case operation >= 97:
		return w.forgetMember(r, tx)
	}
	return nil
}

// writeRoom writes the records of a room.
func (w *randomWriter) writeRoom(r *rapid.T, tx quiz.Tx, room quiz.RoomID) error {
	at := noon().Add(time.Duration(rapid.Int64Range(-1e17, 1e17).Draw(r, "nanoseconds"))).UTC()
	cycle := rapid.IntRange(0, 300).Draw(r, "cycle")
	job := quiz.Job{Room: room, Kind: quiz.JobAsk, Begun: at, Announcement: quiz.Announcement{Key: w.texts.Draw(r, "key")}}
	nextCheck := rapid.SampledFrom([]time.Time{at, {}}).Draw(r, "next check")
	err := errors.Join(tx.SetRoom(quiz.Room{ID: room, Plan: plan.Default(), Cycle: cycle, Since: at}), tx.SetJob(job), tx.SetNextCheck(room, nextCheck),
		tx.SetQuestionAsked(room, cycle, quiz.QuestionID(w.texts.Draw(r, "question")), true))
	if rapid.Bool().Draw(r, "ends") {
		err = errors.Join(err, tx.EndJob(room))
	}
	return err
}

// writeReply writes a reply, and a vote for one of the replies in the same round.
func (w *randomWriter) writeReply(r *rapid.T, tx quiz.Tx) error {
	round, member := rapid.IntRange(0, len(w.rounds)-1).Draw(r, "round"), rapid.IntRange(0, len(w.members)-1).Draw(r, "member")
	id, no := w.rounds[round].ID, w.members[member]
	err := tx.SetReply(quiz.Reply{Round: id, Member: no, First: noon().UTC(), Form: w.texts.Draw(r, "form")})
	w.replied = append(w.replied, [2]int{round, member})
	for _, at := range w.replied {
		if at[0] == round && rapid.Bool().Draw(r, "votes") {
			return errors.Join(err, tx.SetVote(id, no, w.members[at[1]], noon().UTC().Add(time.Duration(rapid.IntRange(0, 1e9).Draw(r, "cast")))))
		}
	}
	return err
}

// appendEntry appends an entry for a member who replied.
func (w *randomWriter) appendEntry(r *rapid.T, tx quiz.Tx) error {
	at := rapid.SampledFrom(w.replied).Draw(r, "replied")
	e := answerEntry(w.members[at[1]], monday().AddDays(rapid.IntRange(0, 60).Draw(r, "day")), rapid.IntRange(-5, 20).Draw(r, "points"))
	e.Room, e.Round = w.rounds[at[0]].Room, w.rounds[at[0]].ID
	e.Reason = rapid.SampledFrom([]ledger.EntryReason{ledger.ForAnswer, ledger.ForRegrade}).Draw(r, "reason")
	return errors.Join(tx.Append(e), tx.SetStreak(e.Room, e.Member, scoring.Streak{Last: 1, Length: 2, Best: 3}))
}

// forgetMember forgets a member. No later record refers to the member.
func (w *randomWriter) forgetMember(r *rapid.T, tx quiz.Tx) error {
	member := rapid.IntRange(0, len(w.members)-1).Draw(r, "forgotten")
	no := w.members[member]
	w.members = append(w.members[:member:member], w.members[member+1:]...)
	var left [][2]int
	for _, at := range w.replied {
		switch {
		case at[1] > member:
			left = append(left, [2]int{at[0], at[1] - 1})
		case at[1] < member:
			left = append(left, at)
		}
	}
	w.replied = left
	m, err := tx.Member(no)
	return errors.Join(err, tx.SetForgotten(m.ID, noon().UTC()), tx.Forget(no))
}
