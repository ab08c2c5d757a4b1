package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// ReadRaw returns the kind and the record of a key and a value that a file held. It returns an error
// if no release wrote them there, or if the value is empty, and an empty kind for a derived bucket.
func ReadRaw(bucket string, key, value []byte) (kind Kind, record json.RawMessage, err error) {
	for kind, codec := range recordCodecs() {
		if codec.bucket != bucket {
			continue
		}
		err := withoutPanic(func() error {
			if len(value) == 0 {
				return errChecksum
			}
			if check := recordChecks()[bucket]; check != nil {
				if err := check(key, value); err != nil {
					return err
				}
			}
			r, err := codec.encode(key, value)
			if err != nil {
				return err
			}
			record, err = json.Marshal(r)
			return err
		})
		return kind, record, err
	}
	if !slices.Contains(Buckets(), bucket) {
		return "", nil, errors.New("it is in no bucket of quizbot's")
	}
	return "", nil, nil
}

// BucketOf returns the bucket that a key and its value belong to, if their content leaves no doubt:
// records hold their own key.
func BucketOf(key, value []byte) (bucket string, ok bool) {
	if !bytes.HasPrefix(value, []byte(`{"v":`)) {
		return "", false
	}
	for _, bucket := range []string{bucketRooms, bucketJobs, bucketRounds, bucketReplies, bucketMembers, bucketLedger} {
		if withoutPanic(func() error { return recordChecks()[bucket](key, value) }) == nil {
			return bucket, true
		}
	}
	return "", false
}

// PrimaryOf returns the kind and the text of a key that a derived bucket has an entry for. It is used
// to name records that were lost.
func PrimaryOf(bucket string, key, value []byte) (kind Kind, lost string) {
	switch n := len(key); {
	case bucket == bucketMyReplies && n == 16:
		return KindReply, fmt.Sprintf("round %d, member %d", parseNumberKey(key[8:]), parseNumberKey(key))
	case bucket == bucketMyVotes && n == 16:
		return KindVote, fmt.Sprintf("round %d, member %d", parseNumberKey(key[8:]), parseNumberKey(key))
	case bucket == bucketRoomRounds && n > 8:
		return KindRound, fmt.Sprint(parseNumberKey(key[n-8:]))
	case bucket == bucketMemberIDs && len(value) == 8:
		return KindMember, fmt.Sprint(parseNumberKey(value))
	case bucket == bucketMyEntries && n > 8:
		return KindEntry, fmt.Sprint(parseNumberKey(key[n-8:]))
	}
	return "", ""
}

// NameOf returns the text of a primary key, as PrimaryOf returns it.
func NameOf(kind Kind, key []byte) string {
	switch n := len(key); {
	case (kind == KindReply || kind == KindVote) && n == 16:
		return fmt.Sprintf("round %d, member %d", parseNumberKey(key), parseNumberKey(key[8:]))
	case (kind == KindRound || kind == KindMember || kind == KindEntry || kind == KindRedraw) && n == 8:
		return fmt.Sprint(parseNumberKey(key))
	}
	if kind == KindAudit {
		return describeAuditKey(key)
	}
	return fmt.Sprintf("%q", bytes.ToValidUTF8(key, []byte("?")))
}

// nameOf returns the text of a key in a bucket.
func nameOf(bucket string, key []byte) string {
	for kind, codec := range recordCodecs() {
		if codec.bucket == bucket {
			return NameOf(kind, key)
		}
	}
	return NameOf("", key)
}

// ParseNumber returns the number that a value holds, false if it holds none.
func ParseNumber(value []byte) (uint64, bool) {
	if len(value) != 8 {
		return 0, false
	}
	return parseNumberKey(value), true
}

// The keys that a salvaged file is read by.
const (
	// MetaSchema is the key in Meta of a file's schema.
	MetaSchema = "schema"
	// MemberIDs is the bucket of members' numbers by their ids.
	MemberIDs = bucketMemberIDs
)
