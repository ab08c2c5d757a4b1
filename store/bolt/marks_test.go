package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

const marksSuffix = ".forgotten"

// forgetCompletely forgets a member, and waits until nothing is left. On a busy machine a reader may take
// longer than the store waits, which then tries again later.
func forgetCompletely(t *testing.T, s *bolt.Store, no quiz.MemberNo) {
	t.Helper()
	forgetMember(t, s, no)
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if err = s.Compact(context.Background()); err == nil || !strings.Contains(err.Error(), "tried again later") {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// markedStore makes a store in which ann was forgotten after a backup, and closes it.
func markedStore(t *testing.T) (path, backup string) {
	t.Helper()
	folder := t.TempDir()
	path, backup = filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
	b := storeWithAnswers(t, path)
	if err := b.Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	forgetCompletely(t, b, 1)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return path, backup
}

// mustBeGone opens a store in which nothing of ann must be, and bob's answer must.
func mustBeGone(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s := openStore(t, path)
	known, at := lookUpMember(t, s, "console/demo/ann")
	if bob, _ := lookUpMember(t, s, "console/demo/bob"); known || at.IsZero() || !bob {
		t.Errorf("ann is known: %v, forgotten at %s; bob is known: %v", known, at, bob)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if holdsSecret(t, path) {
		t.Error("the file holds something of ann")
	}
	return s
}

// The marks of forgotten members beside a store tell nothing but hashes and times to their owner.
func TestMarksNameNobody(t *testing.T) {
	path, _ := markedStore(t)
	content := mustRead(t, path+marksSuffix)
	if bytes.Contains(content, []byte("ann")) || bytes.Contains(content, []byte("Ann")) {
		t.Errorf("the marks name ann: %s", content)
	}
	if info, err := os.Stat(path + marksSuffix); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the marks have the mode %v, %v", info.Mode(), err)
	}
	if err := bolt.CheckNotReserved(path, path+marksSuffix); err == nil {
		t.Error("a backup could replace the marks")
	}
}

// Whatever happens to the database, its marks keep forgotten members out of what takes its place.
func TestMarksOutliveTheDatabase(t *testing.T) {
	ctx := context.Background()
	for name, replace := range map[string]func(path, backup string) error{
		"restored after it was lost": func(path, backup string) error {
			done, err := bolt.Restore(ctx, backup, path)
			if err == nil && (done.Unread != nil || done.Forgotten != 1) {
				err = errors.New("the restore says that it knows nothing")
			}
			return errors.Join(err, done.Unread)
		},
		"an older copy by hand": func(path, backup string) error {
			content, err := os.ReadFile(backup)
			return errors.Join(err, os.WriteFile(path, content, 0o600))
		},
		"an import": func(path, backup string) error {
			var export bytes.Buffer
			err := errors.Join(transfer.ExportFile(ctx, backup, &export), transfer.ImportFile(ctx, &export, path))
			if content, _ := os.ReadFile(path); bytes.Contains(content, []byte(secret)) {
				err = errors.Join(err, errors.New("the new file holds something of ann before it is opened"))
			}
			return err
		},
		"a salvaged backup": func(path, backup string) error {
			next, err := bolt.SalvagePath(path)
			if err != nil {
				return err
			}
			_, err = transfer.Salvage(ctx, backup, next)
			_, err2 := bolt.Restore(ctx, next, path)
			return errors.Join(err, err2, os.Remove(next))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, backup := markedStore(t)
			if err := errors.Join(os.Remove(path), replace(path, backup)); err != nil {
				t.Fatal(err)
			}
			s := mustBeGone(t, path)
			back := quiz.Member{No: 3, ID: "console/demo/ann", Name: "Ann", Since: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)}
			err := s.Update(ctx, func(tx quiz.Tx) error { return tx.SetMember(back) })
			if err := errors.Join(err, s.Close()); err != nil {
				t.Fatal(err)
			}
			if known, _ := lookUpMember(t, openStore(t, path), "console/demo/ann"); !known {
				t.Error("ann came back later, and is forgotten again")
			}
		})
	}
}

// Marks that are damaged are written anew. Those of a newer release stay as they are.
func TestUnreadableMarks(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		stays   bool
	}{
		"cut off":  {content: `{"quizbot_forgotten":1,"keys":[`},
		"changed":  {content: "{\"quizbot_forgotten\":1,\"keys\":[],\"forgotten\":[]}\nsha256 00\n"},
		"of later": {content: `{"quizbot_forgotten":2}`, stays: true},
	} {
		path, backup := markedStore(t)
		before := mustRead(t, path+marksSuffix)
		if err := os.WriteFile(path+marksSuffix, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		s := mustBeGone(t, path)
		forgetCompletely(t, s, 2)
		after := mustRead(t, path+marksSuffix)
		if stays := string(after) == c.content; stays != c.stays || !c.stays && len(after) <= len(before) {
			t.Errorf("%s: the marks are now %s", name, after)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.WriteFile(path+marksSuffix, []byte(c.content), 0o600), os.Remove(path)); err != nil {
			t.Fatal(err)
		}
		done, err := bolt.Restore(context.Background(), backup, path)
		if err != nil || done.Unread == nil || !strings.Contains(done.Unread.Error(), marksSuffix) {
			t.Errorf("%s: without the database, the restore is %+v, %v", name, done, err)
		}
	}
}

// While members are forgotten, others write, read old states and make backups. All of them see what
// they should, and no backup holds anything of a member who was forgotten before it was finished.
func TestForgettingDisturbsNobody(t *testing.T) {
	t.Parallel()
	ctx, folder := context.Background(), t.TempDir()
	path := filepath.Join(folder, "quiz.db")
	s := openStore(t, path)
	members := tries(3, 6)
	fillStore(t, s, members)
	var others sync.WaitGroup
	stop := make(chan struct{})
	repeat := func(do func(n int) error) {
		others.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := do(n); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 2 {
		repeat(func(n int) error { return s.Update(ctx, addRoom(n%300)) })
	}
	repeat(func(int) error { return s.View(ctx, readSlowly) })
	for no := quiz.MemberNo(2); no <= quiz.MemberNo(members); no++ {
		forgetCompletely(t, s, no)
		backup := filepath.Join(folder, "made.db")
		if err := s.Backup(ctx, backup); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{path, backup} {
			if bytes.Contains(mustRead(t, name), []byte("console/demo/m"+string(rune('0'+no-1)))) {
				t.Errorf("%s holds the id of member %d", filepath.Base(name), no)
			}
		}
	}
	close(stop)
	others.Wait()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if s.CompactionOwed() {
		t.Error("something is owed")
	}
}

// readSlowly reads all replies of a state twice, with time in between.
func readSlowly(tx quiz.Tx) error {
	before, err := tx.RepliesTo(1)
	if err != nil {
		return err
	}
	time.Sleep(10 * time.Millisecond)
	after, err := tx.RepliesTo(1)
	if err == nil && len(before) != len(after) {
		err = errors.New("a state changed while it was read")
	}
	return err
}
