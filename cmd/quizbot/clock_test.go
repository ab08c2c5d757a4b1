package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// leaveFuture makes a file whose newest moment is in the future, as a clock that ran ahead leaves it.
func leaveFuture(t *testing.T) (data string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "quiz.db")
	db, err := bolt.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx quiz.Tx) error { return tx.SetNewestMoment(time.Now().Add(3 * time.Hour)) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

// An operator has the clock accepted, with and without a running service.
func TestAcceptClock(t *testing.T) {
	for name, running := range map[string]bool{"a running service": true, "a file": false} {
		t.Run(name, func(t *testing.T) {
			data := leaveFuture(t)
			if running {
				startService(t, data)
			}
			for _, want := range []string{"corrected, as it is ", "holds nothing that is dated in the future"} {
				status, out, errs := execute("check", "--accept-clock", "--data", data)
				if status != statusOK || errs != "" || !strings.Contains(out, want) {
					t.Errorf("got %d, %q, %q, want %q", status, out, errs, want)
				}
				if listed := strings.Contains(out, "the newest moment is of "); listed != (want[0] == 'c') {
					t.Errorf("it lists %q", out)
				}
			}
		})
	}
	missing := filepath.Join(t.TempDir(), "missing.db")
	if status, _, errs := execute("check", "--accept-clock", "--data", missing); status != statusFailed || !strings.Contains(errs, "no such file") {
		t.Errorf("a missing file: got %d, %q", status, errs)
	}
}
