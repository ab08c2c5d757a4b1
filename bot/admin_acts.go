package bot

import (
	"slices"
	"strings"
)

// adminIDs are what the ids of buttons and forms begin with that only admins may use.
func adminIDs() []string { return []string{idSetUp, "setup"} }

// ForAdmins reports whether an act may be for admins alone. A platform that has to ask whether somebody is an admin asks
// before it hands over such an act, and needs not ask for others.
func ForAdmins(act Act) bool {
	var id string
	switch act := act.(type) {
	case Command:
		return strings.HasPrefix(act.Path, "quiz-admin") || act.Path == "quiz help"
	case Press:
		id = act.ID
	case Submission:
		id = act.ID
	}
	verb, _, _ := strings.Cut(id, ":")
	return slices.Contains(adminIDs(), verb)
}
