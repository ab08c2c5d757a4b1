package present

import (
	"strconv"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/leaving"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// StatusCard tells admins the next jobs of a room, in the room's time, and the last troubles.
// warnings are codes of warnings about the platform. remembered adds the obstacle that the last job
// met, for want of newer news.
func (p Presenter) StatusCard(st *service.Status, warnings []string, remembered bool) card.Card {
	parts := []card.Part{p.Heading("status.title", words.Args{"Room": st.Room.ID}), card.Text{Line: p.openRound(st)}}
	parts = append(append(parts, p.departedParts(st.Departed)...), p.containedParts(st)...)
	if st.DatabaseDamaged {
		parts = append(parts, p.Paragraph("status.database", nil))
	}
	for _, code := range warnings {
		parts = append(parts, p.Paragraph("warning."+code, nil))
	}
	parts = append(append(parts, p.pauseParts(st)...), p.waitingJob(st, remembered)...)
	parts = append(parts, p.ungradedCount(st.Awaiting)...)
	parts = append(parts, p.nextQuestion(st), p.upcoming(st, "status.digest", st.NextDigest))
	parts = append(parts,
		p.Paragraph("status.bank", words.Args{"N": st.Questions, "Left": st.Left}),
		p.Paragraph("status.zone", words.Args{"Zone": st.Room.Plan.TimeZone}))
	for _, r := range st.Refused {
		parts = append(parts, p.refusedBank(&r))
	}
	return newCard(p.Text("status.summary", nil), append(parts, p.troubleParts(st.Room.Troubles)...)...)
}

// departedParts tells that the workspace removed the bot, and when its data is deleted.
func (p Presenter) departedParts(d *leaving.Departed) []card.Part {
	if d == nil {
		return nil
	}
	key := "status.left"
	switch {
	case !d.Deleting.IsZero():
		key = "status.left_deleting"
	case d.Due.IsZero():
		key = "status.left_kept"
	}
	return []card.Part{p.Paragraph(key, words.Args{"Since": p.FormatDay(d.At), "Due": p.FormatDay(d.Due)})}
}

// containedParts tells the failure inside the program that holds the room back.
func (p Presenter) containedParts(st *service.Status) []card.Part {
	c := st.Contained
	if c == nil {
		return nil
	}
	var parts []card.Part
	args := words.Args{"Since": p.FormatDay(c.Since), "At": p.FormatDay(c.Next), "N": c.Tries}
	if c.Unreadable {
		parts = append(parts, p.Paragraph("status.unreadable", nil))
	}
	switch {
	case c.Parked && c.Unreadable:
		parts = append(parts, p.Paragraph("status.parked_unreadable", args))
	case c.Parked:
		parts = append(parts, p.Paragraph("status.parked", args))
	case c.Tries > 0:
		parts = append(parts, p.Paragraph("status.contained", args))
	}
	return parts
}

// openRound tells the state of the open round.
func (p Presenter) openRound(st *service.Status) card.Line {
	if st.Open == nil {
		return p.Line("status.idle", nil)
	}
	title := markdown.PlainInline(st.Open.Question.Title)
	switch {
	case st.Open.Phase == quiz.Open && st.Now.Before(st.Open.ClosesAt):
		return p.Line("status.open", words.Args{"Title": title, "N": st.Answered, "Until": p.FormatDay(st.Open.ClosesAt)})
	case st.Open.Phase == quiz.Asking:
		return p.Line("status.asking", words.Args{"Title": title})
	}
	return p.Line("status.closing", words.Args{"Title": title})
}

// waitingJob tells the job that waits, since when and until when, and the obstacle.
func (p Presenter) waitingJob(st *service.Status, remembered bool) []card.Part {
	w := st.Waiting
	if w == nil {
		return nil
	}
	args := words.Args{"Step": p.jobName(w.Kind), "N": w.Tries, "Since": p.FormatDay(w.Since), "At": p.FormatDay(w.Next)}
	key := "status.waiting"
	if !w.Next.After(st.Now) {
		key = "status.waiting_now"
	}
	parts := []card.Part{p.Paragraph(key, args)}
	if b := st.Room.Blocked; b != nil && remembered {
		parts = append(parts, p.ObstacleParts([]reason.Obstacle{b.Obstacle})...)
	}
	return parts
}

// UpcomingParts tells the close of an open round, and the next question.
func (p Presenter) UpcomingParts(st *service.Status) []card.Part {
	var parts []card.Part
	if st.Open != nil && st.Open.Phase == quiz.Open && st.Now.Before(st.Open.ClosesAt) {
		parts = append(parts, p.Paragraph("admin.open", words.Args{"Until": p.FormatDay(st.Open.ClosesAt)}))
	}
	return append(parts, p.nextQuestion(st))
}

// nextQuestion tells the time of the next question, or why there is none.
func (p Presenter) nextQuestion(st *service.Status) card.Text {
	if st.NextAsk.IsZero() && (st.Paused || st.Departed != nil) {
		return p.Paragraph("status.ask_paused", nil)
	}
	return p.upcoming(st, "status.ask", st.NextAsk)
}

// upcoming tells the time of a job under a key: a time, after the waiting job, or never.
func (p Presenter) upcoming(st *service.Status, key string, at time.Time) card.Text {
	switch {
	case at.IsZero():
		return p.Paragraph(key+"_none", nil)
	case st.Behind(at):
		return p.Paragraph(key+"_behind", words.Args{"Step": p.jobName(st.Waiting.Kind)})
	}
	return p.Paragraph(key, words.Args{"At": p.FormatDay(at)})
}

// troubleParts lists troubles, newest first. An obstacle that stopped several jobs is told once.
func (p Presenter) troubleParts(list []quiz.Trouble) []card.Part {
	if len(list) == 0 {
		return []card.Part{p.Paragraph("status.fine", nil)}
	}
	parts := []card.Part{p.Paragraph("status.troubles", nil)}
	shown := map[string]bool{}
	for i := len(list) - 1; i >= 0; i-- {
		if blocksJob(list[i]) {
			cause := list[i].Obstacle.Error()
			if shown[cause] {
				continue
			}
			shown[cause] = true
		}
		parts = append(parts, p.trouble(list[i]))
	}
	return parts
}

// blocksJob reports whether a trouble is an obstacle that stops a job.
func blocksJob(tr quiz.Trouble) bool {
	return tr.Obstacle != nil && (tr.Code == reason.TroubleFailed || tr.Code == reason.TroubleBlocked)
}

func (p Presenter) trouble(tr quiz.Trouble) card.Text {
	args := words.Args{"At": p.FormatDay(tr.At), "Step": p.jobName(tr.Job), "Detail": ""}
	if q := tr.Question; q != nil {
		args["Title"], args["Question"] = markdown.PlainInline(q.Title), questionSource(q)
	}
	if blocksJob(tr) {
		tr.Code, args["Why"] = reason.TroubleBlocked, p.Reason(tr.Obstacle, nil)
	}
	return p.ReasonParagraph(&tr, args)
}

// questionSource returns the id of a question, with its file and line if known.
func questionSource(q *quiz.TroubleQuestion) string {
	if q.Source.File == "" {
		return string(q.ID)
	}
	return string(q.ID) + ", " + q.Source.File + ":" + strconv.Itoa(q.Source.Line)
}

// pauseParts tells a pause and skipped dates.
func (p Presenter) pauseParts(st *service.Status) []card.Part {
	var parts []card.Part
	switch pause := st.Room.Pause; {
	case !st.Paused:
	case pause.Until.IsZero():
		parts = append(parts, p.Paragraph("status.paused", nil))
	default:
		parts = append(parts, p.Paragraph("status.paused_until", words.Args{"Date": pause.Until}))
	}
	if len(st.Room.Skip) > 0 {
		var dates []string
		for _, d := range st.Room.Skip {
			dates = append(dates, d.String())
		}
		parts = append(parts, p.Paragraph("status.skipped", words.Args{"Dates": p.List(dates)}))
	}
	return parts
}

// refusedBank tells why the last version of a bank is not in use.
func (p Presenter) refusedBank(r *quiz.RefusedBank) card.Text {
	return p.ReasonParagraph(r, words.Args{"Bank": r.Bank, "At": p.FormatDay(r.At)})
}

func (p Presenter) jobName(kind quiz.JobKind) string {
	if kind == "" {
		return ""
	}
	return p.Text("step."+string(kind), nil)
}

// ObstacleParts tells the obstacles in a room, each with its remedy.
func (p Presenter) ObstacleParts(list []reason.Obstacle) []card.Part {
	var parts []card.Part
	for _, o := range list {
		parts = append(parts, p.ReasonParagraph(&o, nil))
	}
	return parts
}

// ObstacleCard tells an admin the obstacles that stop a request.
func (p Presenter) ObstacleCard(list []reason.Obstacle) card.Card {
	summary := p.Reason(&list[0], nil)
	return newCard(summary.Plain(), p.ObstacleParts(list)...)
}

// AlarmCard tells an admin of a trouble in a room and its remedy. The summary leaves the room out:
// notifications can't show a room by its name.
func (p Presenter) AlarmCard(a quiz.Alarm) card.Card {
	parts := []card.Part{p.Heading("alarm.title", words.Args{"Room": a.Room})}
	if !blocksJob(a.Trouble) {
		parts = append(parts, p.trouble(a.Trouble))
	}
	if o := a.Trouble.Obstacle; o != nil {
		parts = append(parts, card.Text{Line: p.ReasonIn("remedy", o, words.Args{"Room": a.Room})})
	}
	return newCard(p.Text("alarm.summary", nil), append(parts, p.Paragraph("alarm.what", nil))...)
}
