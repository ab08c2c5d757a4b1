package daemon

import (
	"context"
	"log/slog"
	"os"
	"time"

	"quizbot/internal/config"
	"quizbot/store/bolt"
)

// The clock is read every minute, so that a machine makes an overdue backup after its sleep. A
// failed backup is tried again an hour later.
const (
	backupPollInterval  = time.Minute
	backupRetryInterval = time.Hour
)

// runBackups makes the scheduled backups until ctx ends. It makes none while clock returns an error:
// their names are times.
func runBackups(ctx context.Context, db *bolt.Store, set *config.Settings, clock func() error, log *slog.Logger) error {
	if set.BackupInterval == 0 {
		<-ctx.Done()
		return nil
	}
	backups := bolt.Backups{Folder: set.Backup.Folder, Keep: set.Backup.Keep}
	if err := backups.RemoveLeftovers(); err != nil {
		log.Warn("cannot remove backups that were not finished", "err", err)
	}
	var failed time.Time
	for {
		now := time.Now()
		newest, err := newestBackup(backups, now)
		if err == nil && clock() == nil && now.Sub(newest) >= set.BackupInterval && now.Sub(failed) >= backupRetryInterval {
			var path string
			if path, err = backups.Make(ctx, db, now); err == nil {
				log.Info("made a backup", "path", path)
			}
		}
		if err != nil && ctx.Err() == nil && now.Sub(failed) >= backupRetryInterval {
			failed = now
			log.Error("cannot make the scheduled backup: it is tried again in an hour", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(backupPollInterval):
		}
	}
}

// newestBackup returns the time of the newest backup that is not dated after now. It makes the folder if it is missing.
func newestBackup(backups bolt.Backups, now time.Time) (time.Time, error) {
	const private = 0o700 // the answers of members are for nobody else
	if err := os.MkdirAll(backups.Folder, private); err != nil {
		return time.Time{}, err
	}
	return backups.Newest(now)
}
