package bolt_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
)

// forgetBig makes TestOthersWhileForgetting measure with a file of 119 MB.
var forgetBig = flag.Bool("forget-big", false, "measure how others wait while a member is forgotten in a big file")

// fillStore has members answer whose histories are long. Each has about a megabyte in the file.
func fillStore(t *testing.T, s quiz.Store, members int) {
	t.Helper()
	filler := strings.Repeat("文字", 1400)
	for n := range members {
		err := s.Update(context.Background(), func(tx quiz.Tx) error {
			no, err := tx.NewMember()
			r := quiz.Reply{Round: 1, Member: no, Form: filler}
			for i := range 100 {
				r.History = append(r.History, quiz.Version{Text: fmt.Sprint(i, filler)})
			}
			return errors.Join(err, tx.SetRound(quiz.Round{ID: 1, Room: "console/demo/a"}), tx.SetReply(r),
				tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprint("console/demo/m", n)), Name: "m"}))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// answerOnce returns how long another member's answer takes.
func answerOnce(t *testing.T, s quiz.Store, n int) time.Duration {
	t.Helper()
	begun := time.Now()
	err := s.Update(context.Background(), func(tx quiz.Tx) error {
		return tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: fmt.Sprint("answer ", n)})
	})
	if err != nil {
		t.Fatal(err)
	}
	return time.Since(begun)
}

func percentile(times []time.Duration, p int) time.Duration {
	slices.Sort(times)
	return times[(len(times)-1)*p/100]
}

// Others hardly wait longer while a member is forgotten.
func TestOthersWhileForgetting(t *testing.T) {
	if !*forgetBig {
		t.Skip("it measures, on a machine that does nothing else: -forget-big")
	}
	s := openStore(t, filepath.Join(t.TempDir(), "quiz.db"))
	const members, samples, pause = 120, 1500, 2 * time.Millisecond
	fillStore(t, s, members)
	var idle, busy, took []time.Duration
	for n := range samples {
		idle = append(idle, answerOnce(t, s, n))
		time.Sleep(pause)
	}
	for no := quiz.MemberNo(2); no <= members && len(busy) < samples; no++ {
		done := make(chan error, 1)
		begun := time.Now()
		go func() {
			forgetMember(t, s, no)
			done <- s.Compact(context.Background())
		}()
		for waiting := true; waiting; {
			busy = append(busy, answerOnce(t, s, int(no)))
			select {
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
				waiting = false
			case <-time.After(pause):
			}
		}
		took = append(took, time.Since(begun))
		time.Sleep(600 * time.Millisecond) // members who are forgotten at once would share an erasure
	}
	t.Logf("a file of %d MB: an answer takes %s, at p99 %s; while one of %d members is forgotten (%d answers) %s, at p99 %s; forgetting takes %s, at most %s",
		s.Size()>>20, percentile(idle, 50), percentile(idle, 99), len(took), len(busy), percentile(busy, 50), percentile(busy, 99), percentile(took, 50), percentile(took, 100))
}
