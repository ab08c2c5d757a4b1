// Package timezone finds the IANA time zones that people mean by what they write.
package timezone

import (
	_ "embed" // for the list of names
	"fmt"
	"strings"
)

//go:generate go run ../../internal/tools/zones

//go:embed zones.txt
var zoneLines string

// UnknownError says that there is no time zone of a name. Its Error is an English sentence that says what to
// write instead.
type UnknownError struct {
	Name string   // what was written, without the spaces around it
	Near []string // at most three IANA names that may have been meant, the likeliest first
}

// Error implements error.
func (e *UnknownError) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("time zone %q is not known: write an IANA name such as Europe/Berlin or Asia/Shanghai", e.Name)
	}
	meant := e.Near[len(e.Near)-1]
	if before := e.Near[:len(e.Near)-1]; len(before) > 0 {
		meant = strings.Join(before, ", ") + " or " + meant
	}
	return fmt.Sprintf("time zone %q is not known: did you mean %s?", e.Name, meant)
}

// Parse returns the IANA name of a time zone as it is spelled, whatever the case it was written in and with
// spaces for underscores. It knows the same names on every machine; Local and the like, which mean another zone
// on another machine, are none. For all others it returns an [UnknownError].
func Parse(name string) (string, error) {
	name = strings.TrimSpace(name)
	written := strings.Join(strings.Fields(name), "_")
	for zone := range allNames() {
		if strings.EqualFold(zone, written) {
			return zone, nil
		}
	}
	return "", &UnknownError{Name: name, Near: nearestZones(name)}
}

// allNames yields the names of all zones.
func allNames() func(yield func(string) bool) {
	return strings.SplitSeq(strings.TrimSuffix(zoneLines, "\n"), "\n")
}
