// Package forgetting deletes everything about a member, and keeps them deleted.
package forgetting

import (
	"errors"
	"maps"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/announce"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// ForgetMember deletes everything about a member: identity, answers, votes and standings, also in
// frozen announcements. It records the time of deletion, and returns the rounds with an answer or
// vote of theirs, or with a posted digest that names them.
func ForgetMember(tx quiz.Tx, m quiz.Member, at time.Time) ([]quiz.Round, error) {
	return ForgetMembers(tx, []quiz.Member{m}, at)
}

// ForgetMembers is ForgetMember for several members. After the transaction the store's
// [quiz.Compactor] has to be called, once for all of them.
func ForgetMembers(tx quiz.Tx, members []quiz.Member, at time.Time) ([]quiz.Round, error) {
	found := map[quiz.RoundID]quiz.Round{}
	forgotten, rooms := map[quiz.MemberNo]bool{}, map[quiz.RoomID]bool{}
	for _, m := range members {
		rounds, err := deleteMember(tx, m, at)
		if err != nil {
			return nil, err
		}
		for _, r := range rounds {
			found[r.ID], rooms[r.Room] = r, true
		}
		forgotten[m.No] = true
	}
	digests, err := oweDigests(tx, rooms, forgotten)
	if err != nil {
		return nil, err
	}
	for _, r := range digests {
		found[r.ID] = r
	}
	var all []quiz.Round
	for _, id := range slices.Sorted(maps.Keys(found)) {
		all = append(all, found[id])
	}
	return all, refreezeAnnouncements(tx)
}

// deleteMember is ForgetMember without frozen announcements.
func deleteMember(tx quiz.Tx, m quiz.Member, at time.Time) ([]quiz.Round, error) {
	rounds, last, err := RoundsOf(tx, m.No)
	if err != nil {
		return nil, err
	}
	if last.After(at) { // the host's clock is behind the platform's
		at = last
	}
	if err := tx.Forget(m.No); err != nil {
		return nil, err
	}
	if err := tx.SetForgotten(m.ID, at); err != nil {
		return nil, err
	}
	for _, r := range rounds {
		if err := oweRedraw(tx, &r); err != nil {
			return nil, err
		}
	}
	return rounds, nil
}

// oweRedraw records that the reveal of a round may show the member, so that it is drawn again even
// after a crash. The reveal of a round that closes may be on its way.
func oweRedraw(tx quiz.Rounds, r *quiz.Round) error {
	if r.Phase != quiz.Closing && (r.Phase != quiz.Revealed || len(r.RevealMessages) == 0) {
		return nil
	}
	return tx.SetRedrawOwed(r.ID, true)
}

// oweDigests records that posted digests of some rooms show one of the members, so that they are drawn
// again. It returns their rounds.
func oweDigests(tx quiz.Tx, rooms map[quiz.RoomID]bool, forgotten map[quiz.MemberNo]bool) (rounds []quiz.Round, err error) {
	for _, id := range slices.Sorted(maps.Keys(rooms)) {
		room, err := records.IfReadable(tx.Room(id))
		if err != nil {
			return nil, err
		}
		if room == nil {
			continue
		}
		for _, id := range room.DigestRounds {
			round, err := records.IfReadable(tx.Round(id))
			if err != nil {
				return nil, err
			}
			if round == nil || round.Digest == nil || !slices.ContainsFunc(announce.DigestMembers(round.Digest), func(no quiz.MemberNo) bool { return forgotten[no] }) {
				continue
			}
			if err := tx.SetRedrawOwed(id, true); err != nil {
				return nil, err
			}
			rounds = append(rounds, *round)
		}
	}
	return rounds, nil
}

// RoundsOf returns the rounds with an answer or vote of a member, and the time of their last thread
// message or form.
func RoundsOf(tx quiz.Rounds, no quiz.MemberNo) (rounds []quiz.Round, last time.Time, err error) {
	for r, err := range tx.RoundsOf(no) {
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return nil, last, err
		}
		if r.Round.Room != "" { // it can be read
			rounds = append(rounds, r.Round)
		}
		if r.Reply == nil {
			continue
		}
		last = agenda.LatestTime(last, r.Reply.Sent)
		for _, m := range r.Reply.Messages {
			if !m.Gone {
				last = agenda.LatestTime(last, m.Edited)
			}
		}
	}
	return rounds, last, nil
}

