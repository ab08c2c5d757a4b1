package clockguard

import (
	"runtime/debug"
	"time"
)

// released returns the day of the newest release in CHANGELOG.md, or a later one. Each release sets it. A
// build without a repository knows no other time.
func released() time.Time { return time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC) }

// BuildTime returns a time that is not after the build of the program: that of the commit it was built
// from, if it is known, or the day of its release. No clock that is right shows an earlier time.
func BuildTime() time.Time {
	newest := released()
	info, known := debug.ReadBuildInfo()
	if !known {
		return newest
	}
	for _, s := range info.Settings {
		if s.Key != "vcs.time" {
			continue
		}
		if at, err := time.Parse(time.RFC3339, s.Value); err == nil && at.After(newest) {
			newest = at
		}
	}
	return newest
}
