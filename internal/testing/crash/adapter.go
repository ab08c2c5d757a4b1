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
	"quizbot/quiz"
)

// clientTime is how long, in real time, the adapter waits for the platform.
const clientTime = 300 * time.Millisecond

// adapter is the loopback platform as the bot sees it. It implements [bot.Platform].
type adapter struct {
	base    string
	http    *http.Client
	session string
	death   *death
}

// Name implements [bot.Platform].
func (*adapter) Name() string { return platformName }

// Post implements [bot.Platform]: where it was tried before, what already stands is looked for before anything is
// posted, and what is posted while that cannot be seen yet carries a nonce. The buttons are on the last message.
func (a *adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.Place, error) {
	step := p.Key[strings.LastIndexByte(p.Key, '/')+1:]
	thread := ""
	if p.Under != nil {
		thread = p.Under.Message
	}
	var stands map[int]message
	if !p.Begun.IsZero() {
		var err error
		if stands, err = a.standing(labelled(ctx, step+"/look"), p, thread); err != nil {
			return nil, err
		}
	}
	if p.Overdue && len(stands) == 0 {
		return nil, quiz.ErrTooLate
	}
	texts := pages(p.Card)
	places := make([]quiz.Place, len(texts))
	for i, text := range texts {
		m, ok := stands[i+1]
		if !ok {
			asked := post{Nonce: hash(p.Key, i), Thread: thread, Text: text, Meta: meta{p.Key, i + 1, len(texts)}}
			if i == len(texts)-1 {
				asked.Controls = controls(p.Card)
			}
			label := fmt.Sprintf("%s/post %d of %d", step, i+1, len(texts))
			if err := a.call(labelled(ctx, label), http.MethodPost, "/messages/"+string(p.Room), asked, &m); err != nil {
				return nil, err
			}
		}
		places[i] = quiz.Place{Thread: m.Thread, Message: m.ID, Link: linkTo(m.ID)}
	}
	last := len(places) - 1
	return slices.Concat(places[last:], places[:last]), nil
}

// linkTo is the address of a message.
func linkTo(id string) string { return "https://loop.example/" + id }

// standing finds the messages of a posting that stand, by their number.
func (a *adapter) standing(ctx context.Context, p bot.Posting, thread string) (map[int]message, error) {
	var list []message
	path := "/messages/" + string(p.Room) + "?thread=" + url.QueryEscape(thread)
	if err := a.call(ctx, http.MethodGet, path, nil, &list); err != nil {
		return nil, err
	}
	found := map[int]message{}
	for _, m := range list {
		if m.Meta.Key == p.Key {
			found[m.Meta.Number] = m
		}
	}
	return found, nil
}

// Edit implements [bot.Platform].
func (a *adapter) Edit(ctx context.Context, _ quiz.RoomID, places []quiz.Place, card card.Card) error {
	texts := pages(card)
	last := len(texts) - 1
	if len(places) > 1 && len(places) != len(texts) {
		return bot.ErrLayoutChanged
	}
	for i, place := range places { // the last message comes first
		asked := post{Text: texts[last], Controls: controls(card)}
		if i > 0 {
			asked = post{Text: texts[i-1]}
		}
		if err := a.call(labelled(ctx, "count/edit"), http.MethodPatch, "/message/"+place.Message, asked, nil); err != nil {
			return err
		}
	}
	return nil
}

// OpenThread implements [bot.ThreadOpener]. Messages can hang under one without it here; that it was opened is known.
func (a *adapter) OpenThread(ctx context.Context, _ quiz.RoomID, place quiz.Place, _ string) error {
	return a.call(labelled(ctx, "thread/open"), http.MethodPost, "/thread/"+place.Message, nil, nil)
}

// Pages implements [bot.Paginator].
func (*adapter) Pages(card card.Card) int { return len(pages(card)) }

