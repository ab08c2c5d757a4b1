package reason

// Refusal is a denial for a person to read. All other errors are for the log.
type Refusal = Reason[RefusalCode]

// RefusalCode is the reason of a refusal.
type RefusalCode string

// refusals is the family of [RefusalCode].
const refusals = "refusal"

// Family implements [Code].
func (RefusalCode) Family() string { return refusals }

// The reasons of refusals.
const (
	NoRoom          RefusalCode = "no_room"          // the quiz doesn't run in this channel
	NoRound         RefusalCode = "no_round"         // no such round, or none yet
	RoundClosed     RefusalCode = "round_closed"     // the round takes no more answers
	RoundUnderway   RefusalCode = "round_underway"   // a round is open, another cannot be asked
	AskedToday      RefusalCode = "asked_today"      // today's question was asked
	PastDate        RefusalCode = "past_date"        // args: date, today; today or in the past
	NotPlanned      RefusalCode = "not_planned"      // args: date; no question is planned for it
	NotSkipped      RefusalCode = "not_skipped"      // args: date; its question is not left out
	NothingPlanned  RefusalCode = "nothing_planned"  // no question is planned at all
	PlanFromFile    RefusalCode = "plan_from_file"   // the configuration file holds the plan
	RoomFromFile    RefusalCode = "room_from_file"   // the configuration file names the room
	NothingOpen     RefusalCode = "nothing_open"     // no round is open
	NoQuestions     RefusalCode = "no_questions"     // no question fits the plan
	NoPractice      RefusalCode = "no_practice"      // no question is left to practise with
	UnknownQuestion RefusalCode = "unknown_question" // args: id, near; no such question
	NotAskedHere    RefusalCode = "not_asked_here"   // the plan shows asked questions only
	UnknownTopic    RefusalCode = "unknown_topic"    // args: topic; no question has that tag or section
	TooLong         RefusalCode = "too_long"         // args: length, limit
	EmptyAnswer     RefusalCode = "empty_answer"     // empty, without an earlier answer to withdraw
	ChoicesOnly     RefusalCode = "choices_only"     // the question is answered by choosing
	TextOnly        RefusalCode = "text_only"        // the question has no choices
	NoSuchChoice    RefusalCode = "no_such_choice"   // the choice is not one of the question's
	OneChoice       RefusalCode = "one_choice"       // args: picked; several choices for a question with one right choice
	ThreadIsTalk    RefusalCode = "thread_is_talk"   // messages in this thread are no answers
	NotRevealed     RefusalCode = "not_revealed"     // the round was not revealed yet
	NoReply         RefusalCode = "no_reply"         // the asker did not answer that round
	OwnAnswer       RefusalCode = "own_answer"       // votes for one's own answer don't count
	AnswerDeleted   RefusalCode = "answer_deleted"   // deleted by its author
	// BeforeForgetting says that the author was forgotten after the act.
	BeforeForgetting RefusalCode = "before_forgetting"
	// NoText says that a file without text is no answer. FormCounts says that the answer by form
	// takes precedence.
	NoText           RefusalCode = "no_text"
	FormCounts       RefusalCode = "form_counts"
	GradeIsCertain   RefusalCode = "grade_is_certain"   // the author can't change this grade
	PointNotMissed   RefusalCode = "point_not_missed"   // the grade doesn't hold this point as missed
	GradingOver      RefusalCode = "grading_over"       // the week for grading by members is over
	VotingOver       RefusalCode = "voting_over"        // the digest has counted, or the week for voting is over
	OwnGrade         RefusalCode = "own_grade"          // members can't confirm their own grade
	NothingToConfirm RefusalCode = "nothing_to_confirm" // not a full grade by the author
	NoReference      RefusalCode = "no_reference"       // no reference answer to grade against
	AdminsOnly       RefusalCode = "admins_only"        // only admins may do this
	UnknownMember    RefusalCode = "unknown_member"     // no such member answered
	DidNotAnswer     RefusalCode = "did_not_answer"     // args: name; this member did not answer
	GradeLater       RefusalCode = "grade_later"        // grading starts with the reveal
	UnknownAnswer    RefusalCode = "unknown_answer"     // args: label; no such answer
	UnknownBand      RefusalCode = "unknown_band"       // no band for people to give
	UnknownButton    RefusalCode = "unknown_button"     // a button or form of another version, or a forged one
	PointsNeedless   RefusalCode = "points_needless"    // key points for a question that is not graded by them
	PointsTaken      RefusalCode = "points_taken"       // confirmed points for a question that has some
)

// AsRefusal returns the refusal in err, and reports whether there is one.
func AsRefusal(err error) (*Refusal, bool) {
	r := findReason[RefusalCode](err)
	return r, r != nil
}

// Refuse returns a refusal. args alternate between names and values.
func Refuse(code RefusalCode, args ...string) error {
	r := New(code, args...)
	return &r
}
