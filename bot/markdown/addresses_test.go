package markdown

import (
	"slices"
	"testing"
)

// Pictures are found wherever Markdown has them, in order, and links are none.
func TestPictures(t *testing.T) {
	const source = "# ![h](h.png)\n\n![alone](https://example.com/a.png)\n\ntext ![b](b.png) and [link](c.png)\n\n" +
		"> ![q](q.png)\n\n- ![l](l.png)\n  - deeper ![m](m.png)\n\n| ![t](t.png) |\n|---|\n| x ![u](u.png) |\n\n```\n![code](x.png)\n```\n"
	want := []string{"h.png", "https://example.com/a.png", "b.png", "q.png", "l.png", "m.png", "t.png", "u.png"}
	if got := Parse(source).Pictures(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
