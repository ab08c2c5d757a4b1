package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"quizbot/internal/config"
	"quizbot/internal/control"
	"quizbot/internal/outfile"
	"quizbot/internal/term"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// dataFlags name the database that a command works on.
type dataFlags struct {
	Config string `help:"The configuration that names the database. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
	Data   string `help:"The database file, whatever the configuration says." placeholder:"FILE"`
}

// databasePath returns the absolute path of the database.
func (d dataFlags) databasePath() (string, error) {
	if d.Data != "" {
		return filepath.Abs(d.Data)
	}
	set, err := config.Load(d.Config, os.Getenv)
	if errors.Is(err, os.ErrNotExist) {
		return "", usageError{fmt.Errorf("%s does not exist: name the configuration with --config, or the database with --data", d.Config)}
	}
	if err != nil {
		return "", err
	}
	return filepath.Abs(set.Data)
}

// backupCmd copies the database, of a running service, too.
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
	data, err := c.databasePath()
	if err != nil {
		return err
	}
	to, err := backupTarget(c.To, time.Now())
	if err != nil {
		return err
	}
	if err := c.checkCopyTarget(data, to, c.Force); err != nil {
		return err
	}
	bar := term.StartProgress(s.stderr, "making the backup")
	err = control.Backup(ctx, data, to, c.Force)
	if errors.Is(err, control.ErrNoService) {
		err = bolt.BackupFile(ctx, data, to, c.Force)
	}
	bar.Stop()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s\n", to)
	return err
}

// backupTarget returns the absolute path of the file to write a backup to. In a folder, the file
// has the time in its name.
func backupTarget(to string, now time.Time) (string, error) {
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		to = filepath.Join(to, now.UTC().Format("quizbot-20060102T150405Z.db"))
	}
	return filepath.Abs(to)
}

// checkCopyTarget returns an error if a copy of the database may not be written to a path, not even
// with force.
func (d dataFlags) checkCopyTarget(data, to string, force bool) error {
	switch {
	case isSameFile(data, to):
		return fmt.Errorf("%s is the database itself: name another file", to)
	case isSameFile(d.Config, to):
		return fmt.Errorf("%s is the configuration: name another file", to)
	}
	if err := bolt.CheckNotReserved(data, to); err != nil {
		return err
	}
	return outfile.CheckTarget(to, force)
}

// isSameFile reports whether two paths lead to one existing file.
func isSameFile(a, b string) bool {
	first, err := os.Stat(a)
	second, missing := os.Stat(b)
	return err == nil && missing == nil && os.SameFile(first, second)
}

// restoreCmd puts a backup in the place of the database.
type restoreCmd struct {
	Backup  string `arg:"" help:"The backup: it is only read."`
	Salvage bool   `help:"Keep what can be kept of a damaged backup, or of the database itself, and list what is lost."`
	dataFlags
}

// Help is shown by restore --help.
func (restoreCmd) Help() string {
	return "Checks a backup and puts a copy of it in the place of the database, which is kept beside it. The service must not run. " +
		"Members who had everything about them deleted since the backup was made are deleted from the copy, too: " +
		"the database that is there knows them, and so does the small file beside it, whose name ends in .forgotten.\n\n" +
		"Example:\n  quizbot restore --config /etc/quizbot/config.yaml /backups/quizbot.db"
}

func (c *restoreCmd) run(ctx context.Context, s streams) error {
	data, err := c.databasePath()
	if err != nil {
		return err
	}
	if c.Salvage {
		return c.salvage(ctx, data, s)
	}
	bar := term.StartProgress(s.stderr, "checking the backup")
	done, err := bolt.Restore(ctx, c.Backup, data)
	bar.Stop()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(s.stdout, restoreReport(data, done))
	return err
}

// restoreReport tells the result of a restore, and the members that were deleted since the backup.
func restoreReport(data string, done bolt.Restored) string {
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
		text += fmt.Sprintf("It isn't known who had everything deleted since the backup was made, because neither the database that was there nor %s can be read:\n%v\n"+
			"Ask members who had themselves forgotten to do so again.\n", bolt.MarksPath(data), done.Unread)
	}
	return text
}

// salvage makes a sound database of what can be read of a damaged file, and puts it in the place of
// the database.
func (c *restoreCmd) salvage(ctx context.Context, data string, s streams) error {
	next, err := bolt.SalvagePath(data)
	if err != nil {
		return err
	}
	bar := term.StartProgress(s.stderr, "reading what can be read")
	salvaged, err := transfer.Salvage(ctx, c.Backup, next)
	var done bolt.Restored
	if err == nil {
		done, err = bolt.Restore(ctx, next, data)
		err = errors.Join(err, os.Remove(next))
	}
	bar.Stop()
	if err != nil {
		return err
	}
	printSalvaged(s.stdout, salvaged)
	_, err = fmt.Fprint(s.stdout, restoreReport(data, done))
	return err
}

// printSalvaged lists what was kept and lost.
func printSalvaged(w io.Writer, r transfer.Salvaged) {
	for _, fault := range r.Faults {
		_, _ = fmt.Fprintf(w, "damaged: %s\n", fault)
	}
	for _, kind := range store.Kinds() {
		if kept, lost := r.Kept[kind], len(r.Lost[kind]); kept+lost > 0 {
			_, _ = fmt.Fprintf(w, "%-17s %d kept, %d lost\n", kind+":", kept, lost)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Lost)) {
		for _, name := range r.Lost[kind] {
			_, _ = fmt.Fprintf(w, "lost: %s %s\n", kind, name)
		}
	}
	for _, rebuilt := range r.Rebuilt {
		_, _ = fmt.Fprintf(w, "made anew: %s\n", rebuilt)
	}
}
