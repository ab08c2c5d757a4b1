package checksum

import (
	"bytes"
	"testing"
)

// No single bit of a record can change unnoticed, nor can its bucket, its key or the border between key
// and value.
func TestSplitNotices(t *testing.T) {
	key, stored := []byte("key"), Append("replies", []byte("key"), []byte("an answer"))
	value, sum, ok := Split("replies", key, stored)
	if string(value) != "an answer" || sum != Of("replies", key, value) || !ok {
		t.Fatalf("got %q, %x, %v", value, sum, ok)
	}
	for bit := range 8 * len(stored) {
		bad := bytes.Clone(stored)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, _, ok := Split("replies", key, bad); ok {
			t.Errorf("bit %d of the value can change", bit)
		}
	}
	for bit := range 8 * len(key) {
		bad := bytes.Clone(key)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, _, ok := Split("replies", bad, stored); ok {
			t.Errorf("bit %d of the key can change", bit)
		}
	}
	for name, c := range map[string]struct{ bucket, key, stored string }{
		"another bucket":   {"votes", "key", string(stored)},
		"a longer key":     {"replies", "keya", string(stored[1:])},
		"a shorter key":    {"replies", "ke", "y" + string(stored)},
		"a shorter value":  {"replies", "key", string(stored[:len(stored)-1])},
		"no room for sums": {"replies", "key", "an"},
		"nothing":          {"replies", "key", ""},
	} {
		if value, _, ok := Split(c.bucket, []byte(c.key), []byte(c.stored)); ok {
			t.Errorf("%s: got %q", name, value)
		}
	}
}

// A sum depends on the records alone, and not on their order.
func TestSum(t *testing.T) {
	all := Sum(0).Plus(1 << 31).Plus(7).Plus(1<<32 - 1)
	if got := Sum(0).Plus(7).Plus(1<<32 - 1).Plus(9).Plus(1 << 31).Minus(9); got != all || got.Count() != 3 {
		t.Errorf("got %x with %d records, want %x", got, got.Count(), all)
	}
	if got := all.Minus(7).Minus(1 << 31).Minus(1<<32 - 1); got != 0 {
		t.Errorf("without its records it is %x", got)
	}
	if one, other := Sum(0).Plus(7), Sum(0).Plus(8); one == other || one == one.Plus(0) {
		t.Error("different records have the same sum")
	}
	many := Sum(0)
	for range 1000 {
		many = many.Plus(1<<32 - 1)
	}
	if many.Count() != 1000 {
		t.Errorf("it counts %d of 1000 records", many.Count())
	}
}
