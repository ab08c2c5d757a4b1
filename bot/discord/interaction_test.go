package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/discord/snowflake"
)

// Only people's messages are answers, not those of bots, webhooks or Discord.
func TestFromBot(t *testing.T) {
	t.Parallel()
	self := identity{user: "1"}
	for what, c := range map[string]struct {
		l    channelMessage
		want bool
	}{
		"somebody's":       {channelMessage{Author: user{ID: "2"}}, false},
		"a reply":          {channelMessage{Author: user{ID: "2"}, Type: messageReply}, false},
		"a bot's":          {channelMessage{Author: user{ID: "2", Bot: true}}, true},
		"our own":          {channelMessage{Author: user{ID: "1"}}, true},
		"a webhook's":      {channelMessage{Author: user{ID: "2"}, Webhook: "3"}, true},
		"nobody's":         {channelMessage{}, true},
		"a thread's start": {channelMessage{Author: user{ID: "2"}, Type: 21}, true},
		"a pin":            {channelMessage{Author: user{ID: "2"}, Type: 6}, true},
	} {
		if got := c.l.isFromBot(self); got != c.want {
			t.Errorf("%s: got %v, want %v", what, got, c.want)
		}
	}
}

// A channel or thread in which something is done comes with the interaction, and is not looked up.
func TestInteractionsTellTheirChannel(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	if _, err := s.bot.readInteraction([]byte(`{"id":"1","type":2,"guild_id":"2","channel_id":"3","channel":{"id":"3","type":11,"parent_id":"4"},"member":{"user":{"id":"5"}}}`)); err != nil {
		t.Fatal(err)
	}
	if home, err := s.bot.channels.home(t.Context(), "3"); err != nil || home != "4" {
		t.Errorf("it hangs in %s, %v, want 4", home, err)
	}
}

// Interactions outside servers, and those without a user, are ignored.
func TestInteractionsElsewhere(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	for what, data := range map[string]string{
		"a command of no server": `{"id":"1","type":2,"channel_id":"3","member":{"user":{"id":"5"}},"data":{"name":"quiz"}}`,
		"a command of nobody":    `{"id":"1","type":2,"guild_id":"2","channel_id":"3","member":{"user":{}},"data":{"name":"quiz"}}`,
		"a ping":                 `{"id":"1","type":1,"guild_id":"2","channel_id":"3","member":{"user":{"id":"5"}}}`,
	} {
		if d, err := s.bot.readInteraction([]byte(data)); !errors.Is(err, errIgnored) {
			t.Errorf("%s is read as %+v, %v", what, d, err)
		}
	}
}

// Direct messages are not answers. Without the content intent neither are mentions of the bot nor
// edits without text.
func TestMessagesUnread(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	readMessage := func(server, text, edited string) error {
		_, err := s.bot.readMessage(fmt.Appendf(nil, `{"id":"1","channel_id":"2","guild_id":%q,"author":{"id":"4"},"content":%q,"edited_timestamp":%s}`, server, text, edited), edited != "null")
		return err
	}
	const now = `"2026-11-23T09:30:01.500000+00:00"`
	if err := readMessage("3", "x", "null"); err != nil {
		t.Errorf("an answer: %v", err)
	}
	if err := readMessage("", "x", "null"); !errors.Is(err, errIgnored) {
		t.Errorf("a message to the bot alone: %v", err)
	}
	s.bot.connection.SetContentDenied(true)
	for what, err := range map[string]error{"a message that names the bot": readMessage("3", "<@1> x", "null"), "an edit": readMessage("3", "", now), "an edit that names the bot": readMessage("3", "<@1> x", now)} {
		if !errors.Is(err, errIgnored) {
			t.Errorf("%s is read: %v", what, err)
		}
	}
}

// A deletion is done when it is told: Discord does not say when it was.
func TestDeletedNow(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 17, 31, 0, 0, time.UTC)
	s := newHarness(t, Options{Now: func() time.Time { return now }})
	list := s.bot.readDeletion([]byte(`{"id":"175928847299117063","channel_id":"2","guild_id":"3"}`))
	if len(list) != 1 || !list[0].at.Equal(now) {
		t.Errorf("a deletion is read as %+v", list)
	}
}

