package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// refuseLayout has requests refused as badly laid out, those of which is says so.
func refuseLayout(is func(r *http.Request, body string) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost && r.Method != http.MethodPatch || !is(r, string(peekBody(r))) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"Invalid Form Body","code":50035,"errors":{}}`)
		return true
	}
}

// cardWithPicture is a card with a picture, which Discord may refuse to fetch.
func cardWithPicture() card.Card {
	card := textCard("Look:")
	card.Parts = append(card.Parts, markdownPart("![a cat](https://example.com/cat.png)"))
	return card
}

// Messages of a posting in a thread and in the channel are found in both, after Discord forgot the
// nonces.
func TestFoundInBoth(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	n := 0
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if n++; r.Method == http.MethodPost && n == 2 {
			s.Archive(q.Message, true)
		}
		return false
	})
	p := bot.Posting{Key: "1/reveal", Room: room(), ReplyTo: &q, Card: threeMessages()}
	want := []string{"part 1 in the thread", "part 2 in the channel", "part 3 in the channel"}
	for range 2 {
		if _, err := s.bot.Post(t.Context(), p); err != nil && adapter.CodeOf(err) != codeThreadArchived {
			t.Fatal(err)
		}
		if got := s.postedTexts(); !slices.Equal(got, want) {
			t.Fatalf("there stand %q, want %q", got, want)
		}
		s.ForgetNonces()
		p.FirstAttempt = time.Now().Add(-time.Second)
	}
}

// Without access to the history nothing is posted, since earlier messages are unknown.
func TestHistoryRefused(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	p := bot.Posting{Key: "1/digest", Room: room(), Card: threeMessages()}
	if _, err := s.bot.Post(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s.ForgetNonces()
	s.Forbid("GET", messagesPath, 50001)
	p.FirstAttempt = time.Now().Add(-time.Second)
	if _, err := s.bot.Post(t.Context(), p); adapter.CodeOf(err) != codeMissingAccess || len(s.Messages()) != 3 {
		t.Errorf("got %v, and %d messages, want code 50001 and 3", err, len(s.Messages()))
	}
}

// A message is part of a posting where the bot wrote it: others may give their components any
// number.
func TestPartOf(t *testing.T) {
	t.Parallel()
	o := &postOp{self: identity{user: "1"}, posting: bot.Posting{Key: "1/ask"}}
	for author, want := range map[string]int{"1": 2, "2": 0} {
		l := channelMessage{Author: user{ID: author}}
		l.Components = append(l.Components, struct {
			ID int `json:"id"`
		}{componentID("1/ask", 2)})
		if got, ok := o.partOf(&l); got != want || ok != (want > 0) {
			t.Errorf("written by %s: got part %d, %v, want %d", author, got, ok, want)
		}
	}
}

// A later message that Discord does not take, however it is drawn, is not left out: the posting
// fails.
func TestLaterMessageRefused(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.Fault(refuseLayout(func(_ *http.Request, body string) bool { return strings.Contains(body, "part 2") }))
	if places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), Card: threeMessages()}); adapter.CodeOf(err) != codeInvalidFormBody {
		t.Errorf("got %v, %v, and there stand %q, want code 50035", places, err, s.postedTexts())
	}
}

// A channel in which nothing can be posted is asked once: there is no other to fall back on.
func TestShutChannelAskedOnce(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.Forbid("POST", messagesPath, 50013)
	_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")})
	if n := s.Calls("POST", messagesPath); adapter.CodeOf(err) != codeMissingPermission || n != 1 || strings.Contains(s.log.String(), "thread") {
		t.Errorf("got %v after %d requests, and the log is\n%s", err, n, s.log)
	}
}

// A message in a thread has its thread in its place, so that it can be drawn again; one in the
// channel has none.
func TestPlaces(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	if q.Thread != "" || q.Link != "https://discord.com/channels/"+discordtest.GuildID+"/"+discordtest.ChannelID+"/"+q.Message {
		t.Errorf("the question stands at %+v", q)
	}
	places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), ReplyTo: &q, Card: textCard("before")})
	if err != nil || len(places) != 1 || places[0].Thread != q.Message {
		t.Fatalf("the reveal stands at %+v, %v, want the thread %s", places, err, q.Message)
	}
	if err := s.bot.Edit(t.Context(), room(), places[:1], textCard("after")); err != nil {
		t.Fatal(err)
	}
	if shown, err := json.Marshal(s.Raw(places[0].Message)["components"]); err != nil || !strings.Contains(string(shown), "after") {
		t.Errorf("drawn again it is %s, %v", shown, err)
	}
	// The place of a message in a thread stands for that thread.
	places, err = s.bot.Post(t.Context(), bot.Posting{Key: "1/more", Room: room(), ReplyTo: &places[0], Card: textCard("more")})
	if err != nil || places[0].Thread != q.Message {
		t.Errorf("what belongs under it stands at %+v, %v", places, err)
	}
}

// A reveal outside the thread replies to the question, even a deleted one. A reveal in the thread
// isn't a reply.
func TestAnswersItsQuestion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		locked bool
		want   string
	}{"in the thread": {false, ""}, "in the channel": {true, `"message_reference":{"message_id":"%s","fail_if_not_exists":false}`}} {
		s := newHarness(t, Options{})
		q := s.postQuestion()
		if c.locked {
			s.Archive(q.Message, true)
		}
		var last string
		s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPost {
				last = string(peekBody(r))
			}
			return false
		})
		if _, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), ReplyTo: &q, Card: textCard("x")}); err != nil && adapter.CodeOf(err) != codeThreadArchived {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(c.want, "%s", q.Message); !strings.Contains(last, want) || want == "" && strings.Contains(last, "message_reference") {
			t.Errorf("%s: sent is %s", name, last)
		}
	}
}

// A redraw edits the card's last message, with its buttons, and drops a picture Discord refuses.
func TestDrawnAgain(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: threeMessages()})
	if err != nil {
		t.Fatal(err)
	}
	before := s.postedTexts()
	if err := s.bot.Edit(t.Context(), room(), places[:1], threeMessages()); err != nil || !slices.Equal(s.postedTexts(), before) {
		t.Errorf("got %v, and there stand %q, want %q", err, s.postedTexts(), before)
	}
	s.Fault(refuseLayout(func(_ *http.Request, body string) bool { return strings.Contains(body, `"items"`) }))
	if err := s.bot.Edit(t.Context(), room(), []quiz.MessageRef{{Message: places[0].Message}}, cardWithPicture()); err != nil || !strings.Contains(s.Channel(), "a cat (https://example.com/cat.png)") {
		t.Errorf("got %v, and there stands\n%s", err, s.Channel())
	}
}

// A thread that the bot opened is known to hang in its channel before the gateway tells so.
func TestThreadKnown(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	if home, err := s.bot.channels.home(t.Context(), q.Message); err != nil || home != discordtest.ChannelID || s.Calls("GET", "/channels/{c}") != 0 {
		t.Errorf("it hangs in %s, %v, for which Discord was asked %d times", home, err, s.Calls("GET", "/channels/{c}"))
	}
}

// A framed message is found again after a crash, and so is one that stands without a frame since an
// older release.
func TestFramedIsFound(t *testing.T) {
	t.Parallel()
	for _, before := range []card.Accent{card.AccentReveal, card.AccentNone} {
		s := newHarness(t, Options{})
		card := revealCard(30, strings.Repeat("an answer ", 40))
		p := bot.Posting{Key: "1/reveal", Room: room(), Card: card}
		p.Card.Accent = before
		first, err := s.bot.Post(t.Context(), p)
		if err != nil || len(first) < 3 {
			t.Fatal(first, err)
		}
		n := len(s.Messages())
		s.ForgetNonces()
		p.FirstAttempt, p.Card = time.Now().Add(-time.Second), card
		again, err := s.bot.Post(t.Context(), p)
		if err != nil || len(s.Messages()) != n || again[0] != first[0] {
			t.Errorf("%d messages, then %d, at %v, %v", n, len(s.Messages()), again, err)
		}
		if err := s.bot.Edit(t.Context(), room(), first, card); err != nil {
			t.Error(err)
		}
	}
}

// Given all references, all messages of a card are redrawn; given one, only the last. A card with
// another number of messages changes nothing.
func TestEditAll(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	card := func(word string, answers int) card.Card { return revealCard(answers, strings.Repeat(word+" ", 100)) }
	places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/reveal", Room: room(), Card: card("first", 20)})
	if err != nil || len(places) < 3 {
		t.Fatal(places, err)
	}
	n := strings.Count(s.Channel(), "first")
	if err := s.bot.Edit(t.Context(), room(), places, card("first", 60)); !errors.Is(err, bot.ErrLayoutChanged) || strings.Count(s.Channel(), "first") != n {
		t.Errorf("a longer card: %v", err)
	}
	if err := s.bot.Edit(t.Context(), room(), places[:1], card("other", 20)); err != nil || !strings.Contains(s.Channel(), "first") {
		t.Errorf("the last message alone: %v", err)
	}
	if err := s.bot.Edit(t.Context(), room(), places, card("again", 20)); err != nil || strings.Contains(s.Channel(), "first") || strings.Count(s.Channel(), "again") != n {
		t.Errorf("all messages: %v\n%s", err, s.Channel())
	}
	s.DeleteMessage(places[1].Message)
	if err := s.bot.Edit(t.Context(), room(), places, card("fresh", 20)); !reflect.DeepEqual(err, bot.MessagesGone{places[1]}) || strings.Contains(s.Channel(), "again") {
		t.Errorf("where one is gone: %v", err)
	}
}

// revealCard is a card with answers, each with a button beside it.
func revealCard(answers int, text string) card.Card {
	c := card.Card{Summary: "s", Accent: card.AccentReveal, Parts: []card.Part{card.Heading{Line: card.Line{{Text: "Answer"}}}}}
	for i := range answers {
		c.Parts = append(c.Parts, card.Quote{
			By: card.Line{{Text: fmt.Sprint(i+1) + " ann"}}, Text: text, Button: card.Button{ID: fmt.Sprint("vote:", i), Label: "Vote"},
		})
	}
	c.Parts = append(c.Parts, card.Note{Line: card.Line{{Text: "until five"}}}, card.Buttons{Items: []card.Button{{ID: "my-grade:1", Label: "My grade", Primary: true}}})
	return c
}
