package daemon

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Each hangup tries the parked rooms again, whatever came of the one before.
func TestHangupRetriesParkedRooms(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	hangup, tries, log := make(chan os.Signal), 0, new(strings.Builder)
	done := make(chan error)
	go func() {
		done <- retryParked(ctx, func(context.Context, time.Time) error {
			tries++
			return errors.New("the disk is full")
		}, hangup, slog.New(slog.NewTextHandler(log, nil)))
	}()
	hangup <- syscall.SIGHUP
	hangup <- syscall.SIGHUP
	stop()
	if err := <-done; err != nil || tries < 1 || !strings.Contains(log.String(), "the disk is full") {
		t.Errorf("%d tries, %v, and the log says %q", tries, err, log.String())
	}
}
