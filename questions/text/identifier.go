package text

import "regexp"

// typeableID matches ids that can be typed in a command.
var typeableID = regexp.MustCompile(`^[\w-]{1,64}$`)

// IsTypeableID reports whether an id can be typed in a command: 1 to 64 letters, digits,
// underscores and dashes.
func IsTypeableID(id string) bool { return typeableID.MatchString(id) }
