package bolt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Backups are the scheduled backups in a folder. The name of a file is its time in UTC, such as
// quizbot-20261124T030000Z.db. Other files are left alone.
type Backups struct {
	Folder string
	// Keep is the number of backups that stay when another one is made. 0 keeps all.
	Keep int
}

// backupName is the layout of a backup's name.
const backupName = "quizbot-20060102T150405Z.db"

// Make makes the backup of now, and removes the oldest ones if there are more than Keep. If only a
// removal fails, Make returns the path as well.
func (b Backups) Make(ctx context.Context, s *Store, now time.Time) (path string, err error) {
	path = filepath.Join(b.Folder, now.UTC().Format(backupName))
	if err := s.Backup(ctx, path); err != nil {
		return "", err
	}
	return path, b.removeOldest()
}

// Newest returns the time of the newest backup, the zero time if there is none.
func (b Backups) Newest() (time.Time, error) {
	times, err := b.listTimes()
	if err != nil || len(times) == 0 {
		return time.Time{}, err
	}
	return times[len(times)-1], nil
}

// removeOldest removes the oldest backups beyond Keep.
func (b Backups) removeOldest() error {
	times, err := b.listTimes()
	if err != nil || b.Keep <= 0 {
		return err
	}
	var errs []error
	for _, at := range times[:max(0, len(times)-b.Keep)] {
		path := filepath.Join(b.Folder, at.Format(backupName))
		errs = append(errs, explainError(path, removeIfExists(path)))
	}
	return errors.Join(errs...)
}

// listTimes returns the times of all backups in order.
func (b Backups) listTimes() ([]time.Time, error) {
	entries, err := os.ReadDir(b.Folder)
	if err != nil {
		return nil, explainError(b.Folder, err)
	}
	var times []time.Time
	for _, e := range entries {
		at, err := time.Parse(backupName, e.Name())
		if err == nil && e.Type().IsRegular() && at.Format(backupName) == e.Name() {
			times = append(times, at)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times, nil
}
