package words

import (
	"strings"
	"testing"
	"time"
)

func printerIn(t *testing.T, lang, zone string) Printer {
	t.Helper()
	c, err := NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang, zone)
}

// Values are literal, even with marks of the catalogue or placeholders in them.
func TestValuesAreLiteral(t *testing.T) {
	p := printerIn(t, "en", "UTC")
	for _, name := range []string{"*bold*", "`code`", "{{.N}}", "<!channel>", "@everyone", "\ue000", "a\nb", ""} {
		line := p.Line("voted", Args{"Name": name})
		if got, want := line.Plain(), "Your vote is for "+name+". A new vote replaces it."; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		for _, s := range line {
			if s.Strong || s.Code {
				t.Errorf("%q changed the style: %+v", name, line)
			}
		}
	}
}

func TestStyles(t *testing.T) {
	p := printerIn(t, "en", "UTC")
	got := p.Line("saved.choice", Args{"Choice": "A, C", "Until": time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)})
	if want := "Saved: A, C. You can change it until 17:30."; got.Plain() != want {
		t.Errorf("got %q, want %q", got.Plain(), want)
	}
	if !got[1].Strong || got[1].Text != "A, C" {
		t.Errorf("the choice is not strong: %+v", got)
	}
	if at := got[3].At; at.IsZero() {
		t.Errorf("the time is no moment: %+v", got)
	}
	if got := p.Text("form.placeholder", nil); !strings.Contains(got, "```") {
		t.Errorf("%q doesn't say how code is marked", got)
	}
}

func TestCounts(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 0, "0 answers"},
		{"en", 1, "1 answer"},
		{"en", 2, "2 answers"},
		{"zh-CN", 1, "共 1 份答案"},
		{"zh-CN", 2, "共 2 份答案"},
		{"tlh", 1, "1 answer"},
	} {
		if got := printerIn(t, c.lang, "UTC").Text("reveal.answered", Args{"N": c.n}); got != c.want {
			t.Errorf("%s %d: got %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestTimesAreTheRooms(t *testing.T) {
	at := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	if got := printerIn(t, "en", "Asia/Shanghai").FormatDay(at).Text; got != "2026-11-24 01:30" {
		t.Errorf("got %q, want the time in Shanghai", got)
	}
	if got := printerIn(t, "en", "No/Where").FormatDay(at).Text; got != "2026-11-23 17:30" {
		t.Errorf("got %q, want UTC for an unknown zone", got)
	}
}
