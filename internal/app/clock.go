package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/clockrepair"
	"quizbot/quiz/reason"
)

const (
	// clockInterval is the time between two looks at the clock.
	clockInterval = 15 * time.Second
	// momentInterval is how often a trusted time is recorded while nothing else is.
	momentInterval = time.Hour
	// confirmations is how often a platform must agree with the clock before records are corrected.
	confirmations = 3
	// platformTimeout bounds a question for a platform's time, and alarmTimeout an alarm.
	platformTimeout, alarmTimeout = 10 * time.Second, 10 * time.Second
)

// ClockErr returns an error while the clock cannot be trusted.
func (a *App) ClockErr() error {
	switch a.guard.Verdict() {
	case clockguard.Behind:
		if a.config.Clock.Now().Before(a.config.Built) {
			return fmt.Errorf("nothing is asked or closed: this machine's clock is before %s, when this program was built. "+
				"Set it, and switch time synchronization on", a.config.Built.UTC().Format(time.DateOnly))
		}
		return errors.New("nothing is asked or closed: this machine's clock is behind the newest moment in the database. " +
			"Set it, and switch time synchronization on. If the clock is right and once ran ahead: quizbot check --accept-clock")
	case clockguard.Ahead:
		return errors.New("nothing is asked or closed: this machine's clock jumped ahead by more than a day, and nothing confirms it yet. " +
			"Set it, and switch time synchronization on")
	}
	return nil
}

// CheckClock judges the clock, and returns the time to decide by. It stands still at the newest moment
// in the store while the clock can't be trusted.
func (a *App) CheckClock(ctx context.Context) (time.Time, error) {
	newest, err := a.Service.NewestMoment(ctx)
	if err != nil {
		return time.Time{}, err
	}
	now, _ := a.guard.Check(newest)
	return now, nil
}

// Now returns the time to record by, as [App.CheckClock] does for the newest moment that was last read.
func (a *App) Now() time.Time { return a.guard.Time() }

// AcceptClock corrects the records that are dated after now by this machine's clock, and lists them. It
// refuses a clock that a platform's clock or the program's build refutes.
func (a *App) AcceptClock(ctx context.Context) ([]string, error) {
	a.askPlatforms(ctx)
	if err := a.guard.Refute(); err != nil {
		return nil, err
	}
	now := a.config.Clock.Now()
	list, err := clockrepair.Correct(ctx, a.config.Store, now)
	if err == nil {
		a.guard.Accept(now)
	}
	a.Service.Wake()
	return list, err
}

// stampByTrustedClock gives an event that has the machine's time another one while the clock can't be
// trusted: that of the newest moment. An answer to a round that is open then counts as in time.
func (a *App) stampByTrustedClock(e *bot.Event) {
	if e.PlatformTime {
		return
	}
	if now := a.guard.Time(); a.guard.Verdict() != clockguard.Trusted {
		e.At = now
	}
}

// clockWatch watches the clock of a running App.
type clockWatch struct {
	*App
	told   clockguard.Verdict // the trouble that admins know
	agreed int                // how often a platform agreed with a clock that is behind
}

// run looks at the clock until ctx ends.
func (w *clockWatch) run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := w.look(ctx); err != nil && ctx.Err() == nil {
			w.config.Log.Warn("cannot look at the clock", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-w.config.Clock.After(clockInterval):
		}
	}
}

// look judges the clock once. In doubt it asks the platforms, tells the admins, and corrects records
// that a clock which ran ahead has left.
func (w *clockWatch) look(ctx context.Context) error {
	newest, err := w.Service.NewestMoment(ctx)
	if err != nil {
		return err
	}
	now, verdict := w.guard.Check(newest)
	if verdict != clockguard.Trusted {
		w.askPlatforms(ctx)
		now, verdict = w.guard.Check(newest)
	}
	if verdict == clockguard.Trusted {
		if w.told != clockguard.Trusted {
			w.config.Log.Info("this machine's clock is trusted again")
			w.Service.Wake()
		}
		w.told, w.agreed = clockguard.Trusted, 0
		if w.waiting != nil {
			if err := w.adoptRooms(ctx, now, w.waiting); err != nil {
				return err
			}
			w.Service.Wake()
		}
		if now.Sub(newest) >= momentInterval {
			return w.Service.RecordMoment(ctx, now)
		}
		return nil
	}
	if w.told != verdict {
		w.told = verdict
		w.config.Log.Error("this machine's clock cannot be trusted", "err", w.ClockErr(), "clock", w.config.Clock.Now().UTC(), "newest", newest)
		w.alarmAdmins(ctx, verdict, now)
	}
	if verdict != clockguard.Behind || !w.guard.PlatformAgrees() {
		w.agreed = 0
		return nil
	}
	if w.agreed++; w.agreed < confirmations {
		return nil
	}
	w.agreed = 0
	list, err := w.AcceptClock(ctx)
	for _, line := range list {
		w.config.Log.Warn("corrected a record that is dated in the future: the clock once ran ahead, and a platform's clock agrees with it now", "record", line)
	}
	return err
}

// askPlatforms asks the platforms for the time until one tells it.
func (a *App) askPlatforms(ctx context.Context) {
	for _, p := range a.platforms {
		teller, able := p.(bot.TimeTeller)
		if !able {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, platformTimeout)
		at, err := teller.PlatformTime(limited)
		cancel()
		if err == nil && !at.IsZero() {
			a.guard.NotePlatform(at)
			return
		}
		if ctx.Err() == nil {
			a.config.Log.Debug("cannot ask a platform for the time", "platform", p.Name(), "err", err)
		}
	}
}

// alarmAdmins tells each person once who set a room up, and the configuration's admins.
func (w *clockWatch) alarmAdmins(ctx context.Context, verdict clockguard.Verdict, now time.Time) {
	code := reason.TroubleCode("clock_" + string(verdict))
	var waiting []quiz.Room
	for _, id := range slices.Sorted(maps.Keys(w.waiting)) {
		waiting = append(waiting, quiz.Room{ID: id, Plan: w.waiting[id]})
	}
	alarms, err := w.Service.AlarmsForAll(ctx, quiz.Trouble{At: now, TroubleReason: reason.New(code)}, waiting...)
	if err != nil {
		w.config.Log.Warn("cannot find out whom to tell about the clock", "err", err)
	}
	var told []quiz.MemberID
	for _, alarm := range alarms {
		alarm.To = slices.DeleteFunc(alarm.To, func(who quiz.MemberID) bool { return slices.Contains(told, who) })
		if len(alarm.To) == 0 {
			continue
		}
		told = append(told, alarm.To...)
		limited, cancel := context.WithTimeout(ctx, alarmTimeout)
		if err := w.Conversation.Alarm(limited, alarm); err != nil && ctx.Err() == nil {
			w.config.Log.Warn("an alarm about the clock reached nobody", "room", alarm.Room, "err", err)
		}
		cancel()
	}
}
