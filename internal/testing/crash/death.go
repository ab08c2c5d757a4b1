package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"quizbot/quiz"
)

// death kills the process at a stage event of its life: before or after a commit, before, in or after a request.
type death struct {
	// at is which of the events that count, from 1; 0 lets the process live.
	at int
	// among are the beginnings of the stages that count, as the report names them; none means all.
	among []string
	// file is where the label of the event is written.
	file string

	mu sync.Mutex
	n  int
}

// stage says that the process came to a stage, and does not return from the one that it is to die at.
func (d *death) stage(label string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	what, stage := stageOf(label)
	counts := func(beginning string) bool { return strings.HasPrefix(what+"/"+stage, beginning) }
	if d.at == 0 || len(d.among) > 0 && !slices.ContainsFunc(d.among, counts) {
		return
	}
	if d.n++; d.n != d.at {
		return
	}
	if err := os.WriteFile(d.file, []byte(label), 0o600); err != nil {
		panic(err) // the table of stages would lie
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		panic(err) // nothing would be proven
	}
	select {}
}

// stepStages are all stages of all steps, each named like "ask/begin/committed". With a platform that fails, steps
// fail as well.
func stepStages(faults bool) []string {
	commits, requests := []string{"/before commit", "/committed"}, []string{"/sending", "/sent", "/handled", "/returning"}
	short := []string{"/look", "/post the only message"}
	long := append(short[:2:2], "/post the first message", "/post one between", "/post the last message")
	var all []string
	add := func(what string, stages []string) {
		for _, stage := range stages {
			all = append(all, what+stage)
		}
	}
	for _, what := range []string{"ask/begin", "close/begin", "close/grade and begin reveal", "digest/begin"} {
		add(what, commits)
	}
	for step, posts := range map[string][]string{"ask": long, "reveal": long, "digest": short} {
		for _, post := range posts {
			add(step+post, requests)
		}
		add(step+"/finish", commits)
		if faults {
			add(step+"/fail", commits)
		}
	}
	add("thread/open", requests)
	add("thread/save", commits)
	slices.Sort(all)
	return all
}

// labelKey finds what a request is about in its context.
type labelKey struct{}

func labelled(ctx context.Context, label string) context.Context {
	return context.WithValue(ctx, labelKey{}, label)
}

// mortal is a transport that can die around every request.
type mortal struct {
	death *death
	next  http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (m mortal) RoundTrip(r *http.Request) (*http.Response, error) {
	label, _ := r.Context().Value(labelKey{}).(string)
	m.death.stage(label + "/sending")
	sent := func(httptrace.WroteRequestInfo) { m.death.stage(label + "/sent") }
	ctx := httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{WroteRequest: sent})
	response, err := m.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		m.death.stage(label + "/failed")
		return nil, err
	}
	m.death.stage(label + "/handled")
	body, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	m.death.stage(label + "/returning")
	return response, nil
}

// mortalStore is a store that can die before and after every commit.
type mortalStore struct {
	quiz.Store
	death *death
}

// Update implements [quiz.Store].
func (s mortalStore) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	label := ""
	err := s.Store.Update(ctx, func(tx quiz.Tx) error {
		watched := &watchedTx{Tx: tx}
		if err := fn(watched); err != nil {
			return err
		}
		label = watched.label()
		s.death.stage(label + "/before commit")
		return nil
	})
	if err == nil {
		s.death.stage(label + "/committed")
	}
	return err
}

// watchedTx tells from what a transaction writes which use case it is.
type watchedTx struct {
	quiz.Tx
	step, closes, answers, votes, points, room, open bool
	kind                                             quiz.StepKind
	tries                                            int
	ended                                            quiz.StepKind
}

// SetStep implements [quiz.Tx].
func (t *watchedTx) SetStep(s quiz.Step) error {
	t.step, t.kind, t.tries = true, s.Kind, s.Tries
	return t.Tx.SetStep(s)
}

// EndStep implements [quiz.Tx].
func (t *watchedTx) EndStep(room quiz.RoomID) error {
	if s, err := t.Step(room); err == nil {
		t.ended = s.Kind
	}
	return t.Tx.EndStep(room)
}

// SetRound implements [quiz.Tx].
func (t *watchedTx) SetRound(r quiz.Round) error {
	t.closes = t.closes || r.Phase == quiz.Closing
	t.open = t.open || r.Phase == quiz.Open
	return t.Tx.SetRound(r)
}

// SetReply implements [quiz.Tx].
func (t *watchedTx) SetReply(r quiz.Reply) error {
	t.answers = true
	return t.Tx.SetReply(r)
}

// SetVote implements [quiz.Tx].
func (t *watchedTx) SetVote(round quiz.RoundID, voter, candidate quiz.MemberNo, at time.Time) error {
	t.votes = true
	return t.Tx.SetVote(round, voter, candidate, at)
}

// Append implements [quiz.Tx].
func (t *watchedTx) Append(e quiz.Entry) error {
	t.points = true
	return t.Tx.Append(e)
}

// SetRoom implements [quiz.Tx].
func (t *watchedTx) SetRoom(r quiz.Room) error {
	t.room = true
	return t.Tx.SetRoom(r)
}

func (t *watchedTx) label() string {
	switch {
	case t.ended != "":
		return string(t.ended) + "/finish"
	case t.step && t.tries > 0:
		return string(t.kind) + "/fail"
	case t.step && t.kind == quiz.StepReveal:
		return "close/grade and begin reveal"
	case t.step:
		return string(t.kind) + "/begin"
	case t.closes:
		return "close/begin"
	case t.votes:
		return "event/save vote"
	case t.answers && t.points:
		return "event/save grade"
	case t.answers:
		return "event/save answer"
	case t.open:
		return "thread/save"
	case t.room:
		return "room/save"
	}
	return "room/look again"
}
