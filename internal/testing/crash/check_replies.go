package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/scoring"
)

// checkReplies checks acknowledged answers against the store, and the store against the reveals.
func (h *roomChecker) checkReplies() {
	for id, question := range h.posted {
		round, _ := h.stored.FindRound(h.ID, id)
		closes := h.CloseTime(h.dateOf(question, h.AskTime))
		for member, events := range h.answerEvents(id, question.LastMessage().ID) {
			w := replyChecker{h, round, closes, member, events, func(*record.DeliveredEvent) bool { return true }}
			reply := h.stored.FindReply(id, h.stored.MemberNumber(member))
			w.checkReply(&reply)
		}
		if reveal := h.revealed[id]; reveal != nil && len(reveal.Messages) == reveal.FirstMessage().Meta.Of {
			h.checkShown(reveal, &round)
		}
	}
}

// answerEvents returns each member's events that answer a round, in order of time.
func (h *roomChecker) answerEvents(id quiz.RoundID, thread string) map[quiz.MemberID][]*record.DeliveredEvent {
	found := map[quiz.MemberID][]*record.DeliveredEvent{}
	for _, d := range h.platform.Events {
		e := d.Event
		byButton := (e.Kind == record.Submission || strings.HasPrefix(e.Target, "pick:")) && roundOfTarget(e.Target) == id
		if e.Room == h.ID && (byButton || e.Thread == thread) {
			found[e.Member] = append(found[e.Member], d)
		}
	}
	return found
}

// replyChecker checks one member's reply to one round against the member's events.
type replyChecker struct {
	*roomChecker
	round  quiz.Round
	closes time.Time
	member quiz.MemberID
	events []*record.DeliveredEvent
	// spared reports whether no forgetting can have deleted what an event led to.
	spared func(*record.DeliveredEvent) bool
}

// isKept reports whether an event was confirmed as saved, and what it led to must be kept.
func (w replyChecker) isKept(d *record.DeliveredEvent) bool { return d.ConfirmsSaved() && w.spared(d) }

func (w replyChecker) violation(format string, args ...any) {
	w.roomChecker.violation("%s: round %s, %s: %s", w.ID, w.round.ID, w.member, fmt.Sprintf(format, args...))
}

func (w replyChecker) checkReply(reply *quiz.Reply) {
	var written []*record.DeliveredEvent
	for _, d := range w.events {
		switch {
		case !d.Event.At.Before(w.closes):
			if d.ConfirmsSaved() {
				w.violation("%s was taken at %s, after the close", d.Event.ID, d.Event.At)
			}
		case d.Event.Kind == record.Submission || d.Event.Kind == record.Press:
			written = append(written, d)
		}
		if d.ConfirmsSaved() {
			w.report.Acknowledged++
		}
	}
	w.checkWritten(written, reply)
	if reply.Form == "" && len(reply.Picks) == 0 {
		w.checkThreadMessages(reply)
	}
}

// expectedAnswer returns the answer an event leads to, as text.
func expectedAnswer(e record.Event) string {
	if e.Kind == record.Submission && len(e.Values) == 0 {
		return e.Text
	}
	picks := e.Values
	if parts := strings.Split(e.Target, ":"); len(parts) > 2 { // a button of its own
		picks = parts[2:]
	}
	return fmt.Sprint(picks)
}

// storedAnswer returns the answer in the store, as text.
func storedAnswer(r *quiz.Reply) string {
	if len(r.Picks) == 0 {
		return r.Form
	}
	var picks []string
	for _, p := range r.Picks {
		picks = append(picks, strconv.Itoa(p))
	}
	return fmt.Sprint(picks)
}

// checkWritten checks that the stored answer by form or button is the last acknowledged one, or a
// later one.
func (w replyChecker) checkWritten(written []*record.DeliveredEvent, reply *quiz.Reply) {
	last := -1
	for i, d := range written {
		if w.isKept(d) {
			last = i
		}
	}
	got := storedAnswer(reply)
	if last < 0 && got == "" {
		return
	}
	for _, d := range written[max(last, 0):] {
		if expectedAnswer(d.Event) == got {
			return
		}
	}
	want := "nothing"
	if last >= 0 {
		want = fmt.Sprintf("%q of %s", expectedAnswer(written[last].Event), written[last].Event.ID)
	}
	w.violation("the store holds %q, acknowledged last was %s", got, want)
}

