package quiz

import "time"

// Stamp is the time of an act, with the clock that measured it. The host's clock may be set back,
// so the host's stamps count in the order of arrival. A platform's stamps count in their own
// order, even if deliveries are out of order.
type Stamp struct {
	At       time.Time
	Platform bool
}

// HostTime returns a stamp of the host's clock.
func HostTime(at time.Time) Stamp { return Stamp{At: at} }

// PlatformTime returns a stamp of a platform's clock.
func PlatformTime(at time.Time) Stamp { return Stamp{At: at, Platform: true} }

// Superseding returns the time of a replacement for an earlier act, never before that act. It
// reports false for a platform's stamp that is older.
func (s Stamp) Superseding(standing time.Time) (at time.Time, ok bool) {
	if !s.At.Before(standing) {
		return s.At, true
	}
	return standing, !s.Platform
}
