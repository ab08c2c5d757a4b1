package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
)

// nonceWindow is the time in which a repeated nonce returns the earlier message. Discord documents "the
// last few minutes". It is longer than a slow request.
const nonceWindow = 3 * time.Minute

// maxListed is the maximum number of messages in a listing, newest first.
const maxListed = 100

// platform is the loopback platform. It survives every crash and forgets nothing.
type platform struct {
	scenario scenario
	clock    *clock.Virtual
	faults   *faults

	mu       sync.Mutex
	rng      *rand.Rand
	messages []*record.Message
	nonces   map[string]*record.Message // by room and nonce
	threads  map[string]bool            // opened, by their parent message
	queue    eventQueue
	members  *simulatedMembers
	counts   map[string]int
	// resumed counts the requests that waited for the time and are not handled yet.
	resumed int
}

func newPlatform(s scenario, v *clock.Virtual) *platform {
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	p := &platform{
		scenario: s, clock: v, rng: rng, faults: newFaults(s),
		nonces: map[string]*record.Message{}, threads: map[string]bool{}, counts: map[string]int{},
	}
	p.queue = newEventQueue(v, rng)
	p.queue.once = s.Once
	p.members = newMembers(p)
	p.members.planManagers()
	return p
}

// servePlatform runs the platform until ctx ends, and prints its address on standard output.
func servePlatform(ctx context.Context, dir string) error {
	s, err := loadScenario(dir)
	if err != nil {
		return err
	}
	var listening net.ListenConfig
	l, err := listening.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	v, err := clock.Open(clockFile(dir))
	if err != nil {
		return err
	}
	p := newPlatform(s, v)
	if _, err := fmt.Fprintf(os.Stdout, "http://%s\n", l.Addr()); err != nil {
		return err
	}
	server := &http.Server{Handler: p.newHandler(), ReadHeaderTimeout: time.Second}
	go p.members.runAgenda(ctx)
	context.AfterFunc(ctx, func() { _ = server.Close() }) // hanging requests are dropped
	if err := server.Serve(l); ctx.Err() == nil {
		return err
	}
	return nil
}

// newHandler returns the platform's API with its faults, and the driver's endpoints without them.
func (p *platform) newHandler() http.Handler {
	api := http.NewServeMux()
	api.HandleFunc("POST /messages/{room...}", p.servePost)
	api.HandleFunc("GET /messages/{room...}", p.serveMessages)
	api.HandleFunc("PATCH /message/{id}", p.serveEdit)
	api.HandleFunc("POST /thread/{id}", p.serveOpenThread)
	api.HandleFunc("GET /events", p.serveEvents)
	api.HandleFunc("POST /events/{id}/answer", p.serveAnswer)
	api.HandleFunc("POST /events/{id}/ack", p.serveAck)
	all := http.NewServeMux()
	all.HandleFunc("GET /dump", p.serveDump)
	all.HandleFunc("POST /calm", func(http.ResponseWriter, *http.Request) { p.faults.stopFailing() })
	all.HandleFunc("POST /settle", func(http.ResponseWriter, *http.Request) { clock.AwaitQuiet() })
	all.HandleFunc("GET /time", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, p.clock.Now()) })
	all.Handle("/", p.failSometimes(api))
	return all
}

// servePost posts a message, even if the caller has gone.
func (p *platform) servePost(w http.ResponseWriter, r *http.Request) {
	var asked record.Post
	if !decodeBody(w, r, &asked) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	room, now := quiz.RoomID(r.PathValue("room")), p.clock.Stamp()
	key := string(room) + " " + asked.Nonce
	if m := p.nonces[key]; asked.Nonce != "" && m != nil && now.Sub(m.At) < nonceWindow {
		p.counts["posts answered by their nonce"]++
		writeJSON(w, m)
		return
	}
	m := &record.Message{
		ID: fmt.Sprintf("m%06d", len(p.messages)+1), Room: room, Thread: asked.Thread, At: now,
		Text: asked.Text, Controls: asked.Controls, Meta: asked.Meta, Drawing: asked.Drawing,
	}
	p.messages = append(p.messages, m)
	p.nonces[key] = m
	p.members.reactToMessage(m)
	p.publishLimit()
	writeJSON(w, m)
}

// serveMessages returns the newest messages of a room or thread, oldest first.
func (p *platform) serveMessages(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	room, thread := quiz.RoomID(r.PathValue("room")), r.URL.Query().Get("thread")
	found := []*record.Message{}
	for _, m := range slices.Backward(p.messages) {
		if m.Room == room && m.Thread == thread && len(found) < maxListed {
			found = append(found, m)
		}
	}
	slices.Reverse(found)
	writeJSON(w, found)
}

// serveEdit replaces a message's text and buttons.
func (p *platform) serveEdit(w http.ResponseWriter, r *http.Request) {
	var asked record.Post
	if !decodeBody(w, r, &asked) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.messages, func(m *record.Message) bool { return m.ID == r.PathValue("id") })
	if i < 0 {
		http.Error(w, "no such message", http.StatusNotFound)
		return
	}
	m := p.messages[i]
	m.Text, m.Controls, m.Drawing, m.Edits = asked.Text, asked.Controls, asked.Drawing, m.Edits+1
	writeJSON(w, m)
}

// serveOpenThread opens the thread of a message, or counts that it was open.
func (p *platform) serveOpenThread(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := r.PathValue("id")
	if p.threads[id] {
		p.counts["threads that were open"]++
	}
	p.threads[id] = true
	writeJSON(w, struct{}{})
}

func (p *platform) serveDump(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	writeJSON(w, record.Dump{Now: p.clock.Stamp(), Messages: p.messages, Threads: p.threads, Events: p.queue.events, Counts: p.counts, Faults: p.faults.countsByKind()})
}

// decodeBody decodes a request, or refuses it.
func decodeBody(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

// writeJSON answers a request. A caller that has gone asks again.
func writeJSON(w http.ResponseWriter, what any) {
	_ = json.NewEncoder(w).Encode(what)
}
