// Command mutation tests the tests: it puts listed faults into the program, one at a time, and reports
// which test notices each. The sources stay as they are: the go command reads a changed copy of one
// file through its -overlay flag.
//
//	go run ./internal/testing/mutation               # all faults, and exit status 1 if one goes unnoticed
//	go run ./internal/testing/mutation -sample 4     # four of them, other ones in each run
//	go run ./internal/testing/mutation -only fsync   # those with a name that contains fsync
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

func main() {
	sample := flag.Int("sample", 0, "try so many faults at random, 0 for all")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "the seed of the sample")
	only := flag.String("only", "", "try the faults whose name contains this text")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, ".", choose(faults(), *only, *sample, *seed))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

// choose returns the faults whose name contains a text, or a sample of them.
func choose(all []fault, only string, sample int, seed uint64) []fault {
	list := slices.DeleteFunc(slices.Clone(all), func(f fault) bool { return !strings.Contains(f.name, only) })
	if sample > 0 && sample < len(list) {
		random := rand.New(rand.NewPCG(seed, 0))
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		list = list[:sample]
	}
	return list
}

// run tries faults in the checkout at root, and prints a line for each. It returns an error if one
// isn't noticed, or if the tests fail without a fault.
func run(ctx context.Context, w io.Writer, root string, list []fault) error {
	if err := testUnchanged(ctx, root, list); err != nil {
		return err
	}
	unnoticed := 0
	for _, f := range list {
		began := time.Now()
		by, err := f.try(ctx, root)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			by, unnoticed = err.Error(), unnoticed+1
		case by == "":
			by, unnoticed = "NOT NOTICED", unnoticed+1
		}
		_, _ = fmt.Fprintf(w, "%-64s %s (%.0f s)\n", f.name, by, time.Since(began).Seconds())
	}
	_, _ = fmt.Fprintf(w, "%d of %d faults noticed\n", len(list)-unnoticed, len(list))
	if unnoticed > 0 {
		return fmt.Errorf("no test notices %d faults", unnoticed)
	}
	return nil
}
