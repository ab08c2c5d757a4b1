package daemon

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/internal/config"
	"quizbot/store/bolt"
)

// Scheduled backups are made in their time, the oldest are removed, and a failed one is tried
// again within the hour.
func TestScheduledBackups(t *testing.T) {
	folder := t.TempDir()
	kept, err := bolt.Open(filepath.Join(folder, "quiz.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	set := config.Settings{Config: config.Default(), BackupInterval: 24 * time.Hour}
	set.Backup.Folder, set.Backup.Keep = filepath.Join(folder, "backups"), 3
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			ended <- runBackups(ctx, kept, &set, func() error { return nil }, slog.New(slog.DiscardHandler))
		}()
		time.Sleep(5*24*time.Hour + time.Hour)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	files, err := filepath.Glob(filepath.Join(set.Backup.Folder, "*"))
	if err != nil || len(files) != 3 || !strings.HasSuffix(files[2], "quizbot-20000106T000000Z.db") || !strings.HasSuffix(files[0], "quizbot-20000104T000000Z.db") {
		t.Errorf("got %v, %v", files, err)
	}
}
