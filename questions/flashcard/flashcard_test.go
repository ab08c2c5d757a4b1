package flashcard

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"quizbot/quiz"
)

func TestQuestion(t *testing.T) {
	for name, c := range map[string]struct {
		front, back string
		want        quiz.Question
	}{
		"plain text":           {"What is a heap?", "A full tree.", quiz.Question{Title: "What is a heap?", Answer: "A full tree."}},
		"HTML":                 {"<p>What is a <b>heap</b>?</p>", "A <i>full</i> tree", quiz.Question{Title: "What is a **heap**?", Answer: "A *full* tree"}},
		"a front of two lines": {"What prints this?<br><br>and why", "x", quiz.Question{Title: "What prints this?", Body: "and why", Answer: "x"}},
		"a hidden word":        {"A heap is a {{c1::tree}}.", "", quiz.Question{Title: "A heap is a […].", Answer: "tree", Accept: []string{"tree"}}},
		"a hint":               {"A heap is a {{c1::tree::it grows}}.", "", quiz.Question{Title: "A heap is a […].", Answer: "tree", Accept: []string{"tree"}}},
		"two hidden words":     {"{{c1::Salt}} and {{c2::water}}", "the sea", quiz.Question{Title: "[…] and […]", Answer: "Salt, water\n\nthe sea"}},
		"hidden lines":         {"It holds {{c1::one\ntwo}}.", "", quiz.Question{Title: "It holds […].", Answer: "one\ntwo", Accept: []string{"one\ntwo"}}},
		"an empty card":        {"", "", quiz.Question{}},
	} {
		if got := Question(c.front, c.back); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\ngot  %#v\nwant %#v", name, got, c.want)
		}
	}
}

// Nothing on a card makes a panic, and no hidden word stays on the front.
func TestAnyCard(t *testing.T) {
	piece := rapid.SampledFrom([]string{"{{c1::", "}}", "::", "word", "<p>", "</p>", "<br>", "<", "&lt;", "**", "\n", "{{c2::x}}", "<img src=a>", "<pre>", "\\"})
	side := rapid.Custom(func(t *rapid.T) string {
		text := ""
		for _, p := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
			text += p
		}
		return text
	})
	rapid.Check(t, func(t *rapid.T) {
		q := Question(side.Draw(t, "front"), side.Draw(t, "back"))
		if Cloze.MatchString(q.Title) {
			t.Fatalf("the front still shows %q", q.Title)
		}
	})
}
