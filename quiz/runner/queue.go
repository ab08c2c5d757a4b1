package runner

import (
	"context"
	"errors"
	"iter"
	"maps"
	"time"

	"quizbot/quiz"
)

// class is a group of tasks with a limit of its own. A slow platform doesn't delay another one, and
// rooms whose last attempt failed don't delay working ones. A slow grader delays only grading.
type class struct {
	platform string
	failing  bool
	kind     taskKind
}

// taskKind is the kind of a task's work.
type taskKind uint8

// A room's jobs include grading, which has a class of its own.
const (
	taskJobs taskKind = iota
	taskGrade
	taskThread
	taskRegrade
)

// maxPerClass is how many tasks of a class run at the same time. A platform that takes 50 posts a
// second and answers within a second needs 50. Each holds one announcement in memory.
const maxPerClass = 64

// task is the work of one goroutine: the jobs of a room, opening a thread there, or grading a revealed
// round once more. They may run at the same time.
type task struct {
	room quiz.RoomID
	kind taskKind
}

// outcome is the result of a task.
type outcome struct {
	task
	thread  *quiz.Round  // its thread is to be opened next, nil if none is
	regrade quiz.RoundID // is to be graded once more, 0 if none is
	failing bool
	grading bool // a round is to be graded next, in the class of gradings
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
	// grading holds the rooms with a round to be graded.
	grading map[quiz.RoomID]bool
	next    time.Time // of the next check of a room, zero if none is scheduled
	err     error     // of the store, since the last scan
	// unreadable says that the last scan met a check that is to be computed again.
	unreadable bool
}

func newQueue(r *Runner) *queue {
	return &queue{
		runner: r, ended: make(chan outcome),
		running: map[task]class{}, load: map[class]int{}, failing: map[quiz.RoomID]bool{}, grading: map[quiz.RoomID]bool{},
	}
}

// startDueRooms starts the tasks of due rooms, earliest first, as far as their classes have room.
func (q *queue) startDueRooms(ctx context.Context, now time.Time) {
	if q.err != nil {
		return
	}
	due, err := q.scanSchedule(ctx, now)
	q.recordError(err)
	for _, room := range due {
		q.startRoom(ctx, room)
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
	working := class{platform: platform}
	load := maps.Clone(q.load)
	for check, err := range checks {
		if errors.Is(err, quiz.ErrUnreadable) {
			q.unreadable = q.unreadable || check.Room != ""
			continue
		}
		if err != nil {
			return due, err
		}
		if check.At.After(now) {
			q.next = earlierTime(q.next, check.At)
			break
		}
		if q.runner.isHeld(check.Room, now) {
			continue
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
	if q.grading[room] {
		return class{platform: room.Platform(), kind: taskGrade}
	}
	return class{platform: room.Platform(), failing: q.failing[room]}
}

// startRoom starts the jobs of a room.
func (q *queue) startRoom(ctx context.Context, room quiz.RoomID) {
	c := q.classOf(room)
	q.startTask(task{room: room}, c, func() outcome { return q.runner.processRoom(ctx, room, c.kind == taskGrade) })
}

// startTask runs a task in a goroutine of its own.
func (q *queue) startTask(t task, c class, run func() outcome) {
	q.running[t] = c
	q.load[c]++
	go func() {
		o := q.runner.contain(t.room, run)
		o.task = t
		q.ended <- o
	}()
}

// startBeside starts a task beside a room's jobs. If its class is full, or such a task runs there
// already, the next attempt does it.
func (q *queue) startBeside(ctx context.Context, room quiz.RoomID, kind taskKind, run func() error) {
	t, c := task{room, kind}, class{platform: room.Platform(), kind: kind}
	if _, running := q.running[t]; running || q.load[c] >= maxPerClass || ctx.Err() != nil {
		return
	}
	q.startTask(t, c, func() outcome { return outcome{err: run()} })
}

// completeTask removes an ended task and starts what follows from it.
func (q *queue) completeTask(ctx context.Context, o outcome) {
	q.load[q.running[o.task]]--
	delete(q.running, o.task)
	if o.kind == taskJobs {
		setMember(q.failing, o.room, o.failing)
		setMember(q.grading, o.room, o.grading)
	}
	if o.grading && q.load[q.classOf(o.room)] < maxPerClass && ctx.Err() == nil {
		q.startRoom(ctx, o.room)
	}
	if o.thread != nil {
		q.startBeside(ctx, o.room, taskThread, func() error { return q.runner.openThread(ctx, o.thread) })
	}
	if o.regrade != 0 {
		q.startBeside(ctx, o.room, taskRegrade, func() error { return q.runner.regrade(ctx, o.room, o.regrade) })
	}
	q.recordError(o.err)
}

// setMember adds a room to a set or removes it.
func setMember(set map[quiz.RoomID]bool, room quiz.RoomID, member bool) {
	if member {
		set[room] = true
	} else {
		delete(set, room)
	}
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
