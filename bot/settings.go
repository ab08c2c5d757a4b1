package bot

import (
	"cmp"
	"context"
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

// setUp starts the quiz in this room with the settings of the command, or shows a form for them.
func (r request) setUp(ctx context.Context, args map[string]string) (Answer, error) {
	return r.ifUnobstructed(ctx, func() (Answer, error) {
		room, err := r.service.Room(ctx, r.event.Room)
		zone := args[zoneSetting()]
		switch {
		case err != nil && !isRefusal(err):
			return nil, err
		case err == nil && room.FromFile:
			return r.showPlan(ctx, "plan.from_file")
		case len(args) == 0:
			return r.setupForm(room, err == nil), nil
		case err == nil && len(args) == 1 && zone != "":
			return r.alreadySetUp(ctx, &room, zone)
		}
		var changes []service.Change
		for _, s := range plan.SetupSettings() {
			if value := args[s.Name]; value != "" {
				changes = append(changes, service.Change{Setting: s.Name, Value: value})
			}
		}
		return r.configure(ctx, changes)
	})
}

// zoneSetting returns the name of the setting that is a room's time zone.
func zoneSetting() string { return plan.SettingOf(plan.ZoneName).Name }

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
	list := plan.SetupSettings()
	slices.SortFunc(list, func(a, b plan.Setting) int { return cmp.Compare(a.Setup.Field, b.Setup.Field) })
	var fields []Field
	for _, s := range list {
		if s.Control() == plan.TextField || len(r.choicesOf(s)) > 1 {
			fields = append(fields, r.setupField(s, &settings))
		}
	}
	return Form{
		ID: action.Action{Verb: action.SubmitSetup}.String(), Title: r.Text("setup.title", nil), Submit: r.Text("setup.submit", nil),
		Fields: fields, Otherwise: r.TextCard("setup.failure", nil),
	}
}

// setupField returns the form's field for a setting, filled from a plan.
func (r request) setupField(s plan.Setting, settings *plan.Plan) Field {
	field := Field{ID: s.Name, Label: r.Text("setup."+s.Name, nil)}
	switch s.Control() {
	case plan.OneChoice:
		field.Kind, field.Options, field.Chosen = OneOption, r.optionsOf(s), []string{s.Format(settings)}
	case plan.ManyChoices:
		field.Kind, field.Options, field.Chosen = ManyOptions, r.optionsOf(s), s.Write(settings).List
		if len(field.Chosen) == 0 && s.Empty == plan.AllWording {
			field.Chosen = r.choicesOf(s)
		}
	default:
		field.Kind, field.Value, field.Max = ShortText, s.Format(settings), s.MaxLength
		field.Placeholder, field.Optional = r.Text("setup.placeholder_"+s.Name, nil), s.Empty != ""
	}
	return field
}

// choicesOf returns the values from which a setting can be chosen.
func (c *Conversation) choicesOf(s plan.Setting) []string {
	switch s.Content {
	case plan.WeekdayNames:
		return schedule.Everyday.Names()
	case plan.LanguageTag:
		return words.Languages()
	case plan.BankNames:
		return c.service.BankNames()
	default:
		return s.Values
	}
}

// maxOptionValue is the greatest length of a form option's value, in bytes.
const maxOptionValue = 75

// optionsOf returns the choices of a setting with their labels. A bank with a longer name can still
// be typed.
func (r request) optionsOf(s plan.Setting) []card.Option {
	var options []card.Option
	for _, value := range r.choicesOf(s) {
		label := value
		switch s.Content {
		case plan.WeekdayNames:
			label = r.Text("weekday."+value, nil)
		case plan.LanguageTag:
			label = r.catalogue.LanguageName(value)
		}
		if len(value) <= maxOptionValue {
			options = append(options, card.Option{Value: value, Label: label})
		}
	}
	return options
}

// submitSetup sets the room up, or changes its plan, by the fields of the form. A field that the
// platform didn't show leaves its setting as it is.
func (r request) submitSetup(ctx context.Context, _ action.Action, s Submission) (Answer, error) {
	return r.ifUnobstructed(ctx, func() (Answer, error) {
		var changes []service.Change
		for _, setting := range plan.SetupSettings() {
			if value, shown := s.Values[setting.Name]; shown {
				changes = append(changes, service.Change{Setting: setting.Name, Value: value})
			} else if chosen, shown := s.Chosen[setting.Name]; shown {
				changes = append(changes, service.Change{Setting: setting.Name, Value: r.chosenValue(setting, chosen)})
			}
		}
		return r.configure(ctx, changes)
	})
}

// chosenValue returns the value of a setting whose options were chosen. A choice of all banks
// becomes "all" and so includes later banks.
func (r request) chosenValue(setting plan.Setting, values []string) string {
	if setting.Empty == plan.AllWording && (len(values) == 0 || len(values) == len(r.choicesOf(setting))) {
		return string(setting.Empty)
	}
	return strings.Join(values, ", ")
}

// configure sets the room up, or changes its plan.
func (r request) configure(ctx context.Context, changes []service.Change) (Answer, error) {
	var wrong []error
	for i, c := range changes {
		value, err := r.readLanguage(c)
		if err != nil {
			wrong = append(wrong, err)
			value = r.service.Defaults().Language
		}
		changes[i].Value = value
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

// readLanguage returns the new value of a setting, with the tag of a language for its name.
func (c *Conversation) readLanguage(change service.Change) (string, error) {
	if s, _ := plan.FindSetting(change.Setting); s.Content != plan.LanguageTag {
		return change.Value, nil
	}
	tag, ok := c.catalogue.ParseLanguage(change.Value)
	if !ok {
		m := reason.New(reason.WrongWord, "setting", change.Setting, "value", change.Value, "words", reason.JoinList(words.Languages()))
		return "", &m
	}
	return tag, nil
}

// wrongSettings tells every mistake with its cure, at the field of the first one.
func (r request) wrongSettings(wrong []error) Ephemeral {
	c, _ := r.MistakesCard(wrong...)
	answer := r.refuseWith(c)
	if m := plan.AsMistake(wrong[0]); m != nil {
		answer.Field = m.Args["setting"]
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
	}
	value, err := r.readLanguage(service.Change{Setting: setting, Value: value})
	if err != nil {
		return nil, err
	}
	err = r.service.SetPlan(ctx, r.event.At, r.event.Room, r.event.Who, setting, value)
	if err != nil {
		return nil, err
	}
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	if s, _ := plan.FindSetting(setting); s.Redraws {
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
		"Example": r.spec.SlashPath() + " " + name + " " + settingExample(name),
	}), nil
}

// settingExample returns a value that a setting may have: its example, or else its default.
func settingExample(name string) string {
	if setting, ok := plan.FindSetting(name); ok && setting.Example != "" {
		return setting.Example
	}
	return plan.Default().Setting(name)
}
