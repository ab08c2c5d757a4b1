package standings_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quizbot/internal/testing/standings"
	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
	"quizbot/store"
	"quizbot/store/bolt"
)

// dataDir is where stores are kept from one run to the next.
var dataDir = flag.String("data", "", "keep the stores in this `directory`, and measure one with a million members, too (8 GB)")

// open returns a store with a number of members, made if it isn't there.
func open(tb testing.TB, members int) *bolt.Store {
	tb.Helper()
	dir := *dataDir
	if dir == "" {
		dir = tb.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("standings-%d.db", members))
	if _, err := os.Stat(path); err != nil {
		began := time.Now()
		if err := standings.Build(path, members); err != nil {
			tb.Fatal(err)
		}
		tb.Logf("%d entries written in %.0f s", members*standings.Rounds, time.Since(began).Seconds())
	}
	s, err := bolt.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

// sizes are the numbers of members that are measured.
func sizes() []int {
	if *dataDir != "" || os.Getenv("QUIZBOT_LONG") != "" {
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

// BenchmarkBoard reads the first ten rows of a season and a member's own with its neighbours.
func BenchmarkBoard(b *testing.B) {
	for _, members := range sizes() {
		for _, span := range []scoring.Span{scoring.Month, scoring.All} {
			b.Run(fmt.Sprintf("%s/%d", span, members), func(b *testing.B) {
				boards := standings.NewBoards(open(b, members))
				for n := 0; b.Loop(); n++ {
					if _, err := boards.Read(b.Context(), span, memberOf(n, members)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkPage reads ten rows from the middle of the ranking.
func BenchmarkPage(b *testing.B) {
	for _, members := range sizes() {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			s := open(b, members)
			for n := 0; b.Loop(); n++ {
				err := s.View(b.Context(), func(tx quiz.Tx) error {
					_, err := tx.Leaderboard(standings.Room, "all", memberOf(n, members-10), 10)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// memberOf returns a member for the n-th operation, scattered over all.
func memberOf(n, members int) int { return n*7919%members + 1 }

// BenchmarkAppend appends a thousand entries in a transaction, which is then taken back. Beside it the
// same is done without counts of ranks, as earlier releases did.
func BenchmarkAppend(b *testing.B) {
	const entries = 1000
	for _, members := range sizes() {
		for name, add := range map[string]func(quiz.Tx, ledger.Entry) error{
			"counted": func(tx quiz.Tx, e ledger.Entry) error { return tx.Append(e) }, "uncounted": appendUncounted,
		} {
			b.Run(fmt.Sprintf("%s/%d", name, members), func(b *testing.B) {
				s := open(b, members)
				for n := 0; b.Loop(); {
					err := s.Update(b.Context(), func(tx quiz.Tx) error {
						for range entries {
							e := standings.EntriesOf(memberOf(n, members))[n%standings.Rounds]
							e.Points = n%9 - 3
							if err := add(tx, e); err != nil {
								return err
							}
							n++
						}
						return errTakenBack
					})
					if !errors.Is(err, errTakenBack) {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/entries, "ns/entry")
			})
		}
	}
}

var errTakenBack = errors.New("taken back")

// BenchmarkAnswer saves one entry on the disk, with its tallies and ranks.
func BenchmarkAnswer(b *testing.B) {
	for _, members := range sizes() {
		for name, add := range map[string]func(quiz.Tx, ledger.Entry) error{
			"counted": func(tx quiz.Tx, e ledger.Entry) error { return tx.Append(e) }, "uncounted": appendUncounted,
		} {
			b.Run(fmt.Sprintf("%s/%d", name, members), func(b *testing.B) {
				s := open(b, members)
				for n := 0; b.Loop(); n++ {
					e := standings.EntriesOf(memberOf(n, members))[n%standings.Rounds]
					err := s.Update(context.Background(), func(tx quiz.Tx) error {
						e.Points = 0 // so that the file stays sound
						return add(tx, e)
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// appendUncounted does what Append did before ranks were counted.
func appendUncounted(tx quiz.Tx, e ledger.Entry) error {
	t := tx.(store.Tx) //nolint:forcetypeassert // every store's is
	last := binary.BigEndian.Uint64(t.Get("meta", []byte("entries")))
	e.Seq = last + 1
	seq, member := key(e.Seq), key(uint64(e.Member))
	room := append([]byte(e.Room), 0)
	if t.Get("ledger", seq) != nil {
		return errors.New("it is there")
	}
	errs := []error{t.Put("meta", []byte("entries"), seq), putRecord(t, "ledger", seq, e), t.Put("my-entries", join(room, member, seq), []byte{1})}
	for _, season := range scoring.Seasons(e.Date) {
		prefix := join(room, []byte(season), []byte{0})
		var record struct {
			R ledger.Tally `json:"r"`
		}
		tallyKey := join(prefix, member)
		if err := json.Unmarshal(t.Get("tallies", tallyKey), &record); err != nil {
			return err
		}
		tally := record.R
		errs = append(errs, t.Delete("ranking", join(prefix, descending(tally.Points), member)), t.Delete("tallies", tallyKey))
		tally.Points += e.Points
		tally.Answered += e.Answers()
		errs = append(errs, t.Put("ranking", join(prefix, descending(tally.Points), member), key(uint64(tally.Answered))), putRecord(t, "tallies", tallyKey, tally))
	}
	return errors.Join(errs...)
}

func putRecord(t store.Tx, bucket string, k []byte, record any) error {
	value, err := json.Marshal(struct {
		V int `json:"v"`
		R any `json:"r"`
	}{1, record})
	return errors.Join(err, t.Put(bucket, k, value))
}

func key(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func descending(points int) []byte { return key(^(uint64(points) ^ 1<<63)) }

func join(parts ...[]byte) (k []byte) {
	for _, p := range parts {
		k = append(k, p...)
	}
	return k
}
