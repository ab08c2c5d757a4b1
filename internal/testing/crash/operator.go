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

	"quizbot/store/bolt"
)

const (
	// keptBackups is the number of backups that stay.
	keptBackups = 4
	// signalledTurn is the turn among ten in which a life ends by SIGTERM instead of SIGKILL.
	signalledTurn = 9
	// maxShutdown is how long the service may take to end. It is the time that containers get.
	maxShutdown = 10 * time.Second
	// checkEvery and restoreEvery are numbers of lives between two checks of the newest backup, and
	// between two restores.
	checkEvery, restoreEvery = 20, 15
)

const (
	// wrongClockTurn is the turn among twenty in which the clock of a life is behind.
	wrongClockTurn = 4
	// wrongClockLifetime is the time of such a life, in real time.
	wrongClockLifetime = 800 * time.Millisecond
	// certainlyBehind is the least error of a clock that no life makes up for.
	certainlyBehind = 48 * time.Hour
)

// drawClockError returns how far the clock of a life is behind, zero for most lives.
func (d *driver) drawClockError(n int) time.Duration {
	if n%20 != wrongClockTurn {
		return 0
	}
	d.operated["lives with a clock that was behind"]++
	days := []float64{0.02, 0.2, 2.5, 20, 400}
	return time.Duration(days[(n/20)%len(days)] * float64(24*time.Hour)).Round(time.Second)
}

// operator makes backups and compacts the file while the service runs.
type operator struct {
	store *bolt.Store
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
		case <-time.After(time.Duration(rng.ExpFloat64() * float64(300*time.Millisecond))):
		}
		var err error
		if rng.IntN(3) == 0 {
			err = o.store.Compact(ctx)
		} else {
			_, err = backups.Make(ctx, o.store, time.Now())
		}
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
	for began := time.Now(); time.Since(began) < maxShutdown; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(readyFile(d.dir)); err == nil {
			break // it has caught signals since
		}
	}
	began := time.Now()
	if err := service.terminate(); err != nil {
		d.misbehave("the service ended by SIGTERM: %v (see service.log)", err)
	}
	if took := time.Since(began); took > maxShutdown {
		d.misbehave("the service took %s to end", took)
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
