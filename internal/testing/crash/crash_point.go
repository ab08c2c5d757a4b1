package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/quiz"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// crashPoint kills the process at one stage: before or after a commit, or before, in or after a
// request.
type crashPoint struct {
	// target is the number of the stage to die at, counted from 1. 0 lets the process live.
	target int
	// prefixes restricts the counted stages to those whose name has one of the prefixes. Empty
	// means all.
	prefixes []string
	// file receives the label of the stage.
	file string

	mu    sync.Mutex
	count int
}

// reachStage counts a stage, and does not return from the target.
func (d *crashPoint) reachStage(label string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	what, stage := splitStage(label)
	counts := func(beginning string) bool { return strings.HasPrefix(what+"/"+stage, beginning) }
	if d.target == 0 || len(d.prefixes) > 0 && !slices.ContainsFunc(d.prefixes, counts) {
		return
	}
	if d.count++; d.count != d.target {
		return
	}
	if err := os.WriteFile(d.file, []byte(label), 0o600); err != nil {
		panic(err) // the report's table would be wrong
	}
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err) // the run would prove nothing
	}
	select {}
}

// jobStages returns all stages of all jobs, named like "ask/begin/committed". Jobs fail only on a
// failing platform, and gradings with a failing grader.
func jobStages(faults, graderFaults bool) []string {
	commits, requests := []string{"/before commit", "/committed"}, []string{"/sending", "/sent", "/handled", "/returning"}
	short := []string{"/look", "/post the only message"}
	long := append(short[:2:2], "/post the first message", "/post one between", "/post the last message")
	var all []string
	add := func(what string, stages []string) {
		for _, stage := range stages {
			all = append(all, what+stage)
		}
	}
	for _, what := range []string{"ask/begin", "grade/begin", "grade/store", "grade/begin reveal", "digest/begin"} {
		add(what, commits)
	}
	if graderFaults {
		add("grade/fail", commits)
		add("regrade/store", commits)
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

// labelPoll labels a poll for events, which waits until there are any.
const labelPoll = "event/poll"

// labelKey is the context key of a request's label.
type labelKey struct{}

func withLabel(ctx context.Context, label string) context.Context {
	return context.WithValue(ctx, labelKey{}, label)
}

// crashingTransport can kill the process around every request. Requests take no virtual time, unless
// the platform says that it waits. Then they have a time limit.
type crashingTransport struct {
	crash *crashPoint
	clock *clock.Service
	next  http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (m crashingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	label, _ := r.Context().Value(labelKey{}).(string)
	m.crash.reachStage(label + "/sending")
	limited, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	release := func() {}
	if label != labelPoll {
		release = m.clock.Hold()
		defer release()
		go m.limitTime(limited, cancel)
	}
	ctx := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { m.crash.reachStage(label + "/sent") },
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			release()
			return nil
		},
	})
	response, err := m.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		m.crash.reachStage(label + "/failed")
		return nil, err
	}
	m.crash.reachStage(label + "/handled")
	body, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	m.crash.reachStage(label + "/returning")
	return response, nil
}

var errSlow = errors.New("the platform doesn't respond in time")

// limitTime cancels a request that takes too long.
func (m crashingTransport) limitTime(ctx context.Context, cancel context.CancelCauseFunc) {
	select {
	case <-ctx.Done():
	case <-m.clock.After(clientTime):
		cancel(errSlow)
	}
}

// crashingStore can kill the process before and after every commit. It journals committed grades.
type crashingStore struct {
	quiz.Store
	crash   *crashPoint
	clock   *clock.Service
	journal *journal
	// clockWrong says that nothing may be decided, because the clock is far behind.
	clockWrong bool
}

