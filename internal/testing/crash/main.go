// Command crash proves that the bot does everything exactly once: it runs the real service on a platform of its
// own, kills it at every stage of everything that it does, has the platform fail, and compares what stands on the
// platform with what the plans ask for and what the store holds.
//
//	go run ./internal/testing/crash run --kills 1000
//
// The driver starts two more processes of this program: the platform, which outlives every crash, and the service,
// again and again. Each ends when its standard input does, or at the deadline of the run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // zones are known on machines that have none
)

func main() { os.Exit(program(os.Args[1:])) }

// program plays one of the roles, and returns the exit status.
func program(args []string) int {
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

// newFlags are a role's flags.
func newFlags(role string) *flag.FlagSet { return flag.NewFlagSet("crash "+role, flag.ContinueOnError) }

func driverRole(ctx context.Context, args []string) error {
	flags, o := newFlags("run"), options{}
	flags.IntVar(&o.kills, "kills", 40, "how often the service is killed")
	flags.Float64Var(&o.days, "days", 0, "for how many virtual days at least it is disturbed")
	flags.BoolVar(&o.faults, "faults", false, "have the platform fail, too")
	flags.Float64Var(&o.speed, "speed", 10800, "how many virtual seconds pass in a real one")
	flags.Uint64Var(&o.seed, "seed", 1, "decides what is random")
	from := flags.String("from", "2027-03-26", "the virtual date on which it begins")
	flags.DurationVar(&o.longest, "longest-life", longestLife, "how long the service lives at most before it is killed, in real time")
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
	r, err := run(ctx, o)
	if err != nil {
		return err
	}
	if err := r.save(o.json); err != nil {
		return err
	}
	_, _ = fmt.Fprint(os.Stdout, r.text())
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
	ctx, stop := whileDriven(ctx, *dir)
	defer stop()
	return servePlatform(ctx, *dir)
}

func serviceRole(ctx context.Context, args []string) error {
	flags, d := newFlags("service"), &death{}
	dir := flags.String("dir", "", "the folder of the run")
	base := flags.String("platform", "", "the platform's address")
	flags.IntVar(&d.at, "die-at", 0, "the stage event at which it dies, counted from 1; 0 for never")
	among := flags.String("die-among", "", "which stage events count, by the beginnings of their names in the report; all where left out")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *among != "" {
		d.among = strings.Split(*among, ",")
	}
	d.file = deathFile(*dir)
	ctx, stop := whileDriven(ctx, *dir)
	defer stop()
	return serveBot(ctx, *dir, *base, d)
}

// lingering is how long a process that is to end may take.
const lingering = 12 * time.Second

// whileDriven is a context that ends when the driver does, or the run's time is over. A process that does not end
// with it is ended.
func whileDriven(ctx context.Context, dir string) (context.Context, context.CancelFunc) {
	deadline := time.Now().Add(time.Minute)
	if s, err := loadScenario(dir); err == nil {
		deadline = s.Deadline
	}
	ctx, stop := context.WithDeadline(ctx, deadline)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends, one way or the other, when the driver does
		stop()
		time.Sleep(lingering)
		os.Exit(1)
	}()
	return ctx, stop
}
