// Package auditlog finds the changes of a room for its audit log, and reads the log in pages.
package auditlog

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/ident"
	"quizbot/quiz/plan"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
)

// Snapshot is the part of a room that the audit log tells changes of.
type Snapshot struct {
	exists, removed bool
	settings        map[string]string
	pause           *quiz.Pause
	skip            []schedule.Date
}

// Remember returns the snapshot of a room before a change, nil for a room that isn't there yet.
func Remember(room *quiz.Room) Snapshot {
	if room == nil || room.ID == "" {
		return Snapshot{}
	}
	return Snapshot{
		exists: true, removed: room.Removed, settings: formatSettings(&room.Plan), pause: room.Pause, skip: slices.Clone(room.Skip),
	}
}

func formatSettings(p *plan.Plan) map[string]string {
	settings := map[string]string{}
	for _, s := range plan.Settings() {
		settings[s.Name] = s.Format(p)
	}
	return settings
}

// Changes returns a record for each change of the room since the snapshot. Dates before today don't
// count.
func (s Snapshot) Changes(room *quiz.Room, today schedule.Date) (list []quiz.AuditRecord) {
	if room.Removed && s.exists && !s.removed {
		return []quiz.AuditRecord{{Act: audit.Remove}}
	}
	if !room.Removed && (s.removed || !s.exists) {
		list = append(list, quiz.AuditRecord{Act: audit.SetUp})
	}
	if s.exists {
		list = append(list, s.changedSettings(&room.Plan)...)
	}
	if s.removed {
		return list
	}
	return append(append(list, s.changedPause(room.Pause, today)...), s.changedDates(room.Skip, today)...)
}

// changedSettings returns the changes of the plan, in the order in which plans are shown.
func (s Snapshot) changedSettings(p *plan.Plan) (list []quiz.AuditRecord) {
	now := formatSettings(p)
	for _, name := range plan.SettingNames() {
		if now[name] != s.settings[name] {
			list = append(list, quiz.AuditRecord{Act: audit.Replan, Setting: name, From: s.settings[name], To: now[name]})
		}
	}
	return list
}

// changedPause returns the start or end of a pause.
func (s Snapshot) changedPause(pause *quiz.Pause, today schedule.Date) []quiz.AuditRecord {
	switch {
	case pause != nil && (s.pause == nil || s.pause.Until != pause.Until):
		r := quiz.AuditRecord{Act: audit.Pause}
		if !pause.Until.IsZero() {
			r.To = pause.Until.String()
		}
		return []quiz.AuditRecord{r}
	case pause == nil && s.pause.Holds(today):
		return []quiz.AuditRecord{{Act: audit.Resume}}
	}
	return nil
}

// changedDates returns the dates that are skipped now, and those that aren't any more.
func (s Snapshot) changedDates(skip []schedule.Date, today schedule.Date) (list []quiz.AuditRecord) {
	for _, d := range skip {
		if !slices.Contains(s.skip, d) {
			list = append(list, quiz.AuditRecord{Act: audit.Skip, To: d.String()})
		}
	}
	for _, d := range s.skip {
		if !slices.Contains(skip, d) && !d.Before(today) {
			list = append(list, quiz.AuditRecord{Act: audit.Unskip, To: d.String()})
		}
	}
	return list
}

// Entry is a record with the names that admins may read.
type Entry struct {
	quiz.AuditRecord
	// Name is the name of the admin. It is empty for a forgotten admin and for the operator.
	Name string
	// AuthorName is the name beside the graded answer, empty for an author without one.
	AuthorName string
}

// Page is a part of the audit log of a room, newest first.
type Page struct {
	Entries []Entry
	// Older is the number of the last entry if there are older ones, otherwise 0.
	Older uint64
}

// pageSize is the greatest number of entries in a page.
const pageSize = 20

// ReadPage returns the newest records of a room and of its workspace with numbers below before. The
// number 0 means all. Records that are older than [audit.Retention] are left out.
func ReadPage(tx quiz.Tx, room quiz.RoomID, now time.Time, before uint64) (p Page, err error) {
	var list []quiz.AuditRecord
	for _, scope := range []string{string(room), string(ident.WorkspaceOf(room))} {
		some, err := readScope(tx, scope, now.Add(-audit.Retention), before)
		if err != nil {
			return p, err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b quiz.AuditRecord) int { return int(b.Seq) - int(a.Seq) })
	if len(list) > pageSize {
		list = list[:pageSize]
		p.Older = list[pageSize-1].Seq
	}
	for _, r := range list {
		e, err := nameEntry(tx, r)
		if err != nil {
			return p, err
		}
		p.Entries = append(p.Entries, e)
	}
	return p, nil
}

// readScope returns one record more than a page has, so that it shows whether there are older ones.
func readScope(tx quiz.Tx, scope string, since time.Time, before uint64) (list []quiz.AuditRecord, err error) {
	for r, err := range records.Readable(tx.AuditRecords(scope)) {
		if err != nil {
			return nil, err
		}
		if before != 0 && r.Seq >= before || r.At.Before(since) {
			continue
		}
		if list = append(list, r); len(list) > pageSize {
			break
		}
	}
	return list, nil
}

// nameEntry looks up the names of a record.
func nameEntry(tx quiz.Members, r quiz.AuditRecord) (e Entry, err error) {
	e.AuditRecord = r
	by, err := records.IfReadable(tx.Member(r.By))
	if err != nil {
		return e, err
	}
	if by != nil {
		e.Name = by.Name
	}
	e.AuthorName, err = records.ShownName(tx, r.Author)
	return e, err
}
