package standings

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/ranks"
)

// Open opens the store in a folder that has a number of members, and makes it if it isn't there. It
// returns how long that took.
func Open(ctx context.Context, dir string, members int) (s *bolt.Store, building time.Duration, err error) {
	path := filepath.Join(dir, fmt.Sprintf("standings-%d.db", members))
	if _, err := os.Stat(path); err != nil {
		began := time.Now()
		if err := build(ctx, path+".building", members); err != nil {
			return nil, 0, err
		}
		if err := os.Rename(path+".building", path); err != nil {
			return nil, 0, err
		}
		building = time.Since(began)
	}
	s, err = bolt.Open(path)
	return s, building, err
}

// build makes a store at path, where there must be no file, in which a number of members have an entry
// for each round. It writes each bucket in the order of its keys: ten million entries appended one after
// another would take hours. It doesn't check the store.
func build(ctx context.Context, path string, members int) (err error) {
	s, err := bolt.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Update(ctx, func(tx quiz.Tx) error { return writeRoom(tx.(store.RecordTx), members) }); err != nil { //nolint:forcetypeassert // every store's is
		return err
	}
	next, stop := iter.Pull2(records(members))
	defer stop()
	for more := true; more && err == nil; {
		err = s.Update(ctx, func(tx quiz.Tx) (err error) {
			more, err = writeBatch(tx.(store.Tx), next) //nolint:forcetypeassert // every store's is
			return err
		})
	}
	if err != nil {
		return err
	}
	return s.Update(ctx, Recount)
}

// writeBatch writes the next records, and reports whether there are more.
func writeBatch(t store.Tx, next func() (record, error, bool)) (more bool, err error) {
	const batch = 50_000
	for range batch {
		r, err, more := next()
		if !more {
			return false, nil
		}
		if err := errors.Join(err, t.Put(r.bucket, r.key, r.value)); err != nil {
			return false, err
		}
	}
	return true, nil
}

// writeRoom writes the room, its rounds and the last numbers given.
func writeRoom(tx store.RecordTx, members int) error {
	errs := []error{
		tx.SetRoom(quiz.Room{ID: Room, Plan: plan.Default(), Rounds: Rounds, Last: Rounds, Since: dateOf(1).Midnight()}),
		tx.AddRecord(store.KindLast, fmt.Appendf(nil, `{"rounds":%d,"members":%d,"entries":%d}`, Rounds, members, Rounds*members)),
	}
	for n := 1; n <= Rounds; n++ {
		errs = append(errs, tx.SetRound(quiz.Round{ID: quiz.RoundID(n), Room: Room, Number: n, Date: dateOf(n), Phase: quiz.Revealed}))
	}
	return errors.Join(errs...)
}

// rankingOf returns the ranking of a store.
func rankingOf(t store.Tx) ranks.Index {
	return ranks.Index{KV: t.KV, Rows: "ranking", Counts: "rank-counts", Fan: ranks.DefaultFan}
}

// record is a key of a bucket with its value, as the documentation of [quizbot/store] has them.
type record struct {
	bucket     string
	key, value []byte
}

// records yields the records of all members.
func records(members int) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		for _, list := range []iter.Seq2[record, error]{
			memberRecords(members), entryRecords(members), tallyRecords(members, scoring.All), tallyRecords(members, scoring.Month),
			tallyRecords(members, scoring.Week),
		} {
			for r, err := range list {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// jsonRecord returns a record of JSON.
func jsonRecord(bucket string, key []byte, r any) (record, error) {
	value, err := json.Marshal(struct {
		V int `json:"v"`
		R any `json:"r"`
	}{1, r})
	return record{bucket, key, value}, err
}

// memberRecords yields the members, their ids and streaks.
func memberRecords(members int) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		for no := 1; no <= members; no++ {
			m := quiz.Member{No: quiz.MemberNo(no), ID: MemberID(no), Name: Name(no), Since: dateOf(1).Midnight()}
			if !yield(jsonRecord("members", numberKey(no), m)) || !yield(record{"member-ids", []byte(m.ID), numberKey(no)}, nil) ||
				!yield(jsonRecord("runs", join(roomKey(), numberKey(no)), scoring.Streak{Last: Rounds, Length: Rounds, Best: Rounds})) ||
				!yield(record{"run-rounds", join(roomKey(), []byte{1}, numberKey(Rounds), numberKey(no)), []byte{1}}, nil) {
				return
			}
		}
	}
}

