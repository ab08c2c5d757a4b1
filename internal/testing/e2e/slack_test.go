//go:build linux

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const slackChannel = "C01GEN"

// workspace is local-slack with its members.
type workspace struct {
	t    *testing.T
	base string
	ui   *websocket.Conn

	mu    sync.Mutex
	stack []slackView
	errs  map[string]string
	home  json.RawMessage
}

type slackView struct {
	Callback string                  `json:"callback_id"`
	Blocks   []map[string]any        `json:"blocks"`
	View     *struct{ Blocks []any } `json:"view"`
	State    map[string]any          `json:"state"`
	_        map[string]json.RawMessage
}

// slackMessage is a message in the emulator.
type slackMessage struct {
	TS        string          `json:"ts"`
	Thread    string          `json:"thread_ts"`
	User      string          `json:"user"`
	Text      string          `json:"text"`
	Subtype   string          `json:"subtype"`
	For       string          `json:"ephemeral_to"`
	Blocks    json.RawMessage `json:"blocks"`
	Reactions json.RawMessage `json:"reactions"`
}

func slackUsers() []string {
	var list []string
	for i := range 10 {
		list = append(list, fmt.Sprintf("U%02dMEMBER", i+1))
	}
	return list
}

func startSlack(t *testing.T) *workspace {
	t.Helper()
	program := os.Getenv("QUIZBOT_E2E_SLACK")
	if program == "" {
		t.Skip("QUIZBOT_E2E_SLACK names no emulator: internal/testing/e2e/run installs it and starts this test")
	}
	var users strings.Builder
	for i, id := range slackUsers() {
		fmt.Fprintf(&users, "  - {id: %s, name: member%d, real_name: Member %d, email: m%d@example.com}\n", id, i+1, i+1, i+1)
	}
	config := filepath.Join(t.TempDir(), "config.yaml")
	text := "workspace: {name: Test, domain: test, teamId: T01TEST}\n" +
		"app: {appId: A01APP, botUserId: U0BOT, botName: quizbot, botToken: xoxb-test-token, appToken: xapp-test-token, signingSecret: s, mode: socket}\n" +
		"users:\n" + users.String() +
		"channels: [{id: " + slackChannel + ", name: general, members: [" + strings.Join(slackUsers(), ", ") + ", U0BOT]}]\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	out := startEmulator(t, program, "--config", config, "--port", strconv.Itoa(port), "--base-host", "127.0.0.1")
	w := &workspace{t: t, base: fmt.Sprintf("http://127.0.0.1:%d", port)}
	eventually(t, "the emulator answers", func() (string, bool) {
		err := w.get("/_control/state", &struct{}{})
		return fmt.Sprint(err, "\n", out), err == nil
	})
	w.watch()
	return w
}

// watch follows the views and home pages in the emulator.
func (w *workspace) watch() {
	w.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.base, "http")+"/ui", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = response.Body.Close()
	w.ui = conn
	w.t.Cleanup(func() { _ = conn.Close() })
	go func() {
		for {
			var event struct {
				T      string            `json:"t"`
				Stack  []slackView       `json:"stack"`
				Errors map[string]string `json:"errors"`
				View   json.RawMessage   `json:"view"`
			}
			if err := conn.ReadJSON(&event); err != nil {
				return
			}
			w.mu.Lock()
			switch event.T {
			case "view":
				w.stack, w.errs = event.Stack, nil
			case "view_errors":
				w.errs = event.Errors
			case "home":
				w.home = event.View
			}
			w.mu.Unlock()
		}
	}()
}

func (w *workspace) get(path string, to any) error {
	return requestJSON(http.MethodGet, w.base+path, nil, to)
}

// act makes a member act in the emulator.
func (w *workspace) act(what string, action map[string]any) map[string]any {
	w.t.Helper()
	var answer map[string]any
	if err := requestJSON(http.MethodPost, w.base+"/_control/"+what, action, &answer); err != nil || answer["ok"] != true {
		w.t.Fatalf("%s %v: %v, %v", what, action, answer, err)
	}
	return answer
}

func (w *workspace) messages() []slackMessage {
	w.t.Helper()
	var answer struct {
		Messages []slackMessage `json:"messages"`
	}
	if err := w.get("/_control/messages/"+slackChannel, &answer); err != nil {
		w.t.Fatal(err)
	}
	return answer.Messages
}

// visibleText returns the text of a message as one string.
func (m *slackMessage) visibleText() string { return m.Text + " " + allTexts(m.Blocks) }

// allTexts returns all texts in JSON, one after the other.
func allTexts(blocks json.RawMessage) string {
	var value any
	_ = json.Unmarshal(blocks, &value) // what is no JSON has no words
	var b strings.Builder
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, key := range []string{"text", "fallback", "elements", "rows", "accessory", "label", "element", "initial_value", "blocks"} {
				if s, ok := v[key].(string); ok {
					b.WriteString(s)
				} else {
					walk(v[key])
				}
			}
			b.WriteByte(' ')
		}
	}
	walk(value)
	return b.String()
}

