package metadata

import "testing"

func TestMentions(t *testing.T) {
	for _, c := range []struct {
		content, term string
		want          bool
	}{
		{"The GIL is a lock.", "gil", true},
		{"agile", "GIL", false},
		{"gila", "gil", false},
		{"agile, or the GIL", "gil", true},
		{"two\nlocks", "lock", true},
		{"locked", "lock", false},
		{"global\n interpreter  lock", "Global interpreter lock", true},
		{"这是全局解释器锁。", "全局解释器锁", true},
		{"用GIL锁住", "GIL", true},
		{"ＧＩＬ", "gil", true},
		{"C++ code", "c++", true},
		{"anything", "", false},
		{"", "a", false},
	} {
		if got := mentions(c.content, c.term); got != c.want {
			t.Errorf("%q mentions %q: %v", c.content, c.term, got)
		}
	}
}
