package service

import (
	"slices"
	"sync/atomic"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/jobs"
	"quizbot/quiz/picking"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
)

// Service carries out the use cases, each in one transaction. It is made of one part for each audience, so that a caller
// can take the part that it needs.
//
// Every use case is handed the time and sets a state rather than toggling it, so a second delivery changes nothing. What
// a person must not do gives a [reason.Refusal]. Any other error is a failure of the store, the bank or the grader.
type Service struct {
	*Answering
	*Administration
	*Reviewing
	*Library
	*Membership
	*Boards
	*Rooms
	*jobs.Engine // the runner's part
}

// core is what all parts share.
type core struct {
	store    quiz.Store
	picker   picking.Picker
	jobs     *jobs.Engine
	admins   []quiz.MemberID
	defaults plan.Plan
}

// Answering is for members who answer: forms, messages in threads, and the rounds that they answer.
type Answering struct{ *core }

// Administration is for the admins of a room: its plan, its pauses, and what happens there at once.
type Administration struct{ *core }

// Reviewing is for everybody once a round is closed: grades, confirmations, votes and the answers of others.
type Reviewing struct{ *core }

// Library is for looking up questions outside of rounds.
type Library struct{ *core }

// Membership is for the data of one member in all rooms.
type Membership struct {
	*core
	backupsKept   time.Duration
	compactionDue atomic.Bool // the last one failed
}

// Boards shows leaderboards.
type Boards struct{ *core }

// Rooms is for the configuration file and the platforms: which rooms there are, and what they are called.
type Rooms struct {
	*core
	leftFile []quiz.RoomID // rooms that left the configuration file
}

// Options are what the configuration says of the service as a whole.
type Options struct {
	// Admins may run rooms besides those whom the platforms let.
	Admins []quiz.MemberID
	// Defaults is the plan of rooms that are set up from chat; a zero plan means [DefaultPlan].
	Defaults plan.Plan
	// BackupsKept is how long scheduled backups keep what was deleted, 0 where that is not known.
	BackupsKept time.Duration
}

// New returns a Service.
func New(store quiz.Store, bank quiz.Bank, grader quiz.Grader, o Options) *Service {
	if o.Defaults.TimeZone == "" {
		o.Defaults = plan.Default()
	}
	picker := picking.Picker{Bank: bank}
	c := &core{
		store: store, picker: picker, jobs: jobs.New(store, bank, grader, o.Admins),
		admins: o.Admins, defaults: o.Defaults,
	}
	return &Service{
		Answering: &Answering{c}, Administration: &Administration{c}, Reviewing: &Reviewing{c}, Library: &Library{c},
		Membership: &Membership{core: c, backupsKept: o.BackupsKept}, Boards: &Boards{c}, Rooms: &Rooms{core: c}, Engine: c.jobs,
	}
}

// Defaults is the plan of rooms that are set up from chat.
func (a *Administration) Defaults() plan.Plan { return a.defaults }

// BackupDays is for how many days scheduled backups keep what was deleted, 0 where that is not known.
func (m *Membership) BackupDays() int {
	const day = 24 * time.Hour
	return int((m.backupsKept + day - 1) / day)
}

// RequireAdmin returns an AdminsOnly refusal unless the person may run rooms.
func (a *Administration) RequireAdmin(who quiz.Person) error { return a.requireAdmin(who) }

func (c *core) requireAdmin(who quiz.Person) error {
	if who.Admin || slices.Contains(c.admins, who.ID) {
		return nil
	}
	return reason.Refuse(reason.AdminsOnly)
}
