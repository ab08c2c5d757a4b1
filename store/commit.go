package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"quizbot/quiz"

	bolt "go.etcd.io/bbolt"
)

// call is an update that waits to be committed.
type call struct {
	ctx  context.Context
	fn   func(quiz.Tx) error
	done chan result
}

// result is how a call went; a panic of its function is the caller's.
type result struct {
	err      error
	panicked any
}

// maxGroup bounds what one commit carries.
const maxGroup = 1000

// Update implements [quiz.Store]. Updates that come while one is being written to the disk are written
// together by the next commit, so that many callers share the wait for the disk, and a single one waits
// for nobody.
func (b *Bolt) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := call{ctx, fn, make(chan result, 1)}
	if err := b.hand(c); err != nil {
		return err
	}
	r := <-c.done
	if r.panicked != nil {
		panic(r.panicked)
	}
	return r.err
}

// hand gives a call to the committer.
func (b *Bolt) hand(c call) error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed {
		return errClosed
	}
	b.calls <- c
	return nil
}

// commitAll commits what is handed over, until the store is closed.
func (b *Bolt) commitAll() {
	defer close(b.done)
	debug.SetPanicOnFault(true)
	for first := range b.calls {
		b.commit(b.waiting(first))
	}
}

// waiting is the first call and those that wait behind it.
func (b *Bolt) waiting(first call) []call {
	group := []call{first}
	for len(group) < maxGroup {
		select {
		case c, more := <-b.calls:
			if !more {
				return group
			}
			group = append(group, c)
		default:
			return group
		}
	}
	return group
}

// commit writes a group in one transaction. A call that fails takes its changes with it, which bbolt can
// only do with those of the whole transaction: the group is written again without it.
func (b *Bolt) commit(group []call) {
	b.using.RLock()
	defer b.using.RUnlock()
	for len(group) > 0 {
		failed := -1
		var how result
		err := b.write(func(t *bolt.Tx) error {
			for i, c := range group {
				if how = run(c, tx{file{t}}, b.path); how.err != nil || how.panicked != nil {
					failed = i
					return errRollBack
				}
			}
			return nil
		})
		if failed < 0 {
			for _, c := range group {
				c.done <- result{err: explain(b.path, err)}
			}
			return
		}
		group[failed].done <- how
		group = append(group[:failed], group[failed+1:]...)
	}
}

// write carries out a transaction of bbolt's. A panic of it, which fn keeps to itself, leaves the store to be
// read only.
func (b *Bolt) write(fn func(*bolt.Tx) error) (err error) {
	t, err := b.begin(true)
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w; until then nothing more is saved", damaged(b.path, describe(r)))
			b.state.set(&b.state.unwritable, err)
		}
		_ = t.Rollback() // where it was not committed
	}()
	if err := fn(t); err != nil {
		return err
	}
	b.db.AllocSize = growth(t.Size())
	return t.Commit()
}

// errRollBack undoes a transaction in which one call failed.
var errRollBack = errors.New("a call failed")

// run carries out a call.
func run(c call, t quiz.Tx, path string) (how result) {
	defer func() {
		r := recover()
		if d, ok := damageIn(r); ok {
			how.err = damaged(path, d.how)
		} else {
			how.panicked = r
		}
	}()
	if err := c.ctx.Err(); err != nil {
		return result{err: err}
	}
	return result{err: c.fn(t)}
}
