package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// callers is the number of members who answer at once.
const callers = 200

func replyOf(n int) quiz.Reply {
	return quiz.Reply{Round: 1, Member: quiz.MemberNo(n%10_000 + 1), Form: strings.Repeat("an answer ", 40)}
}

// BenchmarkReply saves a reply on the disk: by one caller, and by 200 at once. For comparison it
// writes the same bytes with bare bbolt. Side by side it compares the medians, because disks are slow at
// times.
func BenchmarkReply(b *testing.B) {
	b.Run("one", func(b *testing.B) {
		s := openStore(b, filepath.Join(b.TempDir(), "quiz.db"))
		for n := 0; b.Loop(); n++ {
			saveReply(b, s, n)
		}
	})
	b.Run("one/bare", func(b *testing.B) {
		db := openBareDB(b)
		for n := 0; b.Loop(); n++ {
			if err := db.Update(putBytes(n)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("beside bare", func(b *testing.B) {
		s, db := openStore(b, filepath.Join(b.TempDir(), "quiz.db")), openBareDB(b)
		var ours, bare []time.Duration
		for n := 0; b.Loop(); n++ {
			began := time.Now()
			saveReply(b, s, n)
			ours, began = append(ours, time.Since(began)), time.Now()
			if err := db.Update(putBytes(n)); err != nil {
				b.Fatal(err)
			}
			bare = append(bare, time.Since(began))
		}
		slices.Sort(ours)
		slices.Sort(bare)
		middle := len(ours) / 2
		b.ReportMetric(float64(ours[middle].Microseconds()), "reply-µs")
		b.ReportMetric(float64(bare[middle].Microseconds()), "bare-µs")
		b.ReportMetric(float64(ours[middle])/float64(bare[middle]), "times-bare")
	})
	b.Run("200", func(b *testing.B) {
		s := openStore(b, filepath.Join(b.TempDir(), "quiz.db"))
		runConcurrently(b, func(n int) { saveReply(b, s, n) })
	})
	b.Run("200/bare", func(b *testing.B) {
		db := openBareDB(b)
		runConcurrently(b, func(n int) {
			if err := db.Batch(putBytes(n)); err != nil {
				b.Error(err)
			}
		})
	})
}

func saveReply(b *testing.B, s quiz.Store, n int) {
	err := s.Update(context.Background(), func(tx quiz.Tx) error { return tx.SetReply(replyOf(n)) })
	if err != nil {
		b.Error(err)
	}
}

func openBareDB(b *testing.B) *bbolt.DB {
	b.Helper()
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("replies"))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

func putBytes(n int) func(*bbolt.Tx) error {
	key, value := fmt.Appendf(nil, "%016d", n%10_000), []byte(strings.Repeat("an answer ", 52))
	return func(tx *bbolt.Tx) error { return tx.Bucket([]byte("replies")).Put(key, value) }
}

// runConcurrently divides the benchmark's iterations among the callers.
func runConcurrently(b *testing.B, do func(n int)) {
	work := make(chan int)
	done := make(chan struct{})
	for range callers {
		go func() {
			for n := range work {
				do(n)
			}
			done <- struct{}{}
		}()
	}
	b.ResetTimer()
	for n := range b.N {
		work <- n
	}
	close(work)
	for range callers {
		<-done
	}
}

// BenchmarkTopTen reads the first ten lines of a leaderboard of 100,000 members, and of one of 100.
func BenchmarkTopTen(b *testing.B) {
	for _, members := range []int{100, 100_000} {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			s := openStore(b, filepath.Join(b.TempDir(), "quiz.db"))
			fillLedger(b, s, members)
			for b.Loop() {
				readTopTen(b, s)
			}
		})
	}
}

const benchRoom quiz.RoomID = "console/demo/a"

func fillLedger(b *testing.B, s *bolt.Store, members int) {
	b.Helper()
	for from := 0; from < members; from += 10_000 {
		err := s.Update(context.Background(), func(tx quiz.Tx) error {
			var errs []error
			for no := from + 1; no <= min(from+10_000, members); no++ {
				errs = append(errs, tx.Append(ledger.Entry{
					Room: benchRoom, Member: quiz.MemberNo(no), Date: schedule.Date{Year: 2026, Month: 11, Day: 23}, Points: no * 7919 % 1000, Reason: ledger.ForAnswer,
				}))
			}
			return errors.Join(errs...)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func readTopTen(b *testing.B, s *bolt.Store) {
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		n := 0
		for _, err := range tx.Standings(benchRoom, "all") {
			if n++; err != nil || n == 10 {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen opens a file of about 100 MB, with a check of all pages, and closes it, and checks
// all records of it. For comparison it opens the file with bare bbolt, with and without its own
// check.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "quiz.db")
	s := openStore(b, path)
	for from := 0; from < 130_000; from += 10_000 {
		err := s.Update(context.Background(), func(tx quiz.Tx) error {
			var errs []error
			for n := range 10_000 {
				errs = append(errs, tx.SetReply(quiz.Reply{Round: quiz.RoundID(from + n), Member: 1, Form: strings.Repeat("an answer ", 40)}))
			}
			return errors.Join(errs...)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(s.Compact(context.Background()), s.Close()); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("checked", func(b *testing.B) {
		b.ReportMetric(float64(info.Size())/1e6, "MB")
		for b.Loop() {
			s, err := bolt.Open(path)
			if err := errors.Join(err, s.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all records", func(b *testing.B) {
		s := openStore(b, path)
		for b.Loop() {
			if report, err := s.CheckAll(context.Background()); err != nil || len(report.Faults) > 0 {
				b.Fatal(report.Faults, err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	})
	b.Run("bbolt", func(b *testing.B) { openBareFile(b, path, func(*bbolt.Tx) error { return nil }) })
	b.Run("bbolt/checked", func(b *testing.B) {
		openBareFile(b, path, func(tx *bbolt.Tx) error {
			var errs []error
			for err := range tx.Check() {
				errs = append(errs, err)
			}
			return errors.Join(errs...)
		})
	})
}

func openBareFile(b *testing.B, path string, look func(*bbolt.Tx) error) {
	for b.Loop() {
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(db.View(look), db.Close()); err != nil {
			b.Fatal(err)
		}
	}
}
