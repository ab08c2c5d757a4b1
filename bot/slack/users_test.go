package slack

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot/adapter"
	"quizbot/bot/slack/payload"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
)

// Users have the name that they chose, and admins of the workspace are admins. If Slack does not
// answer, nobody is an admin and nobody has a name.
func TestPeople(t *testing.T) {
	s := newHarness(t, Options{})
	s.Users["UANN"].Display, s.Users["UANN"].Admin = "Ann Example", true
	s.run()
	s.AwaitSockets(1)
	for text, admin := range map[string]bool{"/quiz-admin status": true, "/quiz help": true, "/leaderboard": false} {
		if _, err := s.Deliver("slash_commands", s.CommandPayload(text)); err != nil {
			t.Fatal(err)
		}
		list := s.handledEvents()
		if who := list[len(list)-1].Who; who.Name != "Ann Example" || who.ID != "slack/T1/UANN" || who.Admin != admin {
			t.Errorf("%s: %+v", text, who)
		}
	}
	for range 5 {
		if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz help")); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.CallCount("users.info"); n > 3 { // once for the command, and for the name
		t.Errorf("Slack was asked %d times about one user", n)
	}
	s.Mu.Lock()
	s.Users["UANN"].Admin = false
	s.Mu.Unlock()
	s.ageAdmins(adminTime)
	if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz-admin status")); err != nil {
		t.Fatal(err)
	}
	if events := s.handledEvents(); events[len(events)-1].Who.Admin {
		t.Error("who is no admin any more is taken for one")
	}
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		if method == "users.info" {
			http.Error(w, "down", http.StatusInternalServerError)
		}
		return method == "users.info"
	})
	s.ageAdmins(adminTime)
	if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz-admin status")); err != nil {
		t.Fatal(err)
	}
	if events := s.handledEvents(); events[len(events)-1].AdminUnknown {
		t.Error("what Slack said is forgotten at once")
	}
	s.ageAdmins(adminGrace)
	if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz-admin status")); err != nil {
		t.Fatal(err)
	}
	list := s.handledEvents()
	if who := list[len(list)-1].Who; who.Admin || who.Name != "" || !list[len(list)-1].AdminUnknown {
		t.Errorf("while Slack does not tell: %+v", who)
	}
}

// ageAdmins makes what is remembered about admins older.
func (s *harness) ageAdmins(by time.Duration) {
	d := s.bot.users
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, u := range d.admins {
		u.at = u.at.Add(-by)
		d.admins[id] = u
	}
}

// An admin of another company's workspace is no admin in a shared channel.
func TestAdminsOfOthers(t *testing.T) {
	own := botIdentity{Bot: payload.Bot{Workspace: adapter.Workspace{ID: "T1"}}, enterprise: "E1"}
	for name, c := range map[string]struct {
		user slack.User
		want bool
	}{
		"own":                      {slack.User{TeamID: "T1"}, true},
		"of another workspace":     {slack.User{TeamID: "T2"}, false},
		"of an unknown one":        {slack.User{}, false},
		"a stranger":               {slack.User{TeamID: "T1", IsStranger: true}, false},
		"gone":                     {slack.User{TeamID: "T1", Deleted: true}, false},
		"of the same organization": {slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}}, true},
		"of another organization":  {slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E2"}}, false},
	} {
		if got := own.isColleague(&c.user); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	s := newHarness(t, Options{})
	s.Users["UANN"].Admin, s.Users["UANN"].Team = true, "T2"
	s.run()
	s.AwaitSockets(1)
	if _, err := s.Deliver("slash_commands", s.CommandPayload("/quiz-admin skip")); err != nil {
		t.Fatal(err)
	}
	if e := s.handledEvents()[0]; e.Who.Admin || e.AdminUnknown {
		t.Errorf("got %+v", e)
	}
}

// A user without a known name has none, rather than the id. The bot keeps the name known before.
func TestUnknownNames(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(1)
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		if method == "users.info" {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		return method == "users.info"
	})
	for kind, payload := range map[string]map[string]any{
		"events_api": s.MessagePayload("an answer"), "slash_commands": s.CommandPayload("/quiz me"),
		"interactive": s.ActionPayload("UANN", &slacktest.Surface{Channel: slacktest.ChannelID, TS: "1.1"}, map[string]any{"type": "button", "action_id": "hint:1", "block_id": "b"}),
	} {
		if _, err := s.Deliver(kind, payload); err != nil {
			t.Fatal(err)
		}
		list := s.handledEvents()
		if who := list[len(list)-1].Who; who.Name != "" || who.ID != "slack/T1/UANN" {
			t.Errorf("%s: %+v", kind, who)
		}
	}
}

// Names finds the names that Slack returns, and an error for the others.
func TestNames(t *testing.T) {
	s := newHarness(t, Options{})
	s.Users["UANN"].Display = "Ann Example"
	names, err := s.bot.MemberNames(t.Context(), "slack/T1/C1", []quiz.MemberID{"slack/T1/UGONE", "slack/T1/UANN"})
	if err == nil || len(names) != 1 || names["slack/T1/UANN"] != "Ann Example" {
		t.Errorf("got %v, %v", names, err)
	}
}

// Many users at once are looked up within Slack's rate limit, and no event waits long.
func TestManyNames(t *testing.T) {
	s := newHarness(t, Options{})
	for i := range 300 {
		s.AddUser("member" + string(rune('a'+i%26)) + string(rune('a'+i/26)))
	}
	began := time.Now()
	var all sync.WaitGroup
	for i := range 300 {
		all.Go(func() {
			name := "member" + string(rune('a'+i%26)) + string(rune('a'+i/26))
			if got := s.bot.users.chosenName(t.Context(), slacktest.UserID(name), "fallback"); got != name && got != "fallback" {
				t.Errorf("got %q", got)
			}
		})
	}
	all.Wait()
	if n := s.CallCount("users.info"); n < usersBurst || n > usersBurst+5 {
		t.Errorf("%d questions about people in %v", n, time.Since(began))
	}
}

// A name unknown at the answer is looked up again before the reveal. An id is never shown as a
// name.
func TestNamesBeforeReveal(t *testing.T) {
	t.Parallel()
	for name, back := range map[string]bool{"told again": true, "never told": false} {
		t.Run(name, func(t *testing.T) {
			d := newRecordedDay(t, "en", []quiz.Question{{ID: "q", Bank: "b", Number: 1, Title: "Why?", Answer: "Because."}})
			d.passTime("23 09:30")
			silent := func(yes bool) {
				d.Mu.Lock()
				defer d.Mu.Unlock()
				d.Fault = func(w http.ResponseWriter, method string) bool {
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
