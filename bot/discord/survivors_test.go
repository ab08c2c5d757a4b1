package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/markdown"
	"quizbot/internal/discordtest"
	"quizbot/quiz"
)

// refuses has requests refused as badly laid out, those of which is says so.
func refuses(is func(r *http.Request, body string) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost && r.Method != http.MethodPatch || !is(r, string(peek(r))) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"Invalid Form Body","code":50035,"errors":{}}`)
		return true
	}
}

// pictured is a card with a picture, which Discord may refuse to fetch.
func pictured() bot.Card {
	card := cardOf("Look:")
	card.Parts = append(card.Parts, documentOf("![a cat](https://example.com/cat.png)"))
	return card
}

// What stands partly in a thread and partly in the channel is found in both, after Discord forgot the nonces.
func TestFoundInBoth(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	q := s.asks()
	n := 0
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if n++; r.Method == http.MethodPost && n == 2 {
			s.Archive(q.Message, true)
		}
		return false
	})
	p := bot.Posting{Key: "1/reveal", Room: room(), Under: &q, Card: long()}
	want := []string{"part 1 in the thread", "part 2 in the channel", "part 3 in the channel"}
	for range 2 {
		if _, err := s.bot.Post(t.Context(), p); err != nil && codeOf(err) != codeArchived {
			t.Fatal(err)
		}
		if got := s.stood(); !slices.Equal(got, want) {
			t.Fatalf("there stand %q, want %q", got, want)
		}
		s.ForgetNonces()
		p.Begun = time.Now().Add(-time.Second)
	}
}

// Where the channel's history cannot be read, nobody knows what stands already: nothing is posted.
func TestHistoryRefused(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	p := bot.Posting{Key: "1/digest", Room: room(), Card: long()}
	if _, err := s.bot.Post(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s.ForgetNonces()
	s.Forbid("GET", messagesPath, 50001)
	p.Begun = time.Now().Add(-time.Second)
	if _, err := s.bot.Post(t.Context(), p); codeOf(err) != codeMissingAccess || len(s.Messages()) != 3 {
		t.Errorf("got %v, and %d messages, want code 50001 and 3", err, len(s.Messages()))
	}
}

// A message is part of a posting where the bot wrote it: others may give their components any number.
func TestPartOf(t *testing.T) {
	t.Parallel()
	o := &putting{self: identity{user: "1"}, posting: bot.Posting{Key: "1/ask"}}
	for author, want := range map[string]int{"1": 2, "2": 0} {
		l := line{Author: user{ID: author}}
		l.Components = append(l.Components, struct {
			ID int `json:"id"`
		}{number("1/ask", 2)})
		if got, ok := o.partOf(&l); got != want || ok != (want > 0) {
			t.Errorf("written by %s: got part %d, %v, want %d", author, got, ok, want)
		}
	}
}

// A later message that Discord does not take, however it is drawn, is not left out: the posting fails.
func TestLaterMessageRefused(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.Fault(refuses(func(_ *http.Request, body string) bool { return strings.Contains(body, "part 2") }))
	if places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), Card: long()}); codeOf(err) != codeInvalidForm {
		t.Errorf("got %v, %v, and there stand %q, want code 50035", places, err, s.stood())
	}
}

// A channel in which nothing can be posted is asked once: there is no other to fall back on.
func TestShutChannelAskedOnce(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.Forbid("POST", messagesPath, 50013)
	_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: cardOf("x")})
	if n := s.Calls("POST", messagesPath); codeOf(err) != codeMissingPermission || n != 1 || strings.Contains(s.log.String(), "thread") {
		t.Errorf("got %v after %d requests, and the log is\n%s", err, n, s.log)
	}
}

// A message in a thread has its thread in its place, so that it can be drawn again; one in the channel has none.
func TestPlaces(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	q := s.asks()
	if q.Thread != "" || q.Link != "https://discord.com/channels/"+discordtest.GuildID+"/"+discordtest.ChannelID+"/"+q.Message {
		t.Errorf("the question stands at %+v", q)
	}
	places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), Under: &q, Card: cardOf("before")})
	if err != nil || len(places) != 1 || places[0].Thread != q.Message {
		t.Fatalf("the reveal stands at %+v, %v, want the thread %s", places, err, q.Message)
	}
	if err := s.bot.Edit(t.Context(), room(), places[0], cardOf("after")); err != nil {
		t.Fatal(err)
	}
	if shown, err := json.Marshal(s.Raw(places[0].Message)["components"]); err != nil || !strings.Contains(string(shown), "after") {
		t.Errorf("drawn again it is %s, %v", shown, err)
	}
	// The place of a message in a thread stands for that thread.
	places, err = s.bot.Post(t.Context(), bot.Posting{Key: "1/more", Room: room(), Under: &places[0], Card: cardOf("more")})
	if err != nil || places[0].Thread != q.Message {
		t.Errorf("what belongs under it stands at %+v, %v", places, err)
	}
}

// A reveal that cannot stand in the thread answers the question, whether that stands still or not; one in the thread
// answers nothing.
func TestAnswersItsQuestion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		locked bool
		want   string
	}{"in the thread": {false, ""}, "in the channel": {true, `"message_reference":{"message_id":"%s","fail_if_not_exists":false}`}} {
		s := newStand(t, Options{})
		q := s.asks()
		if c.locked {
			s.Archive(q.Message, true)
		}
		var last string
		s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPost {
				last = string(peek(r))
			}
			return false
		})
		if _, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), Under: &q, Card: cardOf("x")}); err != nil && codeOf(err) != codeArchived {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(c.want, "%s", q.Message); !strings.Contains(last, want) || want == "" && strings.Contains(last, "message_reference") {
			t.Errorf("%s: sent is %s", name, last)
		}
	}
}

// A thread that may be opened a moment later is no reason to go on without: the posting fails, to be tried again.
func TestThreadLater(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/threads") {
			return false
		}
		http.Error(w, "{}", http.StatusInternalServerError)
		return true
	})
	p := bot.Posting{Key: "1/ask", Room: room(), Thread: "x", Card: cardOf("x")}
	if places, err := s.bot.Post(t.Context(), p); statusOf(err) != http.StatusInternalServerError || places != nil {
		t.Errorf("got %v, %v, want no place and status 500", places, err)
	}
}

// Ids are ordered by their age, however many digits they have.
func TestCompareIDs(t *testing.T) {
	t.Parallel()
	ids := []string{"9", "10", "99", "100", "175928847299117063", "1575364546615312384"}
	if got := slices.SortedFunc(slices.Values([]string{ids[3], ids[5], ids[0], ids[2], ids[4], ids[1]}), compareIDs); !slices.Equal(got, ids) {
		t.Errorf("got %v, want %v", got, ids)
	}
}

// Drawn again is the message with the buttons, which is a card's last, and without the picture that Discord refuses.
func TestDrawnAgain(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: long()})
	if err != nil {
		t.Fatal(err)
	}
	before := s.stood()
	if err := s.bot.Edit(t.Context(), room(), places[0], long()); err != nil || !slices.Equal(s.stood(), before) {
		t.Errorf("got %v, and there stand %q, want %q", err, s.stood(), before)
	}
	s.Fault(refuses(func(_ *http.Request, body string) bool { return strings.Contains(body, `"items"`) }))
	if err := s.bot.Edit(t.Context(), room(), quiz.Place{Message: places[0].Message}, pictured()); err != nil || !strings.Contains(s.Channel(), "a cat (https://example.com/cat.png)") {
		t.Errorf("got %v, and there stands\n%s", err, s.Channel())
	}
}

// A thread that the bot opened is known to hang in its channel before the gateway tells so.
func TestThreadKnown(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	q := s.asks()
	if home, err := s.bot.rooms.home(t.Context(), q.Message); err != nil || home != discordtest.ChannelID || s.Calls("GET", "/channels/{c}") != 0 {
		t.Errorf("it hangs in %s, %v, for which Discord was asked %d times", home, err, s.Calls("GET", "/channels/{c}"))
	}
}

// Answers are what people write: not what bots, webhooks and Discord itself do.
func TestForeign(t *testing.T) {
	t.Parallel()
	self := identity{user: "1"}
	for what, c := range map[string]struct {
		l    line
		want bool
	}{
		"somebody's":       {line{Author: user{ID: "2"}}, false},
		"a reply":          {line{Author: user{ID: "2"}, Type: messageReply}, false},
		"a bot's":          {line{Author: user{ID: "2", Bot: true}}, true},
		"our own":          {line{Author: user{ID: "1"}}, true},
		"a webhook's":      {line{Author: user{ID: "2"}, Webhook: "3"}, true},
		"nobody's":         {line{}, true},
		"a thread's start": {line{Author: user{ID: "2"}, Type: 21}, true},
		"a pin":            {line{Author: user{ID: "2"}, Type: 6}, true},
	} {
		if got := c.l.foreign(self); got != c.want {
			t.Errorf("%s: got %v, want %v", what, got, c.want)
		}
	}
}

// A channel or thread in which something is done comes with the deed, and need not be asked for.
func TestDeedsTellTheirChannel(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	if _, err := s.bot.readInteraction([]byte(`{"id":"1","type":2,"guild_id":"2","channel_id":"3","channel":{"id":"3","type":11,"parent_id":"4"},"member":{"user":{"id":"5"}}}`)); err != nil {
		t.Fatal(err)
	}
	if home, err := s.bot.rooms.home(t.Context(), "3"); err != nil || home != "4" {
		t.Errorf("it hangs in %s, %v, want 4", home, err)
	}
}

// rateOf is what an answer says of its route's rate.
func rateOf(name string, left int, after string) http.Header {
	h := http.Header{}
	h.Set("X-RateLimit-Bucket", name)
	h.Set("X-RateLimit-Limit", "5")
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", after)
	return h
}

// A rate is counted down from what the last answer left, for each channel by itself and for all routes that share it, until
// it is filled up again.
func TestRatesAreCounted(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	post, other := routeOf("POST", "/channels/1/messages"), routeOf("POST", "/channels/2/messages")
	patch := routeOf("PATCH", "/channels/1/messages/9")
	l := newLimits()
	pauses := func(what string, r route, at time.Time, want time.Duration) {
		t.Helper()
		if got := l.pause(r, at); got != want {
			t.Errorf("%s: got a pause of %v, want %v", what, got, want)
		}
	}
	l.note(post, rateOf("b", 2, "2.5"), now)
	pauses("the first", post, now, 0)
	pauses("the second", post, now, 0)
	pauses("the third", post, now.Add(time.Second), 1500*time.Millisecond)
	pauses("another channel", other, now, 0)
	pauses("another route", patch, now, 0)
	l.note(patch, rateOf("b", 7, "1"), now) // which tells of a time before those two
	pauses("another route of the same rate", patch, now, time.Second)
	pauses("filled up again", post, now.Add(time.Second), 0)
	l.note(post, rateOf("b", 1, "2"), now.Add(2*time.Second))
	pauses("as many as the next answer leaves", post, now.Add(2*time.Second), 0)
	pauses("and no more", post, now.Add(2*time.Second), 2*time.Second)
}

// A rate of which only a refusal told is kept as well, and one of an answer that is read later.
func TestRefusedRate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l := newLimits()
	r, other := routeOf("POST", "/channels/1/messages"), routeOf("DELETE", "/channels/1/messages/2")
	l.refused(r, 2*time.Second, ofRoute, now)
	if got := l.pause(r, now); got != 2*time.Second {
		t.Errorf("the route: got a pause of %v, want 2s", got)
	}
	if got := l.pause(other, now); got != 0 {
		t.Errorf("another route: got a pause of %v, want none", got)
	}
}

// Answers to interactions count for no rate, whatever Discord's answer says of one.
func TestFreeRoutes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l := newLimits()
	r := routeOf("POST", "/interactions/1/secret/callback")
	l.note(r, rateOf("b", 0, "5"), now)
	if got := l.pause(r, now); got != 0 || len(l.buckets) != 0 {
		t.Errorf("got a pause of %v, and %d rates are kept", got, len(l.buckets))
	}
	l.refused(r, 5*time.Second, ofRoute, now)
	if got := l.pause(r, now); got != 0 {
		t.Errorf("after a refusal: got a pause of %v", got)
	}
}

// Rates that nobody uses are forgotten, once they are over: there is one for each interaction.
func TestRatesAreForgotten(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l := newLimits()
	for i := range 100 {
		l.note(routeOf("POST", fmt.Sprintf("/webhooks/1/token%d", i)), rateOf("b", 4, "1"), now)
	}
	l.note(routeOf("POST", "/channels/1/messages"), rateOf("c", 0, "3600"), now)
	later := now.Add(idleTime + time.Second)
	l.note(routeOf("POST", "/webhooks/1/last"), rateOf("b", 4, "1"), later)
	if n := len(l.buckets); n != 2 {
		t.Errorf("%d rates are kept, want the last one and that which lasts", n)
	}
	if got := l.pause(routeOf("POST", "/channels/1/messages"), later); got < 58*time.Minute {
		t.Errorf("what lasts an hour is forgotten: got a pause of %v", got)
	}
}

// What Discord finds out about a message, such as where its links lead, is no edit of it: the message itself may have come
// before the bot was started.
func TestUpdateWithoutEdit(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	const told = `{"id":"1","type":0,"channel_id":"2","guild_id":"3","author":{"id":"4"},"content":"x","edited_timestamp":%s}`
	if d, err := s.bot.readMessage(fmt.Appendf(nil, told, "null"), true); !errors.Is(err, errOther) {
		t.Errorf("an update without an edit is read as %+v, %v", d, err)
	}
	at := time.Date(2026, 11, 23, 9, 30, 1, 500000000, time.UTC)
	d, err := s.bot.readMessage(fmt.Appendf(nil, told, `"2026-11-23T10:30:01.500000+01:00"`), true)
	if want := (bot.Edit{Thread: "2", ID: "1", Sent: moment("1"), Text: "x"}); err != nil || d.act != bot.Act(want) || !d.at.Equal(at) {
		t.Errorf("an edit is read as %+v, %v, want %+v at %v", d, err, want, at)
	}
}

// Deletions of messages to the bot alone are nobody's business, as are those in channels.
func TestDeletionsElsewhere(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	if list := s.bot.readDeletion([]byte(`{"id":"1","channel_id":"2"}`)); len(list) != 0 {
		t.Errorf("a deletion outside of servers is read as %+v", list)
	}
	list := s.bot.readDeletion([]byte(`{"ids":["5","6"],"channel_id":"2","guild_id":"3"}`))
	if len(list) != 2 || list[0].act != bot.Act(bot.Deletion{Thread: "2", ID: "5"}) || list[1].act != bot.Act(bot.Deletion{Thread: "2", ID: "6"}) {
		t.Errorf("two deletions at once are read as %+v", list)
	}
}

// Fields of forms are found in labels and in rows alike.
func TestEntered(t *testing.T) {
	t.Parallel()
	var sent []inputComponent
	if err := json.Unmarshal([]byte(`[{"type":18,"component":{"custom_id":"a","value":"1"}},{"type":1,"components":[{"custom_id":"b","value":"2"},{"custom_id":"c"}]}]`), &sent); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	entered(values, sent)
	if want := map[string]string{"a": "1", "b": "2"}; !maps.Equal(values, want) {
		t.Errorf("got %v, want %v", values, want)
	}
}

// A command that is not registered any more is read with what is wrong about it, whatever parameters it comes with.
func TestOutdatedCommand(t *testing.T) {
	t.Parallel()
	var i interaction
	i.Data.Name = "quiz"
	i.Data.Options = []option{{Name: "dance", Type: optionSubcommand, Options: []option{{Name: "with", Type: optionText, Value: "bob"}}}}
	if c, _ := command(&i).(bot.Command); c.Wrong != "quiz dance" || len(c.Args) != 0 {
		t.Errorf("got %+v", c)
	}
}

// Ids of times before Discord's first are its first.
func TestIDAt(t *testing.T) {
	t.Parallel()
	for at, want := range map[time.Time]string{
		{}: "0", time.UnixMilli(epoch): "0", time.UnixMilli(epoch + 1): "4194304", time.Date(2016, 4, 30, 11, 18, 25, 796000000, time.UTC): "175928847298985984",
	} {
		if got := idAt(at); got != want {
			t.Errorf("%v: got %s, want %s", at, got, want)
		}
	}
}

// What the bot may not do in a channel comes with what somebody does there.
func TestDeedsTellWhatIsLacking(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	d, err := s.bot.readInteraction([]byte(`{"id":"1","type":2,"guild_id":"2","channel_id":"3","app_permissions":"3072","member":{"user":{"id":"5"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.bot.event(t.Context(), &d)
	want := []string{"Read Message History", "Create Public Threads", "Send Messages in Threads", "Add Reactions"}
	if !slices.Equal(e.Lacks, want) {
		t.Errorf("got %q, %v, want %q", e.Lacks, err, want)
	}
}

// Who may manage the server is an admin, and who may do everything.
func TestManages(t *testing.T) {
	t.Parallel()
	for may, want := range map[string]bool{"32": true, "8": true, "40": true, "311385246816": true, "311385246784": false, "0": false, "": false, "all": false} {
		if got := manages(may); got != want {
			t.Errorf("%q: got %v, want %v", may, got, want)
		}
	}
}

// Links lead where Discord opens them, and tell nobody's password.
func TestFollowable(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]bool{
		"https://example.com/a?b#c": true, "http://example.com": true, "": false, "example.com": false, "/a/b": false, "https://": false, "https:///a": false,
		"ftp://example.com/a": false, "javascript://example.com/%0aalert(1)": false, "discord://example.com/x": false, "https://a:b@example.com": false, "https://a@example.com": false, "http://[": false,
		"https://example.com/" + strings.Repeat("x", maxURL-20): true, "https://example.com/" + strings.Repeat("x", maxURL-19): false,
	} {
		if got := followable(link); got != want {
			t.Errorf("%q: got %v, want %v", link, got, want)
		}
	}
}

// A link stands behind its words, but for words that look like another address: Discord shows no such link.
func TestMasked(t *testing.T) {
	t.Parallel()
	const link = "https://example.com/a"
	for words, want := range map[string]string{
		"the docs": "[the docs](<" + link + ">)", "two\n lines": "[two lines](<" + link + ">)", "a*b": `[a\*b](<` + link + ">)", "and/or": "[and/or](<" + link + ">)", "e.g. this/that": "[e.g. this/that](<" + link + ">)",
		"": "<" + link + ">", " ": "<" + link + ">", link: "<" + link + ">", "see http://x": `see http\://x (<` + link + ">)", "example.org/b": "example.org/b (<" + link + ">)",
	} {
		if got := masked(words, link); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
	if got, want := masked("x", "https://example.com/ <a>\t\\`|*\n"), "[x](<https://example.com/%20%3Ca%3E%09%5C%60%7C%2A>)"; got != want {
		t.Errorf("an address with marks: got %q, want %q", got, want)
	}
}

// A moment is shown with its date where the room's words have one.
func TestTimestamp(t *testing.T) {
	t.Parallel()
	at := time.Unix(1795424400, 0)
	for text, want := range map[string]string{"17:30": "<t:1795424400:t>", "2026-11-24 17:30": "<t:1795424400:f>"} {
		if got := timestamp(bot.Span{Text: text, At: at}); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Neighbours of the same looks are one piece, others are not.
func TestWords(t *testing.T) {
	t.Parallel()
	code := func(text string) bot.Span { return bot.Span{Text: text, Code: true} }
	for want, line := range map[string]bot.Line{
		"`ab`":                      {code("a"), code("b")},
		"`a`b":                      {code("a"), {Text: "b"}},
		"**ab**":                    {{Text: "a", Strong: true}, {Text: "b", Strong: true}},
		"**a**b":                    {{Text: "a", Strong: true}, {Text: "b"}},
		"[a](<http://x>)b":          {{Text: "a", URL: "http://x"}, {Text: "b"}},
		"a[b](<http://x>)":          {{Text: "a"}, {Text: "b", URL: "http://x"}},
		"a b":                       {{Text: "a "}, {Text: ""}, {Text: "b"}},
		"<t:1:t>a":                  {{Text: "0:00", At: time.Unix(1, 0)}, {Text: "a"}},
		"x # no heading":            {{Text: "x "}, {Text: "# no heading"}},
		"\\# no heading":            {{Text: "# no heading"}},
		"a **b** c":                 {{Text: "a"}, {Text: " b ", Strong: true}, {Text: "c"}},
		"**x** # no heading":        {{Text: "x", Strong: true}, {Text: " # no heading"}},
		"**a**" + apart + "**`b`**": {{Text: "a", Strong: true}, {Text: "b", Strong: true, Code: true}},
	} {
		if got := words(line); got != want {
			t.Errorf("%+v: got %q, want %q", line, got, want)
		}
	}
}

// What was delivered is remembered for as long as it may be delivered again, and so much of it at most.
func TestSeen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	s := newSeen()
	for i, c := range []struct {
		id   string
		at   time.Duration
		want bool
	}{{"a", 0, true}, {"a", seenTime, false}, {"b", seenTime, true}, {"c", seenTime + time.Second, true}, {"a", seenTime + time.Second, true}, {"b", seenTime + time.Second, false}} {
		if got := s.first(c.id, now.Add(c.at)); got != c.want {
			t.Errorf("%d: %s after %v: got %v, want %v", i, c.id, c.at, got, c.want)
		}
	}
	for i := range seenMost + 10 {
		s.first(strconv.Itoa(i), now)
	}
	if len(s.known) != seenMost || len(s.order) != seenMost {
		t.Errorf("%d and %d are remembered, want %d", len(s.known), len(s.order), seenMost)
	}
}

// A lane that was worked off is forgotten, and can be used again.
func TestLanes(t *testing.T) {
	t.Parallel()
	l := newLanes()
	var done []int
	for n := range 3 {
		if empty := l.add("a", func() { done = append(done, n) }); empty != (n == 0) {
			t.Errorf("%d: the lane is empty: %v", n, empty)
		}
	}
	l.run("a")
	if !slices.Equal(done, []int{0, 1, 2}) || len(l.waiting) != 0 {
		t.Errorf("done are %v, and %d lanes are kept", done, len(l.waiting))
	}
	if !l.add("a", func() {}) {
		t.Error("the lane cannot be used again")
	}
}

// Threads are forgotten when there are too many, channels are not; what has no id is never known.
func TestRoomsForget(t *testing.T) {
	t.Parallel()
	r := newRooms(nil)
	r.learn(channel{ID: "1"}, channel{Type: channelText})
	for i := range threadsForgottenAtLeast + 5 {
		id := strconv.Itoa(100 + i)
		r.learn(channel{ID: id, Type: threadPublic, Parent: "1"})
		r.learn(channel{ID: id, Type: threadPublic, Parent: "1", Name: "renamed"})
	}
	_, channelKnown := r.look("1")
	_, oldest := r.look("100")
	newest, known := r.look(strconv.Itoa(100 + threadsForgottenAtLeast + 4))
	_, nothing := r.look("")
	if !channelKnown || oldest || !known || newest.Name != "renamed" || nothing {
		t.Errorf("known are the channel %v, the oldest thread %v, the newest %+v, and what has no id %v", channelKnown, oldest, newest, nothing)
	}
	if len(r.known) > threadsForgottenAtLeast+1 {
		t.Errorf("%d are known", len(r.known))
	}
}

// A thread's home is its channel, whatever its kind; anything else is its own.
func TestHome(t *testing.T) {
	t.Parallel()
	r := newRooms(nil)
	for kind, want := range map[int]string{channelText: "5", channelAnnouncement: "5", threadOfAnnouncements: "9", threadPublic: "9", threadPrivate: "9", 2: "5"} {
		r.learn(channel{ID: "5", Type: kind, Parent: "9"}) // the parent of a channel is its category
		if got, err := r.home(t.Context(), "5"); got != want || err != nil {
			t.Errorf("type %d: got %s, %v, want %s", kind, got, err, want)
		}
	}
	r.learn(channel{ID: "6", Type: threadPublic})
	if got, err := r.home(t.Context(), "6"); got != "6" || err != nil {
		t.Errorf("a thread of which nobody told where it hangs: got %s, %v, want itself", got, err)
	}
}

// A channel is asked for once.
func TestAskedOnce(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	for range 3 {
		if got, err := s.bot.rooms.home(t.Context(), discordtest.ChannelID); got != discordtest.ChannelID || err != nil {
			t.Errorf("got %s, %v", got, err)
		}
		if _, err := s.bot.whoami(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if n, m := s.Calls("GET", "/channels/{c}"), s.Calls("GET", "/users/@me"); n != 1 || m != 1 {
		t.Errorf("asked for the channel %d times, and who the bot is %d times", n, m)
	}
}

// How long to wait, and for what, is told in an answer's body or in its headers alone.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header    map[string]string
		body      string
		after     time.Duration
		all, bans bool
		message   string
	}{
		"in the body":          {map[string]string{"Retry-After": "9"}, `{"message":"m","retry_after":1.5,"global":false}`, 1500 * time.Millisecond, false, false, "m"},
		"in the header":        {map[string]string{"Retry-After": "9"}, `{"message":"m"}`, 9 * time.Second, false, false, "m"},
		"nowhere":              {nil, `{"message":"m"}`, time.Millisecond, false, false, "m"},
		"global in the body":   {nil, `{"retry_after":2,"global":true}`, 2 * time.Second, true, false, ""},
		"global in the header": {map[string]string{"X-RateLimit-Global": "true"}, `{"retry_after":2}`, 2 * time.Second, true, false, ""},
		"a page":               {map[string]string{"Retry-After": "3"}, `<html>`, banTime, false, true, "an answer that is no JSON: Too Many Requests"},
		"a page of an hour":    {map[string]string{"Retry-After": "3600"}, `<html>`, time.Hour, false, true, "an answer that is no JSON: Too Many Requests"},
	} {
		tr := &transport{limits: newLimits()}
		r := routeOf("POST", "/channels/1/messages")
		answer := &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(c.body))}
		for k, v := range c.header {
			answer.Header.Set(k, v)
		}
		var refused *apiError
		if err := tr.refusal(r, answer); !errors.As(err, &refused) || refused.after != c.after || refused.message != c.message {
			t.Errorf("%s: got %+v, want %v, %q", name, refused, c.after, c.message)
		}
		now := time.Now()
		for what, pause := range map[string]struct {
			path string
			want bool
		}{"the route": {"/channels/1/messages", true}, "another": {"/channels/2/messages", c.all || c.bans}, "an answer": {"/interactions/1/t/callback", c.bans}} {
			if got := tr.limits.pause(routeOf("POST", pause.path), now) > 0; got != pause.want && c.after > time.Second {
				t.Errorf("%s: %s waits: %v, want %v", name, what, got, pause.want)
			}
		}
	}
}

// carrier answers every request, and remembers the last.
type carrier struct {
	header http.Header
	last   *http.Request
}

func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	c.last = r
	return &http.Response{StatusCode: http.StatusOK, Header: c.header, Body: http.NoBody}, nil
}

