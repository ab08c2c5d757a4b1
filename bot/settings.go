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
	"quizbot/quiz/service"
	"quizbot/quiz/timezone"
)

// The fields of the form for setting a room up have the names of the plan's settings.
const (
	fieldZone     = "time_zone"
	fieldDays     = "days"
	fieldAsk      = "ask"
	fieldReveal   = "reveal"
	fieldLanguage = "language"
	fieldBanks    = "banks"
)

// setUp starts the quiz in this room with the settings of the command, or shows a form for them.
func (r request) setUp(ctx context.Context, args map[string]string) (Answer, error) {
	return r.ifUnobstructed(ctx, func() (Answer, error) {
		room, err := r.service.Room(ctx, r.event.Room)
		switch {
		case err != nil && !isRefusal(err):
			return nil, err
		case err == nil && room.FromFile:
			return r.showPlan(ctx, "plan.from_file")
		case len(args) == 0:
			return r.setupForm(room, err == nil), nil
		case err == nil && len(args) == 1 && args[fieldZone] != "":
			return r.alreadySetUp(ctx, &room, args[fieldZone])
		}
		var changes []service.Change
		for _, p := range setupParams() {
			if value := args[p.Name]; value != "" {
				changes = append(changes, service.Change{Setting: p.Name, Value: value})
			}
		}
		return r.configure(ctx, changes)
	})
}

// openSetup shows the form for setting the room up.
func (r request) openSetup(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	return r.setUp(ctx, nil)
}

// alreadySetUp tells that the room has a plan, and how its zone is changed.
func (r request) alreadySetUp(ctx context.Context, room *quiz.Room, zone string) (Answer, error) {
	zone, err := timezone.Parse(zone)
	if err != nil {
		return nil, err
	}
	if err := r.service.RetryNow(ctx, r.event.At, r.event.Room); err != nil {
		return nil, err
	}
	args := words.Args{"Zone": room.Plan.TimeZone, "Wanted": zone}
	if zone == room.Plan.TimeZone {
		return r.replyWithUpcoming(ctx, "admin.set_up_already", args, nil)
	}
	answer := r.reply("admin.set_up_elsewhere", args)
	answer.Refused = true
	return answer, nil
}

// setupForm asks for the settings of a room, filled with its plan or the default one. Platforms
// that show only some of the fields show the first ones.
func (r request) setupForm(room quiz.Room, running bool) Form {
	settings := room.Plan
	if !running {
		settings = r.service.Defaults()
		if zone, err := timezone.Parse(r.event.TimeZone); err == nil {
			settings.TimeZone = zone
		}
	}
	const long, short = 60, 20 // characters of a zone's name and of a time
	fields := []Field{
		{ID: fieldZone, Kind: ShortText, Value: settings.TimeZone, Max: long},
		{ID: fieldDays, Kind: ManyOptions, Options: r.DayOptions(), Chosen: settings.Days.Names()},
		{ID: fieldAsk, Kind: ShortText, Value: settings.Ask.String(), Max: short},
		{ID: fieldReveal, Kind: ShortText, Value: settings.Reveal.String(), Max: short},
		{ID: fieldLanguage, Kind: OneOption, Options: r.languageOptions(), Chosen: []string{settings.Language}},
	}
	if banks := r.service.BankNames(); len(banks) > 1 {
		chosen := settings.Banks
		if len(chosen) == 0 {
			chosen = banks
		}
		fields = append(fields, Field{ID: fieldBanks, Kind: ManyOptions, Options: bankOptions(banks), Chosen: chosen})
	}
	for i := range fields {
		fields[i].Label = r.Text("setup."+fields[i].ID, nil)
		if fields[i].Kind == ShortText {
			fields[i].Placeholder = r.Text("setup.placeholder_"+fields[i].ID, nil)
		}
	}
	return Form{
		ID: action.Action{Verb: action.SubmitSetup}.String(), Title: r.Text("setup.title", nil), Submit: r.Text("setup.submit", nil),
		Fields: fields, Otherwise: r.TextCard("setup.failure", nil),
	}
}

func (r request) languageOptions() []card.Option {
	var options []card.Option
	for _, tag := range words.Languages() {
		options = append(options, card.Option{Value: tag, Label: r.catalogue.LanguageName(tag)})
	}
	return options
}

// maxOptionValue is the greatest length of a form option's value, in bytes.
const maxOptionValue = 75

// bankOptions are the banks that can be chosen. A bank with a longer name can still be typed.
func bankOptions(banks []string) []card.Option {
	banks = slices.DeleteFunc(slices.Clone(banks), func(name string) bool { return len(name) > maxOptionValue })
	return plainOptions(banks)
}

// submitSetup sets the room up, or changes its plan, by the fields of the form. A field that the
// platform didn't show leaves its setting as it is.
func (r request) submitSetup(ctx context.Context, _ action.Action, s Submission) (Answer, error) {
	return r.ifUnobstructed(ctx, func() (Answer, error) {
		var changes []service.Change
		for _, p := range setupParams() {
			if value, shown := s.Values[p.Name]; shown {
				changes = append(changes, service.Change{Setting: p.Name, Value: value})
			} else if chosen, shown := s.Chosen[p.Name]; shown {
				changes = append(changes, service.Change{Setting: p.Name, Value: r.chosenValue(p.Name, chosen)})
			}
		}
		return r.configure(ctx, changes)
	})
}

