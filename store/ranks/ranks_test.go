package ranks_test

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"testing"

	"quizbot/store/ranks"

	"pgregory.net/rapid"
)

// table is a key-value store in a map.
type table map[string][]byte

func (t table) Get(bucket string, key []byte) []byte { return t[bucket+"/"+string(key)] }

func (t table) Put(bucket string, key, value []byte) error {
	t[bucket+"/"+string(key)] = bytes.Clone(value)
	return nil
}

func (t table) Delete(bucket string, key []byte) error {
	delete(t, bucket+"/"+string(key))
	return nil
}

func (t table) Scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	for _, k := range slices.Sorted(maps.Keys(t)) {
		rest, in := strings.CutPrefix(k, bucket+"/")
		if in && rest >= string(from) && !yield([]byte(rest), t[k]) {
			return
		}
	}
}

func newIndex(t table, fan int) ranks.Index {
	return ranks.Index{KV: t, Rows: "rows", Counts: "counts", Fan: fan}
}

func rowOf(points, member int) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(points)), uint64(member))
}

// Any puts, deletions and moves in two sets leave what a sorted list has: the number of rows, the
// position of each key and the row at each position, with blocks as small as two rows. Records are the
// same as those of rows written in order.
func TestAgreesWithSortedList(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		kv := table{}
		x := newIndex(kv, rapid.IntRange(1, 2).Draw(r, "fan"))
		sets := map[string]map[string]bool{"a\x00": {}, "ab\x00": {}}
		row := func(name string) []byte {
			return rowOf(rapid.IntRange(0, 5).Draw(r, name), rapid.IntRange(0, 9).Draw(r, name+"'s member"))
		}
		for range rapid.IntRange(0, 60).Draw(r, "operations") {
			set := rapid.SampledFrom([]string{"a\x00", "a\x00", "a\x00", "ab\x00"}).Draw(r, "set")
			one, other := row("row"), row("other")
			var err error
			switch rapid.SampledFrom([]string{"put", "put", "delete", "move", "move"}).Draw(r, "kind") {
			case "put":
				err = x.Put([]byte(set), one, []byte{1})
				sets[set][string(one)] = true
			case "delete":
				err = x.Delete([]byte(set), one)
				delete(sets[set], string(one))
			case "move":
				err = x.Move([]byte(set), one, other, []byte{1})
				delete(sets[set], string(one))
				sets[set][string(other)] = true
			}
			if err == nil {
				err = x.Check()
			}
			if err != nil {
				r.Fatal(err)
			}
		}
		for set, rows := range sets {
			compareWithList(r, x, set, slices.Sorted(maps.Keys(rows)), row("key"))
		}
		inOrder := table{}
		for set, rows := range sets {
			for _, k := range slices.Sorted(maps.Keys(rows)) {
				if err := newIndex(inOrder, x.Fan).Put([]byte(set), []byte(k), []byte{1}); err != nil {
					r.Fatal(err)
				}
			}
		}
		if !maps.EqualFunc(kv, inOrder, bytes.Equal) {
			r.Fatalf("got records\n%q\nin order\n%q", kv, inOrder)
		}
	})
}

// compareWithList compares a set with a sorted list of its rows, and the position of a key.
func compareWithList(r *rapid.T, x ranks.Index, set string, want []string, key []byte) {
	if n := x.Len([]byte(set)); n != len(want) {
		r.Fatalf("got %d rows, want %d", n, len(want))
	}
	for i, row := range want {
		if got := x.Before([]byte(set), []byte(row)); got != i {
			r.Fatalf("before row %d: got %d", i, got)
		}
		if got := x.At([]byte(set), i); string(got) != row {
			r.Fatalf("row %d: got %x, want %x", i, got, row)
		}
	}
	if got := x.At([]byte(set), len(want)); got != nil {
		r.Fatalf("behind the last row: got %x", got)
	}
	at, _ := slices.BinarySearch(want, string(key))
	if got := x.Before([]byte(set), key); got != at {
		r.Fatalf("before %x: got %d, want %d", key, got, at)
	}
}

// filled returns a set of 300 rows in small blocks.
func filled(t *testing.T) (table, ranks.Index) {
	t.Helper()
	kv := table{}
	x := newIndex(kv, 2)
	for i := range 300 {
		if err := x.Put([]byte("a\x00"), rowOf(i/3, i), []byte{1}); err != nil {
			t.Fatal(err)
		}
	}
	return kv, x
}

// damage sets all counts of a level to a value, and returns how many there are.
func damage(kv table, level byte, value []byte) (n int) {
	for k := range kv {
		if strings.HasPrefix(k, "counts/a\x00"+string([]byte{level})) {
			kv[k] = value
			n++
		}
	}
	return n
}

func TestDamagedCountsAreReadFromRows(t *testing.T) {
	for level := range byte(3) {
		kv, x := filled(t)
		if n := damage(kv, level, []byte{}); n == 0 {
			t.Fatalf("no counts at level %d", level)
		}
		if got := x.Len([]byte("a\x00")); got != 300 {
			t.Errorf("got %d rows", got)
		}
		if got := x.Before([]byte("a\x00"), rowOf(50, 0)); got != 150 {
			t.Errorf("got %d rows before the 150th", got)
		}
		if got := x.At([]byte("a\x00"), 299); !bytes.Equal(got, rowOf(99, 299)) {
			t.Errorf("got the last row %x", got)
		}
	}
}

func TestDamagedCountsAreRebuiltByWrites(t *testing.T) {
	for name, write := range map[string]func(x ranks.Index) error{
		"put":    func(x ranks.Index) error { return x.Put([]byte("a\x00"), rowOf(0, 400), []byte{1}) },
		"delete": func(x ranks.Index) error { return x.Delete([]byte("a\x00"), rowOf(0, 1)) },
		"move":   func(x ranks.Index) error { return x.Move([]byte("a\x00"), rowOf(0, 1), rowOf(99, 400), []byte{1}) },
	} {
		t.Run(name, func(t *testing.T) {
			kv, x := filled(t)
			damage(kv, 0, []byte{})
			if err := write(x); err != nil {
				t.Fatal(err)
			}
			if err := x.Check(); err != nil {
				t.Error(err)
			}
			if len(kv.Get("counts", append([]byte("a\x00\x00"), rowOf(0, 0)...))) == 1 {
				t.Error("a damaged count is left")
			}
		})
	}
}

func TestCheckFindsWrongCounts(t *testing.T) {
	for name, spoil := range map[string]func(kv table){
		"a wrong one":  func(kv table) { damage(kv, 1, rowOf(7000, 0)[:8]) },
		"an added one": func(kv table) { _ = kv.Put("counts", append([]byte("a\x00\x00"), rowOf(500, 0)...), rowOf(1, 0)[:8]) },
		"a missing level": func(kv table) {
			maps.DeleteFunc(kv, func(k string, _ []byte) bool { return strings.HasPrefix(k, "counts/a\x00\x02") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			kv, x := filled(t)
			spoil(kv)
			if x.Check() == nil {
				t.Error("no fault is found")
			}
			if err := x.RebuildAll(); err != nil {
				t.Fatal(err)
			}
			if err := x.Check(); err != nil {
				t.Errorf("after counting anew: %v", err)
			}
		})
	}
}
