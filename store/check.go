package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"quizbot/quiz"
	"quizbot/quiz/departure"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// Check reads all records, compares each with its key, compares the derived buckets with the buckets
// that they derive from, the tallies with the ledger, and confirmed points and the audit log with the members. It
// returns all faults.
func (t Tx) Check() error {
	checks := []func(Tx) error{checkReadable, checkSequences}
	for _, d := range derivedBuckets() {
		checks = append(checks, d.check)
	}
	checks = append(checks, checkTallies, checkRankCounts, checkConfirmed, checkRedraws, checkAudit)
	errs := make([]error, len(checks))
	for i, check := range checks {
		errs[i] = withoutPanic(func() error { return check(t) })
	}
	return errors.Join(errs...)
}

// withoutPanic runs fn, and returns the panic of a record that is damaged as an error.
func withoutPanic(fn func() error) (err error) {
	defer func() {
		r := recover()
		if d, ok := r.(Damage); ok {
			err = d
		} else if r != nil {
			panic(r)
		}
	}()
	return fn()
}

// derivation is a derived bucket: it has one key for each key of the bucket it derives from.
type derivation struct {
	from, to string
	// derive returns the key and the value that belong to a record.
	derive func(key, value []byte) (derivedKey, derivedValue []byte, err error)
}

// derivedBuckets returns all derived buckets.
func derivedBuckets() []derivation {
	present := presentValue()
	return []derivation{
		{bucketNextCheck, bucketDue, func(room, at []byte) ([]byte, []byte, error) {
			return dueKey(quiz.RoomID(room), at), present, nil
		}},
		{bucketRounds, bucketRoomRounds, func(id, value []byte) ([]byte, []byte, error) {
			r, err := decodeRecord[quiz.Round](bucketRounds, value)
			return joinKey(textKey(r.Room), id), present, err
		}},
		{bucketReplies, bucketMyReplies, func(key, _ []byte) ([]byte, []byte, error) { return swapNumbers(key), present, nil }},
		{bucketVotes, bucketMyVotes, func(key, vote []byte) ([]byte, []byte, error) {
			return swapNumbers(key), numberKey(parseNumberKey(vote)), nil
		}},
		{bucketMembers, bucketMemberIDs, func(no, value []byte) ([]byte, []byte, error) {
			m, err := decodeRecord[quiz.Member](bucketMembers, value)
			return []byte(m.ID), no, err
		}},
		{bucketLedger, bucketMyEntries, func(seq, value []byte) ([]byte, []byte, error) {
			e, err := decodeRecord[ledger.Entry](bucketLedger, value)
			return joinKey(textKey(e.Room), numberKey(e.Member), seq), present, err
		}},
		{bucketTallies, bucketRanking, func(k, value []byte) ([]byte, []byte, error) {
			tally, err := decodeRecord[ledger.Tally](bucketTallies, value)
			return joinKey(k[:max(0, len(k)-8)], rankingRow(tally)), numberKey(tally.Answered), err
		}},
		{bucketStreaks, bucketRunRounds, func(k, value []byte) ([]byte, []byte, error) {
			index, err := deriveStreakRound(k, value)
			return index, present, err
		}},
	}
}

// check compares a derived bucket with the bucket that it derives from.
func (d derivation) check(t Tx) error {
	var errs []error
	want := 0
	for k, v := range t.scanPrefix(d.from, nil) {
		want++
		if len(v) == 0 {
			continue // checkReadable says so
		}
		err := withoutPanic(func() error {
			key, value, err := d.derive(k, v)
			if err != nil {
				return err
			}
			if got := t.Get(d.to, key); got == nil || len(got) > 0 && !bytes.Equal(got, value) {
				return fmt.Errorf("%s lacks %q of %s", d.to, key, d.from)
			}
			return nil
		})
		if err != nil {
			errs = append(errs, err)
		}
	}
	got := 0
	t.Scan(d.to, nil, func(_, _ []byte) bool { got++; return true })
	if got != want {
		errs = append(errs, fmt.Errorf("%s has %d keys for %d of %s", d.to, got, want, d.from))
	}
	return errors.Join(errs...)
}

// swapNumbers returns the key of a member's index for a key of two numbers.
func swapNumbers(key []byte) []byte {
	return joinKey(numberKey(parseNumberKey(key[min(8, len(key)):])), numberKey(parseNumberKey(key)))
}

// checkTallies compares the tallies with the sums of entries, and the index of self-graded rounds with
// the entries. Only members with a row have either.
func checkTallies(t Tx) error {
	sums := newSums()
	for _, value := range t.scanPrefix(bucketLedger, nil) {
		if len(value) == 0 {
			return nil // the sums are unknown
		}
		e, err := decodeRecord[ledger.Entry](bucketLedger, value)
		if err != nil {
			return err
		}
		if t.Get(bucketMembers, numberKey(e.Member)) != nil {
			sums.add(e)
		}
	}
	return errors.Join(compareTallies(t, sums.tallies), compareSelfGraded(t, sums.selfGraded))
}

