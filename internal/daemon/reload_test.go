//go:build unix

package daemon

import (
	"context"
	"log/slog"
	"os"
	"syscall"
	"testing"

	"quizbot/internal/config"
)

// SIGHUP reads the banks again, and logs the result.
func TestHangupReloadsBanks(t *testing.T) {
	var out safeBuffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	bank := tempFile(t, "## 1. What is it?\n\nAnswer: that\n")
	keeper, err := loadBanks([]config.Bank{{Name: "own", Path: bank}}, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended, hangups := make(chan error), notifyHangups()
	defer hangups.stop()
	go func() { ended <- watchBanks(ctx, keeper, hangups.banks, log) }()
	hangUp := func(bankText, logged string) {
		t.Helper()
		write(t, bank, bankText)
		if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		out.await(t, logged)
	}
	hangUp("## 1. What is it?\n\nAnswer: that\n\n## 2. And that?\n\nAnswer: it\n", "questions=2")
	hangUp("nothing\n", "a bank got worse and is not taken")
	if got := length(keeper.Questions("own")); got != 2 {
		t.Errorf("%d questions are left, want 2", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
