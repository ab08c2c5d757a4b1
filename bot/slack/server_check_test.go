package slack

import (
	"encoding/json"
	"strings"
	"unicode/utf16"

	"quizbot/internal/testing/slackspec"
)

// checkMessage checks a message against the schema and against further limits of Slack.
func (s *server) checkMessage(method, blocks, text string) {
	s.t.Helper()
	for _, wrong := range slackspec.Violations(s.t, "Blocks", []byte(blocks)) {
		s.t.Errorf("%s: %s\n%s", method, wrong, blocks)
	}
	if len(utf16.Encode([]rune(text))) > 4000 || text == "" {
		s.t.Errorf("%s: text of %d characters", method, len(text))
	}
	if strings.Contains(text, "<") {
		s.t.Errorf("%s: something takes effect in the text %q", method, text)
	}
}

func (s *server) checkView(method string, view json.RawMessage) {
	s.t.Helper()
	name := "Modal"
	if method == "views.publish" {
		name = "Home"
	}
	for _, wrong := range slackspec.Violations(s.t, name, view) {
		s.t.Errorf("%s: %s\n%s", method, wrong, view)
	}
}
