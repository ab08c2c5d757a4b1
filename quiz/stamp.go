package quiz

import "time"

// Stamp is when somebody did something, and whose clock says so. The host's clock may be set back; what it stamps comes
// after what it stamped before all the same. A platform's stamps tell the order in which things were done, in whatever
// order they are delivered.
type Stamp struct {
	At       time.Time
	Platform bool
}

// HostTime is a stamp of the host's clock.
func HostTime(at time.Time) Stamp { return Stamp{At: at} }

// PlatformTime is a stamp of a platform's clock.
func PlatformTime(at time.Time) Stamp { return Stamp{At: at, Platform: true} }

// Following is the time of something that takes the place of what was done at the given moment, and never before that. It
// reports false where the platform says that it was done earlier.
func (s Stamp) Following(standing time.Time) (at time.Time, ok bool) {
	if !s.At.Before(standing) {
		return s.At, true
	}
	return standing, !s.Platform
}
