package discord

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot/words"
	"quizbot/internal/testing/adaptertest"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
	"quizbot/quiz/plan"
)

// day is a channel on Discord for some days, with everything that somebody saw written down.
type day struct {
	*discordtest.Server
	*adaptertest.Day
	t        *testing.T
	room     *time.Location // whose clock the plan goes by
	reader   *time.Location // where everybody lives
	bank     *growingBank
	bot      *Adapter
	recorder *recorder

	sent      []sent
	actor     string   // actor did something last
	ephemeral []string // what they alone were shown of it
	posted    []string // the messages that everybody sees, by their ids
	shown     map[string]string
}

// newDay begins on a Monday at the given time in the room's zone. A plan that a file holds is
// adopted; without one the quiz does not run yet.
func newDay(t *testing.T, begins string, room, reader string, defaults plan.Plan, fromFile bool) *day {
	t.Helper()
	d := &day{t: t, room: mustLocation(t, room), reader: mustLocation(t, reader), bank: &growingBank{}, shown: map[string]string{}}
	d.Day = adaptertest.NewDay(t, d.at("23 "+begins))
	d.Server = discordtest.New(t, d.Now)
	d.Patience = adaptertest.Patience
	d.LiveIn(d.reader)
	for _, name := range []string{"ann", "bob", "carl", "eve", "小安", "小明"} {
		d.Join(name)
	}
	d.recorder = &recorder{base: d.Transport()}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	// A late response would be sent as a follow-up, and the record would depend on the machine.
	d.bot = New(Options{
		Token: discordtest.Token, APIURL: d.APIURL(), Catalogue: catalogue, Log: slog.New(slog.DiscardHandler), Now: d.Now, Transport: d.recorder,
		AckTime: time.Minute, Retry: time.Millisecond, callbackTimeout: adaptertest.Patience, requestTimeout: time.Minute,
	})
	d.bot.client.Limits.Global.SetLimit(rate.Inf)
	d.SetIdle(d.bot.idle)
	plans := map[quiz.RoomID]plan.Plan{}
	if fromFile {
		plans[roomID(discordtest.GuildID, discordtest.ChannelID)] = defaults
	}
	d.Connect(patientAdapter{d.bot}, adaptertest.Quiz{Bank: d.bank, Defaults: defaults, Rooms: plans})
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

// at is a time of these days by the room's clock, such as 23 17:30.
func (d *day) at(when string) time.Time {
	d.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+when, d.room)
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

// until moves the clock to a time, and runs and records the jobs on the way.
func (d *day) until(when string) {
	d.t.Helper()
	end := d.at(when)
	for {
		next, planned := d.NextDue()
		if !planned || next.After(end) {
			next = end
		}
		d.MoveClock(next)
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
	d.RunPending()
	d.record()
	d.RefreshMessages()
	d.record()
}

// does performs a member's action, and records everything that the member sees of it.
func (d *day) does(who, what string, act func()) {
	d.t.Helper()
	d.PassMinute()
	d.actor, d.ephemeral = who, nil
	d.Printf("%s: %s\n", who, what)
	act()
	d.runPending()
	if got, want := d.Private(who), strings.Join(d.ephemeral, "\n"); got != want {
		d.t.Errorf("%s: %s\nsees\n%s\nof which is recorded\n%s", who, what, got, want)
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

// begins types the beginning of a value, and records the completions.
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

// golden compares the record with the files of the given name.
func (d *day) golden(name string) {
	d.t.Helper()
	var channel strings.Builder
	for _, id := range d.posted {
		channel.WriteString(d.shown[id] + "\n\n")
	}
	if got := d.Channel(); got != channel.String() {
		d.t.Errorf("the channel shows\n%s\nof which is recorded\n%s", got, channel.String())
	}
	var list bytes.Buffer
	out := json.NewEncoder(&list)
	out.SetEscapeHTML(false)
	out.SetIndent("", "\t")
	if err := out.Encode(d.sent); err != nil {
		d.t.Fatal(err)
	}
	d.CompareGolden(name, commandIDsSent.ReplaceAll(list.Bytes(), []byte("</$1:1>")))
}
