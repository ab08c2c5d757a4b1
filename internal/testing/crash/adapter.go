package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/testing/crash/clock"
	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
)

// clientTime is the adapter's request timeout, in virtual time.
const clientTime = 30 * time.Second

// adapter is the client of the loopback platform. It implements [bot.Platform].
type adapter struct {
	base    string
	http    *http.Client
	session string
	crash   *crashPoint
	clock   *clock.Service
	// mute has the platform not tell the time.
	mute bool
}

// Name implements [bot.Platform].
func (*adapter) Name() string { return platformName }

// Post implements [bot.Platform]. A retry first looks for messages that were already posted. A
// nonce protects the rest, since a new message may not be listed yet. The buttons are on the last
// message.
func (a *adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	step := p.Key[strings.LastIndexByte(p.Key, '/')+1:]
	thread := ""
	if p.ReplyTo != nil {
		thread = p.ReplyTo.Message
	}
	var posted map[int]record.Message
	if !p.FirstAttempt.IsZero() {
		var err error
		if posted, err = a.findPosted(withLabel(ctx, step+"/look"), p, thread); err != nil {
			return nil, err
		}
	}
	if p.Expired && len(posted) == 0 {
		return nil, quiz.ErrTooLate
	}
	texts := splitIntoPages(p.Card)
	places := make([]quiz.MessageRef, len(texts))
	for i, text := range texts {
		m, ok := posted[i+1]
		if !ok {
			asked := record.Post{Nonce: shortHash(p.Key, i), Thread: thread, Text: text, Meta: record.Meta{Key: p.Key, Number: i + 1, Of: len(texts)}, Drawing: shortHash(texts)}
			if i == len(texts)-1 {
				asked.Controls = cardControls(p.Card)
			}
			label := fmt.Sprintf("%s/post %d of %d", step, i+1, len(texts))
			if err := a.request(withLabel(ctx, label), http.MethodPost, "/messages/"+string(p.Room), asked, &m); err != nil {
				return nil, err
			}
		}
		places[i] = quiz.MessageRef{Thread: m.Thread, Message: m.ID, Link: messageLink(m.ID)}
	}
	last := len(places) - 1
	return slices.Concat(places[last:], places[:last]), nil
}

// messageLink returns the address of a message.
func messageLink(id string) string { return "https://loop.example/" + id }

// findPosted returns the messages already posted for p, by their number.
func (a *adapter) findPosted(ctx context.Context, p bot.Posting, thread string) (map[int]record.Message, error) {
	var list []record.Message
	path := "/messages/" + string(p.Room) + "?thread=" + url.QueryEscape(thread)
	if err := a.request(ctx, http.MethodGet, path, nil, &list); err != nil {
		return nil, err
	}
	found := map[int]record.Message{}
	for _, m := range list {
		if m.Meta.Key == p.Key {
			found[m.Meta.Number] = m
		}
	}
	return found, nil
}

// Edit implements [bot.Platform].
func (a *adapter) Edit(ctx context.Context, _ quiz.RoomID, places []quiz.MessageRef, card card.Card) error {
	texts := splitIntoPages(card)
	last := len(texts) - 1
	if len(places) > 1 && len(places) != len(texts) {
		return bot.ErrLayoutChanged
	}
	for i, place := range places { // the last message comes first
		asked := record.Post{Text: texts[last], Controls: cardControls(card), Drawing: shortHash(texts)}
		if i > 0 {
			asked = record.Post{Text: texts[i-1], Drawing: shortHash(texts)}
		}
		if err := a.request(withLabel(ctx, "count/edit"), http.MethodPatch, "/message/"+place.Message, asked, nil); err != nil {
			return err
		}
	}
	return nil
}

// OpenThread implements [bot.ThreadOpener]. The platform accepts replies without it and only
// records the call.
func (a *adapter) OpenThread(ctx context.Context, _ quiz.RoomID, place quiz.MessageRef, _ string) error {
	return a.request(withLabel(ctx, "thread/open"), http.MethodPost, "/thread/"+place.Message, nil, nil)
}

// Pages implements [bot.Paginator].
func (*adapter) Pages(card card.Card) int { return len(splitIntoPages(card)) }

// PlatformTime implements [bot.TimeTeller].
func (a *adapter) PlatformTime(ctx context.Context) (at time.Time, err error) {
	if a.mute {
		return at, nil
	}
	return at, a.request(withLabel(ctx, "time/ask"), http.MethodGet, "/time", nil, &at)
}

