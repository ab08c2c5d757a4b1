package service

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/auditlog"
	"quizbot/quiz/ident"
	"quizbot/quiz/jobs"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
)

// roomRecords are the records that an admin's change of a room may touch.
type roomRecords interface {
	agenda.RoomRecords
	quiz.Replies
	auditRecords
}

// auditRecords are the records that an entry of the audit log needs.
type auditRecords interface {
	memberRecords
	AppendAudit(r quiz.AuditRecord) error
}

// logChanges appends what an admin changed to the audit log of a room or workspace.
func logChanges[S ~string](tx auditRecords, at quiz.Stamp, scope S, who quiz.Person, list ...quiz.AuditRecord) error {
	if len(list) == 0 {
		return nil
	}
	by, err := ensureMember(tx, who, at)
	if err != nil {
		return err
	}
	for _, r := range list {
		r.Scope, r.At, r.By = string(scope), at.At, by.No
		if err := tx.AppendAudit(r); err != nil {
			return err
		}
	}
	return nil
}

// updateRoom changes a room for an admin in one transaction, and logs the changes. It refuses with AdminsOnly and NoRoom.
func (s *Administration) updateRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, change func(roomRecords, *quiz.Room, agenda.Calendar) error) error {
	if err := s.requireAdmin(who); err != nil {
		return err
	}
	defer s.jobs.Wake()
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		room, err := records.FindRoom(tx, id)
		if err != nil {
			return err
		}
		calendar, err := agenda.NewCalendar(room.Plan)
		if err != nil {
			return err
		}
		before := auditlog.Remember(&room)
		if err := change(tx, &room, calendar); err != nil {
			return err
		}
		if err := logChanges(tx, quiz.HostTime(now), id, who, before.Changes(&room, calendar.Date(now))...); err != nil {
			return err
		}
		return agenda.SaveRoom(tx, &room, now)
	})
}

// PauseRoom holds back a room's questions and digests until a local date. The date itself runs
// again. The zero Date means until [Administration.ResumeRoom]. A round in progress continues to
// its reveal. It refuses with AdminsOnly, NoRoom and PastDate.
func (s *Administration) PauseRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, until schedule.Date) error {
	return s.updateRoom(ctx, now, id, who, func(_ roomRecords, room *quiz.Room, c agenda.Calendar) error {
		if today := c.Date(now); !until.IsZero() && !today.Before(until) {
			return reason.Refuse(reason.PastDate, "date", until.String(), "today", today.String())
		}
		room.Pause = &quiz.Pause{Until: until}
		return nil
	})
}

// Resumed is what [Administration.ResumeRoom] ended. It is zero if nothing was paused or skipped.
type Resumed struct {
	Paused  bool
	Skipped []schedule.Date
}

// ResumeRoom ends a pause and cancels skipped dates. Jobs that were due during the pause don't come
// later. A parked room is tried again. In a workspace that removed the bot it calls the deletion off, as
// the admin sees the bot there. It refuses with AdminsOnly and NoRoom.
func (s *Administration) ResumeRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person) (was Resumed, err error) {
	err = s.updateRoom(ctx, now, id, who, func(_ roomRecords, room *quiz.Room, c agenda.Calendar) error {
		today := c.Date(now)
		was = Resumed{Paused: room.Pause.Holds(today), Skipped: slices.DeleteFunc(slices.Clone(room.Skip), today.After)}
		if was.Paused {
			agenda.StartFrom(room, c, now)
		}
		room.Pause, room.Skip = nil, nil
		return nil
	})
	if err != nil {
		return was, err
	}
	if _, err := s.workspaces.WorkspaceBack(ctx, now, ident.WorkspaceOf(id)); err != nil {
		return was, err
	}
	return was, s.jobs.RetryContained(ctx, now, id)
}

// UnskipDate cancels a skipped date. It refuses with AdminsOnly, NoRoom and NotSkipped.
func (s *Administration) UnskipDate(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, date schedule.Date) error {
	return s.updateRoom(ctx, now, id, who, func(_ roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		if !slices.Contains(room.Skip, date) {
			return reason.Refuse(reason.NotSkipped, "date", date.String())
		}
		room.Skip = slices.DeleteFunc(room.Skip, func(d schedule.Date) bool { return d == date })
		return nil
	})
}