// Resolved links of a message are not an edit. The message may be older than the bot's start.
func TestUpdateWithoutEdit(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	const update = `{"id":"1","type":0,"channel_id":"2","guild_id":"3","author":{"id":"4"},"content":"x","edited_timestamp":%s}`
	if d, err := s.bot.readMessage(fmt.Appendf(nil, update, "null"), true); !errors.Is(err, errIgnored) {
		t.Errorf("an update without an edit is read as %+v, %v", d, err)
	}
	at := time.Date(2026, 11, 23, 9, 30, 1, 500000000, time.UTC)
	d, err := s.bot.readMessage(fmt.Appendf(nil, update, `"2026-11-23T10:30:01.500000+01:00"`), true)
	if want := (bot.Edit{Thread: "2", ID: "1", Sent: snowflake.Time("1"), Text: "x"}); err != nil || d.act != bot.Act(want) || !d.at.Equal(at) {
		t.Errorf("an edit is read as %+v, %v, want %+v at %v", d, err, want, at)
	}
}

// Deletions of messages to the bot alone are nobody's business, as are those in channels.
func TestDeletionsElsewhere(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	if list := s.bot.readDeletion([]byte(`{"id":"1","channel_id":"2"}`)); len(list) != 0 {
		t.Errorf("a deletion outside of servers is read as %+v", list)
	}
	list := s.bot.readDeletion([]byte(`{"ids":["5","6"],"channel_id":"2","guild_id":"3"}`))
	if len(list) != 2 || list[0].act != bot.Act(bot.Deletion{Thread: "2", ID: "5"}) || list[1].act != bot.Act(bot.Deletion{Thread: "2", ID: "6"}) {
		t.Errorf("two deletions at once are read as %+v", list)
	}
}

// Fields are read from labels and from action rows, each once, for every kind of component.
func TestReadSubmission(t *testing.T) {
	t.Parallel()
	var sent []drawing.SubmittedComponent
	if err := json.Unmarshal([]byte(`[{"type":10,"id":1},{"type":18,"component":{"type":4,"custom_id":"a","value":"1"}},
		{"type":1,"components":[{"type":4,"custom_id":"b","value":"2"}]},
		{"type":18,"component":{"type":21,"custom_id":"one","value":"7"}},{"type":18,"component":{"type":21,"custom_id":"none","value":null}},
		{"type":18,"component":{"type":22,"custom_id":"some","values":["1","2"]}},
		{"type":18,"component":{"type":3,"custom_id":"many","values":["3"]}},{"type":18,"component":{"type":3,"custom_id":"many#1","values":["30","40"]}},
		{"type":18,"component":{"type":4,"custom_id":"typed#letters","value":"a, Ｃ ab"}}]`), &sent); err != nil {
		t.Fatal(err)
	}
	got := bot.Submission{Values: map[string]string{}, Chosen: map[string][]string{}}
	drawing.ReadSubmission(&got, sent)
	if want := map[string]string{"a": "1", "b": "2"}; !maps.Equal(got.Values, want) {
		t.Errorf("got %v, want %v", got.Values, want)
	}
	want := map[string][]string{"one": {"7"}, "none": {}, "some": {"1", "2"}, "many": {"3", "30", "40"}, "typed": {"0", "2", "27"}}
	if !reflect.DeepEqual(got.Chosen, want) {
		t.Errorf("got %v, want %v", got.Chosen, want)
	}
}

