package text

import (
	"slices"
	"testing"
)

func TestCutBand(t *testing.T) {
	for sample, want := range map[string][2]string{
		"full: a lock": {"full", "a lock"}, "  Partial : half": {"partial", "half"}, "满分：锁": {"full", "锁"}, "**wrong**: no": {"wrong", "no"},
		"**wrong:** no": {"wrong", "no"}, "unsure:\n\n  code": {"unsure", "  code"}, "mostly correct: a: b": {"mostly", "a: b"}, "wrong:": {"wrong", ""},
	} {
		if band, answer, ok := CutBand(sample); !ok || band != want[0] || answer != want[1] {
			t.Errorf("%q is %q with the answer %q, %v", sample, band, answer, ok)
		}
	}
	for _, sample := range []string{"", "full", "full of it", "great: yes", "fully: x", "- full: x"} {
		if band, answer, ok := CutBand(sample); ok || band != "" || answer != sample {
			t.Errorf("%q has the band %q and the answer %q", sample, band, answer)
		}
	}
}

func TestTermGroup(t *testing.T) {
	for line, want := range map[string][]string{
		"GIL = global interpreter lock=全局解释器锁\n": {"GIL", "global interpreter lock", "全局解释器锁"},
		"cat, feline，猫、喵":                        {"cat", "feline", "猫", "喵"}, "a, b = c": {"a, b", "c"}, "alone": {"alone"}, " = ": nil,
	} {
		if got := TermGroup(line); !slices.Equal(got, want) {
			t.Errorf("%q are %q", line, got)
		}
	}
}
