package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"quizbot/quiz"
)

// administer carries out a command that is for admins alone.
func (t talk) administer(ctx context.Context, c Command) (Answer, error) {
	at, room, who := t.event.At, t.event.Room, t.event.Who
	switch c.Path {
	case "quiz-admin setup":
		return t.setUp(ctx, c.Args["time_zone"])
	case "quiz-admin plan":
		return t.plan(ctx, strings.ToLower(c.Args["setting"]), c.Args["value"])
	case "quiz-admin pause":
		return t.pause(ctx, c.Args["until"])
	case "quiz-admin resume":
		return t.then(ctx, "admin.resumed", nil, t.service.Resume(ctx, at, room, who))
	case "quiz-admin skip":
		return t.skip(ctx, c.Args["date"])
	case "quiz-admin ask-now":
		return t.done("admin.asking", t.service.AskNow(ctx, at, room, who))
	case "quiz-admin reveal-now":
		return t.done("admin.revealing", t.service.RevealNow(ctx, at, room, who))
	case "quiz-admin preview":
		return t.preview(ctx)
	case "quiz-admin grade":
		return t.gradeOf(ctx, c.Args["member"], quiz.Band(strings.ToLower(c.Args["band"])))
	default:
		return t.lacking(t.status(ctx))
	}
}

// done says that something is done, unless it went wrong.
func (t talk) done(key string, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	return t.say(key, nil), nil
}

