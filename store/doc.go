// Package store keeps what quiz remembers, in one bbolt file or in memory.
//
// # Layout
//
// Numbers in keys are big-endian, so that keys sort as their numbers do. A room's id and a season end with a
// zero byte where something follows. Records are JSON in an envelope that tells their version: {"v":1,"r":…}.
//
//	bucket        key                                  value            derived from
//	meta          "schema", "created"                  text
//	              "rounds", "members", "entries"       last number given
//	rooms         room                                 Room
//	steps         room                                 Step
//	wake          room                                 time
//	due           time, room                           -                wake
//	rounds        round                                Round
//	room-rounds   room 0, round                        -                rounds
//	asked         room 0, cycle, question              -
//	replies       round, member                        Reply
//	my-replies    member, round                        -                replies
//	votes         round, voter                         candidate
//	my-votes      voter, round                         candidate        votes
//	members       member                               Member
//	member-ids    id                                   member           members
//	ledger        entry                                Entry
//	my-entries    room 0, member, entry                -                ledger
//	tallies       room 0, season 0, member             Tally            ledger
//	ranking       room 0, season 0, ^points, member    answered         tallies
//	runs          room 0, member                       Run
//
// A derived bucket is written in the transaction that writes what it derives from. ^points is the complement of
// the points with their sign turned, so that the most points come first. The ledger is never changed; tallies
// are its sums for the members who have a row.
package store
