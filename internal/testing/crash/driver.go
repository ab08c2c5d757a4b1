package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/internal/testing/crash/record"
)

// options are the settings of a run.
type options struct {
	kills int
	days  float64
	// undisturbed is the length of the quiet end, in virtual days.
	undisturbed float64
	faults      bool
	// graderFaults has the grader fail.
	graderFaults bool
	// once has the platform deliver each event once.
	once bool
	// power has the power fail at each kill: what the service did not sync may be lost.
	power bool
	// clockPeriod is the number of lives in which two have a wrong clock.
	clockPeriod int
	// aim restricts the stages that the service is killed at to those of jobs with aim in their names.
	aim string

	// step is how far the virtual time moves in a tick in which the service rests.
	step  time.Duration
	seed  uint64
	from  time.Time
	dir   string
	json  string
	limit time.Duration
	// maxLifetime is the limit, in virtual time, for a service that misses its crash target. It is killed then.
	maxLifetime time.Duration
}

// How the service is killed.
const (
	// maxCrashTarget is the last stage number used as a target. The count then begins again at 1.
	maxCrashTarget = 120
	// meanLifetime is the average time to a kill from outside, maxLifetime the default limit.
	meanLifetime = 90 * time.Minute
	maxLifetime  = 15 * time.Hour
	// meanMoment is the average real time to a kill from outside that may come while the service starts or
	// works and the time stands still.
	meanMoment = 150 * time.Millisecond
	// meanDowntime is the average time until the service starts again.
	meanDowntime = 11 * time.Minute
	// lookInterval is how often the driver looks at the service, in real time.
	lookInterval = 2 * time.Millisecond
	// undisturbedDays is the default length of the quiet end of a run.
	undisturbedDays = 1.3
)

// lifetime is one run of the service: its start, its end, and how and at which stage it ended.
type lifetime struct {
	From time.Time `json:"from"`
	// Ready is the time at which the service was up, zero if it never was.
	Ready  time.Time `json:"ready"`
	To     time.Time `json:"to"`
	Ending string    `json:"how"`
	Stage  string    `json:"stage,omitempty"`
	// Offset is how far its clock was ahead, negative where it was behind.
	Offset time.Duration `json:"offset,omitempty"`
}

// The ways a lifetime ends.
const (
	endedAtStage     = "at a stage"
	endedFromOutside = "from outside"
	endedBySignal    = "by SIGTERM"
	endedNormally    = "not killed"
)

// driver starts, kills and stops the platform and the service.
type driver struct {
	options
	scenario  scenario
	clock     *clock.Virtual
	base      string
	rng       *rand.Rand
	lifetimes []lifetime
	// lifeEnd is the virtual time at which the life of the service is over.
	lifeEnd time.Time
	// lastTarget is the last stage number used as a target among all stages.
	lastTarget int
	// attempts counts the lifetimes aimed at each stage of a job.
	attempts map[string]int
	began    time.Time
	// operated counts backups and the like, misbehaviour is what went wrong with them.
	operated     map[string]int
	misbehaviour []string
}

// run plays a scenario and returns the checked report.
func run(ctx context.Context, o options) (*report, error) {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "crash-")
		if err != nil {
			return nil, err
		}
		o.dir = dir
		defer func() { _ = os.RemoveAll(dir) }() // temporary
	}
	d := newDriver(o)
	known, err := d.runScenario(ctx)
	if err != nil {
		return nil, err
	}
	return verify(ctx, d, known)
}

func newDriver(o options) *driver {
	return &driver{options: o, began: time.Now(), rng: rand.New(rand.NewPCG(o.seed, 3)), attempts: map[string]int{}, operated: map[string]int{}}
}

