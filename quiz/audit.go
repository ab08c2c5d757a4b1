package quiz

import (
	"time"

	"quizbot/quiz/audit"
)

// AuditRecord is a change of a room or of a workspace's key points.
type AuditRecord struct {
	// Seq numbers the records of a store. Later ones have greater numbers.
	Seq uint64 `json:"seq"`
	// Scope is the room whose admins may read the record, or the workspace if the change concerns
	// all of its rooms.
	Scope string    `json:"scope"`
	At    time.Time `json:"at"`
	// By is the admin, 0 for a forgotten one and for the operator.
	By MemberNo `json:"by,omitempty"`
	// Operator says that the operator's configuration or command made the change.
	Operator bool      `json:"operator,omitempty"`
	Act      audit.Act `json:"act"`
	// Setting is the changed setting of the plan.
	Setting string `json:"setting,omitempty"`
	// From and To are the former and the new value: of a setting as it is typed, or the band of a
	// grade. To is also the date of a pause or skip.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Round is the number of the graded round, and Author the author of the graded answer, 0 for a
	// forgotten one.
	Round  int      `json:"round,omitempty"`
	Author MemberNo `json:"author,omitempty"`
	// Question is the title of the question that the change is about, N a number of key points or
	// of answers.
	Question string `json:"question,omitempty"`
	N        int    `json:"n,omitempty"`
}
