package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/memory"
	"quizbot/store/storetest"

	"pgregory.net/rapid"
)

// checkedSource is a store that can be exported and checked.
type checkedSource interface {
	storetest.Store
	Source
}

// exported is what a store's export says.
func exported(t interface{ Fatal(...any) }, s Source) string {
	var b bytes.Buffer
	if err := Export(context.Background(), s, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// held is everything that a store holds, derived or not, but for what only a file has.
func held(t interface{ Fatal(...any) }, s quiz.Store) map[string]string {
	all := map[string]string{}
	err := s.View(context.Background(), func(qt quiz.Tx) error {
		for _, bucket := range store.Buckets() {
			for k, v := range scanAll(qt.(store.Tx), bucket) {
				all[bucket+" "+string(k)] = string(v)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(all, "meta created")
	delete(all, "meta schema")
	delete(all, "meta compaction")
	return all
}

// What is exported and imported into the other kind of store, there and back, is the same to the last byte.
func TestExportIsComplete(t *testing.T) {
	t.Parallel()
	ctx, n := context.Background(), 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		s := memory.New()
		storetest.Scribble(r, s)
		want, lines := held(r, s), exported(r, s)

		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", n))
		if err := ImportFile(ctx, strings.NewReader(lines), path); err != nil {
			r.Fatalf("%v\n%s", err, lines)
		}
		b, err := bolt.Open(path)
		if err != nil {
			r.Fatal(err)
		}
		defer b.Close() //nolint:errcheck // the test is about what it held
		back := memory.New()
		if err := Import(ctx, back, strings.NewReader(exported(r, b))); err != nil {
			r.Fatal(err)
		}
		for name, s := range map[string]checkedSource{"the file": b, "memory again": back} {
			if got := exported(r, s); got != lines {
				r.Errorf("%s exports\n%s\nwant\n%s", name, got, lines)
			}
			if got := held(r, s); !maps.Equal(got, want) {
				r.Errorf("%s holds\n%q\nwant\n%q", name, got, want)
			}
			if err := s.Check(); err != nil {
				r.Errorf("%s: %v", name, err)
			}
		}
	})
}

// small are the lines of a store with two members, one of whom was forgotten.
func small(t *testing.T) string {
	t.Helper()
	s := memory.New()
	err := s.Update(context.Background(), func(tx quiz.Tx) error {
		var errs []error
		for no := range quiz.MemberNo(2) {
			_, err := tx.NewMember()
			errs = append(errs, err, tx.SetMember(quiz.Member{No: no + 1, ID: quiz.MemberID(fmt.Sprint("a/b/", no)), Name: "Ann <&> 小安"}),
				tx.SetReply(quiz.Reply{Round: 1, Member: no + 1}),
				tx.Append(quiz.Entry{Room: "a/b/c", Member: no + 1, Date: quiz.Date{Year: 2026, Month: 11, Day: 23}, Points: 5, Reason: quiz.ForAnswer}))
		}
		_, err := tx.NewRound()
		_, err2 := tx.NewRound() // which nothing is written of
		return errors.Join(append(errs, err, err2, tx.SetRound(quiz.Round{ID: 1, Room: "a/b/c"}), tx.SetVote(1, 2, 1, time.Unix(1795600000, 5)), tx.SetRoom(quiz.Room{ID: "a/b/c"}),
			tx.SetRun("a/b/c", 2, quiz.Run{Length: 1}), tx.SetAsked("a/b/c", 1, "q", true), tx.Forget(1))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return exported(t, s)
}

func TestImportForgotten(t *testing.T) {
	t.Parallel()
	m := memory.New()
	if err := Import(context.Background(), m, strings.NewReader(small(t))); err != nil {
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

// Fields that a newer release wrote, or an older one will not miss, go through.
func TestImportKeepsUnknown(t *testing.T) {
	lines := small(t)
	for _, name := range []string{"room", "round", "reply", "member", "entry"} {
		lines = strings.Replace(lines, `{"`+name+`":{`, `{"`+name+`":{"from_the_future":[1.50,{"a":null}],`, 1)
	}
	lines = strings.Replace(lines, `"run":{"room":"a/b/c","member":2,"run":{`, `"run":{"room":"a/b/c","member":2,"run":{"from_the_future":[1.50,{"a":null}],`, 1)
	if n := strings.Count(lines, "from_the_future"); n != 6 {
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
	if got := exported(t, b); got != lines {
		t.Errorf("got\n%s\nwant\n%s", got, lines)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// What is no export, or a part of one, is refused with its line, and leaves nothing.
func TestImportFails(t *testing.T) {
	t.Parallel()
	good := small(t)
	lines := strings.SplitAfter(good, "\n")
	for name, c := range map[string]struct{ content, say string }{
		"nothing":           {"", "line 0: the export ends before its last line"},
		"something else":    {"hello\n", "line 1: this is no export"},
		"no schema":         {strings.Replace(good, `"schema":2`, `"schema":0`, 1), "line 1: the export is of schema 0"},
		"a newer schema":    {strings.Replace(good, `"schema":2`, `"schema":3`, 1), "line 1: the export is of schema 3"},
		"a line cut":        {good[:len(good)-len(lines[len(lines)-2])-9], "it is no JSON"},
		"no end":            {strings.Join(lines[:len(lines)-2], ""), "the export ends before its last line"},
		"a line lost":       {lines[0] + strings.Join(lines[2:], ""), "should be"},
		"more":              {good + lines[2], "something follows the last line"},
		"a line twice":      {lines[0] + lines[1] + lines[2] + strings.Join(lines[2:], ""), "line 4: room: it is there twice"},
		"out of order":      {lines[0] + lines[2] + lines[1], "line 3: last: it stands behind"},
		"an unknown kind":   {lines[0] + `{"riddle":{}}`, "line 2: riddle: this quizbot does not know"},
		"two in a line":     {lines[0] + `{"room":{"id":"a"},"step":{}}`, "line 2: it has 2 records"},
		"no name":           {lines[0] + `{"room":{}}`, "line 2: room: it lacks"},
		"a wrong value":     {lines[0] + `{"round":{"id":"one"}}`, "line 2: round: json"},
		"an unknown field":  {lines[0] + `{"vote":{"round":1,"voter":1,"candidate":1,"x":1}}`, "line 2: vote: json: unknown field"},
		"a far time":        {lines[0] + `{"wake":{"room":"r","at":"9026-11-24T03:00:00Z"}}`, "line 2: wake: no store can keep the time"},
		"a vote of no time": {lines[0] + `{"vote":{"round":1,"voter":1,"candidate":1}}`, "line 2: vote: no store can keep the time 0001-01-01"},
		"one id for two":    {lines[0] + `{"member":{"no":1,"id":"a"}}` + "\n" + `{"member":{"no":2,"id":"a"}}`, "line 3: member: its id is another member's"},
		"an empty line":     {lines[0] + "\n", "line 2: it is no JSON"},
		"binary":            {string(make([]byte, 100)), "line 1: this is no export"},
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
		if got := held(t, m); len(got) > 0 {
			t.Errorf("%s: memory holds %q", name, got)
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

func TestImportIntoUsed(t *testing.T) {
	ctx, lines := context.Background(), small(t)
	m := memory.New()
	if err := Import(ctx, m, strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	if err := Import(ctx, m, strings.NewReader(lines)); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("into what is not empty: got %v", err)
	}
	path := copied(t, "schema-1.db")
	before := read(t, path)
	if err := ImportFile(ctx, strings.NewReader(lines), path); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("over a file: got %v", err)
	}
	if !bytes.Equal(read(t, path), before) {
		t.Error("the file was changed")
	}
}

// An export of many megabytes needs several transactions.
func TestImportLong(t *testing.T) {
	t.Parallel()
	m, long := memory.New(), strings.Repeat("an answer ", 1000)
	err := m.Update(context.Background(), func(tx quiz.Tx) error {
		var errs []error
		for n := range 1200 {
			errs = append(errs, tx.SetReply(quiz.Reply{Round: 1, Member: quiz.MemberNo(n + 1), Form: long}))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := ImportFile(context.Background(), strings.NewReader(exported(t, m)), path); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(held(t, b), held(t, m)) {
		t.Error("something was lost")
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// scanAll yields everything that a bucket holds.
func scanAll(t store.Tx, bucket string) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) { t.Scan(bucket, nil, yield) }
}
