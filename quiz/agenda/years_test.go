package agenda

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// drawn makes plans by chance, the same ones for the same seed.
type drawn struct {
	*rand.Rand
	zones []string
}

func draw(seed uint64) drawn {
	return drawn{rand.New(rand.NewPCG(seed, 0)), []string{
		"UTC", "America/New_York", "Europe/London", "Europe/Berlin", "Africa/Cairo", "America/Sao_Paulo", "Australia/Lord_Howe",
		"Asia/Kolkata", "Asia/Kathmandu", "Asia/Shanghai", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana",
		"America/St_Johns", "Africa/Casablanca", "Antarctica/Troll", "Asia/Gaza", "Asia/Beirut", "America/Santiago", "Asia/Tehran",
		"Pacific/Chatham", "America/Scoresbysund", "Asia/Pyongyang", "Europe/Dublin", "Pacific/Fakaofo",
	}}
}

func (d drawn) clock() schedule.Clock {
	if d.IntN(3) == 0 { // where clocks change
		return schedule.Clock(d.IntN(4 * 60))
	}
	return schedule.Clock(d.IntN(24 * 60))
}

// plan draws one that is right.
func (d drawn) plan() plan.Plan {
	for {
		p := plan.Default()
		p.TimeZone = d.zones[d.IntN(len(d.zones))]
		p.Days = schedule.Weekdays(1 + d.IntN(127))
		p.Ask, p.Digest = d.clock(), d.clock()
		p.Reveal = schedule.RevealAt{Clock: d.clock()}
		if d.IntN(3) == 0 {
			p.Reveal.Days = 1 + d.IntN(6)
		}
		p.CatchUp = time.Duration(1+d.IntN(24)) * time.Hour
		if p.Validate() == nil {
			return p
		}
	}
}

// daysOff draws some dates of a stretch of years, single ones and holidays in a row.
func (d drawn) daysOff(from schedule.Date, days int) []schedule.Date {
	var off []schedule.Date
	for range d.IntN(60) {
		day := from.AddDays(d.IntN(days))
		for i := range 1 + d.IntN(3)*d.IntN(8) {
			off = append(off, day.AddDays(i))
		}
	}
	slices.SortFunc(off, schedule.Date.Compare)
	return slices.Compact(off)
}

// years is a room whose time passes: nothing but the calendar, and what a round and a digest leave
// behind.
type years struct {
	t        *testing.T
	calendar Calendar
	room     quiz.Room
	round    *quiz.Round
	now      time.Time
	asked    []schedule.Date
	digests  []schedule.Date
}

func live(t *testing.T, plan plan.Plan, from time.Time) *years {
	room, err := NewRoom("console/demo/a", plan, from)
	if err != nil {
		t.Fatal(err)
	}
	y := &years{t: t, room: room, now: from}
	y.replan(plan)
	return y
}

func (y *years) replan(p plan.Plan) {
	y.t.Helper()
	if err := Replan(&y.room, p, y.now); err != nil {
		y.t.Fatal(err)
	}
	y.calendar, _ = NewCalendar(p)
}

// until runs the jobs due up to a time, each at its own time.
func (y *years) until(end time.Time) {
	for {
		o := y.calendar.Evaluate(&y.room, nil, y.round, y.now)
		for _, d := range o.Missed {
			y.fail("the %s of %s was missed", d.Kind, d.Date)
			y.room.MarkDone(d.Kind, d.Date)
		}
		switch {
		case o.IsDue:
			y.do(o.Next)
		case len(o.Missed) > 0:
		case !o.NextCheck.After(y.now):
			y.t.Fatalf("%s: nothing is due, and the next look is at %s", y, o.NextCheck)
		case o.NextCheck.After(end):
			y.now = end
			return
		default:
			y.now = o.NextCheck
		}
	}
}

func (y *years) do(d Due) {
	switch d.Kind {
	case quiz.JobAsk:
		if y.round != nil {
			y.fail("asked while a round is open")
		}
		y.room.MarkDone(quiz.JobAsk, d.Date)
		y.room.LastAskedOn = d.Date
		y.asked = append(y.asked, d.Date)
		y.round = &quiz.Round{Date: d.Date, Phase: quiz.Open, ClosesAt: y.calendar.ClosesAt(d.Date, d.At)}
		if !y.round.ClosesAt.After(y.now) {
			y.fail("the round of %s closes at %s", d.Date, y.round.ClosesAt)
		}
	case quiz.JobClose:
		y.round = nil
	case quiz.JobDigest:
		y.room.MarkDone(quiz.JobDigest, d.Date)
		y.digests = append(y.digests, d.Date)
	}
}

