package discord

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/discord/drawing"
	"quizbot/internal/testing/discordtest"
)

// A thread with a refused name gets another. Other refusals are reported.
func TestThreadRefused(t *testing.T) {
	t.Parallel()
	for _, code := range []string{codeInvalidFormBody, codeWrongChannelType, codeTitleBlockedByAutoMod} {
		s := newHarness(t, Options{})
		s.Forbid("POST", threadsPath, number(code))
		places, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.bot.OpenThread(t.Context(), room(), places[0], "How to kill a process?"); err == nil {
			t.Errorf("%s: the thread is said to be open", code)
		}
		if n, names := s.Calls("POST", threadsPath), code != codeWrongChannelType; names != (n == 2) {
			t.Errorf("%s: %d requests", code, n)
		}
	}
}

// A picture refused by Discord is shown as text, in any message of a posting.
func TestPictureOfLaterMessage(t *testing.T) {
	t.Parallel()
	card := threeMessages()
	card.Parts = append(card.Parts[:3:3], markdownPart("![a cat](https://example.com/cat.png)"))
	refuse := func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(string(peekBody(r)), `"https://example.com/cat.png"`) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"Invalid Form Body","code":50035,"errors":{}}`)
		return true
	}
	s := newHarness(t, Options{})
	s.Fault(refuse)
	p := bot.Posting{Key: "1/reveal", Room: room(), Card: card}
	var err error
	for range 3 {
		if _, err = s.bot.Post(t.Context(), p); err == nil {
			break
		}
		p.FirstAttempt = time.Now().Add(-time.Second)
	}
	if err != nil || !strings.Contains(s.Channel(), "a cat (https://example.com/cat.png)") {
		t.Errorf("%v; there stand %q", err, s.postedTexts())
	}
}

// Without Read Message History Discord returns an empty history. Received messages count all the
// same.
func TestEmptyHistory(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	id, _ := s.Write(q.Message, "ann", "an answer")
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/v10/channels/"+q.Message+"/messages") {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, id) { // a single message is refused instead
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, `{"message":"Missing Permissions","code":50013}`)
			return true
		}
		_, _ = io.WriteString(w, `[]`)
		return true
	})
	err := s.bot.Backfill(t.Context(), room(), q, []string{id}, s.handle)
	for _, act := range s.acts(0) {
		if gone, ok := act.(bot.Deletion); ok {
			t.Errorf("message %s, which stands, is taken for deleted (%v)", gone.ID, err)
		}
	}
}

// When the content intent is withdrawn from a running bot, edited answers keep their earlier text.
func TestContentWithheld(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	id, _ := s.Write(q.Message, "ann", "an answer")
	s.Edit("ann", id, "a better answer")
	s.WithoutContent(true)
	if err := s.bot.Backfill(t.Context(), room(), q, []string{id}, s.handle); err != nil {
		t.Fatal(err)
	}
	for _, act := range s.acts(0) {
		if e, ok := act.(bot.Edit); ok && e.Text == "" {
			t.Errorf("what cannot be read is handled as an answer without text: %+v", e)
		}
	}
}

// Who answers in a thread is called in the reveal as in the server, though histories tell no
// nicknames.
func TestNicknames(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.Join("ann")
	s.Call("ann", "Annie of Team A")
	id := s.Say("ann", "an answer")
	if err := s.bot.Backfill(t.Context(), room(), q, []string{id}, s.handle); err != nil {
		t.Fatal(err)
	}
	for _, e := range s.handledEvents() {
		if e.Who.Name != "" && e.Who.Name != "Annie of Team A" { // an empty one leaves the name as it is
			t.Errorf("%T of %s", e.Act, e.Who.Name)
		}
	}
}

// A picture, a sticker or a forwarded message isn't an answer and gets no reaction.
func TestMarkWithoutText(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.postQuestion()
	s.setAnswer(bot.Counted{}) // as the conversation answers every message that it does not refuse
	if id := s.Say("ann", ""); s.Marked(id) {
		t.Error("a message without text is marked as an answer")
	}
}

// A refused modal shows its author the reason instead of a failed interaction.
func TestFormRefused(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	q := s.postQuestion()
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		var sent struct {
			Type int `json:"type"`
		}
		if !strings.HasSuffix(r.URL.Path, "/callback") || json.Unmarshal(peekBody(r), &sent) != nil || sent.Type != callbackModal {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"Invalid Form Body","code":50035,"errors":{}}`)
		return true
	})
	s.setAnswer(bot.Form{ID: "answer:1", Title: "Answer", Fields: []bot.Field{{ID: "answer", Label: "Yours", Max: 3000}}, Otherwise: textCard("Please press again.")})
	if a, err := s.PressButton("ann", q.Message, "answer:1"); err != nil || !strings.Contains(a.Shown, "Please press again.") {
		t.Errorf("got %+v, %v", a, err)
	}
}

