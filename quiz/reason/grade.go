package reason

// GradeReason is the reason of a grade.
type GradeReason = Reason[GradeCode]

// GradeCode is the reason of a grade.
type GradeCode string

// Family implements [Code].
func (GradeCode) Family() string { return "reason" }

// The reasons of grades.
const (
	RightChoice     GradeCode = "right_choice" // all right choices and no other
	WrongChoice     GradeCode = "wrong_choice" // another choice, or not all right ones
	AcceptedAnswer  GradeCode = "accepted"     // one of the accepted answers
	NotAccepted     GradeCode = "not_accepted" // none of the accepted answers
	OpenAnswer      GradeCode = "open_answer"  // an open answer, which a person grades
	UnknownSolution GradeCode = "no_reference" // no answer in the bank
)
