package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
)

// change is the difference between a schema and the previous one: a function for each changed kind
// of record, which rewrites one record. Files and exports are upgraded by the same functions.
// Opening a file makes buckets that are new.
type change map[Kind]func(record json.RawMessage) (json.RawMessage, error)

// changes returns the changes from schema 1 on: the first leads from schema 1 to 2.
func changes() []change {
	return []change{
		{KindRoom: addPlanSettings},
		{}, // schema 3: the questions of rounds and jobs may have terms, which older questions lack
		// Replies may also have disputes, and reveals counts per point, which older ones lack.
		{KindReply: dropPointIndexes, KindRoom: addGradeDeadline},
		// schema 5: records have checksums, redraws are owed, a store has its newest moment, an audit log and
		// the workspaces that removed the bot, and rooms the dates of their digests. Older ones lack them.
		// The ranking has counts, and streaks are indexed by their last rounds.
		{KindRoom: addScoringSettings},
	}
}

// Schema returns the newest schema of records, in which this program writes.
func Schema() int { return 1 + len(changes()) }

// Upgrades returns the functions that rewrite the records of a store, from schema 1 on: the first
// leads from schema 1 to 2.
func Upgrades() []func(Tx) error {
	var list []func(Tx) error
	for i, c := range changes() {
		upgrade := c.upgradeAll
		if derive := newlyDerived()[i+2]; derive != nil {
			upgrade = func(t Tx) error { return errors.Join(c.upgradeAll(t), derive(t)) }
		}
		list = append(list, upgrade)
	}
	return list
}

// newlyDerived returns for each schema with new derived data a function which derives it in a file of
// the schema before. An import derives everything.
func newlyDerived() map[int]func(Tx) error {
	return map[int]func(Tx) error{
		5: func(t Tx) error { return errors.Join(t.ranking().RebuildAll(), t.countSelfGraded(), t.indexStreaks()) },
	}
}

// countSelfGraded derives the index of self-graded rounds from the ledger, and their number in the
// tallies, which had none.
func (t Tx) countSelfGraded() error {
	for _, value := range t.scanPrefix(bucketLedger, nil) {
		e, err := decodeRecord[ledger.Entry](bucketLedger, value)
		if err != nil || t.Get(bucketMembers, numberKey(e.Member)) == nil {
			continue // a damaged entry stays as it is
		}
		change, err := t.noteSelfGraded(e)
		if err != nil {
			return err
		}
		if change == 0 {
			continue
		}
		for _, season := range scoring.Seasons(e.Date) {
			key := tallyKey(e.Room, season, e.Member)
			tally, err := getRecord[ledger.Tally](t, bucketTallies, key)
			if err != nil {
				continue // it is summed up when it is read
			}
			tally.SelfGraded += change
			if err := putRecord(t, bucketTallies, key, tally); err != nil {
				return err
			}
		}
	}
	return nil
}

// upgradeAll rewrites the records of a store.
func (c change) upgradeAll(t Tx) error {
	for kind, rewrite := range c {
		bucket := recordCodecs()[kind].bucket
		for key, value := range t.scanPrefix(bucket, nil) {
			old, err := decodeRecord[json.RawMessage](bucket, value)
			if err != nil {
				return err
			}
			record, err := rewrite(old)
			if err != nil {
				return fmt.Errorf("%s: %w", bucket, err)
			}
			if err := putRecord(t, bucket, key, record); err != nil {
				return err
			}
		}
	}
	return nil
}

// UpgradeRecord rewrites a record of an older schema to the newest.
func UpgradeRecord(schema int, kind Kind, record json.RawMessage) (_ json.RawMessage, err error) {
	for _, c := range changes()[schema-1:] {
		if rewrite := c[kind]; rewrite != nil {
			if record, err = rewrite(record); err != nil {
				return nil, err
			}
		}
	}
	return record, nil
}

// addPlanSettings gives a room's plan the settings that are new in schema 2, with their defaults.
func addPlanSettings(room json.RawMessage) (json.RawMessage, error) {
	return addFields(room, "plan", map[string]any{
		"broadcast": true, "practice": plan.PracticeAll, "order": plan.OrderShuffled,
	})
}

// addGradeDeadline gives a room's plan its grade deadline, which is new in schema 4.
func addGradeDeadline(room json.RawMessage) (json.RawMessage, error) {
	return addFields(room, "plan", map[string]any{"grade_deadline": plan.Default().GradeDeadline})
}

// addScoringSettings gives a room's plan the settings of its scores, which are new in schema 5.
func addScoringSettings(room json.RawMessage) (json.RawMessage, error) {
	p := plan.Default()
	return addFields(room, "plan", map[string]any{
		"streak_bonus": p.StreakBonus, "streak_freezes": p.StreakFreezes, "scale_by_difficulty": p.ScaleByDifficulty,
	})
}

// dropPointIndexes removes the lists of met and missed points of a grade, which no release filled.
// Schema 4 has a verdict per point.
func dropPointIndexes(reply json.RawMessage) (json.RawMessage, error) {
	var outer, grade map[string]json.RawMessage
	if err := json.Unmarshal(reply, &outer); err != nil {
		return nil, err
	}
	if outer["grade"] == nil {
		return reply, nil
	}
	if err := json.Unmarshal(outer["grade"], &grade); err != nil {
		return nil, fmt.Errorf("grade: %w", err)
	}
	delete(grade, "met")
	delete(grade, "missed")
	b, err := json.Marshal(grade)
	if err != nil {
		return nil, err
	}
	outer["grade"] = b
	return json.Marshal(outer)
}

// addFields adds fields to an object within a record. Fields that are there stay as they are.
func addFields(record json.RawMessage, object string, fields map[string]any) (json.RawMessage, error) {
	var outer, inner map[string]json.RawMessage
	if err := json.Unmarshal(record, &outer); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(outer[object], &inner); err != nil {
		return nil, fmt.Errorf("%s: %w", object, err)
	}
	if inner == nil {
		inner = map[string]json.RawMessage{}
	}
	for name, value := range fields {
		if inner[name] != nil {
			continue
		}
		b, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		inner[name] = b
	}
	b, err := json.Marshal(inner)
	if err != nil {
		return nil, err
	}
	outer[object] = b
	return json.Marshal(outer)
}
