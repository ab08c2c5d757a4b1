package bot_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// broken is a store whose reads fail on demand.
type broken struct {
	quiz.Store
	err error
}

func (b *broken) View(ctx context.Context, fn func(quiz.Tx) error) error {
	if b.err != nil {
		return b.err
	}
	return b.Store.View(ctx, fn)
}

// typist types commands in a room on Monday, 23 November 2026, and collects the completions.
type typist struct {
	t            *testing.T
	conversation *bot.Conversation
	store        *broken
	service      *service.Service
	room         quiz.RoomID
	now          time.Time
}

func newTypist(t *testing.T, language string, list ...quiz.Question) *typist {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	y := &typist{t: t, store: &broken{Store: memory.New()}, room: "test/w/c", now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	y.service = service.New(y.store, quiztest.Bank(list), grading.Exact{}, service.Options{})
	roomPlan := plan.Default()
	roomPlan.Language = language
	if err := y.service.SyncConfiguredRooms(t.Context(), y.now, map[quiz.RoomID]plan.Plan{y.room: roomPlan}); err != nil {
		t.Fatal(err)
	}
	y.conversation = bot.New(y.service.Audiences, catalogue, &archive{})
	return y
}

func (y *typist) complete(admin bool, act bot.Autocomplete) ([]card.Option, error) {
	y.t.Helper()
	answer, err := y.conversation.Handle(y.t.Context(), bot.Event{
		ID: "c", Room: y.room, Who: quiz.Person{ID: "test/w/ann", Name: "ann", Admin: admin}, At: y.now, Act: act,
	})
	offered, ok := answer.(bot.Completions)
	if !ok {
		y.t.Fatalf("%+v gives %#v, %v", act, answer, err)
	}
	return offered.Options, err
}

func values(options []card.Option) []string {
	var list []string
	for _, o := range options {
		list = append(list, o.Value)
	}
	return list
}

func sample() []quiz.Question {
	return []quiz.Question{
		{ID: "gil", Title: "What is the *GIL*?", Bank: "python", Section: "Python / Threads", Tags: []string{"concurrency"}, Answer: "x"},
		{ID: "chan", Title: "What is a channel?", Bank: "go", Section: "Go / Concurrent Go", Tags: []string{"threads"}, Answer: "x"},
		{ID: "slices", Title: "Like `gil`", Bank: "go", Section: "Go", Tags: []string{strings.Repeat("long", 30)}, Answer: "x"},
	}
}

// Values are completed by what their parameter is, likeliest first.
func TestCompleting(t *testing.T) {
	y := newTypist(t, "en", sample()...)
	plan := func(setting, typed string) bot.Autocomplete {
		return bot.Autocomplete{Path: "quiz-admin plan", Param: "value", Typed: typed, Args: map[string]string{"setting": setting}}
	}
	for _, c := range []struct {
		act  bot.Autocomplete
		want []string
	}{
		{bot.Autocomplete{Path: "question random", Param: "topic"}, []string{"Python", "Threads", "concurrency", "Go", "Concurrent Go"}},
		{bot.Autocomplete{Path: "question random", Param: "topic", Typed: "GO"}, []string{"Go", "Concurrent Go"}},
		{bot.Autocomplete{Path: "question random", Param: "topic", Typed: "nothing"}, nil},
		{bot.Autocomplete{Path: "question show", Param: "id", Typed: "gil"}, []string{"gil", "slices"}},
		{bot.Autocomplete{Path: "question show", Param: "id", Typed: "a channel"}, []string{"chan"}},
		{bot.Autocomplete{Path: "leaderboard", Param: "span", Typed: "mo"}, []string{"month"}},
		{bot.Autocomplete{Path: "quiz-admin setup", Param: "time_zone", Typed: "berl"}, []string{"Europe/Berlin"}},
		{bot.Autocomplete{Path: "quiz-admin skip", Param: "date", Typed: "11-24"}, []string{"2026-11-24"}},
		{bot.Autocomplete{Path: "quiz-admin skip", Param: "date", Typed: "mon"}, []string{"2026-11-23", "2026-11-30", "2026-12-07"}},
		{bot.Autocomplete{Path: "quiz-admin skip", Param: "date", Typed: "2027-03-01"}, nil},
		{bot.Autocomplete{Path: "quiz-admin pause", Param: "until", Typed: "mon"}, []string{"2026-11-30", "2026-12-07"}},
		{bot.Autocomplete{Path: "quiz-admin pause", Param: "until", Typed: "2027-03-01"}, []string{"2027-03-01"}},
		{bot.Autocomplete{Path: "quiz-admin pause", Param: "until", Typed: "2026-11-22"}, nil},
		{plan("language", ""), []string{"en", "zh-CN"}},
		{plan("Language", "z"), []string{"zh-CN"}},
		{plan("threads", "t"), []string{"talk", "count"}},
		{plan("unanswered", "of"), []string{"off"}},
		{plan("time_zone", "Calcuta"), []string{"Asia/Kolkata", "Asia/Calcutta"}},
		{plan("banks", ""), []string{"python", "go", "all"}},
		{plan("banks", "python,"), []string{"python, go"}},
		{plan("banks", "python，g"), []string{"python, go"}},
		{plan("banks", "go, x"), nil},
		{plan("ask", ""), []string{"09:30"}},
		{plan("days_off", ""), []string{"2026-12-24, 2026-12-25"}},
		{plan("nonsense", ""), nil},
		{bot.Autocomplete{Path: "quiz-admin grade", Param: "member"}, nil},
		{bot.Autocomplete{Path: "quiz dance", Param: "topic"}, nil},
		{bot.Autocomplete{Path: "question random", Param: "id"}, nil},
	} {
		options, err := y.complete(true, c.act)
		if got := values(options); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: got %q, %v, want %q", c.act, got, err, c.want)
		}
	}
}

