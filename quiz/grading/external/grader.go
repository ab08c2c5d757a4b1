package external

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
)

// Patience is how long a program may take for its next line before it is killed and started again.
// Twice that is well within the default grade deadline of a room.
const Patience = 2 * time.Minute

// Grader grades by a program. It gets all answers of a round at once and is told nothing about their
// authors. Its verdicts on points count; score and band follow from them. It is safe for concurrent
// use.
type Grader struct {
	command  []string
	patience time.Duration
}

// New returns a grader that runs a program with arguments. The command is not empty.
func New(command []string) *Grader { return &Grader{command, Patience} }

// errSilent ends a program that has taken too long for its next line.
var errSilent = errors.New("the program takes too long")

// Grade implements [quiz.Grader]. The program is killed if it falls silent, and started once more with
// the answers that it left. A question without key points is graded offline, because there is nothing
// to give verdicts on.
func (g *Grader) Grade(ctx context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	task := grading.TaskOf(q)
	if len(task.Points) == 0 {
		return grading.Offline{}.Grade(ctx, q, replies, found)
	}
	open := map[int]string{}
	for i := range replies {
		if replies[i].Grade == nil {
			open[i] = grading.HideMentions(replies[i].Answer())
		}
	}
	if len(open) == 0 {
		return ctx.Err()
	}
	version, err := g.version()
	if err != nil {
		return err
	}
	r := round{task: task, open: open, sent: slices.Collect(maps.Values(open)), found: func(i int, a grading.Assessment) error { return found(i, a.Grade(version)) }}
	err = g.run(ctx, &r)
	if errors.Is(err, errSilent) {
		err = g.run(ctx, &r)
	}
	switch {
	case errors.Is(err, errSilent):
		return fmt.Errorf("the grader %s gave no grade for %s, twice: %s without one", g.name(), g.patience, countAnswers(len(r.open)))
	case err == nil && len(r.open) > 0:
		return fmt.Errorf("the grader %s ended without a grade for %s: let it write a line for each line that it reads", g.name(), countAnswers(len(r.open)))
	}
	return err
}

// countAnswers returns a number of answers in words.
func countAnswers(n int) string {
	if n == 1 {
		return "1 answer"
	}
	return fmt.Sprintf("%d answers", n)
}

// round are the answers of a round that a program still has to grade.
type round struct {
	task  grading.Task
	open  map[int]string // the answers without a grade, by their replies
	sent  []string       // all answers that the program has seen
	found func(int, grading.Assessment) error
}

// name returns the program's name for people.
func (g *Grader) name() string { return filepath.Base(g.command[0]) }

// version names the program in grades. It changes with its file and its arguments.
func (g *Grader) version() (string, error) {
	path, err := exec.LookPath(g.command[0])
	if err != nil {
		return "", g.startError(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", g.startError(err)
	}
	sum := fnv.New32a()
	_, _ = fmt.Fprintf(sum, "%q %d %s", g.command, info.Size(), info.ModTime().UTC()) // a hash never fails
	return "exec " + g.name() + " " + hex.EncodeToString(sum.Sum(nil)), nil
}

// startError is the error of a program that can't be started.
func (g *Grader) startError(err error) error {
	return fmt.Errorf("the grader %s cannot be started: %w: name a program under grader.exec that this user may run", g.command[0], err)
}

// Check grades a sample answer, and returns what is wrong.
func (g *Grader) Check(ctx context.Context) error {
	q := quiz.Question{
		Title: "What is a closure?", Answer: "A function that keeps the variables around it. It is created anew with every call.",
		KeyPoints: []string{"A function that keeps the variables around it", "It is created anew with every call"},
	}
	return g.Grade(ctx, &q, []quiz.Reply{{Form: "A function that keeps the variables around it."}}, func(int, quiz.Grade) error { return nil })
}

// environment returns what the program sees of the environment. The bot's secrets aren't among it.
func environment() []string {
	var list []string
	for _, name := range []string{
		"PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
		"TEMP", "TMP", "SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", // Windows
	} {
		if value, ok := os.LookupEnv(name); ok {
			list = append(list, name+"="+value)
		}
	}
	return list
}

// quotesAnswer reports whether a line repeats words of an answer, which no log should have.
func (r *round) quotesAnswer(line string) bool {
	const run = 16
	for _, answer := range r.sent {
		for i := range max(len(line)-run, 0) + 1 {
			if part := line[i:min(i+run, len(line))]; len(part) >= run && strings.Contains(answer, part) || answer == line {
				return true
			}
		}
	}
	return false
}
