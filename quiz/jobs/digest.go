package jobs

import (
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/announce"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
)

// beginDigest begins the digest of a date. The job is nil if there is nothing to tell.
func (e *Engine) beginDigest(tx quiz.Tx, room *quiz.Room, d agenda.Due, now time.Time) (*quiz.Job, error) {
	room.MarkDone(quiz.JobDigest, d.Date)
	news, err := e.digestNews(tx, room, d.Date, now)
	if err != nil || news == nil {
		return nil, err
	}
	job := newJob(room, d, 0, now)
	job.Until = d.At.Add(room.Plan.CatchUp)
	job.Announcement.Digest = news
	return &job, tx.SetJob(job)
}

// digestRecords are the records that a digest and its list of rounds are built from.
type digestRecords interface {
	quiz.Rounds
	announce.DigestRecords
}

// digestNews freezes the content of a digest, nil without a revealed round since the last one.
func (e *Engine) digestNews(tx digestRecords, room *quiz.Room, date schedule.Date, now time.Time) (*quiz.DigestNews, error) {
	rounds, err := announce.Undigested(tx, room)
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	news, err := announce.FreezeDigest(tx, room, date, rounds)
	if err != nil {
		return nil, err
	}
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return nil, err
	}
	news.Next = calendar.NextAnnounced(room, now)
	news.Left, err = e.picker.CountLeft(tx, room)
	return news, err
}

// maxDigestRounds is the number of posted digests that a room can draw again.
const maxDigestRounds = 30

// keepDigest records a posted digest with its last round, and drops the oldest one. It is owed a redraw
// if a member whom it shows was forgotten while it was posted. A round that cannot be read keeps none.
func keepDigest(tx jobRecords, room *quiz.Room, news *quiz.DigestNews, posted []quiz.MessageRef) error {
	var last quiz.RoundID
	for _, r := range news.Rounds {
		last = max(last, r.Round)
	}
	if slices.Contains(room.DigestRounds, last) {
		return nil
	}
	kept := announce.KeptDigest(news, posted)
	if found, err := setDigest(tx, last, kept); err != nil || !found {
		return err
	}
	for _, no := range announce.DigestMembers(kept) {
		switch _, err := tx.Member(no); {
		case errors.Is(err, quiz.ErrNotFound):
			if err := tx.SetRedrawOwed(last, true); err != nil {
				return err
			}
		case err != nil && !errors.Is(err, quiz.ErrUnreadable):
			return err
		}
	}
	room.DigestRounds = append(slices.Clone(room.DigestRounds), last)
	for len(room.DigestRounds) > maxDigestRounds {
		if _, err := setDigest(tx, room.DigestRounds[0], nil); err != nil {
			return err
		}
		room.DigestRounds = room.DigestRounds[1:]
	}
	return nil
}

// setDigest replaces the digest of a round. It reports whether the round can be read.
func setDigest(tx quiz.Rounds, id quiz.RoundID, kept *quiz.DigestNews) (found bool, err error) {
	round, err := records.IfReadable(tx.Round(id))
	if err != nil || round == nil {
		return false, err
	}
	round.Digest = kept
	return true, tx.SetRound(*round)
}

// maxDigestDates bounds the dates of digests that a room keeps.
const maxDigestDates = 16

// noteDigest records that the digest of a date is posted.
func noteDigest(room *quiz.Room, d schedule.Date) {
	if slices.Contains(room.DigestDates, d) {
		return
	}
	room.DigestDates = append(room.DigestDates, d)
	if over := len(room.DigestDates) - maxDigestDates; over > 0 {
		room.DigestDates = slices.Clone(room.DigestDates[over:])
	}
}
