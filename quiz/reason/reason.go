// Package reason holds the codes of refusals, obstacles, troubles, refused banks, mistakes and
// grades. Catalogues word them.
package reason

import (
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
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

// New returns a reason. args alternate between names and values.
func New[C Code](code C, args ...string) Reason[C] {
	r := Reason[C]{Code: code}
	if len(args) > 0 {
		r.Args = map[string]string{}
	}
	for i := 0; i+1 < len(args); i += 2 {
		r.Args[args[i]] = args[i+1]
	}
	return r
}

// Key returns the catalogue key of the reason, such as refusal.no_room.
func (r *Reason[C]) Key() string { return r.KeyIn(r.Code.Family()) }

// KeyIn returns the catalogue key of another wording of the reason, such as remedy.not_invited.
func (r *Reason[C]) KeyIn(prefix string) string { return prefix + "." + string(r.Code) }

// Arguments returns the arguments by their names.
func (r *Reason[C]) Arguments() map[string]string { return r.Args }

// Number returns an argument that is a number, or 0 if it is missing.
func (r *Reason[C]) Number(name string) int {
	n, err := strconv.Atoi(r.Args[name])
	if err != nil {
		return 0
	}
	return n
}

// ListArgument is the name of the argument that is a list. [JoinList] writes it.
const ListArgument = "words"

// listSeparator separates the parts of a list. It is ASCII's unit separator, which nobody types.
const listSeparator = "\x1f"

// JoinList returns a list as one argument.
func JoinList(parts []string) string { return strings.Join(parts, listSeparator) }

// SplitList returns the parts of an argument that [JoinList] wrote.
func SplitList(argument string) []string {
	if argument == "" {
		return nil
	}
	return strings.Split(argument, listSeparator)
}

// Error returns the code and arguments for the log.
func (r *Reason[C]) Error() string {
	family := r.Code.Family()
	if family == refusals {
		family = "refused"
	}
	return strings.ReplaceAll(fmt.Sprintf("%s: %s %v", family, r.Code, r.Args), listSeparator, ", ")
}

// SameCode reports whether two reasons have the same code. Nil means no reason. Their arguments
// may differ.
func (r *Reason[C]) SameCode(other *Reason[C]) bool {
	if r == nil || other == nil {
		return r == other
	}
	return r.Code == other.Code
}

// Equal reports whether two reasons have the same code and arguments.
func (r *Reason[C]) Equal(other *Reason[C]) bool {
	return r.SameCode(other) && (r == nil || maps.Equal(r.Args, other.Args))
}

// findReason returns the reason of a family in err, nil if there is none.
func findReason[C Code](err error) *Reason[C] {
	var r *Reason[C]
	if errors.As(err, &r) {
		return r
	}
	return nil
}
