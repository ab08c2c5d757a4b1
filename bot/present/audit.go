package present

import (
	"cmp"
	"strconv"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz/audit"
	"quizbot/quiz/auditlog"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// AuditCard shows a page of the audit log, with buttons to older changes and back to the newest.
func (p Presenter) AuditCard(page *auditlog.Page, newest bool) card.Card {
	parts := []card.Part{p.Heading("log.title", nil)}
	for i := range page.Entries {
		parts = append(parts, p.auditEntry(&page.Entries[i]))
	}
	switch {
	case len(page.Entries) == 0 && newest:
		parts = append(parts, p.Paragraph("log.none", nil))
	case len(page.Entries) == 0:
		parts = append(parts, p.Paragraph("log.none_older", nil))
	}
	var turns []card.Button
	if !newest {
		turns = append(turns, card.Button{ID: action.Action{Verb: action.OlderChanges}.String(), Label: p.Text("button.newest", nil)})
	}
	if page.Older != 0 {
		older := action.Action{Verb: action.OlderChanges, Arg: strconv.FormatUint(page.Older, 10)}
		turns = append(turns, card.Button{ID: older.String(), Label: p.Text("button.older", nil)})
	}
	if len(turns) > 0 {
		parts = append(parts, card.Buttons{Items: turns})
	}
	return newCard(p.Text("log.summary", nil), append(parts, p.Note("log.note", nil))...)
}

// auditEntry tells one change.
func (p Presenter) auditEntry(e *auditlog.Entry) card.Text {
	args := words.Args{
		"At": p.FormatDay(e.At), "Who": p.changedBy(e), "Title": markdown.PlainInline(e.Question), "N": e.N,
		"Author": e.AuthorName, "Setting": e.Setting, "From": e.From, "To": e.To,
	}
	key := "log." + string(e.Act)
	switch e.Act {
	case audit.Replan:
		args["From"], args["To"] = p.formerValue(e.Setting, e.From), p.formerValue(e.Setting, e.To)
	case audit.Grade, audit.Confirm:
		args["From"], args["To"] = p.BandName(scoring.Band(e.From)), p.BandName(scoring.Band(e.To))
		if e.AuthorName == "" {
			key += "_unnamed"
		}
	case audit.Pause:
		if e.To != "" {
			key += "_until"
		}
	case audit.AskNow:
		if e.Question != "" {
			key += "_named"
		}
	case audit.Erase:
		if e.Operator {
			key += "_asked"
		}
	case audit.MovePoints:
		args["From"] = markdown.PlainInline(e.From)
	}
	if date, err := schedule.ParseDate(e.To); err == nil {
		args["Date"] = date
	}
	return p.Paragraph(key, args)
}

// changedBy returns the name of a change's author, or the word for the operator or a forgotten member.
func (p Presenter) changedBy(e *auditlog.Entry) string {
	switch {
	case e.Operator:
		return p.Text("log.operator", nil)
	case e.By == 0:
		return p.Text("log.forgotten", nil)
	}
	return p.Name(e.Name)
}

// formerValue returns a value of a setting as people read it. The record has it as it is typed.
func (p Presenter) formerValue(setting, typed string) string {
	settings := plan.Default()
	if typed == "" || settings.Set(setting, typed) != nil {
		return cmp.Or(typed, p.Text("log.nothing", nil))
	}
	return p.SettingValue(settings, setting)
}
