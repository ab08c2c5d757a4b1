//go:build amd64 || arm64

package durable

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quizbot/internal/outfile"
	"quizbot/quiz"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// updates is the number of updates that a process makes one after another.
const updates = 5

// actions are what a process does to a folder with a store, a backup and an export.
func actions() map[string]func(folder string) error {
	ctx := context.Background()
	withStore := func(do func(*bolt.Store, string) error) func(string) error {
		return func(folder string) error {
			s, err := bolt.Open(filepath.Join(folder, "quiz.db"))
			if err != nil {
				return err
			}
			return errors.Join(do(s, folder), s.Close())
		}
	}
	return map[string]func(string) error{
		"open": withStore(func(*bolt.Store, string) error { return nil }),
		"update": withStore(func(s *bolt.Store, _ string) error {
			var errs []error
			for n := range updates {
				errs = append(errs, s.Update(ctx, func(tx quiz.Tx) error {
					return tx.SetRoom(quiz.Room{ID: quiz.RoomID(fmt.Sprintf("console/demo/%d", n))})
				}))
			}
			return errors.Join(errs...)
		}),
		"backup":     withStore(func(s *bolt.Store, folder string) error { return s.Backup(ctx, filepath.Join(folder, "made.db")) }),
		"backup new": withStore(func(s *bolt.Store, folder string) error { return s.BackupNew(ctx, filepath.Join(folder, "made.db")) }),
		"compact":    withStore(func(s *bolt.Store, _ string) error { return forgetSomebody(ctx, s) }),
		"write back": withStore(func(s *bolt.Store, folder string) error {
			s.RestoreIfLost()
			return errors.Join(os.Remove(filepath.Join(folder, "quiz.db")), s.Update(ctx, func(quiz.Tx) error { return nil }))
		}),
		"update forever": func(folder string) error { return updateForever(folder, os.Stdout) },
		"create": func(folder string) error {
			s, err := bolt.Open(filepath.Join(folder, "made.db"))
			if err != nil {
				return err
			}
			return s.Close()
		},
		"restore": func(folder string) error {
			_, err := bolt.Restore(ctx, filepath.Join(folder, "backup.db"), filepath.Join(folder, "quiz.db"))
			return err
		},
		"import": func(folder string) error {
			f, err := os.Open(filepath.Join(folder, "export.jsonl"))
			if err != nil {
				return err
			}
			return errors.Join(transfer.ImportFile(ctx, f, filepath.Join(folder, "made.db")), f.Close())
		},
		"export": func(folder string) error {
			return outfile.Write(filepath.Join(folder, "made.jsonl"), 0o600, false, func(w io.Writer) error {
				return transfer.ExportFile(ctx, filepath.Join(folder, "quiz.db"), w)
			})
		},
		"export again": func(folder string) error {
			return outfile.Write(filepath.Join(folder, "export.jsonl"), 0o600, true, func(w io.Writer) error {
				return transfer.ExportFile(ctx, filepath.Join(folder, "quiz.db"), w)
			})
		},
	}
}

// TestMain lets the test's binary, started again, be the process that is traced.
func TestMain(m *testing.M) {
	if do := actions()[os.Getenv("DURABLE_DO")]; do != nil {
		if err := errors.Join(Prepare(), do(os.Getenv("DURABLE_FOLDER"))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// recorder is an observer that keeps the calls.
type recorder struct{ calls []call }

func (*recorder) entered(*call) {}

func (r *recorder) left(c *call, _ int64) {
	r.calls = append(r.calls, call{kind: c.kind, path: c.path, to: c.to})
}

// traceAction does an action in a process of its own, and returns its calls.
func traceAction(t *testing.T, action string) (calls []call, folder string) {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	do := actions()
	err = errors.Join(do["update"](folder), do["backup"](folder), os.Rename(filepath.Join(folder, "made.db"), filepath.Join(folder, "backup.db")),
		do["export"](folder), os.Rename(filepath.Join(folder, "made.jsonl"), filepath.Join(folder, "export.jsonl")))
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "DURABLE_DO="+action, "DURABLE_FOLDER="+folder)
	c.Stderr = os.Stderr
	var r recorder
	err = (&tracer{&r, map[int]*call{}}).run(c, func(error) {})
	if errors.Is(err, ErrNoTrace) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r.calls, folder
}

// An update is synced twice before it is acknowledged: its pages, and the meta page that leads to
// them.
func TestCommitsAreSynced(t *testing.T) {
	count := func(action string) (n int) {
		calls, folder := traceAction(t, action)
		for _, c := range calls {
			if c.kind == syncing && c.path == filepath.Join(folder, "quiz.db") {
				n++
			}
		}
		return n
	}
	if open, updated := count("open"), count("update"); updated-open < 2*updates {
		t.Errorf("%d updates sync the file %d times, want two for each", updates, updated-open)
	}
}

// lastIndex returns the index of the last one of equal calls, a negative number if there is none.
func lastIndex(calls []call, c call) int {
	for i, other := range slices.Backward(calls) {
		if other == c {
			return i
		}
	}
	return -1
}

// A file gets its name after its content was synced, and the name is synced, too.
func TestNewFilesAreSynced(t *testing.T) {
	for action, made := range map[string]string{
		"backup": "made.db", "backup new": "made.db", "compact": "quiz.db.forgotten", "create": "made.db", "restore": "quiz.db", "import": "made.db",
		"export": "made.jsonl", "export again": "export.jsonl", "write back": "quiz.db",
	} {
		t.Run(action, func(t *testing.T) {
			calls, folder := traceAction(t, action)
			named := slices.IndexFunc(calls, func(c call) bool { return c.to == filepath.Join(folder, made) })
			if named < 0 {
				t.Fatalf("nothing gets the name %s: %v", made, calls)
			}
			from := calls[named].path
			synced, written := lastIndex(calls[:named], call{kind: syncing, path: from}), lastIndex(calls[:named], call{kind: writing, path: from})
			if synced < 0 || synced < written {
				t.Errorf("%s is not synced between its last write and its name %s: %v", from, made, calls)
			}
			if !slices.ContainsFunc(calls[named:], func(c call) bool { return c.kind == syncing && strings.TrimSuffix(c.path, "/") == folder }) {
				t.Errorf("the name %s is not synced: %v", made, calls[named:])
			}
		})
	}
}
