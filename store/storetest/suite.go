// Package storetest is the suite of tests that every store passes, with one test for each promise
// of quiz.Store.
package storetest

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Store is a quiz.Store whose content can be checked.
type Store interface {
	quiz.Store
	// Check returns everything in the store that does not fit together.
	Check() error
}

// Run tests a kind of store. The function open makes a new and empty one for each test.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(*testing.T, quiz.Store){
		"what is not there is not found":            missingIsNotFound,
		"a failed update changes nothing":           failedUpdateRollsBack,
		"a panic changes nothing":                   panicRollsBack,
		"an update sees its own changes":            updateSeesItsChanges,
		"an ended context stops a transaction":      endedContextStops,
		"updates side by side are all kept":         concurrentUpdates,
		"one that fails harms no other":             failingAmongConcurrentUpdates,
		"a view does not change meanwhile":          viewIsStable,
		"what comes out is the caller's own":        valuesAreCallersOwn,
		"rooms come in the order of their ids":      roomsInOrder,
		"records come out as they went in":          recordsRoundTrip,
		"next checks come by time":                  nextChecksInOrder,
		"rounds are numbered and listed":            roundsListed,
		"rounds are found by their messages":        roundsWithMessage,
		"questions are asked in a cycle":            askedInCycle,
		"replies come as they first came":           repliesInOrder,
		"repliers come as their replies do":         repliersInOrder,
		"votes are replaced and taken back":         votesReplaced,
		"a member's rounds have reply and vote":     roundsOfMember,
		"members are found by number and id":        membersFound,
		"the ledger adds up":                        ledgerAddsUp,
		"latest entries have titles":                latestEntriesTitled,
		"standings come with most points first":     standingsInOrder,
		"a leaderboard has names and streaks":       leaderboardHasNames,
		"entries of a round are found":              entriesOfRound,
		"self-graded rounds are counted":            selfGradedRoundsCounted,
		"many members have ranks":                   manyRanks,
		"streaks are found by their last rounds":    streaksIndexed,
		"platforms are seen at a moment":            platformsSeen,
		"a member is forgotten":                     memberForgotten,
		"when somebody was forgotten is kept":       forgottenTimesKept,
		"owed redraws are kept until they are done": redrawsOwed,
		"confirmed points are a workspace's own":    confirmedPointsOfWorkspace,
		"points outlive who confirmed them":         confirmedPointsOutliveMember,
		"the audit log is a room's own":             auditLogOfRoom,
		"a room moves with all it has":              movesRoom,
		"departures of workspaces are kept":         departuresKept,
		"a workspace is dropped in parts":           workspaceDropped,
		"a workspace keeps what it has since":       workspaceDroppedUntil,
		"changes while listing are safe":            changesWhileListing,
		"the newest moment only grows":              newestMomentGrows,
		"times of the future are reset":             futureTimesReset,
		"stores agree with plain maps":              agreesWithPlainMaps,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			test(t, s)
			if err := s.Check(); err != nil {
				t.Errorf("what the store holds does not fit together: %v", err)
			}
		})
	}
}

const (
	roomA quiz.RoomID = "console/demo/a"
	roomB quiz.RoomID = "console/demo/a.b"
)

// noon is a time with nanoseconds, in another zone than UTC.
func noon() time.Time {
	return time.Date(2026, 11, 23, 12, 0, 0, 123456789, time.FixedZone("", 8*3600))
}

func monday() schedule.Date { return schedule.Date{Year: 2026, Month: time.November, Day: 23} }