// Requests go where the options say, escaped as they were and with what is asked for, and the library is not told of rates.
func TestSentWhere(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"/channels/1/messages?limit=5&after=2":                 "http://proxy.example/discord/v10/channels/1/messages?limit=5&after=2",
		"/channels/1/messages/2/reactions/%E2%9C%85%2F%3F/@me": "http://proxy.example/discord/v10/channels/1/messages/2/reactions/%E2%9C%85%2F%3F/@me",
		"/gateway": "http://proxy.example/discord/v10/gateway/bot",
	} {
		c := &carrier{header: answered()}
		tr := &transport{base: c, api: url.URL{Scheme: "http", Host: "proxy.example", Path: "/discord/"}, limits: newLimits()}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://discord.com"+libraryPath+asked, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := tr.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if got := c.last.URL.String(); got != want || c.last.Host != "proxy.example" {
			t.Errorf("%s: sent to %s of %s, want %s", asked, got, c.last.Host, want)
		}
		if len(answer.Header) != 1 || answer.Header.Get("Date") == "" {
			t.Errorf("%s: the library is told %v", asked, answer.Header)
		}
		if len(tr.limits.buckets) != 1 {
			t.Errorf("%s: %d rates are kept, want 1", asked, len(tr.limits.buckets))
		}
	}
}