// Update implements [quiz.Store].
func (s crashingStore) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	defer s.clock.Hold()()
	label := ""
	var graded []quiz.Reply
	decided := false
	err := s.Store.Update(ctx, func(tx quiz.Tx) error {
		watched := &labellingTx{Tx: tx}
		if err := fn(watched); err != nil {
			return err
		}
		label, graded, decided = watched.useCaseLabel(), watched.graded, watched.decides
		s.crash.reachStage(label + "/before commit")
		return nil
	})
	if err == nil {
		for _, r := range graded {
			s.journal.write(lineStored, r.Round, r.Member)
		}
		if s.clockWrong && decided {
			s.journal.write(lineDecided, 1, 0)
		}
		s.crash.reachStage(label + "/committed")
	}
	return err
}

// Compact implements [quiz.Compactor].
func (s crashingStore) Compact(ctx context.Context) error {
	s.crash.reachStage("file/compact/before commit")
	compactor, ok := s.Store.(quiz.Compactor)
	if !ok {
		return errors.New("the store has nothing to compact")
	}
	err := compactor.Compact(ctx)
	s.crash.reachStage("file/compact/committed")
	return err
}

// labellingTx names the use case of a transaction by its writes.
type labellingTx struct {
	quiz.Tx
	step, closes, answers, votes, points, room, open bool
	// decides says that a round or digest began, or a round closed, by the clock.
	decides bool
	kind    quiz.JobKind
	tries   int
	ended   quiz.JobKind
	graded  []quiz.Reply // by the grader
}

// SetJob implements [quiz.Tx].
func (t *labellingTx) SetJob(s quiz.Job) error {
	t.step, t.kind, t.tries = true, s.Kind, s.Tries
	if _, err := t.Job(s.Room); errors.Is(err, quiz.ErrNotFound) {
		t.decides = true
	}
	return t.Tx.SetJob(s)
}

// EndJob implements [quiz.Tx].
func (t *labellingTx) EndJob(room quiz.RoomID) error {
	if s, err := t.Job(room); err == nil {
		t.ended = s.Kind
	}
	return t.Tx.EndJob(room)
}

// SetRound implements [quiz.Tx].
func (t *labellingTx) SetRound(r quiz.Round) error {
	t.closes = t.closes || r.Phase == quiz.Closing
	t.open = t.open || r.Phase == quiz.Open
	return t.Tx.SetRound(r)
}

// SetReply implements [quiz.Tx].
func (t *labellingTx) SetReply(r quiz.Reply) error {
	t.answers = true
	if g := r.Grade; g != nil && g.By == scoring.ByGrader && !gradebook.AwaitsGrader(g) {
		if earlier, err := t.Reply(r.Round, r.Member); err == nil && (earlier.Grade == nil || gradebook.AwaitsGrader(earlier.Grade)) {
			t.graded = append(t.graded, r)
		}
	}
	return t.Tx.SetReply(r)
}

// SetVote implements [quiz.Tx].
func (t *labellingTx) SetVote(round quiz.RoundID, voter, candidate quiz.MemberNo, at time.Time) error {
	t.votes = true
	return t.Tx.SetVote(round, voter, candidate, at)
}

// Append implements [quiz.Tx].
func (t *labellingTx) Append(e ledger.Entry) error {
	t.points = true
	return t.Tx.Append(e)
}

// SetRoom implements [quiz.Tx].
func (t *labellingTx) SetRoom(r quiz.Room) error {
	t.room = true
	return t.Tx.SetRoom(r)
}

func (t *labellingTx) useCaseLabel() string {
	switch {
	case t.ended != "":
		return string(t.ended) + "/finish"
	case t.step && t.tries > 0:
		return string(t.kind) + "/fail"
	case t.step && t.kind == quiz.JobReveal:
		return "grade/begin reveal"
	case t.step && t.kind == quiz.JobGrade && !t.closes:
		return "grade/save"
	case t.step:
		return string(t.kind) + "/begin"
	case t.closes:
		return "close/begin"
	case t.votes:
		return "event/save vote"
	case len(t.graded) > 0 && t.points:
		return "regrade/store"
	case len(t.graded) > 0:
		return "grade/store"
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
