package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/memory"
)

func TestImportForgotten(t *testing.T) {
	t.Parallel()
	m := memory.New()
	if err := Import(context.Background(), m, strings.NewReader(smallExport(t))); err != nil {
		t.Fatal(err)
	}
	err := m.View(context.Background(), func(tx quiz.Tx) error {
		entries := 0
		for _, err := range tx.Entries("a/b/c", 1) {
			if err != nil {
				return err
			}
			entries++
		}
		tally, err := tx.Tally("a/b/c", "all", 1)
		if entries != 1 || tally.Points != 0 {
			t.Errorf("the forgotten one has %d entries and %d points, want 1 and none", entries, tally.Points)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	err = m.Update(context.Background(), func(tx quiz.Tx) error {
		no, err := tx.NewMember()
		id, err2 := tx.NewRound()
		if no != 3 || id != 3 {
			t.Errorf("the next member is %d and the next round %d, want 3 and 3", no, id)
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Error(err)
	}
}

// An import keeps fields that this release does not know.
func TestImportKeepsUnknown(t *testing.T) {
	lines := smallExport(t)
	for _, name := range []string{"room", "round", "reply", "member", "entry", "confirmed_points"} {
		lines = strings.Replace(lines, `{"`+name+`":{`, `{"`+name+`":{"from_the_future":[1.50,{"a":null}],`, 1)
	}
	lines = strings.Replace(lines, `"run":{"room":"a/b/c","member":2,"run":{`, `"run":{"room":"a/b/c","member":2,"run":{"from_the_future":[1.50,{"a":null}],`, 1)
	if n := strings.Count(lines, "from_the_future"); n != 7 {
		t.Fatalf("%d fields were added to\n%s", n, lines)
	}
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := ImportFile(context.Background(), strings.NewReader(lines), path); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := exportLines(t, b); got != lines {
		t.Errorf("got\n%s\nwant\n%s", got, lines)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// withSchema returns an export of this release as if it were of another schema.
func withSchema(export string, schema int) string {
	return strings.Replace(export, fmt.Sprintf(`"schema":%d`, store.Schema()), fmt.Sprintf(`"schema":%d`, schema), 1)
}

// A file that is no complete export is refused with the number of a line, and leaves no store.
func TestImportFails(t *testing.T) {
	t.Parallel()
	good := smallExport(t)
	lines := strings.SplitAfter(good, "\n")
	for name, c := range map[string]struct{ content, say string }{
		"nothing":                   {"", "line 0: the export ends before its last line"},
		"something else":            {"hello\n", "line 1: this is no export"},
		"no schema":                 {withSchema(good, 0), "line 1: the export is of schema 0"},
		"a newer schema":            {withSchema(good, store.Schema()+1), fmt.Sprint("line 1: the export is of schema ", store.Schema()+1)},
		"a line cut":                {good[:len(good)-len(lines[len(lines)-2])-9], "it is no JSON"},
		"no end":                    {strings.Join(lines[:len(lines)-2], ""), "the export ends before its last line"},
		"a line lost":               {lines[0] + strings.Join(lines[2:], ""), "should be"},
		"more":                      {good + lines[2], "something follows the last line"},
		"a line twice":              {lines[0] + lines[1] + lines[2] + strings.Join(lines[2:], ""), "line 4: room: it is there twice"},
		"out of order":              {lines[0] + lines[2] + lines[1], "line 3: last: it stands behind"},
		"an unknown kind":           {lines[0] + `{"riddle":{}}`, "line 2: riddle: this quizbot does not know"},
		"two in a line":             {lines[0] + `{"room":{"id":"a"},"step":{}}`, "line 2: it has 2 records"},
		"no name":                   {lines[0] + `{"room":{}}`, "line 2: room: it lacks"},
		"a wrong value":             {lines[0] + `{"round":{"id":"one"}}`, "line 2: round: json"},
		"an unknown field":          {lines[0] + `{"vote":{"round":1,"voter":1,"candidate":1,"x":1}}`, "line 2: vote: json: unknown field"},
		"a far time":                {lines[0] + `{"wake":{"room":"r","at":"9026-11-24T03:00:00Z"}}`, "line 2: wake: no store can keep the time"},
		"a vote of no time":         {lines[0] + `{"vote":{"round":1,"voter":1,"candidate":1}}`, "line 2: vote: no store can keep the time 0001-01-01"},
		"one id for two":            {lines[0] + `{"member":{"no":1,"id":"a/b/c"}}` + "\n" + `{"member":{"no":2,"id":"a/b/c"}}`, "line 3: member: its id is another member's"},
		"points without a question": {lines[0] + `{"confirmed_points":{"workspace":"a/b","points":["a lock"]}}`, "line 2: confirmed_points: it lacks"},
		"an empty line":             {lines[0] + "\n", "line 2: it is no JSON"},
		"binary":                    {string(make([]byte, 100)), "line 1: this is no export"},
	} {
		folder := t.TempDir()
		m := memory.New()
		inMemory := Import(context.Background(), m, strings.NewReader(c.content))
		inFile := ImportFile(context.Background(), strings.NewReader(c.content), filepath.Join(folder, "quiz.db"))
		for _, err := range []error{inMemory, inFile} {
			if err == nil || !strings.Contains(err.Error(), c.say) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: got %v, want one line that says %q", name, err, c.say)
			}
		}
		if got := dumpAll(t, m); len(got) > 0 {
			t.Errorf("%s: memory holds %q", name, got)
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

func TestImportIntoUsed(t *testing.T) {
	ctx, lines := context.Background(), smallExport(t)
	m := memory.New()
	if err := Import(ctx, m, strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	if err := Import(ctx, m, strings.NewReader(lines)); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("into what is not empty: got %v", err)
	}
	path := copyFixture(t, "schema-1.db")
	before := readFile(t, path)
	if err := ImportFile(ctx, strings.NewReader(lines), path); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("over a file: got %v", err)
	}
	if !bytes.Equal(readFile(t, path), before) {
		t.Error("the file was changed")
	}
}

// An export of many megabytes needs several transactions.
func TestImportLong(t *testing.T) {
	t.Parallel()
	m, long := memory.New(), strings.Repeat("an answer ", 1000)
	err := m.Update(context.Background(), func(tx quiz.Tx) error {
		errs := []error{tx.SetRoom(quiz.Room{ID: "a/b/c"}), tx.SetRound(quiz.Round{ID: 1, Room: "a/b/c"})}
		for n := range 1200 {
			no := quiz.MemberNo(n + 1)
			errs = append(errs, tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprint("a/b/", no))}),
				tx.SetReply(quiz.Reply{Round: 1, Member: no, Form: long}))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := ImportFile(context.Background(), strings.NewReader(exportLines(t, m)), path); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(dumpAll(t, b), dumpAll(t, m)) {
		t.Error("something was lost")
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}
