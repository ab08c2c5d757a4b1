package reason

// TroubleCode is what went wrong.
type TroubleCode string

// Family implements [Code].
func (TroubleCode) Family() string { return "trouble" }

// What can go wrong in a room.
const (
	TroubleFailed      TroubleCode = "failed"       // a step could not be carried out and is tried again
	TroubleMissed      TroubleCode = "missed"       // a step's time and its catch-up window passed
	TroubleNoQuestions TroubleCode = "no_questions" // no question of the bank fits the plan
	TroubleTooLate     TroubleCode = "too_late"     // a question could not be posted before its round's close
	TroubleRefused     TroubleCode = "refused"      // the platform refuses a question, so another one is asked
	TroubleAllRefused  TroubleCode = "all_refused"  // it refused several in a row, so none is asked
	TroubleNotRevealed TroubleCode = "not_revealed" // a reveal was given up
	TroubleNotGraded   TroubleCode = "not_graded"   // grading was given up, so answers are not graded yet
	TroubleRunningLow  TroubleCode = "running_low"  // few questions are left before the bank repeats
	TroubleBlocked     TroubleCode = "blocked"      // something is in the way of the room, though no job met it yet
	TroubleUnreachable TroubleCode = "unreachable"  // the room met an obstacle for so long that it was paused
	TroubleLeftFile    TroubleCode = "left_file"    // the configuration file names the room no more, so it was paused
	TroubleThread      TroubleCode = "thread"       // a question stands, but its thread could not be opened
	TroublePartly      TroubleCode = "partly"       // what a step announces stands, but something beside it failed
	TroubleClock       TroubleCode = "clock"        // the machine's clock ran ahead, and days were served too early
)
