package main

import (
	"strings"
	"time"

	"quizbot/quiz"
)

// checkQuestions checks that there is exactly one on each date of the plan.
func (h *hall) checkQuestions() {
	late := func(date quiz.Date) time.Time { return h.lateFor(h.asks(date), h.closes(date)) }
	always := func(quiz.Date) bool { return true }
	for date, p := range h.once(h.questions, daily{"questions", h.asks, late, always}) {
		round, ok := h.books.round(h.ID, p.round())
		switch {
		case !ok:
			h.violation("%s: the question %s has no round", h.ID, p.key)
		case round.Date != date:
			h.violation("%s: the question of %s belongs to the round of %s", h.ID, date, round.Date)
		case p.first().At.After(h.closes(date).Add(h.underWay())):
			h.violation("%s: the question of %s came at %s, after its close", h.ID, date, p.first().At)
		case round.Phase == quiz.Cancelled:
			if !h.excused(h.asks(date), h.closes(date)) {
				h.violation("%s: the question of %s was given up", h.ID, date)
			}
		case len(p.messages) == p.first().Meta.Of:
			h.stands[p.round()] = p
		}
	}
	h.report.Questions += len(h.questions)
}

// checkThreads checks that the thread of each question was opened while its round was open.
func (h *hall) checkThreads() {
	for id, p := range h.stands {
		closes := h.closes(h.dateOf(p.first().At, h.asks))
		if !h.known.Threads[p.place().ID] && closes.Before(h.end) && !h.excused(p.place().At, closes) {
			h.violation("%s: the thread of round %s was not opened", h.ID, id)
		}
	}
}

// checkReveals checks that each question that stands has one reveal, in its thread and not before its close.
func (h *hall) checkReveals() {
	for _, p := range h.reveals {
		question := h.stands[p.round()]
		switch {
		case question == nil:
			h.violation("%s: the reveal %s has no question", h.ID, p.key)
			continue
		case p.first().Thread != question.place().ID:
			h.violation("%s: the reveal %s hangs under %q, its question is %s", h.ID, p.key, p.first().Thread, question.place().ID)
		}
		closes := h.closes(h.dateOf(question.first().At, h.asks))
		if p.first().At.Before(closes) {
			h.violation("%s: the reveal %s came at %s, before the close at %s", h.ID, p.key, p.first().At, closes)
		}
		h.report.late("reveals", p.first().At.Sub(closes))
		if h.revealed[p.round()] != nil {
			h.violation("%s: two reveals of round %s", h.ID, p.round())
		}
		h.revealed[p.round()] = p
	}
	for id, question := range h.stands {
		closes := h.closes(h.dateOf(question.first().At, h.asks))
		if h.revealed[id] == nil && closes.Before(h.end) {
			h.violation("%s: the round %s has no reveal", h.ID, id)
		}
	}
	h.report.Reveals += len(h.reveals)
}

// checkNotices checks that the channel is told once of each reveal, after it. Where the platform fails, that is given up
// after some tries.
func (h *hall) checkNotices() {
	told := map[quiz.RoundID]bool{}
	for _, p := range h.notices {
		reveal := h.revealed[p.round()]
		if reveal == nil || p.first().At.Before(reveal.place().At) || p.first().Thread != "" || told[p.round()] {
			h.violation("%s: the notice %s comes twice, before its reveal or within a thread", h.ID, p.key)
		}
		told[p.round()] = true
	}
	for id, reveal := range h.revealed {
		onItsWay := h.books.steps[h.ID].Announcement.Key == reveal.key
		if !told[id] && !onItsWay && !h.scenario.Faults {
			h.violation("%s: nothing tells the channel of the reveal %s", h.ID, reveal.key)
		}
	}
}

// checkDigests checks that each revealed round is told in exactly one digest: the first that was due after it, and
// that there is no digest without one.
func (h *hall) checkDigests() {
	told := map[quiz.RoundID]*posting{}
	for _, p := range h.digests {
		n := 0
		for id, reveal := range h.revealed {
			if !strings.Contains(p.text(), "<"+linkTo(h.stands[id].place().ID)+">") {
				continue
			}
			n++
			if told[id] != nil {
				h.violation("%s: the round %s is told by %s and %s", h.ID, id, told[id].key, p.key)
			}
			if told[id] = p; !reveal.place().At.Before(p.first().At) {
				h.violation("%s: %s tells of the round %s before its reveal", h.ID, p.key, id)
			}
		}
		if n == 0 {
			h.violation("%s: the digest %s has nothing to tell", h.ID, p.key)
		}
	}
	due := h.calendar.digests
	late := func(date quiz.Date) time.Time { return h.lateFor(due(date), time.Time{}) }
	h.once(h.digests, daily{"digests", due, late, func(date quiz.Date) bool {
		for id, reveal := range h.revealed {
			due := due(date)
			whole := len(reveal.messages) == reveal.first().Meta.Of
			if whole && reveal.place().At.Before(due) && (told[id] == nil || told[id].first().At.After(due)) {
				return true
			}
		}
		return false
	}})
	h.report.Digests += len(h.digests)
}
