package service

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/input"
)

// Service carries out the use cases, each in one transaction. Every one is handed the time and sets a
// state rather than toggling it, so that what is delivered twice changes nothing. What a person must not
// do gives a [Refusal]; any other error is a failure of the store, the bank or the grader.
type Service struct {
	store    quiz.Store
	bank     quiz.Bank
	grader   quiz.Grader
	admins   []quiz.MemberID
	defaults quiz.Plan
	kept     time.Duration // by backups
	wakeup   chan struct{}
	leftFile []quiz.RoomID // rooms that left the configuration file
	owed     atomic.Bool   // that the store is to be compacted
}

// Options are what the configuration says of the service as a whole.
type Options struct {
	// Admins may run rooms besides those whom the platforms let.
	Admins []quiz.MemberID
	// Defaults is the plan of rooms that are set up from chat; a zero plan means [DefaultPlan].
	Defaults quiz.Plan
	// BackupsKept is how long scheduled backups keep what was deleted, 0 where that is not known.
	BackupsKept time.Duration
}

// New returns a Service.
func New(store quiz.Store, bank quiz.Bank, grader quiz.Grader, o Options) *Service {
	if o.Defaults.TimeZone == "" {
		o.Defaults = quiz.DefaultPlan()
	}
	return &Service{store: store, bank: bank, grader: grader, admins: o.Admins, defaults: o.Defaults, kept: o.BackupsKept, wakeup: make(chan struct{}, 1)}
}

// Defaults is the plan of rooms that are set up from chat.
func (s *Service) Defaults() quiz.Plan { return s.defaults }

// BackupDays is for how many days scheduled backups keep what was deleted, 0 where that is not known.
func (s *Service) BackupDays() int {
	const day = 24 * time.Hour
	return int((s.kept + day - 1) / day)
}

// Admin returns an AdminsOnly refusal unless the person may run rooms.
func (s *Service) Admin(who quiz.Person) error {
	if who.Admin || slices.Contains(s.admins, who.ID) {
		return nil
	}
	return quiz.Refuse(quiz.AdminsOnly)
}

// Wakeup receives when something was made due at once, so that nobody waits for the next look.
func (s *Service) Wakeup() <-chan struct{} { return s.wakeup }

func (s *Service) wakeRunner() {
	select {
	case s.wakeup <- struct{}{}:
	default:
	}
}

// view returns the result of fn in a transaction that reads.
func view[T any](ctx context.Context, s quiz.Store, fn func(quiz.Tx) (T, error)) (result T, err error) {
	err = s.View(ctx, func(tx quiz.Tx) error {
		result, err = fn(tx)
		return err
	})
	return result, err
}

// update returns the result of fn in a transaction that writes. fn may run twice.
func update[T any](ctx context.Context, s quiz.Store, fn func(quiz.Tx) (T, error)) (result T, err error) {
	err = s.Update(ctx, func(tx quiz.Tx) error {
		result, err = fn(tx)
		return err
	})
	return result, err
}

// Room returns what is remembered of a room; a NoRoom refusal where the quiz does not run there.
func (s *Service) Room(ctx context.Context, id quiz.RoomID) (room quiz.Room, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		room, err = findRoom(tx, id)
		return err
	})
	return room, err
}

// findRoom finds a room in which the quiz runs. With a NoRoom refusal it returns a room that was removed as it is.
func findRoom(tx quiz.Tx, id quiz.RoomID) (quiz.Room, error) {
	room, err := tx.Room(id)
	if errors.Is(err, quiz.ErrNotFound) || err == nil && room.Removed {
		return room, quiz.Refuse(quiz.NoRoom)
	}
	return room, err
}

// findRound finds a round of the given room: an id that another room's button carries is refused.
func findRound(tx quiz.Tx, room quiz.RoomID, id quiz.RoundID) (quiz.Round, error) {
	round, err := tx.Round(id)
	if errors.Is(err, quiz.ErrNotFound) || err == nil && round.Room != room {
		return round, quiz.Refuse(quiz.NoRound)
	}
	return round, err
}

// saveRoom writes the room and when to look at it next, which every change of it may move.
func saveRoom(tx quiz.Tx, room *quiz.Room, now time.Time) error {
	if err := tx.SetRoom(*room); err != nil {
		return err
	}
	return setWake(tx, room, now)
}

func setWake(tx quiz.Tx, room *quiz.Room, now time.Time) error {
	o, _, _, err := readAgenda(tx, room, now)
	if err != nil {
		return err
	}
	untold := room.Blocked != nil && room.Blocked.Untold
	if o.isDue || o.thread || untold || len(o.missed) > 0 || o.repaired {
		return tx.SetNextCheck(room.ID, now)
	}
	return tx.SetNextCheck(room.ID, o.nextCheck)
}

// readAgenda reads what the calendar needs and asks it.
func readAgenda(tx quiz.Tx, room *quiz.Room, now time.Time) (agenda, *quiz.Job, *quiz.Round, error) {
	calendar, err := newRoomCalendar(room.Plan)
	if err != nil {
		return agenda{}, nil, nil, err
	}
	step, err := optional(tx.Job(room.ID))
	if err != nil {
		return agenda{}, nil, nil, err
	}
	round, err := optional(tx.Round(room.Round))
	if err != nil {
		return agenda{}, nil, nil, err
	}
	mended := repairClockSkew(room, calendar, round, now)
	o := calendar.evaluate(room, step, round, now)
	o.repaired = mended
	return o, step, round, nil
}

// optional turns a record that is not there into nil.
func optional[T any](record T, err error) (*T, error) {
	switch {
	case errors.Is(err, quiz.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &record, nil
}

// member returns the person's row, new or with the name brought up to date. It refuses with BeforeForgetting.
func member(tx quiz.Tx, who quiz.Person, at quiz.Stamp) (quiz.Member, error) {
	if err := refuseForgotten(tx, who.ID, at); err != nil {
		return quiz.Member{}, err
	}
	who.Name = input.CleanName(who.Name)
	no, err := tx.MemberNo(who.ID)
	if errors.Is(err, quiz.ErrNotFound) {
		return newMember(tx, who, at.At)
	}
	if err != nil {
		return quiz.Member{}, err
	}
	m, err := tx.Member(no)
	if err != nil || m.Name == who.Name || who.Name == "" {
		return m, err
	}
	m.Name = who.Name
	return m, tx.SetMember(m)
}

func newMember(tx quiz.Tx, who quiz.Person, now time.Time) (quiz.Member, error) {
	no, err := tx.NewMember()
	if err != nil {
		return quiz.Member{}, err
	}
	m := quiz.Member{No: no, ID: who.ID, Name: who.Name, Since: now}
	return m, tx.SetMember(m)
}

// known finds the person's row without making one; the zero Member stands for nobody.
func known(tx quiz.Tx, id quiz.MemberID) (quiz.Member, error) {
	no, err := tx.MemberNo(id)
	if errors.Is(err, quiz.ErrNotFound) {
		return quiz.Member{}, nil
	}
	if err != nil {
		return quiz.Member{}, err
	}
	return tx.Member(no)
}
