package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// damagedRecord writes a file with 20 rooms into a folder, one of which cannot be read. All its
// pages are sound.
func damagedRecord(t *testing.T, path string) {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		if err := s.Update(t.Context(), addRoom(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// Only the record has quotes around its id: its key stays as it is.
	content := bytes.ReplaceAll(mustRead(t, path), []byte(`"console/demo/000007"`), []byte(`"console/demo/000007,`))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A check reads all records, of a running service and of a file, and names the one that is damaged.
func TestCheckReadsRecords(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quiz.db")
	damagedRecord(t, path)
	before := mustRead(t, path)
	report, err := bolt.CheckFile(t.Context(), path)
	if err != nil || len(report.Faults) != 1 || !strings.Contains(report.Faults[0], `rooms: the record "console/demo/000007"`) {
		t.Errorf("the file: got %q, %v", report.Faults, err)
	}
	if !bytes.Equal(mustRead(t, path), before) {
		t.Error("the file was changed")
	}
	checkFolder(t, filepath.Dir(path), "quiz.db")
	s := openStore(t, path)
	if _, err := bolt.CheckFile(t.Context(), path); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("while it is open: got %v", err)
	}
	report, err = s.CheckAll(t.Context())
	if err != nil || len(report.Faults) != 1 || !s.NeedsAttention() {
		t.Errorf("the store: got %q, %v", report.Faults, err)
	}
	if err := s.Update(t.Context(), addRoom(7)); err != nil {
		t.Fatal(err)
	}
	if report, err = s.CheckAll(t.Context()); err != nil || len(report.Faults) > 0 || s.NeedsAttention() {
		t.Errorf("with the record written again: got %q, %v", report.Faults, err)
	}
}

// A backup of a damaged file fails, takes the place of no older one, and lets none be removed.
func TestBackupOfDamaged(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "quiz.db"), t.TempDir()
	damagedRecord(t, path)
	b := bolt.Backups{Folder: folder, Keep: 2}
	now := time.Date(2026, 11, 1, 3, 0, 0, 0, time.UTC)
	good := openStore(t, filepath.Join(t.TempDir(), "good.db"))
	for day := range 2 {
		if _, err := b.Make(t.Context(), good, now.AddDate(0, 0, day)); err != nil {
			t.Fatal(err)
		}
	}
	want := mustRead(t, filepath.Join(folder, "quizbot-20261102T030000Z.db"))
	s := openStore(t, path)
	for day := 1; day < 10; day++ {
		if _, err := b.Make(t.Context(), s, now.AddDate(0, 0, day)); !errors.Is(err, bolt.ErrDamaged) || strings.Contains(err.Error(), "\n") {
			t.Errorf("day %d: got %v", day, err)
		}
	}
	checkFolder(t, folder, "quizbot-20261101T030000Z.db", "quizbot-20261102T030000Z.db")
	if !bytes.Equal(mustRead(t, filepath.Join(folder, "quizbot-20261102T030000Z.db")), want) {
		t.Error("a good backup was replaced")
	}
}

// fileWithLostCommit writes a file in which the newest meta page, or the older one, has a bit
// flipped.
func fileWithLostCommit(t *testing.T, path string, newest bool) {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		if err := s.Update(t.Context(), addRoom(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content := mustRead(t, path)
	commit := func(page int) uint64 { return binary.NativeEndian.Uint64(content[page*4096+16+48:]) }
	page := 0
	if (commit(1) > commit(0)) == newest {
		page = 1
	}
	content[page*4096+16+33] ^= 4
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A damaged meta page is noticed by a check, and when the file is opened.
func TestDamagedMetaPage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	fileWithLostCommit(t, path, true)
	report, err := bolt.CheckFile(t.Context(), path)
	if err != nil || len(report.Faults) != 1 || !strings.Contains(report.Faults[0], "newest of its two meta pages is damaged") {
		t.Errorf("a check: got %q, %v", report.Faults, err)
	}
	s := openStore(t, path)
	var log bytes.Buffer
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Watch(ended, slog.New(slog.NewTextHandler(&log, nil))); err != nil || !strings.Contains(log.String(), "before its last commit") {
		t.Errorf("got %v, logged %q", err, log.String())
	}
	if err := s.Update(t.Context(), addRoom(9)); err != nil {
		t.Fatal(err)
	}
	report, err = s.CheckAll(t.Context())
	if err != nil || len(report.Faults) != 1 || !s.NeedsAttention() {
		t.Errorf("a check of the open store: got %q, %v", report.Faults, err)
	}
	other := filepath.Join(t.TempDir(), "quiz.db")
	fileWithLostCommit(t, other, false)
	report, err = bolt.CheckFile(t.Context(), other)
	if err != nil || len(report.Faults) > 0 || len(report.Notes) != 1 {
		t.Errorf("the older page: got %q, %q, %v", report.Faults, report.Notes, err)
	}
	if openStore(t, other).NeedsAttention() {
		t.Error("nothing is lost by the older page")
	}
}

// Checks go on while others write, and a compaction does not wait for them.
func TestCheckMeanwhile(t *testing.T) {
	t.Parallel()
	s := openStore(t, filepath.Join(t.TempDir(), "quiz.db"))
	var all sync.WaitGroup
	all.Go(func() {
		for n := range 300 {
			if err := s.Update(t.Context(), addRoom(n)); err != nil {
				t.Error(err)
			}
		}
	})
	all.Go(func() {
		for range 30 {
			if report, err := s.CheckAll(t.Context()); err != nil && !errors.Is(err, bolt.ErrInterrupted) || len(report.Faults) > 0 {
				t.Errorf("got %q, %v", report.Faults, err)
			}
		}
	})
	all.Go(func() {
		for range 5 {
			if err := s.Compact(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.CheckAll(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A damaged file of quizbot's is called damaged, whatever names in it are lost.
func TestDamagedIsNotForeign(t *testing.T) {
	whole := sampleFile(t)
	for name, edit := range map[string]func(*bbolt.Tx) error{
		"no meta":   func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("meta")) },
		"no schema": func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Delete([]byte("schema")) },
	} {
		path := filepath.Join(t.TempDir(), "quiz.db")
		if err := os.WriteFile(path, editFile(t, whole, edit), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := bolt.Open(path); !errors.Is(err, bolt.ErrDamaged) || strings.Contains(err.Error(), "another program") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Of random single bits that are flipped, those that a check can see are seen: what is left changed
// values, and a record that reads as another one of its kind.
func TestRandomBits(t *testing.T) {
	t.Parallel()
	content := sampleFile(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	r := rand.New(rand.NewPCG(3, 4))
	for range tries(30, 150) {
		bad := bytes.Clone(content)
		bad[r.IntN(len(bad))] ^= 1 << r.UintN(8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := bolt.CheckFile(t.Context(), path)
		if err != nil {
			var link *fs.PathError
			if errors.As(err, &link) {
				t.Fatal(err)
			}
			continue
		}
		s, err := bolt.Open(path)
		if err != nil {
			if len(report.Faults) == 0 {
				t.Errorf("a check finds nothing, and opening says %v", err)
			}
			continue
		}
		err = s.View(t.Context(), func(tx quiz.Tx) error {
			for _, err := range tx.Rooms() {
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && len(report.Faults) == 0 {
			t.Errorf("a check finds nothing, and reading says %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
