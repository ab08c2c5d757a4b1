package discordtest

import (
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"

	"quizbot/internal/testing/discordtest/payload"
)

// definitions are commands like the bot's.
func definitions() []payload.Object {
	text := func(name string, more payload.Object) payload.Object {
		o := payload.Object{"type": optionString, "name": name, "description": "what"}
		for key, v := range more {
			o[key] = v
		}
		return o
	}
	part := func(name string, options ...any) payload.Object {
		return payload.Object{"type": optionSub, "name": name, "description": "what", "options": options}
	}
	return []payload.Object{
		{"name": "question", "description": "what", "options": []any{part("now"), part("random", text("topic", payload.Object{"autocomplete": true}))}},
		{"name": "leaderboard", "description": "what", "options": []any{text("span", nil)}},
		{"name": "quiz-admin", "description": "what", "default_member_permissions": 32, "options": []any{
			part("plan", text("setting", payload.Object{"choices": []any{payload.Object{"name": "ask", "value": "ask"}}}), text("value", payload.Object{"autocomplete": true})),
			part("grade", text("band", payload.Object{"required": true}), payload.Object{"type": optionUser, "name": "member", "description": "what"}),
			part("pause", text("until", nil)),
		}},
		{"name": "quiz", "description": "what", "options": []any{part("me")}},
	}
}

// bot is a client that registered its commands and answers with do. It may take longer than Discord
// allows, on a busy machine.
func bot(t *testing.T, s *Server, do func(c *client, it payload.Object)) *client {
	t.Helper()
	s.Patience = waits
	c := connected(t, s)
	if status, data := c.send("PUT", "/applications/"+AppID+"/commands", definitions()); status != 200 {
		t.Fatalf("%d %s", status, data)
	}
	c.answering(func(it payload.Object) { do(c, it) })
	return c
}

// What is typed arrives as somebody would choose it.
func TestTyping(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	var got atomic.Value
	bot(t, s, func(c *client, it payload.Object) {
		data := payload.ChildOf(it, "data")
		delete(data, "id")
		delete(data, "type")
		got.Store(string(payload.Raw(data)))
		c.reply(it, payload.CallbackMessage, saying(64, "ok"))
	})
	for text, want := range map[string]string{
		"/question":                     `{"name":"question","options":[{"name":"now","options":[],"type":1}]}`,
		"/question tomorrow":            `{"name":"question","options":[{"name":"tomorrow","options":[],"type":1}]}`,
		"/question random a b":          `{"name":"question","options":[{"name":"random","options":[{"name":"topic","type":3,"value":"a b"}],"type":1}]}`,
		"/leaderboard":                  `{"name":"leaderboard"}`,
		"/leaderboard week":             `{"name":"leaderboard","options":[{"name":"span","type":3,"value":"week"}]}`,
		"/quiz":                         `{"name":"quiz"}`,
		"/quiz 跳舞":                      `{"name":"quiz","options":[{"name":"跳舞","options":[],"type":1}]}`,
		"/quiz-admin plan":              `{"name":"quiz-admin","options":[{"name":"plan","options":[],"type":1}]}`,
		"/quiz-admin plan days　mon，fri": `{"name":"quiz-admin","options":[{"name":"plan","options":[{"name":"setting","type":3,"value":"days"},{"name":"value","type":3,"value":"mon，fri"}],"type":1}]}`,
		"/quiz-admin pause until soon":  `{"name":"quiz-admin","options":[{"name":"pause","options":[{"name":"until","type":3,"value":"soon"}],"type":1}]}`,
	} {
		s.Command("ann", text)
		if got.Load() != want {
			t.Errorf("%s arrives as\n%v, want\n%s", text, got.Load(), want)
		}
	}
	ann := s.Join("ann")
	s.Command("boss", "/quiz-admin grade full @ann")
	if g := got.Load().(string); !strings.Contains(g, `"type":6,"value":"`+ann+`"`) || !strings.Contains(g, `"resolved":{"members":{"`+ann) {
		t.Errorf("a member arrives as %s", g)
	}
}

