package present

import (
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
)

// PlanCard shows every setting of a room's plan, under the text with the key intro.
func (p Presenter) PlanCard(st *service.Status, intro string) card.Card {
	table := card.Table{Numbers: []bool{false, false}, Header: []string{p.Text("column.setting", nil), p.Text("column.value", nil)}}
	for _, name := range plan.SettingNames() {
		table.Rows = append(table.Rows, []string{p.settingName(name), p.SettingValue(st.Room.Plan, name)})
	}
	line := p.Line(intro, nil)
	if st.Room.FromFile {
		line = p.Line("plan.from_file", nil)
	}
	parts := []card.Part{p.Heading("plan.title", nil), card.Text{Line: line}, table, p.Note("plan.more", nil)}
	return newCard(line.Plain(), append(parts, p.UpcomingParts(st)...)...)
}

// settingName returns the name of a setting, behind its word in the language where the two differ.
func (p Presenter) settingName(name string) string {
	own, _, _ := strings.Cut(p.Text("setting_name."+name, nil), "/")
	if own == name {
		return name
	}
	return own + " " + name
}

// SettingValue returns the value of a setting as people read it.
func (p Presenter) SettingValue(settings plan.Plan, name string) string {
	setting, ok := plan.FindSetting(name)
	if !ok {
		return ""
	}
	wording, text := setting.Show(&settings)
	if wording == "" {
		return text
	}
	return p.Text("plan."+string(wording), words.Args{"Clock": text})
}

// ConfiguredCard tells an admin the plan of a room that was set up, or set up again: the days and
// times, the next question, the banks.
func (p Presenter) ConfiguredCard(st *service.Status, fresh bool) card.Card {
	key := "admin.set_up"
	if !fresh {
		key = "admin.replanned"
	}
	settings := st.Room.Plan
	line := p.Line(key, words.Args{
		"Days": p.dayNames(settings.Days), "Ask": settings.Ask.String(), "Reveal": p.revealTime(settings), "Zone": settings.TimeZone,
	})
	banks := p.Line("admin.banks", words.Args{"N": st.Questions, "Banks": p.SettingValue(settings, plan.SettingOf(plan.BankNames).Name)})
	parts := append([]card.Part{card.Text{Line: line}}, p.UpcomingParts(st)...)
	parts = append(append(parts, card.Text{Line: banks}), p.modelNote("model.setup", st.ModelHost)...)
	parts = append(parts, card.Buttons{Items: []card.Button{
		{ID: action.Action{Verb: action.AskNow}.String(), Label: p.Text("button.ask_now", nil), Primary: fresh},
		{ID: action.Action{Verb: action.SetUp}.String(), Label: p.Text("button.change", nil)},
	}})
	return newCard(line.Plain(), parts...)
}

// revealTime returns the time of answers in words.
func (p Presenter) revealTime(settings plan.Plan) string {
	args := words.Args{"Clock": settings.Reveal.Clock.String(), "N": settings.Reveal.Days}
	switch {
	case settings.Reveal.Days > 1:
		return p.Text("plan.days_later", args)
	case settings.Reveal.Days == 1 || settings.RevealsNextDay():
		return p.Text("plan.next_day", args)
	}
	return settings.Reveal.Clock.String()
}

// dayNames returns days of the week as people read them.
func (p Presenter) dayNames(days schedule.Weekdays) string {
	var names []string
	for _, name := range days.Names() {
		names = append(names, p.Text("weekday."+name, nil))
	}
	return p.List(names)
}

// RemoveCard asks for confirmation before the quiz ends in a room.
func (p Presenter) RemoveCard() card.Card {
	line := p.Line("remove.confirm", nil)
	remove := action.Action{Verb: action.RemoveRoom, Arg: "room"}
	button := card.Button{ID: remove.String(), Label: p.Text("button.remove", nil), Danger: true}
	return newCard(line.Plain(), card.Text{Line: line}, card.Buttons{Items: []card.Button{button}})
}

// MistakesCard explains wrong settings, each with its cure, and that nothing was changed. It leaves
// out other errors, and reports false where nothing is left.
func (p Presenter) MistakesCard(wrong ...error) (card.Card, bool) {
	var parts []card.Part
	summary := ""
	for _, err := range wrong {
		m := plan.AsMistake(err)
		if m == nil {
			continue
		}
		line := p.Reason(m, nil)
		if len(parts) == 0 {
			summary = line.Plain()
		}
		parts = append(parts, card.Text{Line: line})
	}
	if len(parts) == 0 {
		return card.Card{}, false
	}
	return newCard(summary, append(parts, p.Paragraph("admin.unchanged", nil))...), true
}
