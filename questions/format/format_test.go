package format

import (
	"slices"
	"strings"
	"testing"

	"quizbot/questions/source"
	"quizbot/quiz"
)

// A format that does not recognise a page can still read it, because a user may insist.
func TestOpenWith(t *testing.T) {
	read := 0
	open := OpenWith(
		func(p source.Page) bool { return strings.HasPrefix(p.Text, "?") },
		func(p source.Page) ([]quiz.Question, []source.Diagnostic) {
			read++
			return []quiz.Question{{Title: p.Text}}, []source.Diagnostic{source.WarningAt(1, "code", "message")}
		},
	)
	for content, want := range map[string]Confidence{"? one": Certain, "two": None} {
		document, confidence := open(source.Page{Text: content})
		if confidence != want {
			t.Errorf("%q is recognised with %v, want %v", content, confidence, want)
		}
		if reading := document.Read(); len(reading.Questions) != 1 || reading.Questions[0].Title != content || len(reading.Diagnostics) != 1 {
			t.Errorf("%q is read as %+v", content, reading)
		}
	}
	if open(source.Page{}); read != 2 {
		t.Errorf("%d pages were read, want only those whose documents were", read)
	}
}

func TestRemedies(t *testing.T) {
	own := Remedies{MarkRight: "mark it", GiveID: "id %s"}
	got := own.OrConvert()
	if want := (Remedies{MarkRight: "mark it", GiveID: "id %s", WriteAnswer: Convert, ListAccepted: Convert, ListKeyPoints: Convert, WriteSamples: Convert}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got = (Remedies{}).OrConvert(); got.MarkRight != Convert || got.GiveID != Convert {
		t.Errorf("a format without remedies has %+v", got)
	}
}

func TestSetAccepted(t *testing.T) {
	var q quiz.Question
	if SetAccepted(&q, []string{"four", "4"}); q.Answer != "four" || !slices.Equal(q.Accept, []string{"four", "4"}) {
		t.Errorf("got %+v", q)
	}
	q = quiz.Question{Answer: "kept"}
	if SetAccepted(&q, nil); q.Answer != "kept" || q.Accept != nil {
		t.Errorf("without answers it is %+v", q)
	}
}

// The room that is made follows from the bytes of the first questions, and never holds more than
// the file may.
func TestGrowFor(t *testing.T) {
	for _, c := range []struct{ n, at, size, least, most int }{
		{63, 630, 10_000, 63, 63},
		{64, 640, 10_000, 64 + 900, 64 + 1_300},
		{64, 64, 1_000, 64 + 200, 64 + 400},
		{64, 0, 10_000, 64, 64},
		{65, 650, 10_000, 65, 65},
	} {
		found := make([]quiz.Question, c.n)
		got := GrowFor(found[:c.n:c.n], c.at, c.size)
		if len(got) != c.n || cap(got) < c.least || cap(got) > c.most {
			t.Errorf("%+v: the room is %d", c, cap(got))
		}
	}
}
