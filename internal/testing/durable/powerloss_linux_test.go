//go:build amd64 || arm64

package durable

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/records"
	"quizbot/store/bolt"
)

var losses = flag.Int("losses", 8, "how often TestPowerLoss cuts the power")

// writers is the number of writers that update a store side by side.
const writers = 4

func writtenRoom(writer int) quiz.RoomID { return quiz.RoomID(fmt.Sprint("console/demo/", writer)) }

// forgetSomebody has free pages overwritten.
func forgetSomebody(ctx context.Context, s *bolt.Store) error {
	forget := func(tx quiz.Tx) error { return tx.SetForgotten("console/demo/ann", time.Now()) }
	return errors.Join(s.Update(ctx, forget), s.Compact(ctx))
}

// updateForever updates a store until the process is killed, and says which updates were acknowledged.
// Every now and then it compacts the store or makes a backup of it.
func updateForever(folder string, acknowledged io.Writer) error {
	ctx := context.Background()
	s, err := bolt.Open(filepath.Join(folder, "quiz.db"))
	if err != nil {
		return err
	}
	failed := make(chan error)
	for writer := range writers {
		go func() {
			for {
				var n int
				err := s.Update(ctx, func(tx quiz.Tx) error {
					room, err := tx.Room(writtenRoom(writer))
					if err != nil && !errors.Is(err, quiz.ErrNotFound) {
						return err
					}
					room.ID, room.Rounds = writtenRoom(writer), room.Rounds+1
					n = room.Rounds
					return tx.SetRoom(room)
				})
				if err == nil && n%50 == 49 {
					err = [...]func() error{func() error { return forgetSomebody(ctx, s) }, func() error { return s.Backup(ctx, filepath.Join(folder, "made.db")) }}[writer%2]()
				}
				if err != nil {
					failed <- err
				}
				_, _ = fmt.Fprintln(acknowledged, writer, n)
			}
		}()
	}
	return <-failed
}

// loseProcess starts a process that updates a store, kills it after a while, and returns the last
// update that it acknowledged to each writer, and the number of all. The folder is left as a power loss leaves it.
func loseProcess(t *testing.T, folder string, random *rand.Rand) (last [writers]int, count int) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "DURABLE_DO=update forever", "DURABLE_FOLDER="+folder)
	c.Stdout, c.Stderr = in, os.Stderr
	disk, err := Start(c, folder)
	if errors.Is(err, ErrNoTrace) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = in.Close()
	time.AfterFunc(30*time.Millisecond+time.Duration(random.ExpFloat64()*float64(60*time.Millisecond)), func() { _ = c.Process.Kill() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var writer, n int
		if _, err := fmt.Sscan(lines.Text(), &writer, &n); err == nil {
			last[writer] = n
			count++
		}
	}
	var end *EndedError
	if err := disk.Wait(); !errors.As(err, &end) || end.Status.Signal() != syscall.SIGKILL {
		t.Fatalf("the process ended with %v", err)
	}
	if err := disk.LosePower(random); err != nil {
		t.Fatal(err)
	}
	return last, count
}

// Whatever an unsynced write leaves on the disk, every acknowledged update is there after a power
// loss, none is there in part, and so is a backup that has its name.
func TestPowerLoss(t *testing.T) {
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	all := 0
	for n := range *losses {
		acknowledged, count := loseProcess(t, folder, random)
		all += count
		s, err := bolt.Open(filepath.Join(folder, "quiz.db"))
		if err != nil {
			t.Fatalf("power loss %d: %v", n, err)
		}
		for writer, want := range acknowledged {
			room, err := records.View(t.Context(), s, func(tx quiz.Tx) (quiz.Room, error) { return tx.Room(writtenRoom(writer)) })
			if want == 0 && errors.Is(err, quiz.ErrNotFound) {
				err = nil
			}
			if err != nil || room.Rounds < want {
				t.Errorf("power loss %d: update %d of writer %d was acknowledged, and the file has %d (%v)", n, want, writer, room.Rounds, err)
			}
		}
		if err := errors.Join(s.Check(), s.Close()); err != nil {
			t.Errorf("power loss %d: %v", n, err)
		}
		backup := filepath.Join(folder, "made.db")
		if _, err := os.Stat(backup); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if _, err := bolt.CheckFile(t.Context(), backup); err != nil {
			t.Errorf("power loss %d: the backup: %v", n, err)
		}
	}
	t.Logf("%d power losses, %d updates acknowledged", *losses, all)
}
