package service

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/audit"
	"quizbot/quiz/auditlog"
	"quizbot/quiz/jobs"
	"quizbot/quiz/leaving"
	"quizbot/quiz/presence"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// AskNow makes a question due at once, for admins, even if the room is paused. An empty id means
// the next question. If a question or reveal is waiting to be posted, AskNow retries that job
// instead and returns its kind. The planned question of the day still comes, unless this one is
// open then. It refuses with AdminsOnly, NoRoom, RoundUnderway, UnknownQuestion and NoQuestions,
// and returns ErrAskedElsewhere.
func (s *Administration) AskNow(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, what quiz.QuestionID) (again quiz.JobKind, err error) {
	err = s.updateRoom(ctx, now, id, who, func(tx roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		again = ""
		round, err := records.IgnoreNotFound(tx.Round(room.Round))
		switch {
		case err != nil:
			return err
		case round == nil:
		case round.Phase == quiz.Asking:
			again = quiz.JobAsk
			return jobs.RetryWaiting(tx, id, now)
		case round.IsOver(now):
			again = quiz.JobReveal
			return jobs.RetryWaiting(tx, id, now)
		default:
			return reason.Refuse(reason.RoundUnderway)
		}
		q, _ := s.picker.Bank.Question(what)
		if what != "" {
			if err := s.mayAsk(tx, room, string(what)); err != nil {
				return err
			}
		}
		if _, questions := s.picker.PickFirst(room, nil); what == "" && questions == 0 {
			return reason.Refuse(reason.NoQuestions)
		}
		asked := quiz.AuditRecord{Act: audit.AskNow}
		if what != "" {
			asked.Question = q.Title
		}
		if !room.AskNow || room.AskWhat != what {
			err = logChanges(tx, quiz.HostTime(now), id, who, asked)
		}
		room.AskNow, room.AskWhat = true, what
		return err
	})
	return again, err
}

// ErrAskedElsewhere says that another room still asks the question that an admin named.
var ErrAskedElsewhere = errors.New("another room still asks this question")

// mayAsk refuses to ask a question by hand that isn't one of the room's banks, or that another room
// still asks: its reveal here would give the answer away there.
func (s *Administration) mayAsk(tx roomRecords, room *quiz.Room, what string) error {
	q, err := s.questionOf(room, what)
	if err != nil {
		return err
	}
	held, err := s.picker.QuestionsUnderWay(tx, room.ID)
	if err != nil {
		return err
	}
	if held.Holds(q) {
		return ErrAskedElsewhere
	}
	return nil
}

// RevealNow makes the close of the open round due at once, for admins. If the round is closed
// already, RevealNow retries its reveal and returns true. It refuses with AdminsOnly, NoRoom and
// NothingOpen.
func (s *Administration) RevealNow(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person) (again bool, err error) {
	err = s.updateRoom(ctx, now, id, who, func(tx roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		again = false
		round, err := records.IgnoreNotFound(tx.Round(room.Round))
		switch {
		case err != nil:
			return err
		case round == nil || round.Phase == quiz.Asking:
			return reason.Refuse(reason.NothingOpen)
		case round.IsOver(now):
			again = true
			return jobs.RetryWaiting(tx, id, now)
		}
		round.ClosesAt = now
		revealed := quiz.AuditRecord{Act: audit.RevealNow, Question: round.Question.Title}
		return errors.Join(tx.SetRound(*round), logChanges(tx, quiz.HostTime(now), id, who, revealed))
	})
	return again, err
}

// AuditLog returns a page of the changes in a room and of the key points of its workspace, newest
// first, for admins: those before the record of a number, or the newest ones for 0. It refuses with
// AdminsOnly and NoRoom.
func (s *Administration) AuditLog(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, before uint64) (auditlog.Page, error) {
	if err := s.requireAdmin(who); err != nil {
		return auditlog.Page{}, err
	}
	return records.View(ctx, s.store, func(tx quiz.Tx) (auditlog.Page, error) {
		if _, err := records.FindRoom(tx, id); err != nil {
			return auditlog.Page{}, err
		}
		return auditlog.ReadPage(tx, id, now, before)
	})
}

// Status is a room as its admins see it.
type Status struct {
	Room quiz.Room
	// Open is the current round, nil if there is none. Answered counts its answers.
	Open     *quiz.Round
	Answered int
	// Job is the job being posted, nil if there is none.
	Job *quiz.Job
	// Waiting is a failed job that is retried later, nil if there is none. Other due jobs come
	// after it.
	Waiting *RetryStatus
	// Now is the time of the status.
	Now time.Time
	// Paused says that questions and digests are held back today.
	Paused bool
	// NextAsk and NextDigest are due times, zero if nothing is planned.
	NextAsk, NextDigest time.Time
	// Questions counts the questions that fit the plan. Left counts those still unasked in this
	// cycle.
	Questions, Left int
	// Awaiting are the answers of recent rounds that need a grade.
	Awaiting []Awaiting
	// Refused are banks whose changed files were rejected.
	Refused []quiz.RefusedBank
	// DatabaseDamaged says that the database needs the operator's attention.
	DatabaseDamaged bool
	// ModelHost is the host of the language model that gets open answers, empty if none does.
	ModelHost string
	// Contained is the failure inside the program that holds the room back, nil if there is none.
	Contained *jobs.Contained
	// Departed is the removal of the bot from the workspace, nil if it wasn't removed.
	Departed *leaving.Departed
}

