package lexicon

import (
	"slices"
	"strings"
	"testing"

	"quizbot/quiz/grading/prose"

	"pgregory.net/rapid"
)

// newSmall returns a lexicon of a few groups.
func newSmall() *Lexicon {
	l := New()
	l.Add([]string{"hand out", "assign", "分配"}, Related)
	l.Add([]string{"page", "内存页"}, Same)
	l.Add([]string{"page fault", "缺页"}, Same)
	l.Add([]string{"内存", "memory"}, Same)
	l.AddOpposites([]string{"fast", "快"}, []string{"slow", "慢"})
	return l
}

// found returns the words of all hits.
func found(l *Lexicon, source string) string {
	tokens := prose.Tokenize(source)
	var words []string
	for _, h := range l.Find(tokens) {
		words = append(words, source[tokens[h.Start].Start:tokens[h.End-1].End])
	}
	return strings.Join(words, "|")
}

func TestFind(t *testing.T) {
	l := newSmall()
	for source, want := range map[string]string{
		"":                                "",
		"It assigns pages":                "assigns|pages",
		"hand it out, hand the jobs out":  "hand it out",
		"hand, out":                       "",
		"the page fault":                  "page|page fault",
		"分配内存页":                           "分配|内存|内存页",
		"缺页很慢":                            "缺页|慢",
		"hand it it it":                   "",
		"the the the":                     "",
		"a page, a memory and a fast one": "page|memory|fast",
	} {
		if got := found(l, source); got != want {
			t.Errorf("Find(%q) = %q, want %q", source, got, want)
		}
	}
}

func TestFindKnowsOneMeaning(t *testing.T) {
	l := newSmall()
	english, chinese := l.Find(prose.Tokenize("assigned")), l.Find(prose.Tokenize("分配"))
	if len(english) != 1 || len(chinese) != 1 || !slices.Equal(english[0].Groups, chinese[0].Groups) {
		t.Fatalf("found %v and %v, want one group for both", english, chinese)
	}
	if s := l.Strength(english[0].Groups[0]); s != Related {
		t.Errorf("strength is %d, want %d", s, Related)
	}
}

func TestOpposites(t *testing.T) {
	l := newSmall()
	fast, slow := l.Find(prose.Tokenize("fast"))[0].Groups[0], l.Find(prose.Tokenize("慢"))[0].Groups[0]
	if !slices.Equal(l.Opposites(fast), []Group{slow}) || !slices.Equal(l.Opposites(slow), []Group{fast}) {
		t.Errorf("opposites of %d and %d are %v and %v", fast, slow, l.Opposites(fast), l.Opposites(slow))
	}
	if l.Strength(fast) != Close {
		t.Errorf("strength is %d, want %d", l.Strength(fast), Close)
	}
	if page := l.Find(prose.Tokenize("page"))[0].Groups[0]; len(l.Opposites(page)) > 0 {
		t.Errorf("a page has the opposites %v", l.Opposites(page))
	}
}

func TestWith(t *testing.T) {
	l := newSmall()
	if l.With(nil) != l {
		t.Error("no groups make another lexicon")
	}
	extended := l.With([][]string{{"leaf", "page"}, {"fast lane", "快车道"}})
	if got, want := found(extended, "a leaf page in the fast lane"), "leaf|page|fast|fast lane"; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
	if got, want := found(l, "a leaf page in the fast lane"), "page|fast"; got != want {
		t.Errorf("the lexicon below finds %q, want %q", got, want)
	}
	leaf, page := extended.Find(prose.Tokenize("leaf")), extended.Find(prose.Tokenize("page"))
	if len(page) != 1 || len(page[0].Groups) != 2 || page[0].Groups[1] != leaf[0].Groups[0] {
		t.Errorf("page is found as %v and leaf as %v, want two groups in one hit", page, leaf)
	}
	if g := leaf[0].Groups[0]; extended.Strength(g) != Same || len(extended.Opposites(g)) != 0 {
		t.Errorf("the new group has strength %d and opposites %v", extended.Strength(g), extended.Opposites(g))
	}
	twice := extended.With([][]string{{"twig", "小枝"}})
	for _, word := range []string{"twig", "leaf", "slow"} {
		if hits := twice.Find(prose.Tokenize(word)); len(hits) != 1 || twice.Strength(hits[0].Groups[0]) == Related {
			t.Errorf("%s is found as %v", word, hits)
		}
	}
}

// TestWithFindsLikeOneLexicon compares an overlay with a lexicon that was given all groups at once.
func TestWithFindsLikeOneLexicon(t *testing.T) {
	word := rapid.SampledFrom([]string{"node", "tree", "lock", "the", "锁", "树", "fast"})
	term := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "words"), " ") })
	groups := rapid.SliceOfN(rapid.SliceOfN(term, 1, 3), 1, 4)
	rapid.Check(t, func(t *rapid.T) {
		below, above := groups.Draw(t, "below"), groups.Draw(t, "above")
		one, base := New(), New()
		for _, g := range below {
			base.Add(g, Same)
		}
		for _, g := range slices.Concat(below, above) {
			one.Add(g, Same)
		}
		tokens := prose.Tokenize(strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "text"), " "))
		got, want := base.With(above).Find(tokens), one.Find(tokens)
		if !slices.EqualFunc(got, want, func(a, b Hit) bool {
			return a.Start == b.Start && a.End == b.End && slices.Equal(a.Groups, b.Groups)
		}) {
			t.Fatalf("found %v, want %v", got, want)
		}
	})
}

func BenchmarkWith(b *testing.B) {
	l := Default()
	for b.Loop() {
		l.With([][]string{{"zero copy", "零拷贝"}, {"leaf page", "叶子页"}})
	}
}
