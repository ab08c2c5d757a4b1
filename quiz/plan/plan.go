// Package plan holds the settings of a room, in one table.
package plan

import (
	"time"

	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Plan holds a room's settings.
type Plan struct {
	// Banks are the names of the question banks; none means all.
	Banks []string `json:"banks,omitempty"`
	// Tags restricts the questions to those with one of the tags; none means no restriction.
	Tags []string `json:"tags,omitempty"`
	// Unanswered includes questions without an answer in the bank.
	Unanswered bool `json:"unanswered,omitempty"`
	// Order is the order of the questions.
	Order Order `json:"order"`
	// Practice restricts the questions of /question.
	Practice Practice `json:"practice"`
	schedule.Timetable
	Threads Threads `json:"threads"`
	// Broadcast announces the reveal in the channel, not only in the thread.
	Broadcast bool `json:"broadcast"`
	// Language is a catalogue's BCP 47 tag: en or zh-CN.
	Language string         `json:"language"`
	Points   scoring.Points `json:"points"`
	// GradeDeadline is the longest time from the close until the reveal goes ahead without the grades
	// that are missing: 1 minute to 6 hours.
	GradeDeadline time.Duration `json:"grade_deadline"`
	// StreakBonus is the greatest bonus for an answer in a streak: 0 to 5, 0 for none.
	StreakBonus int `json:"streak_bonus"`
	// StreakFreezes is how many missed rounds a month don't end a streak: 0 to 2.
	StreakFreezes int `json:"streak_freezes"`
	// ScaleByDifficulty gives more points for questions that are harder.
	ScaleByDifficulty bool `json:"scale_by_difficulty"`
}

// Rules returns the points of a round with a question of a difficulty.
func (p *Plan) Rules(d scoring.Difficulty) scoring.Rules {
	rules := scoring.Rules{Points: p.Points, StreakBonus: p.StreakBonus}
	if p.ScaleByDifficulty {
		rules.Points = p.Points.ScaledBy(d)
	}
	return rules
}

// Threads is the meaning of messages in a question's thread.
type Threads string

// Messages in the thread count as answers, or are talk.
const (
	ThreadsCount Threads = "count"
	ThreadsTalk  Threads = "talk"
)

// Default returns the plan of a room without settings.
func Default() Plan {
	return Plan{
		Order:         OrderShuffled,
		Practice:      PracticeAll,
		Timetable:     schedule.DefaultTimetable(),
		Threads:       ThreadsCount,
		Broadcast:     true,
		Language:      "en",
		Points:        scoring.DefaultPoints(),
		GradeDeadline: 10 * time.Minute,
		StreakBonus:   2,
		StreakFreezes: 1,
	}
}

// Practice is the set of questions for lookups.
type Practice string

// Lookups find all questions, or only those asked in the room.
const (
	PracticeAll   Practice = "all"
	PracticeAsked Practice = "asked"
)

// Order is the order of a plan's questions.
type Order string

// Shuffled questions follow the room's seed. The other orders are that of the banks, and from easy
// to hard.
const (
	OrderShuffled     Order = "shuffled"
	OrderBank         Order = "bank"
	OrderByDifficulty Order = "difficulty"
)