// refreezeAnnouncements builds waiting reveals and digests again from the records. Their keys stay,
// so each is still posted once.
func refreezeAnnouncements(tx quiz.Tx) error {
	for room, err := range tx.Rooms() {
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return err
		}
		job, err := records.IfReadable(tx.Job(room.ID)) // [CountUnreadable] tells of others
		if err != nil {
			return err
		}
		if job == nil {
			continue
		}
		a := &job.Announcement
		switch {
		case a.Reveal != nil:
			a.Reveal, err = refrozenReveal(tx, a.Reveal)
		case a.Digest != nil:
			a.Digest, err = refrozenDigest(tx, &room, a.Digest)
		default:
			continue
		}
		if errors.Is(err, quiz.ErrUnreadable) { // it may name the member, and cannot be built again
			err = tx.EndJob(room.ID)
		} else if err == nil {
			err = tx.SetJob(*job)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// CountUnreadable counts the waiting announcements that cannot be read and may hold what a member wrote:
// those of the rooms in which the member took part. It is called before the member is forgotten.
func CountUnreadable(tx quiz.Tx, no quiz.MemberNo) (n int, err error) {
	for room, err := range tx.Rooms() {
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return n, err
		}
		_, err := tx.Job(room.ID)
		switch {
		case errors.Is(err, quiz.ErrUnreadable):
			took, err := tookPart(tx, room.ID, no)
			if err != nil {
				return n, err
			}
			if took {
				n++
			}
		case err != nil && !errors.Is(err, quiz.ErrNotFound):
			return n, err
		}
	}
	return n, nil
}

// tookPart reports whether a member may have an answer, a vote or points in a room.
func tookPart(tx quiz.Tx, room quiz.RoomID, no quiz.MemberNo) (bool, error) {
	for r, err := range tx.RoundsOf(no) {
		switch {
		case err != nil && !errors.Is(err, quiz.ErrUnreadable):
			return false, err
		case r.Round.Room == room || r.Round.Room == "": // a round that cannot be read may be the room's
			return true, nil
		}
	}
	for _, err := range tx.Entries(room, no) {
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return false, err
		}
		return true, nil
	}
	return false, nil
}

// announcementRecords are the records that announcements are built from.
type announcementRecords interface {
	quiz.Rounds
	announce.DigestRecords
}

func refrozenReveal(tx announcementRecords, news *quiz.RevealNews) (*quiz.RevealNews, error) {
	replies, err := records.SubmittedReplies(tx, news.Round.ID)
	if err != nil {
		return nil, err
	}
	replies = slices.DeleteFunc(replies, func(r quiz.Reply) bool { return r.Grade == nil })
	return announce.FreezeReveal(tx, news.Round, replies, quiz.BestShown)
}

func refrozenDigest(tx announcementRecords, room *quiz.Room, news *quiz.DigestNews) (*quiz.DigestNews, error) {
	var rounds []quiz.Round
	for _, summary := range news.Rounds {
		round, err := tx.Round(summary.Round)
		if err != nil {
			return nil, err
		}
		rounds = append(rounds, round)
	}
	anew, err := announce.FreezeDigest(tx, room, news.Date, rounds)
	if err != nil {
		return nil, err
	}
	anew.Left, anew.Next = news.Left, news.Next
	return anew, nil
}

// RefuseForgotten refuses an act with a platform's time before its author was forgotten. An act
// with the host's time happens now and passes.
func RefuseForgotten(tx quiz.Forgetting, id quiz.MemberID, at quiz.Stamp) error {
	forgotten, err := tx.ForgottenAt(id)
	if err != nil {
		return err
	}
	if at.Platform && !forgotten.IsZero() && !at.At.After(forgotten) {
		return reason.Refuse(reason.BeforeForgetting)
	}
	return nil
}
