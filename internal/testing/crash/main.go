// Command crash tests that the bot does everything exactly once. It runs the real service on a
// loopback platform, kills it at every stage of every job, lets the platform fail, and compares
// the posted messages with the plans and with the store.
//
//	go run ./internal/testing/crash run --kills 1000
//
// The driver starts two more processes of this program: the platform, which survives every crash,
// and the service, again and again. Each ends when its standard input closes, or at the deadline
// of the run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // zones are known on machines that have none

	"quizbot/internal/app"
	"quizbot/internal/supervisor"
	"quizbot/internal/testing/crash/clock"
	"quizbot/internal/testing/crash/managed"
	"quizbot/internal/testing/durable"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

func main() { os.Exit(runRole(os.Args[1:])) }

// runRole runs the role named by the first argument and returns the exit status.
func runRole(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) == 0 {
		args = []string{""}
	}
	var err error
	switch args[0] {
	case "run":
		err = driverRole(ctx, args[1:])
	case "platform":
		err = platformRole(ctx, args[1:])
	case "service":
		err = serviceRole(ctx, args[1:])
	case "restore":
		err = restoreRole(ctx, args[1:])
	default:
		err = errors.New("say run, or run --help")
	}
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "crash:", err)
		return 1
	}
	return 0
}

// newFlags returns the flag set of a role.
func newFlags(role string) *flag.FlagSet { return flag.NewFlagSet("crash "+role, flag.ContinueOnError) }

func driverRole(ctx context.Context, args []string) error {
	flags, o := newFlags("run"), options{}
	flags.IntVar(&o.kills, "kills", 40, "how often the service is killed")
	power := flags.Int("power", 0, "how often the power fails, instead of kills: what was not synced is lost, torn or reordered")
	flags.Float64Var(&o.days, "days", 0, "for how many virtual days at least it is disturbed")
	flags.Float64Var(&o.undisturbed, "undisturbed", undisturbedDays, "how many virtual days it runs at the end without a fault")
	flags.BoolVar(&o.faults, "faults", false, "have the platform fail, too")
	flags.BoolVar(&o.once, "never-redeliver", false, "have the platform deliver each event once, acknowledged or not")
	flags.BoolVar(&o.graderFaults, "grader-faults", false, "have the grader fail, too")
	flags.StringVar(&o.aim, "aim", "", "kill it at the stages of jobs with this in their names, and from outside")
	flags.IntVar(&o.clockPeriod, "clock-period", clockPeriod, "in how many lives, 4 at least, one has a clock that is behind and one a clock that is ahead")
	flags.DurationVar(&o.step, "step", 30*time.Second, "how far the virtual time moves in a millisecond in which the service has nothing to do")
	flags.Uint64Var(&o.seed, "seed", 1, "decides what is random")
	from := flags.String("from", "2027-03-26", "the virtual date on which it begins")
	flags.DurationVar(&o.maxLifetime, "longest-life", maxLifetime, "how long the service lives at most before it is killed, in virtual time")
	flags.StringVar(&o.dir, "dir", "", "a folder that is kept; a temporary one where it is left out")
	flags.StringVar(&o.json, "json", "", "a file for the report as JSON")
	flags.DurationVar(&o.limit, "limit", 30*time.Minute, "real time after which everything ends")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if o.from, err = time.Parse(time.DateOnly, *from); err != nil {
		return err
	}
	if o.clockPeriod < 4 {
		return errors.New("--clock-period is 4 at least")
	}
	if *power > 0 {
		o.kills, o.power = *power, true
	}
	r, err := run(ctx, o)
	if err != nil {
		return err
	}
	if err := r.writeJSON(o.json); err != nil {
		return err
	}
	_, _ = fmt.Fprint(os.Stdout, r.format())
	if n := len(r.Violations); n > 0 {
		return fmt.Errorf("%d violations", n)
	}
	return nil
}

