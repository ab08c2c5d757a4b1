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
)

// options are the driver's.
type options struct {
	kills  int
	days   float64
	faults bool
	speed  float64
	seed   uint64
	from   time.Time
	dir    string
	json   string
	limit  time.Duration
	// longest is how long it lives at most where it is to die.
	longest time.Duration
}

// How the service is killed.
const (
	// deepest is the greatest stage event at which it dies before the count begins again at 1.
	deepest = 120
	// meanLife is how long it lives on average where it is killed from outside, longestLife how long at most unless
	// the options say otherwise.
	meanLife    = 500 * time.Millisecond
	longestLife = 5 * time.Second
	// calmDays is how long, in virtual days, nothing happens to it in the end.
	calmDays = 1.3
)

// life is one life of the service in real time: born, at work, and dead, how it ended, and at which stage.
type life struct {
	From time.Time `json:"from"`
	// Ready is when it began to work. It is zero where it never did.
	Ready time.Time `json:"ready"`
	To    time.Time `json:"to"`
	How   string    `json:"how"`
	Stage string    `json:"stage,omitempty"`
}

// The ways in which a life ends.
const (
	atStage = "at a stage"
	outside = "from outside"
	unhurt  = "not killed"
)

// driver starts, kills and stops the other two.
type driver struct {
	options
	scenario scenario
	base     string
	rng      *rand.Rand
	lives    []life
	// next is the stage event of all at which it died last.
	next int
	// aimed counts how often it was to die at each stage of a step.
	aimed map[string]int
}

// run does the whole thing and reports.
func run(ctx context.Context, o options) (*report, error) {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "crash-")
		if err != nil {
			return nil, err
		}
		o.dir = dir
		defer func() { _ = os.RemoveAll(dir) }() // a folder for temporary things
	}
	d := newDriver(o)
	known, err := d.play(ctx)
	if err != nil {
		return nil, err
	}
	return verify(ctx, d, known)
}

func newDriver(o options) *driver {
	return &driver{options: o, rng: rand.New(rand.NewPCG(o.seed, 3)), aimed: map[string]int{}}
}

// play lets everything happen, and returns what the platform knows when all is over.
func (d *driver) play(ctx context.Context) (*dump, error) {
	ctx, stop := context.WithTimeout(ctx, d.limit)
	defer stop()
	if err := d.prepare(); err != nil {
		return nil, err
	}
	platform, base, err := startPlatform(ctx, d.dir)
	if err != nil {
		return nil, err
	}
	d.base = base
	if err := d.disturb(ctx); err != nil {
		return nil, errors.Join(err, platform.kill())
	}
	if err := d.rest(ctx); err != nil {
		return nil, errors.Join(err, platform.kill())
	}
	known, err := d.dump(ctx)
	return known, errors.Join(err, platform.stop())
}

// prepare writes what the roles agree on.
func (d *driver) prepare() error {
	list, err := rooms()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(storeFile(d.dir)); err == nil {
		return fmt.Errorf("%s holds an earlier run: name another folder", d.dir)
	}
	now := time.Now().Round(0)
	d.scenario = scenario{
		Seed: d.seed, Clock: clock{d.from, now, d.speed}, Faults: d.faults, Rooms: list, Deadline: now.Add(d.limit),
	}
	return d.scenario.save(d.dir)
}

// passed is how many virtual days passed.
func (d *driver) passed() float64 { return d.scenario.Clock.Now().Sub(d.from).Hours() / 24 }

// disturb kills the service until it was killed often enough and the days are over.
func (d *driver) disturb(ctx context.Context) error {
	for n := 0; n < d.kills; n++ {
		if err := d.liveAndDie(ctx, n); err != nil {
			return err
		}
		if n%2 == 0 { // now and then nobody starts it again at once
			time.Sleep(time.Duration(d.rng.ExpFloat64() * float64(60*time.Millisecond)))
		}
	}
	if left := d.days - d.passed(); left > 0 {
		return d.live(ctx, left)
	}
	return nil
}

// rest ends all failing and lets the service live on for a while.
func (d *driver) rest(ctx context.Context) error {
	if err := d.ask(ctx, http.MethodPost, "/calm", nil); err != nil {
		return err
	}
	return d.live(ctx, calmDays)
}

// liveAndDie is one life of the service: it dies at a stage event of all, at the stage of a step that was aimed at
// least often, or is killed from outside, in turn.
func (d *driver) liveAndDie(ctx context.Context, n int) error {
	var args []string
	most := d.longest
	switch n % 5 {
	case 0, 2:
		d.next = d.next%deepest + 1
		args = []string{"--die-at", strconv.Itoa(d.next)}
	case 1, 3:
		all := stepStages(d.faults)
		aim := slices.MinFunc(all, func(a, b string) int { return cmp.Compare(d.aimed[a], d.aimed[b]) })
		d.aimed[aim]++
		args = []string{"--die-at", "1", "--die-among", aim}
	default:
		most = min(time.Duration(d.rng.ExpFloat64()*float64(meanLife)), d.longest)
	}
	service, l, err := d.bear(ctx, args...)
	if err != nil {
		return err
	}
	select {
	case err = <-service.ended:
		if !killed(err) {
			return fmt.Errorf("the service ended by itself: %w (see %s/service.log)", err, d.dir)
		}
		err, l.How = nil, atStage
	case <-time.After(most):
		err, l.How = service.kill(), outside
	case <-ctx.Done():
		return errors.Join(ctx.Err(), service.kill())
	}
	return errors.Join(err, d.bury(l))
}

// live lets the service live for some virtual days.
func (d *driver) live(ctx context.Context, days float64) error {
	service, l, err := d.bear(ctx)
	if err != nil {
		return err
	}
	select {
	case err := <-service.ended:
		return fmt.Errorf("the service ended by itself: %w (see %s/service.log)", err, d.dir)
	case <-d.scenario.Clock.After(time.Duration(days * 24 * float64(time.Hour))):
	case <-ctx.Done():
	}
	l.How = unhurt
	return errors.Join(service.stop(), d.bury(l), ctx.Err())
}

// bear starts the service.
func (d *driver) bear(ctx context.Context, args ...string) (*child, life, error) {
	l := life{From: time.Now()}
	for _, name := range []string{deathFile(d.dir), readyFile(d.dir)} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, l, err
		}
	}
	service, err := start(ctx, d.dir, "service", nil, append([]string{"--platform", d.base}, args...)...)
	return service, l, err
}

// bury remembers a life that ended.
func (d *driver) bury(l life) error {
	l.To = time.Now()
	label, err := os.ReadFile(deathFile(d.dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	l.Stage = strings.TrimSpace(string(label))
	if ready, err := os.Stat(readyFile(d.dir)); err == nil {
		l.Ready = ready.ModTime()
	}
	d.lives = append(d.lives, l)
	return nil
}

// dump asks the platform for everything that it knows.
func (d *driver) dump(ctx context.Context) (*dump, error) {
	known := new(dump)
	return known, d.ask(ctx, http.MethodGet, "/dump", known)
}

// ask makes a request that does not fail on purpose.
func (d *driver) ask(ctx context.Context, method, path string, into any) (err error) {
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
