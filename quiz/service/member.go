package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/ident"
	"quizbot/quiz/input"
	"quizbot/quiz/ledger"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// MemberStats is a member's record in a room.
type MemberStats struct {
	Name             string
	Week, Month, All *Standing
	Streak, Best     int
	// Ended is the end of the previous streak, zero without one, and while the streak earns a bonus again.
	Ended scoring.StreakEnd
	// FrozenOn is the date of the last round in this month that a freeze passed over, zero without one.
	// FreezesLeft is the number of freezes that are left in the month.
	FrozenOn    schedule.Date
	FreezesLeft int
	// Entries are the latest points, newest first, at most ten.
	Entries []ledger.TitledEntry
}

// maxRecentEntries limits the ledger entries of [MemberStats].
const maxRecentEntries = 10

// Stats returns the member's standings and latest points.
func (s *Membership) Stats(ctx context.Context, now time.Time, room quiz.RoomID, who quiz.Person) (MemberStats, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (me MemberStats, err error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return me, err
		}
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil || m.No == 0 {
			return me, err
		}
		me.Name = m.Name
		if me.Week, me.Month, me.All, err = threeStandings(tx, &r, m, now); err != nil {
			return me, err
		}
		run, err := tx.Streak(room, m.No)
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return me, err
		}
		if err := me.explainStreak(&r, run, now); err != nil {
			return me, err
		}
		me.Entries, err = recentEntries(tx, room, m.No)
		return me, err
	})
}

// explainStreak sets the fields about a streak.
func (me *MemberStats) explainStreak(room *quiz.Room, run scoring.Streak, now time.Time) error {
	me.Streak, me.Best = run.Current(room.Rounds), run.Best
	if me.Streak < scoring.BonusFrom {
		me.Ended = run.Ended
	}
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return err
	}
	today := calendar.Date(now)
	me.FreezesLeft = run.FreezesLeft(today, room.Plan.StreakFreezes)
	if month := scoring.Month; me.Streak > 0 && month.Season(today) == month.Season(run.FrozenOn) {
		me.FrozenOn = run.FrozenOn
	}
	return nil
}

func threeStandings(tx quiz.Ledger, room *quiz.Room, m quiz.Member, now time.Time) (week, month, all *Standing, err error) {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return nil, nil, nil, err
	}
	var found [3]*Standing
	for i, season := range scoring.Seasons(calendar.Date(now)) {
		if found[i], err = memberStanding(tx, room, season, m); err != nil {
			return nil, nil, nil, err
		}
	}
	return found[0], found[1], found[2], nil
}

// recentEntries returns the member's latest entries, newest first. Regrades without a change of
// points are left out.
func recentEntries(tx quiz.Ledger, room quiz.RoomID, no quiz.MemberNo) (last []ledger.TitledEntry, err error) {
	for e, err := range records.Readable(tx.LatestEntries(room, no)) {
		if err != nil {
			return nil, err
		}
		if e.Points != 0 || e.Reason == ledger.ForAnswer {
			last = append(last, e)
		}
		if len(last) == maxRecentEntries {
			break
		}
	}
	return last, nil
}

// MemberExport is all stored data about a member, in every room.
type MemberExport struct {
	Member  quiz.Member
	Replies []ReplyRecord
	Entries []ledger.Entry
	Votes   []VoteRecord
	// Points are the key points that the member confirmed as an admin.
	Points []quiz.ConfirmedPoints
	// ModelHost is the host of the language model that gets open answers, empty if none does.
	ModelHost string
	// Unreadable counts the records of the member that are damaged, and left out.
	Unreadable int
}

// Confirmations counts the member's confirmations of other members' grades.
func (d *MemberExport) Confirmations() (n int) {
	for _, k := range d.Replies {
		n += len(k.Reply.Confirms)
	}
	return n
}

// ReplyRecord is a reply with its round.
type ReplyRecord struct {
	Reply quiz.Reply
	Round quiz.Round
}

// VoteRecord is a vote with its round and the candidate's name.
type VoteRecord struct {
	Round quiz.Round
	Name  string
}

// ExportData returns all stored data about the member. ok is false if there is none.
func (s *Membership) ExportData(ctx context.Context, who quiz.Person) (d MemberExport, ok bool, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		if d.Member, err = records.MemberIfAny(tx, who.ID); err != nil || d.Member.No == 0 {
			return err
		}
		ok, d.ModelHost = true, s.modelHost
		rooms := map[quiz.RoomID]bool{}
		for r, err := range tx.RoundsOf(d.Member.No) {
			if errors.Is(err, quiz.ErrUnreadable) {
				d.Unreadable++
			} else if err != nil {
				return err
			}
			if r.Reply != nil {
				d.Replies = append(d.Replies, ReplyRecord{*r.Reply, r.Round})
				rooms[r.Round.Room] = true
			}
			if r.Candidate.No != 0 {
				d.Votes = append(d.Votes, VoteRecord{r.Round, r.Candidate.ShownName()})
			}
		}
		if err := d.collectPoints(tx); err != nil {
			return err
		}
		return d.collectEntries(tx, rooms)
	})
	return d, ok, err
}

