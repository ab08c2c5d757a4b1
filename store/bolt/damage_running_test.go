package bolt_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// After a file is truncated during a read, this reader and all later ones get errors. Nobody hangs.
func TestCutWhileRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := os.WriteFile(path, sampleFile(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	read := func(tx quiz.Tx) error {
		_, err := tx.Room("console/demo/000300")
		return err
	}
	err = s.View(context.Background(), func(tx quiz.Tx) error {
		if err := errors.Join(read(tx), os.Truncate(path, 0)); err != nil {
			t.Fatal(err)
		}
		if err := s.View(context.Background(), read); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("one who comes after it: got %v", err)
		}
		return read(tx)
	})
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("the one who read: got %v", err)
	}
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("closing: got %v", err)
	}
}

// A file that is damaged under a running store gives errors, and not the end of the process.
func TestDamagedMeanwhile(t *testing.T) {
	ctx := context.Background()
	for name, spoil := range map[string]func(path string, size int64) error{
		"all pages but the first two": func(path string, size int64) error { return overwriteBytes(path, 2*4096, size, 0xA5) },
		"all pages":                   func(path string, size int64) error { return overwriteBytes(path, 0, size, 0xA5) },
		"zeros":                       func(path string, size int64) error { return overwriteBytes(path, 2*4096, size, 0) },
		"cut to nothing":              func(path string, _ int64) error { return os.Truncate(path, 0) },
		"cut":                         func(path string, _ int64) error { return os.Truncate(path, 5*4096) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "quiz.db")
			content := sampleFile(t)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := bolt.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := spoil(path, int64(len(content))); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				err := s.View(ctx, func(tx quiz.Tx) error {
					_, err := tx.Room("console/demo/000300")
					return err
				})
				if err == nil || errors.Is(err, quiz.ErrNotFound) || !strings.Contains(err.Error(), "damaged") {
					t.Errorf("reading: got %v", err)
				}
				var together sync.WaitGroup
				for n := range 3 {
					together.Go(func() {
						if err := s.Update(ctx, addRoom(1000+n)); err == nil || strings.Contains(err.Error(), "\n") {
							t.Errorf("writing: got %v", err)
						}
					})
				}
				together.Wait()
			}
			if err := s.Check(); err == nil {
				t.Error("a check finds nothing")
			}
			if s.Probe(ctx) != nil { // the damage concerns more than some records
				limited, cancel := context.WithTimeout(ctx, time.Minute)
				defer cancel()
				if err := s.Watch(limited, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "damaged") {
					t.Errorf("the watch ends with %v", err)
				}
			}
			if _, err := bolt.Open(path); err == nil {
				t.Error("it opens")
			}
			_ = s.Close() // it must return, with or without an error
		})
	}
}
