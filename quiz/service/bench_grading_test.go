package service_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

// gradedQuestion is a question with derived points, as banks have it.
func gradedQuestion() quiz.Question {
	return quiz.Question{
		ID: "gil", Title: "What is the GIL, and what does it mean for threads?",
		Answer: "The global interpreter lock is a mutex that lets only one thread execute Python bytecode at a time. " +
			"It makes reference counting safe without a lock for each object.\n\n" +
			"- Threads don't make CPU-bound code faster.\n- Threads help where they wait for I/O, because the lock is released meanwhile.\n" +
			"- For CPU-bound work there are processes, or C extensions that release the lock.",
	}
}

// manyAnswer returns the n-th of many different answers of a length.
func manyAnswer(n, length int) string {
	parts := []string{
		"The GIL is a lock in CPython, so that only one thread runs bytecode at any moment.",
		"Because of it reference counts need no locks of their own.",
		"Threads are of no use for computing, they even get slower.",
		"While a thread waits for the network or the disk it gives the lock away, so I/O is fine with threads.",
		"Use multiprocessing, or numpy, which releases it in C.",
		"I think it is removed in newer versions, but I am not sure about that.",
		"It has nothing to do with the operating system's scheduler.",
	}
	text := fmt.Sprintf("My answer number %d.", n)
	for i := 0; len(text) < length; i++ {
		text += " " + parts[(n*(i+1)+n/len(parts)+i)%len(parts)]
	}
	return text[:length]
}

// BenchmarkCloseOf500Answers closes, grades and reveals a round of 500 answers, by the grader that is built
// in and on a file. The time is from the close to the posting of the reveal.
func BenchmarkCloseOf500Answers(b *testing.B) {
	for _, length := range []int{300, quiz.MaxAnswer} {
		b.Run(fmt.Sprintf("%d-characters", length), func(b *testing.B) {
			for b.Loop() {
				took := closeMany(b, filepath.Join(b.TempDir(), "quiz.db"), 500, length)
				b.ReportMetric(took.Seconds(), "s-to-reveal")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// revealTimer notes when a reveal is posted.
type revealTimer struct{ at time.Time }

func (r *revealTimer) Announce(_ context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	if a.Reveal != nil {
		r.at = time.Now()
	}
	return []quiz.MessageRef{{Message: a.Key}}, nil
}

func closeMany(b *testing.B, path string, answers, length int) time.Duration {
	b.Helper()
	kept, err := bolt.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	const room quiz.RoomID = "a/w/room"
	q := gradedQuestion()
	s := service.New(kept, quiztest.Bank{q}, grading.ByKind{Open: grading.Offline{}}, service.Options{})
	now := time.Date(2026, 11, 23, 9, 29, 0, 0, time.UTC)
	if err := s.SyncConfiguredRooms(b.Context(), now, map[quiz.RoomID]plan.Plan{room: daily()}); err != nil {
		b.Fatal(err)
	}
	posted := &revealTimer{}
	jobs := runner.New(s, posted, runner.TimeFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
	now = now.Add(time.Minute)
	if err := jobs.RunPending(b.Context()); err != nil {
		b.Fatal(err)
	}
	err = kept.Update(b.Context(), func(tx quiz.Tx) error {
		for n := range answers {
			no := quiz.MemberNo(n + 1)
			if err := tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprintf("a/w/m%d", n)), Name: fmt.Sprintf("Member %d", n)}); err != nil {
				return err
			}
			if err := tx.SetReply(quiz.Reply{Round: 1, Member: no, First: now, At: now, Form: manyAnswer(n, length)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	now = time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	began := time.Now()
	if err := jobs.RunPending(b.Context()); err != nil || posted.at.IsZero() {
		b.Fatalf("no reveal: %v", err)
	}
	return posted.at.Sub(began)
}
