package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"quizbot/store"
	"quizbot/store/bolt/checksum"
	"quizbot/store/bolt/pages"

	"go.etcd.io/bbolt"
)

// Report is the result of a check of a whole file.
type Report struct {
	// Faults are sentences about what does not fit together. A file without faults is sound.
	Faults []string `json:"faults"`
	// Notes are sentences about faults by which nothing is lost.
	Notes []string `json:"notes"`
	// Size is the size of the file in bytes.
	Size int64 `json:"size"`
}

// ErrInterrupted is returned for a check, and for an export or a backup, that would have read what
// has to be overwritten.
var ErrInterrupted = errors.New("it was interrupted, because somebody is forgotten")

// checks are the checks of a store that run, and its exports and backups while they read it.
type checks struct {
	mu      sync.Mutex
	cancel  map[int]context.CancelCauseFunc
	next    int
	damaged bool // the last complete check found something
	// interrupted is the time of the last interruption.
	interrupted time.Time
}

// begin returns the context of a check, which interrupt ends.
func (c *checks) begin(ctx context.Context) (limited context.Context, end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	limited, cancel := context.WithCancelCause(ctx)
	if c.cancel == nil {
		c.cancel = map[int]context.CancelCauseFunc{}
	}
	id := c.next
	c.next++
	c.cancel[id] = cancel
	return limited, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		cancel(nil)
		delete(c.cancel, id)
	}
}

// interruptEvery is the least time between two interruptions, so that one begun after the first can
// end.
const interruptEvery = time.Minute

// interrupt ends all checks, exports and backups that read, unless others were ended a moment ago.
func (c *checks) interrupt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.interrupted) >= interruptEvery {
		c.interrupted = now
	} else {
		return
	}
	for _, cancel := range c.cancel {
		cancel(ErrInterrupted)
	}
}

func (c *checks) isDamaged() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.damaged
}

func (c *checks) setDamaged(damaged bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.damaged = damaged
}

// Check returns everything in the file that does not fit together: its pages, its records, its
// indexes, its sums.
func (s *Store) Check() error { return s.check(context.Background()) }

// check is Check until ctx ends. It reads one state of the file while others go on reading and
// writing. Forgetting somebody interrupts it.
func (s *Store) check(ctx context.Context) error {
	return s.readLong(ctx, func(ctx context.Context, t *bbolt.Tx) error {
		if err := s.checkPagesOf(ctx, t); err != nil {
			return err
		}
		return checkRecords(ctx, t)
	})
}

// checkPagesOf checks the pages of the state that a transaction reads. bbolt keeps these pages as
// long as the transaction lasts.
func (s *Store) checkPagesOf(ctx context.Context, t *bbolt.Tx) error {
	info, err := s.db.file.Stat()
	if err != nil {
		return err
	}
	m, err := pages.ReadMetaOf(s.db.file, info.Size(), uint64(t.ID()))
	if err == nil {
		err = pages.Check(contextReaderAt{ctx, s.db.file}, info.Size(), m)
	}
	if err != nil {
		return damagedError(s.path, err.Error())
	}
	return nil
}

// checkRecords checks all records until ctx ends.
func checkRecords(ctx context.Context, t *bbolt.Tx) error {
	errs := []error{store.Tx{KV: kv{tx: t, ctx: ctx}}.Check()}
	for _, bucket := range store.Buckets() {
		errs = append(errs, checkSum(ctx, t, bucket))
	}
	return errors.Join(append(errs, checkLastCommit(t))...)
}

// checkSum compares the records of a bucket with its sum.
func checkSum(ctx context.Context, t *bbolt.Tx, bucket string) error {
	var got checksum.Sum
	damaged := false
	b := t.Bucket([]byte(bucket))
	for c, i := b.Cursor(), 0; ; i++ {
		k, stored := nextOf(c, i)
		if k == nil || ctx.Err() != nil {
			break
		}
		sum, ok := storedChecksum(bucket, k, stored)
		got, damaged = got.Plus(sum), damaged || !ok
	}
	switch want := sumOf(b); {
	case got == want:
		return nil
	case got.Count() < want.Count():
		return fmt.Errorf("%s lacks %d of the records that were written", bucket, want.Count()-got.Count())
	case got.Count() > want.Count():
		return fmt.Errorf("%s has %d records more than were written", bucket, got.Count()-want.Count())
	case damaged:
		return nil // it was said of the record
	}
	return fmt.Errorf("%s has other records than were written: pages of it are older than the rest", bucket)
}

// findCommitFault returns the fault of a file whose pages are older than its meta page. The next commit
// hides a part of it.
func findCommitFault(db database, path string) (fault pages.MetaFault) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var err error
	func() {
		defer recoverDamage(path, &err)
		err = db.View(checkLastCommit)
	}()
	if err != nil {
		return pages.MetaFault{Reason: err.Error(), Lost: true}
	}
	return pages.MetaFault{}
}