// NotePlatform records that a platform is connected. [presence.Note] says what follows from it.
func (s *Administration) NotePlatform(ctx context.Context, now time.Time, platform string) error {
	return s.store.Update(ctx, func(tx quiz.Tx) error { return presence.Note(tx, platform, now) })
}

// PruneAudit deletes the records of the audit log that are older than [audit.Retention], a few in each
// transaction, so that nobody waits for it.
func (s *Administration) PruneAudit(ctx context.Context, now time.Time) error {
	const batch = 200
	for {
		n, err := records.Update(ctx, s.store, func(tx quiz.Tx) (int, error) { return tx.DropAudit(now.Add(-audit.Retention), batch) })
		if err != nil || n < batch {
			return err
		}
	}
}

// storeKeeper is a store that looks after its file.
type storeKeeper interface {
	// NeedsAttention reports whether the file is damaged, or something that was saved is lost. The
	// operator's log says more.
	NeedsAttention() bool
}

// RetryStatus is a failed job that is retried later.
type RetryStatus struct {
	Kind quiz.JobKind
	// Since is the due time, Next the time of the next attempt. Tries counts failed attempts.
	Since, Next time.Time
	Tries       int
}

// Behind reports whether a job due at the given time has to wait for a retry.
func (st *Status) Behind(at time.Time) bool {
	return st.Waiting != nil && !at.IsZero() && !st.Now.Before(at)
}

// readRetry fills in the waiting job.
func (st *Status) readRetry(tx quiz.Jobs) (err error) {
	switch r := &st.Room; {
	case st.Job != nil && st.Job.Tries > 0:
		st.Waiting = &RetryStatus{Kind: st.Job.Kind, Since: st.Job.Begun, Next: st.Job.Next, Tries: st.Job.Tries}
	case st.Open != nil && r.Failing > 0 && !st.Now.Before(st.Open.ClosesAt):
		st.Waiting = &RetryStatus{Kind: quiz.JobClose, Since: st.Open.ClosesAt, Tries: r.Failing}
		st.Waiting.Next, err = tx.NextCheck(r.ID)
	}
	return err
}

// RoomStatus returns a room's state for admins: upcoming jobs and recent troubles.
func (s *Administration) RoomStatus(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person) (Status, error) {
	if err := s.requireAdmin(who); err != nil {
		return Status{}, err
	}
	return records.View(ctx, s.store, func(tx quiz.Tx) (st Status, err error) {
		if st.Room, err = records.FindRoom(tx, id); err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return st, err
		}
		st.Now, st.ModelHost = now, s.modelHost
		if keeper, ok := s.picker.Bank.(quiz.BankKeeper); ok {
			st.Refused = keeper.Refused()
		}
		if keeper, ok := s.store.(storeKeeper); ok {
			st.DatabaseDamaged = keeper.NeedsAttention()
		}
		if c, ok := s.jobs.ContainedRoom(id); ok {
			st.Contained = &c
		}
		if err != nil {
			st.Room.ID = id
			st.Contained = cmp.Or(st.Contained, &jobs.Contained{Room: id, Since: now, Unreadable: true})
			return st, nil
		}
		return st, s.readStatus(tx, &st)
	})
}

// readStatus fills in what the records of a room tell, as far as they can be read.
func (s *Administration) readStatus(tx quiz.Tx, st *Status) (err error) {
	if st.Job, err = records.IfReadable(tx.Job(st.Room.ID)); err != nil {
		return err
	}
	if st.Open, err = records.IfReadable(tx.Round(st.Room.Round)); err != nil {
		return err
	}
	if err := st.readRetry(tx); err != nil && !errors.Is(err, quiz.ErrUnreadable) {
		return err
	}
	replies, err := records.SubmittedReplies(tx, st.Room.Round)
	if err != nil {
		return err
	}
	st.Answered = len(replies)
	if st.Left, err = s.picker.CountLeft(tx, &st.Room); err != nil {
		return err
	}
	if st.Awaiting, err = listAwaiting(tx, &st.Room, st.Now); err != nil {
		return err
	}
	_, st.Questions = s.picker.PickFirst(&st.Room, nil)
	if err := st.predictNext(st.Now); err != nil {
		return err
	}
	if st.Departed, err = s.workspaces.DepartureOf(tx, st.Room.ID); st.Departed != nil {
		st.NextAsk, st.NextDigest, st.Waiting = time.Time{}, time.Time{}, nil
	}
	return err
}

// predictNext fills in the next due times of the room's daily jobs.
func (st *Status) predictNext(now time.Time) error {
	calendar, err := agenda.NewCalendar(st.Room.Plan)
	if err != nil {
		return err
	}
	today := calendar.Date(now)
	st.Paused = st.Room.Pause.Holds(today)
	st.Room.Skip = slices.DeleteFunc(st.Room.Skip, today.After)
	st.NextAsk = calendar.NextDue(&st.Room, quiz.JobAsk, now)
	if st.Open != nil && !st.NextAsk.IsZero() && st.NextAsk.Before(st.Open.ClosesAt) { // it is asked by hand already
		waiting := st.Room
		waiting.LastDone = maps.Clone(st.Room.LastDone)
		waiting.MarkDone(quiz.JobAsk, calendar.Date(st.NextAsk))
		st.NextAsk = calendar.NextDue(&waiting, quiz.JobAsk, now)
	}
	st.NextDigest = calendar.NextDue(&st.Room, quiz.JobDigest, now)
	return nil
}
