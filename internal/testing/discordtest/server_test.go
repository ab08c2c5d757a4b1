package discordtest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// The real library connects, is told of the guild, and hears what people write.
func TestLibraryConnects(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := connected(t, s)
	c.until("the guild", func() bool { return len(c.got("GUILD_CREATE")) == 1 })
	question := s.post(t, saying(0, "**Hello**", button("Answer", "answer:1")))
	s.startThread(t, question)
	id := s.Say("ann", "an answer")
	s.Edit("ann", id, "another")
	s.Delete("ann", id)
	c.until("the deletion", func() bool { return len(c.got("MESSAGE_DELETE")) == 1 })
	events := c.got("MESSAGE_CREATE")
	if last := events[len(events)-1]; payload.TextOf(last, "id") != id || payload.TextOf(last, "content") != "an answer" || payload.TextOf(last, "channel_id") != question {
		t.Errorf("told %v", last)
	}
	events = c.got("MESSAGE_UPDATE")
	if last := events[len(events)-1]; payload.TextOf(last, "id") != id || payload.TextOf(last, "content") != "another" || payload.TextOf(last, "edited_timestamp") == "" {
		t.Errorf("told %v", last)
	}
	if got := s.Channel(); got != "Hello\n[Answer]\n\n" {
		t.Errorf("the channel shows %q", got)
	}
}

// post posts a message into the channel, and returns its id.
func (s *Server) post(t *testing.T, m payload.Object) string {
	t.Helper()
	status, data := send(t, s, "POST", "/channels/"+ChannelID+"/messages", m)
	if status != 200 {
		t.Fatalf("a message is refused with %d %s", status, data)
	}
	return payload.TextOf(payload.MustDecode(data), "id")
}

func (s *Server) startThread(t *testing.T, message string) {
	t.Helper()
	status, data := send(t, s, "POST", "/channels/"+ChannelID+"/messages/"+message+"/threads", payload.Object{"name": "Thread"})
	if status != 201 || payload.TextOf(payload.MustDecode(data), "id") != message || payload.TextOf(payload.MustDecode(data), "parent_id") != ChannelID {
		t.Fatalf("a thread gives %d %s", status, data)
	}
}

// refused sends a request that must be refused with a status and a code.
func (s *Server) refused(t *testing.T, method, path string, body any, status, code int) {
	t.Helper()
	got, data := send(t, s, method, path, body)
	if got != status || payload.IntOf(payload.MustDecode(data), "code") != code {
		t.Errorf("%s %s gives %d %s, want %d with the code %d", method, path, got, data, status, code)
	}
}

// A nonce that is enforced creates one message, however often it comes, until it is forgotten.
func TestNonce(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	m := saying(0, "once")
	m["nonce"], m["enforce_nonce"] = "key", true
	first := s.post(t, m)
	if again := s.post(t, m); again != first {
		t.Errorf("the second create makes %s, want %s", again, first)
	}
	s.ForgetNonces()
	if again := s.post(t, m); again == first {
		t.Error("a nonce holds that was forgotten")
	}
	other := saying(0, "without")
	other["nonce"] = "key"
	s.post(t, other)
	if n := len(s.Messages()); n != 3 {
		t.Errorf("%d messages stand, want 3: a nonce holds only where it is to be enforced", n)
	}
	_, data := send(t, s, "GET", "/channels/"+ChannelID+"/messages", nil)
	if strings.Contains(string(data), "nonce") {
		t.Errorf("history tells the nonce: %s", data)
	}
}

// History is paged, newest first.
func TestHistory(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	var ids []string
	for range 5 {
		ids = append(ids, s.post(t, saying(0, "x")))
	}
	for query, want := range map[string][]string{
		"":                                  {ids[4], ids[3], ids[2], ids[1], ids[0]},
		"?limit=2":                          {ids[4], ids[3]},
		"?limit=2&before=" + ids[3]:         {ids[2], ids[1]},
		"?limit=2&after=" + ids[0]:          {ids[2], ids[1]},
		"?limit=100&after=" + ids[4]:        {},
		"?after=" + ids[0] + "&limit=100":   {ids[4], ids[3], ids[2], ids[1]},
		"?limit=1&before=" + ids[0] + "000": {ids[4]},
	} {
		_, data := send(t, s, "GET", "/channels/"+ChannelID+"/messages"+query, nil)
		var got []string
		for _, m := range payload.DecodeList(data) {
			got = append(got, payload.TextOf(m, "id"))
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q gives %v, want %v", query, got, want)
		}
	}
}

