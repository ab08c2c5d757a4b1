// Package reason holds the codes of refusals, obstacles, troubles, mistakes and grades. Catalogues
// word them.
package reason

import (
	"errors"
	"fmt"
)

// Code is the code of a reason. The codes of a family share a prefix in the catalogues.
type Code interface {
	~string
	// Family returns the prefix, such as refusal.
	Family() string
}

// Reason is a code with the arguments of its wording.
type Reason[C Code] struct {
	Code C                 `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Key returns the catalogue key of the reason, such as refusal.no_room.
func (r *Reason[C]) Key() string { return r.Code.Family() + "." + string(r.Code) }

// Error returns the code and arguments for the log.
func (r *Reason[C]) Error() string {
	family := r.Code.Family()
	if family == refusals {
		family = "refused"
	}
	return fmt.Sprintf("%s: %s %v", family, r.Code, r.Args)
}

// SameCode reports whether two reasons have the same code. Nil means no reason. Their arguments
// may differ.
func (r *Reason[C]) SameCode(other *Reason[C]) bool {
	if r == nil || other == nil {
		return r == other
	}
	return r.Code == other.Code
}

// findReason returns the reason of a family in err, nil if there is none.
func findReason[C Code](err error) *Reason[C] {
	var r *Reason[C]
	if errors.As(err, &r) {
		return r
	}
	return nil
}
