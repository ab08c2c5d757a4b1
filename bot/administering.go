package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
	"quizbot/quiz/timezone"
)

// administer carries out a command that is for admins alone.
func (t talk) administer(ctx context.Context, c Command) (Answer, error) {
	switch c.Path {
	case "quiz-admin setup":
		return t.setUp(ctx, c.Args)
	case "quiz-admin remove":
		return t.confirmRemove()
	case "quiz-admin plan":
		return t.plan(ctx, t.settingMeant(c.Args["setting"]), c.Args["value"])
	case "quiz-admin pause":
		return t.pause(ctx, c.Args["until"])
	case "quiz-admin resume":
		return t.resume(ctx)
	case "quiz-admin skip":
		return t.skip(ctx, c.Args["date"])
	case "quiz-admin ask-now":
		return t.askNow(ctx, c.Args["question"])
	case "quiz-admin reveal-now":
		return t.revealNow(ctx)
	case "quiz-admin preview":
		return t.preview(ctx)
	case "quiz-admin grade":
		return t.gradeAnothers(ctx, c.Args)
	case "quiz-admin help":
		return t.adminHelp(), nil
	default:
		return t.checkedStatus(ctx)
	}
}

// settingMeant is the setting that is meant by its name in any language.
func (t talk) settingMeant(name string) string {
	spec, _ := SpecOf("quiz-admin plan")
	if word, ok := t.wordIn(spec.Path, spec.Params[0], name); ok {
		return word
	}
	return strings.ToLower(name)
}

// askNow asks a question at once: the next one, or the one that is named.
func (t talk) askNow(ctx context.Context, typed string) (Answer, error) {
	return t.unobstructed(ctx, func() (Answer, error) {
		var id quiz.QuestionID
		if typed != "" {
			found, err := t.service.SearchQuestions(ctx, t.event.Room, typed)
			if err != nil {
				return nil, err
			}
			if len(found) > 1 {
				return t.several(typed, found, "/quiz-admin ask-now"), nil
			}
			id = found[0].ID
		}
		again, err := t.service.AskNow(ctx, t.event.At, t.event.Room, t.event.Who, id)
		switch again {
		case quiz.JobAsk:
			return t.done("admin.asking_again", err)
		case quiz.JobReveal:
			return t.done("admin.revealing_again", err)
		}
		return t.done("admin.asking", err)
	})
}

// revealNow closes the open round at once.
func (t talk) revealNow(ctx context.Context) (Answer, error) {
	return t.unobstructed(ctx, func() (Answer, error) {
		again, err := t.service.RevealNow(ctx, t.event.At, t.event.Room, t.event.Who)
		if again {
			return t.done("admin.revealing_again", err)
		}
		return t.done("admin.revealing", err)
	})
}

// gradeAnothers grades somebody's answer. Its refusals speak to the admin, and not to the author of the answer.
func (t talk) gradeAnothers(ctx context.Context, args map[string]string) (Answer, error) {
	name := args["member"]
	own := slices.Contains([]string{"me", "我"}, input.Fold(name))
	if own {
		args = maps.Clone(args)
		args["member"], name = string(t.event.Who.ID), t.event.Who.Name
	}
	answer, err := t.gradeOf(ctx, args)
	refusal, refused := reason.AsRefusal(err)
	switch {
	case refused && refusal.Code == reason.NotRevealed:
		return t.refuse("refusal."+string(reason.GradeLater), nil), nil
	case refused && (refusal.Code == reason.NoReply || refusal.Code == reason.UnknownMember && own):
		return t.refuse("refusal."+string(reason.DidNotAnswer), words.Args{"Name": name}), nil
	}
	return answer, err
}

// done says that something is done, unless it went wrong.
func (t talk) done(key string, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	return t.say(key, nil), nil
}

// then is done, with what comes next in the room.
func (t talk) then(ctx context.Context, key string, args words.Args, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	st, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	said := t.Line(key, args)
	return private(said.Plain(), append([]card.Part{card.Text{Line: said}}, t.ahead(&st)...)...), nil
}

// ahead is what comes next in a room: the close of an open round, and the next question.
func (t talk) ahead(st *service.Status) []card.Part {
	var parts []card.Part
	if st.Open != nil && st.Open.Phase == quiz.Open && st.Now.Before(st.Open.ClosesAt) {
		parts = append(parts, card.Text{Line: t.Line("admin.open", words.Args{"Until": t.FormatDay(st.Open.ClosesAt)})})
	}
	return append(parts, t.nextQuestion(st))
}

// nextQuestion is when the next question comes, or why none does.
func (t talk) nextQuestion(st *service.Status) card.Text {
	if st.NextAsk.IsZero() && st.Paused {
		return card.Text{Line: t.Line("status.ask_paused", nil)}
	}
	return t.upcoming(st, "status.ask", st.NextAsk)
}