// channelText returns the bot's public messages in the channel and its threads.
func (w *workspace) channelText() string {
	var b strings.Builder
	for _, m := range w.messages() {
		if m.For == "" && m.User == "U0BOT" {
			b.WriteString(m.visibleText() + "\n")
		}
	}
	return b.String()
}

// ephemeralText returns the messages that only one member sees.
func (w *workspace) ephemeralText(user string) string {
	var b strings.Builder
	for _, m := range w.messages() {
		if m.For == user {
			b.WriteString(m.visibleText() + "\n")
		}
	}
	return b.String()
}

// command types a command, and waits for texts in the answer.
func (w *workspace) command(user, text string, texts ...string) {
	w.t.Helper()
	name, rest, _ := strings.Cut(text, " ")
	before := len(w.ephemeralText(user))
	w.act("command", map[string]any{"channel": slackChannel, "user": user, "command": name, "text": rest})
	waitForTexts(w.t, user+", who typed "+text+",", func() string { return w.ephemeralText(user)[before:] }, texts...)
}

// slackElement is a button in an actions block, or the accessory of a section.
type slackElement struct {
	ID   string `json:"action_id"`
	Text struct {
		Text string `json:"text"`
	} `json:"text"`
}

// button finds the last button with a label, and its message.
func (w *workspace) button(user, label string) (slackMessage, string) {
	w.t.Helper()
	list := w.messages()
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].For != "" && list[i].For != user {
			continue
		}
		var blocks []struct {
			Elements  []slackElement `json:"elements"`
			Accessory slackElement   `json:"accessory"`
		}
		_ = json.Unmarshal(list[i].Blocks, &blocks) // elements of other kinds have other forms
		for _, b := range blocks {
			for _, e := range append(b.Elements, b.Accessory) {
				if e.ID != "" && e.Text.Text == label {
					return list[i], e.ID
				}
			}
		}
	}
	w.t.Fatalf("there is no button %q", label)
	return slackMessage{}, ""
}

func (w *workspace) pressLabel(user, label string) {
	w.t.Helper()
	m, id := w.button(user, label)
	w.pressButton(user, m.TS, id)
}

func (w *workspace) pressButton(user, ts, id string) {
	w.t.Helper()
	w.act("interact", map[string]any{
		"channel": slackChannel, "messageTs": ts, "user": user, "action": map[string]any{"type": "button", "action_id": id, "block_id": "b"},
	})
}

// waitForView waits for a view with a text, and returns all its text.
func (w *workspace) waitForView(text string) string {
	w.t.Helper()
	var seen string
	eventually(w.t, "a window says "+strconv.Quote(text), func() (string, bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		raw, err := json.Marshal(w.stack)
		if err != nil {
			w.t.Fatal(err)
		}
		seen = allTexts(raw)
		if seen == "" {
			seen = string(raw)
		}
		return seen + fmt.Sprint(w.errs), strings.Contains(seen+fmt.Sprint(w.errs), text)
	})
	return seen
}

// answer fills the form in.
func (w *workspace) answer(user, text string) {
	w.t.Helper()
	w.pressLabel(user, "Answer")
	w.waitForView("At most 3000 characters")
	w.submitAndWait(user, text, "Saved")
}

// submitAndWait submits the view, waits for a text in the answer, and for the view to close.
func (w *workspace) submitAndWait(user, text, line string) {
	w.t.Helper()
	before := len(w.ephemeralText(user))
	w.submit(user, text)
	waitForTexts(w.t, "who sends a form", func() string { return w.ephemeralText(user)[before:] }, line)
	w.waitForNoView()
}

func (w *workspace) submit(user, text string) {
	w.t.Helper()
	w.send(map[string]any{"t": "view_submit", "user": user, "values": map[string]any{
		"answer": map[string]any{"text": map[string]any{"type": "plain_text_input", "value": text}},
	}})
}

// waitForNoView waits until no view is open.
func (w *workspace) waitForNoView() {
	w.t.Helper()
	eventually(w.t, "the window closes", func() (string, bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		return fmt.Sprint(w.stack), len(w.stack) == 0
	})
}

func (w *workspace) send(v any) {
	w.t.Helper()
	if err := w.ui.WriteJSON(v); err != nil {
		w.t.Fatal(err)
	}
}

// replyInThread writes into the thread of the question.
func (w *workspace) replyInThread(user, text string) string {
	w.t.Helper()
	m, _ := w.button(user, "Answer")
	answer := w.act("message", map[string]any{"channel": slackChannel, "user": user, "text": text, "thread_ts": m.TS})
	message, _ := answer["message"].(map[string]any)
	ts, _ := message["ts"].(string)
	return ts
}

func (w *workspace) waitForMark(ts string) {
	w.t.Helper()
	eventually(w.t, "the message is marked", func() (string, bool) {
		for _, m := range w.messages() {
			if m.TS == ts {
				return string(m.Reactions), strings.Contains(string(m.Reactions), "white_check_mark")
			}
		}
		return "no message", false
	})
}

