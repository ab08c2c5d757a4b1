// Package timezone finds IANA time zones by typed names.
package timezone

import (
	_ "embed" // for the list of names
	"fmt"
	"strings"
	"sync"
)

//go:generate go run ../../internal/tools/zones

//go:embed zones.txt
var zoneLines string

// UnknownError is the error for an unknown time zone. Its message is an English sentence with
// suggestions.
type UnknownError struct {
	Name string   // the typed name, trimmed
	Near []string // at most three similar IANA names, the likeliest first
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

// Parse returns the IANA name of a time zone. It ignores case and accepts spaces for underscores.
// It knows the same names on every machine and refuses machine-dependent names such as Local. Its
// error is an [UnknownError].
func Parse(name string) (string, error) {
	name = strings.TrimSpace(name)
	if zone, ok := byLowerCase()[strings.ToLower(strings.Join(strings.Fields(name), "_"))]; ok {
		return zone, nil
	}
	return "", &UnknownError{Name: name, Near: nearestZones(name)}
}

// byLowerCase returns the names of all zones by their lower-case spelling.
var byLowerCase = sync.OnceValue(func() map[string]string { //nolint:gochecknoglobals // a function that nothing changes
	names := map[string]string{}
	for zone := range allNames() {
		names[strings.ToLower(zone)] = zone
	}
	return names
})

// allNames yields the names of all zones.
func allNames() func(yield func(string) bool) {
	return strings.SplitSeq(strings.TrimSuffix(zoneLines, "\n"), "\n")
}