// plan shows the room's plan, or one setting of it, or changes that.
func (t talk) plan(ctx context.Context, setting, value string) (Answer, error) {
	switch {
	case setting == "":
		return t.shownPlan(ctx, "plan.how")
	case value == "":
		return t.shownSetting(ctx, setting)
	case setting == fieldLanguage:
		tag, ok := t.languageNamed(value)
		if !ok {
			return nil, t.wrongLanguage(value)
		}
		value = tag
	}
	err := t.service.SetPlan(ctx, t.event.At, t.event.Room, t.event.Who, setting, value)
	if err != nil {
		return nil, err
	}
	st, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	if setting == fieldZone || setting == fieldLanguage {
		t.redraw(&st)
	}
	t.Presenter = t.presenter(st.Room)
	return t.then(ctx, "admin.planned", words.Args{"Setting": setting, "Value": t.setting(st.Room.Plan, setting)}, nil)
}

// setting is a setting's value as people read it.
func (p Presenter) setting(plan plan.Plan, name string) string {
	value := plan.Setting(name)
	switch {
	case name == fieldReveal && revealsNextDay(plan):
		return p.Text("plan.next_day", words.Args{"Clock": plan.Reveal.Clock.String()})
	case value == "" && name == "days_off":
		return p.Text("plan.none", nil)
	case value == "":
		return p.Text("plan.all", nil)
	}
	return value
}

// shownPlan is all of the room's plan, under a line that says why it is shown.
func (t talk) shownPlan(ctx context.Context, why string) (Answer, error) {
	st, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	table := card.Table{Numbers: []bool{false, false}, Header: []string{t.Text("column.setting", nil), t.Text("column.value", nil)}}
	for _, name := range plan.SettingNames() {
		table.Rows = append(table.Rows, []string{t.settingName(name), t.setting(st.Room.Plan, name)})
	}
	said := t.Line(why, nil)
	if st.Room.FromFile {
		said = t.Line("plan.from_file", nil)
	}
	parts := []card.Part{card.Heading{Line: t.Line("plan.title", nil)}, card.Text{Line: said}, table, card.Note{Line: t.Line("plan.more", nil)}}
	return private(said.Plain(), append(parts, t.ahead(&st)...)...), nil
}

// settingName is a setting's name, with its word in the room's language where the two differ.
func (p Presenter) settingName(name string) string {
	own, _, _ := strings.Cut(p.Text("setting_name."+name, nil), "/")
	if own == name {
		return name
	}
	return own + " " + name
}

// shownSetting is one setting with how it is changed.
func (t talk) shownSetting(ctx context.Context, name string) (Answer, error) {
	room, err := t.service.Room(ctx, t.event.Room)
	if err != nil {
		return nil, err
	}
	return t.say("plan.setting", words.Args{
		"Setting": name, "Value": t.setting(room.Plan, name), "Meaning": t.Text("setting."+name, nil),
		"Example": "/quiz-admin plan " + name + " " + settingExample(name),
	}), nil
}

// settingExample is a value that a setting may have.
func settingExample(name string) string {
	p := plan.Default()
	if value := p.Setting(name); value != "" {
		return value
	}
	setting, _ := plan.FindSetting(name)
	return setting.Example
}

// pause holds the room's questions back, until a date if one is named.
func (t talk) pause(ctx context.Context, text string) (Answer, error) {
	until, err := t.dateOf(text)
	if err != nil {
		return nil, err
	}
	if week := t.today().AddDays(7); until == t.today() {
		if next, err := schedule.ParseTypedDate(text, t.today().AddDays(1)); err == nil && next == week {
			until = week // a Friday that is to come, said on a Friday
		}
	}
	key := "admin.paused"
	if !until.IsZero() {
		key = "admin.paused_until"
	}
	err = t.service.PauseRoom(ctx, t.event.At, t.event.Room, t.event.Who, until)
	return t.then(ctx, key, words.Args{"Date": until}, err)
}

// resume ends a pause, and says what it ended.
func (t talk) resume(ctx context.Context) (Answer, error) {
	was, err := t.service.ResumeRoom(ctx, t.event.At, t.event.Room, t.event.Who)
	key := "admin.resumed"
	switch {
	case !was.Paused && len(was.Skipped) == 0:
		key = "admin.not_paused"
	case !was.Paused:
		key = "admin.unskipped_all"
	}
	return t.then(ctx, key, nil, err)
}

