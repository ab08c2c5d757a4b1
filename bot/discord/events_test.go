package discord

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/discord/snowflake"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

func withoutSpaces(text string) string { return strings.Join(strings.Fields(text), "") }

func markdownPart(source string) card.Document { return card.Document{Doc: markdown.Parse(source)} }

// peekBody is the body of a request, which stays there.
func peekBody(r *http.Request) []byte {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

// acts are what the bot was told of messages since the n-th event.
func (s *harness) acts(from int) []bot.Act {
	var list []bot.Act
	for _, e := range s.handledEvents()[from:] {
		list = append(list, e.Act)
	}
	return list
}

// Messages in threads arrive unchanged and in order. Those of bots, and in other channels, don't.
func TestMessages(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.setHandler(func(_ context.Context, e bot.Event) (bot.Answer, error) {
		if _, gone := e.Act.(bot.Deletion); gone {
			return bot.Nothing{}, nil
		}
		return bot.Counted{}, nil
	})
	id := s.Say("ann", "one")
	if !s.Marked(id) {
		t.Error("a message that counts has no reaction")
	}
	s.Edit("ann", id, "two")
	s.Unfurl(id)
	s.Delete("ann", id)
	list := s.handledEvents()
	if len(list) != 3 {
		t.Fatalf("arrived as %+v", list)
	}
	first, edited, deleted := list[0], list[1], list[2]
	if want := (bot.Message{Thread: q.Message, ID: id, Text: "one"}); first.Act != want || first.Room != room() || first.Who.Name != "ann" || first.Who.ID == "" || !first.At.Equal(snowflake.Time(id)) {
		t.Errorf("a message arrives as %+v", first)
	}
	if e, ok := edited.Act.(bot.Edit); !ok || e.Text != "two" || !e.Sent.Equal(snowflake.Time(id)) || edited.At.Before(e.Sent) || edited.Who != first.Who {
		t.Errorf("an edit arrives as %+v", edited)
	}
	if want := (bot.Deletion{Thread: q.Message, ID: id}); deleted.Act != want || deleted.Who.ID != "" || deleted.Room != room() {
		t.Errorf("a deletion arrives as %+v", deleted)
	}
	s.OtherBot(q.Message, "I am a bot")
	s.SayIn(discordtest.ChannelID, "ann", "talk in the channel")
	s.Direct("ann", "psst")
	if more := s.acts(3); len(more) > 0 {
		t.Errorf("nobody's business arrives as %+v", more)
	}
	gone := s.SayIn(discordtest.ChannelID, "ann", "taken back")
	s.Delete("ann", gone)
	if list := s.acts(3); len(list) != 1 || list[0] != bot.Act(bot.Deletion{ID: gone}) {
		t.Errorf("a deletion in the channel, as of the bot's own message, arrives as %+v", list)
	}
}

// A thread that is deleted with its messages, such as a reveal, is one deletion.
func TestThreadIsDeleted(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	q := s.postQuestion()
	if err := s.bot.OpenThread(t.Context(), room(), q, "Why?"); err != nil {
		t.Fatal(err)
	}
	s.waitForLog("connected to Discord")
	before := len(s.handledEvents())
	s.DeleteChannel(q.Message)
	s.waitUntil("the thread's deletion", func() bool { return slices.Contains(s.acts(before), bot.Act(bot.Deletion{Thread: q.Message})) })
	if e := s.handledEvents()[before]; e.Room != room() || e.Who.ID != "" {
		t.Errorf("it arrives as %+v", e)
	}
}

// Messages of a thread are handled one after the other, whatever handling takes; those of another
// do not wait for them.
func TestOrder(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	gate := make(chan struct{})
	s.setHandler(func(_ context.Context, e bot.Event) (bot.Answer, error) {
		if m, ok := e.Act.(bot.Message); ok && m.Text == "0" {
			<-gate
		}
		return bot.Nothing{}, nil
	})
	for _, text := range []string{"0", "1", "2", "3"} {
		if _, refused := s.Write(q.Message, "ann", text); refused != "" {
			t.Fatal(refused)
		}
	}
	s.waitUntil("the first is under way", func() bool { return len(s.handledEvents()) == 1 })
	card := textCard("another")
	places, err := s.bot.Post(t.Context(), bot.Posting{Key: "2/ask", Room: room(), Card: card})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.bot.OpenThread(t.Context(), room(), places[0], "another"); err != nil {
		t.Fatal(err)
	}
	if _, refused := s.Write(places[0].Message, "bob", "elsewhere"); refused != "" {
		t.Fatal(refused)
	}
	s.waitUntil("another thread is handled", func() bool { return len(s.handledEvents()) == 2 })
	close(gate)
	s.waitUntil("all are handled", func() bool { return len(s.handledEvents()) == 5 })
	var texts []string
	for _, act := range s.acts(0) {
		m, _ := act.(bot.Message)
		texts = append(texts, m.Text)
	}
	if got := strings.Join(texts, " "); got != "0 elsewhere 1 2 3" {
		t.Errorf("handled in the order %s", got)
	}
}

// Mentions and emoji in what somebody wrote are read as they were typed.
func TestTyped(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.postQuestion()
	bob := s.Join("bob")
	s.Call("bob", "Bobby")
	s.Say("ann", "ask <@"+bob+"> or <@!"+bob+"> in <#"+discordtest.ChannelID+"> <:smile:123> <a:dance:5> <@999> <#1> a<b>c `<@x>` 中文")
	act, _ := s.acts(0)[0].(bot.Message)
	if want := "ask @Bobby or @Bobby in #interview :smile: :dance: <@999> <#1> a<b>c `<@x>` 中文"; act.Text != want {
		t.Errorf("got %q, want %q", act.Text, want)
	}
}

// Commands arrive with their parameters, from a thread as from its channel, and say who may manage
// the server.
func TestCommands(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.waitForLog("commands registered")
	q := s.postQuestion()
	s.setAnswer(ephemeralAnswer("yes"))
	bob := memberID(discordtest.GuildID, s.Join("bob"))
	for text, want := range map[string]bot.Command{
		"/question":                          {Path: "question", Args: map[string]string{}},
		"/question random generators":        {Path: "question random", Args: map[string]string{"topic": "generators"}},
		"/question show":                     {Path: "question show", Args: map[string]string{}},
		"/leaderboard week":                  {Path: "leaderboard", Args: map[string]string{"span": "week"}},
		"/quiz me":                           {Path: "quiz me", Args: map[string]string{}},
		"/quiz-admin plan days mon, wed":     {Path: "quiz-admin plan", Args: map[string]string{"setting": "days", "value": "mon, wed"}},
		"/quiz-admin pause until 2026-12-24": {Path: "quiz-admin pause", Args: map[string]string{"until": "2026-12-24"}},
		"/quiz-admin grade full bob":         {Path: "quiz-admin grade", Args: map[string]string{"band": "full", "member": string(bob)}},
		"/quiz-admin setup　Asia/Shanghai":    {Path: "quiz-admin setup", Args: map[string]string{"time_zone": "Asia/Shanghai"}},
	} {
		before := len(s.handledEvents())
		s.Command("ann", text)
		if got := s.acts(before); len(got) != 1 || !reflect.DeepEqual(got[0], bot.Act(want)) {
			t.Errorf("%s: arrived as %+v", text, got)
		}
	}
	for text, want := range map[string]string{"/quiz dance": "quiz dance"} {
		before := len(s.handledEvents())
		s.Command("ann", text)
		if got, _ := s.acts(before)[0].(bot.Command); got.Wrong != want {
			t.Errorf("%s: arrived as %+v", text, got)
		}
	}
	s.CommandIn(q.Message, "boss", "/quiz-admin status")
	s.Command("ann", "/quiz-admin status")
	list := s.handledEvents()
	boss, ann := list[len(list)-2], list[len(list)-1]
	if boss.Room != room() || !boss.Who.Admin || ann.Who.Admin || len(boss.Obstacles) != 0 {
		t.Errorf("arrived as %+v and %+v", boss, ann)
	}
	if want := snowflake.Time(strings.Fields(boss.ID)[0]); !boss.At.Equal(want) || time.Since(boss.At) > time.Minute {
		t.Errorf("done at %v", boss.At)
	}
}

// Commands are registered once, and again when their definition changed; in one server alone where
// one is named.
func TestRegistration(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.waitForLog("commands registered")
	again := adapterFor(t, s.Server, Options{Log: s.bot.Log})
	if err := again.registerCommandsOnce(t.Context(), mustIdentify(t, again)); err != nil {
		t.Fatal(err)
	}
	const global, ofServer = "/applications/{a}/commands", "/applications/{a}/guilds/{g}/commands"
	if n := s.Calls("PUT", global); n != 1 {
		t.Errorf("registered %d times", n)
	}
	changed := again.commandDefinitions()
	changed[0].Options[0].Description += "!"
	if err := again.client.Do(t.Context(), http.MethodPut, again.commandsPath(again.knownSelf()), changed, nil); err != nil {
		t.Fatal(err)
	}
	if err := again.registerCommandsOnce(t.Context(), again.knownSelf()); err != nil || s.Calls("PUT", global) != 3 {
		t.Errorf("%v; registered %d times", err, s.Calls("PUT", global))
	}
	again.Server = discordtest.GuildID
	if err := again.registerCommandsOnce(t.Context(), again.knownSelf()); err != nil || s.Calls("PUT", ofServer) != 1 {
		t.Errorf("%v; registered %d times in the server", err, s.Calls("PUT", ofServer))
	}
}

func mustIdentify(t *testing.T, a *Adapter) identity {
	t.Helper()
	self, err := a.self(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return self
}

// What was written, edited and taken out while the bot was away is caught up with, page by page.
func TestBackfill(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	var ids []string
	for range 2*historyLimit + 5 {
		id, _ := s.Write(q.Message, "ann", "text")
		ids = append(ids, id)
	}
	s.Edit("ann", ids[1], "edited")
	s.OtherBot(q.Message, "noise")
	s.setAnswer(bot.Counted{})
	known := []string{ids[0], ids[1], "17"}
	if err := s.bot.Backfill(t.Context(), room(), q, known, s.handle); err != nil {
		t.Fatal(err)
	}
	s.bot.idle()
	var messages, edits, deletions int
	for _, e := range s.handledEvents() {
		switch act := e.Act.(type) {
		case bot.Message:
			messages++
		case bot.Edit:
			edits++
			if act.Text != "edited" || act.ID != ids[1] {
				t.Errorf("an edit is caught as %+v", act)
			}
		case bot.Deletion:
			deletions++
			if act.ID != "17" {
				t.Errorf("a deletion is caught as %+v", act)
			}
		}
		if e.Room != room() {
			t.Errorf("it is in %s", e.Room)
		}
	}
	if messages != len(ids)-1 || edits != 1 || deletions != 1 {
		t.Errorf("caught %d messages, %d edits, %d deletions", messages, edits, deletions)
	}
	if s.Marked(ids[0]) || !s.Marked(ids[2]) {
		t.Error("marked are others than those that are new")
	}
	s.DeleteChannel(q.Message)
	before := len(s.handledEvents())
	if err := s.bot.Backfill(t.Context(), room(), q, known, s.handle); err != nil || len(s.handledEvents()) != before {
		t.Errorf("a thread that was deleted: %v, and %d events", err, len(s.handledEvents())-before)
	}
}

// Messages to one person outside a room are direct messages. A member with closed direct messages
// gets none, and that is an error. Refusals in threads are sent the same way.
func TestDirectMessage(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	ann := memberID(discordtest.GuildID, s.Join("ann"))
	if err := s.bot.SendDirectMessage(t.Context(), ann, threeMessages()); err != nil || strings.Count(s.DirectMessageText("ann"), "part ") != 3 {
		t.Errorf("%v; ann was told %q", err, s.DirectMessageText("ann"))
	}
	s.run()
	s.Ready()
	s.postQuestion()
	s.setAnswer(ephemeralAnswer("Too long."))
	s.Say("ann", "very long")
	if !strings.Contains(s.DirectMessageText("ann"), "Too long.") || strings.Contains(s.Channel(), "Too long.") {
		t.Errorf("ann was told %q", s.DirectMessageText("ann"))
	}
	s.Shut("ann")
	if err := s.bot.SendDirectMessage(t.Context(), ann, threeMessages()); err == nil || !strings.Contains(err.Error(), "takes no direct messages") {
		t.Errorf("got %v", err)
	}
}

// What happens to the bot's place in a server is in the log.
func TestGuildEvents(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.Outage(true)
	s.waitForLog("Discord has an outage")
	s.Outage(false)
	s.Kick()
	s.waitForLog("the bot was removed from a server")
	if strings.Count(s.log.String(), "was removed") != 1 {
		t.Errorf("the log is\n%s", s.log)
	}
}

// The doctor names each problem and its remedy.
func TestCheck(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	said := func(rooms ...quiz.RoomID) string {
		var b strings.Builder
		for _, f := range s.bot.Check(t.Context(), rooms) {
			b.WriteString(f.Subject)
			if f.Err != nil {
				b.WriteString(": " + f.Err.Error())
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	thread := s.postQuestion().Message
	for _, f := range s.bot.Check(t.Context(), []quiz.RoomID{room()}) {
		if f.Err != nil {
			t.Errorf("all is well, and it says of %s: %v", f.Subject, f.Err)
		}
	}
	if got := said(room()); !strings.Contains(got, "commands (quizbot serve registers them when it starts)") {
		t.Errorf("it says\n%s", got)
	}
	s.Forbid("GET", "/channels/5", 50001)
	s.WithoutContent(true)
	s.SetStarts(2, time.Hour)
	got := said("discord/guild/channel", roomID(discordtest.GuildID, "5"), roomID("7", discordtest.ChannelID), roomID(discordtest.GuildID, thread), roomID(discordtest.GuildID, "99"))
	for _, want := range []string{
		"discord/guild/channel: its name has no ids", "does not see the channel: invite it with https://discord.com/oauth2", "in another server, " + discordtest.GuildID,
		"this is a thread: name its channel, " + string(room()), "the channel does not exist any more", "Message Content Intent is off: switch it on", "only 2 connections may still be opened today",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q, but\n%s", want, got)
		}
	}
	s.Revoke()
	s.bot.identity = adapter.Identity[identity]{}
	if got := said(room()); !strings.Contains(got, "discord: the token: discord: GET /applications/@me: 401") || strings.Contains(got, "room") {
		t.Errorf("it says\n%s", got)
	}
	s.bot.Token = "Bot " + discordtest.Token
	if got := said(); !strings.Contains(got, "discord.token: there are spaces") || strings.Contains(got, discordtest.Token) {
		t.Errorf("it says\n%s", got)
	}
}

// Permissions that the bot lacks are named as Discord's settings name them.
func TestMissingPermissions(t *testing.T) {
	t.Parallel()
	if got := missingNeeded("2048"); strings.Join(got, ", ") != "View Channel, Read Message History, Create Public Threads, Send Messages in Threads, Add Reactions" {
		t.Errorf("got %v", got)
	}
	for _, all := range []string{"8", "309237713984", "", "nonsense"} {
		if got := missingNeeded(all); got != nil {
			t.Errorf("%q: got %v", all, got)
		}
	}
}

// Tokens are told from what else stands on the same pages.
func TestTokens(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]string{
		discordtest.Token: "", "": "it is not set", "Bot " + discordtest.Token: "spaces", "123456789012345678": "application's id",
		"0123456789abcdef0123456789abcdef": "does not look like one", discordtest.Token + ".x": "does not look like one",
	} {
		if err := CheckToken(token); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v", token, err)
		}
	}
	if app, err := ApplicationOf(discordtest.Token); err != nil || app != discordtest.AppID {
		t.Errorf("got %s, %v", app, err)
	}
}
