package slack

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack/slackutilsx"
	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/bottest"
	"quizbot/internal/testing/slackspec"
	"quizbot/quiz"
)

func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, w *bottest.World, _ string) bottest.Rig { return newRig(t, w.Now) })
}

// rig is both ends of Slack.
type rig struct {
	*server
	bot *Adapter
}

func newRig(t *testing.T, now func() time.Time) *rig {
	t.Helper()
	s := newServer(t, now)
	s.patience = patience
	for _, name := range []string{"boss", "ann", "bob", "eve", "小安"} {
		s.addUser(name)
	}
	s.users["UBOSS"].admin = true
	a := s.adapter(Options{Log: slog.New(slog.DiscardHandler)})
	a.rates.update.SetLimit(rate.Inf)
	a.rates.message = adapter.NewKeyedLimiter(rate.Inf, 1, channelIdleTime)
	a.rates.reaction.SetLimit(rate.Inf)
	return &rig{s, a}
}

// addUser adds a user to the workspace.
func (s *server) addUser(name string) string {
	id := userID(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[id] = &user{id: id, name: strings.ToLower(id), display: name}
	return id
}

// userID returns the id of the user with a name.
func userID(name string) string {
	if name == "小安" {
		return "UXIAOAN"
	}
	return "U" + strings.ToUpper(name)
}

func (r *rig) Platform() bot.Platform { return r.bot }
func (r *rig) Room() quiz.RoomID      { return "slack/T1/C1" }
func (r *rig) Admin() string          { return "boss" }

func (r *rig) Ready() { r.awaitSockets(1) }

// awaitSockets waits until n sockets are open.
func (s *server) awaitSockets(n int) {
	s.t.Helper()
	for end := time.Now().Add(patience); s.openSockets() < n; {
		if time.Now().After(end) {
			s.t.Fatalf("%d sockets are open, want %d", s.openSockets(), n)
		}
		time.Sleep(time.Millisecond)
	}
}

// forgetShown forgets everything shown to a user before their next action. It returns the user's
// id.
func (s *server) forgetShown(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := userID(who)
	if s.users[id] == nil {
		s.users[id] = &user{id: id, name: strings.ToLower(id), display: who}
	}
	s.private[id] = nil
	return id
}

func (r *rig) Command(who, text string) {
	r.t.Helper()
	id := r.forgetShown(who)
	name, rest, _ := strings.Cut(text, " ")
	r.mu.Lock()
	payload := map[string]any{
		"team_id": teamID, "channel_id": channelID, "user_id": id, "user_name": r.users[id].name, "command": name, "text": rest,
		"trigger_id": r.newTriggerID(id), "response_url": r.newResponseURL(&response{user: id, channel: channelID}),
	}
	r.mu.Unlock()
	if _, err := r.deliver("slash_commands", payload); err != nil {
		r.t.Fatalf("%s: %v", text, err)
	}
}

func (s *server) newTriggerID(user string) string {
	s.count++
	return "trigger " + user + " " + s.newTimestamp()
}

// findControl returns the last control shown to everybody or to the user alone for which ok reports
// true.
func (s *server) findControl(user string, ok func(control map[string]any) bool) (*surface, map[string]any) {
	for i := len(s.shown) - 1; i >= 0; i-- {
		f := s.shown[i]
		if f.gone || f.user != "" && f.user != user {
			continue
		}
		for _, b := range slackspec.DecodeBlocks(s.t, f.blocks) {
			controls := slackspec.Objects(b["elements"])
			if a := slackspec.Object(b, "accessory"); a != nil {
				controls = append(controls, a)
			}
			for _, c := range controls {
				if ok(c) {
					return f, c
				}
			}
		}
	}
	return nil, nil
}

func (r *rig) Press(who, label string) {
	r.t.Helper()
	id := r.forgetShown(who)
	r.mu.Lock()
	f, c := r.findControl(id, func(c map[string]any) bool {
		return slackspec.String(c, "type") == "button" && slackspec.String(slackspec.Object(c, "text"), "text") == label
	})
	r.mu.Unlock()
	if f == nil {
		r.t.Fatalf("%s was shown no button %q", who, label)
	}
	r.deliverAction(id, f, map[string]any{"type": "button", "action_id": slackspec.String(c, "action_id"), "block_id": "b"})
}

func (r *rig) Choose(who string, letters ...string) {
	r.t.Helper()
	r.mu.Lock()
	if w := r.views[userID(who)]; w != nil {
		w.letters = letters
	}
	r.mu.Unlock()
	r.Submit(who, "")
}

// deliverAction delivers a press.
func (r *rig) deliverAction(id string, f *surface, action map[string]any) {
	r.t.Helper()
	if _, err := r.deliver("interactive", r.actionPayload(id, f, action)); err != nil {
		r.t.Fatalf("pressing %v: %v", action, err)
	}
}

func (s *server) actionPayload(id string, f *surface, action map[string]any) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	action["action_ts"] = s.newTimestamp()
	payload := map[string]any{
		"type": "block_actions", "trigger_id": s.newTriggerID(id), "actions": []any{action},
		"user": map[string]any{"id": id, "name": s.users[id].name, "team_id": teamID},
	}
	if f.home {
		payload["view"] = map[string]any{"id": "V0", "type": "home"}
		return payload
	}
	if f.window != nil {
		payload["view"] = map[string]any{"id": f.window.id, "type": "modal", "private_metadata": f.window.private}
		return payload
	}
	thread := s.threadOf(f.ts, f.thread)
	payload["channel"] = map[string]any{"id": f.channel}
	payload["container"] = map[string]any{"type": "message", "message_ts": f.ts, "channel_id": f.channel, "thread_ts": thread}
	payload["message"] = map[string]any{"ts": f.ts, "thread_ts": thread}
	payload["response_url"] = s.newResponseURL(&response{user: id, channel: f.channel, thread: f.thread, surface: f})
	return payload
}

