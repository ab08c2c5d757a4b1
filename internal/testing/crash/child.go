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
)

// child is a process of this program in another role. It ends when stdin is closed, as by the death of the driver.
type child struct {
	cmd   *exec.Cmd
	ended chan error
}

// start starts a role; what it says on standard error is appended to a file of its name.
func start(ctx context.Context, dir, role string, stdout io.Writer, args ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(dir, role+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the process has its own
	cmd := exec.CommandContext(ctx, self, append([]string{role, "--dir", dir}, args...)...)
	cmd.Stdout, cmd.Stderr = stdout, log
	if _, err := cmd.StdinPipe(); err != nil { // waiting for the end closes it
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{cmd, make(chan error, 1)}
	go func() { c.ended <- cmd.Wait() }()
	return c, nil
}

// startPlatform starts the platform and returns its address.
func startPlatform(ctx context.Context, dir string) (*child, string, error) {
	out, in := io.Pipe()
	c, err := start(ctx, dir, "platform", in)
	if err != nil {
		return nil, "", err
	}
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(out).ReadString('\n') // nothing is no address
		line <- strings.TrimSpace(text)
	}()
	select {
	case base := <-line:
		return c, base, nil
	case err := <-c.ended:
		return nil, "", fmt.Errorf("the platform did not start: %w", err)
	case <-time.After(10 * time.Second):
		return nil, "", errors.Join(errors.New("the platform did not start within ten seconds"), c.kill())
	}
}

// kill ends the process at once, and waits for it. It fails where the process had ended in another way.
func (c *child) kill() error {
	if err := c.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	if err := <-c.ended; !killed(err) {
		return fmt.Errorf("%s ended by itself: %w", c.cmd.Args[1], err)
	}
	return nil
}

// stop asks the process to end and waits for it. Its standard input stays open meanwhile: a process that ended because
// of that might be dead of the signal before it heard of it.
func (c *child) stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return <-c.ended
}

// killed reports whether an error says that a process was killed.
func killed(err error) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
