package transfer

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/store/bolt"
	"quizbot/store/memory"
	"quizbot/store/storetest"
)

// Files and exports that an earlier release wrote are read by this one. Those of a schema in
// testdata are of the same two rooms.
func TestEarlierSchemas(t *testing.T) {
	ctx := context.Background()
	for name, open := range map[string]func(t *testing.T) storetest.Store{
		"a file of schema 1 is opened": func(t *testing.T) storetest.Store {
			return openStore(t, copyFixture(t, "schema-1.db"))
		},
		"a file of schema 1 is restored": func(t *testing.T) storetest.Store {
			path := filepath.Join(t.TempDir(), "quiz.db")
			if _, err := bolt.Restore(ctx, copyFixture(t, "schema-1.db"), path); err != nil {
				t.Fatal(err)
			}
			return openStore(t, path)
		},
		"an export of schema 1 is imported into a file": func(t *testing.T) storetest.Store {
			path := filepath.Join(t.TempDir(), "quiz.db")
			if err := ImportFile(ctx, bytes.NewReader(readFile(t, "../testdata/schema-1.jsonl")), path); err != nil {
				t.Fatal(err)
			}
			return openStore(t, path)
		},
		"an export of schema 1 is imported into memory": func(t *testing.T) storetest.Store {
			m := memory.New()
			if err := Import(ctx, m, bytes.NewReader(readFile(t, "../testdata/schema-1.jsonl"))); err != nil {
				t.Fatal(err)
			}
			return m
		},
	} {
		t.Run(name, func(t *testing.T) { checkSchema1Rooms(t, open(t)) })
	}
}

// checkSchema1Rooms checks the rooms of schema 1 as this release reads them.
func checkSchema1Rooms(t *testing.T, s storetest.Store) {
	t.Helper()
	rooms := map[quiz.RoomID]quiz.Room{}
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		for r, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			rooms[r.ID] = r
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	chat, file := plan.Default(), plan.Default()
	chat.Ask, chat.Threads, chat.Unanswered, chat.Days = 10*60, plan.ThreadsTalk, true, 0x7f
	file.TimeZone, file.Language, file.Threads = "Asia/Shanghai", "zh-CN", plan.ThreadsTalk
	for id, want := range map[quiz.RoomID]plan.Plan{"console/demo/interview": chat, "slack/T0123/C0456": file} {
		got := rooms[id].Plan
		for _, name := range plan.SettingNames() {
			if got.Setting(name) != want.Setting(name) {
				t.Errorf("%s: %s is %q, want %q", id, name, got.Setting(name), want.Setting(name))
			}
		}
		if wrong := got.Validate(); wrong != nil {
			t.Errorf("%s: %v", id, wrong)
		}
	}
	if !rooms["slack/T0123/C0456"].FromFile || len(rooms["console/demo/interview"].Skip) != 1 {
		t.Errorf("the rooms lost something: %+v", rooms)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}