// runScenario plays everything and returns the platform's final state.
func (d *driver) runScenario(ctx context.Context) (*record.Dump, error) {
	ctx, stop := context.WithTimeout(ctx, d.limit)
	defer stop()
	if err := d.writeScenario(); err != nil {
		return nil, err
	}
	platform, base, err := startPlatform(ctx, d.dir)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		err := <-platform.ended
		cancel(fmt.Errorf("the platform ended (see %s/platform.log): %w", d.dir, err))
		platform.ended <- err // for those who wait for it
	}()
	d.base = base
	if err := d.killRepeatedly(ctx); err != nil {
		return nil, errors.Join(err, platform.killAndWait())
	}
	if err := d.runUndisturbed(ctx); err != nil {
		return nil, errors.Join(err, platform.killAndWait())
	}
	known, err := d.fetchDump(ctx)
	return known, errors.Join(err, platform.terminate())
}

// writeScenario writes the file shared by all roles.
func (d *driver) writeScenario() error {
	list, err := parseRooms()
	if err != nil {
		return err
	}
	if err := errors.Join(os.MkdirAll(storeFolder(d.dir), 0o700), os.MkdirAll(backupFolder(d.dir), 0o700)); err != nil {
		return err
	}
	if _, err := os.Stat(storeFile(d.dir)); err == nil {
		return fmt.Errorf("%s holds an earlier run: name another folder", d.dir)
	}
	if d.clock, err = clock.Create(clockFile(d.dir), d.from); err != nil {
		return err
	}
	d.scenario = scenario{
		Seed: d.seed, Step: d.step, Faults: d.faults, GraderFaults: d.graderFaults, Once: d.once, Rooms: list, Deadline: time.Now().Add(d.limit).Round(0),
	}
	return d.scenario.writeFile(d.dir)
}

// virtualDays returns the virtual days since the start.
func (d *driver) virtualDays() float64 { return d.clock.Now().Sub(d.from).Hours() / 24 }

// killRepeatedly kills the service as often as asked, then lets it run until the asked days are
// over.
func (d *driver) killRepeatedly(ctx context.Context) error {
	for n := range d.kills {
		if err := errors.Join(d.runUntilKilled(ctx, n), d.operate(ctx, n)); err != nil {
			return err
		}
		if n%2 == 0 { // sometimes the restart is delayed
			d.clock.Pass(time.Duration(d.rng.ExpFloat64()*float64(meanDowntime)), func() bool { return ctx.Err() != nil })
		}
	}
	if left := d.days - d.virtualDays(); left > 0 {
		return d.runForDays(ctx, left)
	}
	return nil
}

// runUndisturbed ends all faults and lets the service run for a while.
func (d *driver) runUndisturbed(ctx context.Context) error {
	if err := d.callPlatform(ctx, http.MethodPost, "/calm", nil); err != nil {
		return err
	}
	return d.runForDays(ctx, d.undisturbed, "--calm")
}

// runUntilKilled runs the service once and kills it. In turn it dies at the next of all stages, at
// the job stage with the fewest attempts, or from outside.
func (d *driver) runUntilKilled(ctx context.Context, n int) error {
	var args []string
	most, moment := d.maxLifetime, time.Duration(0)
	switch turn := n % 5; {
	case d.aim == "" && turn%2 == 0 && turn < 4:
		d.lastTarget = d.lastTarget%maxCrashTarget + 1
		args = []string{"--die-at", strconv.Itoa(d.lastTarget)}
	case turn < 4:
		all := slices.DeleteFunc(jobStages(d.faults, d.graderFaults), func(stage string) bool { return !strings.Contains(stage, d.aim) })
		aim := slices.MinFunc(all, func(a, b string) int { return cmp.Compare(d.attempts[a], d.attempts[b]) })
		d.attempts[aim]++
		args = []string{"--die-at", "1", "--die-among", aim}
	default:
		most = min(time.Duration(d.rng.ExpFloat64()*float64(meanLifetime)), d.maxLifetime)
		if d.rng.IntN(2) == 0 {
			moment = time.Duration(d.rng.ExpFloat64() * float64(meanMoment))
		}
	}
	if n%3 == 0 {
		args = append(args, "--operate")
	}
	wrong := d.drawClockError(n)
	if wrong.offset != 0 {
		args, most = append(args, "--clock="+wrong.offset.String(), fmt.Sprintf("--mute=%t", wrong.mute)), wrong.most
	}
	service, l, err := d.startService(ctx, most, args...)
	if err != nil {
		return err
	}
	l.Offset = wrong.offset
	ended, err := d.awaitEnd(ctx, service, moment)
	switch {
	case ctx.Err() != nil:
		return errors.Join(context.Cause(ctx), service.killAndWait())
	case ended && !wasKilled(err):
		return fmt.Errorf("the service ended by itself: %w (see %s/service.log)", err, d.dir)
	case ended:
		err, l.Ending = nil, endedAtStage
	case n%10 == signalledTurn:
		l.Ending = endedBySignal
		d.terminateInTime(service)
	default:
		err, l.Ending = service.killAndWait(), endedFromOutside
	}
	if service.disk != nil {
		err = errors.Join(err, service.disk.LosePower(d.rng))
	}
	return errors.Join(err, d.callPlatform(ctx, http.MethodPost, "/settle", nil), d.recordLifetime(l))
}

