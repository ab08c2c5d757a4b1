package service_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/auditlog"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// auditLog returns the newest page of the room's audit log.
func (s *story) auditLog() auditlog.Page {
	s.t.Helper()
	page, err := s.service.AuditLog(s.ctx(), s.now, s.room, boss(), 0)
	s.must(err)
	return page
}

// expectLog compares the newest records with one line each, newest first.
func (s *story) expectLog(want ...string) {
	s.t.Helper()
	var got []string
	for _, e := range s.auditLog().Entries {
		line := fmt.Sprint(e.Name, " ", e.Act)
		for _, word := range []string{e.Setting, e.AuthorName, e.Question, e.From, e.To} {
			if word != "" {
				line += " " + word
			}
		}
		got = append(got, line)
	}
	if got = got[:min(len(got), len(want))]; !slices.Equal(got, want) {
		s.t.Errorf("the log is\n%q\nwant\n%q", got, want)
	}
}

// Each change of an admin is logged once, and a second delivery isn't.
func TestChangesAreLogged(t *testing.T) {
	s := newStory(t, essays(9), nil).inChat("console/demo/chat")
	s.set("ask", "10:00")
	s.set("ask", "10:00")
	s.expectLog("boss plan ask 09:30 10:00")
	for range 2 {
		s.must(s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), s.date("2026-11-30")))
	}
	s.expectLog("boss pause 2026-11-30", "boss plan ask 09:30 10:00")
	s.resume()
	s.resume()
	for range 2 {
		_, err := s.service.SkipDate(s.ctx(), s.now, s.room, boss(), s.date("2026-11-24"))
		s.must(err)
	}
	s.expectLog("boss skip 2026-11-24", "boss resume", "boss pause 2026-11-30")
	s.must(s.service.UnskipDate(s.ctx(), s.now, s.room, boss(), s.date("2026-11-24")))
	next := s.questionPreviewed()
	for range 2 {
		s.must(s.service.PassOverQuestion(s.ctx(), s.now, s.room, boss(), next.ID))
	}
	s.expectLog("boss pass_over "+next.Title, "boss unskip 2026-11-24", "boss skip 2026-11-24")
	s.must(s.askNow(boss()))
	s.must(s.askNow(boss()))
	s.expectLog("boss ask_now", "boss pass_over "+next.Title)
	before := len(s.auditLog().Entries)
	_, err := s.service.RoomStatus(s.ctx(), s.now, s.room, boss())
	s.must(err)
	expectRefusal(t, s.service.PauseRoom(s.ctx(), s.now, s.room, person("ann"), s.date("2026-11-30")), reason.AdminsOnly)
	if got := len(s.auditLog().Entries); got != before {
		t.Errorf("%d records after nothing was changed, want %d", got, before)
	}
	s.must(s.service.RemoveRoom(s.ctx(), s.now, s.room, boss()))
	_, _, err = s.service.SetUpRoom(s.ctx(), s.now, s.room, boss(), "")
	s.must(err)
	s.expectLog("boss setup", "boss remove", "boss ask_now")
}

// questionPreviewed returns the next question.
func (s *story) questionPreviewed() *quiz.Question {
	s.t.Helper()
	q, _, err := s.service.PreviewQuestion(s.ctx(), s.room, boss())
	s.must(err)
	return q
}

// The log tells grades of admins, and neither who is forgotten nor who asked to stay unnamed.
func TestGradesAreLogged(t *testing.T) {
	s := newStory(t, essays(9), nil)
	s.until("2026-11-23 09:30")
	title := s.current().Question.Title
	s.answer("ann", "something")
	s.must(s.revealNow(boss()))
	s.until("2026-11-23 17:31")
	grade := func(band scoring.Band) {
		_, _, err := s.service.GradeOther(s.ctx(), quiz.HostTime(s.now), s.room, boss(), "ann", band)
		s.must(err)
	}
	grade(scoring.Full)
	s.now = s.now.Add(time.Minute)
	grade(scoring.Partial)
	s.expectLog("boss grade ann "+title+" full partial", "boss grade ann "+title+" unsure full", "boss reveal_now "+title)
	_, err := s.service.AuditLog(s.ctx(), s.now, s.room, person("ann"), 0)
	expectRefusal(t, err, reason.AdminsOnly)
	s.must(s.service.SetUnnamed(s.ctx(), quiz.HostTime(s.now), person("ann"), true))
	s.expectLog("boss grade " + title + " full partial")
	s.forget("boss")
	s.forget("ann")
	s.expectLog(" grade " + title + " full partial")
	for _, e := range s.auditLog().Entries {
		if e.By != 0 || e.Author != 0 {
			t.Errorf("%+v leads to a forgotten member", e.AuditRecord)
		}
	}
}

// The configuration file changes plans, too.
func TestConfigurationIsLogged(t *testing.T) {
	s := newStory(t, essays(9), nil)
	p := plan.Default()
	p.TimeZone = "UTC"
	sync := func() { s.must(s.service.SyncConfiguredRooms(s.ctx(), s.now, map[quiz.RoomID]plan.Plan{s.room: p})) }
	sync()
	s.must(p.Set("ask", "08:00"))
	sync()
	sync()
	first := s.auditLog().Entries[0]
	if !first.Operator || first.By != 0 || first.Setting != "ask" || first.To != "08:00" || len(s.auditLog().Entries) > 3 {
		t.Errorf("the log is %+v", s.auditLog().Entries)
	}
}

// A page has twenty records, and the log those of ninety days.
func TestLogIsPaged(t *testing.T) {
	s := newStory(t, essays(9), nil).inChat("console/demo/chat")
	for i := range 45 {
		s.set("ask", fmt.Sprintf("10:%02d", i))
		s.now = s.now.Add(time.Second)
	}
	var seen []string
	for page := s.auditLog(); ; {
		for _, e := range page.Entries {
			seen = append(seen, e.To)
		}
		if page.Older == 0 {
			break
		}
		if len(page.Entries) != 20 {
			t.Errorf("a page with %d records", len(page.Entries))
		}
		var err error
		page, err = s.service.AuditLog(s.ctx(), s.now, s.room, boss(), page.Older)
		s.must(err)
	}
	if len(seen) < 45 || seen[0] != "10:44" || seen[44] != "10:00" || len(slices.Compact(slices.Sorted(slices.Values(seen)))) < 45 {
		t.Errorf("the pages have %d records: %q", len(seen), seen)
	}
	s.now = s.now.Add(audit.Retention + time.Hour)
	s.must(s.service.PruneAudit(s.ctx(), s.now))
	s.must(s.store.View(s.ctx(), func(tx quiz.Tx) error {
		for r, err := range tx.AuditRecords(string(s.room)) {
			t.Errorf("%+v is kept, %v", r, err)
		}
		return nil
	}))
	if page := s.auditLog(); len(page.Entries) > 0 {
		t.Errorf("after 90 days the log has %+v", page.Entries)
	}
}

// Key points belong to the workspace: each of its rooms tells who confirmed them.
func TestPointsAreLogged(t *testing.T) {
	s := newStory(t, essays(2), nil)
	s.confirmPoints("q1", "a lock")
	s.confirmPoints("q1", "a lock")
	s.expectLog("boss points Question 1")
	_, err := s.service.ForgetPoints(s.ctx(), quiz.HostTime(s.now), s.room, boss(), "q1")
	s.must(err)
	s.expectLog("boss drop_points Question 1", "boss points Question 1")
}
