package service_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

const room quiz.RoomID = "console/demo/a"

// bank is a list of questions.
type bank []quiz.Question

func (b bank) Questions(...string) iter.Seq[*quiz.Question] {
	return func(yield func(*quiz.Question) bool) {
		for i := range b {
			if !yield(&b[i]) {
				return
			}
		}
	}
}

func (b bank) Question(id quiz.QuestionID) (*quiz.Question, bool) {
	i := slices.IndexFunc(b, func(q quiz.Question) bool { return q.ID == id })
	if i < 0 {
		return nil, false
	}
	return &b[i], true
}

// essays are n questions with an answer.
func essays(n int) bank {
	var b bank
	for i := range n {
		b = append(b, quiz.Question{ID: quiz.QuestionID(fmt.Sprintf("q%d", i)), Title: fmt.Sprintf("Question %d", i), Answer: "Because."})
	}
	return b
}

// channel is an announcer that remembers what stands, and fails on demand.
type channel struct {
	mu     sync.Mutex // rooms are served side by side
	posted []quiz.Announcement
	fail   func(a quiz.Announcement, nth int) error // asked before each post
	late   bool                                     // the failure comes after the post went through
	blind  bool                                     // what stands cannot be seen either, while it fails
	beside bool                                     // the failure is of something beside the post, which stands
	tries  int
	thread func(ctx context.Context, nth int) error // opens a thread
	opened int                                      // how often that was tried
	alarms []quiz.Alarm
}

func (c *channel) Announce(_ context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries++
	stands := slices.ContainsFunc(c.posted, func(b quiz.Announcement) bool { return a.Key == b.Key })
	if a.Overdue && !c.blind {
		if !stands {
			return nil, quiz.ErrTooLate
		}
		return []quiz.MessageRef{{Message: a.Key}}, nil
	}
	var err error
	if c.fail != nil {
		err = c.fail(a, c.tries)
	}
	if err != nil && !c.late && !c.beside {
		return nil, err
	}
	if !stands {
		c.posted = append(c.posted, a)
	}
	if err != nil && !c.beside {
		return nil, err
	}
	return []quiz.MessageRef{{Message: a.Key}}, err
}

func (c *channel) OpensThreads(quiz.RoomID) bool { return c.thread != nil }

func (c *channel) OpenThread(ctx context.Context, _ quiz.Round) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opened++; c.thread == nil {
		return nil
	}
	return c.thread(ctx, c.opened)
}

func (c *channel) Alarm(_ context.Context, a quiz.Alarm) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alarms = append(c.alarms, a)
	return nil
}

// story is a room with the real service, store and runner, on a clock that the test moves.
type story struct {
	t       *testing.T
	room    quiz.RoomID
	now     time.Time
	store   quiz.Store
	service *service.Service
	channel *channel
	runner  *runner.Runner
}