// An interaction tells the member's permissions, place and language.
func TestInteraction(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := bot(t, s, func(c *client, it payload.Object) { c.reply(it, payload.CallbackMessage, saying(64, "ok")) })
	s.Speak("小安", "zh-CN")
	s.Call("小安", "安")
	s.Command("小安", "/leaderboard")
	s.Command("boss", "/leaderboard")
	events := c.got("INTERACTION_CREATE")
	who, boss := payload.ChildOf(events[0], "member"), payload.ChildOf(events[1], "member")
	if payload.TextOf(who, "nick") != "安" || payload.TextOf(payload.ChildOf(who, "user"), "global_name") != "小安" || payload.TextOf(events[0], "locale") != "zh-CN" {
		t.Errorf("told %v", events[0])
	}
	if payload.TextOf(who, "permissions") == payload.TextOf(boss, "permissions") || payload.TextOf(events[0], "guild_id") != GuildID || payload.TextOf(events[0], "channel_id") != ChannelID {
		t.Errorf("told %v and %v", who, boss)
	}
	if snowflake(payload.TextOf(events[0], "id")) >= snowflake(payload.TextOf(events[1], "id")) {
		t.Error("ids do not grow")
	}
}

// What the bot offers while somebody types.
func TestComplete(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := bot(t, s, func(c *client, it payload.Object) {
		c.reply(it, payload.CallbackChoices, payload.Object{"choices": []any{payload.Object{"name": "Generators", "value": "gen"}}})
	})
	for text, want := range map[string]string{
		"/question random gen":    `[{"focused":true,"name":"topic","type":3,"value":"gen"}]`,
		"/question random ":       `[{"focused":true,"name":"topic","type":3,"value":""}]`,
		"/quiz-admin plan ask ":   `[{"name":"setting","type":3,"value":"ask"},{"focused":true,"name":"value","type":3,"value":""}]`,
		"/quiz-admin plan ask 10": `[{"name":"setting","type":3,"value":"ask"},{"focused":true,"name":"value","type":3,"value":"10"}]`,
	} {
		if got := s.Complete("ann", text); len(got) != 1 || got[0] != (Choice{"Generators", "gen"}) {
			t.Errorf("%s offers %v", text, got)
		}
		all := c.got("INTERACTION_CREATE")
		last := all[len(all)-1]
		if got := string(payload.Raw(payload.ListOf(payload.ChildOf(last, "data")["options"])[0]["options"])); got != want || payload.IntOf(last, "type") != kindOfComplete {
			t.Errorf("%s arrives as %s, want %s", text, got, want)
		}
	}
}

// Buttons, forms and what comes of them.
func TestPressAndForm(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := bot(t, s, func(c *client, it payload.Object) {
		switch data := payload.ChildOf(it, "data"); payload.IntOf(it, "type") {
		case kindOfPress:
			if payload.TextOf(data, "custom_id") == "more" {
				c.reply(it, payload.CallbackUpdate, saying(64, "more"))
				return
			}
			c.reply(it, payload.CallbackModal, payload.Object{"custom_id": "form", "title": "Your answer", "components": []any{
				payload.Object{"type": payload.ComponentLabel, "label": "Answer", "component": payload.Object{
					"type": payload.ComponentInput, "style": 2, "custom_id": "text", "value": "before",
				}},
			}})
		case kindOfSubmit:
			text := payload.TextOf(payload.ChildOf(payload.ListOf(data["components"])[0], "component"), "value")
			c.reply(it, payload.CallbackMessage, saying(64, "Saved: "+text, button("More", "more")))
		}
	})
	c.call("POST", "/channels/"+ChannelID+"/messages", saying(0, "Question", button("Answer", "answer")))
	s.Press("ann", "Answer")
	if text, open := s.Form("ann"); text != "before" || !open || s.FormText("ann") != "Your answer\nAnswer\n| before" {
		t.Errorf("the form shows %q", s.FormText("ann"))
	}
	s.Submit("ann", "after")
	if got := s.Private("ann"); got != "Saved: after\n[More]" {
		t.Errorf("ann sees %q", got)
	}
	if _, open := s.Form("ann"); open {
		t.Error("the form stays open")
	}
	s.Press("ann", "More")
	if got := s.Private("ann"); got != "more" {
		t.Errorf("ann sees %q", got)
	}
	if got := s.Private("bob") + s.Channel(); got != "Question\n[Answer]\n\n" {
		t.Errorf("others see %q", got)
	}
}

