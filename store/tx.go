package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"quizbot/quiz"
)

// kv is the ordered map that both stores are: what a transaction does to buckets. Slices that come out are
// valid until the transaction ends and must not be changed.
type kv interface {
	get(bucket string, key []byte) []byte // nil where there is none
	put(bucket string, key, value []byte) error
	delete(bucket string, key []byte) error
	// scan calls yield for each key from the given one on, in order, until it returns false. The bucket
	// must not change meanwhile.
	scan(bucket string, from []byte, yield func(key, value []byte) bool)
}

// tx implements quiz.Tx over a kv.
type tx struct{ kv }

// version is that of the records that are written.
const version = 1

// envelope is a record with its version.
type envelope[T any] struct {
	V int `json:"v"`
	R T   `json:"r"`
}

// record reads one record.
func record[T any](t tx, bucket string, key []byte) (T, error) {
	return decode[T](bucket, t.get(bucket, key))
}

func decode[T any](bucket string, value []byte) (T, error) {
	var e envelope[T]
	if value == nil {
		return e.R, fmt.Errorf("%s: %w", bucket, quiz.ErrNotFound)
	}
	if err := json.Unmarshal(value, &e); err != nil {
		return e.R, fmt.Errorf("read a record of %s: %w", bucket, err)
	}
	if e.V != version {
		return e.R, fmt.Errorf("read a record of %s: it has version %d, this quizbot knows %d", bucket, e.V, version)
	}
	return e.R, nil
}

// setRecord writes one record.
func setRecord[T any](t tx, bucket string, key []byte, r T) error {
	value, err := json.Marshal(envelope[T]{version, r})
	if err != nil {
		return fmt.Errorf("write a record of %s: %w", bucket, err)
	}
	return t.put(bucket, key, value)
}

// within are the keys of a bucket that begin with prefix, without it, and their values. The bucket may be
// changed while they are looked at.
func (t tx) within(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return t.withinFrom(bucket, prefix, nil)
}

// pageSize is how many keys are read before any of them is handed out.
const pageSize = 128

// withinFrom is within, from prefix and from on.
func (t tx) withinFrom(bucket string, prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		for next, more := key(prefix, from), true; more; {
			var page [][2][]byte
			page, next, more = t.page(bucket, prefix, next)
			for _, kv := range page {
				if !yield(kv[0], kv[1]) {
					return
				}
			}
		}
	}
}

// page reads some keys behind prefix, and where to go on if there are more.
func (t tx) page(bucket string, prefix, from []byte) (page [][2][]byte, next []byte, more bool) {
	t.scan(bucket, from, func(k, v []byte) bool {
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

// newNumber returns the next number of a sequence, from 1 on.
func (t tx) newNumber(sequence string) (uint64, error) {
	n := t.lastNumber(sequence) + 1
	return n, t.put(meta, []byte(sequence), number(n))
}

// lastNumber is the number of a sequence that was given last, 0 before the first.
func (t tx) lastNumber(sequence string) uint64 {
	if v := t.get(meta, []byte(sequence)); v != nil {
		return parseNumber(v)
	}
	return 0
}

// records yields what read makes of each key of a bucket behind prefix, and stops at the first error.
func records[T any](t tx, bucket string, prefix, from []byte, read func(rest, value []byte) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for rest, value := range t.withinFrom(bucket, prefix, from) {
			r, err := read(rest, value)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// missing reports whether err says that there is no such record.
func missing(err error) bool { return errors.Is(err, quiz.ErrNotFound) }
