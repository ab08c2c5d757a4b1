package config

import (
	"quizbot/quiz/plan"
)

// daysOff is the setting that may also name calendar files.
const daysOff = "days_off"

// Plan is a plan as it is written down: the value of each setting by its name.
type Plan map[string]plan.Written

// Points are points as they are written down.
type Points struct {
	Full    int `yaml:"full"`
	Mostly  int `yaml:"mostly"`
	Partial int `yaml:"partial"`
	Tried   int `yaml:"tried"`
}

// writtenPlan returns a plan as it would be written down.
func writtenPlan(p plan.Plan) Plan {
	written := Plan{}
	for _, s := range plan.Settings() {
		written[s.Name] = s.Write(&p)
	}
	return written
}

// parse returns the plan that is written down at a path. A setting that cannot be read is added to
// errs, and has its default.
func (w Plan) parse(errs *errorCollector, at string, calendars *CalendarReader) plan.Plan {
	p := plan.Default()
	for _, s := range plan.Settings() {
		if s.Name == daysOff {
			p.DaysOff = calendars.addDaysOff(errs, at+"."+daysOff, w[daysOff].List)
			continue
		}
		errs.add(at+"."+s.Name, s.Configure(&p, w[s.Name]))
	}
	return p
}