// entryRecords yields the entries of the ledger, round by round, and the members' indexes.
func entryRecords(members int) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		for seq := range members * Rounds {
			e := EntryOf(seq%members+1, seq/members+1)
			e.Seq = uint64(seq + 1)
			if !yield(jsonRecord("ledger", numberKey(seq+1), e)) {
				return
			}
		}
		for no := 1; no <= members; no++ {
			for round := range Rounds {
				if !yield(record{"my-entries", join(roomKey(), numberKey(no), numberKey(round*members+no)), []byte{1}}, nil) {
					return
				}
			}
		}
	}
}

// tallyRecords yields the tallies and the ranking of the seasons of a span.
func tallyRecords(members int, span scoring.Span) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		for first := 1; first <= Rounds; {
			season, end := span.Season(dateOf(first)), first
			for end <= Rounds && span.Season(dateOf(end)) == season {
				end++
			}
			if !yieldSeason(members, season, first, end, yield) {
				return
			}
			first = end
		}
	}
}

// yieldSeason yields the tallies of a season of the rounds from first to before end, and its ranking.
func yieldSeason(members int, season scoring.Season, first, end int, yield func(record, error) bool) bool {
	prefix := join(roomKey(), []byte(season), []byte{0})
	byPoints := make([][]int, 10*Rounds+1)
	for no := 1; no <= members; no++ {
		tally := ledger.Tally{Member: quiz.MemberNo(no), Answered: end - first}
		for round := first; round < end; round++ {
			tally.Points += EntryOf(no, round).Points
		}
		byPoints[tally.Points] = append(byPoints[tally.Points], no)
		if !yield(jsonRecord("tallies", join(prefix, numberKey(no)), tally)) {
			return false
		}
	}
	for points := len(byPoints) - 1; points >= 0; points-- {
		for _, no := range byPoints[points] {
			if !yield(record{"ranking", join(prefix, descendingKey(points), numberKey(no)), numberKey(end - first)}, nil) {
				return false
			}
		}
	}
	return true
}

func roomKey() []byte { return append([]byte(Room), 0) }

func numberKey(n int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

func descendingKey(points int) []byte { return numberKey(int(^(uint64(points) ^ 1<<63))) }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// Recount counts all ranks anew.
func Recount(tx quiz.Tx) error {
	return rankingOf(tx.(store.Tx)).RebuildAll() //nolint:forcetypeassert // every store's is
}

// AppendUncounted appends an entry as releases did that had no counts of ranks. Recount has to follow.
func AppendUncounted(tx quiz.Tx, e ledger.Entry) error {
	t := tx.(store.Tx) //nolint:forcetypeassert // every store's is
	seq := numberKey(int(binary.BigEndian.Uint64(t.Get("meta", []byte("entries")))) + 1)
	e.Seq = binary.BigEndian.Uint64(seq)
	if t.Get("ledger", seq) != nil {
		return errors.New("it is there")
	}
	member := numberKey(int(e.Member))
	entry, err := jsonRecord("ledger", seq, e)
	errs := []error{
		err, t.Put("meta", []byte("entries"), seq), t.Put(entry.bucket, entry.key, entry.value), t.Put("my-entries", join(roomKey(), member, seq), []byte{1}),
	}
	for _, season := range scoring.Seasons(e.Date) {
		prefix := join(roomKey(), []byte(season), []byte{0})
		var old struct {
			R ledger.Tally `json:"r"`
		}
		if err := json.Unmarshal(t.Get("tallies", join(prefix, member)), &old); err != nil {
			return err
		}
		sum := old.R
		errs = append(errs, t.Delete("ranking", join(prefix, descendingKey(sum.Points), member)), t.Delete("tallies", join(prefix, member)))
		sum.Points += e.Points
		sum.Answered += e.Answers()
		tally, err := jsonRecord("tallies", join(prefix, member), sum)
		errs = append(errs, err, t.Put("ranking", join(prefix, descendingKey(sum.Points), member), numberKey(sum.Answered)), t.Put(tally.bucket, tally.key, tally.value))
	}
	return errors.Join(errs...)
}
