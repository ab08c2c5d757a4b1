package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/config"
	"quizbot/internal/control"
	"quizbot/internal/daemon"
	"quizbot/internal/testing/silent"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/service"
	"quizbot/store/bolt"

	"go.uber.org/goleak"
)

// execute runs a command line, and returns its status, output and error output.
func execute(args ...string) (status int, out, errs string) {
	var stdout, stderr bytes.Buffer
	status = run(context.Background(), args, streams{strings.NewReader(""), &stdout, &stderr})
	return status, stdout.String(), stderr.String()
}

// startService runs a service over a database until the test ends.
func startService(t *testing.T, data string) {
	t.Helper()
	s := config.Settings{Config: config.Default(), Plans: map[quiz.RoomID]plan.Plan{"silent/w/c": plan.Default()}, BackupInterval: time.Hour}
	s.Data, s.Telemetry.Listen = data, "127.0.0.1:0"
	s.Backup.Folder = filepath.Join(filepath.Dir(data), "backups")
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	log := servingLog{slog.DiscardHandler, make(chan struct{})}
	go func() {
		ended <- daemon.Run(ctx, &s, "test", []bot.Platform{silent.New()}, slog.New(log))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the service ended with %v", err)
		}
	})
	select {
	case <-log.serving:
	case <-time.After(time.Minute):
		t.Fatal("the service does not serve")
	}
}

// servingLog closes its channel when the service logs that it serves.
type servingLog struct {
	slog.Handler
	serving chan struct{}
}

// Enabled implements [slog.Handler].
func (servingLog) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements [slog.Handler].
func (l servingLog) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "serving" {
		close(l.serving)
	}
	return nil
}

// A running service is backed up and exported through its socket, and the copy is complete.
// Commands that need the file are refused meanwhile.
func TestBackupOfARunningService(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	folder := t.TempDir()
	data := filepath.Join(folder, "quiz.db")
	t.Run("running", func(t *testing.T) {
		startService(t, data)
		if info, err := os.Stat(control.SocketPath(data)); err != nil || info.Mode().Perm() != control.SocketMode {
			t.Errorf("the socket: %v, %v", info, err)
		}
		copied := filepath.Join(folder, "copy.db")
		if status, out, errs := execute("backup", "--data", data, copied); status != statusOK || out != copied+"\n" {
			t.Fatalf("backup: %d, %q, %q", status, out, errs)
		}
		if status, out, errs := execute("backup", "--data", data, folder); status != statusOK || !strings.Contains(out, filepath.Join(folder, "quizbot-")) {
			t.Errorf("backup into a folder: %d, %q, %q", status, out, errs)
		}
		exported := filepath.Join(folder, "all.jsonl")
		if status, _, errs := execute("export", "--data", data, "--output", exported); status != statusOK {
			t.Fatalf("export: %d, %q", status, errs)
		}
		text, err := os.ReadFile(exported)
		if err != nil || !strings.Contains(string(text), "silent/w/c") {
			t.Errorf("the export is %q, %v", text, err)
		}
		if status, out, _ := execute("export", "--data", data); status != statusOK || out != string(text) {
			t.Errorf("the export to standard output differs: %q", out)
		}
		config := writeConfig(t, "")
		for name, c := range map[string]struct {
			args []string
			say  string
		}{
			"a folder that is absent": {[]string{"backup", "--data", data, "/nowhere/copy.db"}, "folder does not exist"},
			"onto the file itself":    {[]string{"backup", "--data", data, data}, "is the database itself"},
			"onto the socket":         {[]string{"backup", "--data", data, "--force", data + ".sock"}, "is kept for a file that belongs to the database"},
			"onto the configuration":  {[]string{"backup", "--data", data, "--config", config, "--force", config}, "is the configuration"},
			"an export onto that":     {[]string{"export", "--data", data, "--config", config, "--force", "--output", config}, "is the configuration"},
			"an export onto it":       {[]string{"export", "--data", data, "--output", data, "--force"}, "is the database itself"},
			"restore":                 {[]string{"restore", "--data", data, copied}, "another quizbot has this file open"},
			"import":                  {[]string{"import", "--data", data, exported}, "exists"},
		} {
			if status, _, errs := execute(c.args...); status != statusFailed || !strings.Contains(errs, c.say) || strings.Count(errs, "\n") != 1 {
				t.Errorf("%s: %d, %q", name, status, errs)
			}
		}
		checkDatabase(t, copied)
		checkKeepsFiles(t, data)
	})
	if _, err := os.Stat(control.SocketPath(data)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket stays behind: %v", err)
	}
}

