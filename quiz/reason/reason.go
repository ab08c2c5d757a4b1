// Package reason holds the reasons why something is not so: codes with arguments, which catalogues turn into words.
package reason

import (
	"errors"
	"fmt"
)

// Code is the code of a reason. Catalogues word each family of codes under one key.
type Code interface {
	~string
	// Family is the first part of the catalogue's key, such as refusal.
	Family() string
}

// Reason says why something is not so: a code, which catalogues turn into words, with the values that the words need.
type Reason[C Code] struct {
	Code C                 `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Key is the catalogue's key for the reason, such as refusal.no_room.
func (r *Reason[C]) Key() string { return r.Code.Family() + "." + string(r.Code) }

// Error says the code, for the log.
func (r *Reason[C]) Error() string {
	family := r.Code.Family()
	if family == refusals {
		family = "refused"
	}
	return fmt.Sprintf("%s: %s %v", family, r.Code, r.Args)
}

// SameCode reports whether two reasons have the same code. Nil means no reason. Their values may differ.
func (r *Reason[C]) SameCode(other *Reason[C]) bool {
	if r == nil || other == nil {
		return r == other
	}
	return r.Code == other.Code
}

// find returns the reason of a family within err, nil where there is none.
func find[C Code](err error) *Reason[C] {
	var r *Reason[C]
	if errors.As(err, &r) {
		return r
	}
	return nil
}
