package slack

import (
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Messages of people in threads reach the bot as they were typed. Messages of bots and messages
// elsewhere do not.
func TestEvents(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	thread := map[string]any{"type": "message", "channel": slacktest.ChannelID, "user": "UANN", "text": "hi &amp; bye", "ts": "1764000000.000200", "thread_ts": "1.000001", "event_ts": "1764000000.000200"}
	with := func(change map[string]any) map[string]any {
		event := map[string]any{}
		for k, v := range thread {
			event[k] = v
		}
		for k, v := range change {
			event[k] = v
		}
		return event
	}
	at := time.Unix(1764000000, 200000).UTC()
	author := func(name string) quiz.MemberID {
		if strings.HasPrefix(name, "its own") {
			return "" // nobody knows who deleted a message of the bot
		}
		return "slack/T1/UANN"
	}
	for name, c := range map[string]struct {
		event map[string]any
		want  bot.Act
		at    time.Time
	}{
		"a message":                  {thread, bot.Message{Thread: "1.000001", ID: "1764000000.000200", Text: "hi & bye"}, at},
		"sent to the channel, too":   {with(map[string]any{"subtype": "thread_broadcast"}), bot.Message{Thread: "1.000001", ID: "1764000000.000200", Text: "hi & bye"}, at},
		"with a file":                {with(map[string]any{"subtype": "file_share"}), bot.Message{Thread: "1.000001", ID: "1764000000.000200", Text: "hi & bye"}, at},
		"in the channel":             {with(map[string]any{"thread_ts": ""}), nil, at},
		"the question itself":        {with(map[string]any{"thread_ts": "1764000000.000200"}), nil, at},
		"of a bot":                   {with(map[string]any{"bot_id": "B9"}), nil, at},
		"of its own":                 {with(map[string]any{"user": slacktest.BotUser}), nil, at},
		"somebody joined":            {with(map[string]any{"subtype": "channel_join"}), nil, at},
		"a reaction":                 {with(map[string]any{"type": "reaction_added"}), nil, at},
		"an edit":                    {map[string]any{"type": "message", "subtype": "message_changed", "channel": slacktest.ChannelID, "message": with(map[string]any{"text": "new", "edited": map[string]any{"ts": "1764000001.000000"}}), "previous_message": thread}, bot.Edit{Thread: "1.000001", ID: "1764000000.000200", Sent: at, Text: "new"}, time.Unix(1764000001, 0).UTC()},
		"a preview that was added":   {map[string]any{"type": "message", "subtype": "message_changed", "channel": slacktest.ChannelID, "message": thread, "previous_message": thread}, nil, at},
		"a deletion":                 {map[string]any{"type": "message", "subtype": "message_deleted", "channel": slacktest.ChannelID, "deleted_ts": "1764000000.000200", "previous_message": thread, "event_ts": "1764000002.000000"}, bot.Deletion{Thread: "1.000001", ID: "1764000000.000200"}, time.Unix(1764000002, 0).UTC()},
		"deleted with replies below": {map[string]any{"type": "message", "subtype": "message_changed", "channel": slacktest.ChannelID, "message": with(map[string]any{"subtype": "tombstone", "text": "This message was deleted."}), "previous_message": thread}, bot.Deletion{Thread: "1.000001", ID: "1764000000.000200"}, time.Time{}},
		"its own, deleted":           {map[string]any{"type": "message", "subtype": "message_deleted", "channel": slacktest.ChannelID, "deleted_ts": "1764000000.000200", "previous_message": with(map[string]any{"user": slacktest.BotUser, "bot_id": "B1"}), "event_ts": "1764000002.000000"}, bot.Deletion{Thread: "1.000001", ID: "1764000000.000200"}, time.Unix(1764000002, 0).UTC()},
		"its own question, deleted":  {map[string]any{"type": "message", "subtype": "message_changed", "channel": slacktest.ChannelID, "message": with(map[string]any{"subtype": "tombstone", "user": "USLACKBOT"}), "previous_message": with(map[string]any{"thread_ts": "1764000000.000200", "user": slacktest.BotUser, "bot_id": "B1"})}, bot.Deletion{Thread: "1764000000.000200", ID: "1764000000.000200"}, time.Time{}},
		"another bot's, deleted":     {map[string]any{"type": "message", "subtype": "message_deleted", "channel": slacktest.ChannelID, "deleted_ts": "1764000000.000200", "previous_message": with(map[string]any{"user": "UBOT9", "bot_id": "B9"}), "event_ts": "1764000002.000000"}, nil, time.Time{}},
	} {
		before := len(s.handledEvents())
		s.DeliverEvent(c.event)
		list := s.handledEvents()[before:]
		switch {
		case c.want == nil && len(list) > 0:
			t.Errorf("%s: arrives as %+v", name, list[0])
		case c.want != nil && (len(list) != 1 || list[0].Act != c.want || list[0].Room != "slack/T1/C1" || list[0].Who.ID != author(name) || !c.at.IsZero() && !list[0].At.Equal(c.at)):
			t.Errorf("%s: arrives as %+v", name, list)
		}
	}
}

// Events about the bot and its channels reach the bot. Events about others do not.
func TestChannelEvents(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	changed := bot.ChannelChanged{}
	for name, c := range map[string]struct {
		event map[string]any
		want  bot.Act
		room  quiz.RoomID
		who   quiz.MemberID
	}{
		"invited":          {map[string]any{"type": "member_joined_channel", "user": slacktest.BotUser, "channel": "C1", "inviter": "UANN"}, bot.ChannelChanged{Added: true}, "slack/T1/C1", "slack/T1/UANN"},
		"added by nobody":  {map[string]any{"type": "member_joined_channel", "user": slacktest.BotUser, "channel": "C1"}, bot.ChannelChanged{Added: true}, "slack/T1/C1", ""},
		"another joined":   {map[string]any{"type": "member_joined_channel", "user": "UANN", "channel": "C1", "inviter": "UBOB"}, nil, "", ""},
		"taken out":        {map[string]any{"type": "member_left_channel", "user": slacktest.BotUser, "channel": "C1"}, changed, "slack/T1/C1", ""},
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
		s.DeliverEvent(c.event)
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

// Messages with files say so: new, edited, and backfilled.
func TestFiles(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	files := []any{map[string]any{"id": "F1", "name": "answer.png"}}
	message := map[string]any{"type": "message", "subtype": "file_share", "channel": slacktest.ChannelID, "user": "UANN", "text": "", "ts": "2.000001", "thread_ts": "1.000001", "files": files}
	s.DeliverEvent(message)
	s.DeliverEvent(map[string]any{"type": "message", "subtype": "message_changed", "channel": slacktest.ChannelID, "message": message, "previous_message": map[string]any{"ts": "2.000001", "user": "UANN", "text": "before"}})
	s.Posts = []*slacktest.Post{{TS: "1.000001", User: slacktest.BotUser, Channel: slacktest.ChannelID}, {TS: "2.000001", Thread: "1.000001", User: "UANN", Files: files, Channel: slacktest.ChannelID}}
	if err := s.bot.Backfill(t.Context(), "slack/T1/C1", quiz.MessageRef{Message: "1.000001"}, nil, s.handle); err != nil {
		t.Fatal(err)
	}
	list := s.handledEvents()
	if len(list) != 3 {
		t.Fatalf("%d events", len(list))
	}
	for _, e := range list {
		message, _ := e.Act.(bot.Message)
		edit, _ := e.Act.(bot.Edit)
		if !message.Attached && !edit.Attached {
			t.Errorf("without its file arrives %+v", e.Act)
		}
	}
}

// A command in a direct message arrives with the obstacle to running the quiz there.
func TestDirectMessage(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	for channel, want := range map[string]int{"D1": 1, "C1": 0} {
		command := s.CommandPayload("/quiz-admin setup")
		command["channel_id"] = channel
		if _, err := s.Deliver("slash_commands", command); err != nil {
			t.Fatal(err)
		}
		events := s.handledEvents()
		if got := events[len(events)-1].Obstacles; len(got) != want || want == 1 && got[0].Code != reason.DirectMessage {
			t.Errorf("%s: the obstacles are %v", channel, got)
		}
		if zone := events[len(events)-1].TimeZone; zone != "Asia/Tokyo" {
			t.Errorf("%s: the admin's zone is %q", channel, zone)
		}
	}
}
