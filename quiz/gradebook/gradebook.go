// Package gradebook writes grades: a reply's grade together with its points, so that the sum of a
// member's ledger entries always equals what their grades are worth.
package gradebook

import (
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// Records are the records of replies with their grades and points.
type Records interface {
	quiz.Rooms
	quiz.Rounds
	quiz.Replies
	quiz.Ledger
}

// EnterAnswer appends the points of a graded reply to the ledger, once, with the bonus for a streak,
// and continues the member's streak.
func EnterAnswer(tx quiz.Ledger, now time.Time, room *quiz.Room, round *quiz.Round, r *quiz.Reply) error {
	streak, err := continueStreak(tx, round, r.Member)
	if err != nil {
		return err
	}
	rules := rulesOf(room, round)
	e := ledger.Entry{
		Room: room.ID, Member: r.Member, Round: round.ID, Date: round.Date,
		Points: rules.Points.For(r.Grade.Band), Reason: ledger.ForAnswer, Band: r.Grade.Band, Streak: streak, At: now,
	}
	if err := tx.Append(e); err != nil {
		return err
	}
	return appendBonus(tx, e, rules.Bonus(streak, e.Points))
}

// continueStreak counts an answer in its member's streak, and returns its length. It is 0 if the streak
// is unreadable, which is kept as it is.
func continueStreak(tx quiz.Ledger, round *quiz.Round, no quiz.MemberNo) (length int, err error) {
	streak, err := tx.Streak(round.Room, no)
	if errors.Is(err, quiz.ErrUnreadable) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	streak = streak.Next(round.Number)
	return streak.Length, tx.SetStreak(round.Room, no, streak)
}

// appendBonus appends an entry for a streak with the date, band and streak of another one. Without
// points it does nothing.
func appendBonus(tx quiz.Ledger, of ledger.Entry, points int) error {
	if points == 0 {
		return nil
	}
	of.Points, of.Reason, of.By = points, ledger.ForStreak, ""
	return tx.Append(of)
}

// rulesOf returns the points of a round. Those of an old round follow the plan, without a bonus.
func rulesOf(room *quiz.Room, round *quiz.Round) scoring.Rules {
	if round.Rules != nil {
		return *round.Rules
	}
	return scoring.Rules{Points: room.Plan.Points}
}

// DecideStreaks decides the streaks of the members who missed a round that closes: each is excused,
// frozen or ended. excused says that the round excuses everybody. Unreadable streaks are kept as they
// are. A second call changes nothing.
func DecideStreaks(tx quiz.Ledger, room *quiz.Room, round *quiz.Round, excused bool) error {
	missed := scoring.Missed{
		Round: round.Number, Date: round.Date, Freezes: room.Plan.StreakFreezes,
		Excused: excused || scoring.IsExcused(round.ClosesAt.Sub(round.OpenedAt), round.Outage),
	}
	var waiting []ledger.MemberStreak
	for s, err := range records.Readable(tx.LiveStreaks(room.ID, 0, round.Number-1)) {
		if err != nil {
			return err
		}
		waiting = append(waiting, s)
	}
	for _, s := range waiting {
		decided, _ := s.Streak.Miss(missed)
		if err := tx.SetStreak(room.ID, s.Member, decided); err != nil {
			return err
		}
	}
	return nil
}

// Replace gives a reply of a graded round another grade, and appends the changes of its points and of
// its bonus to the ledger. It returns the sum of both. Replacing the author's own grade appends an entry even without a
// change: the ledger tells self-graded points from others.
func Replace(tx Records, round *quiz.Round, r *quiz.Reply, g quiz.Grade, why ledger.EntryReason, now time.Time) (change int, err error) {
	room, err := tx.Room(round.Room)
	if err != nil {
		return 0, err
	}
	earned, err := readEarned(tx, round, r.Member)
	if err != nil {
		return 0, err
	}
	accepted := r.Grade.SelfGraded() && !g.SelfGraded()
	r.SetGrade(g)
	if err := tx.SetReply(*r); err != nil {
		return 0, err
	}
	rules := rulesOf(&room, round)
	points := rules.Points.For(g.CountedBand())
	e := ledger.Entry{
		Room: room.ID, Member: r.Member, Round: round.ID, Date: round.Date,
		Points: points - earned.points, Reason: why, Band: g.Band, At: now,
	}
	if g.By == scoring.ByAdmin || g.SelfGraded() {
		e.By = g.By
	}
	if e.Points != 0 || accepted {
		if err := tx.Append(e); err != nil {
			return 0, err
		}
	}
	bonus := rules.Bonus(earned.streak, points) - earned.bonus
	change = e.Points + bonus
	e.Streak = earned.streak
	return change, appendBonus(tx, e, bonus)
}

// earned is what a member's entries for a round come to.
type earned struct {
	points, bonus int
	streak        int // the length of the streak with the answer, 0 if it isn't known
}

func readEarned(tx quiz.Ledger, round *quiz.Round, no quiz.MemberNo) (sum earned, err error) {
	entries, err := tx.RoundEntries(round, no)
	for _, e := range entries {
		if e.Reason == ledger.ForStreak {
			sum.bonus += e.Points
			continue
		}
		sum.points += e.Points
		sum.streak = max(sum.streak, e.Streak)
	}
	return sum, err
}

// Ungraded returns the grade of a reply to which the grader gave none in time.
func Ungraded(now time.Time) quiz.Grade {
	return quiz.Grade{
		Band: scoring.Unsure, Score: scoring.Unsure.Score(), By: scoring.ByGrader, At: now,
		Reasons: []reason.GradeReason{{Code: reason.GraderFailed}},
	}
}

// AwaitsGrader reports whether a grade stands for one that no grader gave: it failed, or the release
// of that time left open answers to people. No person has set it.
func AwaitsGrader(g *quiz.Grade) bool {
	if g.By != scoring.ByGrader || g.Band != scoring.Unsure {
		return false
	}
	return len(g.Reasons) == 0 && g.Grader == "" || slices.ContainsFunc(g.Reasons, func(r reason.GradeReason) bool {
		return r.Code == reason.GraderFailed || r.Code == reason.OpenAnswer
	})
}
