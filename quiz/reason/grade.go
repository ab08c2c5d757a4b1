package reason

// GradeReason is the reason of a grade.
type GradeReason = Reason[GradeCode]

// GradeCode is the reason of a grade.
type GradeCode string

// Family implements [Code].
func (GradeCode) Family() string { return "reason" }

// The reasons of grades.
const (
	RightChoice     GradeCode = "right_choice"  // all right choices and no other
	WrongChoice     GradeCode = "wrong_choice"  // another choice, or not all right ones
	AcceptedAnswer  GradeCode = "accepted"      // one of the accepted answers
	NotAccepted     GradeCode = "not_accepted"  // none of the accepted answers
	OpenAnswer      GradeCode = "open_answer"   // an open answer, which a person grades
	UnknownSolution GradeCode = "no_reference"  // no answer in the bank
	GraderFailed    GradeCode = "grader_failed" // the grader gave no answer in time

	EmptyText      GradeCode = "empty"           // nothing that could be compared
	DontKnow       GradeCode = "dont_know"       // the author says not to know
	Echo           GradeCode = "echo"            // only the question's words
	Injection      GradeCode = "injection"       // an order to the grader
	Dump           GradeCode = "dump"            // a long text of which the reference explains little
	Keywords       GradeCode = "keywords"        // words without sentences
	Shuffled       GradeCode = "shuffled"        // the reference's words in another order
	ShortReference GradeCode = "short_reference" // too little to compare with
	OtherLanguage  GradeCode = "other_language"  // another language than the reference
	NothingShared  GradeCode = "nothing_shared"  // no word of the reference
	OtherCode      GradeCode = "other_code"      // code with another operator or value
	NoCode         GradeCode = "no_code"         // prose where code is asked for
	Negated        GradeCode = "negated"         // the answer negates where the reference doesn't, or the reverse
)
