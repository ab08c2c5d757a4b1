package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// status tells admins what will happen next, in the room's time, and what went wrong last. remembered says that the
// obstacle that the last job met is told of, because nothing newer is known.
func (t talk) status(ctx context.Context, remembered bool) (Answer, error) {
	st, err := t.service.RoomStatus(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	parts := []card.Part{card.Heading{Line: t.Line("status.title", words.Args{"Room": st.Room.ID})}, card.Text{Line: t.now(&st)}}
	parts = append(append(parts, t.warnings()...), t.held(&st)...)
	parts = append(parts, t.waiting(&st, remembered)...)
	parts = append(parts, t.awaitingCount(st.Awaiting)...)
	parts = append(parts, t.nextQuestion(&st), t.upcoming(&st, "status.digest", st.NextDigest))
	parts = append(parts,
		card.Text{Line: t.Line("status.bank", words.Args{"N": st.Questions, "Left": st.Left})},
		card.Text{Line: t.Line("status.zone", words.Args{"Zone": st.Room.Plan.TimeZone})})
	for _, r := range st.Refused {
		parts = append(parts, t.refusedBank(&r))
	}
	return private(t.Text("status.summary", nil), append(parts, t.troubles(st.Room.Troubles)...)...), nil
}

// now says what is under way.
func (t talk) now(st *service.Status) card.Line {
	switch {
	case st.Open == nil:
		return t.Line("status.idle", nil)
	case st.Open.Phase == quiz.Open && st.Now.Before(st.Open.ClosesAt):
		return t.Line("status.open", words.Args{
			"Title": markdown.PlainInline(st.Open.Question.Title), "N": st.Answered, "Until": t.FormatDay(st.Open.ClosesAt),
		})
	case st.Open.Phase == quiz.Asking:
		return t.Line("status.asking", words.Args{"Title": markdown.PlainInline(st.Open.Question.Title)})
	}
	return t.Line("status.closing", words.Args{"Title": markdown.PlainInline(st.Open.Question.Title)})
}

// waiting says which job waits, since when and until when, and why.
func (t talk) waiting(st *service.Status, remembered bool) []card.Part {
	w := st.Waiting
	if w == nil {
		return nil
	}
	args := words.Args{"Step": t.step(w.Kind), "N": w.Tries, "Since": t.FormatDay(w.Since), "At": t.FormatDay(w.Next)}
	key := "status.waiting"
	if !w.Next.After(st.Now) {
		key = "status.waiting_now"
	}
	parts := []card.Part{card.Text{Line: t.Line(key, args)}}
	if b := st.Room.Blocked; b != nil && remembered {
		parts = append(parts, t.obstacles([]reason.Obstacle{b.Obstacle})...)
	}
	return parts
}

// upcoming says when something comes next, under the key itself, or that it comes after what waits, or never.
func (t talk) upcoming(st *service.Status, key string, at time.Time) card.Text {
	switch {
	case at.IsZero():
		return card.Text{Line: t.Line(key+"_none", nil)}
	case st.Behind(at):
		return card.Text{Line: t.Line(key+"_behind", words.Args{"Step": t.step(st.Waiting.Kind)})}
	}
	return card.Text{Line: t.Line(key, words.Args{"At": t.FormatDay(at)})}
}

// troubles lists what went wrong, newest first.
func (t talk) troubles(list []quiz.Trouble) []card.Part {
	if len(list) == 0 {
		return []card.Part{card.Text{Line: t.Line("status.fine", nil)}}
	}
	parts := []card.Part{card.Text{Line: t.Line("status.troubles", nil)}}
	said := map[string]bool{}
	for i := len(list) - 1; i >= 0; i-- {
		if blocks(list[i]) { // one obstacle stops several jobs
			cause := list[i].Obstacle.Error()
			if said[cause] {
				continue
			}
			said[cause] = true
		}
		parts = append(parts, t.trouble(list[i]))
	}
	return parts
}

// blocks reports whether a trouble is an obstacle that stops a job.
func blocks(tr quiz.Trouble) bool {
	return tr.Obstacle != nil && (tr.Code == reason.TroubleFailed || tr.Code == reason.TroubleBlocked)
}

// trouble says what went wrong, and when.
func (p Presenter) trouble(tr quiz.Trouble) card.Text {
	args := words.Args{"At": p.FormatDay(tr.At), "Step": p.step(tr.Job), "Detail": tr.Detail}
	if q := tr.Question; q != nil {
		args["Title"], args["Question"] = markdown.PlainInline(q.Title), questionRef(q)
	}
	if !blocks(tr) {
		return card.Text{Line: p.Line("trouble."+string(tr.Code), args)}
	}
	args["Why"] = p.Line("obstacle."+string(tr.Obstacle.Code), words.CodeArgs(tr.Obstacle.Args))
	return card.Text{Line: p.Line("trouble.blocked", args)}
}

// questionRef tells which question of a bank is meant: by its id, and by its place in a file where that is known.
func questionRef(q *quiz.TroubleQuestion) string {
	if q.Source.File == "" {
		return string(q.ID)
	}
	return string(q.ID) + ", " + q.Source.File + ":" + strconv.Itoa(q.Source.Line)
}

// held says what an admin holds back.
func (t talk) held(st *service.Status) []card.Part {
	var parts []card.Part
	switch p := st.Room.Pause; {
	case !st.Paused:
	case p.Until.IsZero():
		parts = append(parts, card.Text{Line: t.Line("status.paused", nil)})
	default:
		parts = append(parts, card.Text{Line: t.Line("status.paused_until", words.Args{"Date": p.Until})})
	}
	if len(st.Room.Skip) > 0 {
		var dates []string
		for _, d := range st.Room.Skip {
			dates = append(dates, d.String())
		}
		parts = append(parts, card.Text{Line: t.Line("status.skipped", words.Args{"Dates": strings.Join(dates, ", ")})})
	}
	return parts
}

// refusedBank says why a bank is not what its files say.
func (p Presenter) refusedBank(r *quiz.RefusedBank) card.Text {
	return card.Text{Line: p.Line(r.Code.Family()+"."+string(r.Code), words.Args{"Bank": r.Bank, "At": p.FormatDay(r.At), "Was": r.Was, "Now": r.Now, "Detail": r.Detail})}
}

// step is the word for a step.
func (p Presenter) step(kind quiz.JobKind) string {
	if kind == "" {
		return ""
	}
	return p.Text("step."+string(kind), nil)
}
