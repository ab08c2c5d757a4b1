package bottest

import (
	"context"
	"errors"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/grading/external"
	"quizbot/quiz/grading/llm"
)

// offlineGrader is the grader that is built in.
func offlineGrader() quiz.Grader { return grading.ByKind{Open: grading.Offline{}} }

// unreachableModel is a language model that gives no verdicts. The offline grades stand.
func unreachableModel() quiz.Grader {
	return grading.ByKind{Open: llm.New(llm.Options{URL: "http://127.0.0.1:1/v1", Name: "unreachable"})}
}

// hangingProgram is a grader whose process never writes anything.
func hangingProgram() *brokenGrader {
	return &brokenGrader{program: external.New([]string{"sleep", "600"})}
}

// brokenGrader fails or hangs until it is repaired. Then it is the one that is built in.
type brokenGrader struct {
	mu    sync.Mutex
	world *World // its clock passes the deadline while the grader hangs, nil for one that fails
	// program is a grader in a process of its own, nil for one within the test.
	program quiz.Grader
	works   bool
}

// Grade implements [quiz.Grader].
func (g *brokenGrader) Grade(ctx context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	g.mu.Lock()
	works, world := g.works, g.world
	g.mu.Unlock()
	switch {
	case works:
		return offlineGrader().Grade(ctx, q, replies, found)
	case world == nil:
		return errors.New("the grader says 503")
	}
	world.MoveClock(world.Now().Add(10 * time.Minute))
	if g.program != nil {
		return g.program.Grade(ctx, q, replies, found)
	}
	<-ctx.Done()
	return ctx.Err()
}

// repair makes the grader work.
func (g *brokenGrader) repair() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.works = true
}

// answersAreGraded has answers graded at the close. Everybody sees the good ones, and their authors
// read why.
func answersAreGraded(s stage) {
	s.answerByForm("ann", "It is a function, and it keeps its variables with it.")
	s.answerByForm("bob", "I don't know.")
	s.advanceTo(0, 17, 30)
	s.everybodySees("2 answers · 1 full, 1 not right", "ann · full")
	s.Press("ann", "My grade")
	s.memberSees("ann", "full", "10 points", "it is a function", "it keeps its variables")
	s.Press("bob", "My grade")
	s.memberSees("bob", "not right", "1 point", "You wrote that you don't know.")
}

// graderFails has the reveal wait for the deadline of a grader that fails. The answers are graded once
// it works, and the reveal shows it.
func graderFails(s stage) { s.checkGradedLater(s.grader.(*brokenGrader)) }

// graderHangs has a grader that doesn't answer before the deadline.
func graderHangs(s stage) {
	grader := s.grader.(*brokenGrader)
	grader.world = s.World
	s.checkGradedLater(grader)
}

func (s stage) checkGradedLater(grader *brokenGrader) {
	s.t.Helper()
	s.answerByForm("ann", "It is a function, and it keeps its variables with it.")
	s.answerByForm("bob", "It is a function that keeps its variables.")
	if grader.world == nil {
		s.advanceTo(0, 17, 39)
		s.nobodySees("together with the variables", "variables with it")
		s.Command(s.Admin(), "/quiz-admin status")
		s.memberSees(s.Admin(), "the answers of 2026-11-23 aren't all graded yet")
	}
	s.advanceTo(0, 17, 40)
	s.everybodySees("together with the variables", "2 answers · 2 not graded yet")
	s.Press("ann", "My grade")
	s.memberSees("ann", "Not graded yet", "1 point", "Grading didn't finish in time.")
	s.tickPoints("bob", "1")
	grader.repair()
	s.advanceTo(0, 19, 0)
	s.everybodySees("ann · full")
	s.Press("ann", "My grade")
	s.memberSees("ann", "full", "10 points", "Graded by the program, offline.")
	s.Press("bob", "My grade")
	s.memberSees("bob", "partly right", "4 points", "Graded by yourself.")
	s.Command("ann", "/leaderboard")
	s.memberSees("ann", "10", "4")
}
