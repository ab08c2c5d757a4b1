//go:build !linux || !(amd64 || arm64)

package durable

import (
	"errors"
	"math/rand/v2"
	"os/exec"
	"syscall"
)

// ErrNoTrace is returned where the system lets nobody trace a process.
var ErrNoTrace = errors.New("processes cannot be traced here")

// EndedError is the end of a traced process with another status than 0.
type EndedError struct{ Status syscall.WaitStatus }

// Error implements error.
func (*EndedError) Error() string { return "" }

// Disk is known on Linux alone.
type Disk struct{}

// Prepare does nothing here.
func Prepare() error { return nil }

// Start returns [ErrNoTrace].
func Start(*exec.Cmd, string) (*Disk, error) { return nil, ErrNoTrace }

// Wait returns [ErrNoTrace].
func (*Disk) Wait() error { return ErrNoTrace }

// LosePower returns [ErrNoTrace].
func (*Disk) LosePower(*rand.Rand) error { return ErrNoTrace }
