package quiz

import (
	"context"
	"fmt"
	"time"
)

// Band is how good an answer is, in words that hold across questions.
type Band string

// The bands from worst to best; an unsure answer waits for a person to grade it.
const (
	Unsure  Band = "unsure"
	Wrong   Band = "wrong"
	Partial Band = "partial"
	Mostly  Band = "mostly"
	Full    Band = "full"
)

// Bands returns the bands that a person can give, best first.
func Bands() []Band { return []Band{Full, Mostly, Partial, Wrong} }

// ParseBand reads a band that a person can give.
func ParseBand(s string) (Band, bool) {
	for _, b := range Bands() {
		if string(b) == s {
			return b, true
		}
	}
	return "", false
}

// Score is the middle of what a band stands for, from 0 to 1.
func (b Band) Score() float64 {
	switch b {
	case Full:
		return 1
	case Mostly:
		return 0.75
	case Partial:
		return 0.4
	default:
		return 0
	}
}

// Shown reports whether everybody may see the band; the lower ones are for their author alone.
func (b Band) Shown() bool { return b == Full || b == Mostly }

// Grade is what an answer was found to be worth, and why.
type Grade struct {
	Band Band `json:"band"`
	// Score from 0 to 1; answers are ranked by it.
	Score float64 `json:"score"`
	// Met and Missed are indexes into the question's key points.
	Met    []int `json:"met,omitempty"`
	Missed []int `json:"missed,omitempty"`
	// Reasons say why in codes that the catalogues turn into words.
	Reasons []Reason `json:"reasons,omitempty"`
	By      Judge    `json:"by"`
	// Confirmed says that peers confirmed the author's own grade.
	Confirmed bool      `json:"confirmed,omitempty"`
	At        time.Time `json:"at"`
}

// Reason is a code with the values its words need.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Judge is who or what gave a grade.
type Judge string

// A grade comes from a grader, from the answer's author or from an admin.
const (
	ByGrader Judge = "grader"
	ByAuthor Judge = "author"
	ByAdmin  Judge = "admin"
)

// Points is what each band earns.
type Points struct {
	Full    int `json:"full"`
	Mostly  int `json:"mostly"`
	Partial int `json:"partial"`
	// Tried is for every other answer: wrong ones, and unsure ones until they are graded.
	Tried int `json:"tried"`
}

// DefaultPoints is 10, 7, 4 and 1.
func DefaultPoints() Points { return Points{Full: 10, Mostly: 7, Partial: 4, Tried: 1} }

// String returns the four numbers, those for the best answers first.
func (p Points) String() string {
	return fmt.Sprintf("%d, %d, %d, %d", p.Full, p.Mostly, p.Partial, p.Tried)
}

// For returns the points that a band earns.
func (p Points) For(b Band) int {
	switch b {
	case Full:
		return p.Full
	case Mostly:
		return p.Mostly
	case Partial:
		return p.Partial
	default:
		return p.Tried
	}
}

func (p Points) mistakes() []*Mistake {
	switch value := fmt.Sprintf("%d, %d, %d, %d", p.Full, p.Mostly, p.Partial, p.Tried); {
	case p.Full < p.Mostly || p.Mostly < p.Partial || p.Partial < p.Tried || p.Tried < 0:
		return []*Mistake{NewMistake("points", WrongPoints, value,
			"full %d, mostly %d, partial %d, tried %d do not fall from best to worst: a better answer must not earn less, and none less than 0",
			p.Full, p.Mostly, p.Partial, p.Tried)}
	case p.Full > maxPoints:
		return []*Mistake{NewMistake("points", WrongPoints, value, "are at most 1000000 for an answer")}
	}
	return nil
}

// maxPoints keeps every total far from overflowing.
const maxPoints = 1_000_000

// SelfGraded reports whether the grade is its author's alone.
func (g *Grade) SelfGraded() bool { return g.By == ByAuthor && !g.Confirmed }

// Unconfirmed reports whether others may confirm the grade: a full one that its author gave.
func (g *Grade) Unconfirmed() bool { return g.SelfGraded() && g.Band == Full }

// CountedBand is the band whose points the grade earns. A full one of the author's own is CountedBand mostly until it is confirmed:
// otherwise being unsure would be CountedBand more than an honest half answer.
func (g *Grade) CountedBand() Band {
	if g.Unconfirmed() {
		return Mostly
	}
	return g.Band
}

// Earned returns the points that a grade earns.
func (p Points) Earned(g *Grade) int { return p.For(g.CountedBand()) }

// Grader finds what answers are worth.
type Grader interface {
	// Grade returns a grade for each reply, in their order. It is handed all replies of a round at once,
	// those that people already graded among them, and leaves unsure what it is not certain of.
	Grade(ctx context.Context, q *Question, replies []Reply) ([]Grade, error)
}
