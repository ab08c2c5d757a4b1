package main

import (
	"context"
	"errors"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/store/bolt"
)

// storeSnapshot is the whole content of the store, read through its own interface.
type storeSnapshot struct {
	rooms   map[quiz.RoomID]quiz.Room
	steps   map[quiz.RoomID]quiz.Job
	rounds  map[quiz.RoomID][]quiz.Round
	replies map[quiz.RoundID][]quiz.Reply
	votes   map[quiz.RoundID]map[quiz.MemberNo]quiz.MemberNo
	members map[quiz.MemberNo]quiz.Member
	// entries and runs are the ledger and the streak of a member in a room.
	entries map[participant][]quiz.Entry
	runs    map[participant]scoring.Streak
	// checkError is the result of the store's own check.
	checkError error
}

// participant is a member in a room.
type participant struct {
	room   quiz.RoomID
	member quiz.MemberNo
}

// readStore opens the store at path and reads all of it.
func readStore(ctx context.Context, path string, people map[quiz.MemberID]bool) (b *storeSnapshot, err error) {
	kept, err := bolt.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	b = &storeSnapshot{
		rooms: map[quiz.RoomID]quiz.Room{}, steps: map[quiz.RoomID]quiz.Job{},
		rounds: map[quiz.RoomID][]quiz.Round{}, replies: map[quiz.RoundID][]quiz.Reply{},
		votes: map[quiz.RoundID]map[quiz.MemberNo]quiz.MemberNo{}, members: map[quiz.MemberNo]quiz.Member{},
		entries: map[participant][]quiz.Entry{}, runs: map[participant]scoring.Streak{}, checkError: kept.Check(),
	}
	return b, kept.View(ctx, func(tx quiz.Tx) error {
		return errors.Join(b.readMembers(tx, people), b.readRooms(tx))
	})
}

func (b *storeSnapshot) readMembers(tx quiz.Members, people map[quiz.MemberID]bool) error {
	for id := range people {
		no, err := tx.MemberNo(id)
		if errors.Is(err, quiz.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if b.members[no], err = tx.Member(no); err != nil {
			return err
		}
	}
	return nil
}

func (b *storeSnapshot) readRooms(tx quiz.Tx) error {
	for room, err := range tx.Rooms() {
		if err != nil {
			return err
		}
		b.rooms[room.ID] = room
		if step, err := tx.Job(room.ID); err == nil {
			b.steps[room.ID] = step
		} else if !errors.Is(err, quiz.ErrNotFound) {
			return err
		}
		if err := errors.Join(b.readRounds(tx, room.ID), b.readParticipants(tx, room.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (b *storeSnapshot) readRounds(tx quiz.Tx, room quiz.RoomID) error {
	for round, err := range tx.RoundsAfter(room, 0) {
		if err != nil {
			return err
		}
		b.rounds[room] = append(b.rounds[room], round)
		if b.replies[round.ID], err = tx.RepliesTo(round.ID); err != nil {
			return err
		}
		if b.votes[round.ID], err = tx.Votes(round.ID); err != nil {
			return err
		}
	}
	return nil
}

func (b *storeSnapshot) readParticipants(tx quiz.Ledger, room quiz.RoomID) error {
	for no := range b.members {
		s := participant{room, no}
		for e, err := range tx.Entries(room, no) {
			if err != nil {
				return err
			}
			b.entries[s] = append(b.entries[s], e)
		}
		var err error
		if b.runs[s], err = tx.Streak(room, no); err != nil {
			return err
		}
	}
	return nil
}

// memberNumber returns the number of a member, 0 for a stranger.
func (b *storeSnapshot) memberNumber(id quiz.MemberID) quiz.MemberNo {
	for no, m := range b.members {
		if m.ID == id {
			return no
		}
	}
	return 0
}

// findRound returns a round of a room.
func (b *storeSnapshot) findRound(room quiz.RoomID, id quiz.RoundID) (quiz.Round, bool) {
	for _, r := range b.rounds[room] {
		if r.ID == id {
			return r, true
		}
	}
	return quiz.Round{}, false
}

// findReply returns a member's reply to a round, the zero reply if there is none.
func (b *storeSnapshot) findReply(round quiz.RoundID, no quiz.MemberNo) quiz.Reply {
	for _, r := range b.replies[round] {
		if r.Member == no {
			return r
		}
	}
	return quiz.Reply{}
}
