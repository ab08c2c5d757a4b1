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
}

// laneWidth is how many rooms of a lane are served side by side. A platform that takes 50 posts a second and
// answers within a second needs 50; each holds one announcement in memory.
const laneWidth = 64

// dispatch hands due rooms to goroutines, each room to one at a time and each lane to [laneWidth] at most. What
// is due waits in the store's index, not in memory. It belongs to one goroutine.
type dispatch struct {
	runner *Runner
	ended  chan served
	busy   map[RoomID]lane // rooms that are being served
	load   map[lane]int    // how many of them in each lane
	// failing are the rooms whose last attempt failed: ids alone, and only of those that have a step waiting.
	failing map[RoomID]bool
	next    time.Time // when something more is due, the zero time where nothing is
	err     error     // of the store, since the last look
}

// served is how serving a room went.
type served struct {
	room    RoomID
	failing bool
	err     error
}

func newDispatch(r *Runner) *dispatch {
	return &dispatch{
		runner: r, ended: make(chan served),
		busy: map[RoomID]lane{}, load: map[lane]int{}, failing: map[RoomID]bool{},
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
		d.start(ctx, room)
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
	working, failing := lane{platform, false}, lane{platform, true}
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
		if _, busy := d.busy[room]; busy || load[l] >= laneWidth {
			continue
		}
		load[l]++
		start = append(start, room)
	}
	return start
}

func (d *dispatch) laneOf(room RoomID) lane { return lane{room.Platform(), d.failing[room]} }

func (d *dispatch) start(ctx context.Context, room RoomID) {
	l := d.laneOf(room)
	d.busy[room] = l
	d.load[l]++
	go func() {
		failing, err := d.runner.serve(ctx, room)
		d.ended <- served{room, failing, err}
	}()
}

// done takes in that a room was served.
func (d *dispatch) done(s served) {
	d.load[d.busy[s.room]]--
	delete(d.busy, s.room)
	if s.failing {
		d.failing[s.room] = true
	} else {
		delete(d.failing, s.room)
	}
	d.failed(s.err)
}

// gather takes in what else ends before a moment is over, so that not every end is followed by a look.
func (d *dispatch) gather(over <-chan time.Time) {
	for {
		select {
		case s := <-d.ended:
			d.done(s)
		case <-over:
			return
		}
	}
}

// wait waits for what was begun.
func (d *dispatch) wait() {
	for len(d.busy) > 0 {
		d.done(<-d.ended)
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
