package quiz

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// How the Runner works. A look every few seconds survives suspended machines and clocks that jump, which
// a single long timer does not.
const (
	maxNap       = 15 * time.Second
	breath       = 50 * time.Millisecond // between looks while rooms wait for a place
	announceTime = 60 * time.Second      // for one announcement, of several messages
	alarmTime    = 10 * time.Second
	firstWait    = 5 * time.Second
	maxWait      = 5 * time.Minute
	longestWait  = time.Hour
	alarmAfter   = 3 // failures of a step
	gatherTime   = 20 * time.Second
	gatherTries  = 3 // of fetching a thread's messages before it is closed without them
	// looksAtMost is how often a step whose time has passed is looked for in vain before it is given up unseen: for an hour
	// at the longest waits between.
	looksAtMost = 12
	// jumpedBack is by how much the clock must go back for everything planned to be looked at anew.
	jumpedBack = time.Minute
)

// Runner carries out what is due, in every room, exactly once.
type Runner struct {
	service   *Service
	announcer Announcer
	clock     Timekeeper
	log       *slog.Logger

	mu       sync.Mutex
	ungotten map[RoundID]int // how often fetching the messages of a round's thread has failed
}

// NewRunner returns a Runner that takes the time from clock. An announcer that is an [Alarmer], too, is told
// what needs an admin.
func NewRunner(service *Service, announcer Announcer, clock Timekeeper, log *slog.Logger) *Runner {
	return &Runner{service: service, announcer: announcer, clock: clock, log: log, ungotten: map[RoundID]int{}}
}

// Run carries out what is due until ctx ends, and returns when what it began is done with.
func (r *Runner) Run(ctx context.Context) {
	d := newDispatch(r)
	defer d.wait()
	var seen time.Time
	for ctx.Err() == nil {
		now := r.clock.Now().Round(0) // without the reading that never goes back
		switch {
		case seen.IsZero():
			d.failed(r.service.retryAll(ctx, now))
		case seen.Sub(now) > jumpedBack:
			d.failed(r.service.lookAgain(ctx, now))
		}
		seen = now
		d.look(ctx)
		select {
		case <-ctx.Done():
		case <-r.service.Hurry():
		case <-r.clock.After(d.nap(ctx, now)):
		case s := <-d.ended:
			d.done(ctx, s)
			d.gather(ctx, r.clock.After(d.moment(r.clock.Now())))
		}
	}
}

// Next is when a room is to be looked at next, the zero time where nothing is planned.
func (r *Runner) Next(ctx context.Context) (next time.Time, err error) {
	err = r.service.store.View(ctx, func(tx Tx) error {
		for platform := range tx.Platforms() {
			for _, at := range tx.Wakes(platform) {
				next = earlier(next, at)
				break
			}
		}
		return nil
	})
	return next, err
}

// earlier is the earlier of two moments, of which the zero time is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// Tick carries out everything that is due now, in all rooms, and returns when nothing is left that can be
// done now. An error is the store's; what goes wrong in one room is noted there and delays no other.
func (r *Runner) Tick(ctx context.Context) error {
	d := newDispatch(r)
	defer d.wait()
	for {
		d.look(ctx)
		if len(d.busy) == 0 || ctx.Err() != nil || d.err != nil {
			break
		}
		d.done(ctx, <-d.ended)
	}
	return errors.Join(ctx.Err(), d.err)
}

// serve does one thing after the other in a room until nothing more is due there. It returns the round whose
// thread is to be opened, if there is one, and reports whether the platform failed.
func (r *Runner) serve(ctx context.Context, room RoomID) (thread *Round, failing bool, err error) {
	var gathered RoundID
	for ctx.Err() == nil {
		b, err := r.service.begin(ctx, r.clock.Now(), room, gathered)
		r.alarm(ctx, b.alarms)
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, false, ctx.Err()
		case err != nil:
			r.log.Error("cannot begin what is due", "room", room, "err", err)
			return nil, false, r.postpone(ctx, room, err)
		case b.gather != nil:
			if err := r.gather(ctx, b.gather); err != nil {
				return nil, true, r.postpone(ctx, room, err)
			}
			r.findNames(ctx, b.gather)
			gathered = b.gather.ID
			continue
		case b.step == nil && !b.again:
			return b.thread, failing, nil
		case b.step == nil:
			continue
		}
		if failing, err = r.carryOut(ctx, *b.step); err != nil {
			return nil, failing, err
		}
	}
	return nil, failing, ctx.Err()
}

