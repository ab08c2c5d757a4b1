package quiz

import (
	"errors"
	"fmt"
)

// Refusal is a no that a person may read: a code that the catalogues turn into words, with the values that
// the words need. Every other error is for the log.
type Refusal struct {
	Code Code
	Args map[string]string
}

// Code says why something is refused.
type Code string

// Why something is refused.
const (
	NoRoom          Code = "no_room"          // the quiz does not run in this channel
	NoRound         Code = "no_round"         // no round with that id, or none yet
	RoundClosed     Code = "round_closed"     // the round takes no more answers
	RoundUnderway   Code = "round_underway"   // a round is open, another cannot be asked
	AskedToday      Code = "asked_today"      // today's question was asked
	PastDate        Code = "past_date"        // args: date, today; the date is today or has passed
	NotPlanned      Code = "not_planned"      // args: date; no question is planned for it
	NotSkipped      Code = "not_skipped"      // args: date; its question is not left out
	NothingPlanned  Code = "nothing_planned"  // no question is planned at all
	PlanFromFile    Code = "plan_from_file"   // the configuration file holds the plan
	RoomFromFile    Code = "room_from_file"   // the configuration file names the room
	NothingOpen     Code = "nothing_open"     // no round is open
	NoQuestions     Code = "no_questions"     // no question fits the plan
	NoPractice      Code = "no_practice"      // no question is left to practise with
	UnknownQuestion Code = "unknown_question" // args: id, near; no question has that id
	NotAskedHere    Code = "not_asked_here"   // the plan shows only what was asked in the room
	UnknownTopic    Code = "unknown_topic"    // no question has that tag or section
	TooLong         Code = "too_long"         // args: length, limit
	EmptyAnswer     Code = "empty_answer"     // nothing was written, and there is no answer to take back
	ChoicesOnly     Code = "choices_only"     // the question is answered by choosing
	TextOnly        Code = "text_only"        // the question has no choices
	NoSuchChoice    Code = "no_such_choice"   // the choice is not one of the question's
	OneChoice       Code = "one_choice"       // args: picked; several were picked where one is right
	ThreadIsTalk    Code = "thread_is_talk"   // messages in this thread are no answers
	NotRevealed     Code = "not_revealed"     // the round was not revealed yet
	NoReply         Code = "no_reply"         // who asks did not answer in that round
	OwnAnswer       Code = "own_answer"       // nobody votes for themselves
	AnswerDeleted   Code = "answer_deleted"   // its author had it deleted
	// BeforeForgetting says that who did it had everything about them deleted afterwards.
	BeforeForgetting Code = "before_forgetting"
	// NoText says that a file without words is no answer, and FormCounts that an answer by form stands.
	NoText           Code = "no_text"
	FormCounts       Code = "form_counts"
	GradeIsCertain   Code = "grade_is_certain"   // the grade is not for its author to change
	GradingOver      Code = "grading_over"       // the week in which members grade is over
	VotingOver       Code = "voting_over"        // the digest told the votes, or a week has passed
	OwnGrade         Code = "own_grade"          // nobody confirms their own grade
	NothingToConfirm Code = "nothing_to_confirm" // the grade is not a full one that its author gave
	NoReference      Code = "no_reference"       // there is no reference answer to grade against
	AdminsOnly       Code = "admins_only"        // only admins may do this
	UnknownMember    Code = "unknown_member"     // nobody of that name answered
	DidNotAnswer     Code = "did_not_answer"     // args: name; who is to be graded did not answer
	GradeLater       Code = "grade_later"        // an answer can be graded once it is revealed
	UnknownAnswer    Code = "unknown_answer"     // args: label; no answer has that number
	UnknownBand      Code = "unknown_band"       // not a band that a person can give
)

func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s %v", r.Code, r.Args) }

// Refused returns the refusal within err, where there is one.
func Refused(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// Refuse returns a refusal; args are names and values in turn.
func Refuse(code Code, args ...string) error {
	r := &Refusal{Code: code, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		r.Args[args[i]] = args[i+1]
	}
	return r
}
