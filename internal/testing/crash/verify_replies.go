package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz"
)

// checkReplies checks that nothing acknowledged is lost, and that reveals show what stands.
func (h *hall) checkReplies() {
	for id, question := range h.stands {
		round, _ := h.books.round(h.ID, id)
		closes := h.closes(h.dateOf(question.first().At, h.asks))
		for member, deeds := range h.deedsOf(id, question.place().ID) {
			w := witness{h, round, closes, member, deeds}
			reply := h.books.reply(id, h.books.number(member))
			w.check(&reply)
		}
		if reveal := h.revealed[id]; reveal != nil && len(reveal.messages) == reveal.first().Meta.Of {
			h.checkShown(reveal, &round)
		}
	}
}

// deedsOf are what each member did to answer a round, in order of time.
func (h *hall) deedsOf(id quiz.RoundID, thread string) map[quiz.MemberID][]*deed {
	found := map[quiz.MemberID][]*deed{}
	for _, d := range h.known.Deeds {
		e := d.Event
		byButton := (e.Kind == submission || strings.HasPrefix(e.Target, "pick:")) && roundOf(e.Target) == id
		if e.Room == h.ID && (byButton || e.Thread == thread) {
			found[e.Member] = append(found[e.Member], d)
		}
	}
	return found
}

// witness is what is known of one member's answers to one round.
type witness struct {
	*hall
	round  quiz.Round
	closes time.Time
	member quiz.MemberID
	deeds  []*deed
}

func (w witness) violation(format string, args ...any) {
	w.hall.violation("%s: round %s, %s: %s", w.ID, w.round.ID, w.member, fmt.Sprintf(format, args...))
}

func (w witness) check(reply *quiz.Reply) {
	var written []*deed
	for _, d := range w.deeds {
		switch {
		case !d.Event.At.Before(w.closes):
			if d.saved() {
				w.violation("%s was taken at %s, after the close", d.Event.ID, d.Event.At)
			}
		case d.Event.Kind == submission || d.Event.Kind == press:
			written = append(written, d)
		}
		if d.saved() {
			w.report.Acknowledged++
		}
	}
	w.checkWritten(written, reply)
	if reply.Form == "" && len(reply.Picks) == 0 {
		w.checkHeard(reply)
	}
}

// stood is what a deed makes the answer, as text.
func stood(e event) string {
	if e.Kind == submission && len(e.Values) == 0 {
		return e.Text
	}
	picks := e.Values
	if parts := strings.Split(e.Target, ":"); len(parts) > 2 { // a button of its own
		picks = parts[2:]
	}
	return fmt.Sprint(picks)
}

// standing is what the store holds, as text.
func standing(r *quiz.Reply) string {
	if len(r.Picks) == 0 {
		return r.Form
	}
	var picks []string
	for _, p := range r.Picks {
		picks = append(picks, strconv.Itoa(p))
	}
	return fmt.Sprint(picks)
}

// checkWritten checks that the answer by form or button is the last one that was acknowledged, or a later one.
func (w witness) checkWritten(written []*deed, reply *quiz.Reply) {
	last := -1
	for i, d := range written {
		if d.saved() {
			last = i
		}
	}
	got := standing(reply)
	if last < 0 && got == "" {
		return
	}
	for _, d := range written[max(last, 0):] {
		if stood(d.Event) == got {
			return
		}
	}
	want := "nothing"
	if last >= 0 {
		want = fmt.Sprintf("%q of %s", stood(written[last].Event), written[last].Event.ID)
	}
	w.violation("the store holds %q, acknowledged last was %s", got, want)
}

// checkHeard checks that the messages in the thread that count are those that were acknowledged, as they were
// acknowledged last or later.
func (w witness) checkHeard(reply *quiz.Reply) {
	versions, gone := map[string][]*deed{}, map[string]*deed{}
	for _, d := range w.deeds {
		switch {
		case d.Event.Kind == deletion:
			gone[d.Event.Message] = d
		case (d.Event.Kind == saying || d.Event.Kind == edit) && d.Event.At.Before(w.closes):
			versions[d.Event.Message] = append(versions[d.Event.Message], d)
		}
	}
	for id, list := range versions {
		i := slices.IndexFunc(reply.Messages, func(m quiz.Message) bool { return m.ID == id && !m.Gone && !m.Replaced })
		if i < 0 {
			if gone[id] == nil && slices.ContainsFunc(list, (*deed).saved) {
				w.violation("the message %s was acknowledged and is not kept", id)
			}
			continue
		}
		if d := gone[id]; d != nil && !d.Acked.IsZero() && d.Acked.Before(w.closes) && d.Event.At.After(w.round.OpenedAt) {
			w.violation("the message %s was deleted and is kept", id)
		}
		w.checkVersion(id, list, reply.Messages[i].Text)
	}
}

