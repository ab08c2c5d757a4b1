package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCmd says which version this is.
type versionCmd struct{}

// Help is shown by version --help.
func (versionCmd) Help() string { return "Example:\n  quizbot version" }

func (versionCmd) run(_ context.Context, s streams) error {
	_, err := fmt.Fprintln(s.stdout, "quizbot", version())
	return err
}

// release is set by builds that have no repository around them: go build -ldflags "-X main.release=v1.2.3".
var release string //nolint:gochecknoglobals // the linker sets it

// version is what the build was told of itself, or knows: a release's number, or the commit it was made of.
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
