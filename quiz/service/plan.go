package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/audit"
	"quizbot/quiz/auditlog"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/input"
	"quizbot/quiz/leaving"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
	"quizbot/quiz/timezone"
)

// SetUpRoom starts the quiz in a room with the default plan. An empty zone means the default
// plan's. If the quiz runs there already, the room doesn't change and fresh is false. It refuses
// with AdminsOnly, and returns a [timezone.UnknownError].
func (s *Administration) SetUpRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, zone string) (room quiz.Room, fresh bool, err error) {
	if err := s.requireAdmin(who); err != nil {
		return room, false, err
	}
	plan := s.defaults
	if zone != "" {
		if plan.TimeZone, err = timezone.Parse(zone); err != nil {
			return room, false, err
		}
	}
	defer s.jobs.Wake()
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		room, err = tx.Room(id)
		if fresh = errors.Is(err, quiz.ErrNotFound) || room.Removed; !fresh {
			return err
		}
		if err := leaving.RefuseIfDeleting(tx, id); err != nil {
			return err
		}
		before := auditlog.Remember(&room)
		if room, err = newOrReopenedRoom(room, id, plan, zone, now); err != nil {
			return err
		}
		by, err := ensureMember(tx, who, quiz.HostTime(now))
		if err != nil {
			return err
		}
		room.By = by.No
		if err := logReplan(tx, now, before, &room, who); err != nil {
			return err
		}
		return agenda.SaveRoom(tx, &room, now)
	})
	return room, fresh, err
}

// Change is a setting of a plan and its new value as a person typed it.
type Change struct{ Setting, Value string }

// ConfigureRoom changes a room's plan, or starts the quiz there with a changed default plan, in one
// transaction. Any mistake leaves everything unchanged: wrong then has a [reason.Mistake] or
// [timezone.UnknownError] for each. It refuses with AdminsOnly, PlanFromFile and NoQuestions.
func (s *Administration) ConfigureRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, changes []Change) (room quiz.Room, fresh bool, wrong []error, err error) {
	if err := s.requireAdmin(who); err != nil {
		return room, false, nil, err
	}
	defer s.jobs.Wake()
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		old, err := records.IgnoreNotFound(tx.Room(id))
		if err := errors.Join(err, leaving.RefuseIfDeleting(tx, id)); err != nil {
			return err
		}
		fresh = old == nil || old.Removed
		before := auditlog.Remember(old)
		plan := s.defaults
		if old != nil {
			plan = old.Plan
		}
		if !fresh && old.FromFile {
			return reason.Refuse(reason.PlanFromFile)
		}
		if wrong = s.applyChanges(&plan, now, changes); len(wrong) > 0 {
			return errUnchanged
		}
		if room, err = newOrReplannedRoom(id, old, plan, now); err != nil {
			return err
		}
		if _, questions := s.picker.PickFirst(&room, nil); questions == 0 {
			return reason.Refuse(reason.NoQuestions)
		}
		if fresh {
			by, err := ensureMember(tx, who, quiz.HostTime(now))
			if err != nil {
				return err
			}
			room.By = by.No
		}
		if err := logReplan(tx, now, before, &room, who); err != nil {
			return err
		}
		return agenda.SaveRoom(tx, &room, now)
	})
	if errors.Is(err, errUnchanged) {
		err = nil
	}
	return room, fresh, wrong, err
}

// logReplan logs the set-up of a room and the changes of its plan.
func logReplan(tx auditRecords, now time.Time, before auditlog.Snapshot, room *quiz.Room, who quiz.Person) error {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return err
	}
	return logChanges(tx, quiz.HostTime(now), room.ID, who, before.Changes(room, calendar.Date(now))...)
}

// CheckChanges returns the mistakes that changes to a room's plan would make. Without a room they
// apply to the default plan.
func (s *Administration) CheckChanges(ctx context.Context, now time.Time, id quiz.RoomID, changes []Change) ([]error, error) {
	plan := s.defaults
	switch room, err := s.findRoom(ctx, id); {
	case err == nil:
		plan = room.Plan
	case !isRefusal(err, reason.NoRoom):
		return nil, err
	}
	return s.applyChanges(&plan, now, changes), nil
}

func isRefusal(err error, code reason.RefusalCode) bool {
	r, refused := reason.AsRefusal(err)
	return refused && r.Code == code
}

// newOrReplannedRoom gives a room its plan. A missing room is created and a removed one reopened.
func newOrReplannedRoom(id quiz.RoomID, old *quiz.Room, plan plan.Plan, now time.Time) (quiz.Room, error) {
	switch {
	case old == nil:
		return agenda.NewRoom(id, plan, now)
	case old.Removed:
		room := *old
		room.Plan = plan
		err := reopenRoom(&room, now)
		return room, err
	}
	err := agenda.Replan(old, plan, now)
	return *old, err
}

// errUnchanged rolls back a transaction without a failure.
var errUnchanged = errors.New("nothing is to be changed")

// applyChanges changes a plan and returns all mistakes.
func (s *Administration) applyChanges(roomPlan *plan.Plan, now time.Time, changes []Change) (wrong []error) {
	before := roomPlan.Mistakes()
	for _, c := range changes {
		calendar, err := agenda.NewCalendar(*roomPlan)
		if err == nil {
			err = roomPlan.SetOn(calendar.Date(now), c.Setting, c.Value)
		}
		if err == nil {
			err = s.resolveSetting(roomPlan, c)
		}
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) > 0 {
		return wrong // what is wrong with the rest may follow from it
	}
	for _, m := range roomPlan.Mistakes() {
		if !slices.ContainsFunc(before, m.Equal) {
			wrong = append(wrong, m)
		}
	}
	return wrong
}

