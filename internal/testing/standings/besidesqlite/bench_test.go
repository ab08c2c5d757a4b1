// Package besidesqlite_test measures leaderboards beside the same work in SQLite.
package besidesqlite_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"quizbot/internal/testing/standings"
	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

var (
	dataDir = flag.String("data", "", "keep the stores and databases in this `directory`, from one run to the next")
	million = flag.Bool("million", false, "measure a million members, too: ten gigabytes, and a quarter of an hour to make them")
)

// sizes are the numbers of members that are measured.
func sizes() []int {
	if *million {
		return []int{10_000, 1_000_000}
	}
	return []int{10_000}
}

// dir returns the directory of the stores and databases.
func dir(b *testing.B) string {
	b.Helper()
	if *dataDir != "" {
		return *dataDir
	}
	return b.TempDir()
}

func open(b *testing.B, dir string, members int) *bolt.Store {
	b.Helper()
	s, building, err := standings.Open(b.Context(), dir, members)
	if err != nil {
		b.Fatal(err)
	}
	if building > 0 {
		b.Logf("quizbot: %d entries written in %.0f s", members*standings.Rounds, building.Seconds())
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// memberOf returns a member for the n-th operation, scattered over all.
func memberOf(n, members int) int { return n*7919%members + 1 }

// medians are the middles of times that were measured in turn.
type medians map[string][]time.Duration

// measure runs work, and notes how long it took.
func (m medians) measure(b *testing.B, name string, work func() error) {
	b.Helper()
	began := time.Now()
	if err := work(); err != nil {
		b.Fatal(name, err)
	}
	m[name] = append(m[name], time.Since(began))
}

// report reports the middle and the fastest of each.
func (m medians) report(b *testing.B) {
	b.Helper()
	for name, times := range m {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2].Nanoseconds())/1000, name+"-µs")
		b.ReportMetric(float64(times[0].Nanoseconds())/1000, name+"-fastest-µs")
	}
	b.ReportMetric(0, "ns/op") // of both together: it says nothing
}

// BenchmarkBoard reads the first ten rows of a season and a member's own with its neighbours, in turn
// from a store and from SQLite.
func BenchmarkBoard(b *testing.B) {
	for _, members := range sizes() {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			folder := dir(b)
			boards, queries := standings.NewBoards(open(b, folder, members)), newReader(b, openSQLite(b, folder, members))
			m := medians{}
			for n := 0; b.Loop(); n++ {
				var ours service.Board
				var theirs board
				m.measure(b, "quizbot", func() (err error) {
					ours, err = boards.Read(b.Context(), scoring.All, memberOf(n, members))
					return err
				})
				m.measure(b, "sqlite", func() (err error) {
					theirs, err = queries.read("all", memberOf(n, members))
					return err
				})
				compareBoards(b, ours, theirs)
			}
			m.report(b)
		})
	}
}

// compareBoards compares what both say.
func compareBoards(b *testing.B, ours service.Board, theirs board) {
	b.Helper()
	list := func(rows []service.Standing) (text string) {
		for _, r := range rows {
			text += fmt.Sprintln(r.Member, r.Points, r.Answered, r.Name)
		}
		return text
	}
	their := func(rows []row) (text string) {
		for _, r := range rows {
			text += fmt.Sprintln(r.member, r.points, r.answered, r.name)
		}
		return text
	}
	if list(ours.Rows) != their(theirs.rows) || list(ours.Near) != their(theirs.near) || ours.Members != theirs.members ||
		ours.Sharing != theirs.sharing || ours.Own.Rank != theirs.ownRank {
		b.Fatalf("quizbot says\n%+v\nand SQLite\n%+v", ours, theirs)
	}
}

// BenchmarkEntry saves an entry with its tallies, in turn in a store, there without counts of ranks,
// as earlier releases did, and in SQLite. It is on the disk when it returns. The points are taken back,
// so that boards stay equal.
func BenchmarkEntry(b *testing.B) {
	for _, members := range sizes() {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			folder := dir(b)
			s, w := open(b, folder, members), newWriter(b, openSQLite(b, folder, members))
			defer func() {
				if err := s.Update(context.Background(), standings.Recount); err != nil {
					b.Error(err)
				}
			}()
			m := medians{}
			for n := 0; b.Loop(); n++ {
				e := standings.EntryOf(memberOf(n, members), n%standings.Rounds+1)
				e.Points, e.Reason = 7, ledger.ForRegrade
				back := e
				back.Points = -7
				m.measure(b, "quizbot", func() error {
					return s.Update(b.Context(), func(tx quiz.Tx) error { return tx.Append(e) })
				})
				m.measure(b, "uncounted", func() error {
					return s.Update(b.Context(), func(tx quiz.Tx) error { return standings.AppendUncounted(tx, back) })
				})
				m.measure(b, "sqlite", func() error { return w.write(b.Context(), e) })
				if err := w.write(b.Context(), back); err != nil {
					b.Fatal(err)
				}
			}
			m.report(b)
		})
	}
}