func begin(t *testing.T, b quiz.Bank, change func(*plan.Plan)) *story {
	t.Helper()
	s := &story{t: t, room: room, now: clockAt(t, "2026-11-23 09:00"), store: memory.New(), channel: &channel{}}
	s.service = service.New(s.store, b, grading.Exact{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	s.restart()
	roomPlan := plan.Default()
	if change != nil {
		change(&roomPlan)
	}
	if err := s.service.SyncConfiguredRooms(s.ctx(), s.now, map[quiz.RoomID]plan.Plan{room: roomPlan}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *story) askNow(who quiz.Person) error {
	_, err := s.service.AskNow(s.ctx(), s.now, s.room, who, "")
	return err
}

func (s *story) revealNow(who quiz.Person) error {
	_, err := s.service.RevealNow(s.ctx(), s.now, s.room, who)
	return err
}

func clockAt(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (s *story) ctx() context.Context { return context.Background() }

// restart is a new process over the same store and the same channel.
func (s *story) restart() {
	s.runner = runner.New(s.service, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
}

// die has the process die after a post went through and before that was written down.
func (s *story) die(at string) {
	s.t.Helper()
	died, cancel := context.WithCancel(s.ctx())
	s.channel.late = true
	s.channel.fail = func(quiz.Announcement, int) error {
		cancel()
		return context.Canceled
	}
	s.now = clockAt(s.t, at)
	if err := s.runner.RunPending(died); err == nil {
		s.t.Fatal("a stopped runner says that all is well")
	}
	s.channel.late, s.channel.fail = false, nil
	s.restart()
}

// until lets time pass, doing what falls due at its time.
func (s *story) until(when string) {
	s.t.Helper()
	to := clockAt(s.t, when)
	for {
		next, err := s.runner.Next(s.ctx())
		if err != nil {
			s.t.Fatal(err)
		}
		if next.IsZero() || next.After(to) {
			break
		}
		s.at(next)
	}
	s.at(to)
}

// jump is a machine that was off until then.
func (s *story) jump(when string) {
	s.t.Helper()
	s.at(clockAt(s.t, when))
}

func (s *story) at(now time.Time) {
	s.t.Helper()
	if now.After(s.now) {
		s.now = now
	}
	if err := s.runner.RunPending(s.ctx()); err != nil {
		s.t.Fatal(err)
	}
}

// lookAgain has the runner run until it has nothing to do, as when it starts.
func (s *story) lookAgain() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx(), 10*time.Second)
	ended := make(chan struct{})
	go func() { defer close(ended); s.runner.Run(ctx) }()
	for ctx.Err() == nil {
		next, err := s.runner.Next(ctx)
		if err != nil || next.After(s.now) && next.Sub(s.now) < 10*24*time.Hour {
			break
		}
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-ended
}

func person(name string) quiz.Person {
	return quiz.Person{ID: quiz.MemberID("console/demo/" + name), Name: name}
}

func (s *story) current() quiz.Round {
	s.t.Helper()
	round, err := s.service.OpenRound(s.ctx(), s.room)
	if err != nil {
		s.t.Fatal(err)
	}
	return round
}

func (s *story) answer(name, text string) {
	s.t.Helper()
	if _, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), s.room, person(name), s.current().ID, text); err != nil {
		s.t.Fatal(err)
	}
}

// kinds is what stands in the channel, in order: ask, reveal, digest.
func (s *story) kinds() string {
	var list []string
	for _, a := range s.channel.posted {
		list = append(list, a.Key[strings.LastIndexByte(a.Key, '/')+1:])
	}
	return strings.Join(list, " ")
}

func (s *story) expectKinds(want string) {
	s.t.Helper()
	if got := s.kinds(); got != want {
		s.t.Errorf("at %s the channel shows %q, want %q", s.now.Format("2006-01-02 15:04"), got, want)
	}
}

func refusedWith(t *testing.T, err error, want reason.RefusalCode) {
	t.Helper()
	r, ok := reason.AsRefusal(err)
	if !ok || r.Code != want {
		t.Errorf("got %v, want the refusal %s", err, want)
	}
}

func TestDays(t *testing.T) {
	s := begin(t, essays(10), nil)
	s.until("2026-11-23 09:29")
	s.expectKinds("")
	s.until("2026-11-23 09:30")
	s.expectKinds("ask")
	s.answer("ann", "x")
	s.until("2026-11-23 17:30")
	s.expectKinds("ask reveal")
	s.until("2026-11-24 09:29")
	s.expectKinds("ask reveal digest")
	s.until("2026-11-27 23:00")
	s.expectKinds("ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask reveal")
	s.until("2026-11-29 23:00")
	s.expectKinds("ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask reveal")
	s.until("2026-11-30 09:30")
	s.expectKinds("ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask reveal digest ask")
}

// Whatever fails, before the post or after it went through, nothing is posted twice and nothing is lost.
func TestFailingPosts(t *testing.T) {
	for name, late := range map[string]bool{"before the post": false, "after the post": true} {
		t.Run(name, func(t *testing.T) {
			s := begin(t, essays(10), nil)
			s.channel.late = late
			failed := map[string]int{}
			s.channel.fail = func(a quiz.Announcement, _ int) error {
				if failed[a.Key]++; failed[a.Key] <= 4 {
					return errors.New("503")
				}
				return nil
			}
			s.until("2026-11-23 12:00")
			s.expectKinds("ask")
			s.answer("ann", "x")
			s.until("2026-11-25 08:00")
			s.expectKinds("ask reveal digest ask reveal")
			st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
			if err != nil {
				t.Fatal(err)
			}
			if len(st.Room.Troubles) == 0 || st.Room.Troubles[0].Code != reason.TroubleFailed {
				t.Errorf("status tells of no failure: %+v", st.Room.Troubles)
			}
		})
	}
}

// A process that dies in the middle of a post carries it on after the restart, once.
func TestRestartWithinAPost(t *testing.T) {
	s := begin(t, essays(10), nil)
	s.die("2026-11-23 09:30")
	refusedWith(t, func() error { _, err := s.service.OpenRound(s.ctx(), room); return err }(), reason.NothingOpen)
	s.until("2026-11-23 09:31")
	s.expectKinds("ask")
	s.answer("ann", "x")
}

// The close is two transactions; a process that dies between them grades after the restart.
func TestRestartWithinAClose(t *testing.T) {
	s := begin(t, essays(10), nil)
	s.until("2026-11-23 10:00")
	s.answer("ann", "x")
	broken := service.New(s.store, essays(10), brokenGrader{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	jobs := runner.New(broken, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
	s.now = clockAt(t, "2026-11-23 17:30")
	if err := jobs.RunPending(s.ctx()); err != nil {
		t.Fatal(err)
	}
	s.expectKinds("ask")
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || st.Open == nil || st.Open.Phase != quiz.Closing {
		t.Fatalf("got %+v, %v, want a round that is closing", st.Open, err)
	}
	s.restart()
	s.until("2026-11-23 17:40")
	s.expectKinds("ask reveal")
	s.until("2026-11-23 20:00")
	me, err := s.service.Stats(s.ctx(), s.now, room, person("ann"))
	if err != nil || me.All == nil || me.All.Points != 1 || me.All.Answered != 1 || me.Streak != 1 {
		t.Errorf("got %+v, %v, want one point for one answer", me.All, err)
	}
}

type brokenGrader struct{}

func (brokenGrader) Grade(context.Context, *quiz.Question, []quiz.Reply) ([]quiz.Grade, error) {
	return nil, errors.New("out of memory")
}

func TestMachineWasOff(t *testing.T) {
	s := begin(t, essays(10), nil)
	s.jump("2026-11-23 13:00") // within the catch-up window of four hours
	s.expectKinds("ask")
	if got, want := s.current().ClosesAt, clockAt(t, "2026-11-23 17:30"); !got.Equal(want) {
		t.Errorf("a late question closes at %s, want %s", got, want)
	}
	s.answer("ann", "x")
	s.jump("2026-11-26 08:00") // the close always happens, however late
	s.expectKinds("ask reveal")
	s.jump("2026-11-26 14:00") // both windows passed
	s.expectKinds("ask reveal")
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil {
		t.Fatal(err)
	}
	var missed []string
	for _, tr := range st.Room.Troubles {
		if tr.Code == reason.TroubleMissed {
			missed = append(missed, string(tr.Job)+" "+tr.Detail)
		}
	}
	if !slices.Contains(missed, "ask 2026-11-24") || !slices.Contains(missed, "ask 2026-11-26") {
		t.Errorf("status tells of %v, want the questions of the 24th to the 26th", missed)
	}
}

// A question that cannot be posted before its round's close is given up, and asked another day.
func TestAskGivenUp(t *testing.T) {
	s := begin(t, essays(1), nil)
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("no such channel") }
	s.until("2026-11-23 18:00")
	s.expectKinds("")
	if st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss")); err != nil || st.Left != 1 {
		t.Errorf("%d questions are left, %v, want the one that was given up", st.Left, err)
	}
	if err := s.askNow(person("boss")); err != nil {
		t.Errorf("an admin cannot ask it again: %v", err)
	}
	s.channel.fail = nil
	s.until("2026-11-23 18:10")
	s.expectKinds("ask")
	if got := s.current().Number; got != 1 {
		t.Errorf("the first round that was asked has number %d", got)
	}
}

func TestAskNowAndRevealNow(t *testing.T) {
	s := begin(t, essays(10), nil)
	boss := person("boss")
	refusedWith(t, s.askNow(person("ann")), reason.AdminsOnly)
	refusedWith(t, s.revealNow(boss), reason.NothingOpen)
	if err := s.askNow(boss); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask")
	refusedWith(t, s.askNow(boss), reason.RoundUnderway)
	s.until("2026-11-23 09:40")
	s.expectKinds("ask")
	if err := s.revealNow(boss); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask reveal")
	s.until("2026-11-23 12:00")
	s.expectKinds("ask reveal") // it was open when the planned question was due
	if err := s.askNow(boss); err != nil {
		t.Errorf("on the same day: %v", err)
	}
	s.until("2026-11-24 09:30")
	s.expectKinds("ask reveal ask reveal digest ask")

	saturday := begin(t, essays(10), nil)
	saturday.until("2026-11-28 12:00")
	before := saturday.kinds()
	if err := saturday.askNow(boss); err != nil {
		t.Fatal(err)
	}
	saturday.until("2026-11-29 12:00")
	saturday.expectKinds(before + " ask reveal")
}

// Two questions in turn, never one twice in a row, whatever the cycles' order.
func TestNotTwiceInARow(t *testing.T) {
	s := begin(t, essays(2), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	s.until("2026-12-20 12:00")
	var last quiz.QuestionID
	for _, a := range s.channel.posted {
		if a.Question == nil {
			continue
		}
		if a.Question.Question.ID == last {
			t.Errorf("%s is asked twice in a row", last)
		}
		last = a.Question.Question.ID
	}
}

// The bands that are for an answer's author alone do not leave the store.
func TestLowBandsAreNotShown(t *testing.T) {
	s := begin(t, essays(1), nil)
	bands := []scoring.Band{scoring.Full, scoring.Mostly, scoring.Partial, scoring.Wrong, scoring.Unsure}
	s.service = service.New(s.store, essays(1), fixedGrader(bands), service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	s.restart()
	s.until("2026-11-23 09:30")
	for i := range bands {
		s.answer(fmt.Sprintf("m%d", i), "x")
	}
	s.until("2026-11-23 17:30")
	var shown []scoring.Band
	for _, r := range s.channel.posted[1].Reveal.Best {
		shown = append(shown, r.Band)
	}
	if want := []scoring.Band{scoring.Full, scoring.Mostly, "", "", ""}; !slices.Equal(shown, want) {
		t.Errorf("the reveal shows the bands %q, want %q", shown, want)
	}
	if _, page, _, err := s.service.AnswersPage(s.ctx(), room, s.channel.posted[1].Reveal.Round.ID, 0); err != nil || page[2].Band != "" {
		t.Errorf("a page of answers shows %+v, %v", page, err)
	}
}

// fixedGrader gives its bands in the order of the replies.
type fixedGrader []scoring.Band

func (g fixedGrader) Grade(_ context.Context, _ *quiz.Question, replies []quiz.Reply) ([]quiz.Grade, error) {
	grades := make([]quiz.Grade, len(replies))
	for i := range replies {
		grades[i] = quiz.Grade{Band: g[i], Score: g[i].Score(), By: quiz.ByGrader}
	}
	return grades, nil
}

// A whole cycle asks each question once, and the next one does not begin with the last.
func TestCycles(t *testing.T) {
	s := begin(t, essays(3), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	s.until("2026-12-01 12:00")
	var ids []quiz.QuestionID
	for _, a := range s.channel.posted {
		if a.Question != nil {
			ids = append(ids, a.Question.Question.ID)
		}
	}
	if len(ids) != 9 {
		t.Fatalf("asked %v, want nine questions", ids)
	}
	for i := 0; i < 9; i += 3 {
		cycle := slices.Sorted(slices.Values(ids[i : i+3]))
		if !slices.Equal(cycle, []quiz.QuestionID{"q0", "q1", "q2"}) {
			t.Errorf("cycle %d asks %v", i/3+1, ids[i:i+3])
		}
		if i > 0 && ids[i] == ids[i-1] {
			t.Errorf("%s is asked twice in a row", ids[i])
		}
	}
}

func TestNoQuestions(t *testing.T) {
	s := begin(t, bank{{ID: "q", Title: "no answer"}}, nil)
	refusedWith(t, s.askNow(person("boss")), reason.NoQuestions)
	s.until("2026-11-23 12:00")
	s.expectKinds("")
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || len(st.Room.Troubles) != 1 || st.Room.Troubles[0].Code != reason.TroubleNoQuestions {
		t.Errorf("got %+v, %v, want the trouble that there are no questions", st.Room.Troubles, err)
	}
}

func TestAnswersAreRefused(t *testing.T) {
	s := begin(t, essays(2), nil)
	s.until("2026-11-23 09:30")
	first := s.current().ID
	try := func(when, text string) error {
		_, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(clockAt(t, when)), room, person("ann"), first, text)
		return err
	}
	refusedWith(t, try("2026-11-23 10:00", "  \n"), reason.EmptyAnswer)
	refusedWith(t, try("2026-11-23 10:00", strings.Repeat("长", quiz.MaxAnswer+1)), reason.TooLong)
	if err := try("2026-11-23 10:00", strings.Repeat("长", quiz.MaxAnswer)); err != nil {
		t.Errorf("the longest answer: %v", err)
	}
	// Sent in time counts until the close was carried out, sent too late never does.
	refusedWith(t, try("2026-11-23 17:30", "late"), reason.RoundClosed)
	if err := try("2026-11-23 17:29", "in time"); err != nil {
		t.Errorf("an answer in time: %v", err)
	}
	s.until("2026-11-23 17:30")
	refusedWith(t, try("2026-11-23 17:29", "in time, delivered late"), reason.RoundClosed)
	_, err := s.service.PickChoices(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, []int{0})
	refusedWith(t, err, reason.RoundClosed)
	_, err = s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), "console/demo/other", person("ann"), first, "x")
	refusedWith(t, err, reason.NoRound)
	_, err = s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), 999, "x")
	refusedWith(t, err, reason.NoRound)
}

// Where one choice is right several at once are refused, as they come of a form with several menus, and what was chosen before
// stays.
func TestOneChoice(t *testing.T) {
	questions := essays(1)
	questions[0].Choices = []quiz.Choice{{Text: "x"}, {Text: "y", Correct: true}, {Text: "z"}}
	s := begin(t, questions, nil)
	s.until("2026-11-23 09:30")
	pick := func(picks ...int) (service.Receipt, error) {
		return s.service.PickChoices(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), s.current().ID, picks)
	}
	if _, err := pick(1, 1); err != nil {
		t.Errorf("one choice told twice: %v", err)
	}
	_, err := pick(2, 0)
	refusedWith(t, err, reason.OneChoice)
	draft, err := s.service.DraftAnswer(s.ctx(), s.now, room, person("ann"), s.current().ID)
	if err != nil || !slices.Equal(draft.Reply.Picks, []int{1}) {
		t.Errorf("chosen is %v, %v", draft.Reply.Picks, err)
	}
}

