package reason

// GradeReason says why an answer has its grade.
type GradeReason = Reason[GradeCode]

// GradeCode is why an answer has its grade.
type GradeCode string

// Family implements [Code].
func (GradeCode) Family() string { return "reason" }

// Why an answer has its grade.
const (
	RightChoice     GradeCode = "right_choice" // every right choice was picked, and no other
	WrongChoice     GradeCode = "wrong_choice" // another choice was picked, or not all of several
	AcceptedAnswer  GradeCode = "accepted"     // it is one of the accepted answers
	NotAccepted     GradeCode = "not_accepted" // it is none of the accepted answers
	OpenAnswer      GradeCode = "open_answer"  // an open answer is for a person to grade
	UnknownSolution GradeCode = "no_reference" // the bank has no answer to compare with
)