// Run implements [bot.Platform]: it asks for events and handles them, those of a room one after the other.
func (a *adapter) Run(ctx context.Context, handle bot.Handler) error {
	for ctx.Err() == nil {
		var events []event
		if err := a.call(labelled(ctx, "event/poll"), http.MethodGet, "/events?session="+a.session, nil, &events); err != nil {
			time.Sleep(20 * time.Millisecond) // the platform is failing: no hurry
			continue
		}
		rooms := map[quiz.RoomID][]event{}
		for _, e := range events {
			rooms[e.Room] = append(rooms[e.Room], e)
		}
		var wg sync.WaitGroup
		for _, list := range rooms {
			wg.Go(func() {
				for _, e := range list {
					a.handle(ctx, handle, e)
				}
			})
		}
		wg.Wait()
	}
	return nil
}

// handle has one event answered, and acknowledges it after. What fails is delivered again.
func (a *adapter) handle(ctx context.Context, handle bot.Handler, e event) {
	a.death.stage("event/received")
	said, err := handle(ctx, incoming(e))
	if err != nil {
		return
	}
	if shown := outgoing(said); shown.Kind != nothing {
		if a.call(labelled(ctx, "event/answer"), http.MethodPost, "/events/"+e.ID+"/answer", shown, nil) != nil {
			return
		}
	}
	// An acknowledgement that got lost is made good by the next delivery.
	_ = a.call(labelled(ctx, "event/acknowledge"), http.MethodPost, "/events/"+e.ID+"/ack", nil, nil)
}

// incoming is an event as the bot knows it.
func incoming(e event) bot.Event {
	b := bot.Event{ID: e.ID, Room: e.Room, Who: quiz.Person{ID: e.Member, Name: e.Name}, At: e.At, PlatformTime: true}
	switch e.Kind {
	case press:
		b.Act = bot.Press{ID: e.Target, Values: e.Values}
	case submission:
		sent := bot.Submission{ID: e.Target, Values: map[string]string{"answer": e.Text}}
		if len(e.Values) > 0 {
			sent.Values, sent.Chosen = nil, map[string][]string{"choice": e.Values}
		}
		b.Act = sent
	case saying:
		b.Act = bot.Message{Thread: e.Thread, ID: e.Message, Text: e.Text}
	case edit:
		b.Act = bot.Edit{Thread: e.Thread, ID: e.Message, Sent: e.Sent, Text: e.Text}
	case deletion:
		b.Act = bot.Deletion{Thread: e.Thread, ID: e.Message}
	}
	return b
}

// outgoing is the bot's answer as the platform knows it.
func outgoing(a bot.Answer) answer {
	switch a := a.(type) {
	case bot.Form:
		filled := answer{Kind: form, Target: a.ID, Text: a.Fields[0].Value}
		if field := a.Fields[0]; len(field.Options) > 0 {
			c := control{ID: field.ID}
			for _, o := range field.Options {
				c.Options = append(c.Options, o.Value)
			}
			filled.Controls = []control{c}
		}
		return filled
	case bot.Private:
		return answer{Kind: private, Text: a.Card.Summary, Controls: controls(a.Card)}
	case bot.Update:
		return answer{Kind: private, Text: a.Card.Summary, Controls: controls(a.Card)}
	case bot.Seen:
		return answer{Kind: seen}
	}
	return answer{Kind: nothing}
}

// refusedError is a status that says no.
type refusedError struct {
	status string
	after  time.Duration
}

func (e *refusedError) Error() string { return "the platform says " + e.status }

// RetryAfter is how long to wait, in virtual time.
func (e *refusedError) RetryAfter() time.Duration { return e.after }

// call makes one request.
func (a *adapter) call(ctx context.Context, method, path string, in, out any) error {
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
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // 0 where there is none
		return &refusedError{response.Status, time.Duration(seconds) * time.Second}
	case out == nil:
		return nil
	}
	return json.Unmarshal(body, out)
}
