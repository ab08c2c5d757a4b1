package quiz

import "time"

// ConfirmedPoints are the key points of a question that an admin confirmed or corrected. They apply
// to one workspace, because other workspaces of the same bot have other admins.
type ConfirmedPoints struct {
	Workspace WorkspaceID `json:"workspace"`
	Question  QuestionID  `json:"question"`
	// Points are one to seven claims in plain text or inline Markdown.
	Points []string `json:"points"`
	// Bank, Title and Reference are the question's when the points were confirmed. Given are the key
	// points that the bank had then. The bank may change later.
	Bank      string   `json:"bank"`
	Title     string   `json:"title"`
	Reference string   `json:"reference,omitempty"`
	Given     []string `json:"given,omitempty"`
	// By is the admin, 0 for a forgotten one.
	By MemberNo  `json:"by,omitempty"`
	At time.Time `json:"at"`
}