// postpone notes that what is due in a room could not begin.
func (r *Runner) postpone(ctx context.Context, room RoomID, cause error) error {
	alarms, err := r.service.postpone(ctx, r.clock.Now(), room, cause)
	r.alarm(ctx, alarms)
	return err
}

// gather fetches what was written in a round's thread and did not arrive, as when the bot was away. It returns an
// error where that is to be tried again before the round closes.
func (r *Runner) gather(ctx context.Context, round *Round) error {
	gatherer, able := r.announcer.(Gatherer)
	if !able || !round.gathers() {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, gatherTime)
	defer cancel()
	err := gatherer.Gather(limited, *round)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ungotten[round.ID]++
	tries := r.ungotten[round.ID]
	if err != nil && tries < gatherTries {
		r.log.Warn("cannot fetch a thread's messages: the round stays open meanwhile", "room", round.Room, "try", tries, "err", err)
		return err
	}
	if err != nil {
		r.log.Error("cannot fetch a thread's messages: the round closes with those that arrived", "room", round.Room, "err", err)
	}
	delete(r.ungotten, round.ID)
	return nil
}

// carryOut posts a step's announcement and writes down how it went. It reports whether the platform failed.
func (r *Runner) carryOut(ctx context.Context, step Step) (failing bool, err error) {
	limited, cancel := context.WithTimeout(ctx, announceTime)
	defer cancel()
	opener, able := r.announcer.(ThreadOpener)
	step.opensThread = able && opener.OpensThreads(step.Room)
	places, err := r.announcer.Announce(limited, step.Announcement)
	switch {
	case err == nil:
		r.log.Info("announced", "room", step.Room, "step", step.Kind, "key", step.Announcement.Key)
		return false, r.service.finish(ctx, r.clock.Now(), step, places)
	case ctx.Err() != nil:
		return true, ctx.Err() // stopped, not failed: the step is carried on after the restart
	case len(places) > 0:
		r.log.Warn("announced, but something beside it failed", "room", step.Room, "step", step.Kind, "key", step.Announcement.Key, "err", err)
		alarms, noted := r.service.finishPartly(ctx, r.clock.Now(), step, places, err)
		r.alarm(ctx, alarms)
		return false, noted
	}
	level := slog.LevelWarn
	if step.Tries+1 >= alarmAfter || obstacleOf(err) != nil {
		level = slog.LevelError
	}
	r.log.Log(ctx, level, "announcement failed", "room", step.Room, "step", step.Kind, "try", step.Tries+1, "err", err)
	alarms, noted := r.service.fail(ctx, r.clock.Now(), step, err)
	r.alarm(ctx, alarms)
	return !errors.Is(err, ErrTooLate), noted
}

// alarm tells those whom it concerns, as far as they can be reached. What is said stands in the log and in the
// room's status, too.
func (r *Runner) alarm(ctx context.Context, alarms []Alarm) {
	alarmer, able := r.announcer.(Alarmer)
	for _, a := range alarms {
		r.log.Error("a room needs an admin", "room", a.Room, "step", a.Trouble.Step, "what", a.Trouble.Code, "detail", a.Trouble.Detail, "obstacle", a.Trouble.Obstacle)
		if !able {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, alarmTime)
		if err := alarmer.Alarm(limited, a); err != nil && ctx.Err() == nil {
			r.log.Warn("an alarm reached nobody", "room", a.Room, "err", err)
		}
		cancel()
	}
}

// isGone reports whether the platform says that the room is gone.
func isGone(err error) bool {
	var gone interface{ Gone() bool }
	return errors.As(err, &gone) && gone.Gone()
}

// backOff is how long to wait after a failure, before which there were so many others: what the platform asks for,
// at most an hour; minutes where a person has to do something, which may happen at any moment; or else twice as long
// each time with jitter, so that rooms that failed together do not come back together.
func backOff(waits int, err error) time.Duration {
	var asked interface{ RetryAfter() time.Duration }
	if errors.As(err, &asked) && asked.RetryAfter() > 0 {
		return min(asked.RetryAfter(), longestWait)
	}
	if obstacleOf(err) != nil {
		list := obstacleWaits()
		return list[min(waits, len(list)-1)]
	}
	wait := maxWait
	if waits < 6 {
		wait = min(firstWait<<waits, maxWait)
	}
	return wait/2 + rand.N(wait/2)
}

// obstacleWaits are the waits between attempts against an obstacle; the last one repeats.
func obstacleWaits() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, longestWait}
}
