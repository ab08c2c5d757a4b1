//go:build amd64 || arm64

package durable

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// tracedVariable is the environment variable that tells a process that it is traced.
const tracedVariable = "DURABLE_TRACED"

// The constants of prctl and seccomp that package syscall lacks:
// https://man7.org/linux/man-pages/man2/seccomp.2.html.
const (
	setNoNewPrivileges = 38
	setModeFilter      = 1
	forAllThreads      = 1
	returnAllow        = 0x7fff0000
	returnTrace        = 0x7ff00000
	loadWord           = 0x20 // BPF_LD | BPF_W | BPF_ABS
	jumpIfEqual        = 0x15 // BPF_JMP | BPF_JEQ | BPF_K
	returnConstant     = 0x06 // BPF_RET | BPF_K
	offsetOfNumber     = 0    // in struct seccomp_data
)

// instruction is the kernel's struct sock_filter.
type instruction struct {
	code          uint16
	ifTrue, ifNot uint8
	k             uint32
}

// program is the kernel's struct sock_fprog.
type program struct {
	length uint16
	first  *instruction
}

// Prepare makes the calls of this process stop that its tracer has to see, and no others: a process
// whose every call stops is many times slower. A process that [Start] starts calls it first. It does
// nothing in a process that isn't traced.
func Prepare() error {
	if os.Getenv(tracedVariable) == "" {
		return nil
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	list := []instruction{{loadWord, 0, 0, offsetOfNumber}}
	numbers := tracedNumbers()
	for i, number := range numbers {
		list = append(list, instruction{jumpIfEqual, uint8(len(numbers) - i), 0, uint32(number)})
	}
	list = append(list, instruction{returnConstant, 0, 0, returnAllow}, instruction{returnConstant, 0, 0, returnTrace})
	filter := program{uint16(len(list)), &list[0]}
	if _, _, failed := syscall.RawSyscall6(syscall.SYS_PRCTL, setNoNewPrivileges, 1, 0, 0, 0, 0); failed != 0 {
		return fmt.Errorf("prctl: %w", failed)
	}
	if _, _, failed := syscall.RawSyscall(seccompNumber, setModeFilter, forAllThreads, uintptr(unsafe.Pointer(&filter))); failed != 0 {
		return fmt.Errorf("seccomp: %w", failed)
	}
	return nil
}
