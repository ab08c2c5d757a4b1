package bot_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

var forged = flag.Int("forged", 200, "the number of forged actions")

const (
	theirs   quiz.RoomID = "test/victim/c"
	mine     quiz.RoomID = "test/mine/c"
	mineToo  quiz.RoomID = "test/victim/d"
	outsider quiz.RoomID = "test/third/c"
)

// secretWords are words of the answers to questions that are open. They stand nowhere else.
func secretWords() []string {
	return []string{"zebrafinch", "quokka", "narwhal", "axolotl", "pangolin"}
}

// openBank has a question for each kind of answer, copies of the first one, and others.
func openBank() quiztest.Bank {
	reference := "The zebrafinch keeps one thread at a time, and counts references under a quokka."
	b := quiztest.Bank{
		{ID: "gil", Bank: "python", Title: "What is the GIl?", Answer: reference, KeyPoints: []string{"a narwhal of threads"}, Samples: []quiz.Sample{{Band: "full", Answer: "zebrafinch"}}},
		{ID: "short", Bank: "python", Title: "Which animal is it?", Accept: []string{"axolotl"}},
		{ID: "choice", Bank: "python", Title: "Which of them?", Answer: "It is the pangolin.", Choices: []quiz.Choice{{Text: "one"}, {Text: "two", Correct: true}}},
		{ID: "copy", Bank: "more", Title: "GIL, in other words?", Answer: reference},
		{ID: "gil.zh-CN", Bank: "more", Title: "什么是 GIL？", Answer: "zebrafinch 锁。"},
	}
	for i := range 20 {
		b = append(b, quiz.Question{ID: quiz.QuestionID(fmt.Sprintf("q%d", i)), Bank: "python", Title: fmt.Sprintf("Question %d?", i), Answer: fmt.Sprintf("Plainly %d.", i)})
	}
	return b
}

// recorder is a platform that keeps all postings.
type recorder struct {
	archive
	mu    sync.Mutex
	cards []card.Card
}

func (r *recorder) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cards = append(r.cards, p.Card)
	return []quiz.MessageRef{{Message: p.Key}}, nil
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	for _, c := range r.cards {
		b.WriteString(cardText(c))
	}
	return b.String()
}

// answerText returns everything that an answer shows.
func answerText(answer bot.Answer, err error) string {
	text := fmt.Sprintf("%+v %v", answer, err)
	switch a := answer.(type) {
	case bot.Ephemeral:
		text += cardText(a.CardWithTyped())
	case bot.Update:
		text += cardText(a.Card)
	case bot.Form:
		text += cardText(card.Card{Parts: a.Intro}) + cardText(a.Otherwise)
	}
	return text
}

// forger is a stranger with a server of their own, in which they are an admin.
type forger struct {
	*testing.T
	service      *service.Service
	conversation *bot.Conversation
	posted       *recorder
	bank         quiztest.Bank
	now          time.Time
	rounds       []quiz.Round
	tick         func()
}