// skip leaves out the question of a date, or takes that back: undo 2026-12-24.
func (t talk) skip(ctx context.Context, text string) (Answer, error) {
	first, rest := cutWord(strings.TrimSpace(text))
	undo := slices.Contains([]string{"undo", "撤销", "取消"}, input.Fold(first))
	if undo {
		text = rest
	}
	date, err := t.dateOf(text)
	if undo && err == nil && date.IsZero() {
		date, err = t.onlySkipped(ctx)
	}
	switch {
	case err != nil:
		return nil, err
	case undo && date.IsZero():
		spec, _ := SpecOf("quiz-admin skip")
		return t.misused(spec, t.wrongValue(spec.Params[0], "")), nil
	case undo:
		err := t.service.UnskipDate(ctx, t.event.At, t.event.Room, t.event.Who, date)
		return t.then(ctx, "admin.unskipped", words.Args{"Date": date}, err)
	}
	skipped, err := t.service.SkipDate(ctx, t.event.At, t.event.Room, t.event.Who, date)
	return t.then(ctx, "admin.skipped", words.Args{"Date": skipped}, err)
}

// onlySkipped is the date whose question is left out, the zero Date where there are several of them or none.
func (t talk) onlySkipped(ctx context.Context) (schedule.Date, error) {
	status, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil || len(status.Room.Skip) != 1 {
		return schedule.Date{}, err
	}
	return status.Room.Skip[0], nil
}

// dateOf reads a date as people type it; nothing at all is the zero Date.
func (t talk) dateOf(text string) (schedule.Date, error) {
	if strings.TrimSpace(text) == "" {
		return schedule.Date{}, nil
	}
	date, err := schedule.ParseTypedDate(text, t.today())
	if err != nil {
		return date, &plan.Mistake{Value: text, Code: reason.WrongDate}
	}
	return date, nil
}

// today is the date in the room.
func (t talk) today() schedule.Date { return t.DateOf(t.event.At) }

// preview shows the question that would be asked next, and its answer.
func (t talk) preview(ctx context.Context) (Answer, error) {
	q, err := t.service.PreviewQuestion(ctx, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	st, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return t.say("refusal.no_questions", nil), nil
	}
	c := t.practiceCard(q, "preview.note", false)
	c.Parts = append(c.Parts, card.Divider{}, card.Heading{Line: t.Line("reveal.title", words.Args{"Title": c.Summary})})
	if q.Answered() {
		c.Parts = append(c.Parts, t.reference(q)...)
	} else {
		c.Parts = append(c.Parts, card.Text{Line: t.Line("reveal.no_reference", nil)})
	}
	c.Parts = append(c.Parts, card.Divider{}, t.nextQuestion(&st))
	if st.Left > 1 {
		c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{{ID: action.OnQuestion(action.PassOver, q.ID).String(), Label: t.Text("button.pass_over", nil)}}})
	}
	return Private{Card: c}, nil
}

// passOver leaves a question out that was previewed, and shows the one that comes instead.
func (t talk) passOver(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	q, err := t.service.QuestionOf(a.Arg)
	if err != nil {
		return nil, err
	}
	if err := t.service.PassOverQuestion(ctx, t.event.At, t.event.Room, t.event.Who, q.ID); err != nil {
		return nil, err
	}
	answer, err := t.preview(ctx)
	if shown, ok := answer.(Private); ok {
		return Update{shown.Card}, err
	}
	return answer, err
}

// mistaken explains a wrong setting, how to correct it, and that nothing was changed. It reports false for other errors.
func (t talk) mistaken(err error) (Answer, bool) {
	line, ok := t.mistake(err)
	if !ok {
		return nil, false
	}
	return Private{Card: private(line.Plain(), card.Text{Line: line}, card.Text{Line: t.Line("admin.unchanged", nil)}).Card, Refused: true, Typed: t.typed()}, true
}

// mistake explains a wrong setting and how to correct it.
func (t talk) mistake(err error) (card.Line, bool) {
	if zone, ok := errors.AsType[*timezone.UnknownError](err); ok {
		if len(zone.Near) == 0 {
			return t.Line("mistake.zone", words.Args{"Value": zone.Name}), true
		}
		return t.Line("mistake.zone_near", words.Args{"Value": zone.Name, "Near": strings.Join(zone.Near, ", ")}), true
	}
	wrong, ok := errors.AsType[*plan.Mistake](err)
	if !ok {
		return nil, false
	}
	known := wrong.Known
	if setting, found := plan.FindSetting(wrong.Setting); found && len(known) == 0 {
		known = setting.Values
	}
	return t.Line("mistake."+string(wrong.Code), words.Args{
		"Value": wrong.Value, "Setting": wrong.Setting, "Settings": strings.Join(plan.SettingNames(), ", "), "Words": t.Shorten(known, maxTopics),
	}), true
}
