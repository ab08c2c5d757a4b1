package slack

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"quizbot/internal/testing/slackspec"
)

// callViewMethod opens, pushes, updates or publishes a view.
func (s *server) callViewMethod(method, body string) any {
	var r struct {
		Trigger string          `json:"trigger_id"`
		User    string          `json:"user_id"`
		ID      string          `json:"view_id"`
		View    json.RawMessage `json:"view"`
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		s.t.Errorf("%s: %v", method, err)
	}
	s.checkView(method, r.View)
	if method == "views.publish" {
		s.homes[r.User] = slackspec.BlocksOfView(r.View)
		s.shown = append(s.shown, &surface{user: r.User, home: true, blocks: slackspec.BlocksOfView(r.View)})
		return map[string]any{"ok": true, "view": map[string]any{"id": "V0"}}
	}
	who := strings.TrimPrefix(r.Trigger, "trigger ")
	who, _, _ = strings.Cut(who, " ")
	if method == "views.update" {
		for name, w := range s.views {
			if w != nil && w.id == r.ID {
				who = name
			}
		}
		for _, f := range s.shown {
			if f.window != nil && f.window.id == r.ID {
				f.gone = true
			}
		}
	}
	if s.users[who] == nil {
		return errorResponse("expired_trigger_id")
	}
	s.showModal(who, r.View)
	return map[string]any{"ok": true, "view": map[string]any{"id": s.views[who].id}}
}

// showModal opens a modal for a user.
func (s *server) showModal(who string, raw json.RawMessage) {
	var v struct {
		Callback string          `json:"callback_id"`
		Private  string          `json:"private_metadata"`
		Blocks   json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		s.t.Error(err)
	}
	s.count++
	w := &modalWindow{id: "V" + strconv.Itoa(s.count), callback: v.Callback, private: v.Private, blocks: v.Blocks, values: map[string]string{}}
	for _, b := range slackspec.DecodeBlocks(s.t, v.Blocks) {
		if b["type"] == "input" {
			w.input = true
			w.fields = append(w.fields, b)
			w.values[slackspec.String(b, "block_id")] = slackspec.String(slackspec.Object(b, "element"), "initial_value")
		}
	}
	s.views[who] = w
	if !w.input {
		s.private[who] = append(s.private[who], slackspec.Render(s.t, v.Blocks))
		s.shown = append(s.shown, &surface{user: who, window: w, blocks: v.Blocks})
	}
}

// showEphemeral shows a message to one user.
func (s *server) showEphemeral(f *surface) {
	s.shown = append(s.shown, f)
	s.private[f.user] = append(s.private[f.user], slackspec.Render(s.t, f.blocks))
}

// serveResponseURL serves requests to a response_url.
func (s *server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	fault := s.fault
	s.mu.Unlock()
	if fault != nil && fault(w, "response_url") {
		return
	}
	var m struct {
		Text     string          `json:"text"`
		Type     string          `json:"response_type"`
		Replace  bool            `json:"replace_original"`
		Delete   bool            `json:"delete_original"`
		Thread   string          `json:"thread_ts"`
		Metadata json.RawMessage `json:"metadata"`
		Blocks   json.RawMessage `json:"blocks"`
	}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		s.t.Errorf("response_url: %v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	to := s.responses[strings.TrimPrefix(r.URL.Path, "/respond/")]
	if to == nil {
		http.Error(w, "expired_url", http.StatusNotFound)
		return
	}
	if to.uses++; to.uses > 5 {
		http.Error(w, "used_url", http.StatusNotFound)
		return
	}
	if m.Delete {
		to.surface.gone = true
		_, _ = io.WriteString(w, "ok")
		return
	}
	s.checkMessage("response_url", string(m.Blocks), m.Text)
	if m.Replace {
		if to.surface == nil || to.surface.user == "" {
			s.t.Error("a message that everybody sees is replaced by one for a single member")
			return
		}
		to.surface.blocks = m.Blocks
		s.private[to.user] = append(s.private[to.user], slackspec.Render(s.t, m.Blocks))
	} else {
		if m.Type != "ephemeral" {
			s.t.Errorf("an answer is for everybody: %s", m.Text)
		}
		s.showEphemeral(&surface{user: to.user, channel: to.channel, ts: s.newTimestamp(), thread: m.Thread, blocks: m.Blocks})
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, "ok")
}

// newResponseURL returns a new response_url.
func (s *server) newResponseURL(r *response) string {
	s.count++
	id := strconv.Itoa(s.count)
	s.responses[id] = r
	return s.http.URL + "/respond/" + id
}
