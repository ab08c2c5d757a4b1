package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/internal/testing/durable"
	"quizbot/quiz/schedule"
)

// TestMain lets the test binary play the roles of the driver's children.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "platform" || os.Args[1] == "service" || os.Args[1] == "restore") {
		os.Exit(runRole(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// short returns the options of a run of some seconds, a sample of `make crash`.
func short(t *testing.T) options {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	return options{
		kills: 7, clockPeriod: 5, undisturbed: 0.75, step: time.Minute, seed: uint64(time.Now().UnixNano()), dir: t.TempDir(), limit: 9 * time.Minute, maxLifetime: 4 * time.Hour,
		from: time.Date(2027, 3, 26, 0, 0, 0, 0, time.UTC),
	}
}

// play runs a scenario to its end, and fails the test on a violation.
func play(t *testing.T, o options) (*driver, *record.Dump) {
	t.Helper()
	d := newDriver(o)
	known, err := d.runScenario(t.Context())
	if err != nil {
		for _, role := range []string{"service", "platform"} {
			text, _ := os.ReadFile(filepath.Join(d.dir, role+".log")) // empty if it never began
			t.Logf("the end of %s.log:\n%s", role, text[max(0, len(text)-4000):])
		}
		t.Fatal(err)
	}
	r, err := verify(t.Context(), d, known)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + r.format())
	if len(r.Violations) > 0 || r.Questions == 0 || r.Reveals == 0 || r.Acknowledged == 0 {
		t.Fail()
	}
	return d, known
}

// The service is killed at its stages and in between, and still does everything exactly once. The
// checker notices doctored records.
func TestShortWithKills(t *testing.T) {
	t.Parallel()
	o := short(t)
	o.undisturbed = 2.5 // with a digest to doctor, and acts of admins
	d, known := play(t, o)
	for name, doctor := range doctored() {
		other := *known
		doctor(t, &other)
		r, err := verify(t.Context(), d, &other)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Violations) == 0 {
			t.Errorf("%s: the checker sees nothing", name)
		}
	}
	checkNoticesActs(t, d, known)
	checkNoticesLeftBytes(t, d, known)
}

// The platform fails as well, once for a whole hour.
func TestShortWithFaults(t *testing.T) {
	t.Parallel()
	o := short(t)
	o.kills, o.faults, o.days = 3, true, 0.5
	o.from = time.Date(2027, 4, 2, 0, 0, 0, 0, time.UTC)
	play(t, o)
}

// The power fails at each kill: what was acknowledged was synced. The thread that traces the service waits
// for all processes that it ever started, so that no test with others may run beside it.
func TestShortWithPowerLosses(t *testing.T) {
	o := short(t)
	o.kills, o.power = 3, true
	switch disk, err := durable.Start(exec.Command(os.Args[0], "-test.run=^$"), t.TempDir()); {
	case errors.Is(err, durable.ErrNoTrace):
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	default:
		_ = disk.Wait() // the process has no tests to run
	}
	play(t, o)
}