// checkThreadMessages checks that the counted thread messages are the acknowledged ones, in their
// last acknowledged version or a later one.
func (w replyChecker) checkThreadMessages(reply *quiz.Reply) {
	versions, gone := map[string][]*record.DeliveredEvent{}, map[string]*record.DeliveredEvent{}
	for _, d := range w.events {
		switch {
		case d.Event.Kind == record.Deletion:
			gone[d.Event.Message] = d
		case (d.Event.Kind == record.Saying || d.Event.Kind == record.Edit) && d.Event.At.Before(w.closes):
			versions[d.Event.Message] = append(versions[d.Event.Message], d)
		}
	}
	for id, list := range versions {
		i := slices.IndexFunc(reply.Messages, func(m quiz.Message) bool { return m.ID == id && !m.Gone && !m.Replaced })
		if i < 0 {
			if gone[id] == nil && slices.ContainsFunc(list, w.isKept) {
				w.violation("the message %s was acknowledged and is not kept", id)
			}
			continue
		}
		if d := gone[id]; d != nil && w.spared(d) && !d.Acked.IsZero() && w.clocks.LatestShown(d.Acked).Before(w.closes) && d.Event.At.After(w.round.OpenedAt) {
			w.violation("the message %s was deleted and is kept", id)
		}
		w.checkVersion(id, list, reply.Messages[i].Text)
	}
}

func (w replyChecker) checkVersion(id string, list []*record.DeliveredEvent, got string) {
	last := 0
	for i, d := range list {
		if w.isKept(d) {
			last = i
		}
	}
	if !slices.ContainsFunc(list[last:], func(d *record.DeliveredEvent) bool { return d.Event.Text == got }) {
		w.violation("the message %s is kept as %q, acknowledged last was %q", id, got, list[last].Event.Text)
	}
}

// checkShown checks that a reveal shows as many answers as were given, each of them graded.
func (h *roomChecker) checkShown(reveal *record.Posting, round *quiz.Round) {
	given := 0
	for _, r := range h.stored.Replies[round.ID] {
		if !r.Given() {
			continue
		}
		if given++; r.Grade == nil {
			h.violation("%s: round %s is revealed, and the reply of %d is not graded", h.ID, round.ID, r.Member)
		} else if gradebook.AwaitsGrader(r.Grade) {
			h.checkRegradePlanned(round)
		}
	}
	_, after, _ := strings.Cut(reveal.FullText(), divider+"\n")
	outcome, _, _ := strings.Cut(after, "\n")
	if says := firstNumber(outcome); says != given {
		h.violation("%s: the reveal of round %s says %q, and %d stand", h.ID, round.ID, outcome, given)
	}
	if len(round.Question.Choices) == 0 {
		h.checkShownCount(reveal, round.ID, min(given, quiz.BestShown))
	}
	h.report.Standing += given
}

// checkRegradePlanned checks that a round with answers that the grader left without a grade is
// remembered.
func (h *roomChecker) checkRegradePlanned(round *quiz.Round) {
	h.report.Ungraded++
	remembered := func(r quiz.Regrade) bool { return r.Round == round.ID }
	if !slices.ContainsFunc(h.stored.Rooms[h.ID].Regrades, remembered) {
		h.violation("%s: answers of round %s have no grade, and it is not graded again", h.ID, round.ID)
	}
}

// checkShownCount checks the number of answers that a reveal shows. A redrawn reveal keeps its
// messages. With other grades it may show fewer answers, where they hold no more. The messages are
// redrawn one after the other. If the service is killed in between, or a late request overtakes
// another, they are pages of different drawings. An answer may be on several of them, and each page
// is checked alone.
func (h *roomChecker) checkShownCount(reveal *record.Posting, round quiz.RoundID, want int) {
	redrawn := slices.ContainsFunc(reveal.Messages, func(m *record.Message) bool { return m.Edits > 0 })
	drawings, most, shown := map[string]bool{}, 0, 0
	for _, m := range reveal.Messages {
		drawings[m.Drawing] = true
		n := strings.Count("\n"+m.Text, "\n"+record.QuoteMark)
		shown, most = shown+n, max(most, n)
	}
	if redrawn && len(drawings) > 1 {
		h.report.Counts["reveals with pages of different drawings"]++
		shown = most
	}
	if shown != want && (!redrawn || shown > want) {
		h.violation("%s: the reveal of round %s shows %d answers, not %d", h.ID, round, shown, want)
	}
}

