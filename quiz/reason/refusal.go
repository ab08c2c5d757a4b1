package reason

// Refusal is a no that a person may read. Every other error is for the log.
type Refusal = Reason[RefusalCode]

// RefusalCode says why something is refused.
type RefusalCode string

// refusals is the family of [RefusalCode].
const refusals = "refusal"

// Family implements [Code].
func (RefusalCode) Family() string { return refusals }

// Why something is refused.
const (
	NoRoom          RefusalCode = "no_room"          // the quiz does not run in this channel
	NoRound         RefusalCode = "no_round"         // no round with that id, or none yet
	RoundClosed     RefusalCode = "round_closed"     // the round takes no more answers
	RoundUnderway   RefusalCode = "round_underway"   // a round is open, another cannot be asked
	AskedToday      RefusalCode = "asked_today"      // today's question was asked
	PastDate        RefusalCode = "past_date"        // args: date, today; the date is today or has passed
	NotPlanned      RefusalCode = "not_planned"      // args: date; no question is planned for it
	NotSkipped      RefusalCode = "not_skipped"      // args: date; its question is not left out
	NothingPlanned  RefusalCode = "nothing_planned"  // no question is planned at all
	PlanFromFile    RefusalCode = "plan_from_file"   // the configuration file holds the plan
	RoomFromFile    RefusalCode = "room_from_file"   // the configuration file names the room
	NothingOpen     RefusalCode = "nothing_open"     // no round is open
	NoQuestions     RefusalCode = "no_questions"     // no question fits the plan
	NoPractice      RefusalCode = "no_practice"      // no question is left to practise with
	UnknownQuestion RefusalCode = "unknown_question" // args: id, near; no question has that id
	NotAskedHere    RefusalCode = "not_asked_here"   // the plan shows only what was asked in the room
	UnknownTopic    RefusalCode = "unknown_topic"    // no question has that tag or section
	TooLong         RefusalCode = "too_long"         // args: length, limit
	EmptyAnswer     RefusalCode = "empty_answer"     // nothing was written, and there is no answer to take back
	ChoicesOnly     RefusalCode = "choices_only"     // the question is answered by choosing
	TextOnly        RefusalCode = "text_only"        // the question has no choices
	NoSuchChoice    RefusalCode = "no_such_choice"   // the choice is not one of the question's
	OneChoice       RefusalCode = "one_choice"       // args: picked; several were picked where one is right
	ThreadIsTalk    RefusalCode = "thread_is_talk"   // messages in this thread are no answers
	NotRevealed     RefusalCode = "not_revealed"     // the round was not revealed yet
	NoReply         RefusalCode = "no_reply"         // who asks did not answer in that round
	OwnAnswer       RefusalCode = "own_answer"       // nobody votes for themselves
	AnswerDeleted   RefusalCode = "answer_deleted"   // its author had it deleted
	// BeforeForgetting says that who did it had everything about them deleted afterwards.
	BeforeForgetting RefusalCode = "before_forgetting"
	// NoText says that a file without words is no answer, and FormCounts that an answer by form stands.
	NoText           RefusalCode = "no_text"
	FormCounts       RefusalCode = "form_counts"
	GradeIsCertain   RefusalCode = "grade_is_certain"   // the grade is not for its author to change
	GradingOver      RefusalCode = "grading_over"       // the week in which members grade is over
	VotingOver       RefusalCode = "voting_over"        // the digest told the votes, or a week has passed
	OwnGrade         RefusalCode = "own_grade"          // nobody confirms their own grade
	NothingToConfirm RefusalCode = "nothing_to_confirm" // the grade is not a full one that its author gave
	NoReference      RefusalCode = "no_reference"       // there is no reference answer to grade against
	AdminsOnly       RefusalCode = "admins_only"        // only admins may do this
	UnknownMember    RefusalCode = "unknown_member"     // nobody of that name answered
	DidNotAnswer     RefusalCode = "did_not_answer"     // args: name; who is to be graded did not answer
	GradeLater       RefusalCode = "grade_later"        // an answer can be graded once it is revealed
	UnknownAnswer    RefusalCode = "unknown_answer"     // args: label; no answer has that number
	UnknownBand      RefusalCode = "unknown_band"       // not a band that a person can give
)

// AsRefusal returns the refusal within err, where there is one.
func AsRefusal(err error) (*Refusal, bool) {
	r := find[RefusalCode](err)
	return r, r != nil
}

// Refuse returns a refusal; args are names and values in turn.
func Refuse(code RefusalCode, args ...string) error {
	r := &Refusal{Code: code, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		r.Args[args[i]] = args[i+1]
	}
	return r
}
