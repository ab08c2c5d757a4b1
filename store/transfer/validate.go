package transfer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/departure"
	"quizbot/quiz/ident"
	"quizbot/quiz/ledger"
	"quizbot/store"
)

const (
	// maxNumber is the limit of numbers in an export: JSON programs keep numbers up to here.
	maxNumber = 1 << 53
	// maxCycle is the limit of a room's passes through its bank.
	maxCycle = 1 << 31
	// maxPoints is the limit of the points of one entry. Sums of them never overflow.
	maxPoints = 1e9
)

// validator checks that the records of an export are such as quizbot writes, and that they refer to
// records that exist. Records that come later in an export are looked up at its end.
type validator struct {
	members map[quiz.MemberNo]int // the line that refers to a member first
	rounds  map[quiz.RoundID]int  // likewise
}

func newValidator() *validator {
	return &validator{map[quiz.MemberNo]int{}, map[quiz.RoundID]int{}}
}

// validate returns an error for a record that quizbot never writes. The record is at a line of the
// export.
func (v *validator) validate(t store.RecordTx, kind store.Kind, record json.RawMessage, line int) error {
	switch kind {
	case store.KindLast:
		return validateAs(record, v.validateLast)
	case store.KindRoom:
		return validateAs(record, func(r quiz.Room) error { return v.validateRoom(r, line) })
	case store.KindJob:
		return validateAs(record, func(j quiz.Job) error {
			v.refer(line, j.Round)
			return checkRoom(t, j.Room)
		})
	case store.KindNextCheck:
		return validateAs(record, func(r roomRecord) error { return checkRoom(t, r.Room) })
	case store.KindAsked: // of rooms that are missing nobody asks
		return validateAs(record, func(r roomRecord) error {
			return cmp.Or(checkID("room", string(r.Room)), checkRange("cycle", int64(r.Cycle), maxCycle), checkText("question", r.Question))
		})
	case store.KindRound:
		return validateAs(record, func(r quiz.Round) error {
			return cmp.Or(checkNumber("id", uint64(r.ID)), checkText("question", string(r.Question.ID)), checkRoom(t, r.Room))
		})
	case store.KindReply:
		return validateAs(record, func(r quiz.Reply) error { return v.validateReply(t, r, line) })
	case store.KindVote:
		return validateAs(record, func(w voteRecord) error {
			v.refer(line, 0, w.Voter, w.Candidate)
			_, err := findRound(t, w.Round)
			return err
		})
	case store.KindRedraw:
		return validateAs(record, func(r redrawRecord) error {
			_, err := findRound(t, r.Round)
			return err
		})
	case store.KindAudit:
		return validateAs(record, func(a quiz.AuditRecord) error { return v.validateAudit(a, line) })
	case store.KindDeparture:
		return validateAs(record, func(d departure.Record) error {
			_, err := ident.ParseWorkspace(string(d.Workspace))
			return err
		})
	case store.KindMember:
		return validateAs(record, func(m quiz.Member) error {
			return cmp.Or(checkNumber("no", uint64(m.No)), checkID("id", string(m.ID)))
		})
	case store.KindEntry:
		return validateAs(record, func(e ledger.Entry) error { return validateEntry(t, e) })
	case store.KindStreak:
		return validateAs(record, func(r streakRecord) error {
			v.refer(line, 0, r.Member)
			return checkRoom(t, r.Room)
		})
	}
	return nil
}

// The records of an export without a type of their own.
type (
	roomRecord struct {
		Room     quiz.RoomID `json:"room"`
		Cycle    int         `json:"cycle"`
		Question string      `json:"question"`
	}
	voteRecord struct {
		Round     quiz.RoundID  `json:"round"`
		Voter     quiz.MemberNo `json:"voter"`
		Candidate quiz.MemberNo `json:"candidate"`
	}
	redrawRecord struct {
		Round quiz.RoundID `json:"round"`
	}
	streakRecord struct {
		Room   quiz.RoomID   `json:"room"`
		Member quiz.MemberNo `json:"member"`
	}
	lastRecord struct {
		Rounds, Members, Entries uint64
	}
)

// validateAs decodes a record and validates it. A record that cannot be decoded is refused by the
// store.
func validateAs[T any](record json.RawMessage, validate func(T) error) error {
	var r T
	if json.Unmarshal(record, &r) != nil {
		return nil
	}
	return validate(r)
}

func (v *validator) validateLast(l lastRecord) error {
	return cmp.Or(checkNumber("rounds", l.Rounds), checkNumber("members", l.Members), checkNumber("entries", l.Entries))
}

func (v *validator) validateRoom(r quiz.Room, line int) error {
	v.refer(line, r.Round)
	v.refer(line, r.Last)
	if _, err := r.Plan.Location(); err != nil && r.Plan.TimeZone != "" {
		return err
	}
	return cmp.Or(checkID("id", string(r.ID)), checkRange("cycle", int64(r.Cycle), maxCycle), checkRange("rounds", int64(r.Rounds), maxNumber))
}