func TestGradingByPeople(t *testing.T) {
	s := begin(t, essays(5), nil)
	boss := person("boss")
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	first := s.current().ID
	_, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, scoring.Full)
	refusedWith(t, err, reason.NotRevealed)
	s.until("2026-11-23 18:00")
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("eve"), first, scoring.Full)
	refusedWith(t, err, reason.NoReply)
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, "great")
	refusedWith(t, err, reason.UnknownBand)
	for _, step := range []struct {
		band   scoring.Band
		points int
	}{{scoring.Full, 7}, {scoring.Full, 7}, {scoring.Partial, 4}} {
		v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, step.band)
		if err != nil || v.Points != step.points {
			t.Errorf("%s: got %d points, %v, want %d", step.band, v.Points, err, step.points)
		}
	}
	v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now.Add(-time.Second)), room, person("ann"), first, scoring.Full)
	if err != nil || v.Reply.Grade.Band != scoring.Partial || v.Points != 4 {
		t.Errorf("a grade that came late: got %s with %d points, %v, want partial with 4", v.Reply.Grade.Band, v.Points, err)
	}
	_, _, err = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), "ann", scoring.Full)
	refusedWith(t, err, reason.AdminsOnly)
	_, _, err = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, boss, "eve", scoring.Full)
	refusedWith(t, err, reason.UnknownMember)
	v, name, err := s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, boss, "@Ann", scoring.Mostly)
	if err != nil || v.Points != 7 || name != "ann" {
		t.Errorf("got %d points for %s, %v, want 7 for ann", v.Points, name, err)
	}
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, scoring.Full)
	refusedWith(t, err, reason.GradeIsCertain)
	s.until("2026-11-24 09:30")
	me, err := s.service.Stats(s.ctx(), s.now, room, person("ann"))
	if err != nil || me.All.Points != 7 || me.All.Answered != 1 || len(me.Entries) != 4 {
		t.Errorf("got %+v with %d entries, %v, want 7 points, one answer, four entries", me.All, len(me.Entries), err)
	}
}

