package store

import (
	"fmt"

	"quizbot/quiz"
)

// KV is one transaction on an ordered key-value store: a file of [quizbot/store/bolt], or a
// [quizbot/store/memory]. [Tx] needs nothing else of it. Slices that a KV returns are valid until
// the transaction ends and must not be changed. No value is empty when it is written; a KV returns an
// empty one in place of a value whose checksum does not hold.
type KV interface {
	// Get returns the value of a key, nil if the bucket has no such key.
	Get(bucket string, key []byte) []byte
	// Put sets the value of a key.
	Put(bucket string, key, value []byte) error
	// Delete removes a key. A missing key is no error.
	Delete(bucket string, key []byte) error
	// Scan calls yield for each key from the given one on, in order, until yield returns false. The
	// bucket must not change before Scan returns.
	Scan(bucket string, from []byte, yield func(key, value []byte) bool)
	// ScanBack is Scan for the keys before the given one, the last of them first.
	ScanBack(bucket string, before []byte, yield func(key, value []byte) bool)
}

// Damage is an error, or the value of a panic, about data that quizbot never writes.
type Damage struct {
	// Reason is a sentence about the file, such as "a number of it is cut off".
	Reason string
	// InPages says that pages of the file are damaged, and not one record alone.
	InPages bool
}

// errChecksum is the error of a record whose checksum does not hold.
var errChecksum error = Damage{Reason: "its checksum does not hold"}

// checksumError is errChecksum with the name of the record.
func checksumError(bucket string, key []byte) error {
	return fmt.Errorf("%s: the record %s: %w", bucket, nameOf(bucket, key), errChecksum)
}

// Error implements error.
func (d Damage) Error() string { return d.Reason }

// Is makes a Damage an unreadable record.
func (Damage) Is(target error) bool { return target == quiz.ErrUnreadable }
