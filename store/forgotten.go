package store

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/ident"
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
func (t Tx) ForgottenAt(id quiz.MemberID) (time.Time, error) {
	own, workspace := t.tombstoneOf(id), t.tombstoneOf(quiz.MemberID(ident.WorkspaceOfMember(id)))
	if workspace.After(own) {
		return workspace, nil
	}
	return own, nil
}

// WorkspaceForgottenAt implements [departure.Workspaces].
func (t Tx) WorkspaceForgottenAt(workspace quiz.WorkspaceID) (time.Time, error) {
	return t.tombstoneOf(quiz.MemberID(workspace)), nil
}

// tombstoneOf returns the latest time in the tombstones of an id, zero without one.
func (t Tx) tombstoneOf(id quiz.MemberID) (at time.Time) {
	for _, secret := range t.scanPrefix(bucketForgetKeys, nil) {
		if len(secret) != forgetKeySize {
			continue // it is damaged
		}
		if value := t.Get(bucketForgotten, hashMemberID(secret, id)); len(value) == 8 && parseTimeKey(value).After(at) {
			at = parseTimeKey(value)
		}
	}
	return at
}

// SetWorkspaceForgotten implements [departure.Workspaces].
func (t Tx) SetWorkspaceForgotten(workspace quiz.WorkspaceID, at time.Time) error {
	return t.SetForgotten(quiz.MemberID(workspace), at) // no member's id has two parts
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

// ForgetAgain deletes each member with a tombstone, unless the member came back after it, and what each
// workspace with a tombstone has from before it. It returns the number of deleted members. A restore
// and an import end with it, because a backup or an export may hold what was deleted later.
func ForgetAgain(t RecordTx) (n int, err error) {
	n, err = dropWorkspacesAgain(t)
	if err != nil {
		return n, err
	}
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

// dropWorkspacesAgain deletes what workspaces with a tombstone have from before it, and returns the
// number of deleted members.
func dropWorkspacesAgain(t RecordTx) (n int, err error) {
	workspaces, err := t.Workspaces()
	if err != nil {
		return n, err
	}
	for _, w := range workspaces {
		at, err := t.WorkspaceForgottenAt(w)
		if err != nil {
			return n, err
		}
		if at.IsZero() {
			continue
		}
		before, err := t.CountWorkspace(w)
		if err != nil {
			return n, err
		}
		if _, err := t.DropWorkspace(w, at, math.MaxInt); err != nil {
			return n, err
		}
		after, err := t.CountWorkspace(w)
		if err != nil {
			return n, err
		}
		n += before.Members - after.Members
		if d, err := t.Departure(w); err == nil && !d.At.After(at) {
			if err := t.DropDeparture(w); err != nil {
				return n, err
			}
		}
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

// tombstoneFormat is the version of encoded tombstones.
const tombstoneFormat = 1

// encodedTombstones is the first line of encoded tombstones. The second line is its checksum.
type encodedTombstones struct {
	Format    int               `json:"quizbot_forgotten"`
	Keys      [][]byte          `json:"keys"`
	Forgotten []forgottenRecord `json:"forgotten"`
}

// ErrNewerTombstones is returned for tombstones that a newer release encoded.
var ErrNewerTombstones = errors.New("a newer release wrote it")

// Encode returns the tombstones as two lines of text. Equal tombstones have equal text.
func (a Tombstones) Encode() ([]byte, error) {
	e := encodedTombstones{Format: tombstoneFormat, Keys: a.keys, Forgotten: []forgottenRecord{}}
	for _, hash := range slices.Sorted(maps.Keys(a.hashes)) {
		e.Forgotten = append(e.Forgotten, forgottenRecord{[]byte(hash), a.hashes[hash]})
	}
	line, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(line)
	return fmt.Appendf(line, "\nsha256 %x\n", sum), nil
}

// DecodeTombstones decodes what Encode returned.
func DecodeTombstones(text []byte) (Tombstones, error) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	var head struct {
		Format int `json:"quizbot_forgotten"`
	}
	if json.Unmarshal(line, &head) == nil && head.Format > tombstoneFormat {
		return Tombstones{}, ErrNewerTombstones
	}
	sum := sha256.Sum256(line)
	if string(rest) != "sha256 "+hex.EncodeToString(sum[:])+"\n" {
		return Tombstones{}, Damage{Reason: "its checksum is wrong"}
	}
	e, err := decodeStrictly[encodedTombstones](line)
	if err != nil || e.Format != tombstoneFormat {
		return Tombstones{}, Damage{Reason: "it isn't a list of forgotten members"}
	}
	all := Tombstones{keys: e.Keys, hashes: map[string]time.Time{}}
	for _, f := range e.Forgotten {
		if len(f.Hash) != sha256.Size || checkTimeRange(f.At) != nil {
			return Tombstones{}, Damage{Reason: "an entry of it is nonsense"}
		}
		all.hashes[string(f.Hash)] = f.At
	}
	for _, key := range e.Keys {
		if len(key) != forgetKeySize {
			return Tombstones{}, Damage{Reason: "a key of it is nonsense"}
		}
	}
	return all, nil
}

// Empty reports whether nobody was forgotten.
func (a Tombstones) Empty() bool { return len(a.hashes) == 0 }

// Covers reports whether each of the others is in a, with the same time or a later one.
func (a Tombstones) Covers(others Tombstones) bool {
	for hash, at := range others.hashes {
		if known, ok := a.hashes[hash]; !ok || known.Before(at) {
			return false
		}
	}
	for _, key := range others.keys {
		if !slices.ContainsFunc(a.keys, func(k []byte) bool { return bytes.Equal(k, key) }) {
			return false
		}
	}
	return true
}

// Union returns the tombstones of a and of others.
func (a Tombstones) Union(others Tombstones) Tombstones {
	all := Tombstones{keys: slices.Clone(a.keys), hashes: maps.Clone(a.hashes)}
	if all.hashes == nil {
		all.hashes = map[string]time.Time{}
	}
	for _, key := range others.keys {
		if !slices.ContainsFunc(all.keys, func(k []byte) bool { return bytes.Equal(k, key) }) {
			all.keys = append(all.keys, key)
		}
	}
	for hash, at := range others.hashes {
		if at.After(all.hashes[hash]) {
			all.hashes[hash] = at
		}
	}
	return all
}
