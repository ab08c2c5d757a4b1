package quiz

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// at is so many minutes after noon.
func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func heard(id string, sent, edited int, text string) Message {
	return Message{ID: id, Sent: at(sent), Edited: at(edited), Text: text}
}

// What is delivered twice, late or in another order gives the same answer.
func TestThreadMessages(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*Reply)
		want string
	}{
		"joined in the order in which they were sent": {func(r *Reply) {
			r.RecordMessage(heard("b", 2, 2, "two"), PlatformTime(noon))
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
		}, "one\n\ntwo"},
		"delivered twice": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
		}, "one"},
		"edited": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
			r.RecordMessage(heard("a", 1, 5, "uno"), PlatformTime(noon))
		}, "uno"},
		"edits in the wrong order": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 5, "uno"), PlatformTime(noon))
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
		}, "uno"},
		"deleted": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
			r.RecordMessage(heard("b", 2, 2, "two"), PlatformTime(noon))
			r.RemoveMessage("a", at(3))
		}, "two"},
		"deleted before it was heard": {func(r *Reply) {
			r.RemoveMessage("a", at(3))
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
		}, ""},
		"edited after it was deleted": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
			r.RemoveMessage("a", at(3))
			r.RecordMessage(heard("a", 1, 2, "uno"), PlatformTime(noon))
		}, ""},
		"replaced by a form": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
			r.Write("by form", PlatformTime(at(2)))
			r.RecordMessage(heard("a", 1, 3, "uno"), PlatformTime(noon))
		}, "by form"},
		"a form taken back brings nothing back": {func(r *Reply) {
			r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
			r.Write("by form", PlatformTime(at(2)))
			r.Write("", PlatformTime(at(3)))
		}, ""},
		"a message after a form was taken back": {func(r *Reply) {
			r.Write("by form", PlatformTime(at(2)))
			r.Write("", PlatformTime(at(3)))
			r.RecordMessage(heard("a", 4, 4, "one"), PlatformTime(noon))
		}, "one"},
	} {
		t.Run(name, func(t *testing.T) {
			var r Reply
			c.do(&r)
			if got := r.Answer(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// A form or choice that comes late, or once more after another one, does not take its place.
func TestFormsInTheWrongOrder(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*Reply)
		want string
	}{
		"delivered again after a newer one": {func(r *Reply) {
			r.Write("first", PlatformTime(at(1)))
			r.Write("second", PlatformTime(at(2)))
			r.Write("first", PlatformTime(at(1)))
		}, "second"},
		"delivered again after it was taken back": {func(r *Reply) {
			r.Write("first", PlatformTime(at(1)))
			r.Write("", PlatformTime(at(2)))
			r.Write("first", PlatformTime(at(1)))
		}, ""},
		"a message of the thread is not newer": {func(r *Reply) {
			r.RecordMessage(heard("a", 3, 3, "one"), PlatformTime(noon))
			r.Write("by form", PlatformTime(at(2)))
		}, "by form"},
		"sent in the same moment": {func(r *Reply) {
			r.Write("first", PlatformTime(at(1)))
			r.Write("second", PlatformTime(at(1)))
		}, "second"},
	} {
		var r Reply
		if c.do(&r); r.Answer() != c.want {
			t.Errorf("%s: got %q, want %q", name, r.Answer(), c.want)
		}
	}
	var r Reply
	r.Choose([]int{1}, PlatformTime(at(1)))
	r.Choose([]int{2}, PlatformTime(at(2)))
	if r.Choose([]int{1}, PlatformTime(at(1))); len(r.Picks) != 1 || r.Picks[0] != 2 {
		t.Errorf("the choices are %v, want the one that was made later", r.Picks)
	}
}

// What was deleted is not kept, though a late edit brings it again.
func TestDeletedTextIsGone(t *testing.T) {
	var r Reply
	r.RecordMessage(heard("a", 1, 1, "one"), PlatformTime(noon))
	r.RemoveMessage("a", at(3))
	r.RecordMessage(heard("a", 1, 4, "uno"), PlatformTime(noon))
	if got := r.Messages[0].Text; got != "" {
		t.Errorf("the deleted message still says %q", got)
	}
}

func TestHistory(t *testing.T) {
	var r Reply
	r.Write("one", PlatformTime(at(1)))
	r.Write("two", PlatformTime(at(2)))
	r.Write("two", PlatformTime(at(3))) // delivered twice
	r.Write("three", PlatformTime(at(4)))
	if len(r.History) != 2 || r.History[0].Text != "one" || !r.History[0].Until.Equal(at(2)) || r.History[1].Text != "two" {
		t.Errorf("got %+v, want one until 12:02 and two until 12:04", r.History)
	}
	if !r.First.Equal(at(1)) || !r.At.Equal(at(4)) {
		t.Errorf("first %s, at %s, want 12:01 and 12:04", r.First, r.At)
	}
	for i := range 2 * maxVersions {
		r.Write(strings.Repeat("x", i+1), PlatformTime(at(10+i)))
	}
	if len(r.History) != maxVersions || r.History[maxVersions-1].Text != strings.Repeat("x", 2*maxVersions-1) {
		t.Errorf("got %d versions, want the last %d", len(r.History), maxVersions)
	}
}

// Messages that don't count are dropped when there are too many. A dropped one that is delivered again
// does not count, and messages that count are never dropped.
func TestUncountedMessagesAreBounded(t *testing.T) {
	sent := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	var r Reply
	write := func(n int) Message {
		m := Message{ID: fmt.Sprint(n), Sent: sent.Add(time.Duration(n) * time.Second), Edited: sent.Add(time.Duration(n) * time.Second), Text: fmt.Sprint("text ", n)}
		r.RecordMessage(m, PlatformTime(m.Sent))
		return m
	}
	write(0)
	var second Message
	for n := range 5 * maxUncounted {
		m := write(n + 1)
		if n == 1 {
			second = m
		}
		r.RemoveMessage(m.ID, m.Sent)
	}
	if len(r.Messages) != 1+maxUncounted || r.Answer() != "text 0" || len(r.History) != maxVersions {
		t.Errorf("got %d messages, %d versions and the answer %q", len(r.Messages), len(r.History), r.Answer())
	}
	r.RecordMessage(second, PlatformTime(second.Sent))
	if !r.IsDropped(&second) || r.Answer() != "text 0" {
		t.Errorf("a dropped message came again, and the answer is %q", r.Answer())
	}
	r.Write("a form", PlatformTime(sent.Add(time.Hour)))
	if late := write(10_000); r.IsDropped(&late) || len(r.Messages) > 1+maxUncounted+1 {
		t.Errorf("got %d messages", len(r.Messages))
	}
}
