package store

import (
	"encoding/json"
	"fmt"

	"quizbot/quiz"

	bolt "go.etcd.io/bbolt"
)

// change is what a schema has that the one before it has not: how records of it look in the newer one, by their
// bucket. Files and exports are brought to the newer schema alike. A bucket that is new is made by itself.
type change map[string]func(record json.RawMessage) (json.RawMessage, error)

// changes are those from schema 1 on: the first one leads from 1 to 2.
func changes() []change {
	return []change{
		{rooms: addPlanSettings},
	}
}

// migrate rewrites the records of a file.
func (c change) migrate(t *bolt.Tx) error {
	ours := tx{file{t}}
	for bucket, rewrite := range c {
		for key, value := range ours.within(bucket, nil) {
			old, err := decode[json.RawMessage](bucket, value)
			if err != nil {
				return err
			}
			record, err := rewrite(old)
			if err != nil {
				return fmt.Errorf("%s: %w", bucket, err)
			}
			if err := setRecord(ours, bucket, key, record); err != nil {
				return err
			}
		}
	}
	return nil
}

// upgradeRecord brings a record of an export from an older schema to the newest.
func upgradeRecord(schema int, bucket string, record json.RawMessage) (_ json.RawMessage, err error) {
	for _, c := range changes()[schema-1:] {
		if rewrite := c[bucket]; rewrite != nil {
			if record, err = rewrite(record); err != nil {
				return nil, err
			}
		}
	}
	return record, nil
}

// addPlanSettings gives a room's plan the settings that are new in schema 2, with their defaults.
func addPlanSettings(room json.RawMessage) (json.RawMessage, error) {
	return withFields(room, "plan", map[string]any{
		"broadcast": true, "practice": quiz.PracticeAll, "order": quiz.OrderShuffled,
	})
}

// withFields adds fields to an object within a record. Those that it has already, and all others, stay.
func withFields(record json.RawMessage, object string, fields map[string]any) (json.RawMessage, error) {
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
