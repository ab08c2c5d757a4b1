package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
	"quizbot/quiz/timezone"
)

// The fields of the form for setting a room up, named as the plan's settings are.
const (
	fieldZone     = "time_zone"
	fieldDays     = "days"
	fieldAsk      = "ask"
	fieldReveal   = "reveal"
	fieldLanguage = "language"
	fieldBanks    = "banks"
)

// setupFields are all of them, in the order in which they are taken.
func setupFields() []string {
	return []string{fieldZone, fieldDays, fieldAsk, fieldReveal, fieldLanguage, fieldBanks}
}

// setUp has the quiz run in this room: by what was typed with the command, or else by a form.
func (t talk) setUp(ctx context.Context, args map[string]string) (Answer, error) {
	return t.unobstructed(ctx, func() (Answer, error) {
		room, err := t.service.Room(ctx, t.event.Room)
		_, refused := reason.AsRefusal(err)
		switch {
		case err != nil && !refused:
			return nil, err
		case err == nil && room.FromFile:
			return t.shownPlan(ctx, "plan.from_file")
		case len(args) == 0:
			return t.setupForm(room, err == nil), nil
		case err == nil && len(args) == 1 && args[fieldZone] != "":
			return t.setUpAlready(ctx, &room, args[fieldZone])
		}
		var changes []service.Change
		for _, name := range setupFields() {
			if value := args[name]; value != "" {
				changes = append(changes, service.Change{Setting: name, Value: value})
			}
		}
		return t.configure(ctx, changes)
	})
}

// setUpAlready says that the room has a plan, and how its zone is changed.
func (t talk) setUpAlready(ctx context.Context, room *quiz.Room, zone string) (Answer, error) {
	zone, err := timezone.Parse(zone)
	if err != nil {
		return nil, err
	}
	if err := t.service.RetryNow(ctx, t.event.At, t.event.Room); err != nil {
		return nil, err
	}
	args := words.Args{"Zone": room.Plan.TimeZone, "Wanted": zone}
	if zone == room.Plan.TimeZone {
		return t.then(ctx, "admin.set_up_already", args, nil)
	}
	said := t.say("admin.set_up_elsewhere", args)
	said.Refused = true
	return said, nil
}

// setupForm asks for what a plan needs, filled with the room's plan or the default one. Platforms that show only some of
// its fields show the first ones.
func (t talk) setupForm(room quiz.Room, running bool) Form {
	plan := room.Plan
	if !running {
		plan = t.service.Defaults()
		if zone, err := timezone.Parse(t.event.Zone); err == nil {
			plan.TimeZone = zone
		}
	}
	const long, short = 60, 20 // characters of a zone's name and of a time
	fields := []Field{
		{ID: fieldZone, Kind: ShortText, Value: plan.TimeZone, Max: long},
		{ID: fieldDays, Kind: ManyOptions, Options: t.dayOptions(), Chosen: plan.Days.Names()},
		{ID: fieldAsk, Kind: ShortText, Value: plan.Ask.String(), Max: short},
		{ID: fieldReveal, Kind: ShortText, Value: plan.Reveal.String(), Max: short},
		{ID: fieldLanguage, Kind: OneOption, Options: t.languageOptions(), Chosen: []string{plan.Language}},
	}
	if banks := t.service.BankNames(); len(banks) > 1 {
		chosen := plan.Banks
		if len(chosen) == 0 {
			chosen = banks
		}
		fields = append(fields, Field{ID: fieldBanks, Kind: ManyOptions, Options: bankOptions(banks), Chosen: chosen})
	}
	for i := range fields {
		fields[i].Label = t.Text("setup."+fields[i].ID, nil)
		if fields[i].Kind == ShortText {
			fields[i].Placeholder = t.Text("setup.placeholder_"+fields[i].ID, nil)
		}
	}
	return Form{
		ID: action.Action{Verb: action.SubmitSetup}.String(), Title: t.Text("setup.title", nil), Submit: t.Text("setup.submit", nil), Fields: fields,
		Otherwise: t.say("setup.failure", nil).Card,
	}
}

func (p Presenter) dayOptions() []card.Option {
	var options []card.Option
	for _, name := range schedule.Everyday.Names() {
		options = append(options, card.Option{Value: name, Label: p.Text("weekday."+name, nil)})
	}
	return options
}

func (t talk) languageOptions() []card.Option {
	var options []card.Option
	for _, tag := range words.Languages() {
		name, _, _ := strings.Cut(t.catalogue.In(tag, "UTC").Text("language_names", nil), "/")
		options = append(options, card.Option{Value: tag, Label: name})
	}
	return options
}

// maxOptionValue is the longest value of a form's option, in bytes.
const maxOptionValue = 75

// bankOptions are the banks that can be chosen. A name that is too long to come back can still be typed.
func bankOptions(banks []string) []card.Option {
	banks = slices.DeleteFunc(slices.Clone(banks), func(name string) bool { return len(name) > maxOptionValue })
	return plain(banks)
}

// openSetup shows the form for setting the room up.
func (t talk) openSetup(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	return t.setUp(ctx, nil)
}

// askNext asks the next question at once.
func (t talk) askNext(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	return t.askNow(ctx, "")
}

// submitSetup sets the room up, or changes its plan, by the fields of the form. A field that the platform didn't show
// leaves its setting as it is.
func (t talk) submitSetup(ctx context.Context, _ action.Action, s Submission) (Answer, error) {
	return t.unobstructed(ctx, func() (Answer, error) {
		var changes []service.Change
		for _, name := range setupFields() {
			if value, shown := s.Values[name]; shown {
				changes = append(changes, service.Change{Setting: name, Value: value})
			} else if chosen, shown := s.Chosen[name]; shown {
				changes = append(changes, service.Change{Setting: name, Value: t.chosen(name, chosen)})
			}
		}
		return t.configure(ctx, changes)
	})
}

