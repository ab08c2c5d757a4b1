package quiz

import (
	"context"
	"time"
)

// lane is a queue of its own: a platform that is slow keeps no other waiting, and rooms whose last attempt
// failed keep none of those waiting that work.
type lane struct {
	platform string
	failing  bool
	threads  bool
}

// task is the work of one goroutine: serving a room, or opening a thread there, which may run at the same time.
type task struct {
	room   RoomID
	thread bool
}

// laneWidth is how many rooms of a lane are served side by side. A platform that takes 50 posts a second and
// answers within a second needs 50; each holds one announcement in memory.
const laneWidth = 64

// dispatch hands due rooms to goroutines, each room to one at a time and each lane to [laneWidth] at most. What
// is due waits in the store's index, not in memory. It belongs to one goroutine.
type dispatch struct {
	runner *Runner
	ended  chan served
	busy   map[task]lane // what is being done
	load   map[lane]int  // how much of it in each lane
	// failing are the rooms whose last attempt failed: ids alone, and only of those that have a step waiting.
	failing map[RoomID]bool
	next    time.Time // when something more is due, the zero time where nothing is
	err     error     // of the store, since the last look
}

// served is how a task went, and the round whose thread is to be opened after it, if there is one.
type served struct {
	task
	open    *Round
	failing bool
	err     error
}

func newDispatch(r *Runner) *dispatch {
	return &dispatch{
		runner: r, ended: make(chan served),
		busy: map[task]lane{}, load: map[lane]int{}, failing: map[RoomID]bool{},
	}
}

// look starts what is due, earliest first, as far as its lane has room.
func (d *dispatch) look(ctx context.Context) {
	if d.err != nil {
		return
	}
	var start []RoomID
	err := d.runner.service.store.View(ctx, func(tx Tx) error {
		start = d.due(tx, d.runner.clock.Now())
		return nil
	})
	d.failed(err)
	for _, room := range start {
		d.start(task{room: room}, d.laneOf(room), func() served {
			open, failing, err := d.runner.serve(ctx, room)
			return served{open: open, failing: failing, err: err}
		})
	}
}

// due are the rooms that can be started now; it sets when more is due.
func (d *dispatch) due(tx Tx, now time.Time) (start []RoomID) {
	d.next = time.Time{}
	for platform := range tx.Platforms() {
		start = append(start, d.dueOn(tx, platform, now)...)
	}
	return start
}

// dueOn are those of a platform. Once its lane is full there is no need to look further: rooms that wait behind
// have their turn, and those that failed come back by themselves.
func (d *dispatch) dueOn(tx Tx, platform string, now time.Time) (start []RoomID) {
	working, failing := lane{platform: platform}, lane{platform: platform, failing: true}
	load := map[lane]int{working: d.load[working], failing: d.load[failing]}
	for room, at := range tx.Wakes(platform) {
		if at.After(now) {
			d.next = earlier(d.next, at)
			break
		}
		if load[working] >= laneWidth {
			break
		}
		l := d.laneOf(room)
		if _, busy := d.busy[task{room: room}]; busy || load[l] >= laneWidth {
			continue
		}
		load[l]++
		start = append(start, room)
	}
	return start
}

func (d *dispatch) laneOf(room RoomID) lane {
	return lane{platform: room.Platform(), failing: d.failing[room]}
}

// start has a goroutine do a task.
func (d *dispatch) start(t task, l lane, do func() served) {
	d.busy[t] = l
	d.load[l]++
	go func() {
		s := do()
		s.task = t
		d.ended <- s
	}()
}

// openThread starts opening a round's thread. Where its lane is full, that is left to the next attempt.
func (d *dispatch) openThread(ctx context.Context, round *Round) {
	t, l := task{round.Room, true}, lane{platform: round.Room.Platform(), threads: true}
	if _, busy := d.busy[t]; busy || d.load[l] >= laneWidth || ctx.Err() != nil {
		return
	}
	d.start(t, l, func() served { return served{err: d.runner.openThread(ctx, round)} })
}

// done takes in that a task ended.
func (d *dispatch) done(ctx context.Context, s served) {
	d.load[d.busy[s.task]]--
	delete(d.busy, s.task)
	switch {
	case s.thread:
	case s.failing:
		d.failing[s.room] = true
	default:
		delete(d.failing, s.room)
	}
	if s.open != nil {
		d.openThread(ctx, s.open)
	}
	d.failed(s.err)
}

// gather takes in what else ends before a moment is over, so that not every end is followed by a look.
func (d *dispatch) gather(ctx context.Context, over <-chan time.Time) {
	for {
		select {
		case s := <-d.ended:
			d.done(ctx, s)
		case <-over:
			return
		}
	}
}

// wait waits for what was begun, and begins nothing more.
func (d *dispatch) wait() {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for len(d.busy) > 0 {
		d.done(over, <-d.ended)
	}
}

// failed takes in an error of the store, after which nothing is begun until the next nap is over.
func (d *dispatch) failed(err error) {
	if err != nil && d.err == nil {
		d.err = err
	}
}

// nap is how long there is nothing to do, as far as is known now. After an error of the store it is long,
// because the next look would only meet the same.
func (d *dispatch) nap(ctx context.Context, now time.Time) time.Duration {
	switch {
	case d.err != nil:
		if ctx.Err() == nil {
			d.runner.log.Error("cannot carry out what is due", "err", d.err)
		}
		d.err = nil
		return maxNap
	case d.next.IsZero():
		return maxNap
	}
	if until := d.next.Sub(now); until > 0 {
		return min(until, maxNap)
	}
	return breath
}

// moment is how long ends are gathered: no longer than until more is due.
func (d *dispatch) moment(now time.Time) time.Duration {
	if d.next.IsZero() {
		return breath
	}
	return min(max(d.next.Sub(now), 0), breath)
}
