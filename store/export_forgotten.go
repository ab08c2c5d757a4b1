package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"
)

// The lines of an export that keep people forgotten.
type (
	forgetKeyLine struct {
		N   int    `json:"n"`
		Key []byte `json:"key"`
	}
	forgottenLine struct {
		Hash []byte    `json:"hash"`
		At   time.Time `json:"at"`
	}
)

func lineOfForgetKey(key, value []byte) (any, error) {
	return forgetKeyLine{int(parseNumber(key)), value}, nil
}

func lineOfForgotten(key, value []byte) (any, error) {
	return forgottenLine{key, parseMoment(value)}, nil
}

func takeForgetKey(t tx, line json.RawMessage) error {
	k, err := strictly[forgetKeyLine](line)
	if err != nil {
		return err
	}
	if err := add(t, forgetKeys, number(k.N), len(k.Key) == forgetKeySize, nil); err != nil {
		return err
	}
	return t.put(forgetKeys, number(k.N), k.Key)
}

func takeForgotten(t tx, line json.RawMessage) error {
	f, err := strictly[forgottenLine](line)
	if err := errors.Join(err, add(t, forgotten, f.Hash, len(f.Hash) == sha256.Size, nil)); err != nil {
		return err
	}
	if err := keepable(f.At); err != nil {
		return err
	}
	return t.put(forgotten, f.Hash, moment(f.At))
}
