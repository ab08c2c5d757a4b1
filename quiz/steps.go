package quiz

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// begun is what came of looking at what is due in a room.
type begun struct {
	step   *Step // to post, nil where nothing is to be posted now
	again  bool  // the room moved on without a post and may have more to do
	alarms []Alarm
	settle *Round // closed, to be graded
	thread *Round // whose thread is to be opened beside everything else
	gather *Round // to be closed once the messages of its thread are fetched
}

// begin decides what is due in a room and begins it. The messages of one round's thread were fetched before.
func (s *Service) begin(ctx context.Context, now time.Time, id RoomID, gathered RoundID) (b begun, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		b = begun{}
		room, err := findRoom(tx, id)
		if err != nil {
			return err
		}
		if err := s.beginIn(tx, &room, now, gathered, &b); err != nil {
			return err
		}
		return saveRoom(tx, &room, now)
	})
	if err != nil || b.settle == nil {
		return b, err
	}
	b.again = true
	return b, s.settle(ctx, now, *b.settle)
}

// beginIn is begin within its transaction, but for saving the room.
func (s *Service) beginIn(tx Tx, room *Room, now time.Time, gathered RoundID, b *begun) error {
	o, step, round, err := outlookOf(tx, room, now)
	if err != nil {
		return err
	}
	for _, d := range o.missed {
		room.serve(d.kind, d.date)
		room.note(Trouble{At: now, Step: d.kind, Code: TroubleMissed, Detail: d.date.String()})
	}
	if o.mended && round != nil {
		if err := tx.SetRound(*round); err != nil {
			return err
		}
	}
	switch {
	case step != nil && o.now:
		b.step = step.resumed(now)
		return nil
	case !o.now && o.thread:
		b.thread = round
		return beginThread(tx, round, now)
	case !o.now:
		return nil
	case o.due.kind == StepClose && round.hears() && len(round.Places) > 0 && gathered != round.ID:
		b.gather = round
		return nil
	case o.due.kind == StepClose:
		b.settle, err = closeRound(tx, round, now)
	case o.due.kind == StepDigest:
		b.step, err = s.beginDigest(tx, room, o.due, now)
	default:
		b.step, b.alarms, err = s.beginAsk(tx, room, o.due, now)
	}
	b.again = b.step == nil
	return err
}

// beginAsk picks a question and begins its round; it returns no step where no question fits.
func (s *Service) beginAsk(tx Tx, room *Room, d due, now time.Time) (*Step, []Alarm, error) {
	room.AskNow = false
	room.serve(StepAsk, d.date)
	room.Skip = slices.DeleteFunc(room.Skip, d.date.after)
	q, cycle, err := s.choose(tx, room)
	if err != nil {
		return nil, nil, err
	}
	if q == nil {
		alarm, err := s.raise(tx, room, Trouble{At: now, Step: StepAsk, Code: TroubleNoQuestions})
		return nil, []Alarm{alarm}, err
	}
	room.Cycle = cycle
	round, err := newRound(tx, room, q, d)
	if err != nil {
		return nil, nil, err
	}
	room.Round, room.Asked = round.ID, d.date
	if err := tx.SetAsked(room.ID, room.Cycle, q.ID, true); err != nil {
		return nil, nil, err
	}
	alarms, err := s.watchBank(tx, room, d)
	if err != nil {
		return nil, nil, err
	}
	step := beginStep(room, d, round.ID, now)
	step.Until = round.ClosesAt
	step.Announcement.Question = &round
	return &step, alarms, tx.SetStep(step)
}

// choose picks the room's next question and its cycle, a new one where all were asked. It returns nil where no
// question fits the plan.
func (s *Service) choose(tx Tx, room *Room) (q *Question, cycle int, err error) {
	asked, err := tx.Asked(room.ID, room.Cycle)
	if err != nil {
		return nil, 0, err
	}
	if q, _ := s.pickFor(room, asked); q != nil || len(asked) == 0 {
		return q, room.Cycle, nil
	}
	last, err := optional(tx.Round(room.Last))
	if err != nil {
		return nil, 0, err
	}
	next := *room
	next.Cycle++
	if last != nil {
		if q, _ := s.pickFor(&next, map[QuestionID]bool{last.Question.ID: true}); q != nil {
			return q, next.Cycle, nil
		}
	}
	q, _ = s.pickFor(&next, nil)
	return q, next.Cycle, nil
}

