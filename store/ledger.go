package store

import (
	"bytes"
	"errors"
	"iter"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Append implements [quiz.Ledger].
func (t Tx) Append(e ledger.Entry) error {
	seq, err := t.nextNumber(sequenceEntries)
	if err != nil {
		return err
	}
	e.Seq = seq
	if err := t.putEntry(e); err != nil {
		return err
	}
	return t.addToTallies(e)
}

// putEntry writes an entry into the ledger.
func (t Tx) putEntry(e ledger.Entry) error {
	if err := putRecord(t, bucketLedger, numberKey(e.Seq), e); err != nil {
		return err
	}
	return t.Put(bucketMyEntries, joinKey(textKey(e.Room), numberKey(e.Member), numberKey(e.Seq)), presentValue())
}

// addToTallies adds an entry to the tallies of its member in all seasons of its date.
func (t Tx) addToTallies(e ledger.Entry) error {
	for _, season := range scoring.Seasons(e.Date) {
		if err := t.addToTally(season, e); err != nil {
			return err
		}
	}
	return nil
}

// addToTally adds an entry to its member's tally of a season, and moves the member in the ranking.
func (t Tx) addToTally(season scoring.Season, e ledger.Entry) error {
	tally, err := t.Tally(e.Room, season, e.Member)
	if err != nil {
		return err
	}
	if err := t.deleteTally(e.Room, season, tally); err != nil {
		return err
	}
	tally.Points += e.Points
	tally.Answered += e.Answers()
	prefix := seasonKey(e.Room, season)
	if err := t.Put(bucketRanking, rankingKey(prefix, tally), numberKey(tally.Answered)); err != nil {
		return err
	}
	return putRecord(t, bucketTallies, tallyKey(e.Room, season, e.Member), tally)
}

// deleteTally deletes a tally and its entry in the ranking.
func (t Tx) deleteTally(room quiz.RoomID, season scoring.Season, tally ledger.Tally) error {
	prefix := seasonKey(room, season)
	if err := t.Delete(bucketRanking, rankingKey(prefix, tally)); err != nil {
		return err
	}
	return t.Delete(bucketTallies, tallyKey(room, season, tally.Member))
}

// Entries implements [quiz.Ledger].
func (t Tx) Entries(room quiz.RoomID, member quiz.MemberNo) iter.Seq2[ledger.Entry, error] {
	return listRecords(t, bucketMyEntries, roomMemberKey(room, member), nil, func(rest, _ []byte) (ledger.Entry, error) {
		return getRecord[ledger.Entry](t, bucketLedger, rest)
	})
}

// LatestEntries implements [quiz.Ledger].
func (t Tx) LatestEntries(room quiz.RoomID, member quiz.MemberNo) iter.Seq2[ledger.TitledEntry, error] {
	return func(yield func(ledger.TitledEntry, error) bool) {
		var keys [][]byte
		for key := range t.scanPrefix(bucketMyEntries, roomMemberKey(room, member)) {
			keys = append(keys, key)
		}
		for _, key := range slices.Backward(keys) {
			e, err := t.titledEntry(key)
			if !yield(e, err) || err != nil && !errors.Is(err, quiz.ErrUnreadable) {
				return
			}
		}
	}
}

// titledEntry returns the entry at a key of the ledger, with its question's title.
func (t Tx) titledEntry(key []byte) (ledger.TitledEntry, error) {
	e, err := getRecord[ledger.Entry](t, bucketLedger, key)
	if isNotFound(err) { // the member's index has it
		err = unreadable{err}
	}
	if err != nil {
		return ledger.TitledEntry{}, err
	}
	round, err := t.Round(e.Round)
	if err != nil && !isNotFound(err) && !errors.Is(err, quiz.ErrUnreadable) {
		return ledger.TitledEntry{}, err
	}
	return ledger.TitledEntry{Entry: e, Title: round.Question.Title}, nil
}

// Tally implements [quiz.Ledger].
func (t Tx) Tally(room quiz.RoomID, season scoring.Season, member quiz.MemberNo) (ledger.Tally, error) {
	tally, err := getRecord[ledger.Tally](t, bucketTallies, tallyKey(room, season, member))
	switch {
	case isNotFound(err):
		return ledger.Tally{Member: member}, nil
	case errors.Is(err, quiz.ErrUnreadable):
		return t.sumTally(room, season, member)
	}
	return tally, err
}

// sumTally adds up a tally from its entries.
func (t Tx) sumTally(room quiz.RoomID, season scoring.Season, member quiz.MemberNo) (ledger.Tally, error) {
	sum := ledger.Tally{Member: member}
	for e, err := range t.Entries(room, member) {
		if err != nil {
			return sum, err
		}
		if slices.Contains(seasonsOf(e.Date), season) {
			sum.Points += e.Points
			sum.Answered += e.Answers()
		}
	}
	return sum, nil
}

// seasonsOf returns the seasons of a date.
func seasonsOf(d schedule.Date) []scoring.Season {
	list := scoring.Seasons(d)
	return list[:]
}

// Standings implements [quiz.Ledger].
func (t Tx) Standings(room quiz.RoomID, season scoring.Season) iter.Seq2[ledger.Tally, error] {
	return listRecords(t, bucketRanking, seasonKey(room, season), nil, func(rest, value []byte) (ledger.Tally, error) {
		_, member := cutNumberKey(rest)
		return ledger.Tally{
			Member: quiz.MemberNo(parseNumberKey(member)), Points: parseDescendingKey(rest), Answered: int(parseNumberKey(value)),
		}, nil
	})
}

// Leaderboard implements [quiz.Ledger].
func (t Tx) Leaderboard(room quiz.RoomID, season scoring.Season, n int) (b ledger.Leaderboard, err error) {
	for tally, err := range t.Standings(room, season) {
		if errors.Is(err, quiz.ErrUnreadable) {
			continue
		}
		if err != nil {
			return b, err
		}
		b.Members++
		switch last := len(b.Rows) - 1; {
		case len(b.Rows) < n:
			row, err := t.leaderboardRow(room, tally)
			if err != nil {
				return b, err
			}
			b.Rows = append(b.Rows, row)
		case last >= 0 && b.Rows[last].Points == tally.Points:
			b.Sharing++
		}
	}
	return b, nil
}

// leaderboardRow adds the member's name and streak to a tally, as far as they can be read.
func (t Tx) leaderboardRow(room quiz.RoomID, tally ledger.Tally) (ledger.LeaderboardRow, error) {
	m, err := t.Member(tally.Member)
	if err != nil && !isNotFound(err) && !errors.Is(err, quiz.ErrUnreadable) {
		return ledger.LeaderboardRow{}, err
	}
	streak, err := t.Streak(room, tally.Member)
	if errors.Is(err, quiz.ErrUnreadable) {
		streak, err = scoring.Streak{}, nil
	}
	return ledger.LeaderboardRow{Tally: tally, Name: m.Name, Streak: streak}, err
}

// Ahead implements [quiz.Ledger].
func (t Tx) Ahead(room quiz.RoomID, season scoring.Season, points int) (n int, err error) {
	prefix := seasonKey(room, season)
	end := joinKey(prefix, descendingKey(points))
	t.Scan(bucketRanking, prefix, func(k, _ []byte) bool {
		if bytes.Compare(k, end) >= 0 {
			return false
		}
		n++
		return true
	})
	return n, nil
}

// Streak implements [quiz.Ledger].
func (t Tx) Streak(room quiz.RoomID, member quiz.MemberNo) (scoring.Streak, error) {
	r, err := getRecord[scoring.Streak](t, bucketStreaks, roomMemberKey(room, member))
	if isNotFound(err) {
		return scoring.Streak{}, nil
	}
	return r, err
}

// SetStreak implements [quiz.Ledger].
func (t Tx) SetStreak(room quiz.RoomID, member quiz.MemberNo, r scoring.Streak) error {
	return putRecord(t, bucketStreaks, roomMemberKey(room, member), r)
}
