//go:build amd64 || arm64

package durable

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

// kind is a kind of system call that concerns what survives a power loss.
type kind string

const (
	opening  kind = "open"
	writing  kind = "write"
	resizing kind = "resize"
	syncing  kind = "sync"
	renaming kind = "rename"
	linking  kind = "link"
	removing kind = "remove"
)

// call is a system call.
type call struct {
	kind kind
	path string
	to   string // the new path of a rename or link

	id     int       // the thread
	number uint64    // of the call
	args   [6]uint64 // of the call
	mark   int       // of an observer
}

// observer is told of the calls of a process. It is told by one goroutine.
type observer interface {
	// entered is called when a thread enters a call, and left when it leaves it with a result that is
	// not an error. The thread stands still meanwhile.
	entered(c *call)
	left(c *call, result int64)
}

// ErrNoTrace is returned where the system lets nobody trace a process.
var ErrNoTrace = errors.New("processes cannot be traced here")

// The numbers of ptrace that package syscall lacks: https://man7.org/linux/man-pages/man2/ptrace.2.html
// and https://man7.org/linux/man-pages/man2/wait.2.html.
const (
	ptraceGetSyscallInfo = 0x420e
	ptraceExitKill       = 0x100000
	ptraceTraceSeccomp   = 0x80
	eventSeccomp         = 7
	infoExit             = 2
	infoSeccomp          = 3
	waitOwnChildren      = 0x20000000
	syscallStop          = syscall.SIGTRAP | 0x80
)

// syscallInfo is the kernel's struct ptrace_syscall_info at a stop of seccomp. At the exit of a call
// its number holds the result.
type syscallInfo struct {
	op     uint8
	_      [3]uint8
	_      uint32
	_, _   uint64
	number uint64
	args   [6]uint64
	_      uint64
}

// tracer traces one process.
type tracer struct {
	observer observer
	pending  map[int]*call // calls that threads are in
}