// Options are read as letters or numbers with any separators, counted from 1. Unknown ones choose
// nothing and keep earlier choices.
func TestReadLetters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"": {}, " \n": {}, "A": {"0"}, "c、ａ": {"2", "0"}, "3": {"2"}, "0": {"-1"}, "A, 130": {"0", "129"}, "第三个": {"第三个"}, "?": {"?"}, "don't": {"DON'T"},
	} {
		if got := drawing.ReadLetters(text); !slices.Equal(got, want) {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// A button's id comes back as it was sent: a question's may hold any character.
func TestPressedID(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	d, err := s.bot.readInteraction([]byte(`{"id":"1","type":3,"guild_id":"2","channel_id":"3","member":{"user":{"id":"4"}},"data":{"custom_id":"solution:c#/what: is it?"}}`))
	if p, ok := d.act.(bot.Press); err != nil || !ok || p.ID != "solution:c#/what: is it?" {
		t.Errorf("read as %+v, %v", d.act, err)
	}
}

// An outdated command is read with its error, whatever its parameters.
func TestOutdatedCommand(t *testing.T) {
	t.Parallel()
	var i interaction
	i.Data.Name = "quiz"
	i.Data.Options = []option{{Name: "dance", Type: optionSubcommand, Options: []option{{Name: "with", Type: optionText, Value: "bob"}}}}
	if c, _ := readCommand(&i).(bot.Command); c.Wrong != "quiz dance" || len(c.Args) != 0 {
		t.Errorf("got %+v", c)
	}
}

// Parameters are read as they were typed, without space around them; those that were left empty are
// not given.
func TestOptionsLeftEmpty(t *testing.T) {
	t.Parallel()
	var i interaction
	i.Guild, i.Data.Name = "2", "quiz-admin"
	i.Data.Options = []option{{Name: "grade", Type: optionSubcommand, Options: []option{
		{Name: "a", Type: optionText, Value: " x y "},
		{Name: "b", Type: optionText, Value: " "},
		{Name: "c", Type: optionText},
		{Name: "d", Type: optionUser, Value: "5"},
		{Name: "e", Type: optionUser},
		{Name: "f", Type: 4, Value: 7.0},
		{Name: "g", Type: optionText, Value: "z ", Focused: true},
	}}}
	want := map[string]string{"a": "x y", "d": string(memberID("2", "5")), "f": "7"}
	if c, _ := readAutocomplete(&i).(bot.Autocomplete); c.Path != "quiz-admin grade" || c.Param != "g" || c.Typed != "z" || !maps.Equal(c.Args, want) {
		t.Errorf("typed so far is %+v, want %v", c, want)
	}
	want["g"] = "z"
	if c, _ := readCommand(&i).(bot.Command); c.Path != "quiz-admin grade" || c.Wrong != "" || !maps.Equal(c.Args, want) {
		t.Errorf("typed is %+v, want %v", c, want)
	}
}

// Without a visible nickname, members are shown by account name, never by id.
func TestDisplayName(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]member{
		"Nick": {Nick: "Nick", User: user{ID: "5", Name: "name", Global: "Global"}}, "Global": {User: user{ID: "5", Name: "name", Global: "Global"}},
		"name": {User: user{ID: "5", Name: "name"}}, "": {User: user{ID: "5"}}, "unseen": {Nick: "\u200b\u3164", User: user{ID: "5", Name: "unseen"}},
	} {
		if got := m.displayName(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Interactions include the bot's missing permissions.
func TestInteractionsTellMissingPermissions(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	d, err := s.bot.readInteraction([]byte(`{"id":"1","type":2,"guild_id":"2","channel_id":"3","app_permissions":"3072","member":{"user":{"id":"5"}},"token":"x","channel":{"id":"3"}}`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.bot.botEvent(t.Context(), &d)
	const want = "Read Message History, Create Public Threads, Send Messages in Threads"
	if len(e.Obstacles) != 1 || e.Obstacles[0].Args["permissions"] != want {
		t.Errorf("got %v, %v, want %q", e.Obstacles, err, want)
	}
}

// Members with Manage Server or Administrator are admins.
func TestCanManageGuild(t *testing.T) {
	t.Parallel()
	for may, want := range map[string]bool{"32": true, "8": true, "40": true, "311385246816": true, "311385246784": false, "0": false, "": false, "all": false} {
		if got := canManageGuild(may); got != want {
			t.Errorf("%q: got %v, want %v", may, got, want)
		}
	}
}

// Mentions of members without a nickname use the account name. Text that only resembles a mention
// stays.
func TestTypedNames(t *testing.T) {
	t.Parallel()
	known := newChannelCache(nil)
	known.add(channel{ID: "7"})
	var l channelMessage
	if err := json.Unmarshal([]byte(`{"content":"<@5> <#7> <:a:b> <:a:8>","mentions":[{"id":"5","username":"bob","global_name":"Bob"}]}`), &l); err != nil {
		t.Fatal(err)
	}
	if got, want := contentAsTyped(&l, known), "@Bob <#7> <:a:b> :a:"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