// compareTallies compares the tallies with sums of entries by their keys.
func compareTallies(t Tx, want map[string]ledger.Tally) error {
	for k, value := range t.scanPrefix(bucketTallies, nil) {
		if len(value) == 0 {
			delete(want, string(k))
			continue // checkReadable says so
		}
		got, err := decodeRecord[ledger.Tally](bucketTallies, value)
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

// compareSelfGraded compares the index of self-graded rounds with the keys that it should have.
func compareSelfGraded(t Tx, want map[string]bool) error {
	n := 0
	for k := range t.scanPrefix(bucketSelfGraded, nil) {
		n++
		if !want[string(k)] {
			return fmt.Errorf("%s has %q, whose points come from others", bucketSelfGraded, bytes.ToValidUTF8(k, nil))
		}
	}
	if n != len(want) {
		return fmt.Errorf("%s has %d rounds, and the ledger %d", bucketSelfGraded, n, len(want))
	}
	return nil
}

// checkRankCounts compares the counts of the ranking with its rows.
func checkRankCounts(t Tx) error { return t.ranking().Check() }

// checkRedraws looks up the rounds of owed redraws.
func checkRedraws(t Tx) error {
	var errs []error
	for key := range t.scanPrefix(bucketRedraws, nil) {
		if t.Get(bucketRounds, key) == nil {
			errs = append(errs, fmt.Errorf("%s names the round %d, which is not there", bucketRedraws, parseNumberKey(key)))
		}
	}
	return errors.Join(errs...)
}

// recordChecks returns for each bucket that derives from no other a function, which reads a record
// and returns its faults.
func recordChecks() map[string]func(key, value []byte) error {
	return map[string]func(key, value []byte) error{
		bucketRooms: checkKeyed(bucketRooms, func(r quiz.Room) []byte { return []byte(r.ID) }),
		bucketJobs:  checkKeyed(bucketJobs, func(j quiz.Job) []byte { return []byte(j.Room) }),
		bucketNextCheck: func(_, at []byte) error {
			return checkLength("time", at, 8)
		},
		bucketRounds: checkKeyed(bucketRounds, func(r quiz.Round) []byte { return numberKey(r.ID) }),
		bucketAsked: func(key, _ []byte) error {
			_, err := encodeAskedRecord(key, nil)
			return err
		},
		bucketReplies: checkKeyed(bucketReplies, func(r quiz.Reply) []byte { return roundMemberKey(r.Round, r.Member) }),
		bucketVotes: func(key, vote []byte) error {
			return errors.Join(checkLength("key", key, 16), checkLength("vote", vote, 16))
		},
		bucketMembers: checkKeyed(bucketMembers, func(m quiz.Member) []byte { return numberKey(m.No) }),
		bucketLedger:  checkKeyed(bucketLedger, func(e ledger.Entry) []byte { return numberKey(e.Seq) }),
		bucketStreaks: func(key, value []byte) error {
			_, number, _ := bytes.Cut(key, []byte{0})
			_, err := decodeRecord[scoring.Streak](bucketStreaks, value)
			return errors.Join(err, checkLength("key", number, 8))
		},
		bucketForgetKeys: func(key, secret []byte) error {
			return errors.Join(checkLength("number", key, 8), checkLength("key", secret, forgetKeySize))
		},
		bucketForgotten: func(hash, at []byte) error {
			return errors.Join(checkLength("hash", hash, sha256.Size), checkLength("time", at, 8))
		},
		bucketDepartures: checkKeyed(bucketDepartures, func(r departure.Record) []byte { return []byte(r.Workspace) }),
		bucketRedraws:    func(key, _ []byte) error { return checkLength("number", key, 8) },
	}
}

// checkKeyed returns a check of records that hold their own key.
func checkKeyed[T any](bucket string, keyOf func(T) []byte) func(key, value []byte) error {
	return func(key, value []byte) error {
		r, err := decodeRecord[T](bucket, value)
		if err == nil && !bytes.Equal(keyOf(r), key) {
			err = errors.New("it belongs under another key")
		}
		return err
	}
}

func checkLength(what string, b []byte, want int) error {
	if len(b) != want {
		return fmt.Errorf("its %s has %d bytes, and should have %d", what, len(b), want)
	}
	return nil
}

// checkReadable reads all records.
func checkReadable(t Tx) error {
	var errs []error
	checks := recordChecks()
	for _, bucket := range Buckets() {
		check := checks[bucket]
		for key, value := range t.scanPrefix(bucket, nil) {
			err := withoutPanic(func() error {
				if len(value) == 0 {
					return errChecksum
				}
				if check == nil {
					return nil
				}
				return check(key, value)
			})
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: the record %s: %w", bucket, nameOf(bucket, key), err))
			}
		}
	}
	return errors.Join(errs...)
}

// checkSequences compares the last number given of each sequence with the numbers in use: a number
// would be given twice.
func checkSequences(t Tx) error {
	var errs []error
	for sequence, bucket := range map[string]string{
		sequenceRounds: bucketRounds, sequenceMembers: bucketMembers, sequenceEntries: bucketLedger,
	} {
		last := t.lastNumber(sequence)
		t.Scan(bucket, numberKey(last), func(key, _ []byte) bool {
			if !bytes.Equal(key, numberKey(last)) {
				errs = append(errs, fmt.Errorf("%s has numbers after %d, which is noted as the last one", bucket, last))
				return false
			}
			return true
		})
	}
	return errors.Join(errs...)
}
