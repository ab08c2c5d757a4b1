package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"quizbot/quiz"
	"quizbot/quiz/departure"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
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
	var e ledger.Entry
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

func addDepartureRecord(t Tx, record json.RawMessage) error {
	var r departure.Record
	if err := json.Unmarshal(record, &r); err != nil {
		return err
	}
	return addNewRecord(t, bucketDepartures, []byte(r.Workspace), r.Workspace != "", record)
}

// The records of an export whose fields are kept in keys and plain values.
type (
	lastRecord struct {
		Rounds  uint64 `json:"rounds"`
		Members uint64 `json:"members"`
		Entries uint64 `json:"entries"`
		// Moment is the newest moment, zero if it is not recorded.
		Moment time.Time `json:"moment,omitzero"`
		// Seen are the moments at which the platforms were known to be connected.
		Seen map[string]time.Time `json:"seen,omitempty"`
	}
	nextCheckRecord struct {
		Room quiz.RoomID `json:"room"`
		At   time.Time   `json:"at"`
	}
	askedRecord struct {
		Room     quiz.RoomID     `json:"room"`
		Cycle    int             `json:"cycle"`
		Question quiz.QuestionID `json:"question"`
	}
	voteRecord struct {
		Round     quiz.RoundID  `json:"round"`
		Voter     quiz.MemberNo `json:"voter"`
		Candidate quiz.MemberNo `json:"candidate"`
		At        time.Time     `json:"at"`
	}
	streakRecord struct {
		Room   quiz.RoomID     `json:"room"`
		Member quiz.MemberNo   `json:"member"`
		Streak json.RawMessage `json:"run"`
	}
	forgetKeyRecord struct {
		N   int    `json:"n"`
		Key []byte `json:"key"`
	}
	redrawRecord struct {
		Round quiz.RoundID `json:"round"`
	}
	forgottenRecord struct {
		Hash []byte    `json:"hash"`
		At   time.Time `json:"at"`
	}
)

// decodeStrictly decodes a record. Unknown fields are an error, because nothing could keep them.
func decodeStrictly[T any](record json.RawMessage) (T, error) {
	var v T
	d := json.NewDecoder(bytes.NewReader(record))
	d.DisallowUnknownFields()
	return v, d.Decode(&v)
}

// checkTimeRange returns an error for a time that [timeKey] cannot encode.
func checkTimeRange(at time.Time) error {
	if !parseTimeKey(timeKey(at)).Equal(at) {
		return fmt.Errorf("no store can keep the time %s", at.Format(time.RFC3339))
	}
	return nil
}

// raiseLastNumbers adds the record of KindLast.
func (t Tx) raiseLastNumbers(record json.RawMessage) error {
	l, err := decodeStrictly[lastRecord](record)
	if !l.Moment.IsZero() {
		err = errors.Join(err, checkTimeRange(l.Moment), t.RaiseNewestMoment(l.Moment))
	}
	for platform, at := range l.Seen {
		err = errors.Join(err, t.SetSeen(platform, at))
	}
	return errors.Join(err, t.raiseLastNumber(sequenceRounds, l.Rounds),
		t.raiseLastNumber(sequenceMembers, l.Members), t.raiseLastNumber(sequenceEntries, l.Entries))
}

func encodeNextCheckRecord(key, value []byte) (any, error) {
	return nextCheckRecord{quiz.RoomID(key), parseTimeKey(value)}, nil
}

func addNextCheckRecord(t Tx, record json.RawMessage) error {
	w, err := decodeStrictly[nextCheckRecord](record)
	complete := w.Room != "" && !w.At.IsZero()
	if err := errors.Join(err, addNewRecord(t, bucketNextCheck, []byte(w.Room), complete, nil)); err != nil {
		return err
	}
	if err := checkTimeRange(w.At); err != nil {
		return err
	}
	return t.SetNextCheck(w.Room, w.At)
}

func encodeAskedRecord(key, _ []byte) (any, error) {
	room, rest, found := bytes.Cut(key, []byte{0})
	if !found || len(rest) < 4 {
		return nil, unreadable{fmt.Errorf("%s: a key is cut off", bucketAsked)}
	}
	if !utf8.Valid(rest[4:]) {
		return nil, unreadable{fmt.Errorf("%s: the question %q is no text", bucketAsked, rest[4:])}
	}
	return askedRecord{quiz.RoomID(room), parseCycle(rest), quiz.QuestionID(rest[4:])}, nil
}

