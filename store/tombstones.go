package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

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
