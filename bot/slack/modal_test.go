package slack

import (
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/testing/slackspec"
	"quizbot/internal/testing/slacktest"
)

// A submission has the selected options of each field; a field without a selection has an empty
// list.
func TestSubmission(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	payload := func(view map[string]any) map[string]any {
		view["type"], view["callback_id"], view["private_metadata"] = "modal", "setup:1", "C1 1.000001"
		return map[string]any{"type": "view_submission", "trigger_id": s.NewID("t"), "user": map[string]any{"id": "UANN", "name": "uann"}, "view": view}
	}
	option := func(v string) map[string]any { return map[string]any{"value": v} }
	values := map[string]any{
		"zone":   map[string]any{"text": map[string]any{"type": "plain_text_input", "value": nil}},
		"radio":  map[string]any{"text": map[string]any{"type": "radio_buttons", "selected_option": option("b")}},
		"menu":   map[string]any{"text": map[string]any{"type": "static_select", "selected_option": nil}},
		"boxes":  map[string]any{"text": map[string]any{"type": "checkboxes", "selected_options": []any{option("1"), option("2")}}},
		"nobody": map[string]any{"text": map[string]any{"type": "multi_static_select", "selected_options": []any{}}},
	}
	s.setAnswer(func(bot.Event) (bot.Answer, error) { return privateAnswer("Saved."), nil })
	if _, err := s.Deliver("interactive", payload(map[string]any{"id": "V1", "state": map[string]any{"values": values}})); err != nil {
		t.Fatal(err)
	}
	e := s.handledEvents()[0]
	got, _ := e.Act.(bot.Submission)
	want := map[string][]string{"radio": {"b"}, "menu": nil, "boxes": {"1", "2"}, "nobody": nil}
	for field, chosen := range want {
		if list, there := got.Chosen[field]; !there || !slices.Equal(list, chosen) {
			t.Errorf("%s: chosen are %q (there: %v), want %q", field, list, there, chosen)
		}
	}
	if text, there := got.Values["zone"]; !there || text != "" || len(got.Values) != 1 || e.Room != "slack/T1/C1" {
		t.Errorf("got %+v in %s", got, e.Room)
	}
}

// A refusal is shown below the field that it is about, and not below other fields.
func TestFieldErrors(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	w := &slacktest.Modal{ID: "V1", Callback: "setup:1", Private: slacktest.ChannelID, Values: map[string]string{}}
	for _, id := range []string{"zone", "ask", "reveal"} {
		w.Fields = append(w.Fields, map[string]any{"type": "input", "block_id": id, "element": map[string]any{"type": "plain_text_input"}})
	}
	for about, below := range map[string]string{"": "zone", "ask": "ask", "gone": "zone"} {
		s.setAnswer(func(bot.Event) (bot.Answer, error) {
			no := privateAnswer("That is no time.")
			no.Refused, no.Field = true, about
			return no, nil
		})
		reply, err := s.Deliver("interactive", s.SubmissionPayload("UANN", w, "x"))
		if want := `{"response_action":"errors","errors":{"` + below + `":"That is no time."}}`; err != nil || string(reply) != want {
			t.Errorf("about %q: acknowledged with %s, %v, want %s", about, reply, err, want)
		}
	}
}

// The confirmation is an ephemeral message in the channel or thread, and the modal closes. If there
// is no channel, or nothing can be posted in it, the modal shows the confirmation.
func TestSavedInChannel(t *testing.T) {
	s := newHarness(t, Options{})
	s.setAnswer(func(bot.Event) (bot.Answer, error) { return privateAnswer("Saved."), nil })
	s.run()
	s.AwaitSockets(1)
	for _, c := range []struct {
		private, fault, thread string
		window                 bool
	}{{"C1", "", "", false}, {"C1 1.000001", "", "1.000001", false}, {"", "", "", true}, {"C1", "user_not_in_channel", "", true}, {"C1", "is_archived", "", true}} {
		s.Mu.Lock()
		s.Shown = nil
		s.Mu.Unlock()
		s.RefuseMethod("chat.postEphemeral", c.fault, func() bool { return c.fault != "" })
		reply, err := s.Deliver("interactive", s.SubmissionPayload("UANN", &slacktest.Modal{ID: "V1", Callback: "answer:1", Private: c.private}, "text"))
		if err != nil || strings.Contains(string(reply), "Saved.") != c.window || !c.window && len(reply) > 0 {
			t.Errorf("%+v: acknowledged with %s, %v", c, reply, err)
		}
		s.Mu.Lock()
		if len(s.Shown) == 0 != c.window || len(s.Shown) > 0 && (s.Shown[0].Thread != c.thread || s.Shown[0].User != "UANN") {
			t.Errorf("%+v: shown are %+v", c, s.Shown)
		}
		s.Mu.Unlock()
	}
}

