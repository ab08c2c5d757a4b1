package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"

	"quizbot/quiz"
)

// Tx implements [quiz.Tx] and [RecordTx] over a KV. It keeps the derived buckets of the package
// documentation up to date.
type Tx struct{ KV }

var _ RecordTx = Tx{}

// scanPrefix yields the keys of a bucket that begin with prefix, without the prefix, and their
// values. The bucket may be changed during the iteration.
func (t Tx) scanPrefix(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return t.scanPrefixFrom(bucket, prefix, nil)
}

// pageSize is the number of keys that scanPrefixFrom reads before it yields the first of them.
const pageSize = 128

// scanPrefixFrom is scanPrefix, beginning at the key that from completes.
func (t Tx) scanPrefixFrom(bucket string, prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		for next, more := joinKey(prefix, from), true; more; {
			var page [][2][]byte
			page, next, more = t.readPage(bucket, prefix, next)
			for _, kv := range page {
				if !yield(kv[0], kv[1]) {
					return
				}
			}
		}
	}
}

// readPage copies up to pageSize keys and values with a prefix. If there are more, next is the
// following key.
func (t Tx) readPage(bucket string, prefix, from []byte) (page [][2][]byte, next []byte, more bool) {
	t.Scan(bucket, from, func(k, v []byte) bool {
		if !bytes.HasPrefix(k, prefix) {
			return false
		}
		if len(page) == pageSize {
			next, more = bytes.Clone(k), true
			return false
		}
		page = append(page, [2][]byte{bytes.Clone(k[len(prefix):]), bytes.Clone(v)})
		return true
	})
	return page, next, more
}

// scanPrefixBack yields the keys of a bucket that begin with prefix, the last one first, without the
// prefix. The bucket may be changed during the iteration.
func (t Tx) scanPrefixBack(bucket string, prefix []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		before := joinKey(prefix, bytes.Repeat([]byte{math.MaxUint8}, longestRest))
		for size := 4; ; size = min(2*size, pageSize) { // often the first few are enough
			var page [][]byte
			t.ScanBack(bucket, before, func(k, _ []byte) bool {
				if !bytes.HasPrefix(k, prefix) {
					return false
				}
				page = append(page, bytes.Clone(k))
				return len(page) < size
			})
			for _, k := range page {
				if !yield(k[len(prefix):]) {
					return
				}
			}
			if len(page) < size {
				return
			}
			before = page[len(page)-1]
		}
	}
}

// longestRest is more than the length of keys behind the prefixes of scanPrefixBack.
const longestRest = 32

// listRecords yields what read returns for each key of a bucket with a prefix. It goes on behind an
// unreadable record, and stops after any other error.
func listRecords[T any](
	t Tx, bucket string, prefix, from []byte, read func(rest, value []byte) (T, error),
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for rest, value := range t.scanPrefixFrom(bucket, prefix, from) {
			r, err := readDamaged(func() (T, error) { return read(rest, value) })
			if len(value) == 0 && !isIndex(bucket) {
				if err == nil { // what it says may be wrong; otherwise it has its key alone
					var none T
					r = none
				}
				err = withoutPanic(func() error { return checksumError(bucket, joinKey(prefix, rest)) })
			}
			if isNotFound(err) { // an index has it
				err = unreadable{err}
			}
			if !yield(r, err) || err != nil && !errors.Is(err, quiz.ErrUnreadable) {
				return
			}
		}
	}
}

// isIndex reports whether the keys of a bucket say all, and the records that they lead to are
// compared with them.
func isIndex(bucket string) bool {
	return bucket == bucketDue || bucket == bucketRedraws || bucket == bucketRoomRounds || bucket == bucketRunRounds
}

// readableOnes returns the records of a list that can be read, and the errors of those that can't.
func readableOnes[T any](list iter.Seq2[T, error]) (records []T, unreadable, err error) {
	for r, err := range list {
		switch {
		case err == nil:
			records = append(records, r)
		case errors.Is(err, quiz.ErrUnreadable):
			unreadable = errors.Join(unreadable, err)
		default:
			return nil, nil, err
		}
	}
	return records, unreadable, nil
}

// readDamaged returns what read returns. A panic of a record that is damaged is an error. Damaged
// pages are for the file to tell.
func readDamaged[T any](read func() (T, error)) (T, error) {
	var r T
	err := withoutPanic(func() (err error) {
		r, err = read()
		return err
	})
	var d Damage
	if errors.As(err, &d) && d.InPages {
		panic(d)
	}
	return r, err
}

// nextNumber returns the next number of a sequence. The first is 1.
func (t Tx) nextNumber(sequence string) (uint64, error) {
	n := t.lastNumber(sequence) + 1
	if bucket := sequences()[sequence].bucket; bucket != "" && t.Get(bucket, numberKey(n)) != nil { // it is damaged
		n = t.rebuildLastNumber(sequence) + 1
	}
	return n, t.Put(Meta, []byte(sequence), numberKey(n))
}

// lastNumber returns the last number given of a sequence, 0 before the first. In place of a damaged
// one it returns a number that is great enough.
func (t Tx) lastNumber(sequence string) uint64 {
	switch v := t.Get(Meta, []byte(sequence)); {
	case v == nil:
		return 0
	case len(v) != 8:
		return t.rebuildLastNumber(sequence)
	default:
		return parseNumberKey(v)
	}
}