func (w witness) checkVersion(id string, list []*deed, got string) {
	last := 0
	for i, d := range list {
		if d.saved() {
			last = i
		}
	}
	if !slices.ContainsFunc(list[last:], func(d *deed) bool { return d.Event.Text == got }) {
		w.violation("the message %s is kept as %q, acknowledged last was %q", id, got, list[last].Event.Text)
	}
}

// checkShown checks that a reveal shows as many answers as stand, each of them graded.
func (h *hall) checkShown(reveal *posting, round *quiz.Round) {
	given := 0
	for _, r := range h.books.replies[round.ID] {
		if !r.Given() {
			continue
		}
		if given++; r.Grade == nil {
			h.violation("%s: round %s is revealed, and the reply of %d is not graded", h.ID, round.ID, r.Member)
		}
	}
	_, after, _ := strings.Cut(reveal.text(), divider+"\n")
	outcome, _, _ := strings.Cut(after, "\n")
	if says := firstNumber(outcome); says != given {
		h.violation("%s: the reveal of round %s says %q, and %d stand", h.ID, round.ID, outcome, given)
	}
	shown := strings.Count(reveal.text(), "\n"+sayingMark)
	// A reveal that is drawn again with other grades keeps its messages, and shows fewer answers where they hold no more.
	redrawn := slices.ContainsFunc(reveal.messages, func(m *message) bool { return m.Edits > 0 })
	if want := min(given, quiz.BestShown); len(round.Question.Choices) == 0 && shown != want && (!redrawn || shown > want) {
		h.violation("%s: the reveal of round %s shows %d answers, not %d", h.ID, round.ID, shown, want)
	}
	h.report.Standing += given
}

// firstNumber is the first number in a text, 0 where there is none.
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

// checkVotes checks that each member who was told so has one vote: the last that was acknowledged, or a later one.
func (h *hall) checkVotes() {
	type ballot struct {
		round quiz.RoundID
		voter quiz.MemberID
	}
	cast := map[ballot][]*deed{}
	for _, d := range h.known.Deeds {
		if d.Event.Room == h.ID && strings.HasPrefix(d.Event.Target, "vote:") {
			b := ballot{roundOf(d.Event.Target), d.Event.Member}
			cast[b] = append(cast[b], d)
		}
	}
	for b, deeds := range cast {
		last := -1
		for i, d := range deeds {
			if d.voted() {
				last = i
			}
		}
		got := h.books.votes[b.round][h.books.number(b.voter)]
		if last < 0 && got == 0 {
			continue
		}
		fits := func(d *deed) bool { return candidate(d.Event) == got }
		if !slices.ContainsFunc(deeds[max(last, 0):], fits) {
			h.violation("%s: round %s, %s: the vote is for %d, acknowledged last was %s", h.ID, b.round, b.voter, got, deeds[max(last, 0)].Event.Target)
		}
		h.report.Votes++
	}
}

// candidate is whom a vote is for.
func candidate(e event) quiz.MemberNo {
	no, err := strconv.ParseUint(e.Target[strings.LastIndexByte(e.Target, ':')+1:], 36, 64)
	if err != nil {
		return 0
	}
	return quiz.MemberNo(no)
}

// checkPoints checks that each standing reply of a round that was graded is counted once, and nothing else is, and
// that streaks are what the rounds make them.
func (h *hall) checkPoints() {
	for no := range h.books.members {
		s := seat{h.ID, no}
		counted, points := map[quiz.RoundID]int{}, map[quiz.RoundID]int{}
		for _, e := range h.books.entries[s] {
			counted[e.Round] += e.Answers()
			points[e.Round] += e.Points
		}
		var streak quiz.Run
		for _, r := range h.books.rounds[h.ID] {
			reply := h.books.reply(r.ID, no)
			want, earned := 0, 0
			if reply.Given() && reply.Grade != nil {
				want, earned = 1, h.Plan.Points.Earned(reply.Grade)
				streak = lengthen(streak, r.Number)
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
		if got := h.books.runs[s]; got != streak {
			h.violation("%s: the streak of member %d is %+v, not %+v", h.ID, no, got, streak)
		}
	}
}

// lengthen is a streak after the round with the given number was answered.
func lengthen(run quiz.Run, number int) quiz.Run {
	if run.Last == 0 || number != run.Last+1 {
		run.Length = 0
	}
	run.Last, run.Length = number, run.Length+1
	run.Best = max(run.Best, run.Length)
	return run
}
