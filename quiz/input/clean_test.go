package input

import (
	"strings"
	"testing"
)

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"  a\r\nb\rc \n":                "  a\nb\nc",
		"\n \n    if x:\n        y\n\n": "    if x:\n        y",
		"  a ":                          "a",
		"\x1b[31mred":                   "[31mred",
		"a\u202eb":                      "ab",
		"a\xffb":                        "a\ufffdb",
		"一\t二":                          "一\t二",
		" \n\t ":                        "",
		"👩\u200d👧":                      "👩\u200d👧",
	} {
		if got := CleanText(in); got != want {
			t.Errorf("CleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"e\u0301\u0302\u0303\u0304\u0305x" + strings.Repeat("\u0336", 40): "e\u0301\u0302\u0303x" + strings.Repeat("\u0336", 3), "न\u093f\u0902": "न\u093f\u0902",
		"ann": "ann", "  Ann\n Lee ": "Ann Lee", "小安": "小安", "Ann\u00a0\u3000Lee": "Ann Lee",
		"\u3164": "", "\u2800\u2800": "", "\u200b\u200d": "", " \u00a0 ": "", "\u202e": "", "\u0301\u0301": "", "\ufeff\u2060": "",
		"\u202eevil": "evil", "a\u200b\u200d\u200fb": "ab", "\u2066x\u2069": "x", "soft\u00adhyphen": "softhyphen", "tag\U000e0041": "tag",
		"👨‍👩‍👧": "👨‍👩‍👧", "می\u200cخواهم": "می\u200cخواهم", "❤️": "❤️", "José": "José",
	} {
		if got := CleanName(name); got != want {
			t.Errorf("%+q: got %+q, want %+q", name, got, want)
		}
	}
}
