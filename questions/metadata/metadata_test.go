package metadata

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quizbot/quiz"
)

// applied is an empty question with the details of a comment.
func applied(t *testing.T, comment string) (q quiz.Question, unknown []string, ok bool) {
	t.Helper()
	m, unknown, ok := ParseComment(comment)
	m.Apply(&q)
	return q, unknown, ok
}

func TestParseComment(t *testing.T) {
	for comment, want := range map[string]quiz.Question{
		" id: gil; tags: a, b; difficulty: hard ":          {ID: "gil", Tags: []string{"a", "b"}, Difficulty: "hard"},
		"\nid: gil\nlang: zh-CN\nsection: Basics\n":        {ID: "gil", Language: "zh-CN", Section: "Basics"},
		"tags：[树, 图]；level：易":                              {Tags: []string{"树", "图"}, Difficulty: "易"},
		`tags: ["a; b", "c"]; id: "x:y"`:                   {ID: "x:y", Tags: []string{"a; b", "c"}},
		`choices: [{"text": "a", "correct": true}]`:        {Choices: []quiz.Choice{{Text: "a", Correct: true}}},
		`language: "en"; hint: "look"`:                     {Language: "en", Hint: "look"},
		"shuffle: yes":                                     {Shuffle: true},
		"category: Web; topic: Forms":                      {Section: "Forms"},
		"a note without fields, then id: x; tag: a":        {Tags: []string{"a"}},
		`id: x; accept: ["1", "2"]; key_points: ["p"]`:     {ID: "x", Accept: []string{"1", "2"}, KeyPoints: []string{"p"}},
		"ID : x ;; ; Difficulty: easy":                     {ID: "x", Difficulty: "easy"},
		`id: x; tags: ["unclosed`:                          {ID: "x", Tags: []string{`"unclosed`}},
		"name: whatever; description: of a file; id: x":    {ID: "x"},
		`section: "A / B"; links: ["https://example.org"]`: {Section: "A / B", Links: []string{"https://example.org"}},
	} {
		if got, unknown, ok := applied(t, comment); !ok || len(unknown) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\ngot  %#v, %q, %v\nwant %#v", comment, got, unknown, ok, want)
		}
	}
}

func TestCommentsWithoutDetails(t *testing.T) {
	for _, comment := range []string{"", " TODO ", "see the book", "prettier-ignore", "colour: red", ":", ";;;", "note: look up the id: here", `colour: {"a": 1}`} {
		if q, _, ok := applied(t, comment); ok || !reflect.DeepEqual(q, quiz.Question{}) {
			t.Errorf("%q gives %+v", comment, q)
		}
	}
	_, unknown, ok := applied(t, "colour: red; id: x; shape: round; difficulty: 3; size: 1")
	if want := []string{"shape", "size"}; !ok || !reflect.DeepEqual(unknown, want) {
		t.Errorf("unknown are %q, %v, want %q", unknown, ok, want)
	}
	if _, unknown, _ = applied(t, `id: x; difficulty: {"no": "text"}`); len(unknown) != 1 {
		t.Errorf("JSON of another kind gives the unknown fields %q", unknown)
	}
}

// A comment takes any text without a panic, and each detail of a field in JSON arrives to the
// letter.
func TestCommentProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"id", ":", "：", ";", "；", "\n", " ", `"`, "[", "]", "{", "}", "tags", "x", ",", "title", "--", "true"}), 0, 12).Draw(t, "pieces")
		ParseComment(strings.Join(pieces, ""))
	})
}

// A question keeps the details that it has, and the defaults of its file fill the others.
func TestApply(t *testing.T) {
	m, _, _ := ParseComment("id: a; section: S; tags: t; difficulty: easy; lang: en; shuffle: true")
	q := quiz.Question{ID: "own", Section: "Own", Tags: []string{"own"}, Difficulty: "hard", Language: "ru"}
	want := q
	want.Shuffle = true
	if m.Apply(&q); !reflect.DeepEqual(q, want) {
		t.Errorf("got %+v, want %+v", q, want)
	}
}

func TestCutFrontMatter(t *testing.T) {
	for file, want := range map[string][2]string{
		"---\na: 1\n---\ntext":      {"a: 1", "text"},
		"---\na: 1\n---":            {"a: 1", ""},
		"---\na: 1\n---\nb\n---\nc": {"a: 1", "b\n---\nc"},
		"---\na: 1\n---\nb\n---":    {"a: 1", "b\n---"},
		"---\n\n---\n":              {"", ""},
	} {
		if head, rest, ok := CutFrontMatter(file); !ok || head != want[0] || rest != want[1] {
			t.Errorf("%q is cut to %q and %q, %v, want %q", file, head, rest, ok, want)
		}
	}
	for _, file := range []string{"", "text", "---", "---\nopen", " ---\na: 1\n---\n", "--- \na\n---\n", "a\n---\nb\n---\n"} {
		if head, rest, ok := CutFrontMatter(file); ok {
			t.Errorf("%q is cut to %q and %q", file, head, rest)
		}
	}
}

func TestParseFrontMatter(t *testing.T) {
	m, format, err := ParseFrontMatter("format: quizbot\nLanguage: zh-CN\ntags: [a, b, 3]\ncategory: Web\nlevel: 2\nnested: {id: no}\nid:\nTitle: a bank\nshuffle: true")
	if err != nil || format != "quizbot" {
		t.Fatalf("got the format %q, %v", format, err)
	}
	var q quiz.Question
	m.Apply(&q)
	if want := (quiz.Question{Language: "zh-CN", Tags: []string{"a", "b", "3"}, Section: "Web", Difficulty: "2", Shuffle: true}); !reflect.DeepEqual(q, want) {
		t.Errorf("got %+v, want %+v", q, want)
	}
	if m.Title != "a bank" {
		t.Errorf("the title is %q", m.Title)
	}
	if _, format, err = ParseFrontMatter("format: [quizbot]"); err != nil || format != "" {
		t.Errorf("a list is the format %q, %v", format, err)
	}
	for _, head := range []string{"a: [1", "\tx: 1", "- list", "text"} {
		if m, _, err := ParseFrontMatter(head); err == nil {
			t.Errorf("%q is front matter: %+v", head, m)
		}
	}
}
