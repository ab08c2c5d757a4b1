package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/memory"
)

// Files and exports of earlier programs, with a value in every field of every kind of record, read the same today: the file
// and the export that was made of it, in a file and in memory.
func TestEveryFieldIsRead(t *testing.T) {
	for name, schema := range map[string]int{"schema-1-full": 1, "schema-2": 2} {
		t.Run(name, func(t *testing.T) {
			ctx, lines := context.Background(), read(t, filepath.Join("..", "testdata", name+".jsonl"))
			path, m := filepath.Join(t.TempDir(), "imported.db"), memory.New()
			if err := ImportFile(ctx, bytes.NewReader(lines), path); err != nil {
				t.Fatal(err)
			}
			if err := Import(ctx, m, bytes.NewReader(lines)); err != nil {
				t.Fatal(err)
			}
			original := opened(t, copied(t, name+".db"))
			want := exported(t, original)
			if newest := store.Schema(); schema == newest && want != string(lines) {
				t.Errorf("the file exports\n%s\nwant\n%s", want, lines)
			}
			for kind, s := range map[string]checkedSource{"a file": opened(t, path), "memory": m} {
				if got := exported(t, s); got != want {
					t.Errorf("what was imported into %s exports\n%s\nwant\n%s", kind, got, want)
				}
				if !maps.Equal(held(t, s), held(t, original)) {
					t.Errorf("%s holds something else than the file", kind)
				}
			}
			for line := range strings.Lines(want) {
				checkFields(t, line)
			}
		})
	}
}

// checkFields holds a record of an export against its Go type: each field of it has one, and is written as it was read.
func checkFields(t *testing.T, line string) {
	t.Helper()
	var parts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &parts); err != nil {
		t.Fatal(err)
	}
	type run struct {
		Room   quiz.RoomID   `json:"room"`
		Member quiz.MemberNo `json:"member"`
		Run    quiz.Run      `json:"run"`
	}
	types := map[string]any{
		"room": &quiz.Room{}, "step": &quiz.Step{}, "round": &quiz.Round{}, "reply": &quiz.Reply{}, "member": &quiz.Member{},
		"entry": &quiz.Entry{}, "run": &run{},
	}
	for kind, record := range parts {
		typed := types[kind]
		if typed == nil {
			continue // its line has a type of the export's own
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
			t.Errorf("%s: got\n%s\nwant\n%s", kind, again, record)
		}
	}
}
