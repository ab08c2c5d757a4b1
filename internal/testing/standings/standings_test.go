package standings_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"quizbot/internal/testing/standings"
	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
	"quizbot/store/bolt"
)

var (
	// dataDir is where stores are kept from one run to the next.
	dataDir = flag.String("data", "", "keep the stores in this `directory`")
	// million is set to measure a million members, too.
	million = flag.Bool("million", os.Getenv("QUIZBOT_LONG") != "", "measure a million members, too: a file of some gigabytes")
)

// open opens the store with a number of members.
func open(tb testing.TB, members int) *bolt.Store {
	tb.Helper()
	s, building, err := standings.Open(tb.Context(), *dataDir, members)
	if err != nil {
		tb.Fatal(err)
	}
	if building > 0 {
		tb.Logf("%d entries written in %.0f s", members*standings.Rounds, building.Seconds())
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func TestMain(m *testing.M) {
	flag.Parse()
	if *dataDir != "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "standings")
	if err != nil {
		panic(err)
	}
	*dataDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// sizes are the numbers of members that are measured.
func sizes() []int {
	if *million {
		return []int{10_000, 1_000_000}
	}
	return []int{10_000}
}

func TestDataIsSound(t *testing.T) {
	s := open(t, 300)
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	board, err := standings.NewBoards(s).Read(t.Context(), scoring.Month, 150)
	if err != nil || len(board.Rows) != 10 || board.Members != 300 || board.Own == nil || len(board.Near) != 3 {
		t.Errorf("got %+v, %v", board, err)
	}
}

// times are how long an operation took each time. On a machine that does other things the fastest says
// more than the mean.
type times []time.Duration

// add notes the time since an operation began.
func (t *times) add(began time.Time) { *t = append(*t, time.Since(began)) }

// report reports the fastest and the middle one.
func (t times) report(b *testing.B) {
	b.Helper()
	slices.Sort(t)
	b.ReportMetric(float64(t[0].Nanoseconds())/1000, "fastest-µs")
	b.ReportMetric(float64(t[len(t)/2].Nanoseconds())/1000, "median-µs")
}

// BenchmarkBoard reads the first ten rows of a season and a member's own with its neighbours.
func BenchmarkBoard(b *testing.B) {
	for _, members := range sizes() {
		for _, span := range []scoring.Span{scoring.Month, scoring.All} {
			b.Run(fmt.Sprintf("%s/%d", span, members), func(b *testing.B) {
				boards := standings.NewBoards(open(b, members))
				var took times
				for n := 0; b.Loop(); n++ {
					began := time.Now()
					if _, err := boards.Read(b.Context(), span, memberOf(n, members)); err != nil {
						b.Fatal(err)
					}
					took.add(began)
				}
				took.report(b)
			})
		}
	}
}

// BenchmarkPage reads ten rows from the middle of the ranking.
func BenchmarkPage(b *testing.B) {
	for _, members := range sizes() {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			s := open(b, members)
			var took times
			for n := 0; b.Loop(); n++ {
				began := time.Now()
				err := s.View(b.Context(), func(tx quiz.Tx) error {
					_, err := tx.Leaderboard(standings.Room, "all", memberOf(n, members-10), 10)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				took.add(began)
			}
			took.report(b)
		})
	}
}

// memberOf returns a member for the n-th operation, scattered over all.
func memberOf(n, members int) int { return n*7919%members + 1 }

// BenchmarkAppend appends a hundred entries in a transaction that is then taken back: in turn with
// counts of ranks, and without them as in earlier releases.
func BenchmarkAppend(b *testing.B) {
	const entries = 100
	for _, members := range sizes() {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			s := open(b, members)
			took := map[string]*times{"counted": {}, "uncounted": {}}
			for n := 0; b.Loop(); n += entries {
				for name, add := range appends() {
					began := time.Now()
					err := s.Update(b.Context(), func(tx quiz.Tx) error {
						for i := range entries {
							if err := add(tx, entryOf(n+i, members)); err != nil {
								return err
							}
						}
						return errTakenBack
					})
					if !errors.Is(err, errTakenBack) {
						b.Fatal(err)
					}
					took[name].add(began)
				}
			}
			for name, t := range took {
				slices.Sort(*t)
				b.ReportMetric(float64((*t)[len(*t)/2].Nanoseconds())/1000/entries, name+"-µs/entry")
				b.ReportMetric(float64((*t)[0].Nanoseconds())/1000/entries, name+"-fastest-µs/entry")
			}
		})
	}
}

var errTakenBack = errors.New("taken back")

// appends are Append, and what it did before ranks were counted.
func appends() map[string]func(quiz.Tx, ledger.Entry) error {
	return map[string]func(quiz.Tx, ledger.Entry) error{
		"counted": func(tx quiz.Tx, e ledger.Entry) error { return tx.Append(e) }, "uncounted": standings.AppendUncounted,
	}
}

// entryOf returns a new entry for the n-th operation.
func entryOf(n, members int) ledger.Entry {
	e := standings.EntryOf(memberOf(n, members), n%standings.Rounds+1)
	e.Points = n%9 - 3
	return e
}
