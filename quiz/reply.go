package quiz

import (
	"slices"
	"sort"
	"strings"
	"time"

	"quizbot/quiz/reason"
)

// MaxAnswer is the length limit of an answer in characters. Forms of every platform hold as much:
// Slack ends a text input at 3,000 (its Block Kit reference, plain_text_input.max_length), Discord
// at 4,000.
const MaxAnswer = 3000

// maxVersions bounds the history of a reply; the oldest go first.
const maxVersions = 100

// maxUncounted bounds the messages of a reply that don't count. Whoever writes and deletes all day
// would otherwise make each further message slower.
const maxUncounted = 100

// Reply is a member's answer in a round. An answer by form takes precedence over messages in the
// thread. Both are kept, with the versions that they replaced.
type Reply struct {
	Round  RoundID  `json:"round"`
	Member MemberNo `json:"member"`
	// First is the time of the first answer, At the time of the last change.
	First time.Time `json:"first"`
	At    time.Time `json:"at"`
	// Form is the literal text of the form, empty without one.
	Form string `json:"form,omitempty"`
	// Sent is the time of the current form or choice. Platforms may deliver an earlier one later,
	// or the same one twice.
	Sent time.Time `json:"sent,omitzero"`
	// Picks are the chosen options, indexes into the round's choices, ascending.
	Picks []int `json:"picks,omitempty"`
	// Messages are the messages in the round's thread, ordered by sending time.
	Messages []Message `json:"messages,omitempty"`
	// DroppedUntil is set if too many messages didn't count. Messages that were sent up to then, and
	// that the reply doesn't know, don't count either.
	DroppedUntil time.Time `json:"dropped_until,omitzero"`
	History      []Version `json:"history,omitempty"`
	// Told are the reasons against messages, of which the member was told.
	Told []reason.RefusalCode `json:"told,omitempty"`
	// Confirms are the members whose own full grades this member confirmed in the round. The
	// member need not have answered it.
	Confirms []MemberNo `json:"confirms,omitempty"`
	// Disputes are the points that the author claims against the grade, ordered by point.
	Disputes []Dispute `json:"disputes,omitempty"`
	// Grade is nil until the round is closed.
	Grade *Grade `json:"grade,omitempty"`
}

// Clone returns a deep copy.
func (r *Reply) Clone() Reply {
	c := *r
	c.Picks, c.Messages, c.History, c.Told = slices.Clone(r.Picks), slices.Clone(r.Messages), slices.Clone(r.History), slices.Clone(r.Told)
	c.Disputes = slices.Clone(r.Disputes)
	return c
}

// Message is a message of a member in a round's thread.
type Message struct {
	ID   string    `json:"id"`
	Sent time.Time `json:"sent"`
	// Edited is the time of the last edit, Sent if there was none.
	Edited time.Time `json:"edited"`
	Text   string    `json:"text"`
	// Attached says that the message has files. They are not kept.
	Attached bool `json:"-"`
	// Gone says that the message was deleted. Replaced says that an answer by form replaced it.
	Gone     bool `json:"gone,omitempty"`
	Replaced bool `json:"replaced,omitempty"`
}

// Version is an earlier answer, with the time of its replacement.
type Version struct {
	Until time.Time `json:"until"`
	Text  string    `json:"text,omitempty"`
	Picks []int     `json:"picks,omitempty"`
}

