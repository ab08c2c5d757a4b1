package reason

// TroubleReason is the reason of a failure in a room.
type TroubleReason = Reason[TroubleCode]

// TroubleCode is the kind of a failure in a room.
type TroubleCode string

// Family implements [Code].
func (TroubleCode) Family() string { return "trouble" }

// The failures of a room.
const (
	TroubleFailed      TroubleCode = "failed"       // a job failed and is retried
	TroubleMissed      TroubleCode = "missed"       // args: detail, a date; a job's time and catch-up window passed
	TroubleNoQuestions TroubleCode = "no_questions" // no question of the banks fits the plan
	TroubleTooLate     TroubleCode = "too_late"     // args: detail, a date; a question wasn't posted before its round's close
	TroubleRefused     TroubleCode = "refused"      // the platform refused a question; another is asked
	TroubleAllRefused  TroubleCode = "all_refused"  // the platform refused several questions in a row; none is asked
	TroubleNotRevealed TroubleCode = "not_revealed" // a reveal was given up
	TroubleGradingLate TroubleCode = "grading_late" // args: detail, a date; the grader fails or is slow, and the reveal waits for its deadline
	TroubleNotGraded   TroubleCode = "not_graded"   // args: detail, a date; grading was given up, answers have no grade yet
	TroubleRunningLow  TroubleCode = "running_low"  // few questions are left before the bank repeats
	TroubleBlocked     TroubleCode = "blocked"      // the platform reported an obstacle before any job met it
	TroubleUnreachable TroubleCode = "unreachable"  // the room was paused after an obstacle of a week
	TroubleLeftFile    TroubleCode = "left_file"    // the room was paused because the configuration file no longer names it
	TroubleThread      TroubleCode = "thread"       // a question was posted, but its thread wasn't opened
	TroublePartly      TroubleCode = "partly"       // a job's messages were posted, but a secondary action failed
	TroubleClock       TroubleCode = "clock"        // the machine's clock was ahead, and days were done too early
)
