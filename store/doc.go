// Package store keeps what quiz remembers, in one bbolt file or in memory.
//
// # Layout
//
// Numbers in keys are big-endian, so that keys sort as their numbers do. A room's id, a platform and a season end
// with a zero byte where something follows. Records are JSON in an envelope that tells their version: {"v":1,"r":…}.
//
//	bucket        key                                  value            derived from
//	meta          "schema", "created"                  text
//	              "rounds", "members", "entries"       last number given
//	rooms         room                                 Room
//	steps         room                                 Step
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
//	runs          room 0, member                       Run
//	forget-keys   number                               32 random bytes
//	forgotten     HMAC-SHA-256 of a member's id        time
//
// A derived bucket is written in the transaction that writes what it derives from. ^points is the complement of
// the points with their sign turned, so that the most points come first. The ledger is never changed; tallies
// are its sums for the members who have a row.
//
// Somebody who had everything deleted is in no record. forgotten keeps when that was, under a hash that only the store's
// keys lead to, so that nothing written before is recorded again, and a restored backup forgets them, too. meta has
// "compaction" from a deletion on until what was deleted is gone from the file's free pages.
//
// # Files beside it
//
// A file is written beside its place, made durable, and renamed, so that what stands in a place is whole. What
// a crash leaves of that is written over by the next attempt.
//
//	quizbot.db.new                    a store that is being made
//	quizbot.db.compact                one that is being compacted
//	quizbot.db.restoring              a backup that is being restored
//	quizbot.db.importing              an export that is being imported
//	*.partial                         a copy that is being written
//	quizbot.db.schema-1               what it was before it was brought from schema 1 to a newer one
//	quizbot.db.before-restore-<time>  what it was before a restore
//	quizbot-<time>.db                 a scheduled backup
//
// # Export
//
// An export is lines of JSON: {"quizbot":1,"schema":2}, then a line for each record in the order of the kinds
// below, then {"end":{"records":n}}. Rooms, steps, rounds, replies, members, entries and runs are written as
// they are kept, also with fields that this program does not know. What is derived is left out and derived again.
//
//	{"last":{"rounds":n,"members":n,"entries":n}}  last numbers given
//	{"room":Room}  {"step":Step}  {"wake":{"room":…,"at":…}}  {"round":Round}
//	{"asked":{"room":…,"cycle":n,"question":…}}  {"reply":Reply}
//	{"vote":{"round":n,"voter":n,"candidate":n,"at":…}}  {"member":Member}  {"entry":Entry}
//	{"run":{"room":…,"member":n,"run":Run}}
//	{"forget_key":{"n":n,"key":base64}}  {"forgotten":{"hash":base64,"at":…}}
package store
