package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A clipped text ends with a whole character as a reader counts them, is no longer than it may be,
// and says that it was clipped.
func TestClip(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 5, "short"},
		{"one two", 5, "one…"},
		{"abcdef", 4, "abc…"},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 10, "👨‍👩‍👧‍👦…"},
		{"🇩🇪🇫🇷🇨🇳", 4, "🇩🇪…"},
		{"xe\u0301\u0323y", 3, "x…"},
		{"각각\u1100\u1161\u11a8x", 5, "각각…"},
		{"", 3, ""},
		{"e" + strings.Repeat("\u0301", 20), 5, "e\u0301\u0301\u0301…"},
	} {
		if got := ClipRunes(c.text, c.limit); got != c.want || utf8.RuneCountInString(got) > c.limit {
			t.Errorf("%q to %d: got %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

// An address that nothing opens is told shortly, one of data by its type.
func TestUnlinked(t *testing.T) {
	for _, c := range []struct {
		span Span
		want string
	}{
		{Span{Text: "a diagram", URL: "data:image/png;base64,AAAA", Image: true}, "a diagram (image/png)"},
		{Span{URL: "DATA:text/html,x"}, "text/html"},
		{Span{URL: "data:,x"}, "data:"},
		{Span{Text: "here", URL: "img/x.png"}, "here (img/x.png)"},
		{Span{Text: "ftp://x", URL: "ftp://x"}, "ftp://x"},
		{Span{Text: "data:image/png,A", URL: "data:image/png,A"}, "image/png"},
		{Span{Text: "here", URL: "https://example.com/" + strings.Repeat("a", 300)}, "here (https://example.com/" + strings.Repeat("a", 79) + "…)"},
	} {
		if got := c.span.TextWithAddress(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.span, got, c.want)
		}
	}
}
