// Package plan holds the settings of a room, in one table.
package plan

import (
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Plan is a room's settings: what is asked there, when, and what answers earn.
type Plan struct {
	// Banks names the banks that questions come from; none means all.
	Banks []string `json:"banks,omitempty"`
	// Tags narrows the questions to those with one of them; none means no narrowing.
	Tags []string `json:"tags,omitempty"`
	// Unanswered also asks questions for which the bank has no answer.
	Unanswered bool `json:"unanswered,omitempty"`
	// Order is how the next question is picked.
	Order Order `json:"order"`
	// Practice says which questions /question gives, and answers, outside of rounds.
	Practice Practice `json:"practice"`
	schedule.Timetable
	Threads Threads `json:"threads"`
	// Broadcast tells the channel, not only the thread, that the answer is out.
	Broadcast bool `json:"broadcast"`
	// Language is a BCP 47 tag of a catalogue: en or zh-CN.
	Language string         `json:"language"`
	Points   scoring.Points `json:"points"`
}

// Threads says what messages in a question's thread are.
type Threads string

// Messages in the thread count as answers, or are talk.
const (
	ThreadsCount Threads = "count"
	ThreadsTalk  Threads = "talk"
)

// Default is the plan of a room that says nothing else.
func Default() Plan {
	return Plan{
		Order:     OrderShuffled,
		Practice:  PracticeAll,
		Timetable: schedule.DefaultTimetable(),
		Threads:   ThreadsCount,
		Broadcast: true,
		Language:  "en",
		Points:    scoring.DefaultPoints(),
	}
}

// Practice says which questions of the bank lookups answer.
type Practice string

// Lookups answer all questions, or only those that were asked in the room.
const (
	PracticeAll   Practice = "all"
	PracticeAsked Practice = "asked"
)

// Order is the order in which a plan asks its questions.
type Order string

// Questions come in an order that the room's seed decides, in the order of the banks, or the easy ones first.
const (
	OrderShuffled     Order = "shuffled"
	OrderBank         Order = "bank"
	OrderByDifficulty Order = "difficulty"
)
