package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
)

// forgetKeySize is the size of a key of HMAC-SHA-256 in bytes.
const forgetKeySize = 32

// hashMemberID returns the hash of a member's id for a tombstone. Without the store's key nobody
// can find the member by it.
func hashMemberID(secret []byte, id quiz.MemberID) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id))
	return mac.Sum(nil)
}

// ForgottenAt implements [quiz.Forgetting].
func (t Tx) ForgottenAt(id quiz.MemberID) (at time.Time, err error) {
	for _, secret := range t.scanPrefix(bucketForgetKeys, nil) {
		if len(secret) != forgetKeySize {
			continue // it is damaged
		}
		if value := t.Get(bucketForgotten, hashMemberID(secret, id)); len(value) == 8 && parseTimeKey(value).After(at) {
			at = parseTimeKey(value)
		}
	}
	return at, nil
}

// SetForgotten implements [quiz.Forgetting].
func (t Tx) SetForgotten(id quiz.MemberID, at time.Time) error {
	secret, err := t.forgetKey()
	if err != nil {
		return err
	}
	if err := t.OweCompaction(); err != nil {
		return err
	}
	return t.putTombstone(hashMemberID(secret, id), at)
}

// putTombstone writes a tombstone, unless there is one of the same hash that is not older.
func (t Tx) putTombstone(hash []byte, at time.Time) error {
	if value := t.Get(bucketForgotten, hash); len(value) == 8 && !parseTimeKey(value).Before(at) {
		return nil
	}
	return t.Put(bucketForgotten, hash, timeKey(at))
}

// forgetKey returns the key of new tombstones. The first call makes it, and another one if it is damaged.
func (t Tx) forgetKey() ([]byte, error) {
	for _, secret := range t.scanPrefix(bucketForgetKeys, nil) {
		if len(secret) == forgetKeySize {
			return secret, nil
		}
	}
	secret := make([]byte, forgetKeySize)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	return secret, t.addForgetKey(secret)
}

// addForgetKey adds a key after the existing ones, unless it is one of them. A store has several
// keys once tombstones of another store were added.
func (t Tx) addForgetKey(secret []byte) error {
	n := 0
	for _, known := range t.scanPrefix(bucketForgetKeys, nil) {
		if hmac.Equal(known, secret) {
			return nil
		}
		n++
	}
	return t.Put(bucketForgetKeys, numberKey(n), secret)
}

// Tombstones are the hashes of all forgotten members of a store, and the keys of those hashes.
type Tombstones struct {
	keys   [][]byte
	hashes map[string]time.Time
}

// TombstoneBuckets returns the buckets that Tombstones reads. A file of an old schema may lack
// them.
func TombstoneBuckets() []string { return []string{bucketForgetKeys, bucketForgotten} }

// Tombstones returns all tombstones of the store that can be read.
func (t Tx) Tombstones() Tombstones {
	all := Tombstones{hashes: map[string]time.Time{}}
	for _, secret := range t.scanPrefix(bucketForgetKeys, nil) {
		if len(secret) == forgetKeySize {
			all.keys = append(all.keys, secret)
		}
	}
	for hash, at := range t.scanPrefix(bucketForgotten, nil) {
		if len(at) == 8 {
			all.hashes[string(hash)] = parseTimeKey(at)
		}
	}
	return all
}

// AddTombstones adds the tombstones of another store.
func (t Tx) AddTombstones(others Tombstones) error {
	for _, secret := range others.keys {
		if err := t.addForgetKey(secret); err != nil {
			return err
		}
	}
	for hash, at := range others.hashes {
		if err := t.putTombstone([]byte(hash), at); err != nil {
			return err
		}
	}
	return nil
}

// ForgetAgain deletes each member with a tombstone, unless the member came back after it. It
// returns the number of deleted members. A restore and an import end with it, because a backup or
// an export may hold members who were forgotten later.
func ForgetAgain(t RecordTx) (n int, err error) {
	for line, err := range t.Records(KindMember) {
		if err != nil {
			return n, err
		}
		var m quiz.Member
		if err := json.Unmarshal(line, &m); err != nil {
			return n, fmt.Errorf("read a record of members: %w", err)
		}
		at, err := t.ForgottenAt(m.ID)
		if err != nil {
			return n, err
		}
		if at.IsZero() || m.Since.After(at) {
			continue
		}
		if _, err := forgetting.ForgetMember(t, m, at); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// metaCompaction is the key in Meta that is set while deleted data may still lie in free space of
// the file. Its value counts the deletions since it was set.
const metaCompaction = "compaction"

// OweCompaction records that deleted data may still lie in free space of the file.
func (t Tx) OweCompaction() error {
	return t.Put(Meta, []byte(metaCompaction), numberKey(t.CompactionOwed()+1))
}

// CompactionOwed returns 0 if no deleted data lies in free space of the file, and otherwise a number
// that grows with each deletion.
func (t Tx) CompactionOwed() uint64 {
	value := t.Get(Meta, []byte(metaCompaction))
	if n, ok := ParseNumber(value); ok || value == nil {
		return n
	}
	return 1 // an earlier release set it
}

// EndCompaction records that deleted data was overwritten, unless more was deleted since
// CompactionOwed returned the given number.
func (t Tx) EndCompaction(owed uint64) error {
	if t.CompactionOwed() != owed {
		return nil
	}
	return t.Delete(Meta, []byte(metaCompaction))
}
