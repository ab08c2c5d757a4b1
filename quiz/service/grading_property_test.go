package service_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
)

// Grades, ledger and boards agree after any order of grading, confirming and forgetting.
func TestGradesAndPointsAgree(t *testing.T) {
	names := []string{"ann", "bob", "cy", "dee", "eve"}
	bands := []scoring.Band{scoring.Full, scoring.Mostly, scoring.Partial, scoring.Wrong, scoring.Unsure}
	rapid.Check(t, func(r *rapid.T) {
		s, id := revealed(t, names...)
		var gone []string
		for range rapid.IntRange(1, 10).Draw(r, "operations") {
			s.now = s.now.Add(time.Duration(rapid.IntRange(0, 7200).Draw(r, "seconds")) * time.Second)
			who := rapid.SampledFrom(names).Draw(r, "who")
			switch rapid.SampledFrom([]string{"own", "own", "confirm", "confirm", "confirm", "confirm", "admin", "forget"}).Draw(r, "action") {
			case "own":
				_, _ = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person(who), id, rapid.SampledFrom(bands).Draw(r, "band"))
			case "confirm":
				_, _ = s.service.ConfirmGrade(s.ctx(), quiz.PlatformTime(s.now), room, person(who), id, quiz.MemberNo(rapid.IntRange(1, 5).Draw(r, "author")))
			case "admin":
				_, _, _ = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), who, rapid.SampledFrom(bands).Draw(r, "band"))
			case "forget":
				if len(gone) < 2 {
					s.forget(who)
					gone = append(gone, who)
				}
			}
			for _, name := range names {
				if slices.Contains(gone, name) {
					continue
				}
				v, err := s.service.MyGrade(s.ctx(), s.now, room, person(name), id)
				if err != nil {
					r.Fatal(err)
				}
				g := v.Reply.Grade
				if want := plan.Default().Points.For(g.CountedBand()); v.Points != want {
					r.Fatalf("%s has %d points for %+v, want %d", name, v.Points, g, want)
				}
				if g.Confirmed && (g.By != scoring.ByAuthor || g.Band != scoring.Full) {
					r.Fatalf("%s: %+v is confirmed", name, g)
				}
				selfGraded := 0
				if g.SelfGraded() {
					selfGraded = 1
				}
				span := rapid.SampledFrom([]scoring.Span{scoring.Week, scoring.Month, scoring.All}).Draw(r, "span")
				board, err := s.service.Standings(s.ctx(), time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC), room, person(name), span, 0, 10)
				if err != nil || board.Own == nil || board.Own.Points != v.Points || board.Own.SelfGraded != selfGraded && v.Points != 1 {
					r.Fatalf("%s stands at %+v, %v, with %d points for %+v", name, board.Own, err, v.Points, g)
				}
			}
		}
	})
}