func update(t *testing.T, s quiz.Store, fn func(quiz.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

func view(t *testing.T, s quiz.Store, fn func(quiz.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// collect returns all records that an iterator yields.
func collect[T any](t *testing.T, list iter.Seq2[T, error]) []T {
	t.Helper()
	var got []T
	for r, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	return got
}

func expect[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

func missingIsNotFound(t *testing.T, s quiz.Store) {
	view(t, s, func(tx quiz.Tx) error {
		_, room := tx.Room(roomA)
		_, job := tx.Job(roomA)
		_, round := tx.Round(1)
		_, reply := tx.Reply(1, 1)
		_, member := tx.Member(1)
		_, no := tx.MemberNo("console/demo/ann")
		for what, err := range map[string]error{"room": room, "job": job, "round": round, "reply": reply, "member": member, "number": no} {
			if !errors.Is(err, quiz.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", what, err)
			}
		}
		tally, err := tx.Tally(roomA, "all", 7)
		expect(t, "tally", tally, ledger.Tally{Member: 7})
		streak, err2 := tx.Streak(roomA, 7)
		expect(t, "streak", streak, scoring.Streak{})
		expect(t, "platforms", len(collect(t, tx.Platforms())), 0)
		at, err3 := tx.NextCheck(roomA)
		expect(t, "next check", at.IsZero(), true)
		return errors.Join(err, err2, err3)
	})
	update(t, s, func(tx quiz.Tx) error { return errors.Join(tx.EndJob(roomA), tx.SetNextCheck(roomA, time.Time{})) })
}

func failedUpdateRollsBack(t *testing.T, s quiz.Store) {
	stop := errors.New("stop")
	err := s.Update(context.Background(), func(tx quiz.Tx) error {
		if err := tx.SetRoom(quiz.Room{ID: roomA}); err != nil {
			return err
		}
		return stop
	})
	expect(t, "error", err, stop)
	expect(t, "rooms", len(listRooms(t, s)), 0)
}

func panicRollsBack(t *testing.T, s quiz.Store) {
	func() {
		defer func() { expect(t, "panic", recover(), any("oh")) }()
		_ = s.Update(context.Background(), func(tx quiz.Tx) error {
			_ = tx.SetRoom(quiz.Room{ID: roomA})
			panic("oh")
		})
	}()
	expect(t, "rooms", len(listRooms(t, s)), 0)
	update(t, s, func(tx quiz.Tx) error { return tx.SetRoom(quiz.Room{ID: roomB}) })
}

func listRooms(t *testing.T, s quiz.Store) (rooms []quiz.Room) {
	t.Helper()
	view(t, s, func(tx quiz.Tx) error {
		rooms = collect(t, tx.Rooms())
		return nil
	})
	return rooms
}

func updateSeesItsChanges(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		if err := tx.SetRoom(quiz.Room{ID: roomA, Cycle: 3}); err != nil {
			return err
		}
		r, err := tx.Room(roomA)
		expect(t, "cycle", r.Cycle, 3)
		expect(t, "rooms", len(collect(t, tx.Rooms())), 1)
		return err
	})
}

func endedContextStops(t *testing.T, s quiz.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	never := func(quiz.Tx) error {
		t.Error("the transaction began")
		return nil
	}
	if err := s.Update(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("update: got %v", err)
	}
	if err := s.View(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("view: got %v", err)
	}
}

func concurrentUpdates(t *testing.T, s quiz.Store) {
	const callers, each = 20, 10
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range each {
				if err := s.Update(context.Background(), incrementCycle); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	expect(t, "count", listRooms(t, s)[0].Cycle, callers*each)
}

// incrementCycle adds 1 to the cycle of a room.
func incrementCycle(tx quiz.Tx) error {
	r, err := tx.Room(roomA)
	if err != nil && !errors.Is(err, quiz.ErrNotFound) {
		return err
	}
	r.ID = roomA
	r.Cycle++
	return tx.SetRoom(r)
}

func failingAmongConcurrentUpdates(t *testing.T, s quiz.Store) {
	const callers = 50
	stop := errors.New("stop")
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			err := s.Update(context.Background(), func(tx quiz.Tx) error {
				if err := incrementCycle(tx); err != nil || i%5 != 0 {
					return err
				}
				return stop
			})
			if (i%5 == 0) != errors.Is(err, stop) {
				t.Errorf("call %d: got %v", i, err)
			}
		})
	}
	wg.Wait()
	expect(t, "count", listRooms(t, s)[0].Cycle, callers*4/5)
}

func viewIsStable(t *testing.T, s quiz.Store) {
	update(t, s, incrementCycle)
	view(t, s, func(tx quiz.Tx) error {
		done := make(chan error)
		go func() { done <- s.Update(context.Background(), incrementCycle) }()
		if err := <-done; err != nil {
			return err
		}
		r, err := tx.Room(roomA)
		expect(t, "count within the view", r.Cycle, 1)
		return err
	})
	expect(t, "count after it", listRooms(t, s)[0].Cycle, 2)
}

func valuesAreCallersOwn(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return tx.SetRoom(quiz.Room{ID: roomA, LastDone: map[quiz.JobKind]schedule.Date{quiz.JobAsk: monday()}})
	})
	view(t, s, func(tx quiz.Tx) error {
		r, err := tx.Room(roomA)
		r.LastDone[quiz.JobAsk] = schedule.Date{}
		return err
	})
	expect(t, "date", listRooms(t, s)[0].LastDone[quiz.JobAsk], monday())
}