// Authors grade for a week, whatever was asked meanwhile, lowering too. Votes end with the digest that tells them.
func TestGradingAndVotingEnd(t *testing.T) {
	s := begin(t, essays(20), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	s.answer("bob", "y")
	first := s.current().ID
	s.until("2026-11-24 09:24")
	if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), first, 1); err != nil {
		t.Error(err)
	}
	s.until("2026-11-24 09:25")
	_, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, 2)
	refusedWith(t, err, reason.VotingOver)
	for _, step := range []struct {
		at     string
		band   scoring.Band
		points int
	}{{"2026-11-25 12:00", scoring.Mostly, 7}, {"2026-11-30 17:29", scoring.Wrong, 1}} {
		s.until(step.at)
		v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, step.band)
		if err != nil || v.Points != step.points {
			t.Errorf("at %s: %d points, %v", step.at, v.Points, err)
		}
	}
	s.until("2026-11-30 17:30")
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, scoring.Full)
	refusedWith(t, err, reason.GradingOver)
	v, err := s.service.MyGrade(s.ctx(), s.now, room, person("ann"), first)
	if err != nil || v.Gradable || v.Points != 1 {
		t.Errorf("got %+v, %v, want a point that is settled", v, err)
	}
}

// Where no digest tells them, votes are taken for a week.
func TestVotingWithoutDigest(t *testing.T) {
	s := begin(t, essays(20), func(p *plan.Plan) { p.Digest = schedule.Off })
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	first := s.current().ID
	s.until("2026-11-30 17:29")
	if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), first, 1); err != nil {
		t.Error(err)
	}
	s.until("2026-11-30 17:30")
	_, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), first, 1)
	refusedWith(t, err, reason.VotingOver)
}