// answered are the headers of an answer.
func answered() http.Header {
	h := rateOf("b", 3, "1")
	h.Set("Date", "Mon, 23 Nov 2026 09:30:00 GMT")
	return h
}

// What failed on the way, at Discord or because of a rate may work a moment later; what was refused or has no time left not.
func TestPassing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"nothing": {nil, false}, "a cut": {io.ErrUnexpectedEOF, true}, "its end": {fmt.Errorf("x: %w", context.Canceled), false}, "its time": {fmt.Errorf("x: %w", context.DeadlineExceeded), false},
		"500": {&apiError{status: 500}, true}, "503": {&apiError{status: 503}, true}, "499": {&apiError{status: 499}, false}, "403": {&apiError{status: 403}, false},
		"a rate": {&apiError{status: 429, after: longestWait}, true}, "a long rate": {&apiError{status: 429, after: longestWait + 1}, false},
	} {
		if got := passing(c.err); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// Either flag lets the bot read messages.
func TestReads(t *testing.T) {
	t.Parallel()
	for flags, want := range map[int]bool{0: false, 1 << 18: true, 1 << 19: true, 1<<18 | 1<<19: true, 1<<17 | 1<<20: false} {
		if got := (application{Flags: flags}).reads(); got != want {
			t.Errorf("%b: got %v, want %v", flags, got, want)
		}
	}
}

// Errors that say what people have to do about a room, a thread or a message are told apart.
func TestCodes(t *testing.T) {
	t.Parallel()
	for code, c := range map[int]struct{ gone, shut bool }{
		10003: {true, true}, 10004: {true, false}, 10008: {false, true}, 50001: {true, true}, 50013: {true, true}, 50008: {true, false}, 50024: {true, false},
		50083: {false, true}, 160005: {false, true}, 160006: {false, true}, 30033: {false, true}, 50007: {false, false}, 40060: {false, false},
	} {
		e := &apiError{status: 403, code: code, details: `{"a":1}`}
		if e.Gone() != c.gone || shut(e) != c.shut || !strings.Contains(e.Error(), `{"a":1}`) {
			t.Errorf("%d: gone %v, shut %v, want %+v: %v", code, e.Gone(), shut(e), c, e)
		}
	}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{"a form": {&apiError{status: 400, code: 50035}, true}, "no code": {&apiError{status: 400}, true}, "another": {&apiError{status: 400, code: 40060}, false}, "403": {&apiError{status: 403}, false}} {
		if got := unfit(c.err); got != c.want {
			t.Errorf("%s: unfit %v, want %v", name, got, c.want)
		}
	}
}

// Of two refusals the one that lasts longer holds; what an answer leaves after that counts anew.
func TestLongerRefusal(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	r := routeOf("POST", "/channels/1/messages")
	for name, about := range map[string]scope{"of the route": ofRoute, "of all": ofAll, "of the address": ofAddress} {
		l := newLimits()
		l.refused(r, time.Minute, about, now)
		l.refused(r, time.Second, about, now)
		if got := l.pause(r, now); got != time.Minute {
			t.Errorf("%s: got a pause of %v, want 1m", name, got)
		}
	}
	l := newLimits()
	l.refused(r, 2*time.Second, ofRoute, now)
	l.note(r, rateOf(r.kind, 3, "1"), now.Add(3*time.Second))
	if got := l.pause(r, now.Add(3*time.Second)); got != 0 {
		t.Errorf("three are left, and there is a pause of %v", got)
	}
}

// All requests together keep to a rate, but for answers to what people do.
func TestAllRequests(t *testing.T) {
	t.Parallel()
	l := newLimits()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	l.all.SetLimit(rate.Every(time.Hour))
	for i := range requestsAtOnce {
		if err := l.wait(ctx, routeOf("GET", "/gateway/bot")); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	if err := l.wait(ctx, routeOf("GET", "/gateway/bot")); err == nil {
		t.Error("one more goes at once")
	}
	for _, path := range []string{"/interactions/1/t/callback", "/webhooks/1/t"} {
		if err := l.wait(ctx, routeOf("POST", path)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A rate that is filled up again is as large as Discord said, one at least, for as long as the longest that it told of.
func TestFilledUp(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	r := routeOf("POST", "/channels/1/messages")
	for size, want := range map[string]int{"": 1, "0": 1, "3": 3} {
		h := rateOf("b", 0, "5")
		h.Set("X-RateLimit-Limit", size)
		l := newLimits()
		l.note(r, h, now)
		h.Set("X-RateLimit-Reset-After", "1") // as an answer tells at the end of that time
		l.note(r, h, now.Add(4*time.Second))
		at := now.Add(5 * time.Second)
		sent := 0
		for sent < 10 && l.pause(r, at) == 0 {
			sent++
		}
		if got := l.pause(r, at); sent != want || got != 5*time.Second {
			t.Errorf("of a size of %q: %d go at once, and the next after %v, want %d and 5s", size, sent, got, want)
		}
	}
}

// A request that hangs keeps no other waiting, whatever the library's own rates say.
func TestRequestsSideBySide(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	gate, hangs := make(chan struct{}), make(chan struct{})
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			close(hangs)
			<-gate
		}
		return false
	})
	first := make(chan error, 1)
	go func() { first <- s.bot.rest.get(t.Context(), "/gateway/bot", nil) }()
	<-hangs
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	second := make(chan error, 1)
	go func() { second <- s.bot.rest.get(ctx, "/users/@me", nil) }()
	select {
	case err := <-second:
		if err != nil {
			t.Error(err)
		}
	case <-ctx.Done():
		t.Error("a request waits for another one")
	}
	close(gate)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

// However many messages there are, each bears its mark, one that counts since it was edited, too; one that is gone by then
// needs none.
func TestMarks(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	s.asks()
	id := s.Say("ann", "does not count")
	s.answers(bot.Seen{})
	s.Edit("ann", id, "counts")
	if !s.Marked(id) {
		t.Error("what was edited bears no mark")
	}
	for i := range maxMarks + 1 {
		if id := s.Say("ann", "x"); !s.Marked(id) {
			t.Fatalf("the message %d bears no mark", i)
		}
	}
	s.says(func(_ context.Context, e bot.Event) (bot.Answer, error) {
		if m, ok := e.Act.(bot.Message); ok {
			s.DeleteMessage(m.ID)
		}
		return bot.Seen{}, nil
	})
	s.Say("ann", "taken back")
	if strings.Contains(s.log.String(), "cannot mark") {
		t.Errorf("the log is\n%s", s.log)
	}
}

// An answer that came too late, or twice, is nobody's mistake, and is not gone on with.
func TestTooLate(t *testing.T) {
	t.Parallel()
	for _, code := range []int{codeUnknownInteraction, codeAnswered} {
		s := newStand(t, Options{})
		s.run()
		s.Ready()
		q := s.asks()
		s.Forbid("POST", "/interactions/{i}/{t}/callback", code)
		s.answers(bot.Private{Card: long()})
		go func() { _, _ = s.PressButton("ann", q.Message, "answer:1") }()
		s.logs("an answer came too late, or twice")
		s.bot.idle()
		if n := s.Calls("POST", "/webhooks/{a}/{t}"); n != 0 || strings.Contains(s.log.String(), "level=WARN") {
			t.Errorf("%d: %d messages follow, and the log is\n%s", code, n, s.log)
		}
	}
}

// Further messages of an answer are waited for, so that they stand in their order.
func TestFollowUpsAreWaitedFor(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(bot.Private{Card: long()})
	var waited atomic.Int32
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/webhooks/") && r.URL.Query().Get("wait") == "true" {
			waited.Add(1)
		}
		return false
	})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.until("all messages stand", func() bool { return strings.Contains(s.Private("ann"), "part 3") })
	if n := waited.Load(); n != 2 {
		t.Errorf("%d of 2 messages are waited for", n)
	}
}

