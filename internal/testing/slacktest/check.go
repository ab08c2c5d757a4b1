package slacktest

import (
	"encoding/json"
	"strings"
	"unicode/utf16"

	"quizbot/internal/testing/slackspec"
)

// checkMessage checks a message against the schema and against further limits of Slack.
func (s *Server) checkMessage(method, blocks, text string) {
	s.T.Helper()
	for _, wrong := range slackspec.Violations(s.T, "Blocks", []byte(blocks)) {
		s.T.Errorf("%s: %s\n%s", method, wrong, blocks)
	}
	if len(utf16.Encode([]rune(text))) > 4000 || text == "" {
		s.T.Errorf("%s: text of %d characters", method, len(text))
	}
	if strings.Contains(text, "<") {
		s.T.Errorf("%s: something takes effect in the text %q", method, text)
	}
}

func (s *Server) checkView(method string, view json.RawMessage) {
	s.T.Helper()
	name := "Modal"
	if method == "views.publish" {
		name = "Home"
	}
	for _, wrong := range slackspec.Violations(s.T, name, view) {
		s.T.Errorf("%s: %s\n%s", method, wrong, view)
	}
}
