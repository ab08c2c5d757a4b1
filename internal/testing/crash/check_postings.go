package main

import (
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/schedule"
)

// checkQuestions checks for exactly one question on each date of the plan.
func (h *roomChecker) checkQuestions() {
	late := func(date schedule.Date) time.Time { return h.Deadline(h.AskTime(date), h.CloseTime(date)) }
	always := func(schedule.Date) bool { return true }
	for date, p := range h.checkOncePerDate(h.questions, dailyJob{"questions", h.AskTime, late, always}) {
		round, ok := h.stored.FindRound(h.ID, p.RoundID())
		switch {
		case !ok:
			h.violation("%s: the question %s has no round", h.ID, p.Key)
		case round.Date != date:
			h.violation("%s: the question of %s belongs to the round of %s", h.ID, date, round.Date)
		case p.FirstMessage().At.After(h.CloseTime(date).Add(h.maxTransit())):
			h.violation("%s: the question of %s came at %s, after its close", h.ID, date, p.FirstMessage().At)
		case round.Phase == quiz.Cancelled:
			if !h.wasDown(h.AskTime(date), h.CloseTime(date)) {
				h.violation("%s: the question of %s was given up", h.ID, date)
			}
		case len(p.Messages) == p.FirstMessage().Meta.Of:
			h.posted[p.RoundID()] = p
		}
	}
	h.report.Questions += len(h.questions)
}

// checkThreads checks that the thread of each question was opened while its round was open.
func (h *roomChecker) checkThreads() {
	for id, p := range h.posted {
		closes := h.CloseTime(h.dateOf(p, h.AskTime))
		if !h.platform.Threads[p.LastMessage().ID] && closes.Before(h.end) && !h.wasDown(p.LastMessage().At, closes) {
			h.violation("%s: the thread of round %s was not opened", h.ID, id)
		}
	}
}

// checkReveals checks that each posted question has one reveal, in its thread and not before its
// close.
func (h *roomChecker) checkReveals() {
	for _, p := range h.reveals {
		question := h.posted[p.RoundID()]
		switch {
		case question == nil:
			h.violation("%s: the reveal %s has no question", h.ID, p.Key)
			continue
		case p.FirstMessage().Thread != question.LastMessage().ID:
			h.violation("%s: the reveal %s hangs under %q, its question is %s", h.ID, p.Key, p.FirstMessage().Thread, question.LastMessage().ID)
		}
		closes := h.CloseTime(h.dateOf(question, h.AskTime))
		if h.clocks.LatestShown(p.FirstMessage().At).Before(closes) {
			h.violation("%s: the reveal %s came at %s, before the close at %s", h.ID, p.Key, p.FirstMessage().At, closes)
		}
		h.report.recordDelay("reveals", p.FirstMessage().At.Sub(closes))
		if h.revealed[p.RoundID()] != nil {
			h.violation("%s: two reveals of round %s", h.ID, p.RoundID())
		}
		h.revealed[p.RoundID()] = p
	}
	for id, question := range h.posted {
		closes := h.CloseTime(h.dateOf(question, h.AskTime))
		if h.revealed[id] == nil && closes.Before(h.end) && !h.wasRevealGivenUp(id, closes) {
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
		reveal := h.revealed[p.RoundID()]
		if reveal == nil || p.FirstMessage().At.Before(reveal.LastMessage().At) || p.FirstMessage().Thread != "" || announced[p.RoundID()] {
			h.violation("%s: the notice %s comes twice, before its reveal or within a thread", h.ID, p.Key)
		}
		announced[p.RoundID()] = true
	}
	for id, reveal := range h.revealed {
		onItsWay := h.stored.Steps[h.ID].Announcement.Key == reveal.Key
		if !announced[id] && !onItsWay && !h.scenario.Faults {
			h.violation("%s: nothing tells the channel of the reveal %s", h.ID, reveal.Key)
		}
	}
}

// checkDigests checks that each revealed round is in exactly one digest, the first one due after
// it. No digest may be empty.
func (h *roomChecker) checkDigests() {
	announced := map[quiz.RoundID]*record.Posting{}
	for _, p := range h.digests {
		n := 0
		for id, reveal := range h.revealed {
			if !strings.Contains(p.FullText(), "<"+messageLink(h.posted[id].LastMessage().ID)+">") {
				continue
			}
			n++
			if announced[id] != nil {
				h.violation("%s: the round %s is told by %s and %s", h.ID, id, announced[id].Key, p.Key)
			}
			if announced[id] = p; !reveal.LastMessage().At.Before(p.FirstMessage().At) {
				h.violation("%s: %s tells of the round %s before its reveal", h.ID, p.Key, id)
			}
		}
		if n == 0 && h.givenUp == 0 {
			h.violation("%s: the digest %s has nothing to tell", h.ID, p.Key)
		}
	}
	due := h.DigestTime
	late := func(date schedule.Date) time.Time { return h.Deadline(due(date), time.Time{}) }
	h.checkOncePerDate(h.digests, dailyJob{"digests", due, late, func(date schedule.Date) bool {
		for id, reveal := range h.revealed {
			due := due(date)
			whole := len(reveal.Messages) == reveal.FirstMessage().Meta.Of
			if whole && reveal.LastMessage().At.Before(due) && (announced[id] == nil || announced[id].FirstMessage().At.After(due)) {
				return true
			}
		}
		return false
	}})
	h.report.Digests += len(h.digests)
}
