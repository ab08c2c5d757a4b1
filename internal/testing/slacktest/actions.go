package slacktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quizbot/internal/testing/slackspec"
)

// inputState returns the state of an input in a submission: the text in the first field, the
// selected options, or the initial value.
func (w *Modal) inputState(b map[string]any, text string) map[string]any {
	element := slackspec.Object(b, "element")
	state := map[string]any{"type": slackspec.String(element, "type")}
	switch slackspec.String(element, "type") {
	case "plain_text_input":
		state["value"] = w.Values[slackspec.String(b, "block_id")]
		if slackspec.String(b, "block_id") == slackspec.String(w.Fields[0], "block_id") {
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
func (w *Modal) selectedOptions(b map[string]any) []any {
	element := slackspec.Object(b, "element")
	if w.Letters == nil {
		initial, _ := element["initial_options"].([]any)
		return initial
	}
	chosen := []any{}
	for _, o := range slackspec.Objects(element["options"]) {
		for _, letter := range w.Letters {
			if strings.HasPrefix(slackspec.String(slackspec.Object(o, "text"), "text"), letter+".") {
				chosen = append(chosen, o)
			}
		}
	}
	return chosen
}

// ActionPayload returns the payload of a pressed control.
func (s *Server) ActionPayload(id string, f *Surface, action map[string]any) map[string]any {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	action["action_ts"] = s.NewTimestamp()
	payload := map[string]any{
		"type": "block_actions", "trigger_id": s.NewTriggerID(id), "actions": []any{action},
		"user": map[string]any{"id": id, "name": s.Users[id].Name, "team_id": TeamID},
	}
	if f.Home {
		payload["view"] = map[string]any{"id": "V0", "type": "home"}
		return payload
	}
	if f.Window != nil {
		payload["view"] = map[string]any{"id": f.Window.ID, "type": "modal", "private_metadata": f.Window.Private}
		return payload
	}
	thread := s.threadOf(f.TS, f.Thread)
	payload["channel"] = map[string]any{"id": f.Channel}
	payload["container"] = map[string]any{"type": "message", "message_ts": f.TS, "channel_id": f.Channel, "thread_ts": thread}
	payload["message"] = map[string]any{"ts": f.TS, "thread_ts": thread}
	payload["response_url"] = s.NewResponseURL(&ResponseURL{User: id, Channel: f.Channel, thread: f.Thread, surface: f})
	return payload
}

// AddUser adds a user to the workspace.
func (s *Server) AddUser(name string) string {
	id := UserID(name)
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.Users[id] = &User{id: id, Name: strings.ToLower(id), Display: name}
	return id
}

// ApplyReply changes a modal as the acknowledgement says.
func (s *Server) ApplyReply(id string, reply json.RawMessage) {
	s.T.Helper()
	var r struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if len(reply) > 0 {
		if err := json.Unmarshal(reply, &r); err != nil {
			s.T.Error(err)
		}
	}
	s.Mu.Lock()
	defer s.Mu.Unlock()
	switch r.Action {
	case "update":
		s.checkView("view_submission", r.View)
		s.showModal(id, r.View)
	case "errors":
		for field, text := range r.Errors {
			if _, there := s.Views[id].Values[field]; !there {
				s.T.Errorf("an error below the field %q, which is not there", field)
			}
			s.PrivateTexts[id] = append(s.PrivateTexts[id], text)
		}
	default:
		delete(s.Views, id)
	}
}

// AwaitSockets waits until n sockets are open.
func (s *Server) AwaitSockets(n int) {
	s.T.Helper()
	for end := time.Now().Add(waitLimit); s.OpenSockets() < n; {
		if time.Now().After(end) {
			s.T.Fatalf("%d sockets are open, want %d", s.OpenSockets(), n)
		}
		time.Sleep(time.Millisecond)
	}
}

// FindControl returns the last control shown to everybody or to the user alone for which ok reports
// true.
func (s *Server) FindControl(user string, ok func(control map[string]any) bool) (*Surface, map[string]any) {
	for i := len(s.Shown) - 1; i >= 0; i-- {
		f := s.Shown[i]
		if f.Gone || f.User != "" && f.User != user {
			continue
		}
		for _, b := range slackspec.DecodeBlocks(s.T, f.Blocks) {
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

// ForgetShown forgets everything shown to a user before their next action. It returns the user's
// id.
func (s *Server) ForgetShown(who string) string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	id := UserID(who)
	if s.Users[id] == nil {
		s.Users[id] = &User{id: id, Name: strings.ToLower(id), Display: who}
	}
	s.PrivateTexts[id] = nil
	return id
}

// MessageByTS returns the message with a timestamp, nil if there is none.
func (s *Server) MessageByTS(ts string) *Post {
	for _, p := range s.Posts {
		if p.TS == ts {
			return p
		}
	}
	s.T.Fatalf("no message %s", ts)
	return nil
}

// NewTriggerID returns a new trigger id.
func (s *Server) NewTriggerID(user string) string {
	s.count++
	return "trigger " + user + " " + s.NewTimestamp()
}

// SubmissionPayload returns the payload of a submitted modal.
func (s *Server) SubmissionPayload(id string, w *Modal, text string) map[string]any {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	values := map[string]any{}
	for _, b := range w.Fields {
		values[slackspec.String(b, "block_id")] = map[string]any{"text": w.inputState(b, text)}
	}
	if len(w.Fields) == 0 {
		values["answer"] = map[string]any{"text": map[string]any{"type": "plain_text_input", "value": text}}
	}
	return map[string]any{
		"type": "view_submission", "trigger_id": s.NewTriggerID(id), "user": map[string]any{"id": id, "name": s.Users[id].Name},
		"view": map[string]any{
			"id": w.ID, "type": "modal", "callback_id": w.Callback, "private_metadata": w.Private, "blocks": w.Fields,
			"state": map[string]any{"values": values},
		},
	}
}

// CallCount returns the number of calls of a method.
func (s *Server) CallCount(method string) int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.Calls[method]
}

// CommandPayload returns the payload of a command typed by ann.
func (s *Server) CommandPayload(text string) map[string]any {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	name, rest, _ := strings.Cut(text, " ")
	return map[string]any{
		"channel_id": ChannelID, "user_id": "UANN", "user_name": "uann", "command": name, "text": rest, "trigger_id": s.NewTriggerID("UANN"),
		"response_url": s.NewResponseURL(&ResponseURL{User: "UANN", Channel: ChannelID}),
	}
}

// MessagePayload returns the event of a message written by ann into a thread.
func (s *Server) MessagePayload(text string) map[string]any {
	s.Mu.Lock()
	ts := s.NewTimestamp()
	s.Mu.Unlock()
	return s.eventPayload(map[string]any{"type": "message", "channel": ChannelID, "user": "UANN", "text": text, "ts": ts, "thread_ts": "1.000001", "event_ts": ts})
}

// RefuseMethod has the server answer a method with an error code while when reports true.
func (s *Server) RefuseMethod(method, code string, when func() bool) {
	s.SetFault(func(w http.ResponseWriter, m string) bool {
		if m != method || !when() {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": code})
		return true
	})
}

// SetFault sets a function that the server calls in place of answering.
func (s *Server) SetFault(fault func(w http.ResponseWriter, method string) bool) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.Fault = fault
}

// DeliverEvent delivers an event.
func (s *Server) DeliverEvent(event map[string]any) {
	s.T.Helper()
	if _, err := s.Deliver("events_api", s.eventPayload(event)); err != nil {
		s.T.Fatal(err)
	}
}

func (s *Server) eventPayload(event map[string]any) map[string]any {
	return map[string]any{"type": "event_callback", "event_id": s.NewID("Ev"), "team_id": TeamID, "event": event}
}

// PostedParts returns key, part and thread of each posted message.
func (s *Server) PostedParts() []string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	var list []string
	for _, p := range s.Posts {
		var m struct {
			Payload struct {
				Key  string `json:"key"`
				Part int    `json:"part"`
			} `json:"event_payload"`
		}
		if json.Unmarshal(p.Metadata, &m) != nil {
			continue // messages of people have none
		}
		list = append(list, fmt.Sprintf("%s %d %s", m.Payload.Key, m.Payload.Part, p.Thread))
	}
	return list
}

// SocketsOpened returns the number of sockets opened so far.
func (s *Server) SocketsOpened() int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.SocketCount
}

// UserID returns the id of the user with a name.
func UserID(name string) string {
	if name == "小安" {
		return "UXIAOAN"
	}
	return "U" + strings.ToUpper(name)
}

// waitLimit is the longest wait for the bot.
const waitLimit = 20 * time.Second