// firstNumber returns the first number in a text, 0 without one.
func firstNumber(text string) int {
	digit := func(c rune) bool { return c >= '0' && c <= '9' }
	from := strings.IndexFunc(text, digit)
	if from < 0 {
		return 0
	}
	number := text[from:]
	if to := strings.IndexFunc(number, func(c rune) bool { return !digit(c) }); to >= 0 {
		number = number[:to]
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return n
}

// checkVotes checks that each member with a confirmed vote has one stored vote: the last
// acknowledged one, or a later one.
func (h *roomChecker) checkVotes() {
	type ballot struct {
		round quiz.RoundID
		voter quiz.MemberID
	}
	cast := map[ballot][]*record.DeliveredEvent{}
	for _, d := range h.platform.Events {
		if d.Event.Room == h.ID && strings.HasPrefix(d.Event.Target, "vote:") {
			b := ballot{roundOfTarget(d.Event.Target), d.Event.Member}
			cast[b] = append(cast[b], d)
		}
	}
	for b, events := range cast {
		last := -1
		for i, d := range events {
			if d.ConfirmsVote() {
				last = i
			}
		}
		got := h.stored.Votes[b.round][h.stored.MemberNumber(b.voter)]
		if last < 0 && got == 0 {
			continue
		}
		fits := func(d *record.DeliveredEvent) bool { return voteTarget(d.Event) == got }
		if !slices.ContainsFunc(events[max(last, 0):], fits) {
			h.violation("%s: round %s, %s: the vote is for %d, acknowledged last was %s", h.ID, b.round, b.voter, got, events[max(last, 0)].Event.Target)
		}
		h.report.Votes++
	}
}

// voteTarget returns the member a vote is for.
func voteTarget(e record.Event) quiz.MemberNo {
	no, err := strconv.ParseUint(e.Target[strings.LastIndexByte(e.Target, ':')+1:], 36, 64)
	if err != nil {
		return 0
	}
	return quiz.MemberNo(no)
}

// checkPoints checks that each graded reply is counted once and nothing else is. Streaks must
// follow from the rounds.
func (h *roomChecker) checkPoints() {
	for no := range h.stored.Members {
		s := record.Participant{Room: h.ID, Member: no}
		counted, points := map[quiz.RoundID]int{}, map[quiz.RoundID]int{}
		for _, e := range h.stored.Entries[s] {
			counted[e.Round] += e.Answers()
			points[e.Round] += e.Points
		}
		var streak scoring.Streak
		for _, r := range h.stored.Rounds[h.ID] {
			reply := h.stored.FindReply(r.ID, no)
			want, earned := 0, 0
			if reply.Given() && reply.Grade != nil && r.IsGraded() {
				streak = extendStreak(streak, r.Number)
				rules := h.rulesOf(r)
				want, earned = 1, rules.Points.For(reply.Grade.CountedBand())
				earned += rules.Bonus(streak.Length, earned)
			} else if !r.GradedAt.IsZero() {
				streak, _ = streak.Miss(scoring.Missed{
					Round: r.Number, Date: r.Date, Freezes: h.Plan.StreakFreezes, Excused: scoring.IsExcused(r.ClosesAt.Sub(r.OpenedAt), r.Outage),
				})
			}
			if counted[r.ID] != want || points[r.ID] != earned {
				h.violation("%s: round %s counts %d times with %d points for member %d, not %d times with %d",
					h.ID, r.ID, counted[r.ID], points[r.ID], no, want, earned)
			}
			delete(counted, r.ID)
		}
		if len(counted) > 0 {
			h.violation("%s: member %d has points of other rooms' rounds: %v", h.ID, no, counted)
		}
		if got := h.stored.Runs[s]; got != streak {
			h.violation("%s: the streak of member %d is %+v, not %+v", h.ID, no, got, streak)
		}
	}
}

// rulesOf returns the points of a round.
func (h *roomChecker) rulesOf(r quiz.Round) scoring.Rules {
	if r.Rules == nil {
		return scoring.Rules{Points: h.Plan.Points}
	}
	return *r.Rules
}

// extendStreak returns a streak after an answer to the round with the given number.
func extendStreak(run scoring.Streak, number int) scoring.Streak {
	if run.Last == 0 || number != run.Last+1 {
		run.Length = 0
	}
	run.Last, run.Length = number, run.Length+1
	run.Best = max(run.Best, run.Length)
	return run
}