// The whole quiz on Slack, with every command and a restart in the middle.
func TestSlack(t *testing.T) {
	t.Parallel()
	w := startSlack(t)
	users := slackUsers()
	admin := users[0]
	p := newProgram(t, serviceConfig(t, fmt.Sprintf("admins: [slack/T01TEST/%s]\nslack: {app_token: xapp-test-token, bot_token: xoxb-test-token, api_url: %s/api/}\n",
		admin, w.base)), bankText)
	p.start()
	channel := func() string { return w.channelText() }

	w.command(users[1], "/quiz-admin setup UTC", "Only admins may do this.")
	w.command(admin, "/quiz-admin setup Nowhere/Else", "I know no time zone")
	zone, local := zoneAtNoon()
	w.command(admin, "/quiz-admin setup "+zone, "The quiz runs in this channel now")
	due := time.Now().In(local).Truncate(time.Minute).Add(time.Minute)
	w.command(admin, "/quiz-admin ask-now", "The question is on its way.")
	waitForTexts(t, "everybody", channel, "0 answers so far")
	first := strings.Contains(channel(), "closure")

	for i, user := range users[:5] {
		w.answer(user, fmt.Sprintf("By form, says member %d.", i+1))
	}
	said := map[string]string{}
	for i, user := range users[5:] {
		said[user] = w.replyInThread(user, fmt.Sprintf("In the thread, says member %d.", i+6))
		w.waitForMark(said[user])
	}
	w.act("edit-message", map[string]any{"channel": slackChannel, "ts": said[users[5]], "user": users[5], "text": "In the thread, edited."})
	w.act("delete-message", map[string]any{"channel": slackChannel, "ts": said[users[6]], "user": users[6]})
	w.pressLabel(admin, "Answer")
	if text := w.waitForView("By form, says member 1."); !strings.Contains(text, "member 1") {
		t.Errorf("the form holds %q", text)
	}
	w.submitAndWait(admin, "By form, changed.", "Saved in place of your earlier answer")
	waitForTexts(t, "everybody", channel, "9 answers so far")

	p.stop()
	late := w.replyInThread(users[6], "While the bot was away.")
	p.start()
	w.waitForMark(late)
	waitForTexts(t, "everybody", channel, "10 answers so far")

	question, answerID := w.button(admin, "Answer")
	w.command(admin, "/quiz-admin reveal-now", "The round closes now")
	waitForTexts(t, "everybody", channel, "Answer: What is a", "By form, changed.", "In the thread, edited.", "While the bot was away.", "10 answers · closed")
	for _, text := range []string{"member 1.", "says member 6", "says member 7"} {
		if strings.Contains(channel(), text) {
			t.Errorf("%q is shown", text)
		}
	}
	before := len(w.ephemeralText(users[2]))
	w.pressButton(users[2], question.TS, answerID)
	waitForTexts(t, "who comes late", func() string { return w.ephemeralText(users[2])[before:] }, "This question is closed")

	w.pressLabel(admin, "My grade")
	waitForTexts(t, "who asks for a grade", func() string { return w.ephemeralText(admin) }, "Your grade:")
	w.pressLabel(users[1], "Vote for 1")
	waitForTexts(t, "who votes", func() string { return w.ephemeralText(users[1]) }, "Your vote is for")

	open := map[bool]string{true: "generator", false: "closure"}[first]
	for _, said := range [][2]string{
		{"/question", "No question is open right now."},
		{"/question random", "no other question to practise with"},
		{"/question show nothing", "No question matches"},
		{"/leaderboard", "points"},
		{"/leaderboard week", "points"},
		{"/leaderboard year", "none of"},
		{"/quiz me", "Your last points"},
		{"/quiz my-data", "What is kept about you"},
		{"/quiz help", "/question random"},
		{"/quiz unnamed on", "Your name does not stand"},
		{"/quiz dance", "knows no"},
		{"/quiz-admin plan", "Plan of this channel"},
		{"/quiz-admin plan ask 25:00", "is no time of day"},
		{"/quiz-admin skip", "is left out"},
		{"/quiz-admin pause", "Paused"},
		{"/quiz-admin resume", "The quiz goes on"},
		{"/quiz-admin preview", open},
		{"/quiz-admin status", "No question is open"},
		{"/quiz-admin grade mostly " + users[1], "mostly"},
	} {
		w.command(admin, said[0], said[1])
	}
	w.command(users[1], "/quiz forget-me", "for good")
	w.pressLabel(users[1], "Delete everything about me")
	waitForTexts(t, "who is forgotten", func() string { return w.ephemeralText(users[1]) }, "Everything about you is deleted.")

	w.act("open-home", map[string]any{"user": admin})
	waitForTexts(t, "who opens the page", func() string {
		w.mu.Lock()
		defer w.mu.Unlock()
		return allTexts(w.home)
	}, "#general", "Streak")

	// The set-up lies before a time that has passed since, so its digest is caught up with.
	time.Sleep(time.Until(due))
	w.command(admin, "/quiz-admin plan digest "+due.Format("15:04"), "digest is now")
	waitForTexts(t, "everybody", channel, "Digest of", "9 answers")
	if text, err := p.runCommand("doctor"); err != nil || strings.Contains(text, "WRONG") {
		t.Errorf("doctor says %v:\n%s", err, text)
	}
}
