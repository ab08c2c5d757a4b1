package config

import (
	"quizbot/quiz/plan"
)

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
		value := w[s.Name]
		if s.Content == plan.Dates {
			value.List = calendars.expandDates(errs, at+"."+s.Name, value.List)
		}
		errs.add(at+"."+s.Name, s.Configure(&p, value))
	}
	return p
}

// writtenDaysOff returns the days off as they are written down: dates and paths of calendar files.
func (w Plan) writtenDaysOff() []string { return w[plan.SettingOf(plan.Dates).Name].List }