// Where it is not known in which channel something was done, it is handled all the same: it names its own.
func TestHandledWithoutChannel(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	d := deed{id: "1", server: discordtest.GuildID, in: "99", act: bot.Press{ID: "answer:1"}}
	d.who.User.ID = "5"
	s.answers(private("Saved."))
	said, _ := (<-s.bot.handled(s.handle, &d)).(bot.Private)
	if list := s.handled(); said.Card.Summary != "Saved." || len(list) != 1 || list[0].Room != roomID(discordtest.GuildID, "99") || list[0].Who.ID != memberID(discordtest.GuildID, "5") {
		t.Errorf("handled as %+v, and answered with %+v", list, said)
	}
}

// A message that stands nobody knows where is not handled: it is fetched before its round closes.
func TestUnheardWithoutChannel(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	d := deed{id: "message 1", server: discordtest.GuildID, in: "99", act: bot.Message{Thread: "99", ID: "1", Text: "x"}}
	s.bot.hear(s.handle, &d)
	if list := s.handled(); len(list) != 0 {
		t.Errorf("handled as %+v", list)
	}
}

// Who types on is told nothing later: there is no answer of this kind.
func TestSlowCompletion(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	d := deed{id: "1", token: "t", act: bot.Completing{}}
	handled := make(chan bot.Answer, 1)
	handled <- bot.Nothing{}
	if err := s.bot.showLater(t.Context(), &d, handled); err != nil || s.Calls("POST", "/interactions/{i}/{t}/callback") != 0 {
		t.Errorf("got %v, and Discord is told something", err)
	}
}

