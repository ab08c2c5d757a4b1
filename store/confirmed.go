package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"quizbot/quiz"
)

// ConfirmedPoints implements [quiz.Confirmations].
func (t Tx) ConfirmedPoints(workspace quiz.WorkspaceID, q quiz.QuestionID) (quiz.ConfirmedPoints, error) {
	return getRecord[quiz.ConfirmedPoints](t, bucketConfirmed, confirmedKey(workspace, q))
}

// SetConfirmedPoints implements [quiz.Confirmations].
func (t Tx) SetConfirmedPoints(c quiz.ConfirmedPoints) error {
	return putRecord(t, bucketConfirmed, confirmedKey(c.Workspace, c.Question), c)
}

// DropConfirmedPoints implements [quiz.Confirmations].
func (t Tx) DropConfirmedPoints(workspace quiz.WorkspaceID, q quiz.QuestionID) error {
	return t.Delete(bucketConfirmed, confirmedKey(workspace, q))
}

// ConfirmedPointsOf implements [quiz.Confirmations].
func (t Tx) ConfirmedPointsOf(workspace quiz.WorkspaceID) iter.Seq2[quiz.ConfirmedPoints, error] {
	return t.listConfirmed(textKey(workspace))
}

// listConfirmed yields the confirmed points whose keys have a prefix.
func (t Tx) listConfirmed(prefix []byte) iter.Seq2[quiz.ConfirmedPoints, error] {
	return listRecords(t, bucketConfirmed, prefix, nil, func(_, value []byte) (quiz.ConfirmedPoints, error) {
		return decodeRecord[quiz.ConfirmedPoints](bucketConfirmed, value)
	})
}

// forgetConfirmers removes members from the points that they confirmed. The points stay.
func (t Tx) forgetConfirmers(gone map[quiz.MemberNo]bool) error {
	for c, err := range t.listConfirmed(nil) {
		if errors.Is(err, quiz.ErrUnreadable) {
			continue
		}
		if err != nil {
			return err
		}
		if !gone[c.By] {
			continue
		}
		c.By = 0
		if err := t.SetConfirmedPoints(c); err != nil {
			return err
		}
	}
	return nil
}

// checkConfirmed compares confirmed points with their keys and their admins.
func checkConfirmed(t Tx) error {
	var errs []error
	for key, value := range t.scanPrefix(bucketConfirmed, nil) {
		if len(value) == 0 {
			continue // checkReadable says so
		}
		c, err := decodeRecord[quiz.ConfirmedPoints](bucketConfirmed, value)
		switch {
		case err != nil:
			errs = append(errs, err)
		case !bytes.Equal(key, confirmedKey(c.Workspace, c.Question)):
			errs = append(errs, fmt.Errorf("%s has the question %q of %s under the key %q", bucketConfirmed, c.Question, c.Workspace, key))
		case c.By != 0 && t.Get(bucketMembers, numberKey(c.By)) == nil:
			errs = append(errs, fmt.Errorf("%s names the member %d, who is not there", bucketConfirmed, c.By))
		}
	}
	return errors.Join(errs...)
}
