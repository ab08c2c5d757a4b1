package plan

import (
	"strings"
	"testing"
	"time"

	"quizbot/quiz/schedule"
)

func TestValidate(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Plan)
		ok     bool
	}{
		"default":                     {func(*Plan) {}, true},
		"reveal as the next is asked": {func(p *Plan) { p.Reveal = schedule.RevealAt{Days: 1, Clock: 9*60 + 30} }, true},
		"reveal after the next":       {func(p *Plan) { p.Reveal = schedule.RevealAt{Days: 1, Clock: 9*60 + 31} }, false},
		"two days on two days a week": {func(p *Plan) {
			p.Days = 1<<time.Monday | 1<<time.Thursday
			p.Reveal = schedule.RevealAt{Days: 2, Clock: 540}
		}, true},
		"a week on one day a week":       {func(p *Plan) { p.Days = 1 << time.Monday; p.Reveal = schedule.RevealAt{Days: 7, Clock: 540} }, true},
		"over a week on one day a week":  {func(p *Plan) { p.Days = 1 << time.Monday; p.Reveal = schedule.RevealAt{Days: 7, Clock: 600} }, false},
		"no days":                        {func(p *Plan) { p.Days = 0 }, false},
		"an unknown zone":                {func(p *Plan) { p.TimeZone = "Europe/Nowhere" }, false},
		"the machine's own zone":         {func(p *Plan) { p.TimeZone = "Local" }, false},
		"no time to catch up":            {func(p *Plan) { p.CatchUp = 0 }, false},
		"more for a worse answer":        {func(p *Plan) { p.Points.Mostly = 11 }, false},
		"threads that are neither":       {func(p *Plan) { p.Threads = "maybe" }, false},
		"points that would overflow sum": {func(p *Plan) { p.Points.Full = maxPoints + 1 }, false},
	} {
		p := Default()
		c.change(&p)
		if err := p.Validate(); (err == nil) != c.ok {
			t.Errorf("%s: got %v, want ok %v", name, err, c.ok)
		}
	}
}

// Mistakes from which others may follow come first, the rule over several settings last.
func TestMistakeOrder(t *testing.T) {
	p := Default()
	p.Reveal, p.TimeZone, p.CatchUp, p.Threads, p.Points.Mostly = schedule.RevealAt{Days: 3}, "Mars", 0, "maybe", 11
	var settings []string
	for _, m := range p.Mistakes() {
		settings = append(settings, m.Args["setting"])
	}
	if got := strings.Join(settings, " "); got != "time_zone catch_up threads points reveal" {
		t.Errorf("the mistakes are those of %s", got)
	}
}