func addAskedRecord(t Tx, record json.RawMessage) error {
	a, err := decodeStrictly[askedRecord](record)
	if err != nil {
		return err
	}
	if err := addNewRecord(t, bucketAsked, askedKey(a.Room, a.Cycle, a.Question), a.Room != "", nil); err != nil {
		return err
	}
	return t.SetQuestionAsked(a.Room, a.Cycle, a.Question, true)
}

func encodeVoteRecord(key, value []byte) (any, error) {
	n, rest := cutNumberKey(key)
	round, voter := quiz.RoundID(n), quiz.MemberNo(parseNumberKey(rest))
	return voteRecord{round, voter, quiz.MemberNo(parseNumberKey(value)), parseVoteTime(value)}, nil
}

func addVoteRecord(t Tx, record json.RawMessage) error {
	v, err := decodeStrictly[voteRecord](record)
	if err != nil {
		return err
	}
	complete := v.Round != 0 && v.Voter != 0 && v.Candidate != 0
	if err := addNewRecord(t, bucketVotes, roundMemberKey(v.Round, v.Voter), complete, nil); err != nil {
		return err
	}
	if err := checkTimeRange(v.At); err != nil {
		return err
	}
	return t.SetVote(v.Round, v.Voter, v.Candidate, v.At)
}

func encodeStreakRecord(key, value []byte) (any, error) {
	room, rest, _ := bytes.Cut(key, []byte{0})
	r, err := decodeRecord[json.RawMessage](bucketStreaks, value)
	return streakRecord{quiz.RoomID(room), quiz.MemberNo(parseNumberKey(rest)), r}, err
}

func addStreakRecord(t Tx, record json.RawMessage) error {
	r, err := decodeStrictly[streakRecord](record)
	if err != nil {
		return err
	}
	var streak scoring.Streak
	if err := json.Unmarshal(r.Streak, &streak); err != nil {
		return err
	}
	k := roomMemberKey(r.Room, r.Member)
	if err := addNewRecord(t, bucketStreaks, k, r.Room != "" && r.Member != 0, nil); err != nil {
		return err
	}
	return putRawRecord(t, bucketStreaks, k, r.Streak, t.SetStreak(r.Room, r.Member, streak))
}

func encodeForgetKeyRecord(key, value []byte) (any, error) {
	return forgetKeyRecord{int(parseNumberKey(key)), value}, nil
}

func addForgetKeyRecord(t Tx, record json.RawMessage) error {
	k, err := decodeStrictly[forgetKeyRecord](record)
	if err != nil {
		return err
	}
	if err := addNewRecord(t, bucketForgetKeys, numberKey(k.N), len(k.Key) == forgetKeySize, nil); err != nil {
		return err
	}
	return t.Put(bucketForgetKeys, numberKey(k.N), k.Key)
}

func encodeForgottenRecord(key, value []byte) (any, error) {
	return forgottenRecord{key, parseTimeKey(value)}, nil
}

func addForgottenRecord(t Tx, record json.RawMessage) error {
	f, err := decodeStrictly[forgottenRecord](record)
	if err := errors.Join(err, addNewRecord(t, bucketForgotten, f.Hash, len(f.Hash) == sha256.Size, nil)); err != nil {
		return err
	}
	if err := checkTimeRange(f.At); err != nil {
		return err
	}
	return t.Put(bucketForgotten, f.Hash, timeKey(f.At))
}

func encodeRedrawRecord(key, _ []byte) (any, error) {
	return redrawRecord{quiz.RoundID(parseNumberKey(key))}, nil
}

func addRedrawRecord(t Tx, record json.RawMessage) error {
	r, err := decodeStrictly[redrawRecord](record)
	if err := errors.Join(err, addNewRecord(t, bucketRedraws, numberKey(r.Round), r.Round != 0, nil)); err != nil {
		return err
	}
	return t.SetRedrawOwed(r.Round, true)
}
