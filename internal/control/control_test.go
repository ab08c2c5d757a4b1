package control_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/internal/control"
	"quizbot/store/bolt"
)

// regrade stands for the game's own.
func regrade(_ context.Context, room string, apply bool, w io.Writer) error {
	if room != "a room" {
		return errors.New("not that one")
	}
	_, err := fmt.Fprintf(w, "regraded %q, apply: %v", room, apply)
	return err
}

// A service answers through its socket until it ends, and no other one is taken for it.
func TestBackupAndExport(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "copy.db")
	leaveSocket(t, control.SocketPath(data))
	spool := filepath.Join(folder, ".quizbot-export-123")
	if err := os.WriteFile(spool, []byte("left by a process that died"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := control.Backup(t.Context(), data, copied, false); !errors.Is(err, control.ErrNoService) {
		t.Errorf("without a service: got %v", err)
	}
	db, err := bolt.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	server, err := control.Listen(data, db, control.Commands{Regrade: regrade}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	if err := control.Backup(t.Context(), data, copied, false); err != nil {
		t.Errorf("backup: %v", err)
	}
	if _, err := os.Stat(spool); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an export that was not finished: %v", err)
	}
	for path, want := range map[string]string{
		copied: "is there already", "copy.db": "no absolute path", data + ".sock": "is kept for a file that belongs to the database", data + ".lock": "is kept for",
	} {
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
	lines.Reset()
	if err := control.Regrade(t.Context(), data, "a room", true, &lines); err != nil || lines.String() != `regraded "a room", apply: true` {
		t.Errorf("regrade: %q, %v", lines.String(), err)
	}
	if err := control.Regrade(t.Context(), data, "another", false, &lines); err == nil || !strings.Contains(err.Error(), "not that one") {
		t.Errorf("a regrade that fails: got %v", err)
	}
	stop()
	if err := errors.Join(<-ended, db.Close()); err != nil {
		t.Error(err)
	}
	if err := control.Export(t.Context(), data, &lines); !errors.Is(err, control.ErrNoService) {
		t.Errorf("after its end: got %v", err)
	}
}

// leaveSocket makes a socket that nobody listens on, as a process that died leaves it.
func leaveSocket(t *testing.T, path string) {
	t.Helper()
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
}

// A file in the place of the socket stays, and so does the socket of another server.
func TestSocketOfOthers(t *testing.T) {
	data := filepath.Join(t.TempDir(), "quiz.db")
	path := control.SocketPath(data)
	db, err := bolt.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := os.WriteFile(path, []byte("a backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Listen(data, db, control.Commands{Regrade: regrade}, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "is no socket: move it away") {
		t.Errorf("over a file: got %v", err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "a backup" {
		t.Errorf("the file holds %q, %v", content, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	server, err := control.Listen(data, db, control.Commands{Regrade: regrade}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	leaveSocket(t, path)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := server.Run(ended); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Errorf("another server's socket is gone: %v", err)
	}
}
