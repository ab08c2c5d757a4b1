package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"quizbot/store"
)

// dataFlags name the store that a command is about.
type dataFlags struct {
	Config string `help:"The configuration that names the database. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
	Data   string `help:"The database file, whatever the configuration says." placeholder:"FILE"`
}

// file is the path of the store, absolute.
func (d dataFlags) file() (string, error) {
	if d.Data != "" {
		return filepath.Abs(d.Data)
	}
	set, err := loadSettings(d.Config, os.Getenv)
	if errors.Is(err, os.ErrNotExist) {
		return "", misuseError{fmt.Errorf("%s does not exist: name the configuration with --config, or the database with --data", d.Config)}
	}
	if err != nil {
		return "", err
	}
	return filepath.Abs(set.Data)
}

// backupCmd copies the store, of a running service, too.
type backupCmd struct {
	To    string `arg:"" help:"The file to write, or a folder to write one into. A file that is there is kept, unless --force is given."`
	Force bool   `help:"Replace the file."`
	dataFlags
}

// Help is shown by backup --help.
func (backupCmd) Help() string {
	return "Makes a complete copy, while the service runs or not.\n\nExample:\n  quizbot backup --config /etc/quizbot/config.yaml /backups/quizbot.db"
}

func (c *backupCmd) run(ctx context.Context, s streams) error {
	data, err := c.file()
	if err != nil {
		return err
	}
	to, err := backupTarget(c.To, time.Now())
	if err != nil {
		return err
	}
	if err := mayCopyTo(data, to, c.Force); err != nil {
		return err
	}
	waiting := newProgress(s.stderr, "making the backup")
	err = ask(ctx, data, http.MethodPost, "/backup", url.Values{"path": {to}, "force": {strconv.FormatBool(c.Force)}}, io.Discard)
	if errors.Is(err, errNoService) {
		err = store.BackupFile(ctx, data, to)
	}
	waiting.stop()
	if err != nil {
		return err
	}
	return printed(fmt.Fprintf(s.stdout, "%s\n", to))
}

// backupTarget is the file to write a backup to, as an absolute path: one with the time in its name where a folder
// is named.
func backupTarget(to string, now time.Time) (string, error) {
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		to = filepath.Join(to, now.UTC().Format("quizbot-20060102T150405Z.db"))
	}
	return filepath.Abs(to)
}

// mayCopyTo reports why what a database holds may not be written to a path.
func mayCopyTo(data, to string, force bool) error {
	own, err := os.Stat(data)
	at, missing := os.Stat(to)
	if err == nil && missing == nil && os.SameFile(own, at) {
		return fmt.Errorf("%s is the database itself: name another file", to)
	}
	return mayWrite(to, force)
}

// restoreCmd puts a backup in the store's place.
type restoreCmd struct {
	Backup string `arg:"" help:"The backup: it is only read."`
	dataFlags
}

// Help is shown by restore --help.
func (restoreCmd) Help() string {
	return "Checks a backup and puts a copy of it in the place of the database, which is kept beside it. The service must not run. " +
		"Members who had everything about them deleted since the backup was made are deleted from the copy, too.\n\n" +
		"Example:\n  quizbot restore --config /etc/quizbot/config.yaml /backups/quizbot.db"
}

func (c *restoreCmd) run(ctx context.Context, s streams) error {
	data, err := c.file()
	if err != nil {
		return err
	}
	waiting := newProgress(s.stderr, "checking the backup")
	done, err := store.Restore(ctx, c.Backup, data)
	waiting.stop()
	if err != nil {
		return err
	}
	return printed(fmt.Fprint(s.stdout, restored(data, done)))
}

// restored says what came of a restore, and of those who had themselves forgotten since the backup was made.
func restored(data string, done store.Restored) string {
	text := fmt.Sprintf("%s is restored.", data)
	if done.Kept != "" {
		text += fmt.Sprintf(" What was there before is kept as %s", done.Kept)
	}
	text += "\n"
	switch {
	case done.Forgotten == 1:
		text += "1 member of the backup had everything deleted since, and is deleted again.\n"
	case done.Forgotten > 1:
		text += fmt.Sprintf("%d members of the backup had everything deleted since, and are deleted again.\n", done.Forgotten)
	}
	if done.Unread != nil {
		text += fmt.Sprintf("It isn't known who had everything deleted since the backup was made, because the database that was there can't be read: %v\n"+
			"Ask members who used forget-me to use it again.\n", done.Unread)
	}
	return text
}

// exportCmd writes everything as lines of JSON.
type exportCmd struct {
	Output string `help:"Write here and not to standard output. A file that is there is kept, unless --force is given." short:"o" placeholder:"FILE"`
	Force  bool   `help:"Replace the output file."`
	dataFlags
}

// Help is shown by export --help.
func (exportCmd) Help() string {
	return "Writes all that the database holds as lines of JSON, while the service runs or not. The answers of members are among it.\n\n" +
		"Example:\n  quizbot export --data quizbot.db --output quizbot.jsonl"
}

func (c *exportCmd) run(ctx context.Context, s streams) error {
	data, err := c.file()
	if err != nil {
		return err
	}
	if c.Output != "" {
		if err := mayCopyTo(data, c.Output, c.Force); err != nil {
			return err
		}
	}
	waiting := newProgress(s.stderr, "exporting")
	defer waiting.stop()
	if c.Output == "" {
		return exportTo(ctx, data, s.stdout)
	}
	const private = 0o600 // what members wrote is for nobody else
	return writeWhole(c.Output, private, c.Force, func(w io.Writer) error { return exportTo(ctx, data, w) })
}

// exportTo writes what a store holds, asking the service that runs on it, if one does.
func exportTo(ctx context.Context, data string, w io.Writer) error {
	err := ask(ctx, data, http.MethodGet, "/export", nil, w)
	if !errors.Is(err, errNoService) {
		return err
	}
	return store.ExportFile(ctx, data, w)
}

// importCmd makes a store of an export.
type importCmd struct {
	From string `arg:"" help:"The export, or - for standard input."`
	dataFlags
}

// Help is shown by import --help.
func (importCmd) Help() string {
	return "Makes a database of what export wrote. There must be none at its place.\n\nExample:\n  quizbot import --data new.db quizbot.jsonl"
}

func (c *importCmd) run(ctx context.Context, s streams) error {
	data, err := c.file()
	if err != nil {
		return err
	}
	from := s.stdin
	if c.From != "-" {
		file, err := os.Open(c.From)
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s does not exist: name a file that quizbot export wrote, or - for standard input", c.From)
		}
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	waiting := newProgress(s.stderr, "importing")
	err = store.ImportFile(ctx, from, data)
	waiting.stop()
	if err != nil {
		return err
	}
	return printed(fmt.Fprintf(s.stdout, "%s is made.\n", data))
}

// printed is what there is to say of printing.
func printed(_ int, err error) error { return err }
