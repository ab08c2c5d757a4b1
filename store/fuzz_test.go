package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/memory"
)

// FuzzRecords puts arbitrary bytes under arbitrary keys of a store, and reads them in every way: each
// record decodes or is unreadable, nothing panics, and what is exported can be added to another store or is
// refused.
func FuzzRecords(f *testing.F) {
	buckets := store.Buckets()
	for i := range buckets {
		for _, value := range []string{`{"v":1,"r":{"id":"a/b/c"}}`, `{"v":2,"r":null}`, "\x00\x00\x00\x00\x00\x00\x00\x01", "\x01", ""} {
			f.Add(i, []byte("a/b/c"), []byte(value))
			f.Add(i, []byte("\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01"), []byte(value))
			f.Add(i, []byte("a/b/c\x00all\x00\x7f\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01"), []byte(value))
		}
	}
	f.Fuzz(func(t *testing.T, bucket int, key, value []byte) {
		if bucket < 0 || bucket >= len(buckets) || len(key) == 0 {
			t.Skip()
		}
		var exported []json.RawMessage
		var kinds []store.Kind
		err := memory.New().Update(context.Background(), func(qt quiz.Tx) error {
			tx := qt.(store.Tx)
			if err := tx.Put(buckets[bucket], key, value); err != nil {
				return err
			}
			kind, _, err := store.ReadRaw(buckets[bucket], key, value)
			if err != nil && kind == "" {
				t.Errorf("%s is unknown: %v", buckets[bucket], err)
			}
			_ = tx.Check() // says what it likes
			readEverything(t, tx)
			for _, kind := range store.Kinds() {
				for record, err := range tx.Records(kind) {
					if readable(t, err) {
						exported, kinds = append(exported, record), append(kinds, kind)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = memory.New().Update(context.Background(), func(qt quiz.Tx) error {
			for i, record := range exported {
				_ = qt.(store.Tx).AddRecord(kinds[i], record) // may be refused
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// readEverything reads lists and records by the keys of the seeds.
func readEverything(t *testing.T, tx store.Tx) {
	t.Helper()
	for _, err := range tx.Rooms() {
		readable(t, err)
	}
	for platform, err := range tx.Platforms() {
		readable(t, err)
		for _, err := range tx.NextChecks(platform) {
			readable(t, err)
		}
	}
	for _, err := range tx.Standings("a/b/c", "all") {
		readable(t, err)
	}
	for _, err := range tx.Entries("a/b/c", 1) {
		readable(t, err)
	}
	_, errReply := tx.Reply(1, 1)
	_, errReplies := tx.RepliesTo(1)
	_, errRound := tx.Round(1)
	_, errMember := tx.Member(1)
	_, errRoom := tx.Room("a/b/c")
	for _, err := range []error{errReply, errReplies, errRound, errMember, errRoom} {
		readable(t, err)
	}
}

// readable reports whether err is nil. Any error must be that of a record which is missing or damaged.
func readable(t *testing.T, err error) bool {
	t.Helper()
	if err != nil && !errors.Is(err, quiz.ErrUnreadable) && !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	return err == nil
}