// Labels say more than values, in the room's language.
func TestCompletionLabels(t *testing.T) {
	long := quiz.Question{ID: "long", Title: strings.Repeat("very ", 40) + "long", Answer: "x"}
	y := newTypist(t, "zh-CN", append(sample(), long)...)
	for _, c := range []struct {
		act  bot.Autocomplete
		want string
	}{
		{bot.Autocomplete{Path: "question show", Param: "id", Typed: "what is the"}, "gil — What is the GIL?"},
		{bot.Autocomplete{Path: "quiz-admin skip", Param: "date"}, "2026-11-23 · 周一"},
		{bot.Autocomplete{Path: "leaderboard", Param: "span"}, "本周"},
		{bot.Autocomplete{Path: "question show", Param: "id", Typed: "long"}, "long — " + strings.Repeat("very ", 18) + "ve…"},
	} {
		options, err := y.complete(true, c.act)
		if err != nil || len(options) == 0 || options[0].Label != c.want || utf8.RuneCountInString(c.want) > 100 {
			t.Errorf("%+v: got %+v, %v, want %q", c.act, options, err, c.want)
		}
	}
}

// There are never more completions than a platform takes.
func TestCompletionsAreFew(t *testing.T) {
	var many []quiz.Question
	for i := range 60 {
		many = append(many, quiz.Question{ID: quiz.QuestionID("q" + strconv.Itoa(i)), Title: "Why?", Section: "s" + strconv.Itoa(i), Answer: "x"})
	}
	y := newTypist(t, "en", many...)
	for _, c := range []struct {
		act  bot.Autocomplete
		want int
	}{
		{bot.Autocomplete{Path: "question show", Param: "id"}, 25},
		{bot.Autocomplete{Path: "question random", Param: "topic"}, 25},
		{bot.Autocomplete{Path: "quiz-admin setup", Param: "time_zone", Typed: "a"}, 25},
		{bot.Autocomplete{Path: "quiz-admin skip", Param: "date"}, 10},
		{bot.Autocomplete{Path: "quiz-admin pause", Param: "until"}, 10},
	} {
		if options, err := y.complete(true, c.act); err != nil || len(options) != c.want {
			t.Errorf("%+v: got %d, %v, want %d", c.act, len(options), err, c.want)
		}
	}
}

// Commands of admins complete for admins alone, and where the quiz does not run only time zones are
// known.
func TestWhoMayComplete(t *testing.T) {
	y := newTypist(t, "en", sample()...)
	zone := bot.Autocomplete{Path: "quiz-admin setup", Param: "time_zone", Typed: "berl"}
	for _, act := range []bot.Autocomplete{zone, {Path: "quiz-admin plan", Param: "setting"}, {Path: "quiz-admin skip", Param: "date"}} {
		if options, err := y.complete(false, act); err != nil || len(options) > 0 {
			t.Errorf("%+v: a member is offered %v, %v", act, options, err)
		}
		if options, err := y.complete(true, act); err != nil || len(options) == 0 {
			t.Errorf("%+v: an admin is offered %v, %v", act, options, err)
		}
	}
	y.room = "test/w/elsewhere"
	for _, act := range []bot.Autocomplete{
		{Path: "question random", Param: "topic"},
		{Path: "question show", Param: "id"},
		{Path: "quiz-admin skip", Param: "date"},
		{Path: "leaderboard", Param: "span"},
		{Path: "quiz-admin plan", Param: "value", Args: map[string]string{"setting": "banks"}},
	} {
		if options, err := y.complete(true, act); err != nil || len(options) > 0 {
			t.Errorf("%+v: elsewhere there is offered %v, %v", act, options, err)
		}
	}
	if options, err := y.complete(true, zone); err != nil || !slices.Equal(values(options), []string{"Europe/Berlin"}) {
		t.Errorf("a zone elsewhere: %v, %v", options, err)
	}
}

// What goes wrong is for the log, and nothing is offered.
func TestCompletingFails(t *testing.T) {
	y := newTypist(t, "en", sample()...)
	y.store.err = errors.New("disk on fire")
	options, err := y.complete(true, bot.Autocomplete{Path: "question random", Param: "topic"})
	if !errors.Is(err, y.store.err) || len(options) > 0 {
		t.Errorf("got %v, %v", options, err)
	}
}
