package quiz

import (
	"slices"
	"sort"
	"strings"
	"time"

	"quizbot/quiz/reason"
)

// MaxAnswer is how many characters an answer may have: what a form of every platform can hold.
// Slack ends a text input at 3,000 (its Block Kit reference, plain_text_input.max_length), Discord at 4,000.
const MaxAnswer = 3000

// maxVersions bounds the history of a reply; the oldest go first.
const maxVersions = 100

// Reply is what a member answered in a round. An answer by form counts before messages in the thread;
// both together with what they replaced are kept.
type Reply struct {
	Round  RoundID  `json:"round"`
	Member MemberNo `json:"member"`
	// First is when the member first answered, At when the answer last changed.
	First time.Time `json:"first"`
	At    time.Time `json:"at"`
	// Form is the text sent by form, literal, empty where there is none.
	Form string `json:"form,omitempty"`
	// Sent is when the form or choice that stands was sent: platforms may deliver an earlier one after it, or
	// once more.
	Sent time.Time `json:"sent,omitzero"`
	// Picks are the chosen options, indexes into the round's choices, ascending.
	Picks []int `json:"picks,omitempty"`
	// Messages are those in the round's thread, in the order in which they were sent.
	Messages []Message `json:"messages,omitempty"`
	History  []Version `json:"history,omitempty"`
	// Told are the reasons for which messages in the thread did not count that the member was told.
	Told Codes `json:"told,omitempty"`
	// Confirms are the members whose own full grades the member confirmed in the round, answering it or not.
	Confirms []MemberNo `json:"confirms,omitempty"`
	// Grade is nil until the round is closed.
	Grade *Grade `json:"grade,omitempty"`
}

// Clone returns a copy that shares nothing that changes.
func (r *Reply) Clone() Reply {
	c := *r
	c.Picks, c.Messages, c.History, c.Told = slices.Clone(r.Picks), slices.Clone(r.Messages), slices.Clone(r.History), slices.Clone(r.Told)
	return c
}

// Message is one message of a member in a round's thread.
type Message struct {
	ID   string    `json:"id"`
	Sent time.Time `json:"sent"`
	// Edited is when the text last changed, Sent where it never did.
	Edited time.Time `json:"edited"`
	Text   string    `json:"text"`
	// Attached says that files hang from it. They are not kept.
	Attached bool `json:"-"`
	// Gone says that the message was deleted, Replaced that an answer by form took its place.
	Gone     bool `json:"gone,omitempty"`
	Replaced bool `json:"replaced,omitempty"`
}

// Version is an answer as it stood until it was changed at the given moment.
type Version struct {
	Until time.Time `json:"until"`
	Text  string    `json:"text,omitempty"`
	Picks []int     `json:"picks,omitempty"`
}

// Answer is the text that counts: the one sent by form or, without one, the thread's messages joined.
func (r *Reply) Answer() string {
	if r.Form != "" {
		return r.Form
	}
	var texts []string
	for _, m := range r.Messages {
		if m.counts() && m.Text != "" {
			texts = append(texts, m.Text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// Given reports whether there is an answer at all; one that was taken back is none.
func (r *Reply) Given() bool { return len(r.Picks) > 0 || r.Answer() != "" }

// olderThan reports whether n is a later version of m. Of two edits at the same moment, which platforms may
// tell in whole seconds, the one that comes later counts.
func (m *Message) olderThan(n Message) bool {
	return m.Edited.Before(n.Edited) || m.Edited.Equal(n.Edited) && n.Edited.After(n.Sent)
}

func (m *Message) counts() bool { return !m.Gone && !m.Replaced }

// Write makes text the answer; empty takes the answer back. Messages in the thread up to now are replaced. A text
// that the platform says was sent before the one that stands changes nothing, and Write reports false.
func (r *Reply) Write(text string, stamp Stamp) bool {
	at, ok := stamp.Following(r.Sent)
	if !ok {
		return false
	}
	r.Sent = at
	r.change(at, func() {
		r.Form = text
		for i := range r.Messages {
			r.Messages[i].Replaced = true
		}
	})
	return true
}

// Choose makes the options with the given indexes the answer, unless the platform says that those that stand were sent later:
// then it reports false.
func (r *Reply) Choose(picks []int, stamp Stamp) bool {
	at, ok := stamp.Following(r.Sent)
	if !ok {
		return false
	}
	r.Sent = at
	r.change(at, func() { r.Picks = sortedSet(picks) })
	return true
}

// RecordMessage puts a message of the thread, new or edited, into the answer. An older version of a message that
// is known changes nothing.
func (r *Reply) RecordMessage(m Message, stamp Stamp) {
	i := r.find(m.ID)
	if i >= 0 && !stamp.Platform && m.Edited.After(m.Sent) { // an edit, which the host saw last
		m.Edited, _ = HostTime(m.Edited).Following(r.Messages[i].Edited)
	}
	r.change(m.Edited, func() {
		if i < 0 {
			m.Replaced = r.Form != ""
			r.insert(m)
			return
		}
		if known := &r.Messages[i]; !known.Gone && known.olderThan(m) {
			known.Text, known.Edited = m.Text, m.Edited
			known.Replaced = known.Replaced && (r.Form != "" || !m.Edited.After(r.Sent)) // edited since a form was taken back
		}
	})
}

// IgnoreMessage remembers a message that doesn't count because of the form, without its text: it must not count either when it
// is fetched again after the form was taken back. It reports false where the message is known.
func (r *Reply) IgnoreMessage(m Message) bool {
	if r.find(m.ID) >= 0 {
		return false
	}
	r.insert(Message{ID: m.ID, Sent: m.Sent, Edited: m.Edited, Replaced: true})
	return true
}

// IsReplaced reports whether an answer by form took the place of a message.
func (r *Reply) IsReplaced(id string) bool {
	i := r.find(id)
	return i >= 0 && r.Messages[i].Replaced && !r.Messages[i].Gone
}

// RemoveMessage takes a deleted message out of the answer; one that was never heard is remembered as gone, because
// platforms may deliver the deletion first.
func (r *Reply) RemoveMessage(id string, at time.Time) {
	r.change(at, func() {
		if i := r.find(id); i >= 0 {
			r.Messages[i].Gone, r.Messages[i].Text = true, ""
			return
		}
		r.insert(Message{ID: id, Sent: at, Edited: at, Gone: true})
	})
}

// HasMessage reports whether the reply knows a message of the thread, deleted or replaced as it may be.
func (r *Reply) HasMessage(id string) bool { return r.find(id) >= 0 }

func (r *Reply) find(id string) int {
	return slices.IndexFunc(r.Messages, func(m Message) bool { return m.ID == id })
}

// insert puts a message behind those that were sent no later.
func (r *Reply) insert(m Message) {
	i := sort.Search(len(r.Messages), func(i int) bool { return r.Messages[i].Sent.After(m.Sent) })
	r.Messages = slices.Insert(r.Messages, i, m)
}

// change carries out a change and, where the answer became another one, keeps the old one in the history.
func (r *Reply) change(at time.Time, do func()) {
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

// Codes are reasons that somebody was told.
type Codes []reason.RefusalCode

func (c Codes) Has(code reason.RefusalCode) bool { return slices.Contains(c, code) }

// sortedSet returns the picks in ascending order, each once.
func sortedSet(picks []int) []int {
	return slices.Compact(slices.Sorted(slices.Values(picks)))
}

// laterTime is the later of two moments.
func laterTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
