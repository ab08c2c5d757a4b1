package store

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"time"

	"quizbot/quiz"
)

func (t tx) NewRound() (quiz.RoundID, error) {
	n, err := t.newNumber("rounds")
	return quiz.RoundID(n), err
}

func (t tx) Round(id quiz.RoundID) (quiz.Round, error) {
	return record[quiz.Round](t, rounds, number(id))
}

func (t tx) SetRound(r quiz.Round) error {
	if err := t.put(roomRounds, key(ended(r.Room), number(r.ID)), present()); err != nil {
		return err
	}
	return setRecord(t, rounds, number(r.ID), r)
}

func (t tx) RoundsAfter(room quiz.RoomID, after quiz.RoundID) iter.Seq2[quiz.Round, error] {
	return records(t, roomRounds, ended(room), number(after+1), func(rest, _ []byte) (quiz.Round, error) {
		return t.Round(quiz.RoundID(parseNumber(rest)))
	})
}

func cycleKey(room quiz.RoomID, cycle int) []byte {
	return key(ended(room), binary.BigEndian.AppendUint32(nil, uint32(cycle)))
}

// parseCycle reads the cycle at the start of a key's rest.
func parseCycle(key []byte) int { return int(binary.BigEndian.Uint32(key)) }

func (t tx) Asked(room quiz.RoomID, cycle int) (map[quiz.QuestionID]bool, error) {
	found := map[quiz.QuestionID]bool{}
	prefix := cycleKey(room, cycle)
	t.scan(asked, prefix, func(k, _ []byte) bool {
		if !bytes.HasPrefix(k, prefix) {
			return false
		}
		found[quiz.QuestionID(k[len(prefix):])] = true
		return true
	})
	return found, nil
}

func (t tx) SetAsked(room quiz.RoomID, cycle int, q quiz.QuestionID, yes bool) error {
	k := key(cycleKey(room, cycle), []byte(q))
	if !yes {
		return t.delete(asked, k)
	}
	return t.put(asked, k, present())
}

func (t tx) Reply(round quiz.RoundID, member quiz.MemberNo) (quiz.Reply, error) {
	return record[quiz.Reply](t, replies, key(number(round), number(member)))
}

func (t tx) SetReply(r quiz.Reply) error {
	if err := t.put(myReplies, key(number(r.Member), number(r.Round)), present()); err != nil {
		return err
	}
	return setRecord(t, replies, key(number(r.Round), number(r.Member)), r)
}

func (t tx) RepliesTo(round quiz.RoundID) ([]quiz.Reply, error) {
	var list []quiz.Reply
	for _, value := range t.within(replies, number(round)) {
		r, err := decode[quiz.Reply](replies, value)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	// The keys' order is that of the members, which a stable sort keeps among replies of one moment.
	slices.SortStableFunc(list, func(a, b quiz.Reply) int { return a.First.Compare(b.First) })
	return list, nil
}

func (t tx) RepliesOf(member quiz.MemberNo) iter.Seq2[quiz.Reply, error] {
	return records(t, myReplies, number(member), nil, func(rest, _ []byte) (quiz.Reply, error) {
		return t.Reply(quiz.RoundID(parseNumber(rest)), member)
	})
}

func (t tx) SetVote(round quiz.RoundID, voter, candidate quiz.MemberNo, at time.Time) error {
	there, back := key(number(round), number(voter)), key(number(voter), number(round))
	if candidate == 0 {
		if err := t.delete(votes, there); err != nil {
			return err
		}
		return t.delete(myVotes, back)
	}
	if err := t.put(votes, there, key(number(candidate), moment(at))); err != nil {
		return err
	}
	return t.put(myVotes, back, number(candidate))
}

// castAt is when a vote was cast, which stands behind its candidate.
func castAt(vote []byte) time.Time { return parseMoment(vote[min(8, len(vote)):]) }

func (t tx) VotedAt(round quiz.RoundID, voter quiz.MemberNo) (time.Time, error) {
	v := t.get(votes, key(number(round), number(voter)))
	if v == nil {
		return time.Time{}, nil
	}
	return castAt(v), nil
}

func (t tx) Votes(round quiz.RoundID) (map[quiz.MemberNo]quiz.MemberNo, error) {
	found := map[quiz.MemberNo]quiz.MemberNo{}
	for rest, value := range t.within(votes, number(round)) {
		found[quiz.MemberNo(parseNumber(rest))] = quiz.MemberNo(parseNumber(value))
	}
	return found, nil
}

func (t tx) VotesBy(voter quiz.MemberNo) (map[quiz.RoundID]quiz.MemberNo, error) {
	found := map[quiz.RoundID]quiz.MemberNo{}
	for rest, value := range t.within(myVotes, number(voter)) {
		found[quiz.RoundID(parseNumber(rest))] = quiz.MemberNo(parseNumber(value))
	}
	return found, nil
}
