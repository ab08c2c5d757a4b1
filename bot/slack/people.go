package slack

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"quizbot/quiz"
)

const (
	// nameTime is how long a name is taken for current.
	nameTime = 30 * time.Minute
	// nameWait is how long an answer waits for a name that is not known yet. It comes with the next event otherwise.
	nameWait = 400 * time.Millisecond
	// namesAtOnce bounds the requests for names under way.
	namesAtOnce = 8
)

// people knows what members are called, and who of them may manage the workspace.
type people struct {
	api   *slack.Client
	own   func() identity
	limit *rate.Limiter
	slots chan struct{}

	mu    sync.Mutex
	known map[string]*profile
}

// profile is what is known of a user. done closes when the request for it has ended.
type profile struct {
	done chan struct{}
	at   time.Time
	name string
}

func newPeople(api *slack.Client, own func() identity) *people {
	return &people{
		api: api, own: own, limit: rate.NewLimiter(rate.Every(peopleEvery), peopleBurst), slots: make(chan struct{}, namesAtOnce),
		known: map[string]*profile{},
	}
}

// name is what a user is called: the name that they chose, or fallback where that is not known in time. Many who
// act at once are not waited for, because Slack limits how many can be asked about.
func (p *people) name(ctx context.Context, user, fallback string) string {
	f := p.profile(user)
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

// profile is what is known of a user or being asked, nil where it may not be asked now.
func (p *people) profile(user string) *profile {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.known[user]
	if known != nil && (known.at.IsZero() || time.Since(known.at) < nameTime) {
		return known
	}
	if !p.limit.Allow() {
		return known
	}
	f := &profile{done: make(chan struct{})}
	p.known[user] = f
	go p.ask(user, f, known)
	return f
}

// ask asks Slack. What cannot be learnt stays as it was, and is asked again later.
func (p *people) ask(user string, f, before *profile) {
	p.slots <- struct{}{}
	defer func() { <-p.slots }()
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	u, err := p.fetch(ctx, user)
	p.mu.Lock()
	defer p.mu.Unlock()
	f.name, f.at = u.name, time.Now()
	if err != nil {
		if before != nil {
			f.name = before.name
		}
		delete(p.known, user)
	}
	close(f.done)
}

// Names implements [bot.Namer]. It asks within Slack's limits. One member about whom Slack tells nothing keeps no other from
// being named.
func (a *Adapter) Names(ctx context.Context, _ quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error) {
	names := map[quiz.MemberID]string{}
	var errs []error
	for _, id := range who {
		user := string(id[strings.LastIndexByte(string(id), '/')+1:])
		if err := a.people.limit.Wait(ctx); err != nil {
			return names, errors.Join(append(errs, err)...)
		}
		var u person
		err := a.patiently(ctx, "users.info", func() (err error) {
			u, err = a.people.fetch(ctx, user)
			return err
		})
		if err == nil && u.name != "" {
			names[id] = u.name
		}
		errs = append(errs, err)
	}
	return names, errors.Join(errs...)
}

// person is what Slack tells of a user: a name, the time zone that is set there, and whether they may manage the bot's
// workspace.
type person struct {
	name, zone string
	admin      bool
}

// fetch asks Slack about a user. Whether they are an admin is asked each time, because it decides what they may do.
func (p *people) fetch(ctx context.Context, user string) (found person, err error) {
	u, err := p.api.GetUserInfoContext(ctx, user)
	if err != nil {
		return person{}, explain("users.info", err)
	}
	found = person{zone: u.TZ, admin: p.own().employs(u) && (u.IsAdmin || u.IsOwner || u.IsPrimaryOwner)}
	for _, found.name = range []string{u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name} {
		if quiz.TidyName(found.name) != "" {
			break
		}
	}
	return found, nil
}

// employs reports whether a user belongs to the bot's own workspace or organization. In a shared channel there are people of
// others, who may be admins there.
func (i identity) employs(u *slack.User) bool {
	if u.IsStranger || u.Deleted {
		return false
	}
	return u.TeamID == i.team || i.enterprise != "" && u.Enterprise.EnterpriseID == i.enterprise
}
