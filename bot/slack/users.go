package slack

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"quizbot/bot/adapter"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/panics"
)

const (
	// nameTime is how long a name is current.
	nameTime = 30 * time.Minute
	// nameWait is how long the handling of an event waits for a name that is not known yet. A later
	// event brings it.
	nameWait = 400 * time.Millisecond
	// concurrentLookups bounds the requests for names under way.
	concurrentLookups = 8
	// adminTime is how long it is remembered whether a user is an admin. One member who sends commands
	// without a pause must not use up the lookups of all others.
	adminTime = 30 * time.Second
	// adminGrace is how long it is remembered if Slack doesn't tell.
	adminGrace = 10 * time.Minute
)

// userDirectory looks users up: their names, and whether they may manage the workspace.
type userDirectory struct {
	api   *slack.Client
	self  func() botIdentity
	limit *rate.Limiter
	slots chan struct{}

	mu     sync.Mutex
	known  map[string]*profile
	admins map[string]checkedUser
}

// checkedUser is a user with the time of the lookup.
type checkedUser struct {
	userInfo
	at time.Time
}

// profile is the name of a user. done is closed when the request for it has ended.
type profile struct {
	done chan struct{}
	at   time.Time
	name string
}

func newUserDirectory(api *slack.Client, self func() botIdentity, limit *rate.Limiter) *userDirectory {
	return &userDirectory{
		api: api, self: self, limit: limit,
		slots: make(chan struct{}, concurrentLookups), known: map[string]*profile{},
		admins: map[string]checkedUser{},
	}
}

// chosenName returns the name that a user chose, or fallback if it is not known in time. When many
// users act at once, some are not waited for: Slack limits the lookups.
func (d *userDirectory) chosenName(ctx context.Context, user, fallback string) string {
	f := d.profileOfUser(user)
	if f == nil {
		return fallback
	}
	timer := time.NewTimer(nameWait)
	defer timer.Stop()
	select {
	case <-f.done:
		if f.name != "" {
			return f.name
		}
	case <-timer.C:
	case <-ctx.Done():
	}
	return fallback
}

// profileOfUser returns the known profile of a user or starts a lookup. It returns nil if the rate
// limit allows none.
func (d *userDirectory) profileOfUser(user string) *profile {
	d.mu.Lock()
	defer d.mu.Unlock()
	known := d.known[user]
	if known != nil && (known.at.IsZero() || time.Since(known.at) < nameTime) {
		return known
	}
	if !d.limit.Allow() {
		return known
	}
	f := &profile{done: make(chan struct{})}
	d.known[user] = f
	go d.refreshProfile(user, f, known)
	return f
}

// refreshProfile looks a profile up. If that fails the name before stays, and a later event looks
// it up again.
func (d *userDirectory) refreshProfile(user string, f, before *profile) {
	d.slots <- struct{}{}
	defer func() { <-d.slots }()
	ctx, cancel := context.WithTimeout(context.Background(), adapter.RequestTimeout)
	defer cancel()
	var u userInfo
	err := panics.Catch(func() (err error) {
		u, err = d.lookUpUser(ctx, user)
		return err
	})
	d.mu.Lock()
	defer d.mu.Unlock()
	f.name, f.at = u.name, time.Now()
	if err != nil {
		if before != nil {
			f.name = before.name
		}
		delete(d.known, user)
	}
	close(f.done)
}

// ForgetMember implements [bot.MemberRememberer].
func (a *Adapter) ForgetMember(id quiz.MemberID) {
	a.users.mu.Lock()
	defer a.users.mu.Unlock()
	delete(a.users.known, id.Local())
	delete(a.users.admins, id.Local())
}

// MemberNames implements [bot.Namer]. It looks up within Slack's rate limits. A member whose lookup
// fails keeps no other from being named.
func (a *Adapter) MemberNames(ctx context.Context, _ quiz.RoomID, members []quiz.MemberID) (map[quiz.MemberID]string, error) {
	names := map[quiz.MemberID]string{}
	var errs []error
	for _, id := range members {
		if err := a.users.limit.Wait(ctx); err != nil {
			return names, errors.Join(append(errs, err)...)
		}
		var u userInfo
		err := a.callWithRetry(ctx, "users.info", func() (err error) {
			u, err = a.users.lookUpUser(ctx, id.Local())
			return err
		})
		if err == nil && u.name != "" {
			names[id] = u.name
		}
		errs = append(errs, err)
	}
	return names, errors.Join(errs...)
}

// userInfo is a user of Slack: the name, the time zone in the profile, and whether they may manage
// the bot's workspace.
type userInfo struct {
	name, zone string
	admin      bool
}

// checkUser returns a user for a command that asks whether they are an admin. What Slack said is
// remembered for [adminTime], and for [adminGrace] if Slack doesn't answer.
func (d *userDirectory) checkUser(ctx context.Context, id string) (userInfo, error) {
	d.mu.Lock()
	before, known := d.admins[id]
	d.mu.Unlock()
	if known && time.Since(before.at) < adminTime {
		return before.userInfo, nil
	}
	found, err := d.lookUpUser(ctx, id)
	if err != nil {
		if known && time.Since(before.at) < adminGrace {
			return before.userInfo, nil
		}
		return found, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.admins[id] = checkedUser{found, time.Now()}
	return found, nil
}

// lookUpUser asks Slack about a user.
func (d *userDirectory) lookUpUser(ctx context.Context, id string) (found userInfo, err error) {
	u, err := d.api.GetUserInfoContext(ctx, id)
	if err != nil {
		return userInfo{}, webAPIError("users.info", err)
	}
	found = userInfo{zone: u.TZ, admin: d.self().isColleague(u) && (u.IsAdmin || u.IsOwner || u.IsPrimaryOwner)}
	for _, found.name = range []string{u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name} {
		if input.CleanName(found.name) != "" {
			break
		}
	}
	return found, nil
}

// isColleague reports whether a user belongs to the bot's own workspace or organization. A shared
// channel also has users of other workspaces, who may be admins there.
func (i botIdentity) isColleague(u *slack.User) bool {
	if u.IsStranger || u.Deleted {
		return false
	}
	return u.TeamID == i.ID || i.enterprise != "" && u.Enterprise.EnterpriseID == i.enterprise
}
