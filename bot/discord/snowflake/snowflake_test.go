package snowflake

import (
	"slices"
	"testing"
	"time"
)

// Ids are ordered by their age, however many digits they have.
func TestCompare(t *testing.T) {
	t.Parallel()
	ids := []string{"9", "10", "99", "100", "175928847299117063", "1575364546615312384"}
	if got := slices.SortedFunc(slices.Values([]string{ids[3], ids[5], ids[0], ids[2], ids[4], ids[1]}), Compare); !slices.Equal(got, ids) {
		t.Errorf("got %v, want %v", got, ids)
	}
}

// What has no id of Discord's has no time.
func TestTime(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]time.Time{
		"": {}, "x": {}, "-1": {}, "99999999999999999999": {}, "175928847298985984": time.Date(2016, 4, 30, 11, 18, 25, 796000000, time.UTC),
	} {
		if got := Time(id); !got.Equal(want) {
			t.Errorf("%q: got %v, want %v", id, got, want)
		}
	}
}

// Ids of times before Discord's first are its first.
func TestFirst(t *testing.T) {
	t.Parallel()
	for at, want := range map[time.Time]string{
		{}: "0", time.UnixMilli(Epoch): "0", time.UnixMilli(Epoch + 1): "4194304", time.Date(2016, 4, 30, 11, 18, 25, 796000000, time.UTC): "175928847298985984",
	} {
		if got := First(at); got != want {
			t.Errorf("%v: got %s, want %s", at, got, want)
		}
	}
}