// Labels, names and forms with many emoji keep to Discord's lengths in UTF-16, too.
func TestLengthsOfEmoji(t *testing.T) {
	t.Parallel()
	emoji := strings.Repeat("🙂", 2900)
	buttons := card.Card{Parts: []card.Part{card.Buttons{Items: []card.Button{{ID: "b", Label: emoji}}}}}
	callbackTo := strings.NewReplacer("{i}", "1", "{t}", "x").Replace(callbackPath)
	for what, c := range map[string]struct {
		path string
		body any
	}{
		"a thread's name": {"/channels/1/messages/2/threads", map[string]any{"name": drawing.Clip(emoji, maxThreadName), "auto_archive_duration": autoArchiveMinutes}},
		"a button":        {"/channels/1/messages", drawing.Draw(buttons)[0].Payload(0)},
		"completions":     {callbackTo, callback{callbackAutocomplete, completions(bot.Completions{Options: []card.Option{{Value: "v", Label: emoji}}})}},
		"a form's title":  {callbackTo, callback{callbackModal, drawing.DrawModal(bot.Form{ID: "f", Title: emoji, Fields: []bot.Field{{ID: "a", Label: "x", Max: 3000}}})}},
		"a form's label":  {callbackTo, callback{callbackModal, drawing.DrawModal(bot.Form{ID: "f", Title: "x", Fields: []bot.Field{{ID: "a", Label: emoji, Max: 3000}}})}},
		"a form's text":   {callbackTo, callback{callbackModal, drawing.DrawModal(bot.Form{ID: "f", Title: "x", Fields: []bot.Field{{ID: "a", Label: "x", Max: 3000, Value: emoji[:len("🙂")*1600]}}})}},
	} {
		body, err := json.Marshal(c.body)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range discordtest.Violations(t, "POST", c.path, nil, "application/json", body) {
			t.Errorf("%s: %s", what, wrong)
		}
	}
}

// On a machine whose clock is some minutes ahead, what stood before a crash is found.
func TestClockAhead(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, func() time.Time { return time.Now().Add(-5 * time.Minute) })
	a := adapterFor(t, s, Options{Log: slog.New(slog.DiscardHandler)})
	p := bot.Posting{Key: "1/ask", Room: room(), Card: textCard("What is it?")}
	begun := time.Now()
	for range 2 {
		if _, err := a.Post(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		p.FirstAttempt = begun
		s.ForgetNonces()
	}
	if n := len(s.Messages()); n != 1 {
		t.Errorf("it stands %d times", n)
	}
}

// A short failure of Discord doesn't keep an alarm from its recipient. The alarm comes once.
func TestTellIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	ann := memberID(discordtest.GuildID, s.Join("ann"))
	var failed atomic.Bool
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/messages") || !failed.CompareAndSwap(false, true) {
			return false
		}
		http.Error(w, "upstream connect error", http.StatusBadGateway)
		return true
	})
	err := s.bot.SendDirectMessage(t.Context(), ann, textCard("The channel is gone."))
	if err != nil || !strings.Contains(s.DirectMessageText("ann"), "gone") {
		t.Errorf("ann was told %q: %v", s.DirectMessageText("ann"), err)
	}
}