// Answer returns the text that counts: the form's or, without a form, the thread's messages
// joined.
func (r *Reply) Answer() string {
	if r.Form != "" {
		return r.Form
	}
	var texts []string
	for _, m := range r.Messages {
		if m.isCounted() && m.Text != "" {
			texts = append(texts, m.Text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// Given reports whether there is an answer. A withdrawn one is none.
func (r *Reply) Given() bool { return len(r.Picks) > 0 || r.Answer() != "" }

// olderThan reports whether n is a later version of m. Platforms may report edits in whole
// seconds: of two edits in the same second, the later delivery counts.
func (m *Message) olderThan(n Message) bool {
	return m.Edited.Before(n.Edited) || m.Edited.Equal(n.Edited) && n.Edited.After(n.Sent)
}

func (m *Message) isCounted() bool { return !m.Gone && !m.Replaced }

// Write makes text the answer; an empty text withdraws it. It replaces the messages in the thread
// so far. It reports false, and changes nothing, if the platform's stamp is older than the current
// answer.
func (r *Reply) Write(text string, stamp Stamp) bool {
	at, ok := stamp.Superseding(r.Sent)
	if !ok {
		return false
	}
	r.Sent = at
	r.applyChange(at, func() {
		r.Form = text
		for i := range r.Messages {
			r.Messages[i].Replaced = true
		}
		r.dropUncounted()
	})
	return true
}

// Choose makes the options with the given indexes the answer. It reports false, and changes
// nothing, if the platform's stamp is older than the current choice.
func (r *Reply) Choose(picks []int, stamp Stamp) bool {
	at, ok := stamp.Superseding(r.Sent)
	if !ok {
		return false
	}
	r.Sent = at
	r.applyChange(at, func() { r.Picks = sortedUnique(picks) })
	return true
}

// RecordMessage adds a new or edited message of the thread to the answer. It ignores an older
// version of a known message.
func (r *Reply) RecordMessage(m Message, stamp Stamp) {
	i := r.indexOfMessage(m.ID)
	if i >= 0 && !stamp.Platform && m.Edited.After(m.Sent) { // an edit: the host saw it last
		m.Edited, _ = HostTime(m.Edited).Superseding(r.Messages[i].Edited)
	}
	r.applyChange(m.Edited, func() {
		if i < 0 && r.IsDropped(&m) {
			return
		}
		if i < 0 {
			m.Replaced = r.Form != ""
			r.insertMessage(m)
			return
		}
		if known := &r.Messages[i]; !known.Gone && known.olderThan(m) {
			known.Text, known.Edited = m.Text, m.Edited
			known.Replaced = known.Replaced && (r.Form != "" || !m.Edited.After(r.Sent)) // edited since a form was taken back
		}
	})
}

// IgnoreMessage remembers a message that doesn't count because of the form, without its text. It
// must not count later either, if it is fetched again after the form was withdrawn. IgnoreMessage
// reports false for a known message.
func (r *Reply) IgnoreMessage(m Message) bool {
	if r.indexOfMessage(m.ID) >= 0 || r.IsDropped(&m) {
		return false
	}
	r.insertMessage(Message{ID: m.ID, Sent: m.Sent, Edited: m.Edited, Replaced: true})
	r.dropUncounted()
	return true
}

// IsReplaced reports whether an answer by form replaced a message.
func (r *Reply) IsReplaced(id string) bool {
	i := r.indexOfMessage(id)
	return i >= 0 && r.Messages[i].Replaced && !r.Messages[i].Gone
}

// RemoveMessage removes a deleted message from the answer. An unknown message is remembered as
// deleted, because platforms may deliver the deletion first.
func (r *Reply) RemoveMessage(id string, at time.Time) {
	r.applyChange(at, func() {
		if i := r.indexOfMessage(id); i >= 0 {
			r.Messages[i].Gone, r.Messages[i].Text = true, ""
		} else {
			r.insertMessage(Message{ID: id, Sent: at, Edited: at, Gone: true})
		}
		r.dropUncounted()
	})
}

// IsDropped reports whether the reply doesn't know a message any more, because too many messages
// before it didn't count.
func (r *Reply) IsDropped(m *Message) bool {
	return !m.Sent.After(r.DroppedUntil) && !r.HasMessage(m.ID)
}

// dropUncounted drops the oldest messages that don't count, if there are too many.
func (r *Reply) dropUncounted() {
	over := -maxUncounted
	for i := range r.Messages {
		if !r.Messages[i].isCounted() {
			over++
		}
	}
	r.Messages = slices.DeleteFunc(r.Messages, func(m Message) bool {
		if over <= 0 || m.isCounted() {
			return false
		}
		over--
		r.DroppedUntil = laterTime(r.DroppedUntil, m.Sent)
		return true
	})
}

// HasMessage reports whether the reply knows a message of the thread, even a deleted or replaced
// one.
func (r *Reply) HasMessage(id string) bool { return r.indexOfMessage(id) >= 0 }

func (r *Reply) indexOfMessage(id string) int {
	return slices.IndexFunc(r.Messages, func(m Message) bool { return m.ID == id })
}

// insertMessage adds a message in the order of sending times.
func (r *Reply) insertMessage(m Message) {
	i := sort.Search(len(r.Messages), func(i int) bool { return r.Messages[i].Sent.After(m.Sent) })
	r.Messages = slices.Insert(r.Messages, i, m)
}

// applyChange runs do. If the answer changed, the earlier one goes into the history.
func (r *Reply) applyChange(at time.Time, do func()) {
	text, picks, given := r.Answer(), slices.Clone(r.Picks), r.Given()
	do()
	if text == r.Answer() && slices.Equal(picks, r.Picks) {
		return
	}
	if given {
		r.History = append(r.History, Version{Until: laterTime(r.At, at), Text: text, Picks: picks})
		if over := len(r.History) - maxVersions; over > 0 {
			r.History = slices.Clone(r.History[over:])
		}
	}
	if r.First.IsZero() {
		r.First = at
	}
	r.At = laterTime(r.At, at)
}

// sortedUnique returns the picks in ascending order, each once.
func sortedUnique(picks []int) []int {
	return slices.Compact(slices.Sorted(slices.Values(picks)))
}

// laterTime returns the later time.
func laterTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