// Threads are archived, locked and deleted; writing opens one that is not locked.
func TestThreads(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	question := s.post(t, saying(0, "Question"))
	s.startThread(t, question)
	s.refused(t, "POST", "/channels/"+ChannelID+"/messages/"+question+"/threads", payload.Object{"name": "x"}, 400, 160004)
	in := "/channels/" + question
	s.Archive(question, false)
	if status, _ := send(t, s, "POST", in+"/messages", saying(0, "x")); status != 200 {
		t.Errorf("a thread that is archived and not locked takes no message: %d", status)
	}
	if _, data := send(t, s, "GET", in, nil); payload.ChildOf(payload.MustDecode(data), "thread_metadata")["archived"] != false {
		t.Errorf("it stays archived: %s", data)
	}
	s.Archive(question, true)
	s.refused(t, "POST", in+"/messages", saying(0, "x"), 400, 50083)
	if _, data := send(t, s, "GET", in+"/messages", nil); len(payload.DecodeList(data)) != 2 || payload.IntOf(payload.DecodeList(data)[1], "type") != kindStarting {
		t.Errorf("the thread holds %s", data)
	}
	s.DeleteChannel(question)
	s.refused(t, "POST", in+"/messages", saying(0, "x"), 404, 10003)
	s.DeleteMessage(question)
	s.refused(t, "PATCH", "/channels/"+ChannelID+"/messages/"+question, saying(0, "x"), 404, 10008)
}

// Requests without permission, for unknown objects or with a wrong token are refused.
func TestRefusals(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	s.refused(t, "GET", "/channels/1", nil, 404, 10003)
	s.refused(t, "GET", "/guilds/1", nil, 404, 10004)
	s.refused(t, "GET", "/guilds/"+GuildID+"/members/1", nil, 404, 10007)
	messages := "/channels/" + ChannelID + "/messages"
	s.Forbid("POST", "/channels/{c}/messages", 50013)
	s.refused(t, "POST", messages, saying(0, "x"), 403, 50013)
	s.Allow()
	id := s.post(t, saying(0, "x"))
	theirs := s.SayIn(ChannelID, "ann", "x")
	s.refused(t, "PATCH", messages+"/"+theirs, saying(0, "x"), 403, 50005)
	if n := s.Calls("POST", "/channels/{c}/messages"); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
	if status, _ := send(t, s, "PUT", messages+"/"+theirs+"/reactions/"+"%E2%9C%85"+"/@me", nil); status != 204 || !s.Marked(theirs) || s.Marked(id) {
		t.Errorf("a mark gives %d", status)
	}
	if status, _ := send(t, s, "DELETE", messages+"/"+id, nil); status != 204 || s.Channel() != "" {
		t.Errorf("a deletion gives %d, and the channel shows %q", status, s.Channel())
	}
	s.Revoke()
	s.refused(t, "GET", "/users/@me", nil, 401, 0)
}

// Direct messages come to one, unless they shut them.
func TestDirect(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	_, data := send(t, s, "POST", "/users/@me/channels", payload.Object{"recipient_id": s.Join("ann")})
	in := "/channels/" + payload.TextOf(payload.MustDecode(data), "id") + "/messages"
	if status, data := send(t, s, "POST", in, saying(0, "only you")); status != 200 {
		t.Errorf("%d %s", status, data)
	}
	if s.DirectMessageText("ann") != "only you" || s.DirectMessageText("bob") != "" || s.Channel() != "" {
		t.Errorf("ann is told %q, bob %q, all %q", s.DirectMessageText("ann"), s.DirectMessageText("bob"), s.Channel())
	}
	s.Shut("ann")
	s.refused(t, "POST", in, saying(0, "x"), 403, 50007)
}

