package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/departure"
	"quizbot/quiz/leaving"
)

// departedWatch is the state of the deletions of workspaces that removed the bot.
type departedWatch struct {
	wakeup chan struct{} // holds one while something may be due

	mu      *sync.Mutex
	refused map[string]bool // platforms that ended because all of their workspaces removed the bot
}

func newDepartedWatch() departedWatch {
	return departedWatch{wakeup: make(chan struct{}, 1), mu: &sync.Mutex{}, refused: map[string]bool{}}
}

func (w *departedWatch) wake() {
	select {
	case w.wakeup <- struct{}{}:
	default:
	}
}

// refusedPlatforms returns the platforms that ended because their workspaces removed the bot.
func (w *departedWatch) refusedPlatforms() map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.refused)
}

// runPlatform runs a platform. If it ends because all of its workspaces removed the bot, the service
// goes on without it: the others need it, and the data is still to be deleted.
func (a *App) runPlatform(ctx context.Context, p bot.Platform) error {
	err := p.Run(ctx, a.loggingHandler(p))
	if err == nil || ctx.Err() != nil {
		return err
	}
	left, unknown := a.Service.HaveAllLeft(ctx, p.Name())
	if unknown != nil || !left {
		return errors.Join(err, unknown)
	}
	a.config.Log.Error("a platform ended after the bot was removed there: everything else goes on without it. Set a new token and restart to connect again, or take it out of the configuration",
		"platform", p.Name(), "err", err)
	a.departed.mu.Lock()
	a.departed.refused[p.Name()] = true
	a.departed.mu.Unlock()
	a.departed.wake()
	<-ctx.Done()
	return nil
}

// noteWorkspaces logs which workspaces removed the bot or have it again.
func (a *App) noteWorkspaces(c leaving.WorkspaceChange) {
	for _, w := range c.Left {
		args := []any{"workspace", w}
		if retention := a.config.Options.RetentionAfterRemoval; retention > 0 {
			args = append(args, "deleted", a.Now().Add(retention).UTC().Format(time.DateOnly))
		}
		a.config.Log.Error("a workspace removed the bot: its rooms are paused, and its data is deleted later unless it comes back", args...)
	}
	for _, w := range c.Back {
		a.config.Log.Info("a workspace has the bot again: its rooms go on", "workspace", w)
	}
	a.departed.wake()
}

// deletionInterval is the time between two looks for data to be deleted.
const deletionInterval = time.Hour

// deleteDepartedHourly deletes the data of workspaces that removed the bot long ago: at the start, after
// each report of a platform and hourly.
func (a *App) deleteDepartedHourly(ctx context.Context) error {
	for {
		if err := a.deleteDeparted(ctx); err != nil && ctx.Err() == nil {
			a.config.Log.Error("cannot delete the data of a workspace that removed the bot: it is tried again", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-a.departed.wakeup:
		case <-time.After(deletionInterval):
		}
	}
}

// deleteDeparted goes on with deletions that were interrupted, and begins those that are due.
func (a *App) deleteDeparted(ctx context.Context) error {
	due, interrupted, err := a.Service.DueDeletions(ctx, a.Now())
	if err != nil {
		return err
	}
	due = slices.DeleteFunc(due, a.mayBeBack)
	if len(due) > 0 && a.isClockConfirmed(ctx) {
		interrupted = append(interrupted, due...)
	}
	for _, w := range interrupted {
		deleted, err := a.Service.DeleteDue(ctx, a.Now(), w)
		if err != nil {
			return fmt.Errorf("%s: %w", w, err)
		}
		if deleted {
			a.config.Log.Warn("deleted the data of a workspace that removed the bot", "workspace", w)
		}
	}
	return nil
}

// mayBeBack reports whether a workspace's platform is yet to tell which workspaces have the bot: it may
// have come back while the service was stopped. A platform that is not configured tells nothing.
func (a *App) mayBeBack(w quiz.WorkspaceID) bool {
	for _, p := range a.platforms {
		if p.Name() == w.Platform() {
			return !a.Service.HasListed(p.Name()) && !a.departed.refusedPlatforms()[p.Name()]
		}
	}
	return false
}

// isClockConfirmed reports whether the clock is good enough to delete by: it is trusted, and a platform's
// clock agrees with it. Without a platform that tells the time, trust is enough.
func (a *App) isClockConfirmed(ctx context.Context) bool {
	if a.ClockErr() != nil {
		return false
	}
	if a.config.Elapsed != nil { // no platform shows the time of a virtual clock
		return true
	}
	tells := false
	for _, p := range a.platforms {
		_, able := p.(bot.TimeTeller)
		tells = tells || able
	}
	if !tells {
		return true
	}
	a.askPlatforms(ctx)
	if _, err := a.CheckClock(ctx); err != nil || a.guard.Verdict() != clockguard.Trusted {
		return false
	}
	return a.guard.PlatformAgrees()
}

// DepartedNotes describes the workspaces that removed the bot, one line each, for whoever runs the
// service.
func (a *App) DepartedNotes(ctx context.Context) ([]string, error) {
	departed, err := a.Service.DepartedWorkspaces(ctx)
	var notes []string
	for i := range departed {
		notes = append(notes, string(departed[i].Workspace)+" "+DescribeDeparture(&departed[i].Record, a.config.Options.RetentionAfterRemoval))
	}
	return notes, err
}

// DescribeDeparture says that a workspace removed the bot, and what becomes of its data. The retention
// is 0 if it is kept, and negative if that is unknown.
func DescribeDeparture(d *departure.Record, retention time.Duration) string {
	switch {
	case !d.Deleting.IsZero():
		return "is being deleted"
	case d.At.IsZero():
		return "removed the bot; its record is damaged"
	}
	text := "removed the bot on " + d.At.UTC().Format(time.DateOnly)
	switch {
	case retention > 0:
		text += "; its data is deleted on " + d.DeletedOn(retention).UTC().Format(time.DateOnly)
	case retention == 0:
		text += "; its data is kept"
	}
	return text
}
