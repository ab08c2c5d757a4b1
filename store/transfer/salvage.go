package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/bolt/checksum"
	"quizbot/store/bolt/pages"
)

// Salvaged is the result of a salvage.
type Salvaged struct {
	// Faults are sentences about the pages that could not be read.
	Faults []string
	// Kept is the number of records of each kind in the new store.
	Kept map[store.Kind]int
	// Lost names the records of each kind that could not be kept, as far as the file still tells.
	Lost map[store.Kind][]string
	// Rebuilt are sentences about records that were made anew from what refers to them.
	Rebuilt []string
}

// Salvage makes a store at path, where there must be no file, of what can be read of a damaged file.
// Records that cannot be read are left out, and so are records that refer to nothing then. Indexes
// and tallies are derived anew. The damaged file is only read.
func Salvage(ctx context.Context, from, path string) (Salvaged, error) {
	f, err := os.Open(from)
	if err != nil {
		return Salvaged{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return Salvaged{}, err
	}
	records, faults, err := pages.Salvage(f, info.Size())
	if err != nil {
		return Salvaged{}, fmt.Errorf("nothing of %s can be kept: %w: restore a backup", from, err)
	}
	s := newSalvage(records)
	s.result.Faults = faults
	if len(s.raw) == 0 {
		return Salvaged{}, fmt.Errorf("nothing of %s can be kept: no record of quizbot's can be read in it: restore a backup", from)
	}
	err = bolt.Create(path, func(t store.RecordTx) (bool, error) {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		return false, s.fill(t)
	})
	return s.result, err
}

// salvage fills a store with the records of a damaged file.
type salvage struct {
	schema  int
	raw     map[store.Kind][]rawRecord
	members map[quiz.MemberNo]quiz.MemberID // as the index has them
	indexed map[store.Kind]map[string]bool  // names of records that have an entry in an index
	names   map[store.Kind]map[string]bool  // names of records that were kept
	rebuilt map[quiz.RoomID]bool
	last    map[string]uint64 // last numbers given of the sequences
	result  Salvaged
}

// rawRecord is a record as the file had it.
type rawRecord struct {
	name   string
	record json.RawMessage
}

// newSalvage sorts the records of a file by their kinds.
func newSalvage(records []pages.Record) *salvage {
	s := &salvage{
		schema: store.Schema(), raw: map[store.Kind][]rawRecord{}, members: map[quiz.MemberNo]quiz.MemberID{},
		indexed: map[store.Kind]map[string]bool{}, names: map[store.Kind]map[string]bool{},
		rebuilt: map[quiz.RoomID]bool{}, last: map[string]uint64{},
		result: Salvaged{Kept: map[store.Kind]int{}, Lost: map[store.Kind][]string{}},
	}
	for _, r := range records {
		if n, err := strconv.Atoi(string(r.Value)); err == nil && isSchema(r) && n >= 1 && n <= store.Schema() {
			s.schema = n
		}
	}
	if haveChecksums(records) {
		records = withoutChecksums(records)
		s.schema = max(s.schema, bolt.ChecksumSchema)
	}
	for _, r := range records {
		s.sort(r)
	}
	return s
}

// isSchema reports whether a record holds the schema of its file.
func isSchema(r pages.Record) bool {
	return r.Bucket == store.Meta && string(r.Key) == store.MetaSchema
}

// haveChecksums reports whether the values of a damaged file end with checksums: whether those of most
// records hold. The schema of the file may be damaged.
func haveChecksums(records []pages.Record) bool {
	holding := 0
	for _, r := range records {
		if _, _, ok := checksum.Split(r.Bucket, r.Key, r.Value); ok {
			holding++
		}
	}
	return holding > len(records)/2
}

// withoutChecksums returns records without their checksums. The value of one whose checksum does not hold
// is empty. A record whose way to its bucket is damaged belongs to the bucket for which its checksum
// holds.
func withoutChecksums(records []pages.Record) []pages.Record {
	list := make([]pages.Record, 0, len(records))
	for _, r := range records {
		buckets := []string{r.Bucket}
		if r.Bucket == "" {
			buckets = store.Buckets()
		}
		known := r.Bucket != ""
		value := []byte{}
		for _, bucket := range buckets {
			if v, _, ok := checksum.Split(bucket, r.Key, r.Value); ok {
				r.Bucket, value, known = bucket, v, true
				break
			}
		}
		if isSchema(r) {
			value = r.Value
		}
		if known {
			list = append(list, pages.Record{Bucket: r.Bucket, Key: r.Key, Value: value})
		}
	}
	return list
}

// sort adds a record to those of its kind.
func (s *salvage) sort(r pages.Record) {
	if r.Bucket == "" {
		bucket, known := store.BucketOf(r.Key, r.Value)
		if !known {
			return // derived, or of a page that was given free
		}
		r.Bucket = bucket
	}
	if r.Bucket == store.Meta {
		if n, is := store.ParseNumber(r.Value); is && n <= maxNumber {
			s.last[string(r.Key)] = n
		}
		return
	}
	if kind, name := store.PrimaryOf(r.Bucket, r.Key, r.Value); kind != "" && len(r.Value) > 0 {
		setName(s.indexed, kind, name)
		if r.Bucket == store.MemberIDs && checkID("id", string(r.Key)) == nil {
			no, _ := store.ParseNumber(r.Value)
			s.members[quiz.MemberNo(no)] = quiz.MemberID(r.Key)
		}
	}
	kind, record, err := store.ReadRaw(r.Bucket, r.Key, r.Value)
	switch {
	case kind == "":
	case err != nil:
		s.lose(kind, store.NameOf(kind, r.Key), err)
	default:
		s.raw[kind] = append(s.raw[kind], rawRecord{store.NameOf(kind, r.Key), record})
	}
}

func setName(names map[store.Kind]map[string]bool, kind store.Kind, name string) {
	if names[kind] == nil {
		names[kind] = map[string]bool{}
	}
	names[kind][name] = true
}

func (s *salvage) lose(kind store.Kind, name string, reason error) {
	s.result.Lost[kind] = append(s.result.Lost[kind], fmt.Sprintf("%s (%v)", name, reason))
	setName(s.names, kind, name) // it is named once
}

// fill adds the records to a new store: first those that others refer to.
func (s *salvage) fill(t store.RecordTx) error {
	last, err := json.Marshal(map[string]uint64{"rounds": s.last["rounds"], "members": s.last["members"], "entries": s.last["entries"]})
	if err != nil {
		return err
	}
	if err := t.AddRecord(store.KindLast, last); err != nil {
		return err
	}
	s.addAll(t, store.KindForgetKey, store.KindForgotten, store.KindMember)
	if err := s.rebuildMembers(t); err != nil {
		return err
	}
	s.addAll(t, store.KindRoom)
	if err := s.rebuildRooms(t); err != nil {
		return err
	}
	s.addAll(t, store.KindRound)
	s.addAll(t, store.KindJob, store.KindNextCheck, store.KindAsked, store.KindReply, store.KindVote, store.KindEntry, store.KindStreak, store.KindConfirmed, store.KindRedraw, store.KindAudit, store.KindDeparture)
	s.nameLost()
	if err := s.mendRooms(t); err != nil {
		return err
	}
	_, err = store.ForgetAgain(t)
	return err
}

// addAll adds the records of some kinds.
func (s *salvage) addAll(t store.RecordTx, kinds ...store.Kind) {
	for _, kind := range kinds {
		for _, r := range s.raw[kind] {
			record, err := store.UpgradeRecord(s.schema, kind, r.record)
			if err == nil {
				record, err = mendReferences(t, kind, record)
			}
			if err == nil {
				err = t.AddRecord(kind, record)
			}
			if err != nil {
				s.lose(kind, r.name, err)
				continue
			}
			s.result.Kept[kind]++
			setName(s.names, kind, r.name)
		}
	}
}

// mendReferences returns a record without references to records that are lost, or an error if it
// means nothing without them.
func mendReferences(t store.RecordTx, kind store.Kind, record json.RawMessage) (json.RawMessage, error) {
	v := newValidator()
	if kind == store.KindEntry { // points stay without their round
		var e ledger.Entry
		if err := json.Unmarshal(record, &e); err != nil {
			return nil, err
		}
		if _, err := findRound(t, e.Round); err != nil {
			e.Round = 0
			return json.Marshal(e)
		}
	}
	if kind == store.KindConfirmed {
		var c quiz.ConfirmedPoints
		if err := json.Unmarshal(record, &c); err != nil {
			return nil, err
		}
		if _, err := t.Member(c.By); err != nil && c.By != 0 {
			c.By = 0
			return json.Marshal(c)
		}
	}
	if kind == store.KindAudit {
		var a quiz.AuditRecord
		if err := json.Unmarshal(record, &a); err != nil {
			return nil, err
		}
		for _, no := range []*quiz.MemberNo{&a.By, &a.Author} {
			if _, err := t.Member(*no); err != nil {
				*no = 0
			}
		}
		return json.Marshal(a)
	}
	if err := v.validate(t, kind, record, 0); err != nil {
		return nil, err
	}
	if kind != store.KindRoom { // its rounds come later
		return record, v.finish(t)
	}
	return record, nil
}

// rebuildMembers makes members anew whose record is lost, from the index. Nothing about them is
// shown to others until they say so.
func (s *salvage) rebuildMembers(t store.RecordTx) error {
	for no, id := range s.members {
		if _, err := t.Member(no); !errors.Is(err, quiz.ErrNotFound) {
			continue
		}
		if known, err := t.MemberNo(id); err == nil && known != no {
			continue
		}
		if err := t.SetMember(quiz.Member{No: no, ID: id, Unnamed: true, ModelOff: true}); err != nil {
			return err
		}
		s.result.Rebuilt = append(s.result.Rebuilt, fmt.Sprintf("member %d is known by the id %s alone, and has no name beside answers", no, id))
	}
	return nil
}

// rebuildRooms makes rooms anew whose record is lost, from their rounds. They are paused: their plan
// is lost.
func (s *salvage) rebuildRooms(t store.RecordTx) error {
	for _, r := range s.raw[store.KindRound] {
		var round quiz.Round
		if json.Unmarshal(r.record, &round) != nil || round.Room == "" || checkID("room", string(round.Room)) != nil {
			continue
		}
		room, err := t.Room(round.Room)
		switch {
		case errors.Is(err, quiz.ErrNotFound):
			s.rebuilt[round.Room] = true
			room = quiz.Room{ID: round.Room, Plan: plan.Default(), Since: round.PlannedAt, Pause: &quiz.Pause{}}
			s.result.Rebuilt = append(s.result.Rebuilt, fmt.Sprintf("room %s has the default plan, and is paused until /quiz-admin resume", round.Room))
		case err != nil:
			return err
		case !s.rebuilt[room.ID]:
			continue
		}
		room.Rounds = max(room.Rounds, round.Number)
		room.MarkDone(quiz.JobAsk, round.Date)
		switch round.Phase {
		case quiz.Revealed:
			room.Last, room.DigestedThrough = max(room.Last, round.ID), max(room.DigestedThrough, round.ID)
		case quiz.Asking, quiz.Open, quiz.Closing:
			room.Round = max(room.Round, round.ID)
		}
		if err := t.SetRoom(room); err != nil {
			return err
		}
	}
	return nil
}

// mendRooms makes rooms forget rounds that are lost, and gives each one a next check.
func (s *salvage) mendRooms(t store.RecordTx) error {
	for room, err := range t.Rooms() {
		if err != nil {
			return err
		}
		changed := false
		for _, id := range []*quiz.RoundID{&room.Round, &room.Last} {
			if _, err := findRound(t, *id); err != nil {
				*id, changed = 0, true
			}
		}
		if changed {
			if err := t.SetRoom(room); err != nil {
				return err
			}
		}
		if at, err := t.NextCheck(room.ID); err != nil || !at.IsZero() || room.Removed && room.Round == 0 {
			continue
		}
		if err := t.SetNextCheck(room.ID, time.Now()); err != nil {
			return err
		}
	}
	return nil
}

// nameLost names the records of which only an index is left.
func (s *salvage) nameLost() {
	for kind, names := range s.indexed {
		for name := range names {
			if !s.names[kind][name] {
				s.result.Lost[kind] = append(s.result.Lost[kind], name)
			}
		}
		slices.Sort(s.result.Lost[kind])
	}
}
