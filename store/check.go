package store

import (
	"bytes"
	"errors"
	"fmt"

	"quizbot/quiz"
)

// check reports what does not fit together: derived buckets against what they derive from.
func check(t tx) error {
	return errors.Join(
		derived(t, wake, due, func(room, at []byte) ([]byte, error) { return dueKey(quiz.RoomID(room), at), nil }),
		derived(t, rounds, roomRounds, func(id, value []byte) ([]byte, error) {
			r, err := decode[quiz.Round](rounds, value)
			return key(ended(r.Room), id), err
		}),
		derived(t, replies, myReplies, func(k, _ []byte) ([]byte, error) { return key(k[8:], k[:8]), nil }),
		derived(t, votes, myVotes, func(k, _ []byte) ([]byte, error) { return key(k[8:], k[:8]), nil }),
		derived(t, members, memberIDs, func(_, value []byte) ([]byte, error) {
			m, err := decode[quiz.Member](members, value)
			return []byte(m.ID), err
		}),
		derived(t, ledger, myEntries, func(seq, value []byte) ([]byte, error) {
			e, err := decode[quiz.Entry](ledger, value)
			return key(ended(e.Room), number(e.Member), seq), err
		}),
		derived(t, tallies, ranking, func(k, value []byte) ([]byte, error) {
			tally, err := decode[quiz.Tally](tallies, value)
			return key(k[:len(k)-8], descending(tally.Points), number(tally.Member)), err
		}),
		sums(t),
	)
}

// derived checks that each key of a bucket has its one key in the bucket that is derived from it.
func derived(t tx, from, to string, derive func(key, value []byte) ([]byte, error)) error {
	var errs []error
	want := 0
	for k, v := range t.within(from, nil) {
		want++
		d, err := derive(k, v)
		if err != nil {
			errs = append(errs, err)
		} else if t.get(to, d) == nil {
			errs = append(errs, fmt.Errorf("%s lacks %q of %s", to, d, from))
		}
	}
	got := 0
	t.scan(to, nil, func(_, _ []byte) bool { got++; return true })
	if got != want {
		errs = append(errs, fmt.Errorf("%s has %d keys for %d of %s", to, got, want, from))
	}
	return errors.Join(errs...)
}

// sums checks that the tallies are those of the entries of members who have a row.
func sums(t tx) error {
	want := map[string]quiz.Tally{}
	for _, value := range t.within(ledger, nil) {
		e, err := decode[quiz.Entry](ledger, value)
		if err != nil {
			return err
		}
		if t.get(members, number(e.Member)) == nil {
			continue
		}
		for _, season := range quiz.Seasons(e.Date) {
			k := string(key(seasonKey(e.Room, season), number(e.Member)))
			sum := want[k]
			want[k] = quiz.Tally{Member: e.Member, Points: sum.Points + e.Points, Answered: sum.Answered + e.Answers()}
		}
	}
	for k, value := range t.within(tallies, nil) {
		got, err := decode[quiz.Tally](tallies, value)
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
