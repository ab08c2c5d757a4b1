package quiz

import (
	"context"
	"errors"
	"iter"
	"time"
)

// SetUp has the quiz run in a room, with the default plan in the given time zone; an empty zone means the
// default plan's. A room where it runs already stays as it is, and fresh is false. It refuses with AdminsOnly,
// and returns an [UnknownZoneError].
func (s *Service) SetUp(ctx context.Context, now time.Time, id RoomID, who Person, zone string) (room Room, fresh bool, err error) {
	if err := s.Admin(who); err != nil {
		return room, false, err
	}
	plan := s.defaults
	if zone != "" {
		if plan.TimeZone, err = ParseZone(zone); err != nil {
			return room, false, err
		}
	}
	defer s.hasten()
	err = s.store.Update(ctx, func(tx Tx) error {
		room, err = tx.Room(id)
		if fresh = errors.Is(err, ErrNotFound) || room.Removed; !fresh {
			return err
		}
		if room, err = openRoom(room, id, plan, zone, now); err != nil {
			return err
		}
		by, err := member(tx, who, HostTime(now))
		if err != nil {
			return err
		}
		room.By = by.No
		return saveRoom(tx, &room, now)
	})
	return room, fresh, err
}

// SetPlan changes one setting of a room's plan, as [Plan.Set] reads it. A round under way keeps the close that
// was announced. It refuses with AdminsOnly, NoRoom, PlanFromFile and NoQuestions, and returns the [Mistake] or
// [UnknownZoneError] of a plan that would be wrong.
func (s *Service) SetPlan(ctx context.Context, now time.Time, id RoomID, who Person, setting, value string) error {
	return s.manage(ctx, now, id, who, func(_ Tx, room *Room, _ Calendar) error {
		if room.FromFile {
			return refuse(PlanFromFile)
		}
		plan := room.Plan
		if err := plan.Set(setting, value); err != nil {
			return err
		}
		if err := s.knowsBanks(plan, setting); err != nil {
			return err
		}
		if err := plan.Validate(); err != nil {
			return err
		}
		if err := room.replan(plan, now); err != nil {
			return err
		}
		if _, questions := s.pickFor(room, nil); questions == 0 {
			return refuse(NoQuestions)
		}
		return nil
	})
}

// Preview is the question that would be asked next in a room if nothing changed, nil where none fits its plan,
// for admins. It refuses with AdminsOnly and NoRoom.
func (s *Service) Preview(ctx context.Context, id RoomID, who Person) (q *Question, err error) {
	if err := s.Admin(who); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(tx Tx) error {
		room, err := findRoom(tx, id)
		if err != nil {
			return err
		}
		q, _, err = s.choose(tx, &room)
		return err
	})
	return q, err
}

// knowsBanks returns a mistake where banks that were just named hold no question.
func (s *Service) knowsBanks(p Plan, setting string) error {
	if setting != "banks" {
		return nil
	}
	for _, bank := range p.Banks {
		if none(s.bank.Questions(bank)) {
			return mistake("banks", WrongBank, bank, "names %q, which is no bank or has no question", bank)
		}
	}
	return nil
}

// none reports whether there is nothing in a sequence.
func none[T any](seq iter.Seq[T]) bool {
	for range seq {
		return false
	}
	return true
}