// run starts a command and traces it to its end. started is called once it runs, or can't be started.
// The result is that of the command.
func (t *tracer) run(cmd *exec.Cmd, started func(error)) error {
	runtime.LockOSThread() // only the thread that started a process may trace it
	defer runtime.UnlockOSThread()
	if err := t.start(cmd); err != nil {
		err = fmt.Errorf("%w: %w", ErrNoTrace, err)
		started(err)
		return err
	}
	started(nil)
	defer func() { _ = cmd.Wait() }() // the process was waited for; this closes its pipes
	var status syscall.WaitStatus
	for {
		id, err := syscall.Wait4(-1, &status, syscall.WALL|waitOwnChildren, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return err
		case id == cmd.Process.Pid && (status.Exited() || status.Signaled()):
			return endOf(status)
		case !status.Stopped():
			delete(t.pending, id) // a thread ended
			continue
		}
		if err := t.resume(id, status); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
}

// EndedError is the end of a traced process with another status than 0.
type EndedError struct{ Status syscall.WaitStatus }

// Error implements error.
func (e *EndedError) Error() string {
	if e.Status.Signaled() {
		return "signal: " + e.Status.Signal().String()
	}
	return fmt.Sprint("exit status ", e.Status.ExitStatus())
}

func endOf(status syscall.WaitStatus) error {
	if status.Exited() && status.ExitStatus() == 0 {
		return nil
	}
	return &EndedError{status}
}

// start starts a command as a process that is traced.
func (t *tracer) start(cmd *exec.Cmd) error {
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, tracedVariable+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(cmd.Process.Pid, &status, syscall.WALL, nil); err != nil {
		return err
	}
	options := syscall.PTRACE_O_TRACESYSGOOD | syscall.PTRACE_O_TRACECLONE | ptraceTraceSeccomp | ptraceExitKill
	return errors.Join(syscall.PtraceSetOptions(cmd.Process.Pid, options), syscall.PtraceCont(cmd.Process.Pid, 0))
}

// resume tells the observer of a stop and lets the thread go on.
func (t *tracer) resume(id int, status syscall.WaitStatus) error {
	switch stop := status.StopSignal(); {
	case stop == syscall.SIGTRAP && status.TrapCause() == eventSeccomp:
		if c := readCall(id); c != nil {
			t.pending[id] = c
			t.observer.entered(c)
			return syscall.PtraceSyscall(id, 0) // up to the exit of the call
		}
		return syscall.PtraceCont(id, 0)
	case stop == syscallStop:
		c := t.pending[id]
		delete(t.pending, id)
		if info, ok := readInfo(id); ok && c != nil && info.op == infoExit && int64(info.number) >= 0 {
			t.observer.left(c, int64(info.number))
		}
		return syscall.PtraceCont(id, 0)
	case stop == syscall.SIGTRAP || stop == syscall.SIGSTOP: // a new thread
		return syscall.PtraceCont(id, 0)
	default:
		if t.pending[id] != nil { // the call goes on after the signal
			return syscall.PtraceSyscall(id, int(stop))
		}
		return syscall.PtraceCont(id, int(stop))
	}
}

// readInfo reads the call of a stopped thread.
func readInfo(id int) (info syscallInfo, ok bool) {
	_, _, failed := syscall.Syscall6(syscall.SYS_PTRACE, ptraceGetSyscallInfo, uintptr(id), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	return info, failed == 0
}

// tracedNumbers returns the numbers of the calls that stop.
func tracedNumbers() []uint64 {
	return []uint64{
		syscall.SYS_OPENAT, syscall.SYS_WRITE, syscall.SYS_PWRITE64, copyFileRangeNumber, syscall.SYS_SENDFILE, syscall.SYS_FTRUNCATE, syscall.SYS_FALLOCATE,
		syscall.SYS_FSYNC, syscall.SYS_FDATASYNC, syscall.SYS_RENAMEAT, renameAt2Number, syscall.SYS_LINKAT, syscall.SYS_UNLINKAT,
	}
}

// readCall returns the call that a stopped thread enters, nil for one that concerns no file.
func readCall(id int) *call {
	info, ok := readInfo(id)
	if !ok || info.op != infoSeccomp {
		return nil
	}
	c := &call{id: id, number: info.number, args: info.args}
	switch info.number {
	case syscall.SYS_OPENAT:
		c.kind, c.path = opening, readText(id, info.args[1])
	case syscall.SYS_WRITE, syscall.SYS_PWRITE64, syscall.SYS_SENDFILE:
		c.kind, c.path = writing, pathOfFile(id, info.args[0])
	case copyFileRangeNumber:
		c.kind, c.path = writing, pathOfFile(id, info.args[2])
	case syscall.SYS_FTRUNCATE, syscall.SYS_FALLOCATE:
		c.kind, c.path = resizing, pathOfFile(id, info.args[0])
	case syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		c.kind, c.path = syncing, pathOfFile(id, info.args[0])
	case syscall.SYS_RENAMEAT, renameAt2Number:
		c.kind, c.path, c.to = renaming, readText(id, info.args[1]), readText(id, info.args[3])
	case syscall.SYS_LINKAT:
		c.kind, c.path, c.to = linking, readText(id, info.args[1]), readText(id, info.args[3])
	case syscall.SYS_UNLINKAT:
		c.kind, c.path = removing, readText(id, info.args[1])
	}
	if !strings.HasPrefix(c.path, "/") { // a pipe or a socket
		return nil
	}
	return c
}

// file returns the number of the open file that the call writes to.
func (c *call) file() uint64 {
	if c.number == copyFileRangeNumber {
		return c.args[2]
	}
	return c.args[0]
}

// pathOfFile returns the path of an open file of a thread, empty if the file is unknown.
func pathOfFile(id int, file uint64) string {
	path, err := os.Readlink(linkOfFile(id, file))
	if err != nil {
		return ""
	}
	return path
}

// linkOfFile returns a path that leads to an open file of a thread, also to one without a name.
func linkOfFile(id int, file uint64) string { return fmt.Sprintf("/proc/%d/fd/%d", id, file) }

// readText reads text that ends with a zero byte from the memory of a stopped thread.
func readText(id int, at uint64) string {
	var text strings.Builder
	for word := make([]byte, 8); ; at += uint64(len(word)) {
		if n, err := syscall.PtracePeekData(id, uintptr(at), word); err != nil || n == 0 {
			return text.String()
		}
		before, _, ended := strings.Cut(string(word), "\x00")
		text.WriteString(before)
		if ended {
			return text.String()
		}
	}
}
