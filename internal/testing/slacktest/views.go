package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"quizbot/internal/testing/slackspec"
)

// callViewMethod opens, pushes, updates or publishes a view.
func (s *Server) callViewMethod(method, body string) any {
	var r struct {
		Trigger string          `json:"trigger_id"`
		User    string          `json:"user_id"`
		ID      string          `json:"view_id"`
		View    json.RawMessage `json:"view"`
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		s.T.Errorf("%s: %v", method, err)
	}
	s.checkView(method, r.View)
	if method == "views.publish" {
		s.Homes[r.User] = slackspec.BlocksOfView(r.View)
		s.Shown = append(s.Shown, &Surface{User: r.User, Home: true, Blocks: slackspec.BlocksOfView(r.View)})
		return map[string]any{"ok": true, "view": map[string]any{"id": "V0"}}
	}
	who := strings.TrimPrefix(r.Trigger, "trigger ")
	who, _, _ = strings.Cut(who, " ")
	if method == "views.update" {
		for name, w := range s.Views {
			if w != nil && w.ID == r.ID {
				who = name
			}
		}
		for _, f := range s.Shown {
			if f.Window != nil && f.Window.ID == r.ID {
				f.Gone = true
			}
		}
	}
	if s.Users[who] == nil {
		return errorResponse("expired_trigger_id")
	}
	s.showModal(who, r.View)
	return map[string]any{"ok": true, "view": map[string]any{"id": s.Views[who].ID}}
}

// showModal opens a modal for a user.
func (s *Server) showModal(who string, raw json.RawMessage) {
	var v struct {
		Callback string          `json:"callback_id"`
		Private  string          `json:"private_metadata"`
		Blocks   json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		s.T.Error(err)
	}
	s.count++
	w := &Modal{ID: "V" + strconv.Itoa(s.count), Callback: v.Callback, Private: v.Private, Blocks: v.Blocks, Values: map[string]string{}}
	for _, b := range slackspec.DecodeBlocks(s.T, v.Blocks) {
		if b["type"] == "input" {
			w.Input = true
			w.Fields = append(w.Fields, b)
			w.Values[slackspec.String(b, "block_id")] = slackspec.String(slackspec.Object(b, "element"), "initial_value")
		}
	}
	s.Views[who] = w
	if !w.Input {
		s.PrivateTexts[who] = append(s.PrivateTexts[who], slackspec.Render(s.T, v.Blocks))
		s.Shown = append(s.Shown, &Surface{User: who, Window: w, Blocks: v.Blocks})
	}
}

// showEphemeral shows a message to one user.
func (s *Server) showEphemeral(f *Surface) {
	s.Shown = append(s.Shown, f)
	s.PrivateTexts[f.User] = append(s.PrivateTexts[f.User], slackspec.Render(s.T, f.Blocks))
}

// serveResponseURL serves requests to a response_url.
func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	s.Mu.Lock()
	fault := s.Fault
	s.Mu.Unlock()
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
		s.T.Errorf("response_url: %v", err)
	}
	s.Mu.Lock()
	defer s.Mu.Unlock()
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
		to.surface.Gone = true
		_, _ = io.WriteString(w, "ok")
		return
	}
	s.checkMessage("response_url", string(m.Blocks), m.Text)
	if m.Replace {
		if to.surface == nil || to.surface.User == "" {
			s.T.Error("a message that everybody sees is replaced by one for a single member")
			return
		}
		to.surface.Blocks = m.Blocks
		s.PrivateTexts[to.User] = append(s.PrivateTexts[to.User], slackspec.Render(s.T, m.Blocks))
	} else {
		if m.Type != "ephemeral" {
			s.T.Errorf("an answer is for everybody: %s", m.Text)
		}
		s.showEphemeral(&Surface{User: to.User, Channel: to.Channel, TS: s.NewTimestamp(), Thread: m.Thread, Blocks: m.Blocks})
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, "ok")
}

// NewResponseURL returns a new response_url.
func (s *Server) NewResponseURL(r *ResponseURL) string {
	s.count++
	id := strconv.Itoa(s.count)
	s.responses[id] = r
	return s.HTTP.URL + "/respond/" + id
}
