package store

import (
	"bytes"
	"errors"
	"fmt"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// Check compares the derived buckets with the buckets that they derive from, and the tallies with
// the ledger, and confirmed points with the members. It returns all differences.
func (t Tx) Check() error {
	return errors.Join(
		checkDerived(t, bucketNextCheck, bucketDue, func(room, at []byte) ([]byte, error) {
			return dueKey(quiz.RoomID(room), at), nil
		}),
		checkDerived(t, bucketRounds, bucketRoomRounds, func(id, value []byte) ([]byte, error) {
			r, err := decodeRecord[quiz.Round](bucketRounds, value)
			return joinKey(textKey(r.Room), id), err
		}),
		checkDerived(t, bucketReplies, bucketMyReplies, swapNumbers),
		checkDerived(t, bucketVotes, bucketMyVotes, swapNumbers),
		checkDerived(t, bucketMembers, bucketMemberIDs, func(_, value []byte) ([]byte, error) {
			m, err := decodeRecord[quiz.Member](bucketMembers, value)
			return []byte(m.ID), err
		}),
		checkDerived(t, bucketLedger, bucketMyEntries, func(seq, value []byte) ([]byte, error) {
			e, err := decodeRecord[quiz.Entry](bucketLedger, value)
			return joinKey(textKey(e.Room), numberKey(e.Member), seq), err
		}),
		checkDerived(t, bucketTallies, bucketRanking, func(k, value []byte) ([]byte, error) {
			tally, err := decodeRecord[quiz.Tally](bucketTallies, value)
			return rankingKey(k[:len(k)-8], tally), err
		}),
		checkTallies(t),
		checkConfirmed(t),
	)
}

// checkDerived checks a derived bucket: it must have one key for each key of the bucket it derives
// from, and no others.
func checkDerived(t Tx, from, to string, derive func(key, value []byte) ([]byte, error)) error {
	var errs []error
	want := 0
	for k, v := range t.scanPrefix(from, nil) {
		want++
		d, err := derive(k, v)
		if err != nil {
			errs = append(errs, err)
		} else if t.Get(to, d) == nil {
			errs = append(errs, fmt.Errorf("%s lacks %q of %s", to, d, from))
		}
	}
	got := 0
	t.Scan(to, nil, func(_, _ []byte) bool { got++; return true })
	if got != want {
		errs = append(errs, fmt.Errorf("%s has %d keys for %d of %s", to, got, want, from))
	}
	return errors.Join(errs...)
}

// swapNumbers derives the key of a member's index from a key of two numbers.
func swapNumbers(key, _ []byte) ([]byte, error) { return joinKey(key[8:], key[:8]), nil }

// checkTallies compares the tallies with the sums of entries. Only members with a row have tallies.
func checkTallies(t Tx) error {
	want := map[string]quiz.Tally{}
	for _, value := range t.scanPrefix(bucketLedger, nil) {
		e, err := decodeRecord[quiz.Entry](bucketLedger, value)
		if err != nil {
			return err
		}
		if t.Get(bucketMembers, numberKey(e.Member)) == nil {
			continue
		}
		for _, season := range scoring.Seasons(e.Date) {
			k := string(tallyKey(e.Room, season, e.Member))
			sum := want[k]
			want[k] = quiz.Tally{Member: e.Member, Points: sum.Points + e.Points, Answered: sum.Answered + e.Answers()}
		}
	}
	for k, value := range t.scanPrefix(bucketTallies, nil) {
		got, err := decodeRecord[quiz.Tally](bucketTallies, value)
		if err != nil {
			return err
		}
		if got != want[string(k)] {
			return fmt.Errorf("the tally %q is %+v, its entries come to %+v", bytes.ToValidUTF8(k, nil), got, want[string(k)])
		}
		delete(want, string(k))
	}
	if len(want) > 0 {
		return fmt.Errorf("%d tallies are missing", len(want))
	}
	return nil
}
