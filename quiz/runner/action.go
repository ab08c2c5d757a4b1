package runner

import (
	"quizbot/quiz"
)

// Action is the next thing to do in a room.
type Action struct {
	// Job is to be posted now, or graded, nil if nothing is.
	Job *quiz.Job
	// HasMore says that the room advanced without a post and may have more due jobs.
	HasMore bool
	// Backfill is a round whose missed messages and members' names are to be fetched before it
	// closes.
	Backfill *quiz.Round
	// Thread is a round whose thread is to be opened, independently of everything else.
	Thread *quiz.Round
	// Regrade is a revealed round whose missing grades are to be given, independently of everything
	// else. It is 0 for none.
	Regrade quiz.RoundID
	// Alarms are to be sent.
	Alarms []quiz.Alarm
}

// Posted is the result of a job whose announcement is posted.
type Posted struct {
	// Messages are all messages of the announcement.
	Messages []quiz.MessageRef
	// NeedsThread says that a thread is to be opened under them.
	NeedsThread bool
	// Degraded is the failure of something secondary, nil if there was none.
	Degraded error
}