// The service is killed inside of gradings, whose grader fails, hangs, panics or is slow. No answer is
// paid for twice. The platform delivers each event once.
func TestShortWithGraderFaults(t *testing.T) {
	t.Parallel()
	o := short(t)
	o.kills, o.graderFaults, o.aim, o.once = 5, true, "grade/store", true
	o.from = time.Date(2027, 4, 9, 0, 0, 0, 0, time.UTC)
	d, _ := play(t, o)
	list, err := readJournal(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	c := &checker{report: &report{}}
	i := slices.IndexFunc(list, func(e journalEntry) bool { return e.line == lineStored })
	list = append(list, journalEntry{lineCall, list[i].round, list[i].member})
	if c.checkGrading(list); len(c.report.Violations) != 1 {
		t.Errorf("a repeated call: got %v, want one violation", c.report.Violations)
	}
}

// doctored returns changes to the platform's state, each a mistake of the bot.
func doctored() map[string]func(*testing.T, *record.Dump) {
	only := func(suffix string) func(*record.Message) bool {
		return func(m *record.Message) bool {
			return strings.HasSuffix(m.Meta.Key, suffix) && m.Meta.Of == 1 && !isManaged(m.Room)
		}
	}
	return map[string]func(*testing.T, *record.Dump){
		"a question stands twice": func(t *testing.T, d *record.Dump) { repeat(t, d, only("/ask")) },
		"a reveal stands twice":   func(t *testing.T, d *record.Dump) { repeat(t, d, only("/reveal")) },
		"a digest stands twice":   func(t *testing.T, d *record.Dump) { repeat(t, d, only("/digest")) },
		"a question is missing":   func(t *testing.T, d *record.Dump) { drop(t, d, only("/ask")) },
		"a reveal is missing":     func(t *testing.T, d *record.Dump) { drop(t, d, only("/reveal")) },
		"the digests are missing": func(_ *testing.T, d *record.Dump) { // one alone may be excused
			d.Messages = slices.DeleteFunc(slices.Clone(d.Messages), only("/digest"))
		},
		"a reveal stands outside its thread": func(t *testing.T, d *record.Dump) {
			replace(t, d, only("/reveal"), func(m *record.Message) { m.Thread = "" })
		},
		"the threads were not opened": func(_ *testing.T, d *record.Dump) { d.Threads = nil },
		"a reveal came early": func(t *testing.T, d *record.Dump) {
			replace(t, d, only("/reveal"), func(m *record.Message) { m.At = with(t, d, m.Thread).At })
		},
		"a reveal shows another number": func(t *testing.T, d *record.Dump) {
			replace(t, d, only("/reveal"), func(m *record.Message) {
				before, after, _ := strings.Cut(m.Text, divider+"\n")
				m.Text = before + divider + "\n" + "99 answers" + after
			})
		},
		"an event was acknowledged and not answered": func(_ *testing.T, d *record.Dump) {
			d.Events = append(slices.Clone(d.Events), &record.DeliveredEvent{Event: record.Event{ID: "lost", Kind: record.Submission}, Acked: d.Now})
		},
		"an answer was acknowledged that is not kept": func(_ *testing.T, d *record.Dump) {
			d.Events = slices.Clone(d.Events)
			for i, one := range d.Events {
				if one.Event.Kind == record.Submission && one.ConfirmsSaved() {
					other := *one
					other.Event.Text, other.Event.At = "lost", other.Event.At.Add(time.Microsecond/2)
					d.Events[i] = &other
				}
			}
		},
	}
}

// find returns the index of the first message that fits.
func find(t *testing.T, d *record.Dump, fits func(*record.Message) bool) int {
	t.Helper()
	for i, m := range d.Messages {
		if fits(m) {
			return i
		}
	}
	t.Fatal("there is no such message")
	return -1
}

// with returns the message with an id.
func with(t *testing.T, d *record.Dump, id string) *record.Message {
	t.Helper()
	return d.Messages[find(t, d, func(m *record.Message) bool { return m.ID == id })]
}

func repeat(t *testing.T, d *record.Dump, fits func(*record.Message) bool) {
	d.Messages = append(slices.Clone(d.Messages), d.Messages[find(t, d, fits)])
}

func drop(t *testing.T, d *record.Dump, fits func(*record.Message) bool) {
	i := find(t, d, fits)
	d.Messages = slices.Delete(slices.Clone(d.Messages), i, i+1)
}

func replace(t *testing.T, d *record.Dump, fits func(*record.Message) bool, change func(*record.Message)) {
	i := find(t, d, fits)
	other := *d.Messages[i]
	change(&other)
	d.Messages = slices.Clone(d.Messages)
	d.Messages[i] = &other
}

// The checker's calendar and the product's agree on every date of a year. They were written
// independently.
func TestCalendarsAgree(t *testing.T) {
	list, err := parseRooms()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		theirs, err := schedule.NewCalendar(r.Plan.Timetable)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := record.NewCalendar(r.Plan)
		if err != nil {
			t.Fatal(err)
		}
		day := schedule.Date{Year: 2027, Month: time.January, Day: 1}
		for ; day.Year == 2027; day = day.AddDays(1) {
			asks := theirs.AskAt(day)
			if got := ours.AskTime(day); !got.Equal(asks) {
				t.Errorf("%s: the question of %s is due at %s, and at %s", r.ID, day, got, asks)
			}
			if got, want := ours.DigestTime(day), theirs.DigestAt(day); !got.Equal(want) {
				t.Errorf("%s: the digest of %s is due at %s, and at %s", r.ID, day, got, want)
			}
			if got, want := ours.CloseTime(day), theirs.ClosesAt(day, asks); !got.Equal(want) {
				t.Errorf("%s: the round of %s closes at %s, and at %s", r.ID, day, got, want)
			}
		}
	}
}

func TestStageOf(t *testing.T) {
	for label, want := range map[string][2]string{
		"ask/begin/committed":       {"ask/begin", "committed"},
		"ask/post 1 of 1/sending":   {"ask/post the only message", "sending"},
		"ask/post 1 of 3/handled":   {"ask/post the first message", "handled"},
		"ask/post 2 of 3/handled":   {"ask/post one between", "handled"},
		"ask/post 3 of 3/failed":    {"ask/post the last message", "failed"},
		"event/received":            {"event", "received"},
		"":                          {"", ""},
		"close/begin/before commit": {"close/begin", "before commit"},
	} {
		if what, stage := splitStage(label); what != want[0] || stage != want[1] {
			t.Errorf("%q: got %q, %q, want %q", label, what, stage, want)
		}
	}
}

func TestFirstNumber(t *testing.T) {
	for text, want := range map[string]int{"12 answers · 3 full": 12, "共 7 份答案": 7, "Nobody answered this time.": 0, "": 0} {
		if got := firstNumber(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

// A life counts while the clock is right and the platform responds.
func TestUptime(t *testing.T) {
	start := time.Date(2027, 3, 26, 0, 0, 0, 0, time.UTC)
	after := func(hours float64) time.Time { return start.Add(time.Duration(hours * float64(time.Hour))) }
	c := &checker{start: start, platform: &record.Dump{Now: after(100)}, lifetimes: []lifetime{
		{From: after(0), Ready: after(1), To: after(3)},
		{From: after(3), To: after(10)},
		{From: after(10), Ready: after(10), To: after(20), Offset: time.Minute},
		{From: after(28), Ready: after(28), To: after(33)},
	}}
	for _, w := range []struct {
		from, to, want float64
		faults         bool
	}{{0, 24, 2, false}, {2, 24, 1, false}, {0, 2.5, 1.5, false}, {4, 27, 0, false}, {24, 90, 5, false}, {24, 90, 3, true}, {24, 29.5, 1, true}} {
		c.scenario.Faults = w.faults
		if got, want := c.longestUptime(after(w.from), after(w.to)), after(w.want).Sub(start); got != want {
			t.Errorf("from %g to %g: up for %s, want %s", w.from, w.to, got, want)
		}
	}
}
