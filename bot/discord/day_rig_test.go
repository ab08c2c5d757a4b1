package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

var update = flag.Bool("update", false, "write the golden files of the days anew")

// day is a channel on Discord for some days, with everything that somebody saw written down.
type day struct {
	*discordtest.Server
	t            *testing.T
	room         *time.Location // whose clock the plan goes by
	reader       *time.Location // where everybody lives
	time         atomic.Int64   // in seconds
	bank         *growingBank
	conversation *bot.Conversation
	runner       *runner.Runner
	bot          *Adapter
	recorder     *recorder

	transcript strings.Builder
	sent       []sent
	actor      string   // actor did something last
	ephemeral  []string // what they alone were shown of it
	posted     []string // the messages that everybody sees, by their ids
	shown      map[string]string
	muted      bool // nothing is written down
}

// newDay begins on a Monday at the given time in the room's zone. A plan that a file holds is
// adopted; without one the quiz does not run yet.
func newDay(t *testing.T, begins string, room, reader string, defaults plan.Plan, fromFile bool) *day {
	t.Helper()
	d := &day{t: t, room: mustLocation(t, room), reader: mustLocation(t, reader), bank: &growingBank{}, shown: map[string]string{}}
	d.time.Store(d.at("23 " + begins).Unix())
	d.Server = discordtest.New(t, d.now)
	d.Patience = patience
	d.LiveIn(d.reader)
	for _, name := range []string{"ann", "bob", "carl", "eve", "小安", "小明"} {
		d.Join(name)
	}
	d.recorder = &recorder{base: d.Transport()}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	// A late response would be sent as a follow-up, and the record would depend on the machine.
	d.bot = New(Options{
		Token: discordtest.Token, APIURL: d.APIURL(), Catalogue: catalogue, Log: log, Now: d.now, Transport: d.recorder,
		AckTime: time.Minute, Retry: time.Millisecond, callbackTimeout: patience, requestTimeout: time.Minute,
	})
	d.bot.client.Limits.Global.SetLimit(rate.Inf)
	d.SetIdle(d.bot.idle)
	game := service.New(memory.New(), d.bank, grading.Exact{}, service.Options{Defaults: defaults})
	plans := map[quiz.RoomID]plan.Plan{}
	if fromFile {
		plans[roomID(discordtest.GuildID, discordtest.ChannelID)] = defaults
	}
	if err := game.SyncConfiguredRooms(t.Context(), d.now(), plans); err != nil {
		t.Fatal(err)
	}
	d.conversation = bot.New(game.Audiences, catalogue, d.bot)
	d.runner = runner.New(game, d.conversation, runner.TimeFunc(d.now), log)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.bot.Run(ctx, d.conversation.Handle) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	d.Ready()
	d.bot.idle() // so that the commands are registered, whose ids are made of the time
	d.recorder.take()
	return d
}

func mustLocation(t *testing.T, zone string) *time.Location {
	t.Helper()
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (d *day) now() time.Time { return time.Unix(d.time.Load(), 0).UTC() }

// at is a moment of these days by the room's clock, such as 23 17:30.
func (d *day) at(when string) time.Time {
	d.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+when, d.room)
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

// until lets time pass by the room's clock, and tells what comes of it on the way.
func (d *day) until(when string) {
	d.t.Helper()
	end := d.at(when)
	for {
		next, err := d.runner.Next(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if next.IsZero() || next.After(end) {
			next = end
		}
		d.time.Store(max(next.Add(time.Second-time.Nanosecond).Unix(), d.time.Load()))
		d.runPending()
		if !next.Before(end) {
			return
		}
	}
}

// runPending runs the due jobs, redraws changed cards and records the news.
func (d *day) runPending() {
	d.t.Helper()
	d.record()
	if err := d.runner.RunPending(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	d.record()
	if err := d.conversation.RefreshMessages(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	d.record()
}

// does has somebody do something, and tells what they see of it.
func (d *day) does(who, what string, act func()) {
	d.t.Helper()
	d.time.Add(int64(time.Minute / time.Second))
	d.actor, d.ephemeral = who, nil
	d.printf("%s: %s\n", who, what)
	act()
	d.runPending()
	if got, want := d.Private(who), strings.Join(d.ephemeral, "\n"); got != want {
		d.t.Errorf("%s: %s\nsees\n%s\nof which is told\n%s", who, what, got, want)
	}
}

func (d *day) types(who, text string) { d.does(who, text, func() { d.Command(who, text) }) }

func (d *day) presses(who, label string) {
	d.does(who, "["+label+"]", func() { d.Press(who, label) })
}

func (d *day) typesInThread(who, text string) {
	threads := d.Threads()
	d.does(who, "(in the thread) "+text, func() { d.CommandIn(threads[len(threads)-1], who, text) })
}

// begins has somebody type the beginning of a value, and look at what is offered.
func (d *day) begins(who, text string) {
	d.does(who, text+"…", func() { d.Complete(who, text) })
}

func (d *day) says(who, text string) (id string) {
	d.does(who, "(in the thread) "+text, func() { id = d.Say(who, text) })
	return id
}

func (d *day) sends(who, text string) { d.does(who, "| "+text, func() { d.Submit(who, text) }) }

func (d *day) answers(who, button, text string) {
	d.presses(who, button)
	d.sends(who, text)
}

// chooses has somebody choose options in the form by their letters.
func (d *day) chooses(who string, letters ...string) {
	d.presses(who, "Choose")
	d.does(who, "["+strings.Join(letters, " ")+"]", func() { d.Choose(who, letters...) })
}

// withoutRecording does what is not written down.
func (d *day) withoutRecording(what string, do func()) {
	d.printf("(%s)\n\n", what)
	d.muted = true
	do()
	d.muted = false
}

// golden compares what was told with the files of the given name.
func (d *day) golden(name string) {
	d.t.Helper()
	var channel strings.Builder
	for _, id := range d.posted {
		channel.WriteString(d.shown[id] + "\n\n")
	}
	if got := d.Channel(); got != channel.String() {
		d.t.Errorf("the channel shows\n%s\nof which is told\n%s", got, channel.String())
	}
	var list bytes.Buffer
	out := json.NewEncoder(&list)
	out.SetEscapeHTML(false)
	out.SetIndent("", "\t")
	if err := out.Encode(d.sent); err != nil {
		d.t.Fatal(err)
	}
	sent := commandIDsSent.ReplaceAll(list.Bytes(), []byte("</$1:1>"))
	for file, got := range map[string][]byte{name + ".txt": []byte(d.transcript.String()), name + ".json": sent} {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				d.t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			d.t.Errorf("%s differs from what is seen now, %v: look at git diff after go test ./bot/discord -run Day -update", path, err)
		}
	}
}