// awaitEnd waits until the service ends, the virtual time of its life is over, or a moment of real time, if
// one is given, has passed. It reports whether the service ended, and how.
func (d *driver) awaitEnd(ctx context.Context, service *process, moment time.Duration) (ended bool, err error) {
	var over <-chan time.Time
	if moment > 0 {
		over = time.After(moment)
	}
	look := time.NewTicker(lookInterval)
	defer look.Stop()
	for {
		select {
		case err := <-service.ended:
			return true, err
		case <-over:
			return false, nil
		case <-ctx.Done():
			return false, nil
		case <-look.C:
			if !d.clock.Ready().IsZero() && !d.clock.Now().Before(d.lifeEnd) {
				return false, nil
			}
		}
	}
}

// runForDays runs the service for some virtual days.
func (d *driver) runForDays(ctx context.Context, days float64, args ...string) error {
	service, l, err := d.startService(ctx, time.Duration(days*24*float64(time.Hour)), args...)
	if err != nil {
		return err
	}
	if ended, err := d.awaitEnd(ctx, service, 0); ended {
		return fmt.Errorf("the service ended by itself: %w (see %s/service.log)", err, d.dir)
	}
	l.Ending = endedNormally
	return errors.Join(service.terminate(), d.recordLifetime(l), context.Cause(ctx))
}

// startService starts the service, with so much virtual time to live.
func (d *driver) startService(ctx context.Context, most time.Duration, args ...string) (*process, lifetime, error) {
	l := lifetime{From: d.clock.Now()}
	if err := os.Remove(crashFile(d.dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, l, err
	}
	d.clock.ResetReady()
	d.lifeEnd = l.From.Add(most)
	d.clock.LimitByDriver(d.lifeEnd)
	start := powered
	if d.power {
		start = onDisk(storeFolder(d.dir))
	}
	service, err := startProcess(ctx, d.dir, "service", nil, start, append([]string{"--platform", d.base}, args...)...)
	return service, l, err
}

// recordLifetime appends a finished lifetime.
func (d *driver) recordLifetime(l lifetime) error {
	l.To, l.Ready = d.clock.Now(), d.clock.Ready()
	label, err := os.ReadFile(crashFile(d.dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	l.Stage = strings.TrimSpace(string(label))
	d.lifetimes = append(d.lifetimes, l)
	return nil
}

// fetchDump returns the platform's whole state.
func (d *driver) fetchDump(ctx context.Context) (*record.Dump, error) {
	known := new(record.Dump)
	if err := d.callPlatform(ctx, http.MethodGet, "/dump", known); err != nil {
		return nil, err
	}
	text, err := json.Marshal(known)
	if err != nil {
		return nil, err
	}
	return known, os.WriteFile(dumpFile(d.dir), text, 0o600)
}

// callPlatform makes a request exempt from faults.
func (d *driver) callPlatform(ctx context.Context, method, path string, into any) (err error) {
	request, err := http.NewRequestWithContext(ctx, method, d.base+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
