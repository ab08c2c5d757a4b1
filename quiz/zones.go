package quiz

import (
	"fmt"
	"time"
)

// UnknownZoneError stands in.
type UnknownZoneError struct {
	Name string
	Near []string
}

func (e *UnknownZoneError) Error() string {
	return fmt.Sprintf("time zone %q is not known: write an IANA name such as Europe/Berlin or Asia/Shanghai", e.Name)
}

// ParseZone stands in.
func ParseZone(name string) (string, error) {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return "", &UnknownZoneError{Name: name}
	}
	return name, nil
}