func (s *Service) pickFor(room *Room, asked map[QuestionID]bool) (*Question, int) {
	return pick(s.bank.Questions(room.Plan.Banks...), room.Plan, string(room.ID), room.Cycle, asked)
}

// newRound writes the round that asks q.
func newRound(tx Tx, room *Room, q *Question, d due) (Round, error) {
	calendar, err := NewCalendar(room.Plan)
	if err != nil {
		return Round{}, err
	}
	id, err := tx.NewRound()
	if err != nil {
		return Round{}, err
	}
	round := Round{
		ID: id, Room: room.ID, Number: room.Rounds + 1, Date: d.date,
		Question: shuffled(q, string(room.ID)+id.String()), Phase: Asking,
		PlannedAt: d.at, ClosesAt: calendar.ClosesAt(d.date, d.at), Threads: room.Plan.Threads,
	}
	return round, tx.SetRound(round)
}

// beginStep is a step with everything but what it announces.
func beginStep(room *Room, d due, round RoundID, now time.Time) Step {
	key := round.String() + "/" + string(d.kind)
	if d.kind == StepDigest {
		key = string(room.ID) + "/" + d.date.String() + "/" + string(d.kind)
	}
	return Step{
		Room: room.ID, Kind: d.kind, Date: d.date, Round: round, Begun: now,
		Announcement: Announcement{Key: key, Room: room.ID, Language: room.Plan.Language, TimeZone: room.Plan.TimeZone},
	}
}

// closeRound stops a round taking replies. What is left is to grade them, outside the transaction.
func closeRound(tx Tx, round *Round, now time.Time) (*Round, error) {
	round.Close(now)
	return round, tx.SetRound(*round)
}

// settle grades a closed round, and writes grades, points and the reveal together.
func (s *Service) settle(ctx context.Context, now time.Time, round Round) error {
	var replies []Reply
	err := s.store.View(ctx, func(tx Tx) (err error) {
		replies, err = given(tx, round.ID)
		return err
	})
	if err != nil {
		return err
	}
	grades, err := s.grader.Grade(ctx, &round.Question, replies)
	if err != nil {
		return fmt.Errorf("grade round %s: %w", round.ID, err)
	}
	if len(grades) != len(replies) {
		return fmt.Errorf("grade round %s: %d grades for %d replies", round.ID, len(grades), len(replies))
	}
	for i := range replies {
		grades[i].At = now
		replies[i].Grade = &grades[i]
	}
	return s.store.Update(ctx, func(tx Tx) error { return s.writeGrades(tx, now, round, replies) })
}

// writeGrades is the second half of a close. A member forgotten since the first is left out.
func (s *Service) writeGrades(tx Tx, now time.Time, round Round, replies []Reply) error {
	room, err := tx.Room(round.Room)
	if err != nil {
		return err
	}
	room.Rounds = round.Number
	kept := make([]Reply, 0, len(replies))
	for _, r := range replies {
		still, err := optional(tx.Reply(round.ID, r.Member))
		if err != nil {
			return err
		}
		if still == nil {
			continue
		}
		if err := enter(tx, now, &room, &round, r); err != nil {
			return err
		}
		kept = append(kept, r)
	}
	step := beginStep(&room, due{StepReveal, round.Date, now}, round.ID, now)
	if step.Announcement.Reveal, err = revealNews(tx, round, kept); err != nil {
		return err
	}
	if err := tx.SetStep(step); err != nil {
		return err
	}
	return saveRoom(tx, &room, now)
}

// enter writes one reply's grade, points and streak.
func enter(tx Tx, now time.Time, room *Room, round *Round, r Reply) error {
	if err := tx.SetReply(r); err != nil {
		return err
	}
	err := tx.Append(Entry{
		Room: room.ID, Member: r.Member, Round: round.ID, Date: round.Date,
		Points: room.Plan.Points.For(r.Grade.Band), Reason: ForAnswer, Band: r.Grade.Band, At: now,
	})
	if err != nil {
		return err
	}
	run, err := tx.Run(room.ID, r.Member)
	if err != nil {
		return err
	}
	return tx.SetRun(room.ID, r.Member, run.next(round.Number))
}

// byWorth orders replies from the best to the worst, and as they came where they are worth the same.
func byWorth(replies []Reply) []Reply {
	sorted := slices.Clone(replies)
	slices.SortStableFunc(sorted, func(a, b Reply) int {
		switch {
		case a.Grade.Score > b.Grade.Score:
			return -1
		case a.Grade.Score < b.Grade.Score:
			return 1
		}
		return 0
	})
	return sorted
}
