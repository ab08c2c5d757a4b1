package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"quizbot/internal/testing/durable"
)

// process is another role of this program, run as a child. It ends when its standard input closes,
// also when the driver dies.
type process struct {
	cmd   *exec.Cmd
	disk  *durable.Disk // nil for a process whose power never fails
	ended chan error
}

// startProcess starts a role. Its standard error is appended to the file ROLE.log. start starts the
// command.
func startProcess(ctx context.Context, dir, role string, stdout io.Writer, start func(*exec.Cmd) (*process, error), args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(dir, role+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the child has its own copy
	cmd := exec.CommandContext(ctx, self, append([]string{role, "--dir", dir}, args...)...)
	cmd.Stdout, cmd.Stderr = stdout, log
	if _, err := cmd.StdinPipe(); err != nil { // Wait closes it
		return nil, err
	}
	return start(cmd)
}

// powered starts a process whose power never fails.
func powered(cmd *exec.Cmd) (*process, error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &process{cmd: cmd, ended: make(chan error, 1)}
	go func() { c.ended <- cmd.Wait() }()
	return c, nil
}

// onDisk starts a process whose power may fail while it writes to a folder.
func onDisk(folder string) func(*exec.Cmd) (*process, error) {
	return func(cmd *exec.Cmd) (*process, error) {
		disk, err := durable.Start(cmd, folder)
		if err != nil {
			return nil, err
		}
		c := &process{cmd, disk, make(chan error, 1)}
		go func() { c.ended <- disk.Wait() }()
		return c, nil
	}
}

// startPlatform starts the platform and returns its address.
func startPlatform(ctx context.Context, dir string) (*process, string, error) {
	out, in := io.Pipe()
	c, err := startProcess(ctx, dir, "platform", in, powered)
	if err != nil {
		return nil, "", err
	}
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(out).ReadString('\n') // empty on failure
		line <- strings.TrimSpace(text)
	}()
	select {
	case base := <-line:
		return c, base, nil
	case err := <-c.ended:
		return nil, "", fmt.Errorf("the platform did not start: %w", err)
	case <-time.After(time.Minute):
		return nil, "", errors.Join(errors.New("the platform did not start within a minute"), c.killAndWait())
	}
}

// killAndWait kills the process and waits for it. It fails if the process ended in another way.
func (c *process) killAndWait() error {
	if err := c.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	if err := <-c.ended; !wasKilled(err) {
		return fmt.Errorf("%s ended by itself: %w", c.cmd.Args[1], err)
	}
	return nil
}

// terminate sends SIGTERM and waits. Standard input stays open meanwhile, since a child that ends
// because of it may die of the signal instead.
func (c *process) terminate() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return <-c.ended
}

// wasKilled reports whether err is the end of a killed process.
func wasKilled(err error) bool {
	if traced, ok := errors.AsType[*durable.EndedError](err); ok {
		return traced.Status.Signaled() && traced.Status.Signal() == syscall.SIGKILL
	}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