func (y *years) String() string {
	return fmt.Sprintf("%+v at %s", y.room.Plan, y.now.Format(time.RFC3339))
}

func (y *years) fail(format string, args ...any) {
	y.t.Helper()
	y.t.Errorf("%s: %s", y, fmt.Sprintf(format, args...))
}

// datesOf are the local dates that a zone has between two moments, found by looking at its clock
// every quarter of an hour.
func datesOf(zone *time.Location, from, to time.Time) map[schedule.Date]bool {
	dates := map[schedule.Date]bool{}
	for at := from; at.Before(to); at = at.Add(15 * time.Minute) {
		dates[schedule.DateOf(at.In(zone))] = true
	}
	return dates
}

// Over ten years each planned date has exactly one question, and no other date has any; each round
// ends before the next question.
func TestTenYears(t *testing.T) {
	for seed := range uint64(24) {
		d := draw(seed)
		from := time.Date(2008+d.IntN(15), 1, 1, 0, 0, 0, 0, time.UTC)
		plan := d.plan()
		plan.DaysOff = d.daysOff(schedule.DateOf(from), 3650)
		y := live(t, plan, from)
		first := y.calendar.Date(from).AddDays(1)
		y.until(from.AddDate(10, 0, 0))
		last := y.calendar.Date(y.now).AddDays(-1)
		exist := datesOf(y.calendar.Zone(), from, y.now)
		var want []schedule.Date
		for day := first; !last.Before(day); day = day.AddDays(1) {
			if exist[day] && plan.Days.Has(day.Weekday()) && !slices.Contains(plan.DaysOff, day) {
				want = append(want, day)
			}
		}
		for what, got := range map[string][]schedule.Date{"questions": y.asked, "digests": y.digests} {
			got = slices.DeleteFunc(got, func(d schedule.Date) bool { return d.Before(first) || last.Before(d) })
			if !slices.Equal(got, want) {
				t.Errorf("seed %d, %s: %s for %d dates, want %d; the first that differs is %s", seed, y, what, len(got), len(want), differs(got, want))
			}
		}
	}
}

// differs is where two lists part.
func differs(a, b []schedule.Date) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i].String() + " or " + b[i].String()
		}
	}
	return "after the end of one"
}

// A room whose plan and zone change, and which is paused and resumed, at any moment, is never asked
// twice for a date, and each of its rounds ends.
func TestChangesAtAnyMoment(t *testing.T) {
	for seed := range uint64(200) {
		d := draw(seed)
		y := live(t, d.plan(), time.Date(2011, 11, 1, 0, 0, 0, 0, time.UTC))
		for range 60 {
			before := y.round
			switch d.IntN(4) {
			case 0:
				y.room.Pause = &quiz.Pause{Until: y.calendar.Date(y.now).AddDays(1 + d.IntN(9))}
			case 1:
				if y.room.Pause.Holds(y.calendar.Date(y.now)) {
					StartFrom(&y.room, y.calendar, y.now)
				}
				y.room.Pause = nil
			default:
				y.replan(d.plan())
			}
			if y.round != before {
				y.fail("the open round is lost")
			}
			y.liveOn(time.Duration(d.IntN(3*24*60)) * time.Minute)
		}
		if !slices.IsSortedFunc(y.asked, schedule.Date.Compare) || len(slices.Compact(y.asked)) != len(y.asked) {
			y.fail("seed %d: the dates of its questions are %v", seed, y.asked)
		}
	}
}

// liveOn lets time pass. What a change left no time for may be missed.
func (y *years) liveOn(d time.Duration) {
	end := y.now.Add(d)
	for y.now.Before(end) {
		o := y.calendar.Evaluate(&y.room, nil, y.round, y.now)
		for _, missed := range o.Missed {
			y.room.MarkDone(missed.Kind, missed.Date)
		}
		switch {
		case o.IsDue:
			y.do(o.Next)
		case len(o.Missed) > 0:
		case o.NextCheck.After(end):
			y.now = end
		default:
			y.now = o.NextCheck
		}
	}
	if y.round != nil && y.round.ClosesAt.Before(y.now.Add(-time.Nanosecond)) {
		y.fail("the round of %s is open after %s", y.round.Date, y.round.ClosesAt)
	}
}
