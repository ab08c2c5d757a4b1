package payload

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
)

var (
	self = Bot{Workspace: adapter.Workspace{Platform: "slack", ID: "T1"}, User: "UBOT"}
	now  = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	sent = time.Date(2025, 11, 24, 16, 0, 0, 200000, time.UTC) // 1764000000.000200
)

// Each payload is read as the action of its user, with everything that an answer needs.
func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		envelopeType, payload string
		want                  UserAction
	}{
		"a command": {
			"slash_commands",
			`{"channel_id":"C1","user_id":"U1","command":"/question","text":"sql","response_url":"https://r","trigger_id":"t"}`,
			UserAction{
				Key: "command t", User: "U1", Channel: "C1", At: now, ResponseURL: "https://r", TriggerID: "t",
				Act: bot.ParseCommand("/question sql"),
			},
		},
		"a press in a thread": {
			"interactive",
			`{"type":"block_actions","trigger_id":"t","response_url":"https://r","user":{"id":"U1"},"channel":{"id":"C1"},
			  "message":{"ts":"2.1","thread_ts":"1.1"},"actions":[{"action_id":"hint:1","action_ts":"1764000000.000200"}]}`,
			UserAction{
				Key: "block_actions t", User: "U1", Channel: "C1", At: sent, SlackTime: true, ResponseURL: "https://r", TriggerID: "t",
				MessageThread: "1.1", Act: bot.Press{ID: "hint:1"},
			},
		},
		"a selection in the App Home": {
			"interactive",
			`{"type":"block_actions","trigger_id":"t","user":{"id":"U1"},"view":{"id":"V1","type":"home"},
			  "actions":[{"action_id":"pick:1","selected_options":[{"value":"a"},{"value":"b"}]}]}`,
			UserAction{
				Key: "block_actions t", User: "U1", At: now, TriggerID: "t", ViewID: "V1", OnHome: true,
				Act: bot.Press{ID: "pick:1", Values: []string{"a", "b"}},
			},
		},
		"a press in a modal that was opened in a thread": {
			"interactive",
			`{"type":"block_actions","user":{"id":"U1"},"view":{"id":"V1","type":"modal","private_metadata":"C1 1.1"},
			  "actions":[{"action_id":"turn:1"}]}`,
			UserAction{
				Key: "block_actions E1", User: "U1", Channel: "C1", At: now, ViewID: "V1", InModal: true,
				MessageThread: "1.1", Act: bot.Press{ID: "turn:1"},
			},
		},
		"a submission": {
			"interactive",
			`{"type":"view_submission","trigger_id":"t","user":{"id":"U1"},"view":{"id":"V1","callback_id":"answer:1","private_metadata":"C1",
			  "blocks":[{"type":"header"},{"type":"input","block_id":"answer"}],
			  "state":{"values":{"answer":{"text":{"type":"plain_text_input","value":"Because."}}}}}}`,
			UserAction{
				Key: "view_submission t", User: "U1", Channel: "C1", At: now, TriggerID: "t", ViewID: "V1", Fields: []string{"answer"},
				Act: bot.Submission{ID: "answer:1", Values: map[string]string{"answer": "Because."}, Chosen: map[string][]string{}},
			},
		},
		"a message with a file": {
			"events_api",
			`{"event_id":"Ev1","event":{"type":"message","channel":"C1","user":"U1","text":"hi","ts":"1764000000.000200","thread_ts":"1.1","files":[{"id":"F1"}]}}`,
			UserAction{
				Key: "event Ev1", User: "U1", Channel: "C1", At: sent, SlackTime: true,
				Act: bot.Message{Thread: "1.1", ID: "1764000000.000200", Text: "hi", Attached: true},
			},
		},
		"an edit without a time": {
			"events_api",
			`{"event_id":"Ev1","event":{"type":"message","subtype":"message_changed","channel":"C1",
			  "message":{"user":"U1","text":"new","ts":"1764000000.000200","thread_ts":"1.1"},"previous_message":{"text":"old"}}}`,
			UserAction{
				Key: "event Ev1", User: "U1", Channel: "C1", At: now,
				Act: bot.Edit{Thread: "1.1", ID: "1764000000.000200", Sent: sent, Text: "new"},
			},
		},
		"the bot was invited": {
			"events_api",
			`{"event_id":"Ev1","event":{"type":"member_joined_channel","channel":"C1","user":"UBOT","inviter":"U1"}}`,
			UserAction{Key: "event Ev1", User: "U1", Channel: "C1", At: now, Act: bot.ChannelChanged{Added: true}},
		},
	} {
		got, err := Parse(c.envelopeType, "E1", []byte(c.payload), self, now)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got\n%+v, %v, want\n%+v", name, got, err, c.want)
		}
	}
}

// A refusal is shown at its field, or at the first one. A form's submission tells where the form
// was opened.
func TestUserAction(t *testing.T) {
	u := UserAction{Channel: "C1", MessageThread: "1.1", Fields: []string{"zone", "ask"}}
	for id, want := range map[string]string{"ask": "ask", "gone": "zone", "": "zone"} {
		if got := u.FieldOrFirst(id); got != want {
			t.Errorf("%q: got %q, want %q", id, got, want)
		}
	}
	if got := u.Metadata(); got != "C1 1.1" {
		t.Errorf("got %q", got)
	}
	u.Act, u.Fields = bot.Message{Thread: "2.1"}, nil
	if u.Thread() != "2.1" || u.FieldOrFirst("ask") != "" || (&UserAction{}).Metadata() != "" {
		t.Errorf("got thread %q and field %q", u.Thread(), u.FieldOrFirst("ask"))
	}
}

// No payload makes the reader panic, and an action that is not ignored has a key.
func FuzzParse(f *testing.F) {
	f.Add("slash_commands", `{"command":"/quiz","text":"<@U1|ann>","trigger_id":"t"}`)
	f.Add("interactive", `{"type":"block_actions","actions":[{"action_id":"a"}]}`)
	f.Add("interactive", `{"type":"view_submission","view":{"state":{"values":{"a":{"b":{"type":"checkboxes"}}}}}}`)
	f.Add("events_api", `{"event_id":"E","event":{"type":"message","subtype":"message_changed","message":{}}}`)
	f.Add("hello", `null`)
	f.Fuzz(func(t *testing.T, envelopeType, data string) {
		u, err := Parse(envelopeType, "E1", []byte(data), self, now)
		if err == nil && (u.Key == "" || u.Act == nil) {
			t.Errorf("%s %s: got %+v", envelopeType, data, u)
		}
		if err != nil && !errors.Is(err, ErrIgnored) && json.Valid([]byte(data)) && !strings.Contains(err.Error(), "json") {
			t.Errorf("%s %s: got %v", envelopeType, data, err)
		}
	})
}
