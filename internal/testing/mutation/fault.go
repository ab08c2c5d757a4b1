package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// fault is a change of one place in the program that some test must notice.
type fault struct {
	name string
	file string // its path below the root of the checkout
	// from is code that the file has once, and to is the faulty code in its place.
	from, to string
	// tests are the packages whose tests are run, apart by spaces.
	tests string
}

// apply returns the source of a file with the fault in it.
func (f fault) apply(source []byte) ([]byte, error) {
	if n := bytes.Count(source, []byte(f.from)); n != 1 {
		return nil, fmt.Errorf("%s has the code %q %d times instead of once: adapt the list", f.file, f.from, n)
	}
	return bytes.Replace(source, []byte(f.from), []byte(f.to), 1), nil
}

// try runs the tests with the fault in the program. It returns the names of the tests that failed,
// empty for none.
func (f fault) try(ctx context.Context, root string) (noticedBy string, err error) {
	overlay, remove, err := f.writeOverlay(root)
	if err != nil {
		return "", err
	}
	defer remove()
	before, err := failFiles(root)
	if err != nil {
		return "", err
	}
	out, failed, err := runTests(ctx, root, append([]string{"-overlay", overlay}, strings.Fields(f.tests)...))
	if err := errors.Join(err, removeFailFiles(root, before)); err != nil || !failed {
		return "", err
	}
	return failedTests(out)
}

// failFiles returns the files in which property tests keep the inputs that failed.
func failFiles(root string) (list []string, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case strings.Contains(filepath.ToSlash(path), "/testdata/rapid/") && !entry.IsDir():
			list = append(list, path)
		}
		return nil
	})
	return list, err
}

// removeFailFiles removes the files of failed inputs that a fault caused: all but those from before.
func removeFailFiles(root string, before []string) error {
	list, err := failFiles(root)
	for _, path := range list {
		if !slices.Contains(before, path) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// writeOverlay writes the changed file and the overlay that names it into a temporary folder.
func (f fault) writeOverlay(root string) (overlay string, remove func(), err error) {
	original, err := filepath.Abs(filepath.Join(root, f.file))
	if err != nil {
		return "", nil, err
	}
	source, err := os.ReadFile(original)
	if err != nil {
		return "", nil, err
	}
	if source, err = f.apply(source); err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return "", nil, err
	}
	changed, overlay := filepath.Join(dir, filepath.Base(f.file)), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	err = errors.Join(err, os.WriteFile(changed, source, 0o600), os.WriteFile(overlay, list, 0o600))
	return overlay, func() { _ = os.RemoveAll(dir) }, err
}

// testUnchanged runs the tests of all faults without a fault. They must pass, because otherwise a
// failure shows nothing.
func testUnchanged(ctx context.Context, root string, list []fault) error {
	var packages []string
	for _, f := range list {
		packages = append(packages, strings.Fields(f.tests)...)
	}
	slices.Sort(packages)
	out, failed, err := runTests(ctx, root, slices.Compact(packages))
	if err == nil && failed {
		err = fmt.Errorf("the tests fail without a fault:\n%s", out)
	}
	return err
}

// runTests runs tests and reports whether they failed.
func runTests(ctx context.Context, root string, args []string) (out string, failed bool, err error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-failfast", "-timeout", "5m"}, args...)...)
	cmd.Dir = root
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		return string(said), true, nil
	}
	return string(said), false, errors.Join(err, ctx.Err())
}

var (
	failLine  = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+)`)
	panicLine = regexp.MustCompile(`(?m)^panic: (.*)$`)
)

// failedTests returns the names of the tests that failed in the output of the go command. Code that
// doesn't compile is an error: it shows nothing.
func failedTests(out string) (string, error) {
	if strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]") {
		return "", fmt.Errorf("it doesn't compile:\n%s", out)
	}
	var names []string
	for _, m := range failLine.FindAllStringSubmatch(out, -1) {
		if name, _, _ := strings.Cut(m[1], "/"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if m := panicLine.FindStringSubmatch(out); m != nil && len(names) == 0 {
		names = append(names, "panic: "+m[1])
	}
	if len(names) == 0 {
		return "", fmt.Errorf("no test is named in\n%s", out)
	}
	if most := 3; len(names) > most {
		names = append(names[:most], fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(names, ", "), nil
}
