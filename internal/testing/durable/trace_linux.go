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

// call is a system call that concerns what survives a power loss.
type call struct {
	name string // sync, write, rename or link
	path string
	to   string // the new path of a rename or link
}

// errNoTrace is returned where the system lets nobody trace a process.
var errNoTrace = errors.New("processes cannot be traced here")

// The numbers of ptrace that package syscall lacks: https://man7.org/linux/man-pages/man2/ptrace.2.html
// and https://man7.org/linux/man-pages/man2/wait.2.html.
const (
	ptraceGetSyscallInfo = 0x420e
	ptraceExitKill       = 0x100000
	syscallEntry         = 1
	waitOwnChildren      = 0x20000000
	syscallStop          = syscall.SIGTRAP | 0x80
)

// syscallInfo is the kernel's struct ptrace_syscall_info at the entry of a call.
type syscallInfo struct {
	op     uint8
	_      [3]uint8
	_      uint32
	_, _   uint64
	number uint64
	args   [6]uint64
}

// traceCalls runs a command to its end and returns its calls in order.
func traceCalls(cmd *exec.Cmd) ([]call, error) {
	runtime.LockOSThread() // only the thread that started a process may trace it
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoTrace, err)
	}
	var calls []call
	var status syscall.WaitStatus
	main := cmd.Process.Pid
	if _, err := syscall.Wait4(main, &status, syscall.WALL, nil); err != nil || !status.Stopped() {
		return nil, fmt.Errorf("%w: %w", errNoTrace, err)
	}
	options := syscall.PTRACE_O_TRACESYSGOOD | syscall.PTRACE_O_TRACECLONE | ptraceExitKill
	if err := errors.Join(syscall.PtraceSetOptions(main, options), syscall.PtraceSyscall(main, 0)); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoTrace, err)
	}
	for {
		id, err := syscall.Wait4(-1, &status, syscall.WALL|waitOwnChildren, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return nil, err
		case id == main && (status.Exited() || status.Signaled()):
			if status.ExitStatus() != 0 {
				err = fmt.Errorf("the process ended with %d", status.ExitStatus())
			}
			return calls, err
		case !status.Stopped():
			continue // a thread ended
		}
		forward := 0
		switch stop := status.StopSignal(); stop {
		case syscallStop:
			calls = append(calls, readCall(id)...)
		case syscall.SIGTRAP, syscall.SIGSTOP: // a new thread
		default:
			forward = int(stop)
		}
		if err := syscall.PtraceSyscall(id, forward); err != nil && !errors.Is(err, syscall.ESRCH) {
			return nil, err
		}
	}
}

// readCall returns the call that a stopped thread enters, nothing for other calls.
func readCall(id int) []call {
	var info syscallInfo
	_, _, failed := syscall.Syscall6(syscall.SYS_PTRACE, ptraceGetSyscallInfo, uintptr(id), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	if failed != 0 || info.op != syscallEntry {
		return nil
	}
	switch info.number {
	case syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		return callOnFile("sync", id, info.args[0])
	case syscall.SYS_WRITE, syscall.SYS_PWRITE64:
		return callOnFile("write", id, info.args[0])
	case syscall.SYS_RENAMEAT:
		return []call{{"rename", readText(id, info.args[1]), readText(id, info.args[3])}}
	case syscall.SYS_LINKAT:
		return []call{{"link", readText(id, info.args[1]), readText(id, info.args[3])}}
	}
	return nil
}

// callOnFile returns a call on an open file of a thread, nothing if the file is unknown.
func callOnFile(name string, id int, file uint64) []call {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", id, file))
	if err != nil {
		return nil
	}
	return []call{{name: name, path: path}}
}

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