func newForger(t *testing.T) *forger {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{T: t, posted: &recorder{}, bank: openBank(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	f.service = service.New(memory.New(), f.bank, grading.Exact{}, service.Options{})
	f.conversation = bot.New(f.service.Audiences, catalogue, f.posted)
	jobs := runner.New(f.service, f.conversation, runner.TimeFunc(func() time.Time { return f.now }), slog.New(slog.DiscardHandler))
	f.tick = func() {
		if err := jobs.RunPending(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	plans := map[quiz.RoomID]plan.Plan{}
	for _, id := range []quiz.RoomID{theirs, mineToo, outsider} {
		p := plan.Default()
		p.Order = plan.OrderBank
		plans[id] = p
	}
	if err := f.service.SyncConfiguredRooms(t.Context(), f.now, plans); err != nil {
		t.Fatal(err)
	}
	f.now = f.now.Add(30 * time.Minute)
	f.tick()
	for _, id := range []quiz.RoomID{theirs, mineToo, outsider} {
		round, err := f.service.OpenRound(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		f.rounds = append(f.rounds, round)
	}
	return f
}

// act returns a random forged act.
func (f *forger) act(rnd *rand.Rand) bot.Act {
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	round := f.rounds[rnd.IntN(len(f.rounds))].ID.String()
	q := f.bank[rnd.IntN(7)]
	id := pick(string(q.ID), quiz.ShortID(q.ID), strings.ToUpper(string(q.ID)), q.Title, "1", "2", "GIL", "retitled", "", "\u202e"+string(q.ID))
	verb := pick("answer", "hint", "pick", "my-grade", "grade", "tick", "had", "vote", "answer-of", "confirm", "page", "turn", "solution", "pass-over", "points", "keep-points", "move-points", "drop-points", "ask-now", "setup", "set-up", "nosuch")
	press := verb + ":" + pick(round, id, "", "0", "zzz", round+":0", round+":-1", round+":full", id+":"+id, string(q.ID))
	texts := map[string]string{"answer": "x", "points": "one\ntwo"}
	chosen := map[string][]string{"choice": {"1"}, "points": {"0"}}
	switch rnd.IntN(5) {
	case 0:
		return bot.Press{ID: press, Values: []string{pick("0", "1", "-1", "99", "x")}}
	case 1:
		return bot.Submission{ID: press, Values: texts, Chosen: chosen}
	case 2:
		return bot.Autocomplete{Path: pick("question show", "quiz-admin ask-now", "quiz-admin points"), Param: pick("id", "question"), Typed: id}
	}
	commands := bot.Commands()
	path := commands[rnd.IntN(len(commands))].Path
	switch path {
	case "quiz-admin remove", "quiz-admin pause", "quiz-admin plan":
		path = "question show"
	}
	switch rnd.IntN(4) {
	case 0:
		return bot.ParseCommand("/" + path + " " + id)
	case 1:
		return bot.ParseCommand("/" + strings.ReplaceAll(path, " ", "\u3000 ") + " " + id)
	}
	return bot.Command{Path: pick(path, strings.ToUpper(path), " "+path), Args: map[string]string{
		"id": id, "question": id, "member": "victim", "band": "full", "topic": "", "state": "on", "span": "all",
	}}
}

// No word of the answer to a question that is open anywhere comes back from any forged action, with
// titles corrected meanwhile, in rooms of any server, for its own admins, or in what is posted there.
func TestForgedActions(t *testing.T) {
	f := newForger(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	owner := quiz.Person{ID: "test/mine/mallory", Name: "mallory", Admin: true}
	people := []quiz.Person{owner, {ID: "test/victim/mallory", Name: "mallory"}, {ID: "test/mine/m2", Name: "victim"}}
	send := func(who quiz.Person, room quiz.RoomID, act bot.Act, n int) string {
		answer, err := f.conversation.Handle(t.Context(), bot.Event{ID: fmt.Sprint("f", n), Room: room, Who: who, At: f.now, Act: act})
		return answerText(answer, err)
	}
	send(owner, mine, bot.Command{Path: "quiz-admin setup", Args: map[string]string{"time_zone": "UTC"}}, -1)
	leaks := 0
	for n := range *forged {
		if n == *forged/2 { // the title is corrected in git
			f.bank[0].ID, f.bank[0].Title = "retitled", "What is the GIL, and why do threads wait?"
			f.bank[1].ID, f.bank[1].Title = "retitled-2", "Which animal is that?"
		}
		who, act := people[rnd.IntN(len(people))], f.act(rnd)
		room := []quiz.RoomID{mine, mine, theirs, "test/mine/nowhere", ""}[rnd.IntN(5)]
		who.Admin = who.Admin && (room == mine || room == "test/mine/nowhere")
		got := send(who, room, act, n)
		if n%20 == 19 {
			f.now = f.now.Add(time.Second)
			f.tick()
			got += f.posted.text()
		}
		for _, word := range secretWords() {
			if strings.Contains(got, word) {
				leaks++
				t.Errorf("action %d: %s in %s: %#v gives %q: %s", n, who.ID, room, act, word, got)
				break
			}
		}
	}
	t.Logf("%d forged actions, %d leaks", *forged, leaks)
	f.now = time.Date(2026, 11, 23, 17, 31, 0, 0, time.UTC)
	f.tick()
	if got := f.posted.text(); !strings.Contains(got, "zebrafinch") {
		t.Error("the reveal doesn't have the word either, so this test proves nothing")
	}
}

// A workspace that allow doesn't name gets a refusal that tells nothing, and nothing is posted there.
func TestStrangersAreTurnedAway(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	posted := &archive{}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := service.New(memory.New(), openBank(), grading.Exact{}, service.Options{Allow: []quiz.WorkspaceID{"test/victim"}})
	if err := s.SyncConfiguredRooms(t.Context(), now, map[quiz.RoomID]plan.Plan{theirs: plan.Default(), mine: plan.Default()}); err != nil {
		t.Fatal(err)
	}
	others, err := s.ScheduleServed(t.Context(), now)
	if err != nil || len(others) != 1 || others[0] != mine {
		t.Errorf("not served are %v, %v", others, err)
	}
	talk := bot.New(s.Audiences, catalogue, posted)
	now = now.Add(30 * time.Minute)
	jobs := runner.New(s, talk, runner.TimeFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
	if err := jobs.RunPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenRound(t.Context(), mine); !strings.Contains(fmt.Sprint(err), "nothing_open") {
		t.Errorf("a room that isn't served asks: %v", err)
	}
	if _, err := s.OpenRound(t.Context(), theirs); err != nil {
		t.Errorf("a room that is served doesn't ask: %v", err)
	}
	ask := func(room quiz.RoomID, who quiz.MemberID, act bot.Act) string {
		answer, err := talk.Handle(t.Context(), bot.Event{ID: "e", Room: room, Who: quiz.Person{ID: who, Name: "m", Admin: true}, At: now, Act: act})
		if e, ok := answer.(bot.Ephemeral); ok {
			return cardText(e.Card)
		}
		return fmt.Sprintf("%+v %v", answer, err)
	}
	for _, spec := range bot.Commands() {
		if got := ask(mine, "test/mine/m", bot.Command{Path: spec.Path}); !strings.Contains(got, "isn't open to this place") {
			t.Errorf("%s says %s", spec.Path, got)
		}
	}
	for _, act := range []bot.Act{bot.Press{ID: "solution:gil"}, bot.Submission{ID: "setup"}, bot.Press{ID: "forget:me"}} {
		if got := ask(mine, "test/mine/m", act); !strings.Contains(got, "isn't open to this place") {
			t.Errorf("%#v says %s", act, got)
		}
	}
	if got := ask(mine, "test/mine/m", bot.Autocomplete{Path: "question show", Param: "id"}); strings.Contains(got, "GIl") {
		t.Errorf("completion says %s", got)
	}
	if got := ask(theirs, "test/victim/m", bot.Command{Path: "question"}); strings.Contains(got, "isn't open to this place") {
		t.Errorf("a room that is served says %s", got)
	}
	if answer, err := talk.Handle(t.Context(), bot.Event{ID: "h", Who: quiz.Person{ID: "test/mine/m"}, At: now, Act: bot.HomeOpened{}}); err != nil {
		t.Error(err)
	} else if _, ok := answer.(bot.Home); !ok {
		t.Errorf("the app home is %#v", answer)
	}
}
