package main

import (
	"strings"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/schedule"
)

// checkQuestions checks for exactly one question on each date of the plan.
func (h *roomChecker) checkQuestions() {
	late := func(date schedule.Date) time.Time { return h.deadline(h.askTime(date), h.closeTime(date)) }
	always := func(schedule.Date) bool { return true }
	for date, p := range h.checkOncePerDate(h.questions, dailyJob{"questions", h.askTime, late, always}) {
		round, ok := h.stored.findRound(h.ID, p.roundID())
		switch {
		case !ok:
			h.violation("%s: the question %s has no round", h.ID, p.key)
		case round.Date != date:
			h.violation("%s: the question of %s belongs to the round of %s", h.ID, date, round.Date)
		case p.firstMessage().At.After(h.closeTime(date).Add(h.maxTransit())):
			h.violation("%s: the question of %s came at %s, after its close", h.ID, date, p.firstMessage().At)
		case round.Phase == quiz.Cancelled:
			if !h.wasDown(h.askTime(date), h.closeTime(date)) {
				h.violation("%s: the question of %s was given up", h.ID, date)
			}
		case len(p.messages) == p.firstMessage().Meta.Of:
			h.posted[p.roundID()] = p
		}
	}
	h.report.Questions += len(h.questions)
}

// checkThreads checks that the thread of each question was opened while its round was open.
func (h *roomChecker) checkThreads() {
	for id, p := range h.posted {
		closes := h.closeTime(h.lastDueDate(p.firstMessage().At, h.askTime))
		if !h.platform.Threads[p.lastMessage().ID] && closes.Before(h.end) && !h.wasDown(p.lastMessage().At, closes) {
			h.violation("%s: the thread of round %s was not opened", h.ID, id)
		}
	}
}

// checkReveals checks that each posted question has one reveal, in its thread and not before its
// close.
func (h *roomChecker) checkReveals() {
	for _, p := range h.reveals {
		question := h.posted[p.roundID()]
		switch {
		case question == nil:
			h.violation("%s: the reveal %s has no question", h.ID, p.key)
			continue
		case p.firstMessage().Thread != question.lastMessage().ID:
			h.violation("%s: the reveal %s hangs under %q, its question is %s", h.ID, p.key, p.firstMessage().Thread, question.lastMessage().ID)
		}
		closes := h.closeTime(h.lastDueDate(question.firstMessage().At, h.askTime))
		if p.firstMessage().At.Before(closes) {
			h.violation("%s: the reveal %s came at %s, before the close at %s", h.ID, p.key, p.firstMessage().At, closes)
		}
		h.report.recordDelay("reveals", p.firstMessage().At.Sub(closes))
		if h.revealed[p.roundID()] != nil {
			h.violation("%s: two reveals of round %s", h.ID, p.roundID())
		}
		h.revealed[p.roundID()] = p
	}
	for id, question := range h.posted {
		closes := h.closeTime(h.lastDueDate(question.firstMessage().At, h.askTime))
		if h.revealed[id] == nil && closes.Before(h.end) {
			h.violation("%s: the round %s has no reveal", h.ID, id)
		}
	}
	h.report.Reveals += len(h.reveals)
}

// checkNotices checks that the channel gets one notice of each reveal, after it. On a failing
// platform the bot may give up after some attempts.
func (h *roomChecker) checkNotices() {
	announced := map[quiz.RoundID]bool{}
	for _, p := range h.notices {
		reveal := h.revealed[p.roundID()]
		if reveal == nil || p.firstMessage().At.Before(reveal.lastMessage().At) || p.firstMessage().Thread != "" || announced[p.roundID()] {
			h.violation("%s: the notice %s comes twice, before its reveal or within a thread", h.ID, p.key)
		}
		announced[p.roundID()] = true
	}
	for id, reveal := range h.revealed {
		onItsWay := h.stored.steps[h.ID].Announcement.Key == reveal.key
		if !announced[id] && !onItsWay && !h.scenario.Faults {
			h.violation("%s: nothing tells the channel of the reveal %s", h.ID, reveal.key)
		}
	}
}

// checkDigests checks that each revealed round is in exactly one digest, the first one due after
// it. No digest may be empty.
func (h *roomChecker) checkDigests() {
	announced := map[quiz.RoundID]*posting{}
	for _, p := range h.digests {
		n := 0
		for id, reveal := range h.revealed {
			if !strings.Contains(p.fullText(), "<"+messageLink(h.posted[id].lastMessage().ID)+">") {
				continue
			}
			n++
			if announced[id] != nil {
				h.violation("%s: the round %s is told by %s and %s", h.ID, id, announced[id].key, p.key)
			}
			if announced[id] = p; !reveal.lastMessage().At.Before(p.firstMessage().At) {
				h.violation("%s: %s tells of the round %s before its reveal", h.ID, p.key, id)
			}
		}
		if n == 0 {
			h.violation("%s: the digest %s has nothing to tell", h.ID, p.key)
		}
	}
	due := h.digestTime
	late := func(date schedule.Date) time.Time { return h.deadline(due(date), time.Time{}) }
	h.checkOncePerDate(h.digests, dailyJob{"digests", due, late, func(date schedule.Date) bool {
		for id, reveal := range h.revealed {
			due := due(date)
			whole := len(reveal.messages) == reveal.firstMessage().Meta.Of
			if whole && reveal.lastMessage().At.Before(due) && (announced[id] == nil || announced[id].firstMessage().At.After(due)) {
				return true
			}
		}
		return false
	}})
	h.report.Digests += len(h.digests)
}
