// Package store defines the records of a store, and the transactions that read and write them over
// a key-value store.
//
// [quizbot/store/bolt] keeps the records in a file, [quizbot/store/memory] in memory.
// [quizbot/store/transfer] exports and imports them. [quizbot/store/storetest] is the suite of
// tests that every store passes.
//
// # Layout
//
// Numbers in keys are big-endian, so that keys sort by number. A room's id, a platform and a season
// end with a zero byte if more of the key follows. A record is JSON in an envelope with its
// version: {"v":1,"r":…}.
//
//	bucket        key                                  value            derived from
//	meta          "schema", "created"                  text
//	              "rounds", "members", "entries"       last number given
//	              "compaction"                         -
//	              "commit"                             number and sum of the last commit
//	              "moment"                             time
//	rooms         room                                 Room
//	steps         room                                 Job
//	wake          room                                 time
//	due           platform 0, time, room               -                wake
//	rounds        round                                Round
//	room-rounds   room 0, round                        -                rounds
//	asked         room 0, cycle, question              -
//	replies       round, member                        Reply
//	my-replies    member, round                        -                replies
//	votes         round, voter                         candidate, time
//	my-votes      voter, round                         candidate        votes
//	members       member                               Member
//	member-ids    id                                   member           members
//	ledger        entry                                Entry
//	my-entries    room 0, member, entry                -                ledger
//	tallies       room 0, season 0, member             Tally            ledger
//	ranking       room 0, season 0, ^points, member    answered         tallies
//	rank-counts   room 0, season 0, level, key's rest  rows in a block  ranking
//	self-graded   room 0, member, round                -                ledger
//	runs          room 0, member                       Streak
//	run-rounds    room 0, 1 if live, last round,       -                runs
//	              member
//	forget-keys   number                               32 random bytes
//	forgotten     HMAC-SHA-256 of a member's or        time
//	              workspace's id
//	confirmed     workspace 0, question                ConfirmedPoints
//	redraws       round                                -
//	audit         room or workspace 0, ^number         AuditRecord
//	departures    workspace                            departure.Record
//
// A derived bucket is written in the same transaction as the bucket that it derives from. ^points
// is the complement of the points with their sign bit inverted, so that the most points come first.
// Entries of the ledger never change. Tallies are the sums of the entries of members who have a
// row. rank-counts is the index of [quizbot/store/ranks], by which the rank of points and the row at a
// rank are found; a season with few members has nothing in it. The rounds in self-graded are those
// whose last entry has the member's own grade.
//
// No record holds anything of a member who was forgotten. A tombstone in forgotten keeps the time,
// under a hash that leads to the member only with the store's own keys. Because of it nothing that
// the member wrote before is recorded again, and restoring a backup forgets the member again.
// The same holds for a workspace whose data was deleted: its tombstone counts for all of its members, and a
// restored backup loses the workspace's records from before it.
// "compaction" counts deletions until free space of the file is overwritten. A round is in redraws
// from a deletion until its reveal is drawn again without the member. Numbers of the audit log are
// complements, so that the newest record comes first.
//
// "moment" is the newest time at which anything was decided or saved by the machine's clock. It only
// grows, unless records of a clock that ran ahead are corrected. "seen/" and a platform is the last
// moment at which the platform was known to be connected.
//
// # Export
//
// An export is lines of JSON: {"quizbot":1,"schema":5}, then a line for each record in the order of
// the kinds below, then {"end":{"records":n}}, with "left_out" for records that could not be read. Rooms, jobs, rounds, replies, members, entries,
// streaks, confirmed points, the audit log and departures are exported as they are kept, including fields that this program does not know. Derived
// buckets are left out. An import derives them again.
//
//	{"last":{"rounds":n,"members":n,"entries":n,"moment":…,"seen":{…}}}
//	{"room":Room}  {"step":Job}  {"wake":{"room":…,"at":…}}  {"round":Round}
//	{"asked":{"room":…,"cycle":n,"question":…}}  {"reply":Reply}
//	{"vote":{"round":n,"voter":n,"candidate":n,"at":…}}  {"member":Member}  {"entry":Entry}
//	{"run":{"room":…,"member":n,"run":Streak}}
//	{"forget_key":{"n":n,"key":base64}}  {"forgotten":{"hash":base64,"at":…}}
//	{"confirmed_points":ConfirmedPoints}  {"redraw":{"round":n}}  {"audit":AuditRecord}
//	{"departure":departure.Record}
package store