func (r *rig) Form(who string) (text string, open bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.views[userID(who)]
	if w == nil || !w.input {
		return "", false
	}
	return w.values["answer"], true
}

func (r *rig) Submit(who, text string) {
	r.t.Helper()
	id := r.forgetShown(who)
	r.mu.Lock()
	w := r.views[id]
	r.mu.Unlock()
	if w == nil || !w.input {
		r.t.Fatalf("no form stands open for %s", who)
	}
	reply, err := r.deliver("interactive", r.submissionPayload(id, w, text))
	if err != nil {
		r.t.Fatal(err)
	}
	r.applyReply(id, reply)
}

func (s *server) submissionPayload(id string, w *modalWindow, text string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	values := map[string]any{}
	for _, b := range w.fields {
		values[slackspec.String(b, "block_id")] = map[string]any{"text": w.inputState(b, text)}
	}
	if len(w.fields) == 0 {
		values["answer"] = map[string]any{"text": map[string]any{"type": "plain_text_input", "value": text}}
	}
	return map[string]any{
		"type": "view_submission", "trigger_id": s.newTriggerID(id), "user": map[string]any{"id": id, "name": s.users[id].name},
		"view": map[string]any{
			"id": w.id, "type": "modal", "callback_id": w.callback, "private_metadata": w.private, "blocks": w.fields,
			"state": map[string]any{"values": values},
		},
	}
}

// inputState returns the state of an input in a submission: the text in the first field, the
// selected options, or the initial value.
func (w *modalWindow) inputState(b map[string]any, text string) map[string]any {
	element := slackspec.Object(b, "element")
	state := map[string]any{"type": slackspec.String(element, "type")}
	switch slackspec.String(element, "type") {
	case "plain_text_input":
		state["value"] = w.values[slackspec.String(b, "block_id")]
		if slackspec.String(b, "block_id") == slackspec.String(w.fields[0], "block_id") {
			state["value"] = text
		}
	case "radio_buttons", "static_select":
		state["selected_option"] = element["initial_option"]
		if chosen := w.selectedOptions(b); len(chosen) > 0 {
			state["selected_option"] = chosen[0]
		}
	default:
		state["selected_options"] = w.selectedOptions(b)
	}
	return state
}

