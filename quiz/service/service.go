// Package service has the use cases of the quiz, in one part for each audience.
package service

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/jobs"
	"quizbot/quiz/leaving"
	"quizbot/quiz/picking"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
)

// Service carries out the use cases, each in one transaction. It has one part for each audience, so
// a caller can take only the parts it needs.
//
// Every use case is handed the time and sets a state instead of toggling it, so a second delivery
// changes nothing. It returns a [reason.Refusal] for an act that the person may not do. Any other
// error is a failure of the store, the bank or the grader.
type Service struct {
	Audiences
	*Configuration
	*jobs.Engine // the runner's part
}

// Audiences are the parts for people and platforms: all that a conversation needs.
type Audiences struct {
	*Answering
	*Administration
	*Reviewing
	*Library
	*Membership
	*Boards
	*Rooms
	*leaving.Workspaces
	Channels
}

// core holds the dependencies of all parts.
type core struct {
	store    quiz.Store
	picker   picking.Picker
	jobs     *jobs.Engine
	admins   []quiz.MemberID
	defaults plan.Plan
	// modelHost is the host of the language model that gets answers, empty if none does.
	modelHost  string
	workspaces *leaving.Workspaces
}

// Answering serves members during a round: forms, messages in the thread, and the round itself.
type Answering struct{ *core }

// Administration serves the admins of a room: its plan, its pauses and jobs at once.
type Administration struct{ *core }

// Reviewing serves everybody after the close: grades, confirmations, votes and published answers.
type Reviewing struct{ *core }

// Library looks up questions outside of rounds.
type Library struct{ *core }

// Membership serves one member's data in all rooms.
type Membership struct {
	*core
	backupsKept time.Duration
	grader      quiz.Grader
}

// Boards serves leaderboards.
type Boards struct{ *core }

// Rooms serves platforms: rooms are looked up and moved.
type Rooms struct{ *core }

// Channels serves platforms that report changes of their channels. It is a part of [jobs.Engine],
// whose jobs wait for channels.
type Channels interface {
	ChannelOpen(ctx context.Context, now time.Time, room quiz.RoomID) error
	ChannelBlocked(ctx context.Context, now time.Time, room quiz.RoomID, o reason.Obstacle) error
	RetryNow(ctx context.Context, now time.Time, room quiz.RoomID) error
}

// Configuration serves the configuration file: its rooms get their plans.
type Configuration struct {
	*core
	leftFile []quiz.RoomID // rooms that left the file
}

// Options is the configuration of the whole service.
type Options struct {
	// Admins may manage rooms in addition to the admins that a platform reports.
	Admins []quiz.MemberID
	// Defaults is the plan of rooms set up from chat. A zero plan means [plan.Default].
	Defaults plan.Plan
	// BackupsKept is how long scheduled backups keep deleted data, 0 if unknown.
	BackupsKept time.Duration
	// ModelHost is the host of the language model that gets open answers, empty if none does.
	ModelHost string
	// Allow are the workspaces that may use the bot. If it is empty, all may.
	Allow []quiz.WorkspaceID
	// RetentionAfterRemoval is how long the data of a workspace is kept that removed the bot, 0 for ever.
	RetentionAfterRemoval time.Duration
}

// New returns a Service.
func New(store quiz.Store, bank quiz.Bank, grader quiz.Grader, o Options) *Service {
	if o.Defaults.TimeZone == "" {
		o.Defaults = plan.Default()
	}
	picker := picking.Picker{Bank: bank}
	c := &core{
		store: store, picker: picker, jobs: jobs.New(store, bank, grader, o.Admins),
		admins: o.Admins, defaults: o.Defaults, modelHost: o.ModelHost,
	}
	c.jobs.ServeOnly(o.Allow)
	c.workspaces = leaving.New(store, c.jobs, grader, o.RetentionAfterRemoval)
	return &Service{
		Audiences: Audiences{
			Answering: &Answering{c}, Administration: &Administration{c}, Reviewing: &Reviewing{c}, Library: &Library{c},
			Membership: &Membership{core: c, backupsKept: o.BackupsKept, grader: grader}, Boards: &Boards{c}, Rooms: &Rooms{c}, Workspaces: c.workspaces, Channels: c.jobs,
		},
		Configuration: &Configuration{core: c},
		Engine:        c.jobs,
	}
}

// Defaults returns the plan of rooms set up from chat.
func (a *Administration) Defaults() plan.Plan { return a.defaults }

// BackupDays returns for how many days scheduled backups keep deleted data, 0 if unknown.
func (m *Membership) BackupDays() int {
	const day = 24 * time.Hour
	return int((m.backupsKept + day - 1) / day)
}

// RequireAdmin refuses with AdminsOnly unless the person may manage rooms.
func (a *Administration) RequireAdmin(who quiz.Person) error { return a.requireAdmin(who) }

func (c *core) requireAdmin(who quiz.Person) error {
	if who.Admin || slices.Contains(c.admins, who.ID) {
		return nil
	}
	return reason.Refuse(reason.AdminsOnly)
}
