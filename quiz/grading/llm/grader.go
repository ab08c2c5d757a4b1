package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/panics"
)

// DefaultBudget is the number of requests a day where none is set.
const DefaultBudget = 1000

// Bounds of the questions to the model about one round. What the model doesn't answer within them
// keeps its offline grade.
const (
	parallelRequests = 4
	roundTime        = 3 * time.Minute
	mostFailures     = 3 // in a row
)

// Options are the settings of a Grader.
type Options struct {
	URL  string // of the API, such as https://api.example.com/v1
	Name string // of the model
	Key  string // may be empty
	// Budget is the number of requests a day, by UTC. The process counts them.
	Budget int
	// IsExcluded reports whether a member keeps answers from the model. Nil: nobody does.
	IsExcluded func(ctx context.Context, member quiz.MemberNo) (bool, error)
	Log        *slog.Logger
}

// Grader grades like the offline grader, and has a language model check its verdicts. It is safe for
// concurrent use.
type Grader struct {
	options  Options
	client   client
	cache    cache
	offline  grading.Offline
	patience time.Duration // for the questions about a round
}

// New returns a Grader.
func New(o Options) *Grader {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Grader{options: o, client: newClient(o), patience: roundTime}
}

// DropTexts implements [quiz.TextKeeper]: verdicts quote answers.
func (g *Grader) DropTexts() { g.cache.clear() }

// Host returns the host to which answers go.
func (g *Grader) Host() string { return HostOf(g.options.URL) }

// HostOf returns the host of an address, for people.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// version names the grader in a grade. It changes with the model, the prompt and the offline grader.
func (g *Grader) version() string {
	return fmt.Sprintf("model %s %s, %s", g.options.Name, promptVersion, g.offline.Version())
}

// Grade implements [quiz.Grader]. It fails only with ctx and found: without the model's verdicts the
// offline grade stands.
func (g *Grader) Grade(ctx context.Context, q *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	var asked []question
	task := grading.TaskOf(q)
	assessments := g.offline.Assess(task, answersOf(replies), true)
	for i := range replies {
		if replies[i].Grade != nil {
			continue
		}
		a := &assessments[i]
		if isOpen(task, a) && !g.isExcluded(ctx, replies[i].Member) {
			asked = append(asked, question{reply: i, answer: replies[i].Answer(), offline: a})
			continue
		}
		if err := errors.Join(ctx.Err(), found(i, a.Grade(g.offline.Version()))); err != nil {
			return err
		}
	}
	return g.check(ctx, task, asked, found)
}

func answersOf(replies []quiz.Reply) []string {
	answers := make([]string, len(replies))
	for i := range replies {
		answers[i] = replies[i].Answer()
	}
	return answers
}

// isOpen reports whether the model may change an assessment: there are points, and no rule for all
// graders has decided.
func isOpen(task grading.Task, a *grading.Assessment) bool {
	return len(task.Points) > 0 && !a.IsLimited()
}

// isExcluded reports whether a member's answers stay here. In doubt they do.
func (g *Grader) isExcluded(ctx context.Context, member quiz.MemberNo) bool {
	if g.options.IsExcluded == nil {
		return false
	}
	excluded, err := g.options.IsExcluded(ctx, member)
	if err != nil {
		g.options.Log.Warn("cannot tell whether a member keeps answers from the language model: this one is kept from it", "err", err)
	}
	return excluded || err != nil
}

// question is an answer that the model is asked about.
type question struct {
	reply   int
	answer  string
	offline *grading.Assessment
}

// result is what came of a question. Without verdicts the offline grade stands.
type result struct {
	question
	verdicts []verdict
	err      error
}

// check asks the model about answers, several at a time, and passes each grade on when it is there.
func (g *Grader) check(ctx context.Context, task grading.Task, asked []question, found func(int, quiz.Grade) error) error {
	if len(asked) == 0 {
		return ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, g.timeFor(ctx))
	defer cancel()
	support := g.offline.Support(task)
	var failed failures
	for r := range g.ask(limited, task, asked) {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		grade := r.offline.Grade(g.offline.Version())
		if failed.note(r.err); r.err == nil {
			a := Combine(support, r.answer, r.offline, r.verdicts)
			grade = a.Grade(g.version())
		}
		if err := found(r.reply, grade); err != nil {
			return err
		}
		if failed.inARow >= mostFailures {
			cancel()
		}
	}
	if failed.all > 0 {
		g.options.Log.Warn("the language model gave no verdicts on some answers: their offline grades stand", "answers", failed.all, "of", len(asked), "err", failed.first)
	}
	return ctx.Err()
}

// timeFor returns the time for the questions about a round: at most three quarters of what is left
// before the deadline of ctx, after which no grade counts.
func (g *Grader) timeFor(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return g.patience
	}
	return min(g.patience, time.Until(deadline)*3/4)
}

// failures counts the questions without an answer.
type failures struct {
	all, inARow int
	first       error
}

func (f *failures) note(err error) {
	if err == nil {
		f.inARow = 0
		return
	}
	f.all++
	f.inARow++
	if f.first == nil {
		f.first = err
	}
}

// ask yields the result of each question when it is there. It waits for the requests that are under
// way when the caller stops.
func (g *Grader) ask(ctx context.Context, task grading.Task, asked []question) func(yield func(result) bool) {
	return func(yield func(result) bool) {
		ctx, cancel := context.WithCancel(ctx)
		waiting, results := make(chan question), make(chan result)
		var workers sync.WaitGroup
		for range min(parallelRequests, len(asked)) {
			workers.Go(func() {
				for q := range waiting {
					r := result{question: q}
					r.err = panics.Catch(func() (err error) {
						r.verdicts, err = g.verdicts(ctx, task, q.answer)
						return err
					})
					results <- r
				}
			})
		}
		go func() {
			for _, q := range asked {
				waiting <- q
			}
			close(waiting)
			workers.Wait()
			close(results)
		}()
		defer cancel()
		stopped := false
		for r := range results {
			if !stopped && !yield(r) {
				stopped = true
				cancel() // what waits fails at once
			}
		}
	}
}

// verdicts returns the model's verdicts on an answer, perhaps those that it gave before.
func (g *Grader) verdicts(ctx context.Context, task grading.Task, answer string) ([]verdict, error) {
	p := newPrompt(task, answer)
	key := p.key(g.options.Name)
	if known, ok := g.cache.get(key); ok {
		return known, nil
	}
	if ctx.Err() != nil {
		return nil, errors.New("it takes too long, or fails too often")
	}
	verdicts, err := g.client.ask(ctx, p)
	if err != nil {
		return nil, err
	}
	g.cache.put(key, verdicts)
	return verdicts, nil
}

// Check asks the model about a sample answer, and returns what is wrong.
func (g *Grader) Check(ctx context.Context) error {
	task := grading.Task{
		Question: "What is a closure?", Reference: "A function that keeps the variables around it.",
		Points: []string{"A function that keeps the variables around it"},
	}
	_, err := g.client.ask(ctx, newPrompt(task, "A function that keeps the variables around it."))
	return err
}
