package control_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/internal/control"
	"quizbot/store/bolt"
)

// A service answers through its socket until it ends, and no other one is taken for it.
func TestBackupAndExport(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "copy.db")
	if err := os.WriteFile(control.SocketPath(data), nil, 0o600); err != nil { // left by a process that died
		t.Fatal(err)
	}
	if err := control.Backup(t.Context(), data, copied, false); !errors.Is(err, control.ErrNoService) {
		t.Errorf("without a service: got %v", err)
	}
	db, err := bolt.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	server, err := control.Listen(data, db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	if err := control.Backup(t.Context(), data, copied, false); err != nil {
		t.Errorf("backup: %v", err)
	}
	for path, want := range map[string]string{copied: "is there already", "copy.db": "no absolute path"} {
		if err := control.Backup(t.Context(), data, path, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("backup to %s: got %v, want %q", path, err, want)
		}
	}
	if err := control.Backup(t.Context(), data, copied, true); err != nil {
		t.Errorf("backup over a backup: %v", err)
	}
	var lines bytes.Buffer
	if err := control.Export(t.Context(), data, &lines); err != nil || !strings.Contains(lines.String(), `{"end":`) {
		t.Errorf("export: %q, %v", lines.String(), err)
	}
	stop()
	if err := errors.Join(<-ended, db.Close()); err != nil {
		t.Error(err)
	}
	if err := control.Export(t.Context(), data, &lines); !errors.Is(err, control.ErrNoService) {
		t.Errorf("after its end: got %v", err)
	}
}
