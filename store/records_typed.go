package store

import (
	"encoding/json"
	"errors"

	"quizbot/quiz"
)

// encodeRawRecord encodes the records of a bucket as they are, including fields that this program
// does not know.
func encodeRawRecord(bucket string) func(_, value []byte) (any, error) {
	return func(_, value []byte) (any, error) { return decodeRecord[json.RawMessage](bucket, value) }
}

func addRoomRecord(t Tx, record json.RawMessage) error {
	var r quiz.Room
	if err := json.Unmarshal(record, &r); err != nil {
		return err
	}
	return addNewRecord(t, bucketRooms, []byte(r.ID), r.ID != "", record)
}

func addJobRecord(t Tx, record json.RawMessage) error {
	var s quiz.Job
	if err := json.Unmarshal(record, &s); err != nil {
		return err
	}
	return addNewRecord(t, bucketJobs, []byte(s.Room), s.Room != "", record)
}

func addRoundRecord(t Tx, record json.RawMessage) error {
	var r quiz.Round
	if err := json.Unmarshal(record, &r); err != nil {
		return err
	}
	k := numberKey(r.ID)
	if err := addNewRecord(t, bucketRounds, k, r.ID != 0, nil); err != nil {
		return err
	}
	err := errors.Join(t.SetRound(r), t.raiseLastNumber(sequenceRounds, uint64(r.ID)))
	return putRawRecord(t, bucketRounds, k, record, err)
}

func addReplyRecord(t Tx, record json.RawMessage) error {
	var r quiz.Reply
	if err := json.Unmarshal(record, &r); err != nil {
		return err
	}
	k := roundMemberKey(r.Round, r.Member)
	if err := addNewRecord(t, bucketReplies, k, r.Round != 0 && r.Member != 0, nil); err != nil {
		return err
	}
	return putRawRecord(t, bucketReplies, k, record, t.SetReply(r))
}

func addMemberRecord(t Tx, record json.RawMessage) error {
	var m quiz.Member
	if err := json.Unmarshal(record, &m); err != nil {
		return err
	}
	if t.Get(bucketMemberIDs, []byte(m.ID)) != nil {
		return errors.New("its id is another member's: export again")
	}
	k := numberKey(m.No)
	if err := addNewRecord(t, bucketMembers, k, m.No != 0 && m.ID != "", nil); err != nil {
		return err
	}
	err := errors.Join(t.SetMember(m), t.raiseLastNumber(sequenceMembers, uint64(m.No)))
	return putRawRecord(t, bucketMembers, k, record, err)
}

// addEntryRecord also adds the entry to the tallies of its member, unless the member was forgotten.
func addEntryRecord(t Tx, record json.RawMessage) error {
	var e quiz.Entry
	if err := json.Unmarshal(record, &e); err != nil {
		return err
	}
	k := numberKey(e.Seq)
	if err := addNewRecord(t, bucketLedger, k, e.Seq != 0 && e.Room != "" && e.Member != 0, nil); err != nil {
		return err
	}
	err := errors.Join(t.putEntry(e), t.raiseLastNumber(sequenceEntries, e.Seq))
	if err == nil && t.Get(bucketMembers, numberKey(e.Member)) != nil {
		err = t.addToTallies(e)
	}
	return putRawRecord(t, bucketLedger, k, record, err)
}

func addAuditRecord(t Tx, record json.RawMessage) error {
	var r quiz.AuditRecord
	if err := json.Unmarshal(record, &r); err != nil {
		return err
	}
	complete := r.Scope != "" && r.Seq != 0
	return errors.Join(addNewRecord(t, bucketAudit, auditKey(r.Scope, r.Seq), complete, record), t.raiseLastNumber(sequenceAudit, r.Seq))
}

func addConfirmedRecord(t Tx, record json.RawMessage) error {
	var c quiz.ConfirmedPoints
	if err := json.Unmarshal(record, &c); err != nil {
		return err
	}
	complete := c.Workspace != "" && c.Question != "" && len(c.Points) > 0
	return addNewRecord(t, bucketConfirmed, confirmedKey(c.Workspace, c.Question), complete, record)
}