func (v *validator) validateReply(t store.RecordTx, r quiz.Reply, line int) error {
	v.refer(line, 0, r.Member)
	round, err := findRound(t, r.Round)
	if err != nil {
		return err
	}
	if r.Form != "" {
		return nil // the text is the answer
	}
	for _, version := range r.History {
		if version.Text == "" {
			r.Picks = append(r.Picks, version.Picks...)
		}
	}
	for _, pick := range r.Picks {
		if pick < 0 || pick >= len(round.Question.Choices) {
			return fmt.Errorf("it picks the choice %d of a question with %d choices", pick, len(round.Question.Choices))
		}
	}
	return nil
}

// validateAudit validates a record of the audit log. Its room may have got another id or be deleted.
func (v *validator) validateAudit(a quiz.AuditRecord, line int) error {
	for _, no := range []quiz.MemberNo{a.By, a.Author} {
		if no != 0 {
			v.refer(line, 0, no)
		}
	}
	if !slices.Contains(audit.Acts(), a.Act) {
		return fmt.Errorf("its act is %q, which quizbot never records", a.Act)
	}
	return cmp.Or(checkNumber("seq", a.Seq), checkText("scope", a.Scope),
		checkRange("round", int64(a.Round), maxNumber), checkRange("n", int64(a.N), maxNumber))
}

// validateEntry validates an entry. Its member may have been forgotten.
func validateEntry(t store.RecordTx, e ledger.Entry) error {
	err := cmp.Or(checkNumber("seq", e.Seq), checkNumber("member", uint64(e.Member)), checkPoints(e.Points), checkRoom(t, e.Room))
	if err == nil && e.Round != 0 {
		_, err = findRound(t, e.Round)
	}
	return err
}

// refer notes that a line refers to a round, unless that is 0, and to members.
func (v *validator) refer(line int, round quiz.RoundID, members ...quiz.MemberNo) {
	if _, noted := v.rounds[round]; !noted && round != 0 {
		v.rounds[round] = line
	}
	for _, no := range members {
		if _, noted := v.members[no]; !noted {
			v.members[no] = line
		}
	}
}

// finish looks up the records that lines before them refer to.
func (v *validator) finish(t store.RecordTx) error {
	for _, id := range slices.Sorted(maps.Keys(v.rounds)) {
		if _, err := findRound(t, id); err != nil {
			return fmt.Errorf("line %d: %w", v.rounds[id], err)
		}
	}
	for _, no := range slices.Sorted(maps.Keys(v.members)) {
		_, err := t.Member(no)
		if errors.Is(err, quiz.ErrNotFound) {
			return fmt.Errorf("line %d: it refers to the member %d, who is not in the export", v.members[no], no)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkRoom returns an error if a room is missing.
func checkRoom(t store.RecordTx, id quiz.RoomID) error {
	_, err := t.Room(id)
	if id != "" && errors.Is(err, quiz.ErrNotFound) {
		return fmt.Errorf("it refers to the room %q, which is not in the export", id)
	}
	return nil
}

// findRound returns a round, or an error if it is missing.
func findRound(t store.RecordTx, id quiz.RoundID) (quiz.Round, error) {
	round, err := t.Round(id)
	if id != 0 && errors.Is(err, quiz.ErrNotFound) {
		return round, fmt.Errorf("it refers to the round %d, which is not in the export", uint64(id))
	}
	return round, nil
}

// checkID returns an error for an id of a room or member that no platform gives.
func checkID(field, id string) error {
	if id == "" {
		return nil // the store refuses it
	}
	parts := strings.Split(id, "/")
	odd := func(part string) bool { return part == "" || part == "." || part == ".." }
	if len(parts) != 3 || slices.ContainsFunc(parts, odd) || strings.ContainsFunc(id, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return fmt.Errorf("its %s is %q, and should be like slack/T0123/C0456", field, id)
	}
	return nil
}

// checkText returns an error for text that no store can keep in a key.
func checkText(field, text string) error {
	if strings.ContainsRune(text, 0) {
		return fmt.Errorf("its %s %q has a zero byte", field, text)
	}
	return nil
}

func checkNumber(field string, n uint64) error {
	if n > maxNumber {
		return fmt.Errorf("its %s is %d, more than quizbot ever counts", field, n)
	}
	return nil
}

func checkRange(field string, n, limit int64) error {
	if n < 0 || n > limit {
		return fmt.Errorf("its %s is %d, which quizbot never counts", field, n)
	}
	return nil
}

func checkPoints(points int) error {
	if points < -maxPoints || points > maxPoints {
		return fmt.Errorf("its points are %d, more than anybody gets", points)
	}
	return nil
}