// SkipDate leaves out the question of a local date and returns the date. The zero Date means the
// next planned one. Skipping a date again changes nothing. It refuses with AdminsOnly, NoRoom,
// PastDate, AskedToday, NotPlanned and NothingPlanned.
func (s *Administration) SkipDate(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, date schedule.Date) (skipped schedule.Date, err error) {
	err = s.updateRoom(ctx, now, id, who, func(_ roomRecords, room *quiz.Room, c agenda.Calendar) error {
		skipped = date
		if date.IsZero() {
			var ok bool
			if skipped, ok = c.NextQuestion(room, now); !ok {
				return reason.Refuse(reason.NothingPlanned)
			}
		}
		switch today := c.Date(now); {
		case skipped.Before(today):
			return reason.Refuse(reason.PastDate, "date", skipped.String(), "today", today.String())
		case !room.LastDone[quiz.JobAsk].Before(skipped):
			return reason.Refuse(reason.AskedToday)
		case !c.IsPlanned(skipped):
			return reason.Refuse(reason.NotPlanned, "date", skipped.String())
		}
		if !slices.Contains(room.Skip, skipped) {
			room.Skip = append(room.Skip, skipped)
			slices.SortFunc(room.Skip, schedule.Date.Compare)
		}
		return nil
	})
	return skipped, err
}

// RemoveRoom ends the quiz in a room, for admins. An open round closes at once and is revealed as
// usual. An unanswered question that isn't posted yet is cancelled. Points and history remain, and
// [Administration.SetUpRoom] brings them back. It refuses with AdminsOnly, NoRoom and RoomFromFile.
func (s *Administration) RemoveRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person) error {
	return s.updateRoom(ctx, now, id, who, func(tx roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		if room.FromFile {
			return reason.Refuse(reason.RoomFromFile)
		}
		room.Removed, room.AskNow, room.AskWhat, room.Replacement, room.Skip = true, false, "", nil, nil
		return endCurrentRound(tx, room, now)
	})
}

// endCurrentRound ends the current round of a removed room as soon as possible.
func endCurrentRound(tx roomRecords, room *quiz.Room, now time.Time) error {
	job, err := records.IgnoreNotFound(tx.Job(room.ID))
	if err != nil {
		return err
	}
	if job != nil && job.Kind != quiz.JobGrade && (job.Kind != quiz.JobReveal || room.Blocked != nil) {
		if err := tx.EndJob(room.ID); err != nil {
			return err
		}
	}
	round, err := records.IgnoreNotFound(tx.Round(room.Round))
	if err != nil || round == nil {
		return err
	}
	switch round.Phase {
	case quiz.Asking:
		if err := endUnpostedRound(tx, room, round, now); err != nil {
			return err
		}
	case quiz.Open:
		closeNoLaterThan(round, now)
	case quiz.Closing:
		if job != nil && job.Kind != quiz.JobGrade && room.Blocked != nil {
			round.Finish(now, nil)
			room.Last, room.Round = round.ID, 0
		}
	}
	return tx.SetRound(*round)
}

// endUnpostedRound cancels a round whose question isn't posted yet, unless it has an answer.
func endUnpostedRound(tx roomRecords, room *quiz.Room, round *quiz.Round, now time.Time) error {
	replies, err := records.SubmittedReplies(tx, round.ID)
	if err != nil {
		return err
	}
	if len(replies) > 0 {
		round.Open(now, nil)
		closeNoLaterThan(round, now)
		return nil
	}
	if err := jobs.CancelRound(tx, room, round); err != nil {
		return err
	}
	return tx.SetQuestionAsked(room.ID, room.Cycle, round.Question.ID, false)
}

// closeNoLaterThan moves a later close of the round to the given time.
func closeNoLaterThan(r *quiz.Round, now time.Time) {
	if now.Before(r.ClosesAt) {
		r.ClosesAt = now
	}
}