// chosenValue returns the value of a setting whose options were chosen. A choice of all banks
// becomes "all" and so includes later banks.
func (r request) chosenValue(setting string, values []string) string {
	if setting == fieldBanks && (len(values) == 0 || len(values) == len(r.service.BankNames())) {
		return "all"
	}
	return strings.Join(values, ", ")
}

// configure sets the room up, or changes its plan.
func (r request) configure(ctx context.Context, changes []service.Change) (Answer, error) {
	var wrong []error
	for i, c := range changes {
		if c.Setting != fieldLanguage {
			continue
		}
		tag, ok := r.catalogue.ParseLanguage(c.Value)
		if !ok {
			wrong = append(wrong, unknownLanguage(c.Value))
			tag = r.service.Defaults().Language
		}
		changes[i].Value = tag
	}
	if len(wrong) > 0 { // check the other settings, too, to tell all mistakes at once
		more, err := r.service.CheckChanges(ctx, r.event.At, r.event.Room, changes)
		if err != nil {
			return nil, err
		}
		return r.wrongSettings(append(wrong, more...)), nil
	}
	room, fresh, found, err := r.service.ConfigureRoom(ctx, r.event.At, r.event.Room, r.event.Who, changes)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return r.wrongSettings(found), nil
	}
	r.Presenter = r.presenterFor(room)
	return r.configured(ctx, fresh)
}

func unknownLanguage(value string) error {
	return &plan.Mistake{Setting: fieldLanguage, Value: value, Code: reason.WrongWord, Known: words.Languages()}
}

// wrongSettings tells every mistake with its cure, at the field of the first one.
func (r request) wrongSettings(wrong []error) Ephemeral {
	c, _ := r.MistakesCard(wrong...)
	answer := r.refuseWith(c)
	if m, ok := errors.AsType[*plan.Mistake](wrong[0]); ok {
		answer.Field = m.Setting
	} else if _, ok := errors.AsType[*timezone.UnknownError](wrong[0]); ok {
		answer.Field = fieldZone
	}
	return answer
}

// configured tells the plan of a room that was set up, or whose plan was changed.
func (r request) configured(ctx context.Context, fresh bool) (Answer, error) {
	if err := r.service.RetryNow(ctx, r.event.At, r.event.Room); err != nil {
		return nil, err
	}
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	if !fresh {
		r.redrawOpenRound(&st)
	}
	return Ephemeral{Card: r.ConfiguredCard(&st, fresh)}, nil
}

// redrawOpenRound has the card of the open round drawn again, whose times and texts follow the
// plan.
func (r request) redrawOpenRound(st *service.Status) {
	if st.Open != nil && st.Open.Phase == quiz.Open {
		r.redraws.questionChanged(*st.Open)
	}
}

// changePlan shows the room's plan, or one setting of it, or changes a setting.
func (r request) changePlan(ctx context.Context, args map[string]string) (Answer, error) {
	setting, value := r.settingNamed(args[paramSetting]), args["value"]
	switch {
	case setting == "":
		return r.showPlan(ctx, "plan.how")
	case value == "":
		return r.showSetting(ctx, setting)
	case setting == fieldLanguage:
		tag, ok := r.catalogue.ParseLanguage(value)
		if !ok {
			return nil, unknownLanguage(value)
		}
		value = tag
	}
	err := r.service.SetPlan(ctx, r.event.At, r.event.Room, r.event.Who, setting, value)
	if err != nil {
		return nil, err
	}
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	if setting == fieldZone || setting == fieldLanguage {
		r.redrawOpenRound(&st)
	}
	r.Presenter = r.presenterFor(st.Room)
	return r.replyWithUpcoming(ctx, "admin.planned", words.Args{"Setting": setting, "Value": r.SettingValue(st.Room.Plan, setting)}, nil)
}

// settingNamed returns the setting that has a name in any language.
func (c *Conversation) settingNamed(name string) string {
	if word, ok := settingVocabulary().FindWord(c.catalogue, name); ok {
		return word
	}
	return strings.ToLower(name)
}

// showPlan shows the room's plan under a text of the catalogue.
func (r request) showPlan(ctx context.Context, intro string) (Answer, error) {
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.PlanCard(&st, intro)}, nil
}

// showSetting shows one setting, its meaning and an example.
func (r request) showSetting(ctx context.Context, name string) (Answer, error) {
	room, err := r.service.Room(ctx, r.event.Room)
	if err != nil {
		return nil, err
	}
	return r.reply("plan.setting", words.Args{
		"Setting": name, "Value": r.SettingValue(room.Plan, name), "Meaning": r.Text("setting."+name, nil),
		"Example": "/quiz-admin plan " + name + " " + settingExample(name),
	}), nil
}

// settingExample returns a value that a setting may have: its example, or else its default.
func settingExample(name string) string {
	if setting, ok := plan.FindSetting(name); ok && setting.Example != "" {
		return setting.Example
	}
	return plan.Default().Setting(name)
}