// What may be meant by a value is told whole, or not at all: it must not become another value.
func TestCompletions(t *testing.T) {
	t.Parallel()
	var options []bot.Option
	for i := range maxChoices + 3 {
		options = append(options, bot.Option{Value: strconv.Itoa(i), Label: strconv.Itoa(i)})
	}
	if got := completions(bot.Completions{Options: options}); len(got.Choices) != maxChoices || got.Choices[24].Value != "24" {
		t.Errorf("got %d: %+v", len(got.Choices), got.Choices)
	}
	for value, want := range map[string]int{"": 0, "v": 1, strings.Repeat("v", maxChoice): 1, strings.Repeat("v", maxChoice+1): 0} {
		if got := completions(bot.Completions{Options: []bot.Option{{Value: value, Label: "l"}}}); len(got.Choices) != want || got.Choices == nil {
			t.Errorf("%q: got %+v, want %d", value, got.Choices, want)
		}
	}
}

// What a press changes stands in the place of a message that its author alone sees, and beside one that everybody sees.
func TestInItsPlace(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	card := cardOf("yours")
	card.Parts = append(card.Parts, bot.Buttons{Items: []bot.Button{{ID: "grade:1", Label: "Grade"}}})
	s.answers(bot.Update{Card: card})
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || a.Type != answerMessage {
		t.Errorf("beside what everybody sees: got %+v, %v, want type %d", a, err, answerMessage)
	}
	d := deed{id: "1", token: "t", ephemeral: true, act: bot.Press{ID: "grade:1"}}
	var sent string
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/callback") {
			return false
		}
		sent = string(peek(r))
		w.WriteHeader(http.StatusNoContent)
		return true
	})
	if err := s.bot.show(t.Context(), &d, bot.Update{Card: card}); err != nil || !strings.HasPrefix(sent, `{"type":7,`) {
		t.Errorf("in the place of what one alone sees: %v, sent is %s", err, sent)
	}
}

