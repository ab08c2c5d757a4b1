package ident

import "strconv"

// Round names a round. Ids grow with time within a store, and their text fits into a button's id.
type Round uint64

// String returns the id in the digits and letters of base 36.
func (id Round) String() string { return strconv.FormatUint(uint64(id), 36) }

// ParseRound reads what String wrote.
func ParseRound(s string) (Round, bool) {
	n, err := strconv.ParseUint(s, 36, 64)
	return Round(n), err == nil && n > 0
}

// MemberNo is a member's number in all records. Forgetting a member deletes the one row that links
// it to a person.
type MemberNo uint64
