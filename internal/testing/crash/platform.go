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

	"quizbot/quiz"
)

// nonceWindow is for how long, in virtual time, a nonce keeps a message from being posted again. Discord says
// "the last few minutes"; in real time this is shorter than the adapter waits for an answer, and longer than
// a request lies around before it goes through.
const nonceWindow = 30 * time.Minute

// listed is how many messages a look returns, the newest.
const listed = 100

// platform is the loopback platform: it outlives every crash and remembers everything.
type platform struct {
	scenario scenario
	clock    clock
	faults   *faults

	mu       sync.Mutex
	rng      *rand.Rand
	messages []*message
	nonces   map[string]*message // by room and nonce
	threads  map[string]bool     // opened, by the message that they hang from
	mail     mail
	members  *members
	counts   map[string]int
}

func newPlatform(s scenario) *platform {
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	p := &platform{
		scenario: s, clock: s.Clock, rng: rng, faults: newFaults(s),
		nonces: map[string]*message{}, threads: map[string]bool{}, counts: map[string]int{},
	}
	p.mail = newMail(s.Clock, rng)
	p.members = newMembers(p)
	return p
}

// servePlatform runs the platform until ctx ends, and says its address on standard output.
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
	p := newPlatform(s)
	if _, err := fmt.Fprintf(os.Stdout, "http://%s\n", l.Addr()); err != nil {
		return err
	}
	server := &http.Server{Handler: p.handler(), ReadHeaderTimeout: time.Second}
	go p.members.live(ctx)
	context.AfterFunc(ctx, func() { _ = server.Close() }) // what hangs there is not waited for
	if err := server.Serve(l); ctx.Err() == nil {
		return err
	}
	return nil
}

// handler is the platform's API, the part that fails and the part that only the driver uses.
func (p *platform) handler() http.Handler {
	api := http.NewServeMux()
	api.HandleFunc("POST /messages/{room...}", p.post)
	api.HandleFunc("GET /messages/{room...}", p.list)
	api.HandleFunc("PATCH /message/{id}", p.edit)
	api.HandleFunc("POST /thread/{id}", p.open)
	api.HandleFunc("GET /events", p.events)
	api.HandleFunc("POST /events/{id}/answer", p.answer)
	api.HandleFunc("POST /events/{id}/ack", p.ack)
	all := http.NewServeMux()
	all.HandleFunc("GET /dump", p.dump)
	all.HandleFunc("POST /calm", func(http.ResponseWriter, *http.Request) { p.faults.calm() })
	all.Handle("/", p.faults.wrap(api))
	return all
}

// post puts a message up, whether or not the caller still waits for it.
func (p *platform) post(w http.ResponseWriter, r *http.Request) {
	var asked post
	if !read(w, r, &asked) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	room, now := quiz.RoomID(r.PathValue("room")), p.clock.Now()
	key := string(room) + " " + asked.Nonce
	if m := p.nonces[key]; asked.Nonce != "" && m != nil && now.Sub(m.At) < nonceWindow {
		p.counts["posts answered by their nonce"]++
		write(w, m)
		return
	}
	m := &message{
		ID: fmt.Sprintf("m%06d", len(p.messages)+1), Room: room, Thread: asked.Thread, At: now,
		Text: asked.Text, Controls: asked.Controls, Meta: asked.Meta,
	}
	p.messages = append(p.messages, m)
	p.nonces[key] = m
	p.members.see(m)
	write(w, m)
}

// list returns the newest messages of a room or thread, oldest first.
func (p *platform) list(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	room, thread := quiz.RoomID(r.PathValue("room")), r.URL.Query().Get("thread")
	found := []*message{}
	for _, m := range slices.Backward(p.messages) {
		if m.Room == room && m.Thread == thread && len(found) < listed {
			found = append(found, m)
		}
	}
	slices.Reverse(found)
	write(w, found)
}

// edit replaces a message's text and buttons.
func (p *platform) edit(w http.ResponseWriter, r *http.Request) {
	var asked post
	if !read(w, r, &asked) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.messages, func(m *message) bool { return m.ID == r.PathValue("id") })
	if i < 0 {
		http.Error(w, "no such message", http.StatusNotFound)
		return
	}
	m := p.messages[i]
	m.Text, m.Controls, m.Edits = asked.Text, asked.Controls, m.Edits+1
	write(w, m)
}

// open opens the thread under a message, or finds that it is open.
func (p *platform) open(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := r.PathValue("id")
	if p.threads[id] {
		p.counts["threads that were open"]++
	}
	p.threads[id] = true
	write(w, struct{}{})
}

// dump is everything that the platform knows.
type dump struct {
	Now      time.Time       `json:"now"`
	Messages []*message      `json:"messages"`
	Threads  map[string]bool `json:"threads"`
	Deeds    []*deed         `json:"deeds"`
	Counts   map[string]int  `json:"counts"`
	Faults   map[string]int  `json:"faults"`
}

func (p *platform) dump(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	write(w, dump{p.clock.Now(), p.messages, p.threads, p.mail.deeds, p.counts, p.faults.counted()})
}

// read takes a request's body, or refuses it.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

// write answers a request. A caller who is gone learns it by asking again.
func write(w http.ResponseWriter, what any) {
	_ = json.NewEncoder(w).Encode(what)
}