// chosen is the value of a setting of which options were chosen. All banks are as good as none, so that one that is
// added later is asked, too.
func (t talk) chosen(setting string, values []string) string {
	if setting == fieldBanks && (len(values) == 0 || len(values) == len(t.service.BankNames())) {
		return "all"
	}
	return strings.Join(values, ", ")
}

// configure sets the room up, or changes its plan.
func (t talk) configure(ctx context.Context, changes []service.Change) (Answer, error) {
	var wrong []error
	for i, c := range changes {
		if c.Setting != fieldLanguage {
			continue
		}
		tag, ok := t.languageNamed(c.Value)
		if !ok {
			wrong = append(wrong, t.wrongLanguage(c.Value))
			tag = t.service.Defaults().Language
		}
		changes[i].Value = tag
	}
	if len(wrong) > 0 { // the rest is looked at, too, so that everything is named at once
		more, err := t.service.CheckChanges(ctx, t.event.At, t.event.Room, changes)
		if err != nil {
			return nil, err
		}
		return t.wrongSettings(append(wrong, more...)), nil
	}
	room, fresh, found, err := t.service.ConfigureRoom(ctx, t.event.At, t.event.Room, t.event.Who, changes)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return t.wrongSettings(found), nil
	}
	t.Presenter = t.presenter(room)
	return t.configured(ctx, fresh)
}

// wrongLanguage is a mistake about the language.
func (t talk) wrongLanguage(value string) error {
	return &plan.Mistake{Setting: fieldLanguage, Value: value, Code: reason.WrongWord, Known: words.Languages()}
}

// wrongSettings names every mistake with its cure, and that nothing was changed.
func (t talk) wrongSettings(wrong []error) Private {
	var parts []card.Part
	for _, err := range wrong {
		if line, ok := t.mistake(err); ok {
			parts = append(parts, card.Text{Line: line})
		}
	}
	said := private(parts[0].(card.Text).Line.Plain(), append(parts, card.Text{Line: t.Line("admin.unchanged", nil)})...)
	said.Refused, said.Typed = true, t.typed()
	if m, ok := errors.AsType[*plan.Mistake](wrong[0]); ok {
		said.Field = m.Setting
	} else if _, ok := errors.AsType[*timezone.UnknownError](wrong[0]); ok {
		said.Field = fieldZone
	}
	return said
}

// configured says in three lines when questions come, when the next one does, and where they come from.
func (t talk) configured(ctx context.Context, fresh bool) (Answer, error) {
	if err := t.service.RetryNow(ctx, t.event.At, t.event.Room); err != nil {
		return nil, err
	}
	st, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	key := "admin.set_up"
	if !fresh {
		key = "admin.replanned"
		t.redraw(&st)
	}
	plan := st.Room.Plan
	said := t.Line(key, words.Args{
		"Days": t.dayNames(plan.Days), "Ask": plan.Ask.String(), "Reveal": t.revealTime(plan), "Zone": plan.TimeZone,
	})
	from := t.Line("admin.banks", words.Args{"N": st.Questions, "Banks": t.setting(plan, fieldBanks)})
	parts := append([]card.Part{card.Text{Line: said}}, t.ahead(&st)...)
	parts = append(parts, card.Text{Line: from}, card.Buttons{Items: []card.Button{
		{ID: action.Action{Verb: action.AskNow}.String(), Label: t.Text("button.ask_now", nil), Primary: fresh},
		{ID: action.Action{Verb: action.SetUp}.String(), Label: t.Text("button.change", nil)},
	}})
	return private(said.Plain(), parts...), nil
}

// revealTime is when answers come, in words.
func (p Presenter) revealTime(plan plan.Plan) string {
	clock := words.Args{"Clock": plan.Reveal.Clock.String(), "N": plan.Reveal.Days}
	switch {
	case plan.Reveal.Days > 1:
		return p.Text("plan.days_later", clock)
	case plan.Reveal.Days == 1 || revealsNextDay(plan):
		return p.Text("plan.next_day", clock)
	}
	return plan.Reveal.Clock.String()
}

// revealsNextDay reports whether answers come on the day after the question because their time of day is the earlier one.
func revealsNextDay(plan plan.Plan) bool {
	return plan.Reveal.Days == 0 && plan.Reveal.Clock <= plan.Ask
}

// dayNames are days of the week as people read them.
func (p Presenter) dayNames(days schedule.Weekdays) string {
	var names []string
	for _, name := range days.Names() {
		names = append(names, p.Text("weekday."+name, nil))
	}
	return p.List(names)
}

// redraw draws the card of the open round again, whose times and words follow the plan.
func (t talk) redraw(st *service.Status) {
	if st.Open != nil && st.Open.Phase == quiz.Open {
		t.counts.changed(*st.Open)
	}
}

// confirmRemove asks before it ends the quiz in the room.
func (t talk) confirmRemove() (Answer, error) {
	line := t.Line("remove.confirm", nil)
	button := card.Button{ID: action.Action{Verb: action.RemoveRoom, Arg: "room"}.String(), Label: t.Text("button.remove", nil), Danger: true}
	return private(line.Plain(), card.Text{Line: line}, card.Buttons{Items: []card.Button{button}}), nil
}

// removeRoom ends the quiz in the room.
func (t talk) removeRoom(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	return t.done("remove.done", t.service.RemoveRoom(ctx, t.event.At, t.event.Room, t.event.Who))
}
