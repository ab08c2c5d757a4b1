package store

import (
	"encoding/json"
	"fmt"

	"quizbot/quiz"
)

// recordVersion is the version that written records carry.
const recordVersion = 1

// envelope is a record with its version.
type envelope[T any] struct {
	V int `json:"v"`
	R T   `json:"r"`
}

// getRecord reads one record. It returns [quiz.ErrNotFound] if there is none.
func getRecord[T any](t Tx, bucket string, key []byte) (T, error) {
	return decodeRecord[T](bucket, t.Get(bucket, key))
}

// decodeRecord decodes the value of a record, nil for a record that is missing.
func decodeRecord[T any](bucket string, value []byte) (T, error) {
	var e envelope[T]
	if value == nil {
		return e.R, fmt.Errorf("%s: %w", bucket, quiz.ErrNotFound)
	}
	if err := json.Unmarshal(value, &e); err != nil {
		return e.R, fmt.Errorf("read a record of %s: %w", bucket, err)
	}
	if e.V != recordVersion {
		return e.R, fmt.Errorf("read a record of %s: it has version %d, this quizbot knows %d", bucket, e.V, recordVersion)
	}
	return e.R, nil
}

// putRecord writes one record.
func putRecord[T any](t Tx, bucket string, key []byte, r T) error {
	value, err := json.Marshal(envelope[T]{recordVersion, r})
	if err != nil {
		return fmt.Errorf("write a record of %s: %w", bucket, err)
	}
	return t.Put(bucket, key, value)
}
