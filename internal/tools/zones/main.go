// Command zones writes the time zones of the Go toolchain to zones.txt, one a line, sorted.
package main

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run("zones.txt"); err != nil {
		fmt.Fprintln(os.Stderr, "zones:", err)
		os.Exit(1)
	}
}

// run writes the names of zones to a file.
func run(file string) error {
	root, err := exec.CommandContext(context.Background(), "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	names, err := readZoneNames(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strings.Join(names, "\n")+"\n"), 0o644)
}

// readZoneNames returns the names in an archive of zones that a person may choose.
func readZoneNames(archive string) ([]string, error) {
	r, err := zip.OpenReader(archive)
	if err != nil {
		return nil, fmt.Errorf("read the toolchain's zones: %w", err)
	}
	var names []string
	for _, f := range r.File {
		if isPlaceOrStandard(f.Name) {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names, r.Close()
}

// isPlaceOrStandard reports whether an entry is the zone of a place or a standard. The other
// entries are folders, second copies, and stand-ins for a machine without a zone.
func isPlaceOrStandard(entry string) bool {
	area, _, _ := strings.Cut(entry, "/")
	return !strings.HasSuffix(entry, "/") &&
		!slices.Contains([]string{"Factory", "localtime", "posixrules", "posix", "right"}, area)
}