// nextOf returns the first key of a bucket and its value at 0, and later the next one.
func nextOf(c *bbolt.Cursor, i int) (key, value []byte) {
	if i == 0 {
		return c.First()
	}
	return c.Next()
}

// checkLastCommit compares what the last commit noted with the file.
func checkLastCommit(t *bbolt.Tx) error {
	last, err := readCommit(t)
	switch {
	case err != nil:
		return err
	case last.number != uint64(t.ID()):
		return fmt.Errorf("it holds the state of commit %d, and its meta page is of commit %d: "+
			"what was saved between is lost, or another program wrote to it", last.number, t.ID())
	case last.total != sumBuckets(t):
		return errors.New("its buckets are not all of its last commit")
	}
	return nil
}

// CheckAll checks the whole file while the store is used, and returns the faults. The store keeps
// the result for [Store.NeedsAttention].
func (s *Store) CheckAll(ctx context.Context) (Report, error) {
	err := s.check(ctx)
	if ctx.Err() != nil || errors.Is(err, ErrInterrupted) || errors.Is(err, errClosed) {
		return Report{}, err
	}
	s.checks.setDamaged(err != nil)
	r := Report{Faults: splitLines(err), Size: s.Size()}
	if s.opened.Lost {
		r.Faults = append(r.Faults, "when it was opened, "+s.opened.Reason)
	}
	return r, nil
}

// Size returns the size of the file in bytes.
func (s *Store) Size() int64 {
	s.dbMu.RLock()
	defer s.dbMu.RUnlock()
	info, err := s.db.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// NeedsAttention reports whether the file is damaged, or something that was saved is lost.
func (s *Store) NeedsAttention() bool {
	writing, anything := s.failure.get()
	return s.checks.isDamaged() || s.opened.Lost || writing != nil || anything != nil
}

// CheckFile checks the whole file of a store that no process has open, and does not change it. It
// fails with [ErrLocked] if a service runs on the file. A file that cannot be opened because it is
// damaged is no error.
func CheckFile(ctx context.Context, path string) (r Report, err error) {
	if err := checkExists(path); err != nil {
		return r, err
	}
	lock, err := lockPath(resolveLinks(path))
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	db, err := openLocked(path, true)
	if err != nil {
		return faultOf(r, explainOpenError(path, err))
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	r.Size = db.size
	fault, err := checkFilePages(db.file)
	switch {
	case err != nil:
		return faultOf(r, damagedError(path, err.Error()))
	case fault.Lost:
		r.Faults = append(r.Faults, fault.Reason)
	case fault.Reason != "":
		r.Notes = append(r.Notes, fault.Reason)
	}
	schema, err := checkSchema(db, path, migrations())
	if err != nil {
		return faultOf(r, explainOpenError(path, err))
	}
	if schema <= len(migrations()) {
		if err := db.View(checkWithoutSums); err != nil {
			return faultOf(r, explainOpenError(path, err))
		}
		r.Notes = append(r.Notes, fmt.Sprintf("it has schema %d, so only its pages were checked: the next start brings it to schema %d", schema, 1+len(migrations())))
		return r, nil
	}
	err = checkDatabase(ctx, db, path)
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	r.Faults = append(r.Faults, splitLines(err)...)
	return r, nil
}

// faultOf adds the error of a damaged file to a report. Another error is returned.
func faultOf(r Report, err error) (Report, error) {
	if !errors.Is(err, ErrDamaged) {
		return r, err
	}
	r.Faults = append(r.Faults, err.Error())
	return r, nil
}

// checkDatabase checks all records of an open file that nobody writes to.
func checkDatabase(ctx context.Context, db database, path string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(path, &err)
	return db.View(func(t *bbolt.Tx) error { return checkRecords(ctx, t) })
}

// checkCopy checks all records of a copy that was made of a file.
func checkCopy(ctx context.Context, path, from string) error {
	db, err := openLocked(path, true)
	if err != nil {
		return err
	}
	err = checkDatabase(ctx, db, from)
	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), db.Close())
	}
	if err != nil && !errors.Is(err, ErrDamaged) {
		err = damagedError(from, firstOf(splitLines(err)))
	}
	return errors.Join(err, db.Close())
}

// splitLines returns the errors that were joined in err.
func splitLines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

// firstOf returns the first of some faults, and how many more there are.
func firstOf(faults []string) string {
	if len(faults) == 1 {
		return faults[0]
	}
	return fmt.Sprintf("%s, and %d more faults", faults[0], len(faults)-1)
}

// contextReaderAt is a reader that fails after its context has ended.
type contextReaderAt struct {
	ctx context.Context //nolint:containedctx // io.ReaderAt has no room for it
	r   io.ReaderAt
}

// ReadAt implements [io.ReaderAt].
func (c contextReaderAt) ReadAt(b []byte, at int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.ReadAt(b, at)
}
