package storetest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"

	"pgregory.net/rapid"
)

// model is the content of a store in plain maps and lists, without keys.
type model struct {
	replies map[[2]uint64]string // by round and member
	votes   map[[2]uint64]uint64
	entries []ledger.Entry
	present map[uint64]bool // members who have a row
}

// agreesWithPlainMaps applies random updates to the store and to plain maps, and compares them.
// Some updates fail.
func agreesWithPlainMaps(t *testing.T, s quiz.Store) {
	const membersThere, roundsThere = 5, 3
	update(t, s, func(tx quiz.Tx) error {
		for round := range roundsThere {
			if err := tx.SetRound(quiz.Round{ID: quiz.RoundID(round + 1), Room: roomA}); err != nil {
				return err
			}
		}
		return addMembers(tx, membersThere)
	})
	m := model{map[[2]uint64]string{}, map[[2]uint64]uint64{}, nil, map[uint64]bool{}}
	for no := range membersThere {
		m.present[uint64(no+1)] = true
	}
	rapid.Check(t, func(r *rapid.T) {
		d := drawOperation(r, membersThere, roundsThere)
		if !m.present[d.member] || d.kind == "forget" && len(m.present) < 3 {
			return
		}
		var next model
		err := s.Update(context.Background(), func(tx quiz.Tx) error {
			next = m.clone() // the function may run twice
			if err := next.apply(tx, d); err != nil || !d.fails {
				return err
			}
			return errFails
		})
		if d.fails != (err != nil) {
			r.Fatalf("%+v: got %v", d, err)
		}
		if err == nil {
			m = next
		}
		m.compareWithStore(r, s)
	})
}

// operation is one random operation.
type operation struct {
	kind          string
	round, member uint64
	text          string
	candidate     uint64
	day, points   int
	fails         bool
}

func drawOperation(r *rapid.T, members, rounds uint64) operation {
	return operation{
		kind:      rapid.SampledFrom([]string{"reply", "reply", "vote", "append", "append", "append", "forget"}).Draw(r, "kind"),
		round:     rapid.Uint64Range(1, rounds).Draw(r, "round"),
		member:    rapid.Uint64Range(1, members).Draw(r, "member"),
		text:      rapid.StringN(0, 5, -1).Draw(r, "text"),
		candidate: rapid.Uint64Range(0, 3).Draw(r, "candidate"),
		day:       rapid.IntRange(0, 40).Draw(r, "day"),
		points:    rapid.IntRange(-5, 20).Draw(r, "points"),
		fails:     rapid.IntRange(0, 4).Draw(r, "fails") == 0,
	}
}

type failure string

// Error implements error.
func (f failure) Error() string { return string(f) }

const errFails failure = "it fails"

func (m *model) clone() model {
	return model{maps.Clone(m.replies), maps.Clone(m.votes), slices.Clone(m.entries), maps.Clone(m.present)}
}

// apply carries out one operation on the model and the store.
func (m *model) apply(tx quiz.Tx, d operation) error {
	at := [2]uint64{d.round, d.member}
	switch d.kind {
	case "reply":
		m.replies[at] = d.text
		return tx.SetReply(quiz.Reply{Round: quiz.RoundID(d.round), Member: quiz.MemberNo(d.member), Form: d.text})
	case "vote":
		if _, replied := m.replies[[2]uint64{d.round, d.candidate}]; !replied {
			d.candidate = 0
		}
		delete(m.votes, at)
		if d.candidate > 0 {
			m.votes[at] = d.candidate
		}
		return tx.SetVote(quiz.RoundID(d.round), quiz.MemberNo(d.member), quiz.MemberNo(d.candidate), noon())
	case "append":
		return m.appendEntry(tx, d)
	}
	delete(m.present, d.member)
	maps.DeleteFunc(m.replies, func(k [2]uint64, _ string) bool { return k[1] == d.member })
	maps.DeleteFunc(m.votes, func(k [2]uint64, c uint64) bool { return k[1] == d.member || c == d.member })
	return tx.Forget(quiz.MemberNo(d.member))
}

// appendEntry appends an entry for a member who replied. Nobody else has entries.
func (m *model) appendEntry(tx quiz.Tx, d operation) error {
	if _, replied := m.replies[[2]uint64{d.round, d.member}]; !replied {
		return nil
	}
	e := answerEntry(quiz.MemberNo(d.member), monday().AddDays(d.day), d.points)
	e.Round = quiz.RoundID(d.round)
	m.entries = append(m.entries, e)
	return tx.Append(e)
}

// compareWithStore reads everything from the store and compares it with the model.
func (m *model) compareWithStore(r *rapid.T, s quiz.Store) {
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		for round := range uint64(4) {
			m.compareRound(r, tx, round)
		}
		for _, season := range []scoring.Season{"all", "2026-11", "2026-12", "2026-W50"} {
			m.compareSeason(r, tx, season)
		}
		return nil
	})
	if err != nil {
		r.Fatal(err)
	}
}

func (m *model) compareRound(r *rapid.T, tx quiz.Tx, round uint64) {
	list, err := tx.RepliesTo(quiz.RoundID(round))
	if err != nil {
		r.Fatal(err)
	}
	got := map[[2]uint64]string{}
	for _, reply := range list {
		got[[2]uint64{round, uint64(reply.Member)}] = reply.Form
	}
	want := maps.Clone(m.replies)
	maps.DeleteFunc(want, func(k [2]uint64, _ string) bool { return k[0] != round })
	if !maps.Equal(got, want) {
		r.Fatalf("replies of %d: got %v, want %v", round, got, want)
	}
	cast, err := tx.Votes(quiz.RoundID(round))
	if err != nil {
		r.Fatal(err)
	}
	for voter, candidate := range cast {
		if m.votes[[2]uint64{round, uint64(voter)}] != uint64(candidate) {
			r.Fatalf("vote of %d in %d: got %d", voter, round, candidate)
		}
	}
}

func (m *model) compareSeason(r *rapid.T, tx quiz.Tx, season scoring.Season) {
	sums := map[quiz.MemberNo]ledger.Tally{}
	for _, e := range m.entries {
		if seasons := scoring.Seasons(e.Date); m.present[uint64(e.Member)] && slices.Contains(seasons[:], season) {
			sum := sums[e.Member]
			sums[e.Member] = ledger.Tally{Member: e.Member, Points: sum.Points + e.Points, Answered: sum.Answered + 1}
		}
	}
	want := slices.SortedFunc(maps.Values(sums), func(a, b ledger.Tally) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Member, b.Member))
	})
	var got []ledger.Tally
	for tally, err := range tx.Standings(roomA, season) {
		if err != nil {
			r.Fatal(err)
		}
		got = append(got, tally)
	}
	if !slices.Equal(got, want) {
		r.Fatalf("standings of %s: got %v, want %v", season, got, want)
	}
}
