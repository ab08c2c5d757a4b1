package code

import "testing"

func TestSplit(t *testing.T) {
	for source, want := range map[string][2]string{
		"prose only":                 {"prose only", ""},
		"before\n```go\nx\n```after": {"before\n\nafter", "x"},
		"``` f = 1 ```":              {"", "f = 1"},
		"```python f = 1 ```":        {"", "f = 1"},
		"open ```\nx":                {"open", "x"},
	} {
		prose, code := Split(source)
		if prose != want[0] || code != want[1] {
			t.Errorf("%q: got %q and %q", source, prose, code)
		}
	}
}

func TestLooksLikeCode(t *testing.T) {
	for source, want := range map[string]bool{
		"f = lambda x, y: x*y":                            true,
		"for i in range(3): print(i + 1)":                 true,
		"Data members (attributes) and member functions.": false,
		"See https://example.org/a?b=c&d=(1+2)":           false,
		"a doubly-linked list, a low-level thing":         false,
		"": false,
	} {
		if got := LooksLikeCode(source); got != want {
			t.Errorf("%q: got %v", source, got)
		}
	}
}

func TestCompare(t *testing.T) {
	const source = "def add(a, b):\n    return a + b  # sum\n"
	for name, c := range map[string]struct {
		answer            string
		least, most       float64
		operator, literal bool
	}{
		"the same":         {source, 1, 1, false, false},
		"other names":      {"def plus(x, y):\n    return x + y", 1, 1, false, false},
		"arguments turned": {"def plus(x, y):\n    return y + x", 0.5, 0.99, false, false},
		"another operator": {"def add(a, b):\n    return a - b", 0.5, 0.99, true, false},
		"something else":   {"while True: pass", 0, 0.4, false, false},
		"nothing":          {"", 0, 0, false, false},
	} {
		got := Compare(source, c.answer)
		if got.Share < c.least || got.Share > c.most || got.OtherOperator != c.operator || got.OtherLiteral != c.literal {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := Compare("x = 10", "x = 20"); !got.OtherLiteral {
		t.Errorf("another literal: got %+v", got)
	}
	if got := Compare("f(1)", "f(2)"); got.OtherLiteral {
		t.Errorf("another argument of a call: got %+v", got)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("x = 'a", "def f(): return \"\\")
	f.Add("```go\n", "# 中文 /* ")
	f.Fuzz(func(t *testing.T, a, b string) {
		Split(a)
		LooksLikeCode(a)
		if got := Compare(a, b).Share; got < 0 || got > 1 {
			t.Errorf("got %v", got)
		}
	})
}
