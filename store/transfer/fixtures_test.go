package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/departure"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/memory"
)

// makeFixture has TestMakeFixture write.
var makeFixture = flag.Bool("fixture", false, "make the file and the export of the newest schema in testdata from schema-N.jsonl, edited by hand")

// TestMakeFixture imports the export of the newest schema in testdata, to which new fields were added by
// hand, and writes the file and its export: go test ./store/transfer -run TestMakeFixture -fixture.
func TestMakeFixture(t *testing.T) {
	if !*makeFixture {
		t.Skip("it writes testdata")
	}
	name := filepath.Join("..", "testdata", fmt.Sprint("schema-", store.Schema()))
	t.Cleanup(func() { // when the store is closed
		if err := os.Remove(name + ".db.forgotten"); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
	})
	if err := ImportFile(t.Context(), bytes.NewReader(readFile(t, name+".jsonl")), name+".db"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".jsonl", []byte(exportLines(t, openStore(t, name+".db"))), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Files and exports of earlier releases have the same content today. Those of testdata have a value
// in every field of every kind of record. The file equals the import of its export, into a file and
// into memory.
func TestEveryFieldIsRead(t *testing.T) {
	for name, schema := range map[string]int{"schema-1-full": 1, "schema-2": 2, "schema-3": 3, "schema-4": 4, "schema-5": 5} {
		t.Run(name, func(t *testing.T) {
			ctx, lines := context.Background(), readFile(t, filepath.Join("..", "testdata", name+".jsonl"))
			path, m := filepath.Join(t.TempDir(), "imported.db"), memory.New()
			if err := ImportFile(ctx, bytes.NewReader(lines), path); err != nil {
				t.Fatal(err)
			}
			if err := Import(ctx, m, bytes.NewReader(lines)); err != nil {
				t.Fatal(err)
			}
			original := openStore(t, copyFixture(t, name+".db"))
			want := exportLines(t, original)
			if newest := store.Schema(); schema == newest && want != string(lines) {
				t.Errorf("the file exports\n%s\nwant\n%s", want, lines)
			}
			restored := filepath.Join(t.TempDir(), "restored.db")
			if _, err := bolt.Restore(ctx, copyFixture(t, name+".db"), restored); err != nil {
				t.Fatal(err)
			}
			if got := exportLines(t, openStore(t, restored)); got != want {
				t.Errorf("the restored file exports\n%s\nwant\n%s", got, want)
			}
			for kind, s := range map[string]checkedSource{"a file": openStore(t, path), "memory": m} {
				if got := exportLines(t, s); got != want {
					t.Errorf("what was imported into %s exports\n%s\nwant\n%s", kind, got, want)
				}
				if !maps.Equal(dumpAll(t, s), dumpAll(t, original)) {
					t.Errorf("%s holds something else than the file", kind)
				}
			}
			for line := range strings.Lines(want) {
				checkFields(t, line)
			}
		})
	}
}

// checkFields decodes a record of an export into its Go type: each field must be known, and be
// encoded as it was.
func checkFields(t *testing.T, line string) {
	t.Helper()
	var parts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &parts); err != nil {
		t.Fatal(err)
	}
	type streakRecord struct {
		Room   quiz.RoomID    `json:"room"`
		Member quiz.MemberNo  `json:"member"`
		Streak scoring.Streak `json:"run"`
	}
	types := map[string]any{
		"room": &quiz.Room{}, "step": &quiz.Job{}, "round": &quiz.Round{}, "reply": &quiz.Reply{}, "member": &quiz.Member{},
		"entry": &ledger.Entry{}, "run": &streakRecord{}, "confirmed_points": &quiz.ConfirmedPoints{}, "audit": &quiz.AuditRecord{}, "departure": &departure.Record{},
	}
	for kind, record := range parts {
		typed := types[kind]
		if typed == nil {
			continue // the type of its line is not exported
		}
		d := json.NewDecoder(bytes.NewReader(record))
		d.DisallowUnknownFields()
		if err := d.Decode(typed); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		again, err := json.Marshal(typed)
		if err != nil {
			t.Fatal(err)
		}
		var was, is any
		if json.Unmarshal(record, &was) != nil || json.Unmarshal(again, &is) != nil || !reflect.DeepEqual(was, is) {
			t.Errorf("%s is encoded as\n%s\nand was\n%s\n(a new field is omitted where it is zero, or has its value from a change in store/changes.go)", kind, again, record)
		}
	}
}
