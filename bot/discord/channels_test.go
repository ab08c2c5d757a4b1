package discord

import (
	"strconv"
	"testing"

	"quizbot/internal/testing/discordtest"
)

// Threads are forgotten when there are too many, channels are not; what has no id is never known.
func TestRoomsForget(t *testing.T) {
	t.Parallel()
	r := newChannelCache(nil)
	r.add(channel{ID: "1"}, channel{Type: channelText})
	for i := range maxKnownThreads + 5 {
		id := strconv.Itoa(100 + i)
		r.add(channel{ID: id, Type: publicThread, Parent: "1"})
		r.add(channel{ID: id, Type: publicThread, Parent: "1", Name: "renamed"})
	}
	_, channelKnown := r.known("1")
	_, oldest := r.known("100")
	newest, known := r.known(strconv.Itoa(100 + maxKnownThreads + 4))
	_, nothing := r.known("")
	if !channelKnown || oldest || !known || newest.Name != "renamed" || nothing {
		t.Errorf("known are the channel %v, the oldest thread %v, the newest %+v, and what has no id %v", channelKnown, oldest, newest, nothing)
	}
	if len(r.byID) > maxKnownThreads+1 {
		t.Errorf("%d are known", len(r.byID))
	}
}

// A thread's home is its channel, whatever its kind; anything else is its own.
func TestParentOfThread(t *testing.T) {
	t.Parallel()
	r := newChannelCache(nil)
	for kind, want := range map[int]string{channelText: "5", channelAnnouncement: "5", announcementThread: "9", publicThread: "9", privateThread: "9", 2: "5"} {
		r.add(channel{ID: "5", Type: kind, Parent: "9"}) // the parent of a channel is its category
		if got, err := r.home(t.Context(), "5"); got != want || err != nil {
			t.Errorf("type %d: got %s, %v, want %s", kind, got, err, want)
		}
	}
	r.add(channel{ID: "6", Type: publicThread})
	if got, err := r.home(t.Context(), "6"); got != "6" || err != nil {
		t.Errorf("a thread of which nobody told where it hangs: got %s, %v, want itself", got, err)
	}
}

// A channel is asked for once.
func TestAskedOnce(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	for range 3 {
		if got, err := s.bot.channels.home(t.Context(), discordtest.ChannelID); got != discordtest.ChannelID || err != nil {
			t.Errorf("got %s, %v", got, err)
		}
		if _, err := s.bot.self(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if n, m := s.Calls("GET", "/channels/{c}"), s.Calls("GET", "/users/@me"); n != 1 || m != 1 {
		t.Errorf("asked for the channel %d times, and who the bot is %d times", n, m)
	}
}

// Without the permission to read messages a history is empty. Messages received before stay.
func TestBackfillWithoutContent(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	s.bot.connection.SetContentDenied(true)
	if err := s.bot.Backfill(t.Context(), room(), q, []string{"17"}, s.handle); err != nil || len(s.handledEvents()) != 0 {
		t.Errorf("got %v, and %+v", err, s.handledEvents())
	}
}
