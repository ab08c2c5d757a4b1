package store

import (
	"encoding/binary"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// Meta is the bucket of the sequences. A file also keeps its schema there.
const Meta = "meta"

// The other buckets, as the package documentation lists them.
const (
	bucketRooms      = "rooms"
	bucketJobs       = "steps"
	bucketNextCheck  = "wake"
	bucketDue        = "due"
	bucketRounds     = "rounds"
	bucketRoomRounds = "room-rounds"
	bucketAsked      = "asked"
	bucketReplies    = "replies"
	bucketMyReplies  = "my-replies"
	bucketVotes      = "votes"
	bucketMyVotes    = "my-votes"
	bucketMembers    = "members"
	bucketMemberIDs  = "member-ids"
	bucketLedger     = "ledger"
	bucketMyEntries  = "my-entries"
	bucketTallies    = "tallies"
	bucketRanking    = "ranking"
	bucketRankCounts = "rank-counts"
	bucketSelfGraded = "self-graded"
	bucketStreaks    = "runs"
	bucketRunRounds  = "run-rounds"
	bucketForgetKeys = "forget-keys"
	bucketForgotten  = "forgotten"
	bucketConfirmed  = "confirmed"
	bucketRedraws    = "redraws"
	bucketAudit      = "audit"
	bucketDepartures = "departures"
)

// Buckets returns the names of all buckets.
func Buckets() []string {
	return []string{
		Meta, bucketRooms, bucketJobs, bucketNextCheck, bucketDue, bucketRounds, bucketRoomRounds, bucketAsked,
		bucketReplies, bucketMyReplies, bucketVotes, bucketMyVotes, bucketMembers, bucketMemberIDs, bucketLedger,
		bucketMyEntries, bucketTallies, bucketRanking, bucketRankCounts, bucketSelfGraded, bucketStreaks, bucketRunRounds,
		bucketForgetKeys, bucketForgotten, bucketConfirmed, bucketRedraws, bucketAudit, bucketDepartures,
	}
}

// tallyBuckets returns the buckets of tallies and all that is kept beside them, by rooms.
func tallyBuckets() []string {
	return []string{bucketTallies, bucketRanking, bucketRankCounts, bucketSelfGraded}
}

// The sequences in Meta.
const (
	sequenceRounds  = "rounds"
	sequenceMembers = "members"
	sequenceEntries = "entries"
	sequenceAudit   = "audit"
)

// presentValue is the value of a key without content.
func presentValue() []byte { return []byte{1} }

// numberKey encodes n so that keys sort by it.
func numberKey[N ~uint64 | ~int](n N) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// parseNumberKey decodes the number at the start of a key.
func parseNumberKey(key []byte) uint64 {
	if len(key) < 8 {
		panic(Damage{Reason: "a number of it is cut off"})
	}
	return binary.BigEndian.Uint64(key)
}

// cutNumberKey decodes the number at the start of a key, and returns the rest.
func cutNumberKey(key []byte) (n uint64, rest []byte) { return parseNumberKey(key), key[8:] }

// timeKey encodes a time between 1677 and 2262 so that keys sort by it: its nanoseconds since 1970,
// with the sign bit inverted.
func timeKey(t time.Time) []byte { return numberKey(uint64(t.UnixNano()) ^ 1<<63) }

// parseTimeKey decodes the time at the start of a key.
func parseTimeKey(key []byte) time.Time {
	return time.Unix(0, int64(parseNumberKey(key)^1<<63)).UTC()
}

// textKey encodes text in the middle of a key: the text and a zero byte.
func textKey[S ~string](s S) []byte { return append([]byte(s), 0) }

// descendingKey encodes points so that keys with more points sort first.
func descendingKey(points int) []byte { return numberKey(^(uint64(points) ^ 1<<63)) }

// parseDescendingKey decodes the points at the start of a key.
func parseDescendingKey(key []byte) int { return int(^parseNumberKey(key) ^ 1<<63) }

// joinKey returns the parts one after another.
func joinKey(parts ...[]byte) []byte {
	var k []byte
	for _, p := range parts {
		k = append(k, p...)
	}
	return k
}

// seasonKey is the prefix of a room's tallies and ranking in a season.
func seasonKey(room quiz.RoomID, season scoring.Season) []byte {
	return joinKey(textKey(room), textKey(season))
}

// cycleKey is the prefix of the questions that a room was asked in a cycle.
func cycleKey(room quiz.RoomID, cycle int) []byte {
	return joinKey(textKey(room), binary.BigEndian.AppendUint32(nil, uint32(cycle)))
}

// parseCycle decodes the cycle at the start of a key.
func parseCycle(key []byte) int { return int(binary.BigEndian.Uint32(key)) }

// dueKey is the key of a room's next check in the index by time.
func dueKey(room quiz.RoomID, at []byte) []byte {
	return joinKey(textKey(room.Platform()), at, []byte(room))
}

// askedKey is the key of a question that a room was asked in a cycle.
func askedKey(room quiz.RoomID, cycle int, question quiz.QuestionID) []byte {
	return joinKey(cycleKey(room, cycle), []byte(question))
}

// confirmedKey is the key of the points that a workspace confirmed for a question.
func confirmedKey(workspace quiz.WorkspaceID, q quiz.QuestionID) []byte {
	return joinKey(textKey(workspace), []byte(q))
}

// auditKey is the key of a record of a scope's audit log. The newest sorts first.
func auditKey(scope string, seq uint64) []byte { return joinKey(textKey(scope), numberKey(^seq)) }

// roundMemberKey is the key of a member's reply or vote in a round.
func roundMemberKey(round quiz.RoundID, member quiz.MemberNo) []byte {
	return joinKey(numberKey(round), numberKey(member))
}

// memberRoundKey is the key of the same reply or vote in the member's index.
func memberRoundKey(member quiz.MemberNo, round quiz.RoundID) []byte {
	return joinKey(numberKey(member), numberKey(round))
}

// roomMemberKey is the key of a member's streak in a room, and the prefix of the member's entries.
func roomMemberKey(room quiz.RoomID, member quiz.MemberNo) []byte {
	return joinKey(textKey(room), numberKey(member))
}

// The last rounds of live and of ended streaks are separate parts of the index by them.
const (
	endedStreak byte = iota
	liveStreak
)

// streakRoundKey is the key of a member's streak in the index by its last decided round.
func streakRoundKey(room quiz.RoomID, member quiz.MemberNo, r scoring.Streak) []byte {
	part := endedStreak
	if r.IsLive() {
		part = liveStreak
	}
	return joinKey(textKey(room), []byte{part}, numberKey(r.Last), numberKey(member))
}

// tallyKey is the key of a member's tally of a season in a room.
func tallyKey(room quiz.RoomID, season scoring.Season, member quiz.MemberNo) []byte {
	return joinKey(seasonKey(room, season), numberKey(member))
}

// rankingRow is the key of a tally in the ranking of a season, without the prefix that seasonKey
// returns.
func rankingRow(tally ledger.Tally) []byte {
	return joinKey(descendingKey(tally.Points), numberKey(tally.Member))
}

// selfGradedKey is the key of a round whose points come from the member's own grade.
func selfGradedKey(room quiz.RoomID, member quiz.MemberNo, round quiz.RoundID) []byte {
	return joinKey(roomMemberKey(room, member), numberKey(round))
}