// resolveSetting replaces the names of banks or tags in a setting by their exact spelling.
func (s *Administration) resolveSetting(p *plan.Plan, c Change) error {
	setting, _ := plan.FindSetting(c.Setting)
	var code reason.MistakeCode
	var names []string
	switch setting.Content {
	case plan.BankNames:
		code, names = reason.WrongBank, bankNames(s.picker.Bank)
	case plan.TagNames:
		code, names = reason.WrongTag, s.tagsOfBanks(p.Banks)
	default:
		return nil
	}
	known, err := resolveNames(c, code, setting.Write(p).List, names)
	if err != nil {
		return err
	}
	return setting.Configure(p, plan.Written{List: known})
}

// resolveNames replaces names by their exact spelling, ignoring case. An unknown name may be
// several names separated by spaces. It returns a mistake for the first unknown one.
func resolveNames(c Change, code reason.MistakeCode, given, names []string) (known []string, err error) {
	for _, name := range given {
		found, ok := matchNames(names, name)
		if !ok {
			found, ok = matchNames(names, strings.Fields(name)...)
		}
		if !ok {
			m := reason.New(code, "setting", c.Setting, "value", name, "words", reason.JoinList(names))
			return given, &m
		}
		known = append(known, found...)
	}
	return known, nil
}

// matchNames finds names in a list, ignoring case. ok is false if one is missing.
func matchNames(names []string, wanted ...string) (found []string, ok bool) {
	for _, name := range wanted {
		at := slices.Index(names, name)
		if at < 0 {
			at = slices.IndexFunc(names, func(n string) bool { return input.Fold(n) == input.Fold(name) })
		}
		if at < 0 {
			return nil, false
		}
		found = append(found, names[at])
	}
	return found, true
}

// tagsOfBanks returns the tags of the banks' questions, in their order.
func (s *Administration) tagsOfBanks(banks []string) (tags []string) {
	seen := map[string]bool{}
	for q := range s.picker.Bank.Questions(banks...) {
		for _, t := range q.Tags {
			if !seen[t] {
				seen[t] = true
				tags = append(tags, t)
			}
		}
	}
	return tags
}

// SetPlan changes one setting of a room's plan, parsed as [plan.Plan.Set] does. A round in progress
// keeps its announced close. It refuses with AdminsOnly, NoRoom, PlanFromFile and NoQuestions, and
// returns a [reason.Mistake] or [timezone.UnknownError].
func (s *Administration) SetPlan(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, setting, value string) error {
	return s.updateRoom(ctx, now, id, who, func(_ roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		if room.FromFile {
			return reason.Refuse(reason.PlanFromFile)
		}
		plan := room.Plan
		if wrong := s.applyChanges(&plan, now, []Change{{setting, value}}); len(wrong) > 0 {
			return wrong[0]
		}
		if err := agenda.Replan(room, plan, now); err != nil {
			return err
		}
		if _, questions := s.picker.PickFirst(room, nil); questions == 0 {
			return reason.Refuse(reason.NoQuestions)
		}
		return nil
	})
}

// PassOverQuestion marks the next question as asked in the room's cycle, for admins. It changes
// nothing if another question is next, as after a second delivery, or if the question would begin a
// new cycle. It refuses with AdminsOnly and NoRoom.
func (s *Administration) PassOverQuestion(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person, q quiz.QuestionID) error {
	return s.updateRoom(ctx, now, id, who, func(tx roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		next, cycle, err := s.picker.ChooseNext(tx, room)
		if err != nil || next == nil || next.ID != q || cycle != room.Cycle {
			return err
		}
		passed := quiz.AuditRecord{Act: audit.PassOver, Question: next.Title}
		return errors.Join(tx.SetQuestionAsked(room.ID, cycle, q, true), logChanges(tx, quiz.HostTime(now), id, who, passed))
	})
}

// PreviewQuestion returns the room's next question for admins, nil if none fits the plan. secret says
// that another room asks it now, so its answer isn't shown. It refuses with AdminsOnly and NoRoom.
func (s *Administration) PreviewQuestion(ctx context.Context, id quiz.RoomID, who quiz.Person) (q *quiz.Question, secret bool, err error) {
	if err := s.requireAdmin(who); err != nil {
		return nil, false, err
	}
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		room, err := records.FindRoom(tx, id)
		if err != nil {
			return err
		}
		if q, _, err = s.picker.ChooseNext(tx, &room); err != nil || q == nil {
			return err
		}
		open, err := s.picker.QuestionsUnderWay(tx, "")
		if err != nil {
			return err
		}
		secret = open.Holds(q)
		q, err = confirmed.Overlay(tx, id, q)
		return err
	})
	return q, secret, err
}

// PlannedDates returns a room's next planned local dates, at most n within 400 days. Asked and
// skipped dates are left out, paused ones are included. It refuses with NoRoom.
func (s *Administration) PlannedDates(ctx context.Context, now time.Time, id quiz.RoomID, n int) ([]schedule.Date, error) {
	room, err := s.findRoom(ctx, id)
	if err != nil {
		return nil, err
	}
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return nil, err
	}
	room.Pause = nil
	day := agenda.LaterDate(calendar.Date(now), room.LastDone[quiz.JobAsk].AddDays(1))
	var dates []schedule.Date
	for range schedule.Horizon {
		if len(dates) == n {
			break
		}
		if calendar.ExpectsJob(&room, quiz.JobAsk, day) {
			dates = append(dates, day)
		}
		day = day.AddDays(1)
	}
	return dates, nil
}
