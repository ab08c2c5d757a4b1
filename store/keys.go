package store

import (
	"encoding/binary"
	"time"

	"quizbot/quiz"
)

// The buckets, as doc.go draws them.
const (
	meta       = "meta"
	rooms      = "rooms"
	steps      = "steps"
	wake       = "wake"
	due        = "due"
	rounds     = "rounds"
	roomRounds = "room-rounds"
	asked      = "asked"
	replies    = "replies"
	myReplies  = "my-replies"
	votes      = "votes"
	myVotes    = "my-votes"
	members    = "members"
	memberIDs  = "member-ids"
	ledger     = "ledger"
	myEntries  = "my-entries"
	tallies    = "tallies"
	ranking    = "ranking"
	runs       = "runs"
	forgetKeys = "forget-keys"
	forgotten  = "forgotten"
)

// buckets are all of them.
func buckets() []string {
	return []string{
		meta, rooms, steps, wake, due, rounds, roomRounds, asked, replies, myReplies, votes, myVotes,
		members, memberIDs, ledger, myEntries, tallies, ranking, runs, forgetKeys, forgotten,
	}
}

// present is the value of a key that says all by being there.
func present() []byte { return []byte{1} }

// number is n as it stands in keys.
func number[N ~uint64 | ~int](n N) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// parseNumber reads the number at the start of a key's rest.
func parseNumber(key []byte) uint64 {
	if len(key) < 8 {
		panic(damage{"a number of it is cut off"})
	}
	return binary.BigEndian.Uint64(key)
}

// moment is a time as it stands in keys: nanoseconds since 1970, turned so that earlier ones sort first.
// It reaches from 1677 to 2262.
func moment(t time.Time) []byte { return number(uint64(t.UnixNano()) ^ 1<<63) }

func parseMoment(key []byte) time.Time {
	return time.Unix(0, int64(parseNumber(key)^1<<63)).UTC()
}

// ended is text that something follows in a key.
func ended[S ~string](s S) []byte { return append([]byte(s), 0) }

// descending is points so that more of them sort first.
func descending(points int) []byte { return number(^(uint64(points) ^ 1<<63)) }

func parseDescending(key []byte) int { return int(^parseNumber(key) ^ 1<<63) }

// key puts parts together.
func key(parts ...[]byte) []byte {
	var k []byte
	for _, p := range parts {
		k = append(k, p...)
	}
	return k
}

func seasonKey(room quiz.RoomID, season quiz.Season) []byte { return key(ended(room), ended(season)) }
