package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/store/bolt"
)

const (
	// keptBackups is the number of backups that stay.
	keptBackups = 4
	// signalledTurn is the turn among ten in which a life ends by SIGTERM instead of SIGKILL.
	signalledTurn = 9
	// maxShutdown is how long the service and a restore may take to end, in real time. They take a moment, but
	// the machine may have other things to do.
	maxShutdown = time.Minute
	// meanOperation is the mean time between two backups or compactions.
	meanOperation = time.Hour
	// checkEvery and restoreEvery are numbers of lives between two checks of the newest backup, and
	// between two restores.
	checkEvery, restoreEvery = 20, 15
)

const (
	// clockPeriod is the default number of lives in which one has a clock that is behind, and one a clock that
	// is ahead.
	clockPeriod = 20
	// wrongClockLifetime is the time of such a life.
	wrongClockLifetime = 150 * time.Minute
	// certainlyWrong is the least error of a clock by which nothing may be decided. No life makes up for it.
	certainlyWrong = 48 * time.Hour
	// unconfirmedLifetime is the time of a life with a clock that far ahead, on a platform that doesn't tell
	// the time. A second reading would confirm the clock after a quarter of an hour.
	unconfirmedLifetime = 12 * time.Minute
)

// clockError is what is wrong with the clock of a life.
type clockError struct {
	// offset is how far it is ahead. It is negative for one that is behind.
	offset time.Duration
	// mute has the platform not tell the time.
	mute bool
	// most is the time of the life.
	most time.Duration
}

// drawClockError returns what is wrong with the clock of a life, an offset of zero for most lives.
func (d *driver) drawClockError(n int) clockError {
	turn := n / d.clockPeriod
	e := clockError{mute: turn%2 == 1, most: wrongClockLifetime}
	days := func(list ...float64) time.Duration {
		return time.Duration(list[turn%len(list)] * float64(24*time.Hour)).Round(time.Second)
	}
	switch n % d.clockPeriod {
	case d.clockPeriod / 5:
		d.operated["lives with a clock that was behind"]++
		e.offset = -days(0.02, 0.2, 2.5, 20, 400)
	case d.clockPeriod * 7 / 10:
		d.operated["lives with a clock that was ahead"]++
		e.offset = days(0.003, 2.5, 0.02, 20, 0.1, 400, 0.4)
		if e.mute && e.offset >= certainlyWrong {
			e.most = unconfirmedLifetime
		}
	default:
		return clockError{}
	}
	return e
}

// operator makes backups and compacts the file while the service runs.
type operator struct {
	store *bolt.Store
	clock *clock.Service
	dir   string
	seed  uint64
}

func (o operator) run(ctx context.Context) error {
	rng := rand.New(rand.NewPCG(o.seed, uint64(time.Now().UnixNano())))
	backups := bolt.Backups{Folder: backupFolder(o.dir), Keep: keptBackups}
	if err := backups.RemoveLeftovers(); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-o.clock.After(time.Duration(rng.ExpFloat64() * float64(meanOperation))):
		}
		var err error
		release := o.clock.Hold()
		if rng.IntN(3) == 0 {
			err = o.store.Compact(ctx)
		} else {
			_, err = backups.Make(ctx, o.store, time.Now())
		}
		release()
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// operate does between two lives what an operator does with a service that stands still.
func (d *driver) operate(ctx context.Context, n int) error {
	if n%checkEvery == checkEvery-1 {
		if err := d.checkNewestBackup(ctx); err != nil {
			return err
		}
	}
	if n%restoreEvery == restoreEvery/2 {
		return d.backUpAndRestore(ctx)
	}
	return nil
}

// misbehave notes something that is wrong with the file or a process.
func (d *driver) misbehave(format string, args ...any) {
	d.misbehaviour = append(d.misbehaviour, fmt.Sprintf(format, args...))
}

// checkNewestBackup checks the newest backup that the service made.
func (d *driver) checkNewestBackup(ctx context.Context) error {
	list, err := filepath.Glob(filepath.Join(backupFolder(d.dir), "quizbot-*Z.db"))
	if err != nil || len(list) == 0 {
		return err
	}
	newest := slices.Max(list)
	if report, err := bolt.CheckFile(ctx, newest); err != nil || len(report.Faults) > 0 {
		d.misbehave("the backup %s: %v, %v", filepath.Base(newest), report.Faults, err)
	}
	d.operated["backups checked"]++
	return nil
}

// backUpAndRestore makes a backup and restores it. The restore is killed at random moments, until one
// lives to its end.
func (d *driver) backUpAndRestore(ctx context.Context) error {
	if _, err := os.Stat(storeFile(d.dir)); err != nil {
		return nil // no life was long enough to make it
	}
	backup := filepath.Join(backupFolder(d.dir), "before-restore.db")
	if err := bolt.BackupFile(ctx, storeFile(d.dir), backup, true); err != nil {
		d.misbehave("a backup between two lives: %v", err)
		return nil
	}
	for tries := 0; ; tries++ {
		process, err := startProcess(ctx, d.dir, "restore", nil, powered, "--from", backup)
		if err != nil {
			return err
		}
		most := time.Duration(d.rng.ExpFloat64() * float64(100*time.Millisecond))
		if tries > 4 {
			most = maxShutdown
		}
		select {
		case err := <-process.ended:
			if err != nil {
				d.misbehave("a restore failed: %v", err)
			}
			d.operated["restores"]++
			return d.removeKeptFiles()
		case <-time.After(most):
			if err := process.killAndWait(); err != nil {
				continue // it ended meanwhile, and a second restore changes nothing
			}
			d.operated["restores that were killed"]++
			if d.rng.IntN(3) == 0 {
				return d.removeKeptFiles()
			}
		}
	}
}

// removeKeptFiles removes the stores that restores replaced, as an operator does who looked at the new
// one.
func (d *driver) removeKeptFiles() error {
	list, err := filepath.Glob(storeFile(d.dir) + ".before-restore-*")
	for _, name := range list {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// terminateInTime ends the service by SIGTERM. It has to end without an error and in time.
func (d *driver) terminateInTime(service *process) {
	for began := time.Now(); d.clock.Ready().IsZero() && time.Since(began) < maxShutdown; {
		time.Sleep(lookInterval) // it catches signals from then on
	}
	if err := service.terminate(); err != nil {
		d.misbehave("the service ended by SIGTERM: %v (see service.log)", err)
	}
	d.operated["ends by SIGTERM"]++
}

// restoreRole restores a backup.
func restoreRole(ctx context.Context, args []string) error {
	flags := newFlags("restore")
	dir := flags.String("dir", "", "the folder of the run")
	from := flags.String("from", "", "the backup")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := untilDriverEnds(ctx, *dir)
	defer stop()
	_, err := bolt.Restore(ctx, *from, storeFile(*dir))
	return err
}