// A field that may stay empty says so, and one that must be filled.
func TestFields(t *testing.T) {
	t.Parallel()
	for optional, want := range map[bool]string{true: `"min_length":0,"max_length":3000,"required":false`, false: `"min_length":1,"max_length":3000,"required":true`} {
		got, err := json.Marshal(form(bot.Form{ID: "f", Title: "T", Fields: []bot.Field{{ID: "a", Label: "L", Max: 3000, Optional: optional}}}))
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("optional %v: got %s, %v, want %s", optional, got, err, want)
		}
	}
	if f := form(bot.Form{Fields: []bot.Field{{Max: maxInput + 1}}}); f.Components[0].Component.MaxLength != maxInput {
		t.Errorf("a field takes %d characters, of which Discord allows %d", f.Components[0].Component.MaxLength, maxInput)
	}
}

// What means something to Discord is escaped where it does, and nothing else.
func TestEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"discord.gg/abc": `discord\.gg/abc`, "DISCORD.GG/abc": `DISCORD\.GG/abc`, "discord.com/invite/abc": `discord\.com/invite/abc`, "discord.new/abc": `discord\.new/abc`, "discord.com/channels. x": "discord.com/channels. x",
		"1. a": `1\. a`, "12) a": `12\) a`, "  3. a": `  3\. a`, "a\n4. b": "a\n" + `4\. b`, "a\n  5) b": "a\n  " + `5\) b`, "a 6. b": "a 6. b", ". a) b": ". a) b", "f(x) a.": "f(x) a.",
		"# a": `\# a`, "  - a": `  \- a`, "a\n+ b\n > c": "a\n" + `\+ b` + "\n " + `\> c`, "a # b > c - d": "a # b > c - d", "a\n\n  # b": "a\n\n  " + `\# b`,
		"a\x00b": "a\ufffdb", "a: b@ c": "a: b@ c", "a:b@c": `a\:b\@c`, "[a](b)": `\[a\](b)`,
	} {
		if got := escape(text, true); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got, want := escape("# a\n# b", false), "# a\n\\# b"; got != want {
		t.Errorf("behind other words: got %q, want %q", got, want)
	}
}

