package quiz

import (
	"time"

	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// RevealNews is the content of a reveal.
type RevealNews struct {
	Round Round `json:"round"`
	// Answered counts the answers, Bands the answers per band.
	Answered int                  `json:"answered"`
	Bands    map[scoring.Band]int `json:"bands,omitempty"`
	// Picked counts the picks per choice, for a question with choices.
	Picked []int `json:"picked,omitempty"`
	// SelfGraded counts the answers with the grade of their author.
	SelfGraded int `json:"self_graded,omitempty"`
	// Points count the verdicts of the program on each key point. There are none if it judged too few
	// answers.
	Points []PointTally `json:"points,omitempty"`
	// Best are the best answers, at most [BestShown], best first. Rest counts the others.
	Best []ShownReply `json:"best,omitempty"`
	Rest int          `json:"rest,omitempty"`
}

// PointTally counts the answers of a round by a key point. It is zero for a point on which too few
// answers were decided: a count of one or two would tell who missed it.
type PointTally struct {
	// Met counts the answers that meet the point, Of those that meet, lack or contradict it.
	Met int `json:"met"`
	Of  int `json:"of"`
}

// BestShown is the number of answers in a reveal, and on a page of the rest.
const BestShown = 10

// ShownReply is the public part of an answer.
type ShownReply struct {
	Member MemberNo `json:"member"`
	// Name is empty if the author is unnamed.
	Name  string `json:"name,omitempty"`
	Text  string `json:"text,omitempty"`
	Picks []int  `json:"picks,omitempty"`
	// Band is empty if only the author may see it.
	Band scoring.Band `json:"band,omitempty"`
	// SelfGraded says that the band is the author's own. Unconfirmed says that others may confirm
	// it.
	SelfGraded  bool `json:"self_graded,omitempty"`
	Unconfirmed bool `json:"unconfirmed,omitempty"`
}

// DigestNews is the content of a digest.
type DigestNews struct {
	Date   schedule.Date  `json:"date"`
	Rounds []DigestRound  `json:"rounds"`
	Season scoring.Season `json:"season"`
	Span   scoring.Span   `json:"span"`
	// Standings are the first rows of the season. Members counts all rows.
	Standings []DigestStanding `json:"standings,omitempty"`
	Members   int              `json:"members"`
	// Sharing counts the members behind Standings with as many points as its last row.
	Sharing int     `json:"sharing,omitempty"`
	Cheers  []Cheer `json:"cheers,omitempty"`
	// Next is the time of the next question, zero if none is planned.
	Next time.Time `json:"next,omitzero"`
	// Left counts the remaining questions of the bank's cycle.
	Left int `json:"left"`
	// Messages are the messages of a posted digest.
	Messages []MessageRef `json:"messages,omitempty"`
}

// DigestRound is a revealed round in a digest.
type DigestRound struct {
	Round    RoundID              `json:"round"`
	Question Question             `json:"question"`
	Answered int                  `json:"answered"`
	Bands    map[scoring.Band]int `json:"bands,omitempty"`
	// Voted are the authors of the answers with the most votes, Votes the votes for each. An
	// unnamed author is the empty name. VotedMembers are the same authors.
	Voted        []string   `json:"voted,omitempty"`
	VotedMembers []MemberNo `json:"voted_members,omitempty"`
	Votes        int        `json:"votes,omitempty"`
	// SelfGraded counts the answers with the grade of their author.
	SelfGraded int `json:"self_graded,omitempty"`
	// Link leads to the question, RevealLink to the reveal. Both are empty on platforms without
	// links.
	Link       string `json:"link,omitempty"`
	RevealLink string `json:"reveal_link,omitempty"`
}

// DigestStanding is a row of a digest's leaderboard.
type DigestStanding struct {
	Rank   int      `json:"rank"`
	Member MemberNo `json:"member,omitempty"`
	Name   string   `json:"name"`
	Points int      `json:"points"`
	// Gained is the part of Points from the digest's rounds.
	Gained int `json:"gained,omitempty"`
	// Before is the rank without those points, 0 if the member had none in this season.
	Before int `json:"before,omitempty"`
}

// Cheer is a streak worth a word.
type Cheer struct {
	Member MemberNo `json:"member,omitempty"`
	Name   string   `json:"name"`
	Streak int      `json:"streak"`
}
