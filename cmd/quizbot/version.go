package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCmd prints the version.
type versionCmd struct{}

// Help is shown by version --help.
func (versionCmd) Help() string { return "Example:\n  quizbot version" }

func (versionCmd) run(_ context.Context, s streams) error {
	_, err := fmt.Fprintln(s.stdout, "quizbot", version())
	return err
}

// release is set by builds outside a repository: go build -ldflags "-X main.release=v1.2.3".
var release string //nolint:gochecknoglobals // the linker sets it

// version returns the number of a release, or the commit that the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if release != "" {
		return release + " " + runtime.Version()
	}
	if !ok {
		return "(unknown)"
	}
	text := info.Main.Version
	if text == "" {
		text = "(devel)"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			text += " " + s.Value
		}
	}
	return text + " " + info.GoVersion
}