// selectedOptions returns the options of the chosen letters, or the initial options if no letters
// were chosen.
func (w *modalWindow) selectedOptions(b map[string]any) []any {
	element := slackspec.Object(b, "element")
	if w.letters == nil {
		initial, _ := element["initial_options"].([]any)
		return initial
	}
	chosen := []any{}
	for _, o := range slackspec.Objects(element["options"]) {
		for _, letter := range w.letters {
			if strings.HasPrefix(slackspec.String(slackspec.Object(o, "text"), "text"), letter+".") {
				chosen = append(chosen, o)
			}
		}
	}
	return chosen
}

// applyReply changes a modal as the acknowledgement says.
func (s *server) applyReply(id string, reply json.RawMessage) {
	s.t.Helper()
	var r struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if len(reply) > 0 {
		if err := json.Unmarshal(reply, &r); err != nil {
			s.t.Error(err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.Action {
	case "update":
		s.checkView("view_submission", r.View)
		s.showModal(id, r.View)
	case "errors":
		for field, text := range r.Errors {
			if _, there := s.views[id].values[field]; !there {
				s.t.Errorf("an error below the field %q, which is not there", field)
			}
			s.private[id] = append(s.private[id], text)
		}
	default:
		delete(s.views, id)
	}
}

func (r *rig) Say(who, text string) string {
	r.t.Helper()
	id := r.forgetShown(who)
	r.mu.Lock()
	question := ""
	for _, p := range r.posts {
		if p.User == botUser && p.Thread == "" && strings.Contains(string(p.Metadata), "/ask") {
			question = p.TS
		}
	}
	p := &post{TS: r.newTimestamp(), Thread: question, Type: "message", User: id, Text: slackutilsx.EscapeMessage(text), channel: channelID}
	r.posts = append(r.posts, p)
	r.mu.Unlock()
	r.deliverEvent(map[string]any{"type": "message", "channel": channelID, "user": id, "text": p.Text, "ts": p.TS, "thread_ts": p.Thread, "event_ts": p.TS})
	r.awaitReactions(r.bot)
	return p.TS
}

// awaitReactions waits until no reaction is pending.
func (s *server) awaitReactions(a *Adapter) {
	s.t.Helper()
	for end := time.Now().Add(patience); a.reactions.Pending() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatal("marks wait for ever")
		}
	}
}

func (r *rig) Edit(who, id, text string) {
	r.t.Helper()
	r.forgetShown(who)
	r.mu.Lock()
	p := r.messageByTS(id)
	before := *p
	p.Text, p.Edited = slackutilsx.EscapeMessage(text), &edited{r.newTimestamp()}
	event := map[string]any{"type": "message", "subtype": "message_changed", "channel": channelID, "message": p, "previous_message": before, "event_ts": p.Edited.TS}
	r.mu.Unlock()
	r.deliverEvent(event)
}

func (s *server) messageByTS(ts string) *post {
	for _, p := range s.posts {
		if p.TS == ts {
			return p
		}
	}
	s.t.Fatalf("no message %s", ts)
	return nil
}

func (r *rig) Delete(who, id string) {
	r.t.Helper()
	r.forgetShown(who)
	r.mu.Lock()
	p := r.messageByTS(id)
	for i := range r.posts {
		if r.posts[i] == p {
			r.posts = append(r.posts[:i:i], r.posts[i+1:]...)
			break
		}
	}
	event := map[string]any{"type": "message", "subtype": "message_deleted", "channel": channelID, "deleted_ts": id, "previous_message": p, "event_ts": r.newTimestamp()}
	r.mu.Unlock()
	r.deliverEvent(event)
}

func (r *rig) Channel() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	for _, p := range r.posts {
		if p.channel == channelID && p.User == botUser {
			b.WriteString(slackspec.Render(r.t, p.Blocks) + "\n\n")
		}
	}
	return b.String()
}

func (r *rig) Private(who string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.private[userID(who)], "\n")
}

func (r *rig) Marked(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reactions[id]
}
