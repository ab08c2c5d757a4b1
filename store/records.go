package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"quizbot/quiz"
)

// RecordReader lists the records of a store as an export has them. The package documentation
// describes their form.
type RecordReader interface {
	// Records yields all records of a kind in the order of their keys, including fields that this
	// program does not know. An error ends the iteration. Records may be changed meanwhile.
	Records(kind Kind) iter.Seq2[json.RawMessage, error]
}

// RecordTx is a transaction that can also list and add records. Every store has one beside its
// [quiz.Tx].
type RecordTx interface {
	quiz.Tx
	RecordReader
	// AddRecord adds a record as it is, with everything that is derived from it. It fails if the
	// record lacks its key, or if a record has the same key. Members have to be added before their
	// entries.
	AddRecord(kind Kind, record json.RawMessage) error
}

// Kind is a kind of record. Its value is the name at the start of a line of an export.
type Kind string

// The kinds of records. KindLast is one record: the last number given of each sequence, and the
// newest moment.
const (
	KindLast      Kind = "last"
	KindRoom      Kind = "room"
	KindJob       Kind = "step"
	KindNextCheck Kind = "wake"
	KindRound     Kind = "round"
	KindAsked     Kind = "asked"
	KindReply     Kind = "reply"
	KindVote      Kind = "vote"
	KindMember    Kind = "member"
	KindEntry     Kind = "entry"
	KindStreak    Kind = "run"
	KindForgetKey Kind = "forget_key"
	KindForgotten Kind = "forgotten"
	KindConfirmed Kind = "confirmed_points"
	KindRedraw    Kind = "redraw"
	KindAudit     Kind = "audit"
	KindDeparture Kind = "departure"
)

// Kinds returns all kinds in the order in which an export has them: members come before entries,
// because only entries of existing members count.
func Kinds() []Kind {
	return []Kind{
		KindLast, KindRoom, KindJob, KindNextCheck, KindRound, KindAsked, KindReply, KindVote, KindMember,
		KindEntry, KindStreak, KindForgetKey, KindForgotten, KindConfirmed,
		KindRedraw, KindAudit, KindDeparture,
	}
}

// recordCodec translates between a bucket and the records of a kind.
type recordCodec struct {
	bucket string
	// encode returns the record of a key and its value.
	encode func(key, value []byte) (any, error)
	// add writes a record with everything that is derived from it.
	add func(t Tx, record json.RawMessage) error
}

// recordCodecs are the codecs of all kinds but KindLast.
func recordCodecs() map[Kind]recordCodec {
	return map[Kind]recordCodec{
		KindRoom:      {bucketRooms, encodeRawRecord(bucketRooms), addRoomRecord},
		KindJob:       {bucketJobs, encodeRawRecord(bucketJobs), addJobRecord},
		KindNextCheck: {bucketNextCheck, encodeNextCheckRecord, addNextCheckRecord},
		KindRound:     {bucketRounds, encodeRawRecord(bucketRounds), addRoundRecord},
		KindAsked:     {bucketAsked, encodeAskedRecord, addAskedRecord},
		KindReply:     {bucketReplies, encodeRawRecord(bucketReplies), addReplyRecord},
		KindVote:      {bucketVotes, encodeVoteRecord, addVoteRecord},
		KindMember:    {bucketMembers, encodeRawRecord(bucketMembers), addMemberRecord},
		KindEntry:     {bucketLedger, encodeRawRecord(bucketLedger), addEntryRecord},
		KindStreak:    {bucketStreaks, encodeStreakRecord, addStreakRecord},
		KindForgetKey: {bucketForgetKeys, encodeForgetKeyRecord, addForgetKeyRecord},
		KindForgotten: {bucketForgotten, encodeForgottenRecord, addForgottenRecord},
		KindConfirmed: {bucketConfirmed, encodeRawRecord(bucketConfirmed), addConfirmedRecord},
		KindRedraw:    {bucketRedraws, encodeRedrawRecord, addRedrawRecord},
		KindAudit:     {bucketAudit, encodeRawRecord(bucketAudit), addAuditRecord},
		KindDeparture: {bucketDepartures, encodeRawRecord(bucketDepartures), addDepartureRecord},
	}
}

// Records implements [RecordReader].
func (t Tx) Records(kind Kind) iter.Seq2[json.RawMessage, error] {
	if kind == KindLast {
		return func(yield func(json.RawMessage, error) bool) {
			yield(json.Marshal(lastRecord{
				t.lastNumber(sequenceRounds), t.lastNumber(sequenceMembers), t.lastNumber(sequenceEntries), t.recordedMoment(), t.seenPlatforms(),
			}))
		}
	}
	codec, known := recordCodecs()[kind]
	if !known {
		return func(yield func(json.RawMessage, error) bool) { yield(nil, unknownKind(kind)) }
	}
	return listRecords(t, codec.bucket, nil, nil, func(key, value []byte) (json.RawMessage, error) {
		record, err := codec.encode(key, value)
		if raw, is := record.(json.RawMessage); is || err != nil {
			return raw, err
		}
		return json.Marshal(record)
	})
}

// AddRecord implements [RecordTx].
func (t Tx) AddRecord(kind Kind, record json.RawMessage) error {
	if kind == KindLast {
		return t.raiseLastNumbers(record)
	}
	codec, known := recordCodecs()[kind]
	if !known {
		return unknownKind(kind)
	}
	return codec.add(t, record)
}

func unknownKind(kind Kind) error { return fmt.Errorf("no store has records of the kind %q", kind) }

// addNewRecord writes a record as it is. Its key must be complete and new. A nil record is not
// written: the caller writes it, in another form.
func addNewRecord(t Tx, bucket string, key []byte, complete bool, record any) error {
	if !complete {
		return errors.New("it lacks the number or the id that it is found by: export again")
	}
	if t.Get(bucket, key) != nil {
		return errors.New("it is there twice: export again")
	}
	if record == nil {
		return nil
	}
	return putRecord(t, bucket, key, record)
}

// putRawRecord replaces a typed record by the same record as it came, with fields unknown to this
// program. It returns err, the error of the first write.
func putRawRecord(t Tx, bucket string, key []byte, record json.RawMessage, err error) error {
	if err != nil {
		return err
	}
	return putRecord(t, bucket, key, record)
}