// Options of a select are chosen by their letters.
func TestChoose(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := bot(t, s, func(c *client, it payload.Object) {
		c.reply(it, payload.CallbackMessage, saying(64, string(payload.Raw(payload.ChildOf(it, "data")["values"]))))
	})
	option := func(label, value string) payload.Object { return payload.Object{"label": label, "value": value} }
	c.call("POST", "/channels/"+ChannelID+"/messages", saying(0, "Which?", payload.Object{"type": payload.ComponentRow, "components": []any{payload.Object{
		"type": payload.ComponentSelect, "custom_id": "choice", "placeholder": "Choose", "max_values": 2,
		"options": []any{option("A. list", "0"), option("B. tuple", "1"), option("C. str", "2")},
	}}}))
	s.Choose("ann", "B", "C")
	if got := s.Private("ann"); got != `["1","2"]` {
		t.Errorf("chosen %s", got)
	}
	if got := s.Channel(); got != "Which?\n[Choose: A. list / B. tuple / C. str]\n\n" {
		t.Errorf("the channel shows %q", got)
	}
}

// A action that cannot be done fails its test.
func TestDeedsThatCannotBe(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	bot(t, s, func(c *client, it payload.Object) { c.reply(it, payload.CallbackMessage, saying(64, "ok")) })
	for want, action := range map[string]func(){
		"no button":               func() { s.Press("ann", "Answer") },
		"no select":               func() { s.Choose("ann", "A") },
		"no form":                 func() { s.Submit("ann", "x") },
		"no message has a thread": func() { s.Say("ann", "x") },
		"registered no command":   func() { s.Command("ann", "/dance") },
		"has no message":          func() { s.Edit("ann", "1", "x") },
		"is not completed":        func() { s.Complete("ann", "/leaderboard we") },
	} {
		func() {
			defer func() {
				if _, ended := recover().(fatal); !ended {
					t.Errorf("%s: the action is done", want)
				}
			}()
			action()
		}()
		if got := r.text(); !strings.Contains(got, want) {
			t.Errorf("the test reports %q, want %q", got, want)
		}
	}
}

// Unknown components appear on request.
func TestStrange(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := bot(t, s, func(c *client, it payload.Object) {
		if payload.IntOf(it, "type") == kindOfSubmit {
			c.reply(it, payload.CallbackMessage, saying(64, "ok"))
			return
		}
		c.reply(it, payload.CallbackModal, payload.Object{"custom_id": "form", "title": "T", "components": []any{
			payload.Object{"type": payload.ComponentRow, "components": []any{payload.Object{"type": payload.ComponentInput, "style": 1, "custom_id": "text", "label": "L"}}},
		}})
	})
	s.Strange(true)
	c.call("POST", "/channels/"+ChannelID+"/messages", saying(0, "Question", button("Answer", "a")))
	s.Press("ann", "Answer")
	s.Submit("ann", "x")
	s.OtherBot(ChannelID, "I am new")
	events := c.got("INTERACTION_CREATE")
	for what, text := range map[string]json.RawMessage{"message": payload.Raw(events[0]["message"]), "form": payload.Raw(events[1]["data"]), "other": payload.Raw(c.got("MESSAGE_CREATE")[1])} {
		if !strings.Contains(string(text), `"type":99`) {
			t.Errorf("%s: %s", what, text)
		}
	}
	if in := payload.ListOf(payload.ListOf(payload.ChildOf(events[1], "data")["components"])[0]["components"]); len(in) != 1 || payload.TextOf(in[0], "value") != "x" {
		t.Errorf("the form arrives as %v", events[1])
	}
}
