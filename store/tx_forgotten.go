package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"time"

	"quizbot/quiz"
)

// forgetKeySize is that of a key of HMAC-SHA-256.
const forgetKeySize = 32

// tombstone is the hash of a member's id: nobody can tell from it whose it is without the store's keys.
func tombstone(secret []byte, id quiz.MemberID) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id))
	return mac.Sum(nil)
}

func (t tx) ForgottenAt(id quiz.MemberID) (at time.Time, err error) {
	for _, secret := range t.within(forgetKeys, nil) {
		if value := t.get(forgotten, tombstone(secret, id)); value != nil && parseMoment(value).After(at) {
			at = parseMoment(value)
		}
	}
	return at, nil
}

func (t tx) SetForgotten(id quiz.MemberID, at time.Time) error {
	secret, err := t.forgetKey()
	if err != nil {
		return err
	}
	return t.raiseTombstone(tombstone(secret, id), at)
}

// raiseTombstone writes a tombstone unless a later one stands.
func (t tx) raiseTombstone(hash []byte, at time.Time) error {
	if value := t.get(forgotten, hash); value != nil && !parseMoment(value).Before(at) {
		return nil
	}
	return t.put(forgotten, hash, moment(at))
}

// forgetKey is the key that new tombstones are made with. It is made when it is first needed.
func (t tx) forgetKey() ([]byte, error) {
	for _, secret := range t.within(forgetKeys, nil) {
		return secret, nil
	}
	secret := make([]byte, forgetKeySize)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	return secret, t.addForgetKey(secret)
}

// addForgetKey adds a key behind those that are there, unless it is one of them. A store has several where forgetting of
// another one was applied to it.
func (t tx) addForgetKey(secret []byte) error {
	n := 0
	for _, known := range t.within(forgetKeys, nil) {
		if hmac.Equal(known, secret) {
			return nil
		}
		n++
	}
	return t.put(forgetKeys, number(n), secret)
}

// graves are the tombstones of a store, with the keys that they were made with.
type graves struct {
	keys   [][]byte
	hashes map[string]time.Time
}

func (t tx) graves() graves {
	g := graves{hashes: map[string]time.Time{}}
	for _, secret := range t.within(forgetKeys, nil) {
		g.keys = append(g.keys, secret)
	}
	for hash, at := range t.within(forgotten, nil) {
		g.hashes[string(hash)] = parseMoment(at)
	}
	return g
}

// forgetAgain adds tombstones to those of a store, and deletes each member who has one and was there before it. It returns
// how many.
func (t tx) forgetAgain(g graves) (n int, err error) {
	for _, secret := range g.keys {
		if err := t.addForgetKey(secret); err != nil {
			return 0, err
		}
	}
	for hash, at := range g.hashes {
		if err := t.raiseTombstone([]byte(hash), at); err != nil {
			return 0, err
		}
	}
	for _, value := range t.within(members, nil) {
		m, err := decode[quiz.Member](members, value)
		if err != nil {
			return n, err
		}
		at, err := t.ForgottenAt(m.ID)
		if err != nil {
			return n, err
		}
		if at.IsZero() || m.Since.After(at) {
			continue
		}
		if _, err := quiz.ForgetMember(t, m, at); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// owed is the key in meta that says that something was deleted and still lies in pages that are free.
const owed = "compaction"

// owe notes that the file is to be compacted.
func (t tx) owe() error { return t.put(meta, []byte(owed), present()) }

func (t tx) owes() bool { return t.get(meta, []byte(owed)) != nil }
