package quiz

import (
	"errors"
	"time"

	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// JobKind is what is due for a room.
type JobKind string

// The steps of a round, and the digest.
const (
	JobAsk    JobKind = "ask"
	JobClose  JobKind = "close"
	JobReveal JobKind = "reveal"
	JobDigest JobKind = "digest"
)

// Job is an announcement that began and has not ended: what is to be posted, frozen, and how it went so
// far. A room has at most one. After a crash it is simply carried out again, because posting is
// idempotent by its key. A close posts nothing and needs no record: its round tells how far it came.
type Job struct {
	Room  RoomID        `json:"room"`
	Kind  JobKind       `json:"kind"`
	Date  schedule.Date `json:"date"`
	Round RoundID       `json:"round,omitempty"`
	Begun time.Time     `json:"begun"`
	// Until is the deadline for posting. After it the step is only looked for, and given up if it doesn't stand. For a
	// reveal it follows from the plan, and Until only extends it. Looks counts how often looking failed.
	Until   time.Time `json:"until,omitzero"`
	Lookups int       `json:"looks,omitempty"`
	// Tries counts failed attempts; no other is made before Next. Waits counts those since somebody last asked for
	// another one, which the length of the wait depends on.
	Tries int       `json:"tries,omitempty"`
	Waits int       `json:"waits,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	// Announcement is everything that will be posted.
	Announcement Announcement `json:"announcement"`
}

// ErrTooLate says that an overdue announcement does not stand.
var ErrTooLate = errors.New("it is too late for it, and it does not stand")

// Announcement is one thing to be posted: exactly one of Question, Reveal and Digest is set.
type Announcement struct {
	// Key is the same for every attempt to post this, and for nothing else that is posted.
	Key  string `json:"key"`
	Room RoomID `json:"room"`
	// Begun is since when this may have been posted already, the zero time where it was never tried.
	Begun time.Time `json:"-"`
	// Overdue says that its time has passed. It is not posted any more, but where it stands, though nobody wrote
	// that down, it counts, and where only a part stands the rest follows.
	Overdue bool `json:"-"`
	// Tries is how often this was tried before.
	Tries int `json:"-"`
	// Language and TimeZone are the room's when the step began.
	Language string `json:"language"`
	TimeZone string `json:"time_zone"`
	// Broadcast says that the channel, not only the thread, is told of a reveal, as the plan had it then.
	Broadcast bool        `json:"broadcast,omitempty"`
	Question  *Round      `json:"question,omitempty"`
	Reveal    *RevealNews `json:"reveal,omitempty"`
	Digest    *DigestNews `json:"digest,omitempty"`
}

// RevealNews is what a reveal shows.
type RevealNews struct {
	Round Round `json:"round"`
	// Answered is how many answered, Bands how many with each band.
	Answered int                  `json:"answered"`
	Bands    map[scoring.Band]int `json:"bands,omitempty"`
	// Picked counts, for a question with choices, how many picked each.
	Picked []int `json:"picked,omitempty"`
	// SelfGraded is how many have the grade that their authors gave them.
	SelfGraded int `json:"self_graded,omitempty"`
	// Best are the best answers, at most [BestShown], best first; Rest is how many more there are.
	Best []ShownReply `json:"best,omitempty"`
	Rest int          `json:"rest,omitempty"`
}

// BestShown is how many answers a reveal shows, and a page of the rest.
const BestShown = 10

// ShownReply is an answer as everybody may see it.
type ShownReply struct {
	Member MemberNo `json:"member"`
	// Name is empty where the author asked to be unnamed.
	Name  string `json:"name,omitempty"`
	Text  string `json:"text,omitempty"`
	Picks []int  `json:"picks,omitempty"`
	// Band is empty where it is for the author alone.
	Band scoring.Band `json:"band,omitempty"`
	// SelfGraded says that the band is the author's own, Unconfirmed that others may confirm it.
	SelfGraded  bool `json:"self_graded,omitempty"`
	Unconfirmed bool `json:"unconfirmed,omitempty"`
}

// DigestNews is what a digest says.
type DigestNews struct {
	Date   schedule.Date  `json:"date"`
	Rounds []DigestRound  `json:"rounds"`
	Season scoring.Season `json:"season"`
	Span   scoring.Span   `json:"span"`
	// Standings are the first of the season, Members how many there are in all.
	Standings []DigestStanding `json:"standings,omitempty"`
	Members   int              `json:"members"`
	// Sharing is how many more have as many points as the last of Standings.
	Sharing int     `json:"sharing,omitempty"`
	Cheers  []Cheer `json:"cheers,omitempty"`
	// Next is when the next question comes, the zero time where none is planned.
	Next time.Time `json:"next,omitzero"`
	// Left is how many questions remain before the bank repeats.
	Left int `json:"left"`
}

// DigestRound is what a digest tells of a round that was revealed.
type DigestRound struct {
	Round    RoundID              `json:"round"`
	Question Question             `json:"question"`
	Answered int                  `json:"answered"`
	Bands    map[scoring.Band]int `json:"bands,omitempty"`
	// Voted are the names of those whose answers got the most votes, Votes how many each got. An author
	// who asked to be unnamed is the empty name.
	Voted []string `json:"voted,omitempty"`
	Votes int      `json:"votes,omitempty"`
	// SelfGraded is how many answers have the grade that their authors gave them.
	SelfGraded int `json:"self_graded,omitempty"`
	// Link leads to the question, RevealLink to the reveal; both are empty where the platform has no links.
	Link       string `json:"link,omitempty"`
	RevealLink string `json:"reveal_link,omitempty"`
}

// DigestStanding is a line of a digest's leaderboard.
type DigestStanding struct {
	Rank   int    `json:"rank"`
	Name   string `json:"name"`
	Points int    `json:"points"`
	// Gained is what the digest's rounds added to Points.
	Gained int `json:"gained,omitempty"`
	// Before is the rank without that, 0 where the member had no points in this season.
	Before int `json:"before,omitempty"`
}

// Cheer is a streak worth a word.
type Cheer struct {
	Name   string `json:"name"`
	Streak int    `json:"streak"`
}

// ErrContentRefused says that the platform refuses what is to be posted, however it is laid out. Another try
// would meet the same.
var ErrContentRefused = errors.New("the platform refuses the content")