// then is done, with what comes next in the room.
func (t talk) then(ctx context.Context, key string, args Args, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	st, err := t.service.Status(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	said := t.Line(key, args)
	return private(said.Plain(), append([]Part{Text{said}}, t.ahead(&st)...)...), nil
}

// ahead is what comes next in a room: the close of an open round, and the next question.
func (t talk) ahead(st *quiz.Status) []Part {
	var parts []Part
	if st.Open != nil && st.Open.Phase == quiz.Open && st.Now.Before(st.Open.ClosesAt) {
		parts = append(parts, Text{t.Line("admin.open", Args{"Until": t.Day(st.Open.ClosesAt)})})
	}
	return append(parts, t.nextQuestion(st))
}

// nextQuestion is when the next question comes, or why none does.
func (t talk) nextQuestion(st *quiz.Status) Text {
	if st.NextAsk.IsZero() && st.Paused {
		return Text{t.Line("status.ask_paused", nil)}
	}
	return t.upcoming(st, "status.ask", st.NextAsk)
}

// setUp has the quiz run in this room.
func (t talk) setUp(ctx context.Context, zone string) (Answer, error) {
	room, fresh, err := t.service.SetUp(ctx, t.event.At, t.event.Room, t.event.Who, zone)
	if err != nil {
		return nil, err
	}
	t.Words = t.words(room)
	if !fresh {
		return t.lacking(t.shownPlan(ctx, "admin.set_up_already"))
	}
	return t.lacking(t.shownPlan(ctx, "admin.set_up"))
}

// lacking is words to an admin, and below them what is in the way of the room, where the platform says so.
func (t talk) lacking(answer Answer, err error) (Answer, error) {
	if said, ok := answer.(Private); ok && len(t.event.Obstacles) > 0 {
		said.Card.Parts = append(said.Card.Parts, t.obstacles(t.event.Obstacles)...)
		return said, err
	}
	return answer, err
}

// obstacles say what is in the way of a room, and what to do about it.
func (w Words) obstacles(list []quiz.Obstacle) []Part {
	var parts []Part
	for _, o := range list {
		parts = append(parts, Text{w.Line("obstacle."+string(o.Code), titled(o.Args))})
	}
	return parts
}

// plan shows the room's plan, or one setting of it, or changes that.
func (t talk) plan(ctx context.Context, setting, value string) (Answer, error) {
	switch {
	case setting == "":
		return t.shownPlan(ctx, "plan.how")
	case value == "":
		return t.shownSetting(ctx, setting)
	case setting == "language":
		i := slices.IndexFunc(Languages(), func(l string) bool { return strings.EqualFold(l, value) })
		if i < 0 {
			return t.say("misused.word", Args{"Word": value, "Words": strings.Join(Languages(), ", ")}), nil
		}
		value = Languages()[i]
	}
	err := t.service.SetPlan(ctx, t.event.At, t.event.Room, t.event.Who, setting, value)
	if err != nil {
		return nil, err
	}
	room, err := t.service.Room(ctx, t.event.Room)
	if err != nil {
		return nil, err
	}
	t.Words = t.words(room)
	return t.then(ctx, "admin.planned", Args{"Setting": setting, "Value": t.setting(room.Plan, setting)}, nil)
}

// setting is a setting's value as people read it.
func (w Words) setting(p quiz.Plan, name string) string {
	value := p.Setting(name)
	switch {
	case value == "" && name == "days_off":
		return w.Text("plan.none", nil)
	case value == "":
		return w.Text("plan.all", nil)
	}
	return value
}

// shownPlan is all of the room's plan, under a line that says why it is shown.
func (t talk) shownPlan(ctx context.Context, why string) (Answer, error) {
	st, err := t.service.Status(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	table := Table{Numbers: []bool{false, false}, Header: []string{t.Text("column.setting", nil), t.Text("column.value", nil)}}
	for _, name := range quiz.Settings() {
		table.Rows = append(table.Rows, []string{name, t.setting(st.Room.Plan, name)})
	}
	said := t.Line(why, nil)
	if st.Room.FromFile {
		said = t.Line("plan.from_file", nil)
	}
	parts := []Part{Heading{t.Line("plan.title", nil)}, Text{said}, table, Note{t.Line("plan.more", nil)}}
	return private(said.Plain(), append(parts, t.ahead(&st)...)...), nil
}

// shownSetting is one setting with how it is changed.
func (t talk) shownSetting(ctx context.Context, name string) (Answer, error) {
	room, err := t.service.Room(ctx, t.event.Room)
	if err != nil {
		return nil, err
	}
	return t.say("plan.setting", Args{
		"Setting": name, "Value": t.setting(room.Plan, name), "Meaning": t.Text("setting."+name, nil),
		"Example": "/quiz-admin plan " + name + " " + settingExample(name),
	}), nil
}

// settingExample is a value that a setting may have.
func settingExample(name string) string {
	p := quiz.DefaultPlan()
	if value := p.Setting(name); value != "" {
		return value
	}
	return map[string]string{"days_off": "2026-12-24, 2026-12-25", "banks": "python, go", "tags": "generators"}[name]
}

// pause holds the room's questions back, until a date if one is named.
func (t talk) pause(ctx context.Context, text string) (Answer, error) {
	until, err := t.dateOf(text)
	if err != nil {
		return nil, err
	}
	key := "admin.paused"
	if !until.IsZero() {
		key = "admin.paused_until"
	}
	err = t.service.Pause(ctx, t.event.At, t.event.Room, t.event.Who, until)
	return t.then(ctx, key, Args{"Date": until}, err)
}

func (t talk) skip(ctx context.Context, text string) (Answer, error) {
	date, err := t.dateOf(text)
	if err != nil {
		return nil, err
	}
	skipped, err := t.service.Skip(ctx, t.event.At, t.event.Room, t.event.Who, date)
	return t.then(ctx, "admin.skipped", Args{"Date": skipped}, err)
}

// dateOf reads a date, perhaps behind a word such as until; nothing at all is the zero Date.
func (t talk) dateOf(text string) (quiz.Date, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return quiz.Date{}, nil
	}
	if len(words) > 1 && strings.EqualFold(words[0], "until") {
		words = words[1:]
	}
	date, err := quiz.ParseDate(strings.Join(words, " "))
	if err != nil {
		return date, &quiz.Mistake{Value: text, Code: quiz.WrongDate}
	}
	return date, nil
}

// preview shows the question that would be asked next, and its answer.
func (t talk) preview(ctx context.Context) (Answer, error) {
	q, err := t.service.Preview(ctx, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	st, err := t.service.Status(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return t.say("refusal.no_questions", nil), nil
	}
	card := t.practiceCard(q, "preview.note", false)
	card.Parts = append(card.Parts, Divider{}, Heading{t.Line("reveal.title", Args{"Title": card.Summary})})
	if q.Answered() {
		card.Parts = append(card.Parts, t.reference(q)...)
	} else {
		card.Parts = append(card.Parts, Text{t.Line("reveal.no_reference", nil)})
	}
	card.Parts = append(card.Parts, Divider{}, t.nextQuestion(&st))
	return Private{Card: card}, nil
}

// mistaken says what is wrong with a setting, and what would be right; it reports false where err is no mistake of
// who typed it.
func (t talk) mistaken(err error) (Answer, bool) {
	if zone, ok := errors.AsType[*quiz.UnknownZoneError](err); ok {
		if len(zone.Near) == 0 {
			return t.refuse("mistake.zone", Args{"Value": zone.Name}), true
		}
		return t.refuse("mistake.zone_near", Args{"Value": zone.Name, "Near": strings.Join(zone.Near, ", ")}), true
	}
	if wrong, ok := errors.AsType[*quiz.Mistake](err); ok {
		return t.refuse("mistake."+string(wrong.Code), Args{
			"Value": wrong.Value, "Setting": wrong.Setting,
			"Settings": strings.Join(quiz.Settings(), ", "), "Words": strings.Join(quiz.SettingWords(wrong.Setting), ", "),
		}), true
	}
	return nil, false
}
