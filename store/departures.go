package store

import (
	"bytes"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/departure"
)

// Departure implements [departure.Workspaces].
func (t Tx) Departure(workspace quiz.WorkspaceID) (departure.Record, error) {
	return getRecord[departure.Record](t, bucketDepartures, []byte(workspace))
}

// SetDeparture implements [departure.Workspaces].
func (t Tx) SetDeparture(r departure.Record) error {
	return putRecord(t, bucketDepartures, []byte(r.Workspace), r)
}

// DropDeparture implements [departure.Workspaces].
func (t Tx) DropDeparture(workspace quiz.WorkspaceID) error {
	return t.Delete(bucketDepartures, []byte(workspace))
}

// Departures implements [departure.Workspaces].
func (t Tx) Departures() iter.Seq2[departure.Record, error] {
	return listRecords(t, bucketDepartures, nil, nil, func(key, value []byte) (departure.Record, error) {
		r, err := decodeRecord[departure.Record](bucketDepartures, value)
		if err != nil {
			return departure.Record{Workspace: quiz.WorkspaceID(key)}, err
		}
		return r, nil
	})
}

// Workspaces implements [departure.Workspaces].
func (t Tx) Workspaces() ([]quiz.WorkspaceID, error) {
	found := map[quiz.WorkspaceID]bool{}
	for _, bucket := range []string{bucketRooms, bucketMemberIDs, bucketDepartures} {
		t.Scan(bucket, nil, func(key, _ []byte) bool {
			if parts := bytes.SplitN(key, []byte("/"), 3); len(parts) >= 2 {
				found[quiz.WorkspaceID(bytes.Join(parts[:2], []byte("/")))] = true
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// CountWorkspace implements [departure.Workspaces].
func (t Tx) CountWorkspace(workspace quiz.WorkspaceID) (n departure.Counts, err error) {
	prefix := workspacePrefix(workspace)
	n.Rooms, n.Members = t.countKeys(bucketRooms, prefix), t.countKeys(bucketMemberIDs, prefix)
	for rest := range t.scanPrefix(bucketRoomRounds, prefix) {
		if _, id, whole := bytes.Cut(rest, []byte{0}); whole {
			n.Rounds++
			n.Answers += t.countKeys(bucketReplies, id)
		}
	}
	return n, nil
}

// workspacePrefix is the prefix of the ids of a workspace's rooms and members.
func workspacePrefix(workspace quiz.WorkspaceID) []byte { return []byte(string(workspace) + "/") }

func (t Tx) countKeys(bucket string, prefix []byte) (n int) {
	t.Scan(bucket, prefix, func(key, _ []byte) bool {
		if !bytes.HasPrefix(key, prefix) {
			return false
		}
		n++
		return true
	})
	return n
}

// DropWorkspace implements [departure.Workspaces].
func (t Tx) DropWorkspace(workspace quiz.WorkspaceID, until time.Time, n int) (dropped int, err error) {
	d := workspaceDrop{Tx: t, workspace: workspace, prefix: workspacePrefix(workspace), until: until, left: n, kept: map[quiz.RoomID]bool{}}
	d.findKept()
	for _, drop := range []func() error{d.dropEntries, d.dropRounds, d.dropRooms, d.dropPoints, d.dropAudit, d.dropMembers} {
		if err := drop(); err != nil {
			return 0, err
		}
		if d.left <= 0 {
			break
		}
	}
	if d.left == n {
		return 0, nil
	}
	return n - d.left, t.OweCompaction()
}

// workspaceDrop deletes records of a workspace until enough are deleted. What refers to a record is
// deleted before it, so that the store fits together after each transaction.
type workspaceDrop struct {
	Tx
	workspace quiz.WorkspaceID
	prefix    []byte
	until     time.Time // records from after it are kept, none if it is zero
	left      int       // how many more records are deleted
	kept      map[quiz.RoomID]bool
}

// isKept reports whether a record of a time is kept.
func (d *workspaceDrop) isKept(at time.Time) bool { return !d.until.IsZero() && at.After(d.until) }

// findKept finds the rooms that are kept with all that they have.
func (d *workspaceDrop) findKept() {
	for key, value := range d.scanPrefix(bucketRooms, d.prefix) {
		if r, err := decodeRecord[quiz.Room](bucketRooms, value); err == nil && d.isKept(r.Since) {
			d.kept[quiz.RoomID(joinKey(d.prefix, key))] = true
		}
	}
}

// deleteKeys deletes keys from a bucket, and counts them as one record.
func (d *workspaceDrop) deleteKeys(keys map[string][]byte) error {
	d.left--
	for bucket, key := range keys {
		if err := d.Delete(bucket, key); err != nil {
			return err
		}
	}
	return nil
}

// roomKeys yields the keys of a bucket that begin with a room of the workspace which is not kept:
// the whole key, the room, and what follows it.
func (d *workspaceDrop) roomKeys(bucket string) iter.Seq2[[]byte, roomKey] {
	return func(yield func([]byte, roomKey) bool) {
		for rest := range d.scanPrefix(bucket, d.prefix) {
			channel, tail, _ := bytes.Cut(rest, []byte{0})
			room := quiz.RoomID(joinKey(d.prefix, channel))
			if d.left <= 0 || !d.kept[room] && !yield(joinKey(d.prefix, rest), roomKey{room, tail}) {
				return
			}
		}
	}
}

// roomKey is a key that begins with a room.
type roomKey struct {
	room quiz.RoomID
	rest []byte
}

// dropEntries deletes the entries of the ledger with the tallies and streaks of their members, all of
// a member in a room together.
func (d *workspaceDrop) dropEntries() error {
	for key, of := range d.roomKeys(bucketMyEntries) {
		if d.Get(bucketMyEntries, key) == nil {
			continue // it was deleted with the first one of its member
		}
		if len(of.rest) != 16 {
			if err := d.deleteKeys(map[string][]byte{bucketMyEntries: key}); err != nil {
				return err
			}
			continue
		}
		member := quiz.MemberNo(parseNumberKey(of.rest))
		if err := d.forgetPoints(of.room, member); err != nil {
			return err
		}
		prefix := roomMemberKey(of.room, member)
		for seq := range d.scanPrefix(bucketMyEntries, prefix) {
			if err := d.deleteKeys(map[string][]byte{bucketLedger: seq, bucketMyEntries: joinKey(prefix, seq)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropRounds deletes rounds, each with its replies and votes.
func (d *workspaceDrop) dropRounds() error {
	for key, of := range d.roomKeys(bucketRoomRounds) {
		for bucket, index := range map[string]string{bucketReplies: bucketMyReplies, bucketVotes: bucketMyVotes} {
			for member := range d.scanPrefix(bucket, of.rest) {
				if err := d.deleteKeys(map[string][]byte{bucket: joinKey(of.rest, member), index: joinKey(member, of.rest)}); err != nil {
					return err
				}
			}
		}
		if err := d.deleteKeys(map[string][]byte{bucketRoomRounds: key, bucketRounds: of.rest, bucketRedraws: of.rest}); err != nil {
			return err
		}
	}
	return nil
}

// dropRooms deletes what else rooms have, and then the rooms.
func (d *workspaceDrop) dropRooms() error {
	for _, bucket := range tallyBuckets() { // left without an entry: all at once
		for key := range d.roomKeys(bucket) {
			if err := d.Delete(bucket, key); err != nil {
				return err
			}
		}
	}
	if err := d.dropStreaks(); err != nil {
		return err
	}
	for _, bucket := range []string{bucketAsked, bucketStreaks, bucketJobs} {
		for key := range d.roomKeys(bucket) {
			if err := d.deleteKeys(map[string][]byte{bucket: key}); err != nil {
				return err
			}
		}
	}
	for _, bucket := range []string{bucketNextCheck, bucketRooms} {
		for key, of := range d.roomKeys(bucket) {
			if err := errors.Join(d.SetNextCheck(of.room, time.Time{}), d.deleteKeys(map[string][]byte{bucket: key})); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropStreaks deletes the streaks that are left without an entry, each with its key in the index, and
// then the keys that are left without a streak.
func (d *workspaceDrop) dropStreaks() error {
	for _, of := range d.roomKeys(bucketStreaks) {
		if len(of.rest) != 8 {
			continue // its key is damaged
		}
		d.left--
		if err := d.deleteStreak(of.room, quiz.MemberNo(parseNumberKey(of.rest))); err != nil {
			return err
		}
	}
	for key := range d.roomKeys(bucketRunRounds) {
		if err := d.deleteKeys(map[string][]byte{bucketRunRounds: key}); err != nil {
			return err
		}
	}
	return nil
}

// dropPoints deletes the confirmed key points.
func (d *workspaceDrop) dropPoints() error {
	prefix := textKey(d.workspace)
	for rest, value := range d.scanPrefix(bucketConfirmed, prefix) {
		if d.left <= 0 {
			return nil
		}
		if c, err := decodeRecord[quiz.ConfirmedPoints](bucketConfirmed, value); err == nil && d.isKept(c.At) {
			continue
		}
		if err := d.deleteKeys(map[string][]byte{bucketConfirmed: joinKey(prefix, rest)}); err != nil {
			return err
		}
	}
	return nil
}

// dropAudit deletes the audit log of the workspace and its rooms.
func (d *workspaceDrop) dropAudit() error {
	for _, prefix := range [][]byte{d.prefix, textKey(d.workspace)} {
		for rest, value := range d.scanPrefix(bucketAudit, prefix) {
			if d.left <= 0 {
				return nil
			}
			if r, err := decodeRecord[quiz.AuditRecord](bucketAudit, value); err == nil && d.isKept(r.At) {
				continue
			}
			if err := d.deleteKeys(map[string][]byte{bucketAudit: joinKey(prefix, rest)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropMembers deletes members, with whatever they have elsewhere.
func (d *workspaceDrop) dropMembers() error {
	gone := map[quiz.MemberNo]bool{}
	for rest, value := range d.scanPrefix(bucketMemberIDs, d.prefix) {
		if d.left <= 0 {
			break
		}
		id := quiz.MemberID(joinKey(d.prefix, rest))
		if len(value) != 8 {
			if err := d.deleteKeys(map[string][]byte{bucketMemberIDs: []byte(id)}); err != nil {
				return err
			}
			continue
		}
		no := quiz.MemberNo(parseNumberKey(value))
		if m, err := d.Member(no); err == nil && d.isKept(m.Since) {
			continue
		}
		gone[no] = true
		d.left--
		if err := d.forgetOwn(no, id); err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return errors.Join(d.forgetConfirmers(gone), d.forgetInAudit(gone))
}