// Run implements [bot.Platform]. It polls for events and handles those of one room in order.
func (a *adapter) Run(ctx context.Context, handle bot.Handler) error {
	for ctx.Err() == nil {
		var events []record.Event
		if err := a.request(withLabel(ctx, labelPoll), http.MethodGet, "/events?session="+a.session, nil, &events); err != nil {
			select { // the platform is failing
			case <-ctx.Done():
			case <-a.clock.After(time.Minute):
			}
			continue
		}
		rooms := map[quiz.RoomID][]record.Event{}
		for _, e := range events {
			rooms[e.Room] = append(rooms[e.Room], e)
		}
		var wg sync.WaitGroup
		for _, list := range rooms {
			wg.Go(func() {
				for _, e := range list {
					a.handleEvent(ctx, handle, e)
				}
			})
		}
		wg.Wait()
	}
	return nil
}

// handleEvent passes one event to the bot, then acknowledges it. The platform delivers a failed
// event again.
func (a *adapter) handleEvent(ctx context.Context, handle bot.Handler, e record.Event) {
	a.crash.reachStage("event/received")
	release := a.clock.Hold()
	said, err := handle(ctx, toBotEvent(e))
	if release(); err != nil {
		return
	}
	if shown := toPlatformAnswer(said); shown.Kind != record.Nothing {
		if a.request(withLabel(ctx, "event/answer"), http.MethodPost, "/events/"+e.ID+"/answer", shown, nil) != nil {
			return
		}
	}
	// The next delivery makes up for a lost acknowledgement.
	_ = a.request(withLabel(ctx, "event/acknowledge"), http.MethodPost, "/events/"+e.ID+"/ack", nil, nil)
}

// toBotEvent converts an event for the bot.
func toBotEvent(e record.Event) bot.Event {
	b := bot.Event{ID: e.ID, Room: e.Room, Who: quiz.Person{ID: e.Member, Name: e.Name, Admin: e.Admin}, At: e.At, PlatformTime: true}
	switch e.Kind {
	case record.Press:
		b.Act = bot.Press{ID: e.Target, Values: e.Values}
	case record.Submission:
		sent := bot.Submission{ID: e.Target, Values: map[string]string{"answer": e.Text}}
		if len(e.Values) > 0 {
			sent.Values, sent.Chosen = nil, map[string][]string{"choice": e.Values}
		}
		b.Act = sent
	case record.Saying:
		b.Act = bot.Message{Thread: e.Thread, ID: e.Message, Text: e.Text}
	case record.Edit:
		b.Act = bot.Edit{Thread: e.Thread, ID: e.Message, Sent: e.Sent, Text: e.Text}
	case record.Command:
		b.Act = bot.Command{Path: e.Path, Args: e.Args}
	case record.Deletion:
		b.Act = bot.Deletion{Thread: e.Thread, ID: e.Message}
	}
	return b
}

// toPlatformAnswer converts the bot's answer for the platform.
func toPlatformAnswer(a bot.Answer) record.Answer {
	switch a := a.(type) {
	case bot.Form:
		filled := record.Answer{Kind: record.Form, Target: a.ID, Text: a.Fields[0].Value}
		if field := a.Fields[0]; len(field.Options) > 0 {
			c := record.Control{ID: field.ID}
			for _, o := range field.Options {
				c.Options = append(c.Options, o.Value)
			}
			filled.Controls = []record.Control{c}
		}
		return filled
	case bot.Ephemeral:
		return record.Answer{Kind: record.Private, Text: a.Card.Summary, Controls: cardControls(a.Card)}
	case bot.Update:
		return record.Answer{Kind: record.Private, Text: a.Card.Summary, Controls: cardControls(a.Card)}
	case bot.Counted:
		return record.Answer{Kind: record.Seen}
	case bot.Completions, bot.Home, bot.Nothing:
	}
	return record.Answer{Kind: record.Nothing}
}

// statusError is a response with an error status.
type statusError struct {
	status string
	after  time.Duration
}

func (e *statusError) Error() string { return "the platform says " + e.status }

// RetryAfter returns the delay before the next attempt, in virtual time.
func (e *statusError) RetryAfter() time.Duration { return e.after }

// request sends one request and decodes its response into out.
func (a *adapter) request(ctx context.Context, method, path string, in, out any) error {
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, a.base+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	response, err := a.http.Do(request)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return err
	case response.StatusCode >= http.StatusBadRequest:
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // 0 without the header
		return &statusError{response.Status, time.Duration(seconds) * time.Second}
	case out == nil:
		return nil
	}
	return json.Unmarshal(body, out)
}