// A vote that is delivered late, or once more, does not take the place of one that was cast after it.
func TestVotesInTheWrongOrder(t *testing.T) {
	s := begin(t, essays(5), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	s.answer("bob", "y")
	first := s.current().ID
	s.until("2026-11-23 18:00")
	for _, v := range []struct {
		after     time.Duration
		candidate quiz.MemberNo
	}{{1, 1}, {2, 2}, {1, 1}} {
		if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now.Add(v.after*time.Minute)), room, person("eve"), first, v.candidate); err != nil {
			t.Fatal(err)
		}
	}
	data, _, err := s.service.ExportData(s.ctx(), person("eve"))
	if err != nil || len(data.Votes) != 1 || data.Votes[0].Name != "bob" {
		t.Errorf("got %+v, %v, want one vote for bob", data.Votes, err)
	}
}

func TestForgetWhileARevealIsOnItsWay(t *testing.T) {
	s := begin(t, essays(5), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "ann's answer")
	s.answer("bob", "bob's answer")
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("503") }
	s.until("2026-11-23 17:30")
	if f, err := s.service.ForgetMember(s.ctx(), quiz.PlatformTime(s.now), person("ann")); err != nil || !f.Known {
		t.Fatalf("forget: %+v, %v", f, err)
	}
	s.channel.fail = nil
	s.until("2026-11-23 18:00")
	news := s.channel.posted[1].Reveal
	if len(news.Best) != 1 || news.Best[0].Name != "bob" {
		t.Errorf("the reveal shows %+v, want bob alone", news.Best)
	}
	board, err := s.service.Standings(s.ctx(), s.now, room, person("ann"), scoring.All, 10)
	if err != nil || len(board.Rows) != 1 || board.Rows[0].Name != "bob" || board.Own != nil {
		t.Errorf("got %+v, %v, want bob alone", board, err)
	}
	if f, err := s.service.ForgetMember(s.ctx(), quiz.PlatformTime(s.now), person("ann")); err != nil || f.Known {
		t.Errorf("forgetting nobody: %v, %v", f, err)
	}
}