// collectPoints collects the key points that the member confirmed, in all workspaces.
func (d *MemberExport) collectPoints(tx pointsRecords) error {
	seen := map[quiz.WorkspaceID]bool{}
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return err
		}
		workspace := ident.WorkspaceOf(room.ID)
		if seen[workspace] {
			continue
		}
		seen[workspace] = true
		for c, err := range records.Readable(tx.ConfirmedPointsOf(workspace)) {
			if err != nil {
				return err
			}
			if c.By == d.Member.No {
				d.Points = append(d.Points, c)
			}
		}
	}
	return nil
}

func (d *MemberExport) collectEntries(tx quiz.Ledger, rooms map[quiz.RoomID]bool) error {
	for room := range rooms {
		for e, err := range tx.Entries(room, d.Member.No) {
			if errors.Is(err, quiz.ErrUnreadable) {
				d.Unreadable++
				continue
			}
			if err != nil {
				return err
			}
			d.Entries = append(d.Entries, e)
		}
	}
	slices.SortFunc(d.Entries, func(a, b ledger.Entry) int { return int(a.Seq) - int(b.Seq) })
	return nil
}

// SetUnnamed decides whether future reveals show the member's name beside their answers.
func (s *Membership) SetUnnamed(ctx context.Context, at quiz.Stamp, who quiz.Person, unnamed bool) error {
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		m, err := ensureMember(tx, who, at)
		if err != nil || m.Unnamed == unnamed {
			return err
		}
		m.Unnamed = unnamed
		return tx.SetMember(m)
	})
}

// SetModelOff decides whether the member's answers are kept from a language model. It returns the
// host of the model that gets answers, empty if none does.
func (s *Membership) SetModelOff(ctx context.Context, at quiz.Stamp, who quiz.Person, off bool) (host string, err error) {
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		m, err := ensureMember(tx, who, at)
		if err != nil || m.ModelOff == off {
			return err
		}
		m.ModelOff = off
		return tx.SetMember(m)
	})
	return s.modelHost, err
}

// memberRecords are the members, and the times of forgotten ones.
type memberRecords interface {
	quiz.Members
	quiz.Forgetting
}

// ensureMember returns the person's row, created or with an updated name. It refuses with
// BeforeForgetting.
func ensureMember(tx memberRecords, who quiz.Person, at quiz.Stamp) (quiz.Member, error) {
	if err := forgetting.RefuseForgotten(tx, who.ID, at); err != nil {
		return quiz.Member{}, err
	}
	who.Name = input.CleanName(who.Name)
	no, err := tx.MemberNo(who.ID)
	if errors.Is(err, quiz.ErrNotFound) {
		return createMember(tx, who, at.At)
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

func createMember(tx quiz.Members, who quiz.Person, now time.Time) (quiz.Member, error) {
	no, err := tx.NewMember()
	if err != nil {
		return quiz.Member{}, err
	}
	m := quiz.Member{No: no, ID: who.ID, Name: who.Name, Since: now}
	return m, tx.SetMember(m)
}

// Forgotten is the result of forgetting a person.
type Forgotten struct {
	// Known reports whether any data about the person existed.
	Known bool
	// Rounds are the rounds with the person's answer or vote. Their messages may still show it.
	Rounds []quiz.Round
	// Unreadable counts the damaged announcements that may hold something of the person.
	Unreadable int
	// Owed is the error of the store's compaction, nil on success. Deleted data may remain in free
	// space of the file, and the person's mark may be missing beside it, until the automatic retry.
	Owed error
}

// ForgetMember deletes all data about the person, as [forgetting.ForgetMember] does. Later
// deliveries of earlier acts are not recorded, and a second delivery of the same act deletes nothing
// more. The deletion is complete when it returns without an error.
func (s *Membership) ForgetMember(ctx context.Context, at quiz.Stamp, who quiz.Person) (f Forgotten, err error) {
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		f = Forgotten{}
		m, err := records.MemberIfAny(tx, who.ID)
		if errors.Is(err, quiz.ErrUnreadable) { // the row is the person's own, and its number is known
			m.ID = who.ID
			m.No, err = tx.MemberNo(who.ID)
		}
		if err != nil {
			return err
		}
		if m.No == 0 { // what they did may be on its way all the same
			return tx.SetForgotten(who.ID, at.At)
		}
		f.Known = true
		if last, err := tx.ForgottenAt(who.ID); err == nil && at.Platform && !at.At.After(last) {
			return nil // a second delivery, and the row is of a new member
		}
		if f.Unreadable, err = forgetting.CountUnreadable(tx, m.No); err != nil {
			return err
		}
		f.Rounds, err = forgetting.ForgetMember(tx, m, at.At)
		return err
	})
	if err != nil {
		return Forgotten{}, err
	}
	if k, ok := s.grader.(quiz.TextKeeper); ok {
		k.DropTexts()
	}
	if c, ok := s.store.(quiz.Compactor); ok {
		f.Owed = c.Compact(context.WithoutCancel(ctx))
	}
	return f, nil
}

// RoundsOf returns the rounds with an answer or vote of the person.
func (s *Membership) RoundsOf(ctx context.Context, id quiz.MemberID) ([]quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (rounds []quiz.Round, err error) {
		m, err := records.MemberIfAny(tx, id)
		if err != nil || m.No == 0 {
			return rounds, err
		}
		rounds, _, err = forgetting.RoundsOf(tx, m.No)
		return rounds, err
	})
}
