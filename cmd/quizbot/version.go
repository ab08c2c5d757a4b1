package main

import (
	"context"
	"fmt"
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

// version is what the build knows of itself: a release's number, or the commit it was made of.
func version() string {
	info, ok := debug.ReadBuildInfo()
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
