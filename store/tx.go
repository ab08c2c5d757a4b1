package store

import (
	"bytes"
	"errors"
	"iter"

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

// listRecords yields what read returns for each key of a bucket with a prefix, and stops after the
// first error.
func listRecords[T any](
	t Tx, bucket string, prefix, from []byte, read func(rest, value []byte) (T, error),
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for rest, value := range t.scanPrefixFrom(bucket, prefix, from) {
			r, err := read(rest, value)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// nextNumber returns the next number of a sequence. The first is 1.
func (t Tx) nextNumber(sequence string) (uint64, error) {
	n := t.lastNumber(sequence) + 1
	return n, t.Put(Meta, []byte(sequence), numberKey(n))
}

// lastNumber returns the last number given of a sequence, 0 before the first.
func (t Tx) lastNumber(sequence string) uint64 {
	if v := t.Get(Meta, []byte(sequence)); v != nil {
		return parseNumberKey(v)
	}
	return 0
}

// raiseLastNumber makes n the last number given of a sequence, unless that is greater already.
func (t Tx) raiseLastNumber(sequence string, n uint64) error {
	if n <= t.lastNumber(sequence) {
		return nil
	}
	return t.Put(Meta, []byte(sequence), numberKey(n))
}

// isNotFound reports whether a record is missing.
func isNotFound(err error) bool { return errors.Is(err, quiz.ErrNotFound) }