func platformRole(ctx context.Context, args []string) error {
	flags := newFlags("platform")
	dir := flags.String("dir", "", "the folder of the run")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := untilDriverEnds(ctx, *dir)
	defer stop()
	return servePlatform(ctx, *dir)
}

func serviceRole(ctx context.Context, args []string) error {
	flags, d := newFlags("service"), &crashPoint{}
	dir := flags.String("dir", "", "the folder of the run")
	base := flags.String("platform", "", "the platform's address")
	operate := flags.Bool("operate", false, "make backups and compact the file now and then")
	offset := flags.Duration("clock", 0, "how far the clock is ahead, negative where it is behind")
	mute := flags.Bool("mute", false, "the platform doesn't tell the time")
	calm := flags.Bool("calm", false, "the grader doesn't fail")
	flags.IntVar(&d.target, "die-at", 0, "the stage event at which it dies, counted from 1; 0 for never")
	among := flags.String("die-among", "", "which stage events count, by the beginnings of their names in the report; all where left out")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *among != "" {
		d.prefixes = strings.Split(*among, ",")
	}
	d.file = crashFile(*dir)
	if err := durable.Prepare(); err != nil {
		return err
	}
	ctx, stop := untilDriverEnds(ctx, *dir)
	defer stop()
	return runService(ctx, *dir, *base, d, serviceOptions{*calm, *operate, *mute, *offset})
}

// exitGrace is the time a process has to end.
const exitGrace = 70 * time.Second

// untilDriverEnds returns a context that ends with the driver, or at the deadline of the run. The
// process exits if it is still running exitGrace later.
func untilDriverEnds(ctx context.Context, dir string) (context.Context, context.CancelFunc) {
	deadline := time.Now().Add(time.Minute)
	if s, err := loadScenario(dir); err == nil {
		deadline = s.Deadline
	}
	ctx, stop := context.WithDeadline(ctx, deadline)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // returns when the driver ends
		stop()
		time.Sleep(exitGrace)
		os.Exit(1)
	}()
	return ctx, stop
}

// serviceOptions are the settings of one life of the service.
type serviceOptions struct {
	// calm keeps the grader from failing. operate has backups made and the file compacted.
	calm, operate bool
	// mute has the platform not tell the time.
	mute bool
	// offset is how far the clock is ahead. It is negative for one that is behind.
	offset time.Duration
}

// runService runs the real service on the loopback platform until ctx ends or a crash point kills
// it.
func runService(ctx context.Context, dir, base string, d *crashPoint, o serviceOptions) (err error) {
	s, err := loadScenario(dir)
	if err != nil {
		return err
	}
	v, err := clock.Open(clockFile(dir))
	if err != nil {
		return err
	}
	timer := clock.NewService(v, s.Step, o.offset)
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	kept, err := bolt.Open(storeFile(dir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	calls, err := openJournal(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, calls.file.Close()) }()
	a := &adapter{
		base: base, crash: d, clock: timer, mute: o.mute,
		session: strconv.FormatInt(time.Now().UnixNano(), 36),
		http:    &http.Client{Transport: crashingTransport{d, timer, &http.Transport{MaxIdleConnsPerHost: 32}}},
	}
	grader := paidGrader{calls, dir, timer, s.Seed, s.GraderFaults && !o.calm}
	bot, err := app.New(app.Config{
		Store: crashingStore{kept, d, timer, calls, o.offset.Abs() >= certainlyWrong}, Bank: newBank(), Grader: grader, Clock: timer, Elapsed: timer.Elapsed, StopTimeout: maxShutdown, Log: log,
		Options: service.Options{Defaults: managed.DefaultPlan()},
	})
	if err != nil {
		return err
	}
	if err := bot.AdoptRooms(ctx, s.plansByRoom()); err != nil {
		return err
	}
	bot.Connect(a)
	go timer.Run()
	if o.operate {
		return bot.Run(ctx, supervisor.Unit{Name: "the operator", Run: operator{kept, timer, dir, s.Seed}.run})
	}
	return bot.Run(ctx)
}