// raiseLastNumber makes n the last number given of a sequence, unless that is greater already.
func (t Tx) raiseLastNumber(sequence string, n uint64) error {
	last := t.lastNumber(sequence)
	if n <= last && len(t.Get(Meta, []byte(sequence))) == 8 {
		return nil
	}
	if n = max(n, last); n == 0 {
		return nil
	}
	return t.Put(Meta, []byte(sequence), numberKey(n))
}

// numbering is where the numbers of a sequence are found.
type numbering struct {
	// bucket has the numbers as its keys, if there is one that has. Those that begin a key of leading, or
	// end one of trailing, are known, too.
	bucket            string
	leading, trailing []string
	// gap is how many numbers may have been given that are found nowhere any more.
	gap uint64
}

// sequences returns the numbering of each sequence. A forgotten member's number stays in the ledger
// and in messages alone, and must not become somebody else's.
func sequences() map[string]numbering {
	return map[string]numbering{
		sequenceRounds:  {bucket: bucketRounds, leading: []string{bucketReplies, bucketVotes}, trailing: []string{bucketRoomRounds}},
		sequenceMembers: {bucket: bucketMembers, leading: []string{bucketMyReplies, bucketMyVotes}, trailing: []string{bucketReplies, bucketVotes, bucketStreaks}, gap: 1000},
		sequenceEntries: {bucket: bucketLedger, trailing: []string{bucketMyEntries}},
		sequenceAudit:   {},
	}
}

// rebuildLastNumber returns a number that is not less than any that a sequence gave, as far as the
// buckets tell. It reads them all.
func (t Tx) rebuildLastNumber(sequence string) (last uint64) {
	s := sequences()[sequence]
	raise := func(number []byte) {
		if len(number) == 8 {
			last = max(last, parseNumberKey(number))
		}
	}
	if s.bucket != "" {
		s.leading = append(s.leading, s.bucket)
	}
	for _, bucket := range s.leading {
		t.Scan(bucket, nil, func(key, _ []byte) bool {
			raise(key[:min(8, len(key))])
			return true
		})
	}
	for _, bucket := range s.trailing {
		t.Scan(bucket, nil, func(key, _ []byte) bool {
			raise(key[max(0, len(key)-8):])
			return true
		})
	}
	if sequence == sequenceAudit { // the newest sorts first
		t.Scan(bucketAudit, nil, func(key, _ []byte) bool {
			if len(key) >= 8 {
				last = max(last, ^parseNumberKey(key[len(key)-8:]))
			}
			return true
		})
	}
	if sequence == sequenceMembers { // the entries of forgotten members
		t.Scan(bucketMyEntries, nil, func(key, _ []byte) bool {
			if end := len(key) - 8; end >= 8 {
				raise(key[end-8 : end])
			}
			return true
		})
	}
	return last + s.gap
}

// isNotFound reports whether a record is missing.
func isNotFound(err error) bool { return errors.Is(err, quiz.ErrNotFound) }

// recordVersion is the version that written records carry.
const recordVersion = 1

// envelope is a record with its version.
type envelope[T any] struct {
	V int `json:"v"`
	R T   `json:"r"`
}

// getRecord reads one record. It returns [quiz.ErrNotFound] if there is none.
func getRecord[T any](t Tx, bucket string, key []byte) (T, error) {
	return readDamaged(func() (r T, err error) {
		value := t.Get(bucket, key)
		if value != nil && len(value) == 0 {
			return r, checksumError(bucket, key)
		}
		return decodeRecord[T](bucket, value)
	})
}

// decodeRecord decodes the value of a record, nil for a record that is missing. Every other error is
// [quiz.ErrUnreadable]. Nothing of a record with an error is returned.
func decodeRecord[T any](bucket string, value []byte) (T, error) {
	var e, none envelope[T]
	if value == nil {
		return none.R, fmt.Errorf("%s: %w", bucket, quiz.ErrNotFound)
	}
	if len(value) == 0 {
		return none.R, fmt.Errorf("read a record of %s: %w", bucket, errChecksum)
	}
	if err := json.Unmarshal(value, &e); err != nil {
		return none.R, unreadable{fmt.Errorf("read a record of %s: %w", bucket, err)}
	}
	if e.V != recordVersion {
		return none.R, unreadable{fmt.Errorf("read a record of %s: it has version %d, this quizbot knows %d", bucket, e.V, recordVersion)}
	}
	return e.R, nil
}

// unreadable is the error of a damaged record.
type unreadable struct{ error }

// Is implements the interface of [errors.Is].
func (unreadable) Is(target error) bool { return target == quiz.ErrUnreadable }

// Unwrap returns the cause.
func (u unreadable) Unwrap() error { return u.error }

// putRecord writes one record.
func putRecord[T any](t Tx, bucket string, key []byte, r T) error {
	value, err := json.Marshal(envelope[T]{recordVersion, r})
	if err != nil {
		return fmt.Errorf("write a record of %s: %w", bucket, err)
	}
	return t.Put(bucket, key, value)
}
