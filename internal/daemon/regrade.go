package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"quizbot/internal/app"
	"quizbot/internal/config"
	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/jobs"
	"quizbot/quiz/runner"
	"quizbot/store/bolt"
)

// RegradeFile grades the answers of a database to which no grader gave a grade, by the grader of the
// settings, and writes a line for each changed band. No service may have the file open. Without apply
// nothing is stored, and a file of an earlier release is refused, as opening it upgrades it. The empty
// room means all.
func RegradeFile(ctx context.Context, set *config.Settings, data, room string, apply bool, w io.Writer) (err error) {
	if !apply {
		if err := checkUpgraded(data); err != nil {
			return err
		}
	}
	db, err := bolt.OpenExisting(data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	engine := jobs.New(db, nil, NewGrader(set, db, slog.New(slog.DiscardHandler)), nil)
	newest, err := engine.NewestMoment(ctx)
	if err != nil {
		return err
	}
	guard := clockguard.New(clockguard.Options{Now: time.Now, Floor: clockguard.BuildTime()})
	guard.Check(newest)
	return regrade(ctx, engine, guard.Time, func(*quiz.Round) {}, room, apply, w)
}

// checkUpgraded returns an error if an earlier release wrote a file.
func checkUpgraded(data string) error {
	schema, err := bolt.OldSchema(data)
	if err == nil && schema > 0 {
		err = fmt.Errorf("%s was written by an earlier release (schema %d), and a preview must not upgrade it: start the service of this release once, "+
			"which keeps a copy of the file as it is now, and run this again", data, schema)
	}
	return err
}

// regradeRunning is [RegradeFile] for a running service. It draws changed reveals again.
func regradeRunning(a *app.App) func(ctx context.Context, room string, apply bool, w io.Writer) error {
	return func(ctx context.Context, room string, apply bool, w io.Writer) error {
		refresh := func(r *quiz.Round) { a.Conversation.RefreshReveal(r.Room, r.ID) }
		return regrade(ctx, a.Service.Engine, a.Now, refresh, room, apply, w)
	}
}

// regradeTotals counts what a regrade changes.
type regradeTotals struct{ answers, rounds, bands, points int }

// add counts the answers of a round, and writes those whose band changes.
func (t *regradeTotals) add(list []jobs.Regraded, w io.Writer) error {
	if len(list) == 0 {
		return nil
	}
	t.rounds++
	round := list[0].Round
	if _, err := fmt.Fprintf(w, "%s · %s · %s\n", round.Room, round.Date, round.Question.Title); err != nil {
		return err
	}
	same := 0
	for _, one := range list {
		t.answers++
		t.points += one.Points
		if one.From == one.To {
			same++
			continue
		}
		t.bands++
		if _, err := fmt.Fprintf(w, "  member %d: %s → %s, %+d points\n", one.Member, one.From, one.To, one.Points); err != nil {
			return err
		}
	}
	if same == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "  still unsure: %s\n", counted(same, "answer"))
	return err
}

// summary tells the totals, and how to apply a preview.
func (t *regradeTotals) summary(apply bool) string {
	switch {
	case t.answers == 0:
		return "Every answer has a grade of a grader or a person: there is nothing to do."
	case apply:
		return "Graded: " + t.counts()
	}
	return "To be graded: " + t.counts() + "\nNothing is changed yet. Run it again with --apply to store the grades."
}

func (t *regradeTotals) counts() string {
	return fmt.Sprintf("%s of %s, %s with another band, %+d points in all.", counted(t.answers, "answer"), counted(t.rounds, "round"), counted(t.bands, "answer"), t.points)
}

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// regrade grades the answers without a grade. now tells the time to record by.
func regrade(
	ctx context.Context, engine *jobs.Engine, now func() time.Time, refresh func(*quiz.Round), room string, apply bool, w io.Writer,
) error {
	var totals regradeTotals
	err := engine.RegradeBacklog(ctx, runner.TimeFunc(now), quiz.RoomID(room), apply, func(list []jobs.Regraded) error {
		if len(list) > 0 && apply {
			refresh(list[0].Round)
		}
		return totals.add(list, w)
	})
	switch {
	case err != nil && totals.answers > 0 && apply:
		return fmt.Errorf("%w; %s graded before that, and stored", err, counted(totals.answers, "answer"))
	case err != nil:
		return err
	}
	_, err = fmt.Fprintln(w, totals.summary(apply))
	return err
}
