package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/grading/external"
	"quizbot/quiz/ident"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// The lines of the grader's journal, each with a round and, for the last two, a member: an attempt of
// the grader, a paid call for one answer, and a grade that is committed.
const (
	lineAttempt = "attempt"
	lineCall    = "call"
	lineStored  = "stored"
	// lineDecided is a decision by a clock that was far behind. It names no round.
	lineDecided = "decided"
)

// graderFaults are the ways in which an attempt of the grader fails.
const (
	graderError = "the grader failed"
	graderHang  = "the grader hung"
	graderPanic = "the grader panicked"
	graderSlow  = "the grader was slow"
)

// journal is the file of paid calls. It survives every crash.
type journal struct {
	mu   sync.Mutex
	file *os.File
}

func journalFile(dir string) string { return filepath.Join(dir, "grader.log") }

func openJournal(dir string) (*journal, error) {
	file, err := os.OpenFile(journalFile(dir), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &journal{file: file}, err
}

// write appends a line. It panics if it can't, since the run would prove nothing.
func (j *journal) write(line string, round quiz.RoundID, member quiz.MemberNo) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := fmt.Fprintln(j.file, line, round, member); err != nil {
		panic(err)
	}
}

// journalEntry is one line of the journal.
type journalEntry struct {
	line   string
	round  quiz.RoundID
	member quiz.MemberNo
}

// readJournal returns the lines so far.
func readJournal(dir string) (list []journalEntry, err error) {
	file, err := os.Open(journalFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var e journalEntry
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			return nil, fmt.Errorf("the journal has the line %q", lines.Text())
		}
		e.line = fields[0]
		id, ok := ident.ParseRound(fields[1])
		if _, err := fmt.Sscan(fields[2], &e.member); err != nil || !ok {
			return nil, fmt.Errorf("the journal has the line %q", lines.Text())
		}
		e.round = id
		list = append(list, e)
	}
	return list, lines.Err()
}

// maxFailures is how many attempts to grade a round may fail.
const maxFailures = 20

// paidGrader is an expensive grader: each answer takes some virtual time, and each call is journalled.
// It fails in several ways if faults is set.
type paidGrader struct {
	*journal
	dir    string
	clock  *clock.Service
	seed   uint64
	faults bool
}

// Grade implements [quiz.Grader].
func (g paidGrader) Grade(ctx context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	if len(replies) == 0 {
		return nil
	}
	fault, err := g.drawFault(replies[0].Round)
	if err != nil {
		return err
	}
	for i := range replies {
		r := &replies[i]
		if r.Grade != nil {
			continue
		}
		if i%3 == 1 || i == len(replies)-1 {
			if err := g.failBy(ctx, fault, q, replies); err != nil {
				return err
			}
		}
		g.write(lineCall, r.Round, r.Member)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-g.clock.After(time.Minute):
		}
		if err := found(i, gradeOf(q, r)); err != nil {
			return err
		}
	}
	return nil
}

// drawFault journals an attempt to grade a round and returns its fault, empty for none.
func (g paidGrader) drawFault(round quiz.RoundID) (string, error) {
	list, err := readJournal(g.dir)
	if err != nil {
		return "", err
	}
	attempts := 0
	for _, e := range list {
		if e.line == lineAttempt && e.round == round {
			attempts++
		}
	}
	g.write(lineAttempt, round, 0)
	if !g.faults || attempts >= maxFailures {
		return "", nil
	}
	kinds := []string{graderError, graderHang, graderPanic, graderSlow, ""}
	if round%3 == 0 { // it fails past the deadline
		kinds = kinds[:3]
	}
	return kinds[hashOf(g.seed, round, attempts)%uint64(len(kinds))], nil
}

// hangingProgram is a program that writes nothing, longer than any deadline takes.
func hangingProgram() quiz.Grader { return external.New([]string{"sleep", "10"}) }

// failBy fails by a fault.
func (g paidGrader) failBy(ctx context.Context, fault string, q *quiz.Question, replies []quiz.Reply) error {
	switch fault {
	case graderError:
		return errors.New("the grader says 503")
	case graderHang:
		if len(q.KeyPoints) > 0 { // a program is asked about points
			return hangingProgram().Grade(ctx, q, replies, func(int, quiz.Grade) error { return errors.New("a program that sleeps has graded") })
		}
		<-ctx.Done()
	case graderPanic:
		panic("the grader panics")
	case graderSlow:
		select {
		case <-ctx.Done():
		case <-g.clock.After(20 * time.Minute):
		}
	}
	return ctx.Err()
}

// gradeOf returns the grade of a reply: by the exact solution of a question, and otherwise any band.
func gradeOf(q *quiz.Question, r *quiz.Reply) quiz.Grade {
	if grading.IsExact(q) {
		return grading.GradeExactly(q, r)
	}
	bands := append(scoring.Bands(), scoring.Unsure, scoring.Unsure)
	band := bands[hashOf(r.Round, r.Answer())%uint64(len(bands))]
	return quiz.Grade{
		Band: band, Score: band.Score(), Confidence: 1, By: scoring.ByGrader, Grader: "paid 1",
		Reasons: []reason.GradeReason{{Code: reason.NothingShared}},
	}
}

func hashOf(parts ...any) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, parts...) // writing to a hash does not fail
	return h.Sum64()
}

// checkGrading checks that no answer was paid for again after its grade was stored.
func (c *checker) checkGrading(list []journalEntry) {
	stored := map[journalEntry]bool{}
	for _, e := range list {
		key := journalEntry{round: e.round, member: e.member}
		switch e.line {
		case lineStored:
			stored[key] = true
			c.report.Graded++
		case lineCall:
			if c.report.PaidCalls++; stored[key] {
				c.violation("the answer of member %d to round %s was graded again, although its grade was stored", e.member, e.round)
			}
		case lineAttempt:
			c.report.Attempts++
		case lineDecided:
			c.violation("something was asked, closed or told by a clock that was far behind")
		}
	}
}
