package bot

import (
	"slices"
	"strings"
)

// adminIDs are the first words of button and form ids that are for admins alone, or that count more when an admin presses.
func adminIDs() []string {
	return []string{idSetUp, formSetUp, idAskNow, idRemove, idPassOver, idConfirm}
}

// ForAdmins reports whether an act may be for admins alone. A platform that has to ask whether somebody is an admin asks
// before it hands over such an act, and needs not ask for others.
func ForAdmins(act Act) bool {
	var id string
	switch act := act.(type) {
	case Command:
		spec, known := SpecOf(act.Path)
		return !known || spec.Admin || spec.Path == "quiz help"
	case Message:
		return strings.HasPrefix(act.Text, "/") || strings.HasPrefix(act.Text, "／") // a command that is typed as a message
	case Press:
		id = act.ID
	case Submission:
		id = act.ID
	}
	verb, _, _ := strings.Cut(id, ":")
	return slices.Contains(adminIDs(), verb)
}