// Code is read as it was written, between as many backticks as it takes, and never begins a block.
func TestInlineCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a": "`a`", "a`b": "``a`b``", "`a": "`` `a``", "a`": "``a` ``", "``": "`` `" + apart + "` ``", "a\nb": "`a b`", " ": " ", "": "", "a``b": "``a`" + apart + "`b``", "a```b": "``a`" + apart + "`" + apart + "`b``",
	} {
		if got := inlineCode(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The language of a block is a word, and what is in it does not end it.
func TestCodeBlock(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"go": "go", "c++": "c++", "objective-c": "objective-c", "": "", "a b": "", "中文": "", "a`": "", "f#": "f#"} {
		if got := codeBlock(language, "x"); got != "```"+want+"\nx\n```" {
			t.Errorf("%q: got %q, want the language %q", language, got, want)
		}
	}
	if got, want := codeBlock("", "a``b"), "```\na``b\n```"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := codeBlock("", "a```b"); strings.Count(got, "```") != 2 || strings.ReplaceAll(got, apart, "") != "```\na```b\n```" {
		t.Errorf("what would end it: got %q", got)
	}
}

// Banks' Markdown is written in Discord's, block by block.
func TestWritten(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"- a\n- [ ] b\n- [x] c":                "- a\n- ☐ b\n- ☑ c",
		"10. a\n    1. b\n11. c\n\n    second": "10. a\n    1. b\n11. c\n    second",
		"- ```go\n  x\n  ```":                  "- " + apart + "\n```go\nx\n```",
		"- a\\\n  b":                           "- a\n  b",
		"-\n- b":                               "- " + apart + "\n- b",
		"> a\n> b\n>\n> c":                     "> a b\n> \n> c",
		"a  \nb **c*d*e** ~~f~~":               "a\nb **c**" + apart + "***d***" + apart + "**e** ~~f~~",
		"[a](/b) [/c](/c)":                     "a (/b) /c",
		"a\n\nb\n\n- c\n\nd\n\n> e\n\nf":       "a\n\nb\n- c\nd\n> e\nf",
		"```\n\n```":                           "",
		"f\n\n```\n\n```\n\ng":                 "f\n\ng",
		"h  \ni\n===\n\na":                     "## h i\na",
		"#### i `j`":                           "**i** **`j`**",
		"**a**~~**b**~~":                       "**a**~~**b**~~",
		"~~**a**~~ ***b***":                    "~~**a**~~ ***b***",
		"**`a*b`**":                            "`a*b`",
		"**`a`**~~`b`~~":                       "**`a`**~~`b`~~",
		"a\n\n---\n\nb":                        "a\n\n———\n\nb",
	} {
		if got := written(markdown.Parse(source)); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

// The permissions that the bot asks for are all that it names as lacking, and no more.
func TestInvitation(t *testing.T) {
	t.Parallel()
	address, err := url.Parse(Invitation("5"))
	if err != nil {
		t.Fatal(err)
	}
	q := address.Query()
	if names := lacking(q.Get("permissions")); len(names) != 0 || q.Get("client_id") != "5" || q.Get("scope") != "bot applications.commands" {
		t.Errorf("%s: lacks %q", address, names)
	}
	if names := lacking("0"); len(names) != len(permissions()) {
		t.Errorf("without any it lacks %q", names)
	}
}

// Pictures that Discord cannot fetch are told in words; how many messages a card has is counted.
func TestLook(t *testing.T) {
	t.Parallel()
	card := cardOf("x")
	card.Parts = append(card.Parts, documentOf("![a](https://example.com/a.png)\n\n![b](img/b.png)"))
	if messages, untold := Look(card); messages != 1 || !slices.Equal(untold, []string{"img/b.png"}) {
		t.Errorf("got %d messages, untold %q", messages, untold)
	}
	if messages, untold := Look(long()); messages != 3 || len(untold) != 0 {
		t.Errorf("got %d messages, untold %q", messages, untold)
	}
}

// A saying stands in one message where one holds it; a divider divides what stands in the same message; what cannot be seen
// is no text.
func TestLaidOut(t *testing.T) {
	t.Parallel()
	said := strings.Repeat("said ", 400)
	list := draw(bot.Card{Parts: []bot.Part{bot.Text{Line: bot.Line{{Text: strings.Repeat("x", 1800)}}}, bot.Text{Line: bot.Line{{Text: strings.Repeat("y", 1000)}}}, bot.Saying{Text: said}}}, false)
	if len(list) != 2 || strings.Count(list[1].components[0].Content, "said") != 400 {
		t.Errorf("a saying is torn: %+v", list)
	}
	list = draw(bot.Card{Parts: []bot.Part{bot.Divider{}, bot.Text{Line: bot.Line{{Text: "a"}}}, bot.Heading{}, bot.Divider{}, bot.Text{Line: bot.Line{{Text: "b"}}}}}, false)
	var kinds []int
	for _, c := range list[0].components {
		kinds = append(kinds, c.Type)
	}
	if !slices.Equal(kinds, []int{typeText, typeSeparator, typeText}) {
		t.Errorf("components are of the types %v", kinds)
	}
}

// The first button of a question stands out, as does one that cannot be undone, and of several right choices several can be chosen.
func TestControls(t *testing.T) {
	t.Parallel()
	list := draw(bot.Card{Parts: []bot.Part{
		bot.Buttons{Items: []bot.Button{{ID: "a", Label: "Answer", Primary: true}, {ID: "h", Label: "Hint"}, {ID: "f", Label: "Forget", Danger: true}}},
		bot.Select{ID: "s", Label: "Choose", Max: 2, Options: []bot.Option{{Value: "1", Label: "one"}, {Value: "2", Label: "two"}}},
	}}, false)
	row, menu := list[0].components[0].Components, list[0].components[1].Components[0]
	if row[0].Style != styleFirst || row[1].Style != styleOthers || row[2].Style != styleDanger || menu.MinValues != 1 || menu.MaxValues != 2 {
		t.Errorf("drawn are %+v and %+v", row, menu)
	}
}

// The rest of a long answer follows, though what Discord said to its beginning got lost.
func TestLostBeginning(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.run()
	s.Ready()
	q := s.asks()
	s.answers(bot.Private{Card: long()})
	var lost atomic.Bool
	s.After(func(r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/callback") && lost.CompareAndSwap(false, true)
	})
	if _, err := s.PressButton("ann", q.Message, "answer:1"); err != nil {
		t.Fatal(err)
	}
	s.bot.idle()
	if got := s.Private("ann"); strings.Count(got, "part ") != 3 {
		t.Errorf("ann sees %q", got)
	}
}

// Who has no nickname is named as everywhere, and what only looks like Discord's own writing stays as it was typed.
func TestTypedNames(t *testing.T) {
	t.Parallel()
	known := newRooms(nil)
	known.learn(channel{ID: "7"})
	var l line
	if err := json.Unmarshal([]byte(`{"content":"<@5> <#7> <:a:b> <:a:8>","mentions":[{"id":"5","username":"bob","global_name":"Bob"}]}`), &l); err != nil {
		t.Fatal(err)
	}
	if got, want := typed(&l, known), "@Bob <#7> <:a:b> :a:"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Where the bot may not read messages, their histories tell nothing: what was heard before stays.
func TestSilentCatchUp(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	q := s.asks()
	s.bot.silent.Store(true)
	if err := s.bot.CatchUp(t.Context(), room(), q, []string{"17"}, s.handle); err != nil || len(s.handled()) != 0 {
		t.Errorf("got %v, and %+v", err, s.handled())
	}
}