// A message with replies names itself as its thread. The answer to a press on it goes to the
// channel all the same.
func TestPressOnParent(t *testing.T) {
	s := newHarness(t, Options{})
	s.setAnswer(func(bot.Event) (bot.Answer, error) { return privateAnswer("A hint."), nil })
	s.run()
	s.AwaitSockets(1)
	s.Posts = []*slacktest.Post{{TS: "1.000001", User: slacktest.BotUser, Channel: slacktest.ChannelID}, {TS: "2.000001", Thread: "1.000001", User: "UANN", Channel: slacktest.ChannelID}}
	for _, c := range []struct{ ts, thread, want string }{{"1.000001", "", ""}, {"2.000001", "1.000001", "1.000001"}} {
		pressed := s.ActionPayload("UANN", &slacktest.Surface{Channel: slacktest.ChannelID, TS: c.ts, Thread: c.thread}, map[string]any{"type": "button", "action_id": "hint:1", "block_id": "b"})
		if message, _ := pressed["message"].(map[string]any); message["thread_ts"] != "1.000001" {
			t.Fatalf("the press is %v", pressed)
		}
		if _, err := s.Deliver("interactive", pressed); err != nil {
			t.Fatal(err)
		}
		if got := s.Shown[len(s.Shown)-1]; got.Thread != c.want {
			t.Errorf("pressed on %s: said in the thread %q, want %q", c.ts, got.Thread, c.want)
		}
	}
}

// A page of several messages is shown in a modal, so that the next page replaces all of it.
func TestPagesInWindow(t *testing.T) {
	s := newHarness(t, Options{})
	page := func(n string, messages int) card.Card {
		c := card.Card{Summary: "x"}
		for range messages {
			c.Parts = append(c.Parts, card.Quote{By: card.Line{{Text: "ann"}}, Text: n + strings.Repeat(" words", 1300)})
		}
		c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{{ID: "turn:1:2", Label: "Next page"}}})
		return c
	}
	s.setAnswer(func(e bot.Event) (bot.Answer, error) {
		if press, ok := e.Act.(bot.Press); ok && press.ID == "turn:1:2" {
			return bot.Update{Card: page("second", 2)}, nil
		}
		return bot.Ephemeral{Card: page("first", 2)}, nil
	})
	s.run()
	s.AwaitSockets(1)
	press := func(f *slacktest.Surface, id string) {
		t.Helper()
		if _, err := s.Deliver("interactive", s.ActionPayload("UANN", f, map[string]any{"type": "button", "action_id": id, "block_id": "b"})); err != nil {
			t.Fatal(err)
		}
	}
	next := func() *slacktest.Surface {
		t.Helper()
		s.Mu.Lock()
		defer s.Mu.Unlock()
		f, _ := s.FindControl("UANN", func(c map[string]any) bool { return slackspec.String(c, "action_id") == "turn:1:2" })
		if f == nil {
			t.Fatal("no page is shown")
		}
		return f
	}
	press(&slacktest.Surface{Channel: slacktest.ChannelID, TS: "1.1"}, "page:1:1")
	first := next()
	if first.Window == nil || len(s.Shown) != 1 {
		t.Fatalf("the first page is shown as %+v", s.Shown)
	}
	press(first, "turn:1:2")
	if second := next(); second.Window == nil || !first.Gone || strings.Contains(string(second.Blocks), "first") {
		t.Errorf("the second page is shown as %+v beside %+v", second, first)
	}
	// One message is replaced by several.
	small := &slacktest.Surface{User: "UANN", Channel: slacktest.ChannelID, TS: "2.1"}
	press(small, "turn:1:2")
	if f := next(); !small.Gone || f.Window == nil {
		t.Errorf("a page that grows is shown as %+v beside %+v", f, small)
	}
}
