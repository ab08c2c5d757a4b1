package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"quizbot/internal/term"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// salvage makes a sound database of what can be read of a damaged file, and puts it in the place of
// the database.
func (c *restoreCmd) salvage(ctx context.Context, data string, s streams) error {
	next, err := bolt.SalvagePath(data)
	if err != nil {
		return err
	}
	bar := term.StartProgress(s.stderr, "reading what can be read")
	salvaged, err := transfer.Salvage(ctx, c.Backup, next)
	var done bolt.Restored
	if err == nil {
		done, err = bolt.Restore(ctx, next, data)
		err = errors.Join(err, os.Remove(next))
	}
	bar.Stop()
	if err != nil {
		return err
	}
	printSalvaged(s.stdout, salvaged)
	_, err = fmt.Fprint(s.stdout, restoreReport(data, done))
	return err
}

// printSalvaged lists what was kept and lost.
func printSalvaged(w io.Writer, r transfer.Salvaged) {
	for _, fault := range r.Faults {
		_, _ = fmt.Fprintf(w, "damaged: %s\n", fault)
	}
	for _, kind := range store.Kinds() {
		if kept, lost := r.Kept[kind], len(r.Lost[kind]); kept+lost > 0 {
			_, _ = fmt.Fprintf(w, "%-17s %d kept, %d lost\n", kind+":", kept, lost)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Lost)) {
		for _, name := range r.Lost[kind] {
			_, _ = fmt.Fprintf(w, "lost: %s %s\n", kind, name)
		}
	}
	for _, rebuilt := range r.Rebuilt {
		_, _ = fmt.Fprintf(w, "made anew: %s\n", rebuilt)
	}
}
