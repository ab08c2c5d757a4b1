package store

import (
	"bytes"
	"iter"

	"quizbot/quiz"
)

func (t tx) Append(e quiz.Entry) error {
	seq, err := t.newNumber("entries")
	if err != nil {
		return err
	}
	e.Seq = seq
	if err := t.enter(e); err != nil {
		return err
	}
	return t.countAll(e)
}

// enter writes an entry into the ledger.
func (t tx) enter(e quiz.Entry) error {
	if err := setRecord(t, ledger, number(e.Seq), e); err != nil {
		return err
	}
	return t.put(myEntries, key(ended(e.Room), number(e.Member), number(e.Seq)), present())
}

// countAll adds an entry to its member's tallies.
func (t tx) countAll(e quiz.Entry) error {
	for _, season := range quiz.Seasons(e.Date) {
		if err := t.count(season, e); err != nil {
			return err
		}
	}
	return nil
}

// count adds an entry to its member's tally of a season, and moves the member in the ranking.
func (t tx) count(season quiz.Season, e quiz.Entry) error {
	tally, err := t.Tally(e.Room, season, e.Member)
	if err != nil {
		return err
	}
	if err := t.dropTally(e.Room, season, tally); err != nil {
		return err
	}
	tally.Points += e.Points
	tally.Answered += e.Answers()
	prefix := seasonKey(e.Room, season)
	if err := t.put(ranking, key(prefix, descending(tally.Points), number(e.Member)), number(tally.Answered)); err != nil {
		return err
	}
	return setRecord(t, tallies, key(prefix, number(e.Member)), tally)
}

// dropTally deletes a tally and its line in the ranking.
func (t tx) dropTally(room quiz.RoomID, season quiz.Season, tally quiz.Tally) error {
	prefix := seasonKey(room, season)
	if err := t.delete(ranking, key(prefix, descending(tally.Points), number(tally.Member))); err != nil {
		return err
	}
	return t.delete(tallies, key(prefix, number(tally.Member)))
}

func (t tx) Entries(room quiz.RoomID, member quiz.MemberNo) iter.Seq2[quiz.Entry, error] {
	return records(t, myEntries, key(ended(room), number(member)), nil, func(rest, _ []byte) (quiz.Entry, error) {
		return record[quiz.Entry](t, ledger, rest)
	})
}

func (t tx) Tally(room quiz.RoomID, season quiz.Season, member quiz.MemberNo) (quiz.Tally, error) {
	tally, err := record[quiz.Tally](t, tallies, key(seasonKey(room, season), number(member)))
	if missing(err) {
		return quiz.Tally{Member: member}, nil
	}
	return tally, err
}

func (t tx) Standings(room quiz.RoomID, season quiz.Season) iter.Seq2[quiz.Tally, error] {
	return records(t, ranking, seasonKey(room, season), nil, func(rest, value []byte) (quiz.Tally, error) {
		return quiz.Tally{
			Member: quiz.MemberNo(parseNumber(rest[8:])), Points: parseDescending(rest), Answered: int(parseNumber(value)),
		}, nil
	})
}

func (t tx) Ahead(room quiz.RoomID, season quiz.Season, points int) (n int, err error) {
	prefix := seasonKey(room, season)
	end := key(prefix, descending(points))
	t.scan(ranking, prefix, func(k, _ []byte) bool {
		if bytes.Compare(k, end) >= 0 {
			return false
		}
		n++
		return true
	})
	return n, nil
}

func (t tx) Run(room quiz.RoomID, member quiz.MemberNo) (quiz.Run, error) {
	r, err := record[quiz.Run](t, runs, key(ended(room), number(member)))
	if missing(err) {
		return quiz.Run{}, nil
	}
	return r, err
}

func (t tx) SetRun(room quiz.RoomID, member quiz.MemberNo, r quiz.Run) error {
	return setRecord(t, runs, key(ended(room), number(member)), r)
}