// A command comes back as Discord tells it, and keeps its id.
func TestCommands(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	path := "/applications/" + AppID + "/guilds/" + GuildID + "/commands"
	put := []payload.Object{{
		"name": "quiz", "description": "what", "default_member_permissions": 32, "name_localizations": payload.Object{"de": "quiz"},
		"options": []any{payload.Object{"type": optionString, "name": "a", "description": "what", "required": false}},
	}}
	_, first := send(t, s, "PUT", path, put)
	_, second := send(t, s, "GET", path+"?with_localizations=true", nil)
	if string(first) != string(second) {
		t.Errorf("told\n%s, then\n%s", first, second)
	}
	c := payload.DecodeList(second)[0]
	o := payload.ListOf(c["options"])[0]
	if _, required := o["required"]; required || payload.TextOf(c, "default_member_permissions") != "32" || payload.TextOf(payload.ChildOf(c, "name_localizations"), "de") != "quiz" {
		t.Errorf("told %v", c)
	}
	if _, data := send(t, s, "GET", path, nil); strings.Contains(string(data), "localizations") {
		t.Errorf("told %s", data)
	}
	put[0]["description"] = "other"
	_, third := send(t, s, "PUT", path, put)
	if payload.TextOf(payload.DecodeList(third)[0], "id") != payload.TextOf(c, "id") || payload.TextOf(payload.DecodeList(third)[0], "version") == payload.TextOf(c, "version") {
		t.Errorf("after a change it is %s, and was %v", third, c)
	}
}

// Requests can fail before they are seen and after, and be too many.
func TestFaults(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" {
			return false
		}
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("{}"))
		return true
	})
	if status, _ := send(t, s, "POST", "/channels/"+ChannelID+"/messages", saying(0, "x")); status != 502 || s.Channel() != "" {
		t.Errorf("%d, and the channel shows %q", status, s.Channel())
	}
	s.Fault(nil)
	s.After(func(r *http.Request) bool { return r.Method == "POST" })
	r, err := http.NewRequestWithContext(context.Background(), "POST", s.APIURL()+"v10/channels/"+ChannelID+"/messages", strings.NewReader(string(payload.Raw(saying(0, "x")))))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+Token)
	r.Header.Set("Content-Type", "application/json")
	if answer, err := s.Transport().RoundTrip(r); err == nil {
		_ = answer.Body.Close()
		t.Error("the answer is not lost")
	}
	s.After(nil)
	if s.Channel() != "x\n\n" {
		t.Errorf("the request did not go through: %q", s.Channel())
	}
	const window = 2 * time.Second
	s.Limit("GET", "/channels/{c}/messages", 2, window)
	for _, want := range []int{200, 200, 429} {
		if status, _ := send(t, s, "GET", "/channels/"+ChannelID+"/messages", nil); status != want {
			t.Errorf("%d, want %d", status, want)
		}
	}
	time.Sleep(window)
	if status, _ := send(t, s, "GET", "/channels/"+ChannelID+"/messages", nil); status != 200 {
		t.Errorf("%d after waiting", status)
	}
}

// Ids grow, and tell the time of the clock.
func TestIDs(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := New(t, now.time)
	first, second := s.post(t, saying(0, "x")), s.post(t, saying(0, "x"))
	now.pass(time.Minute)
	third := s.post(t, saying(0, "x"))
	if snowflake(first) >= snowflake(second) || snowflake(second) >= snowflake(third) {
		t.Errorf("ids are %s, %s, %s", first, second, third)
	}
	if at := time.UnixMilli(int64(snowflake(third)>>22) + epoch); !at.Equal(now.time()) {
		t.Errorf("the id tells %v, want %v", at, now.time())
	}
}

// Unchecked and unknown requests fail the test.
func TestMark(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	answer, err := http.Get(s.APIURL() + "v10/gateway")
	if err != nil {
		t.Fatal(err)
	}
	var got payload.Object
	_ = json.NewDecoder(answer.Body).Decode(&got)
	_ = answer.Body.Close()
	if violations := r.text(); !strings.Contains(violations, "did not go through") || !strings.HasPrefix(payload.TextOf(got, "url"), "ws://127.0.0.1:") {
		t.Errorf("the test reports %q", violations)
	}
	send(t, s, "GET", "/guilds/1/emojis", nil)
	if violations := r.text(); !strings.Contains(violations, "does not know") {
		t.Errorf("the test reports %q", violations)
	}
}