// checkKeepsFiles checks that backup and export keep an existing file without --force. They
// replace no link, follow none, and leave no other file.
func checkKeepsFiles(t *testing.T, data string) {
	t.Helper()
	folder := t.TempDir()
	there, link, target := filepath.Join(folder, "there"), filepath.Join(folder, "link"), filepath.Join(folder, "target")
	for _, args := range [][]string{{"backup", "--data", data}, {"export", "--data", data, "--output"}} {
		if err := errors.Join(os.WriteFile(there, []byte("mine"), 0o644), os.WriteFile(target, []byte("mine"), 0o600), os.RemoveAll(link), os.Symlink(target, link)); err != nil {
			t.Fatal(err)
		}
		if status, _, errs := execute(append(args, there)...); status != statusUsage || !strings.Contains(errs, "give --force to replace it") {
			t.Errorf("%v: %d, %q", args, status, errs)
		}
		if text, err := os.ReadFile(there); string(text) != "mine" {
			t.Errorf("%v: got %.20q, %v", args, text, err)
		}
		if status, _, errs := execute(append(args, link, "--force")...); status != statusUsage || !strings.Contains(errs, "is a link") {
			t.Errorf("%v onto a link: %d, %q", args, status, errs)
		}
		if status, _, errs := execute(append(args, there, "--force")...); status != statusOK {
			t.Errorf("%v --force: %d, %q", args, status, errs)
		}
		if info, err := os.Stat(there); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 4 {
			t.Errorf("%v --force: %v, %v", args, info, err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 3 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// checkDatabase checks a database, and that it has the service's room.
func checkDatabase(t *testing.T, path string) {
	t.Helper()
	kept, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = kept.View(t.Context(), func(tx quiz.Tx) error {
		_, err := tx.Room("silent/w/c")
		return err
	})
	if err := errors.Join(err, kept.Check(), kept.Close()); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

// makeDatabase makes a database with a room.
func makeDatabase(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	service := service.New(db, questions.NewLibrary(), grading.Exact{}, service.Options{})
	err = service.SyncConfiguredRooms(t.Context(), time.Now(), map[quiz.RoomID]plan.Plan{"silent/w/c": plan.Default()})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// Without a service the commands use the file itself. A restore keeps the database that was there.
func TestBackupAndRestoreWithoutAService(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "copy.db")
	makeDatabase(t, data)
	if err := os.WriteFile(control.SocketPath(data), nil, 0o600); err != nil { // left by a process that was killed
		t.Fatal(err)
	}
	if status, _, errs := execute("backup", "--data", data, copied); status != statusOK {
		t.Fatalf("backup: %q", errs)
	}
	if err := os.WriteFile(data, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	set := config.Settings{Config: config.Default()}
	set.Data = data
	if err := daemon.Run(t.Context(), &set, "test", nil, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "quizbot restore") {
		t.Errorf("serve on a damaged file: %v", err)
	}
	status, out, errs := execute("restore", "--data", data, copied)
	if status != statusOK || !strings.Contains(out, "What was there before is kept as ") {
		t.Fatalf("restore: %d, %q, %q", status, out, errs)
	}
	checkDatabase(t, data)
	status, lines, errs := execute("export", "--data", data)
	if status != statusOK {
		t.Fatalf("export: %q", errs)
	}
	again := filepath.Join(folder, "again.db")
	var said bytes.Buffer
	if status := run(t.Context(), []string{"import", "--data", again, "-"}, streams{strings.NewReader(lines), io.Discard, &said}); status != statusOK {
		t.Fatalf("import: %q", said.String())
	}
	checkDatabase(t, again)
	if _, twice, _ := execute("export", "--data", again); twice != lines {
		t.Errorf("what was imported exports as\n%s\nwant\n%s", twice, lines)
	}
}

// Wrong calls and impossible ones are told in one line.
func TestBackupComplains(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text")
	if err := os.WriteFile(text, []byte("not an export\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args   []string
		status int
		say    string
	}{
		"no configuration":  {[]string{"backup", "--config", "/nowhere.yaml", "x"}, statusUsage, "name the configuration with --config, or the database with --data"},
		"no database":       {[]string{"backup", "--data", filepath.Join(folder, "none.db"), filepath.Join(folder, "x")}, statusFailed, "does not exist"},
		"nothing to export": {[]string{"export", "--data", filepath.Join(folder, "none.db")}, statusFailed, "does not exist"},
		"no backup":         {[]string{"restore", "--data", filepath.Join(folder, "new.db"), filepath.Join(folder, "none.db")}, statusFailed, "does not exist"},
		"no export":         {[]string{"import", "--data", filepath.Join(folder, "new.db"), filepath.Join(folder, "none")}, statusFailed, "name a file that quizbot export wrote"},
		"not an export":     {[]string{"import", "--data", filepath.Join(folder, "new.db"), text}, statusFailed, "line 1"},
		"text as a backup":  {[]string{"restore", "--data", filepath.Join(folder, "new.db"), text}, statusFailed, "damaged"},
		"no target":         {[]string{"backup"}, statusUsage, "<to>"},
	} {
		status, _, errs := execute(c.args...)
		if status != c.status || !strings.Contains(errs, c.say) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: status %d, said %q", name, status, errs)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
