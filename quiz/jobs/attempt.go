package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/panics"
	"quizbot/quiz/runner"
)

const (
	// batchSize and batchInterval bound the grades that wait for their transaction. The first grade
	// after an interval is stored at once: a slow grader loses none, and a fast one costs few commits.
	batchSize     = 64
	batchInterval = 100 * time.Millisecond
	// abandonAfter is how long a grader may take to return once its context has ended, in real time.
	abandonAfter = 10 * time.Second
)

var (
	errDeadline  = errors.New("the grader gave no answer in time")
	errAbandoned = errors.New("the grader doesn't return although its context has ended")
)

// foundGrade is a grade and the index of its reply.
type foundGrade struct {
	reply int
	grade quiz.Grade
}

// attempt is one call of the grader for the replies of a round.
type attempt struct {
	grader  quiz.Grader
	clock   runner.Timekeeper
	round   *quiz.Round
	replies []quiz.Reply
	until   time.Time // the deadline
	// save stores grades in one transaction. late is called once if half of the time has passed.
	save func([]foundGrade) error
	late func() error

	waiting []foundGrade // to be stored
	saved   time.Time    // the time of the last transaction
	failed  error        // of the store
}

// run calls the grader and stores its grades until it returns. graderErr is its failure. err is one of
// the store, or the end of ctx.
func (a *attempt) run(ctx context.Context) (graderErr, err error) {
	left := a.until.Sub(a.clock.Now())
	timed, release := context.WithTimeoutCause(ctx, left, errDeadline) // graders see how long they may take
	defer release()
	limited, cancel := context.WithCancelCause(timed)
	defer cancel(nil)
	found, over, ended := make(chan foundGrade), make(chan struct{}), make(chan error, 1)
	defer close(over)
	go func() { ended <- a.callGrader(limited, found, over) }()
	deadline, late := a.clock.After(left), a.clock.After(left/2)
	var flush, abandoned <-chan time.Time
	stopped := ctx.Done()
	for {
		select {
		case f := <-found:
			a.waiting = append(a.waiting, f)
			if len(a.waiting) >= batchSize {
				flush = nil
				a.flush()
			} else if flush == nil {
				flush = a.clock.After(a.saved.Add(batchInterval).Sub(a.clock.Now())) // at once, after an interval
			}
		case <-flush:
			flush = nil
			a.flush()
		case <-late:
			a.failed = errors.Join(a.failed, a.late())
		case <-deadline:
			cancel(errDeadline)
			abandoned = time.After(abandonAfter)
		case <-stopped:
			stopped, abandoned = nil, time.After(abandonAfter)
		case graderErr = <-ended:
			a.flush()
			return graderErr, errors.Join(a.failed, ctx.Err())
		case <-abandoned:
			a.flush()
			return errAbandoned, errors.Join(a.failed, ctx.Err())
		}
		if a.failed != nil && abandoned == nil {
			cancel(a.failed)
			abandoned = time.After(abandonAfter)
		}
	}
}

// flush stores the waiting grades.
func (a *attempt) flush() {
	if len(a.waiting) > 0 && a.failed == nil {
		a.failed = a.save(a.waiting)
	}
	a.waiting, a.saved = nil, a.clock.Now()
}

// callGrader calls the grader and sends its grades, each once. A panic is a failure of the grader.
func (a *attempt) callGrader(ctx context.Context, found chan<- foundGrade, over <-chan struct{}) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("grade round %s: %w", a.round.ID, panics.New(r))
		}
	}()
	var mu sync.Mutex
	graded := map[int]bool{}
	for i := range a.replies {
		graded[i] = a.replies[i].Grade != nil
	}
	err = a.grader.Grade(ctx, &a.round.Question, a.replies, func(i int, g quiz.Grade) error {
		mu.Lock()
		repeated, known := graded[i]
		graded[i] = true
		mu.Unlock()
		if repeated || !known {
			return fmt.Errorf("unexpected grade for reply %d of %d", i, len(a.replies))
		}
		select {
		case found <- foundGrade{i, g}:
			return context.Cause(ctx)
		case <-over:
			return errAbandoned
		}
	})
	mu.Lock()
	defer mu.Unlock()
	missing := 0
	for _, done := range graded {
		if !done {
			missing++
		}
	}
	if err == nil && missing > 0 {
		err = fmt.Errorf("no grade for %d of %d replies", missing, len(a.replies))
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return fmt.Errorf("grade round %s: %w", a.round.ID, err)
	}
	return nil
}
