package daemon

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"quizbot/store/bolt"
)

const (
	// quickCheckSize is the size in bytes of a file that is checked within a second, so that the
	// start can wait for it.
	quickCheckSize = 24 << 20
	// checkInterval is the time between two checks of the whole file.
	checkInterval = 24 * time.Hour
	// interruptedCheckPause is the time until an interrupted check is made again.
	interruptedCheckPause = time.Minute
)

// checkAtStart checks a database that is small enough at the start. It reports whether it did.
func checkAtStart(ctx context.Context, db *bolt.Store, log *slog.Logger) bool {
	return db.Size() <= quickCheckSize && checkDatabase(ctx, db, log)
}

// runChecks checks the whole database once a day until ctx ends. Unless it was checked at the start,
// it begins at once.
func runChecks(ctx context.Context, db *bolt.Store, checked bool, log *slog.Logger) error {
	for {
		wait := checkInterval
		if !checked && !checkDatabase(ctx, db, log) {
			wait = interruptedCheckPause
		}
		checked = false
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// checkDatabase checks the whole database, and logs each fault. It reports whether the check was
// complete. A damaged record fails what needs it; the service goes on without it, and makes no
// backups that would take the place of good ones.
func checkDatabase(ctx context.Context, db *bolt.Store, log *slog.Logger) (complete bool) {
	began := time.Now()
	report, err := db.CheckAll(ctx)
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, bolt.ErrInterrupted) {
			log.Error("cannot check the database", "err", err)
		}
		return false
	}
	const maxLogged = 20
	for i, fault := range report.Faults {
		if i == maxLogged {
			log.Error("the database is damaged in more places: quizbot check lists all of them", "faults", len(report.Faults))
			break
		}
		log.Error("the database is damaged: no backups are made of it until a sound one is restored, or what can be kept with quizbot restore --salvage", "fault", fault)
	}
	if len(report.Faults) == 0 {
		log.Debug("the database is sound", "bytes", report.Size, "took", time.Since(began))
	}
	return true
}
