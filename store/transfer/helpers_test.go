package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/memory"
	"quizbot/store/storetest"
)

// checkedSource is a store that can be exported and checked.
type checkedSource interface {
	storetest.Store
	Source
}

// exportLines returns the export of a store.
func exportLines(t interface{ Fatal(...any) }, s Source) string {
	var b bytes.Buffer
	if err := Export(context.Background(), s, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// dumpAll returns all keys and values of a store, including derived ones, except the keys that only
// a file has.
func dumpAll(t interface{ Fatal(...any) }, s quiz.Store) map[string]string {
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
	delete(all, "meta commit")
	return all
}

// scanAll yields everything that a bucket holds.
func scanAll(t store.Tx, bucket string) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) { t.Scan(bucket, nil, yield) }
}

// smallExport returns the export of a store with two members, one of whom was forgotten.
func smallExport(t *testing.T) string {
	t.Helper()
	s := memory.New()
	err := s.Update(context.Background(), func(tx quiz.Tx) error {
		var errs []error
		for no := range quiz.MemberNo(2) {
			_, err := tx.NewMember()
			errs = append(errs, err, tx.SetMember(quiz.Member{No: no + 1, ID: quiz.MemberID(fmt.Sprint("a/b/", no)), Name: "Ann <&> 小安"}),
				tx.SetReply(quiz.Reply{Round: 1, Member: no + 1}),
				tx.Append(ledger.Entry{Room: "a/b/c", Member: no + 1, Date: schedule.Date{Year: 2026, Month: 11, Day: 23}, Points: 5, Reason: ledger.ForAnswer}))
		}
		_, err := tx.NewRound()
		_, err2 := tx.NewRound() // no record is written for it
		return errors.Join(append(errs, err, err2, tx.SetRound(quiz.Round{ID: 1, Room: "a/b/c"}), tx.SetVote(1, 2, 1, time.Unix(1795600000, 5)), tx.SetRoom(quiz.Room{ID: "a/b/c"}),
			tx.SetStreak("a/b/c", 2, scoring.Streak{Length: 1}), tx.SetQuestionAsked("a/b/c", 1, "q", true),
			tx.SetConfirmedPoints(quiz.ConfirmedPoints{Workspace: "a/b", Question: "q", Points: []string{"a lock"}, By: 1}),
			tx.AppendAudit(quiz.AuditRecord{Scope: "a/b/c", By: 1, Author: 2, Act: audit.Grade, From: "wrong", To: "full"}), tx.Forget(1))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return exportLines(t, s)
}

// openStore opens a store that is closed when the test ends.
func openStore(t *testing.T, path string) *bolt.Store {
	t.Helper()
	b, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// copyFixture copies a file of testdata, and returns the path of the copy.
func copyFixture(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, readFile(t, filepath.Join("..", "testdata", name)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
