package store

import (
	"time"

	"quizbot/quiz"
)

func (t tx) Member(no quiz.MemberNo) (quiz.Member, error) {
	return record[quiz.Member](t, members, number(no))
}

func (t tx) MemberNo(id quiz.MemberID) (quiz.MemberNo, error) {
	value := t.get(memberIDs, []byte(id))
	if value == nil {
		return 0, quiz.ErrNotFound
	}
	return quiz.MemberNo(parseNumber(value)), nil
}

func (t tx) NewMember() (quiz.MemberNo, error) {
	n, err := t.newNumber("members")
	return quiz.MemberNo(n), err
}

func (t tx) SetMember(m quiz.Member) error {
	if err := t.put(memberIDs, []byte(m.ID), number(m.No)); err != nil {
		return err
	}
	return setRecord(t, members, number(m.No), m)
}

func (t tx) Forget(no quiz.MemberNo) error {
	m, err := t.Member(no)
	if err != nil {
		return err
	}
	in := map[quiz.RoomID]bool{}
	for rest := range t.within(myReplies, number(no)) {
		round := quiz.RoundID(parseNumber(rest))
		r, err := t.Round(round)
		if err != nil {
			return err
		}
		in[r.Room] = true
		if err := t.forgetReply(round, no); err != nil {
			return err
		}
	}
	for room := range in {
		if err := t.forgetPoints(room, no); err != nil {
			return err
		}
	}
	for rest := range t.within(myVotes, number(no)) {
		if err := t.SetVote(quiz.RoundID(parseNumber(rest)), no, 0, time.Time{}); err != nil {
			return err
		}
	}
	if err := t.delete(memberIDs, []byte(m.ID)); err != nil {
		return err
	}
	if err := t.owe(); err != nil {
		return err
	}
	return t.delete(members, number(no))
}

// forgetReply deletes a reply and the votes for it.
func (t tx) forgetReply(round quiz.RoundID, no quiz.MemberNo) error {
	cast, err := t.Votes(round)
	if err != nil {
		return err
	}
	for voter, candidate := range cast {
		if candidate == no {
			if err := t.SetVote(round, voter, 0, time.Time{}); err != nil {
				return err
			}
		}
	}
	if err := t.delete(myReplies, key(number(no), number(round))); err != nil {
		return err
	}
	return t.delete(replies, key(number(round), number(no)))
}

// forgetPoints deletes what follows from the member's entries in a room, and leaves the entries.
func (t tx) forgetPoints(room quiz.RoomID, no quiz.MemberNo) error {
	for e, err := range t.Entries(room, no) {
		if err != nil {
			return err
		}
		for _, season := range quiz.Seasons(e.Date) {
			tally, err := t.Tally(room, season, no)
			if err != nil {
				return err
			}
			if err := t.dropTally(room, season, tally); err != nil {
				return err
			}
		}
	}
	return t.delete(runs, key(ended(room), number(no)))
}
