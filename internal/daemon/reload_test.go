//go:build unix

package daemon

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"quizbot/internal/config"
)

// SIGHUP reads the banks again, and what became of them is in the log.
func TestHangupReloadsBanks(t *testing.T) {
	var out safeBuffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	bank := tempFile(t, "## 1. What is it?\n\nAnswer: that\n")
	keeper, err := loadBanks([]config.Bank{{Name: "own", Path: bank}}, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	part := onHangup("the banks", func(ctx context.Context, hangup <-chan os.Signal) error { return watchBanks(ctx, keeper, hangup, log) })
	go func() { ended <- part.Run(ctx) }()
	until := func(said string) {
		t.Helper()
		for !strings.Contains(out.String(), said) {
			if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
	}
	ignored := make(chan os.Signal, 1) // a signal must not end the test before the keeper listens
	signal.Notify(ignored, syscall.SIGHUP)
	defer signal.Stop(ignored)
	if err := os.WriteFile(bank, []byte("## 1. What is it?\n\nAnswer: that\n\n## 2. And that?\n\nAnswer: it\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	until("questions=2")
	if err := os.WriteFile(bank, []byte("nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	until("a bank got worse and is not taken")
	if got := length(keeper.Questions("own")); got != 2 {
		t.Errorf("%d questions are left, want 2", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
