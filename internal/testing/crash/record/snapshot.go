package record

import (
	"context"
	"errors"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/store/bolt"
)

// StoreSnapshot is the whole content of the store, read through its own interface.
type StoreSnapshot struct {
	Rooms   map[quiz.RoomID]quiz.Room
	Steps   map[quiz.RoomID]quiz.Job
	Rounds  map[quiz.RoomID][]quiz.Round
	Replies map[quiz.RoundID][]quiz.Reply
	Votes   map[quiz.RoundID]map[quiz.MemberNo]quiz.MemberNo
	Members map[quiz.MemberNo]quiz.Member
	// Entries and runs are the ledger and the streak of a member in a room.
	Entries map[Participant][]ledger.Entry
	Runs    map[Participant]scoring.Streak
	// RedrawsOwed are the rounds whose reveal may still show a forgotten member.
	RedrawsOwed map[quiz.RoundID]bool
	// Ranked are the members in the standings of all time.
	Ranked map[quiz.RoomID][]quiz.MemberNo
	// CheckError is the result of the store's own check.
	CheckError error
}

// Participant is a member in a room.
type Participant struct {
	Room   quiz.RoomID
	Member quiz.MemberNo
}

// ReadStore opens the store at path and reads all of it.
func ReadStore(ctx context.Context, path string, people map[quiz.MemberID]bool) (b *StoreSnapshot, err error) {
	kept, err := bolt.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	b = &StoreSnapshot{
		Rooms: map[quiz.RoomID]quiz.Room{}, Steps: map[quiz.RoomID]quiz.Job{},
		Rounds: map[quiz.RoomID][]quiz.Round{}, Replies: map[quiz.RoundID][]quiz.Reply{},
		Votes: map[quiz.RoundID]map[quiz.MemberNo]quiz.MemberNo{}, Members: map[quiz.MemberNo]quiz.Member{},
		Entries: map[Participant][]ledger.Entry{}, Runs: map[Participant]scoring.Streak{}, CheckError: kept.Check(), Ranked: map[quiz.RoomID][]quiz.MemberNo{}, RedrawsOwed: map[quiz.RoundID]bool{},
	}
	return b, kept.View(ctx, func(tx quiz.Tx) error {
		return errors.Join(b.readMembers(tx, people), b.readRooms(tx))
	})
}

func (b *StoreSnapshot) readMembers(tx quiz.Members, people map[quiz.MemberID]bool) error {
	for id := range people {
		no, err := tx.MemberNo(id)
		if errors.Is(err, quiz.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if b.Members[no], err = tx.Member(no); err != nil {
			return err
		}
	}
	return nil
}

func (b *StoreSnapshot) readRooms(tx quiz.Tx) error {
	for round, err := range tx.RedrawsOwed() {
		if err != nil {
			return err
		}
		b.RedrawsOwed[round.ID] = true
	}
	for room, err := range tx.Rooms() {
		if err != nil {
			return err
		}
		b.Rooms[room.ID] = room
		if step, err := tx.Job(room.ID); err == nil {
			b.Steps[room.ID] = step
		} else if !errors.Is(err, quiz.ErrNotFound) {
			return err
		}
		if err := errors.Join(b.readRounds(tx, room.ID), b.readParticipants(tx, room.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (b *StoreSnapshot) readRounds(tx quiz.Tx, room quiz.RoomID) error {
	for round, err := range tx.RoundsAfter(room, 0) {
		if err != nil {
			return err
		}
		b.Rounds[room] = append(b.Rounds[room], round)
		if b.Replies[round.ID], err = tx.RepliesTo(round.ID); err != nil {
			return err
		}
		if b.Votes[round.ID], err = tx.Votes(round.ID); err != nil {
			return err
		}
	}
	return nil
}

func (b *StoreSnapshot) readParticipants(tx quiz.Ledger, room quiz.RoomID) error {
	for tally, err := range tx.Standings(room, scoring.All.Season(schedule.Date{})) {
		if err != nil {
			return err
		}
		b.Ranked[room] = append(b.Ranked[room], tally.Member)
	}
	for no := range b.Members {
		s := Participant{room, no}
		for e, err := range tx.Entries(room, no) {
			if err != nil {
				return err
			}
			b.Entries[s] = append(b.Entries[s], e)
		}
		var err error
		if b.Runs[s], err = tx.Streak(room, no); err != nil {
			return err
		}
	}
	return nil
}

// MemberNumber returns the number of a member, 0 for a stranger.
func (b *StoreSnapshot) MemberNumber(id quiz.MemberID) quiz.MemberNo {
	for no, m := range b.Members {
		if m.ID == id {
			return no
		}
	}
	return 0
}

// FindRound returns a round of a room.
func (b *StoreSnapshot) FindRound(room quiz.RoomID, id quiz.RoundID) (quiz.Round, bool) {
	for _, r := range b.Rounds[room] {
		if r.ID == id {
			return r, true
		}
	}
	return quiz.Round{}, false
}

// FindReply returns a member's reply to a round, the zero reply if there is none.
func (b *StoreSnapshot) FindReply(round quiz.RoundID, no quiz.MemberNo) quiz.Reply {
	for _, r := range b.Replies[round] {
		if r.Member == no {
			return r
		}
	}
	return quiz.Reply{}
}
