package store

import (
	"bytes"
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Keys sort as the values in them do, and are decoded to these values.
func TestKeysKeepTheOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := rapid.Uint64().Draw(r, "a"), rapid.Uint64().Draw(r, "b")
		if got := bytes.Compare(numberKey(a), numberKey(b)); got != cmp.Compare(a, b) || parseNumberKey(numberKey(a)) != a {
			r.Errorf("numbers %d and %d compare as %d", a, b, got)
		}
		points, more := rapid.Int().Draw(r, "points"), rapid.Int().Draw(r, "more")
		if got := bytes.Compare(descendingKey(points), descendingKey(more)); got != cmp.Compare(more, points) || parseDescendingKey(descendingKey(points)) != points {
			r.Errorf("points %d and %d compare as %d", points, more, got)
		}
		at, later := time.Unix(0, rapid.Int64().Draw(r, "at")), time.Unix(0, rapid.Int64().Draw(r, "later"))
		if got := bytes.Compare(timeKey(at), timeKey(later)); got != at.Compare(later) || !parseTimeKey(timeKey(at)).Equal(at) {
			r.Errorf("times %s and %s compare as %d", at, later, got)
		}
	})
}

// Every bucket is exported, or derived from one that is.
func TestEveryBucketIsExported(t *testing.T) {
	derived := []string{
		bucketDue, bucketRoomRounds, bucketMyReplies, bucketMyVotes, bucketMemberIDs, bucketMyEntries, bucketTallies, bucketRanking,
		bucketRankCounts, bucketSelfGraded, bucketRunRounds,
	}
	exported := []string{Meta} // of which the sequences are exported
	for _, kind := range Kinds() {
		if kind == KindLast {
			continue
		}
		codec, ok := recordCodecs()[kind]
		if !ok {
			t.Errorf("the kind %s has no codec", kind)
		}
		exported = append(exported, codec.bucket)
	}
	got, want := slices.Sorted(slices.Values(append(exported, derived...))), slices.Sorted(slices.Values(Buckets()))
	if !slices.Equal(got, want) {
		t.Errorf("exported and derived are %q, want %q", got, want)
	}
}
