package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"time"

	"quizbot/quiz"
)

// AppendAudit implements [quiz.Tx].
func (t Tx) AppendAudit(r quiz.AuditRecord) error {
	seq, err := t.nextNumber(sequenceAudit)
	if err != nil {
		return err
	}
	r.Seq = seq
	return t.putAudit(r)
}

func (t Tx) putAudit(r quiz.AuditRecord) error {
	return putRecord(t, bucketAudit, auditKey(r.Scope, r.Seq), r)
}

// AuditRecords implements [quiz.Tx].
func (t Tx) AuditRecords(scope string) iter.Seq2[quiz.AuditRecord, error] {
	return t.listAudit(textKey(scope))
}

// listAudit yields the records whose keys have a prefix.
func (t Tx) listAudit(prefix []byte) iter.Seq2[quiz.AuditRecord, error] {
	return listRecords(t, bucketAudit, prefix, nil, func(_, value []byte) (quiz.AuditRecord, error) {
		return decodeRecord[quiz.AuditRecord](bucketAudit, value)
	})
}

// DropAudit implements [quiz.Tx].
func (t Tx) DropAudit(before time.Time, n int) (dropped int, err error) {
	for r, err := range t.listAudit(nil) {
		switch {
		case errors.Is(err, quiz.ErrUnreadable):
			continue
		case err != nil:
			return dropped, err
		case dropped == n:
			return dropped, nil
		case !r.At.Before(before):
			continue
		}
		if err := t.Delete(bucketAudit, auditKey(r.Scope, r.Seq)); err != nil {
			return dropped, err
		}
		dropped++
	}
	return dropped, nil
}

// forgetInAudit removes members from the audit log. The changes stay.
func (t Tx) forgetInAudit(gone map[quiz.MemberNo]bool) error {
	for key, value := range t.scanPrefix(bucketAudit, nil) {
		r, err := decodeRecord[quiz.AuditRecord](bucketAudit, value)
		if err != nil { // nobody can read it
			if err := t.Delete(bucketAudit, key); err != nil {
				return err
			}
			continue
		}
		if !gone[r.By] && !gone[r.Author] {
			continue
		}
		if gone[r.By] {
			r.By = 0
		}
		if gone[r.Author] {
			r.Author = 0
		}
		if err := t.putAudit(r); err != nil {
			return err
		}
	}
	return nil
}

// moveAudit moves the records of a room. Those of its workspace stay where they are.
func (t Tx) moveAudit(from, to quiz.RoomID) error {
	for r, err := range t.AuditRecords(string(from)) {
		if err != nil {
			return err
		}
		if err := t.Delete(bucketAudit, auditKey(r.Scope, r.Seq)); err != nil {
			return err
		}
		r.Scope = string(to)
		if err := t.putAudit(r); err != nil {
			return err
		}
	}
	return nil
}

// describeAuditKey formats the key of a record of the audit log for people.
func describeAuditKey(key []byte) string {
	scope, number, _ := bytes.Cut(key, []byte{0})
	return fmt.Sprintf("%d of %s", ^parseNumberKey(number), bytes.ToValidUTF8(scope, []byte("?")))
}

// checkAudit compares records of the audit log with their keys, with their members and with the
// last number given.
func checkAudit(t Tx) error {
	var errs []error
	last := t.lastNumber(sequenceAudit)
	for key, value := range t.scanPrefix(bucketAudit, nil) {
		if len(value) == 0 {
			continue // checkReadable says so
		}
		r, err := decodeRecord[quiz.AuditRecord](bucketAudit, value)
		switch {
		case err != nil:
			errs = append(errs, err)
		case !bytes.Equal(key, auditKey(r.Scope, r.Seq)):
			errs = append(errs, fmt.Errorf("%s has the record %d of %s under the key %q", bucketAudit, r.Seq, r.Scope, key))
		case r.Seq > last:
			errs = append(errs, fmt.Errorf("%s has the number %d after %d, which is noted as the last one", bucketAudit, r.Seq, last))
		}
		for _, no := range []quiz.MemberNo{r.By, r.Author} {
			if no != 0 && t.Get(bucketMembers, numberKey(no)) == nil {
				errs = append(errs, fmt.Errorf("%s names the member %d, who is not there", bucketAudit, no))
			}
		}
	}
	return errors.Join(errs...)
}
