// Command measure counts how easily the code base reads: sizes of packages, arrows between files,
// names that two adapters share, lengths of names, and comments whose noun is missing. It reads
// syntax alone, so it runs on any commit, built or not.
//
//	go run ./internal/testing/measure           # the figures of this tree
//	go run ./internal/testing/measure -root DIR # those of another checkout
//	go run ./internal/testing/measure -check    # exit status 1 when a limit is passed
//	go run ./internal/testing/measure -list comments,names,arrows,shared,places
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	root := flag.String("root", ".", "the checkout's folder")
	list := flag.String("list", "", "details to print: comments, names, arrows, shared, places")
	under := flag.String("under", "", "restrict -list to files below this folder")
	check := flag.Bool("check", false, "fail when a limit is passed")
	flag.Parse()
	if err := run(os.Stdout, *root, *list, *under, *check); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// run prints the figures of the checkout at root, and the details that list names.
func run(w io.Writer, root, list, under string, check bool) error {
	t, err := readTree(root)
	if err != nil {
		return err
	}
	passed := 0
	for _, f := range figures(t) {
		mark := ""
		if !f.ok() {
			mark, passed = "  LIMIT", passed+1
		}
		_, _ = fmt.Fprintf(w, "%-58s %10s   limit %-7s%s\n", f.name, f.text(), f.limitText(), mark)
	}
	for _, kind := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
		printDetails(w, t, kind, under)
	}
	if check && passed > 0 {
		return fmt.Errorf("%d figures are beyond their limits", passed)
	}
	return nil
}
