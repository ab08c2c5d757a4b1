package slack

import (
	"net/http"
	"strings"
	"testing"

	"quizbot/quiz"
)

// Whose name Slack doesn't tell when they answer is asked about again before the reveal, and never shown by their id.
func TestNamesBeforeReveal(t *testing.T) {
	for name, back := range map[string]bool{"told again": true, "never told": false} {
		t.Run(name, func(t *testing.T) {
			d := newRecordedDay(t, "en", []quiz.Question{{ID: "q", Bank: "b", Number: 1, Title: "Why?", Answer: "Because."}})
			d.passTime("23 09:30")
			silent := func(yes bool) {
				d.mu.Lock()
				defer d.mu.Unlock()
				d.fault = func(w http.ResponseWriter, method string) bool {
					if yes && method == "users.info" {
						w.WriteHeader(http.StatusInternalServerError)
						return true
					}
					return false
				}
			}
			silent(true)
			d.Press("ann", "Answer")
			d.Submit("ann", "my answer")
			silent(!back)
			d.passTime("23 17:30")
			channel := d.Channel()
			_, reveal, _ := strings.Cut(channel, "1 answer")
			if strings.Contains(channel, "UANN") || strings.Contains(reveal, "ann") != back {
				t.Errorf("the channel shows\n%s", channel)
			}
		})
	}
}
