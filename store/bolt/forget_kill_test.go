package bolt_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/store/bolt"
)

// forgetKills is the number of kills of TestKilledWhileForgetting.
var forgetKills = flag.Int("forget-kills", 8, "kills while members are forgotten")

// forgetUntilKilled has members answer, and forgets two of three, until it is killed. It prints what
// is done: "saved" or "forgotten" and the member's id. Others write, read and make backups meanwhile.
func forgetUntilKilled(path string) {
	s, err := bolt.Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	ctx := context.Background()
	go func() {
		for n := 0; ; n++ {
			_ = s.Update(ctx, addRoom(n%1000)) // the kill ends it
		}
	}()
	go func() {
		for {
			_ = s.Backup(ctx, filepath.Join(filepath.Dir(path), "backups", "made.db")) // as above
		}
	}()
	for range 3 {
		go forgetForever(s)
	}
	forgetForever(s)
}

// forgetForever is the part of forgetUntilKilled that forgets.
func forgetForever(s *bolt.Store) {
	ctx := context.Background()
	for n := 0; ; n++ {
		id := rand.Text()
		member, err := saveMember(s, id, n)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("saved", id)
		if n%3 == 1 {
			continue
		}
		err = s.Update(ctx, func(tx quiz.Tx) error {
			_, err := forgetting.ForgetMember(tx, member, time.Now())
			return err
		})
		if err == nil {
			fmt.Println("forgotten", id)
			err = s.Compact(ctx)
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// saveMember saves a member with an answer. Both hold the id.
func saveMember(s quiz.Store, id string, n int) (member quiz.Member, err error) {
	err = s.Update(context.Background(), func(tx quiz.Tx) error {
		no, err := tx.NewMember()
		member = quiz.Member{No: no, ID: quiz.MemberID("console/demo/" + id), Name: "Name " + id}
		return errors.Join(err, tx.SetRound(quiz.Round{ID: 1, Room: "console/demo/000000"}), tx.SetMember(member),
			tx.SetReply(quiz.Reply{Round: 1, Member: no, Form: strings.Repeat("words of "+id+" ", 1+n*7%400)}))
	})
	return member, err
}

// A process is killed while it forgets members. After the next start no file holds anything of them,
// and everybody else is there.
func TestKilledWhileForgetting(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "quiz.db")
	if err := os.Mkdir(filepath.Join(folder, "backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	saved, forgotten := map[string]bool{}, map[string]bool{}
	left := 0
	for range *forgetKills {
		for line := range strings.Lines(killAtRandom(t, path)) {
			what, id, _ := strings.Cut(strings.TrimSpace(line), " ")
			switch what {
			case "saved":
				saved[id] = true
			case "forgotten":
				forgotten[id] = true
			default:
				t.Fatalf("the process says %q", line)
			}
		}
		s, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for id := range saved {
			known, at := lookUpMember(t, s, quiz.MemberID("console/demo/"+id))
			if known == !at.IsZero() || known && forgotten[id] {
				t.Errorf("%s is known: %v, forgotten at %s", id, known, at)
			}
			forgotten[id] = !known // the process may have died before it printed that
		}
		if err := errors.Join(s.Check(), s.Close()); err != nil {
			t.Fatal(err)
		}
		left += countLeft(t, folder, forgotten)
	}
	gone := 0
	for id := range saved {
		if forgotten[id] {
			gone++
		}
	}
	t.Logf("%d kills, %d members saved, %d of them forgotten: something of theirs was left %d times", *forgetKills, len(saved), gone, left)
}

// killAtRandom starts a process that forgets, kills it at a random moment, and returns its output.
func killAtRandom(t *testing.T, path string) string {
	t.Helper()
	c := storeProcess(t, "forget", path)
	output := &processOutput{first: make(chan struct{})}
	c.Stdout, c.Stderr = output, output
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-output.first:
	case <-time.After(time.Minute):
		t.Error("the process does nothing")
	}
	time.Sleep(time.Duration(mathrand.IntN(60_000)) * time.Microsecond)
	_, _ = c.Process.Kill(), c.Wait() // it was killed
	text := output.text.String()
	return text[:strings.LastIndex(text, "\n")+1]
}

// countLeft counts the forgotten members of whom a file in a folder holds something.
func countLeft(t *testing.T, folder string, forgotten map[string]bool) (left int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		content := mustRead(t, name)
		for id := range forgotten {
			if forgotten[id] && bytes.Contains(content, []byte(id)) {
				t.Errorf("%s holds something of %s, who was forgotten", filepath.Base(name), id)
				left++
			}
		}
	}
	return left
}
