// Package clock is the virtual time of a crash run. It is a counter in a file that all processes of the
// run map into memory. It stands still while the service works or starts, and moves by a step each time
// that the service has nothing to do. So it doesn't depend on the speed of the machine.
package clock

import (
	"errors"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// The words of the file, in nanoseconds. All but the first count from the start.
const (
	wordStart    = iota // the first virtual time, since 1970
	wordNow             // the virtual time
	wordPlatform        // how far the platform lets it move
	wordDriver          // how far the driver lets it move
	wordReady           // the time at which the service was up, 0 before
	words
)

// unlimited is later than any run.
const unlimited = 100 * 365 * 24 * time.Hour

// Virtual is the virtual time. It is safe for concurrent use.
type Virtual struct {
	words *[words]int64
	mem   []byte
}

// Create makes the file of a clock that shows start.
func Create(path string, start time.Time) (*Virtual, error) {
	if err := os.WriteFile(path, make([]byte, 8*words), 0o600); err != nil {
		return nil, err
	}
	v, err := Open(path)
	if err == nil {
		atomic.StoreInt64(&v.words[wordStart], start.UnixNano())
	}
	return v, err
}

// Open maps the file of a clock.
func Open(path string) (v *Virtual, err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	mem, err := syscall.Mmap(int(file.Fd()), 0, 8*words, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, &os.PathError{Op: "mmap", Path: path, Err: err}
	}
	return &Virtual{(*[words]int64)(unsafe.Pointer(unsafe.SliceData(mem))), mem}, nil
}

// Close unmaps the file.
func (v *Virtual) Close() error { return syscall.Munmap(v.mem) }

// Start returns the first virtual time.
func (v *Virtual) Start() time.Time { return time.Unix(0, atomic.LoadInt64(&v.words[wordStart])).UTC() }

// Now returns the virtual time.
func (v *Virtual) Now() time.Time { return v.Start().Add(v.passed()) }

// passed returns the virtual time since the start.
func (v *Virtual) passed() time.Duration { return time.Duration(atomic.LoadInt64(&v.words[wordNow])) }

// Stamp moves the time by a microsecond and returns it. No two stamps are equal, and what is done by the
// service afterwards has a later time.
func (v *Virtual) Stamp() time.Time {
	return v.Start().Add(time.Duration(atomic.AddInt64(&v.words[wordNow], int64(time.Microsecond))))
}

// LimitByPlatform lets the time move to a time at which something happens on the platform, and not
// beyond it. A zero time is no limit.
func (v *Virtual) LimitByPlatform(at time.Time) { v.limit(wordPlatform, at) }

// LimitByDriver lets the time move to the end of a lifetime, and not beyond it.
func (v *Virtual) LimitByDriver(at time.Time) { v.limit(wordDriver, at) }

func (v *Virtual) limit(word int, at time.Time) {
	most := unlimited
	if !at.IsZero() {
		most = at.Sub(v.Start())
	}
	atomic.StoreInt64(&v.words[word], int64(most))
}

// SetReady notes that the service is up.
func (v *Virtual) SetReady() { atomic.StoreInt64(&v.words[wordReady], int64(v.passed())+1) }

// ResetReady notes that no service is up.
func (v *Virtual) ResetReady() { atomic.StoreInt64(&v.words[wordReady], 0) }

// Ready returns the time at which the service was up, the zero time if it wasn't.
func (v *Virtual) Ready() time.Time {
	at := atomic.LoadInt64(&v.words[wordReady])
	if at == 0 {
		return time.Time{}
	}
	return v.Start().Add(time.Duration(at - 1))
}

// advance moves the time by a step, and not beyond the limits. It reports whether it moved.
func (v *Virtual) advance(step time.Duration) bool {
	for {
		now := atomic.LoadInt64(&v.words[wordNow])
		to := min(now+int64(step), atomic.LoadInt64(&v.words[wordPlatform]), atomic.LoadInt64(&v.words[wordDriver]))
		if to <= now {
			return false
		}
		if atomic.CompareAndSwapInt64(&v.words[wordNow], now, to) {
			return true
		}
	}
}

// Pass lets a duration pass in which no service runs. It returns early when stopped reports true.
func (v *Virtual) Pass(d time.Duration, stopped func() bool) {
	until := v.Now().Add(d)
	v.LimitByDriver(until)
	for v.Now().Before(until) && !stopped() {
		if !v.advance(d) { // something happens on the platform first
			time.Sleep(pollInterval)
		}
	}
}
