package runner

import (
	"context"
	"iter"
	"time"

	"quizbot/quiz"
)

// class is a group of tasks with a limit of its own. A slow platform doesn't delay another one, and
// rooms whose last attempt failed don't delay working ones.
type class struct {
	platform string
	failing  bool
	threads  bool
}

// maxPerClass is how many tasks of a class run at the same time. A platform that takes 50 posts a
// second and answers within a second needs 50. Each holds one announcement in memory.
const maxPerClass = 64

// task is the work of one goroutine: the jobs of a room, or opening a thread there. Both may run at
// the same time.
type task struct {
	room   quiz.RoomID
	thread bool
}

// outcome is the result of a task.
type outcome struct {
	task
	thread  *quiz.Round // its thread is to be opened next, nil if none is
	failing bool
	err     error
}

// queue starts the tasks of due rooms: one per room and at most [maxPerClass] per class. Waiting
// rooms stay in the store's index, not in memory. A queue belongs to one goroutine.
type queue struct {
	runner  *Runner
	ended   chan outcome
	running map[task]class
	load    map[class]int // running tasks
	// failing holds the rooms whose last attempt failed and whose job waits.
	failing map[quiz.RoomID]bool
	next    time.Time // of the next check of a room, zero if none is scheduled
	err     error     // of the store, since the last scan
}

func newQueue(r *Runner) *queue {
	return &queue{
		runner: r, ended: make(chan outcome),
		running: map[task]class{}, load: map[class]int{}, failing: map[quiz.RoomID]bool{},
	}
}

// startDueRooms starts the tasks of due rooms, earliest first, as far as their classes have room.
func (q *queue) startDueRooms(ctx context.Context) {
	if q.err != nil {
		return
	}
	due, err := q.scanSchedule(ctx, q.runner.clock.Now())
	q.recordError(err)
	for _, room := range due {
		q.startTask(task{room: room}, q.classOf(room), func() outcome {
			thread, failing, err := q.runner.processRoom(ctx, room)
			return outcome{thread: thread, failing: failing, err: err}
		})
	}
}

// scanSchedule returns the rooms that can be started now and records when the next one is due.
func (q *queue) scanSchedule(ctx context.Context, now time.Time) (due []quiz.RoomID, err error) {
	q.next = time.Time{}
	err = q.runner.work.VisitSchedule(ctx, func(platform string, checks iter.Seq2[quiz.NextCheck, error]) error {
		rooms, err := q.scanPlatform(platform, checks, now)
		due = append(due, rooms...)
		return err
	})
	return due, err
}

// scanPlatform is scanSchedule for one platform. It stops when the platform's class is full: the
// rooms behind get their turn later.
func (q *queue) scanPlatform(platform string, checks iter.Seq2[quiz.NextCheck, error], now time.Time) (due []quiz.RoomID, err error) {
	working, failing := class{platform: platform}, class{platform: platform, failing: true}
	load := map[class]int{working: q.load[working], failing: q.load[failing]}
	for check, err := range checks {
		if err != nil {
			return due, err
		}
		if check.At.After(now) {
			q.next = earlierTime(q.next, check.At)
			break
		}
		if load[working] >= maxPerClass {
			break
		}
		c := q.classOf(check.Room)
		if _, running := q.running[task{room: check.Room}]; running || load[c] >= maxPerClass {
			continue
		}
		load[c]++
		due = append(due, check.Room)
	}
	return due, nil
}

func (q *queue) classOf(room quiz.RoomID) class {
	return class{platform: room.Platform(), failing: q.failing[room]}
}

// startTask runs a task in a goroutine of its own.
func (q *queue) startTask(t task, c class, run func() outcome) {
	q.running[t] = c
	q.load[c]++
	go func() {
		o := run()
		o.task = t
		q.ended <- o
	}()
}

// startOpeningThread starts opening a round's thread. If the class is full, the next attempt does
// it.
func (q *queue) startOpeningThread(ctx context.Context, round *quiz.Round) {
	t, c := task{round.Room, true}, class{platform: round.Room.Platform(), threads: true}
	if _, running := q.running[t]; running || q.load[c] >= maxPerClass || ctx.Err() != nil {
		return
	}
	q.startTask(t, c, func() outcome { return outcome{err: q.runner.openThread(ctx, round)} })
}

// completeTask removes an ended task and starts what follows from it.
func (q *queue) completeTask(ctx context.Context, o outcome) {
	q.load[q.running[o.task]]--
	delete(q.running, o.task)
	switch {
	case o.task.thread:
	case o.failing:
		q.failing[o.room] = true
	default:
		delete(q.failing, o.room)
	}
	if o.thread != nil {
		q.startOpeningThread(ctx, o.thread)
	}
	q.recordError(o.err)
}

// coalesceCompletions completes tasks for a short window, so that a burst costs one scan of the
// schedule.
func (q *queue) coalesceCompletions(ctx context.Context, over <-chan time.Time) {
	for {
		select {
		case o := <-q.ended:
			q.completeTask(ctx, o)
		case <-over:
			return
		}
	}
}

// waitForTasks waits for all running tasks and starts no more.
func (q *queue) waitForTasks() {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for len(q.running) > 0 {
		q.completeTask(over, <-q.ended)
	}
}

// recordError keeps an error of the store. Nothing is started until the next idle delay is over.
func (q *queue) recordError(err error) {
	if err != nil && q.err == nil {
		q.err = err
	}
}

// delayUntilNextScan returns how long nothing is due, as far as is known. It is long after an error
// of the store, which the next scan would only repeat.
func (q *queue) delayUntilNextScan(ctx context.Context, now time.Time) time.Duration {
	switch {
	case q.err != nil:
		if ctx.Err() == nil {
			q.runner.log.Error("cannot carry out what is due", "err", q.err)
		}
		q.err = nil
		return idleDelay
	case q.next.IsZero():
		return idleDelay
	}
	if until := q.next.Sub(now); until > 0 {
		return min(until, idleDelay)
	}
	return pollInterval
}

// coalesceDelay returns how long to coalesce: never beyond the next due time.
func (q *queue) coalesceDelay(now time.Time) time.Duration {
	if q.next.IsZero() {
		return coalesceWindow
	}
	return min(max(q.next.Sub(now), 0), coalesceWindow)
}
