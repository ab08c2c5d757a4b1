package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/store/bolt"
)

func TestBackupMeanwhile(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := openStore(t, filepath.Join(folder, "quiz.db"))
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				if err := s.Update(ctx, addRoom(n)); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	path := filepath.Join(folder, "backup.db")
	for range 5 {
		before := countRooms(t, s)
		if err := s.Backup(ctx, path); err != nil {
			t.Fatal(err)
		}
		after := countRooms(t, s)
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the mode of a backup is %v, %v, want 0600", info.Mode(), err)
		}
		b := openStore(t, path)
		if got := countRooms(t, b); got < before || got > after {
			t.Errorf("the backup has %d rooms, want %d to %d", got, before, after)
		}
		if err := errors.Join(b.Check(), b.Close()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	<-stopped
	checkFolder(t, folder, "backup.db", "quiz.db")
}

// A backup that fails says why, leaves no file behind, and changes no other file.
func TestBackupFails(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	own := filepath.Join(folder, "quiz.db")
	s := openStore(t, own)
	if err := errors.Join(s.Update(ctx, addRoom(1)), os.Symlink(own, filepath.Join(folder, "link.db"))); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(ctx)
	end()
	for name, c := range map[string]struct {
		ctx       context.Context
		path, say string
	}{
		"its own file":       {ctx, own, "name another"},
		"a link to it":       {ctx, filepath.Join(folder, "link.db"), "name another"},
		"no folder":          {ctx, filepath.Join(folder, "none", "b.db"), "its folder does not exist"},
		"a folder":           {ctx, folder, ""},
		"a context's end":    {ended, filepath.Join(folder, "b.db"), "canceled"},
		"an end meanwhile":   {endsAfterTwoChecks{ctx, new(int)}, filepath.Join(folder, "b.db"), "canceled"},
		"no file to back up": {nil, filepath.Join(folder, "b.db"), "does not exist"},
	} {
		var err error
		if c.ctx == nil {
			err = bolt.BackupFile(ctx, filepath.Join(folder, "none.db"), c.path, true)
		} else {
			err = s.Backup(c.ctx, c.path)
		}
		if err == nil || !strings.Contains(err.Error(), c.say) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want one line that says %q", name, err, c.say)
		}
		checkFolder(t, folder, "link.db", "quiz.db")
	}
	if err := s.Backup(endsAfterTwoChecks{ctx, new(int)}, filepath.Join(folder, "b.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("an end meanwhile: got %v, want context.Canceled", err)
	}
	mustHaveRoom(t, s, 1)
}

// endsAfterTwoChecks is a context that ends after two calls of Err.
type endsAfterTwoChecks struct {
	context.Context
	asked *int
}

func (e endsAfterTwoChecks) Err() error {
	if *e.asked++; *e.asked > 2 {
		return context.Canceled
	}
	return nil
}

func TestBackupFile(t *testing.T) {
	t.Parallel()
	ctx, folder := context.Background(), t.TempDir()
	from, to := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
	s := openStore(t, from)
	if err := s.Update(ctx, addRoom(1)); err != nil {
		t.Fatal(err)
	}
	if err := bolt.BackupFile(ctx, from, to, true); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("while a service runs: got %v, want ErrLocked", err)
	}
	if err := errors.Join(s.Close(), bolt.BackupFile(ctx, from, to, true)); err != nil {
		t.Fatal(err)
	}
	mustHaveRoom(t, openStore(t, to), 1)
}

func TestBackups(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := openStore(t, filepath.Join(t.TempDir(), "quiz.db"))
	k := bolt.Backups{Folder: folder, Keep: 2}
	if newest, err := k.Newest(time.Now()); err != nil || !newest.IsZero() {
		t.Errorf("before the first: got %v, %v", newest, err)
	}
	others := []string{"notes.txt", "quizbot-20200101T000000Z.db.partial", "quizbot-2020.db", "xquizbot-20200101T000000Z.db"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	others = append(others, "quizbot-20200101T000000Z.db")
	if err := os.Mkdir(filepath.Join(folder, "quizbot-20200101T000000Z.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 4, 0, 0, 5, time.FixedZone("", 3600))
	for day := range 4 {
		path, err := k.Make(ctx, s, at.AddDate(0, 0, day))
		if want := filepath.Join(folder, fmt.Sprintf("quizbot-202611%dT030000Z.db", 24+day)); err != nil || path != want {
			t.Errorf("got %s, %v, want %s", path, err, want)
		}
	}
	checkFolder(t, folder, slices.Sorted(slices.Values(append(others, "quizbot-20261126T030000Z.db", "quizbot-20261127T030000Z.db")))...)
	if newest, err := k.Newest(at.AddDate(0, 0, 4)); err != nil || !newest.Equal(at.AddDate(0, 0, 3).Truncate(time.Second)) {
		t.Errorf("newest: got %v, %v", newest, err)
	}
	if _, err := (bolt.Backups{Folder: filepath.Join(folder, "none")}).Newest(time.Now()); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("without the folder: got %v", err)
	}
}

// A backup and a compaction at the same time do not disturb each other.
func TestBackupAndCompact(t *testing.T) {
	t.Parallel()
	ctx, folder := context.Background(), t.TempDir()
	s := openStore(t, filepath.Join(folder, "quiz.db"))
	if err := s.Update(ctx, addRoom(1)); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for n := range 4 {
		both.Go(func() {
			path := filepath.Join(folder, fmt.Sprint(n))
			if err := errors.Join(s.Backup(ctx, path), s.Compact(ctx), bboltCheck(path)); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	mustHaveRoom(t, s, 1)
}
