package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// refuseMethod has the server answer methods with an error code as long as when says so.
func (s *server) refuseMethod(method, code string, when func() bool) {
	s.setFault(func(w http.ResponseWriter, m string) bool {
		if m != method || !when() {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": code})
		return true
	})
}

func always() bool { return true }

// Errors that a person must do something about carry the obstacle that is in the way.
func TestObstacles(t *testing.T) {
	for code, want := range map[string]quiz.ObstacleCode{
		"not_in_channel": quiz.NotInvited, "is_archived": quiz.ChannelArchived, "channel_not_found": quiz.ChannelGone,
		"restricted_action": quiz.PostingForbidden, "restricted_action_read_only_channel": quiz.PostingForbidden,
		"token_revoked": quiz.AppRemoved, "account_inactive": quiz.AppRemoved, "invalid_auth": quiz.AppRemoved,
		"missing_scope": quiz.LacksPermission, "method_not_supported_for_channel_type": quiz.DirectMessage,
		"fatal_error": "", "ratelimited": "", "service_unavailable": "", "something_new": "",
	} {
		s := newHarness(t, Options{})
		s.refuseMethod("chat.postMessage", code, always)
		_, err := s.bot.Post(t.Context(), threePartPosting("7/ask"))
		var got quiz.ObstacleCode
		if o := quiz.ObstacleIn(err); o != nil {
			got = o.Code
		}
		if err == nil || got != want || errors.Is(err, quiz.ErrContentRefused) || strings.Contains(err.Error(), "slack: ") {
			t.Errorf("%s: the obstacle is %q, want %q: %v", code, got, want, err)
		}
	}
}

// Whether the quiz could run in a channel is found out before anything is promised there.
func TestInspect(t *testing.T) {
	s := newHarness(t, Options{})
	s.channels = map[string]map[string]any{
		"C1": {"id": "C1", "is_channel": true, "is_member": true}, "C2": {"id": "C2", "is_channel": true, "is_member": false},
		"C3": {"id": "C3", "is_channel": true, "is_member": true, "is_archived": true}, "G4": {"id": "G4", "is_mpim": true, "is_member": true},
	}
	for channel, want := range map[string][]quiz.ObstacleCode{
		"C1": nil, "C2": {quiz.NotInvited}, "C3": {quiz.ChannelArchived}, "G4": {quiz.DirectMessage}, "D5": {quiz.DirectMessage}, "C6": {quiz.ChannelGone},
	} {
		list, err := s.bot.Inspect(t.Context(), quiz.RoomID("slack/T1/"+channel))
		var got []quiz.ObstacleCode
		for _, o := range list {
			got = append(got, o.Code)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v, want %v", channel, got, err, want)
		}
	}
	for _, code := range []string{"missing_scope", "fatal_error"} {
		s.refuseMethod("conversations.info", code, always)
		if list, err := s.bot.Inspect(t.Context(), "slack/T1/C1"); err == nil || len(list) > 0 {
			t.Errorf("%s: got %v, %v, want an error: it says nothing of the channel", code, list, err)
		}
	}
}

// What happens to the bot and its channels reaches it; what happens to others does not.
func TestChannelEvents(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	changed := bot.ChannelChanged{}
	for name, c := range map[string]struct {
		event map[string]any
		want  bot.Act
		room  quiz.RoomID
		who   quiz.MemberID
	}{
		"invited":          {map[string]any{"type": "member_joined_channel", "user": botUser, "channel": "C1", "inviter": "UANN"}, bot.ChannelChanged{Added: true}, "slack/T1/C1", "slack/T1/UANN"},
		"added by nobody":  {map[string]any{"type": "member_joined_channel", "user": botUser, "channel": "C1"}, bot.ChannelChanged{Added: true}, "slack/T1/C1", ""},
		"another joined":   {map[string]any{"type": "member_joined_channel", "user": "UANN", "channel": "C1", "inviter": "UBOB"}, nil, "", ""},
		"taken out":        {map[string]any{"type": "member_left_channel", "user": botUser, "channel": "C1"}, changed, "slack/T1/C1", ""},
		"another left":     {map[string]any{"type": "member_left_channel", "user": "UANN", "channel": "C1"}, nil, "", ""},
		"left":             {map[string]any{"type": "channel_left", "channel": "C1"}, changed, "slack/T1/C1", ""},
		"archived":         {map[string]any{"type": "channel_archive", "channel": "C1", "user": "UANN"}, changed, "slack/T1/C1", ""},
		"unarchived":       {map[string]any{"type": "channel_unarchive", "channel": "C1", "user": "UANN"}, changed, "slack/T1/C1", ""},
		"deleted":          {map[string]any{"type": "channel_deleted", "channel": "C1"}, changed, "slack/T1/C1", ""},
		"private archived": {map[string]any{"type": "group_archive", "channel": "G1"}, changed, "slack/T1/G1", ""},
		"private left":     {map[string]any{"type": "group_left", "channel": "G1"}, changed, "slack/T1/G1", ""},
		"another id":       {map[string]any{"type": "channel_id_changed", "old_channel_id": "G1", "new_channel_id": "C9"}, bot.ChannelMoved{To: "slack/T1/C9"}, "slack/T1/G1", ""},
		"renamed":          {map[string]any{"type": "channel_rename", "channel": map[string]any{"id": "C1", "name": "x"}}, nil, "", ""},
	} {
		before := len(s.handledEvents())
		s.deliverEvent(c.event)
		list := s.handledEvents()[before:]
		switch {
		case c.want == nil && len(list) > 0:
			t.Errorf("%s: arrives as %+v", name, list[0])
		case c.want != nil && (len(list) != 1 || list[0].Act != c.want || list[0].Room != c.room || list[0].Who.ID != c.who):
			t.Errorf("%s: arrives as %+v", name, list)
		}
	}
	if strings.Contains(s.log.String(), "not understood") {
		t.Errorf("the log is\n%s", s.log)
	}
}

// A command in a direct message arrives with word that the quiz cannot run there.
func TestDirectMessage(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	for channel, want := range map[string]int{"D1": 1, "C1": 0} {
		command := s.commandPayload("/quiz-admin setup")
		command["channel_id"] = channel
		if _, err := s.deliver("slash_commands", command); err != nil {
			t.Fatal(err)
		}
		events := s.handledEvents()
		if got := events[len(events)-1].Obstacles; len(got) != want || want == 1 && got[0].Code != quiz.DirectMessage {
			t.Errorf("%s: the obstacles are %v", channel, got)
		}
		if zone := events[len(events)-1].Zone; zone != "Asia/Tokyo" {
			t.Errorf("%s: the admin's zone is %q", channel, zone)
		}
	}
}

// A message that Slack refuses is posted in a plainer layout, whichever part of a card it is; refused in that layout too, it
// is said to be refused for good, and nothing is left of it.
func TestContentRefused(t *testing.T) {
	p := threePartPosting("7/reveal")
	for _, c := range []struct{ from, refusals, stand int }{{1, 1, 3}, {2, 1, 3}, {3, 1, 3}, {1, 2, 0}, {2, 2, 0}, {3, 9, 0}} {
		s := newHarness(t, Options{})
		n := 0
		s.refuseMethod("chat.postMessage", "invalid_blocks", func() bool { n++; return n >= c.from && n < c.from+c.refusals })
		places, err := s.bot.Post(t.Context(), p)
		if got := len(s.postedParts()); got != c.stand || (c.stand == 3) != (err == nil) || errors.Is(err, quiz.ErrContentRefused) != (err != nil) {
			t.Errorf("refused from %d on %d times: %d messages stand, want %d; %v, %v", c.from, c.refusals, got, c.stand, places, err)
		}
	}
	s := newHarness(t, Options{})
	n := 0
	s.refuseMethod("chat.postMessage", "fatal_error", func() bool { n++; return n == 2 })
	if _, err := s.bot.Post(t.Context(), p); err == nil || errors.Is(err, quiz.ErrContentRefused) || len(s.postedParts()) != 1 {
		t.Fatalf("an error of Slack's own: %v, and there stand %q", err, s.postedParts())
	}
	n = 0
	s.refuseMethod("chat.postMessage", "invalid_blocks", func() bool { n++; return n == 1 })
	p.Begun = s.now().Add(-1)
	if _, err := s.bot.Post(t.Context(), p); err != nil || len(s.postedParts()) != 3 {
		t.Errorf("a reveal of which a part stands is not completed: %v, and there stand %q", err, s.postedParts())
	}
}

// What belongs into a thread that is gone or closed stands in the channel, and is found there when it is posted again.
func TestClosedThreads(t *testing.T) {
	under := quiz.MessageRef{Message: "1.000001"}
	for _, code := range []string{"thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel"} {
		s := newHarness(t, Options{})
		s.posts = []*post{{TS: under.Message, User: botUser, channel: channelID}}
		s.refuseMethod("chat.postMessage", code, func() bool { return s.postRequests == nil && s.calls["chat.postMessage"] == 1 })
		p := threePartPosting("7/reveal")
		p.Under, p.Broadcast = &under, true
		places, err := s.bot.Post(t.Context(), p)
		want := []string{"7/reveal 1 ", "7/reveal 2 ", "7/reveal 3 "}
		if err != nil || !slices.Equal(s.postedParts(), want) || places[0].Thread != "" {
			t.Errorf("%s: %v, %v; there stand %q", code, places, err, s.postedParts())
		}
		p.Begun = s.now().Add(-1)
		if again, err := s.bot.Post(t.Context(), p); err != nil || !slices.Equal(again, places) || !slices.Equal(s.postedParts(), want) {
			t.Errorf("%s, posted again: %v, %v; there stand %q", code, again, err, s.postedParts())
		}
	}
	s := newHarness(t, Options{})
	p := threePartPosting("7/reveal")
	p.Under, p.Begun = &under, s.now().Add(-1)
	if _, err := s.bot.Post(t.Context(), p); err != nil || len(s.postedParts()) != 3 || s.postedParts()[0] != "7/reveal 1 " {
		t.Errorf("the question was deleted: %v; there stand %q", err, s.postedParts())
	}
	if err := s.bot.CatchUp(t.Context(), p.Room, under, []string{"2.000001"}, s.handle); err != nil || len(s.handledEvents()) > 0 {
		t.Errorf("catching up with a thread that is gone: %v, %v", s.handledEvents(), err)
	}
}

// The first message of a reveal shows in the channel, too, once; it is nobody's answer.
func TestBroadcast(t *testing.T) {
	s := newHarness(t, Options{})
	under := quiz.MessageRef{Message: "1.000001"}
	s.posts = []*post{{TS: under.Message, User: botUser, channel: channelID}}
	p := threePartPosting("7/reveal")
	p.Under, p.Broadcast = &under, true
	for range 2 {
		if _, err := s.bot.Post(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		p.Begun = s.now().Add(-1)
		var shown []string
		for _, v := range s.postRequests {
			shown = append(shown, v.Get("reply_broadcast"))
		}
		if want := []string{"true", "", ""}; !slices.Equal(shown, want) || len(s.postedParts()) != 3 {
			t.Errorf("shown in the channel, too: %q, want %q; there stand %q", shown, want, s.postedParts())
		}
	}
	if err := s.bot.CatchUp(t.Context(), p.Room, under, nil, s.handle); err != nil || len(s.handledEvents()) > 0 {
		t.Errorf("catching up: %v, %v", s.handledEvents(), err)
	}
	s.postRequests = nil
	s.refuseMethod("chat.postMessage", "restricted_action", func() bool { return s.calls["chat.postMessage"] == 4 })
	p.Key = "8/reveal"
	if _, err := s.bot.Post(t.Context(), p); err != nil || s.postRequests[0].Get("reply_broadcast") != "" || s.postRequests[0].Get("thread_ts") == "" {
		t.Errorf("in a channel that takes replies alone: %v", err)
	}
}

// All messages of a card are drawn again, or the one with its buttons; where their number differs, none is.
func TestEdit(t *testing.T) {
	s := newHarness(t, Options{})
	p := threePartPosting("7/reveal")
	places, err := s.bot.Post(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	changed := threePartPosting("").Card
	for i := range 3 {
		changed.Parts[i] = card.Quote{By: card.Line{{Text: "new"}}, Text: strings.Repeat("other ", 1300)}
	}
	count := func() (n int) {
		for _, p := range s.posts {
			if strings.Contains(string(p.Blocks), "other other") {
				n++
			}
		}
		return n
	}
	if err := s.bot.Edit(t.Context(), p.Room, places[:1], changed); err != nil || count() != 1 || !strings.Contains(string(s.posts[2].Blocks), "other") {
		t.Errorf("the one with the buttons: %v, %d are drawn again", err, count())
	}
	short := card.Card{Summary: "x", Parts: changed.Parts[2:]}
	if err := s.bot.Edit(t.Context(), p.Room, places, short); !errors.Is(err, bot.ErrLayoutChanged) || count() != 1 {
		t.Errorf("a shorter card: %v, %d are drawn again", err, count())
	}
	s.posts = slices.Delete(s.posts, 1, 2)
	if err := s.bot.Edit(t.Context(), p.Room, places, changed); err != nil || count() != 2 || !strings.Contains(string(s.posts[1].Blocks), `"Answer"`) {
		t.Errorf("all, of which one is gone: %v, %d are drawn again", err, count())
	}
	for _, code := range []string{"not_in_channel", "is_archived", "channel_not_found", "cant_update_message"} {
		s.refuseMethod("chat.update", code, always)
		if err := s.bot.Edit(t.Context(), p.Room, places, changed); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// A private answer gets through although Slack fails itself the first time, whatever it calls that; a request that Slack
// refuses isn't made again.
func TestTransientFailures(t *testing.T) {
	for code, want := range map[string]int{
		"fatal_error": 2, "internal_error": 2, "service_unavailable": 2, "request_timeout": 2, "ratelimited": 2, "user_not_in_channel": 1, "something_new": 1,
	} {
		s := newHarness(t, Options{})
		calls := 0
		err := s.bot.callWithRetry(t.Context(), "chat.postEphemeral", func() error {
			if calls++; calls == 1 {
				return slack.SlackErrorResponse{Err: code}
			}
			return nil
		})
		if calls != want || (err == nil) != (want == 2) {
			t.Errorf("%s: %d calls, %v", code, calls, err)
		}
	}
}
