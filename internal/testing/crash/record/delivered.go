package record

import (
	"slices"
	"strings"
	"time"
)

// DeliveredEvent is an event with the history of its delivery.
type DeliveredEvent struct {
	Event Event `json:"event"`
	// Deliveries counts the deliveries, Acked is the time of the first acknowledgement.
	Deliveries int       `json:"deliveries"`
	Acked      time.Time `json:"acked,omitzero"`
	// Answers are the bot's answers in order of arrival.
	Answers []Answer `json:"answers,omitempty"`
	// OnAnswer is the member's reaction to the first answer.
	OnAnswer func(Answer) `json:"-"`
}

// ConfirmsSaved reports whether the bot confirmed the answer as saved.
func (d *DeliveredEvent) ConfirmsSaved() bool {
	return slices.ContainsFunc(d.Answers, func(a Answer) bool {
		return a.Kind == Seen || a.Kind == Private && hasAnyPrefix(a.Text, "Saved", "Your answer is taken back", "已保存", "你的答案已撤回")
	})
}

// ConfirmsVote reports whether the bot confirmed the vote.
func (d *DeliveredEvent) ConfirmsVote() bool {
	return slices.ContainsFunc(d.Answers, func(a Answer) bool { return hasAnyPrefix(a.Text, "Your vote is for", "你把票投给了") })
}

func hasAnyPrefix(text string, beginnings ...string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(text, b) })
}
