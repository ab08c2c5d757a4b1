package discord

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/testing/discordtest"
)

// Every counted message gets its reaction, also after an edit. A deleted one needs none.
func TestMarks(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	id := s.Say("ann", "does not count")
	s.setAnswer(bot.Counted{})
	s.Edit("ann", id, "counts")
	if !s.Marked(id) {
		t.Error("what was edited has no reaction")
	}
	var ids []string
	failed := atomic.Int32{}
	s.Limit("PUT", reactionPath, 4, 20*time.Millisecond)
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || failed.Add(1) > 5 { // more than a request is made again by itself
			return false
		}
		w.WriteHeader(http.StatusBadGateway)
		return true
	})
	for range 120 {
		id, _ := s.Write(q.Message, "ann", "x")
		ids = append(ids, id)
	}
	s.waitUntil("all are handled", func() bool { return len(s.handledEvents()) == len(ids)+2 })
	s.bot.idle()
	if left := slices.DeleteFunc(ids, s.Marked); len(left) > 0 {
		t.Errorf("%d messages bear no mark", len(left))
	}
	s.Fault(nil)
	s.setHandler(func(_ context.Context, e bot.Event) (bot.Answer, error) {
		if m, ok := e.Act.(bot.Message); ok {
			s.DeleteMessage(m.ID)
		}
		return bot.Counted{}, nil
	})
	s.Say("ann", "taken back")
	if strings.Contains(s.log.String(), "cannot mark") {
		t.Errorf("the log is\n%s", s.log)
	}
}

// A message in an unknown channel isn't handled. The backfill before the close fetches it.
func TestUnheardWithoutChannel(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	e := event{id: "message 1", guild: discordtest.GuildID, channel: "99", act: bot.Message{Thread: "99", ID: "1", Text: "x"}}
	s.bot.handleMessage(t.Context(), s.handle, &e)
	if list := s.handledEvents(); len(list) != 0 {
		t.Errorf("handled as %+v", list)
	}
}
