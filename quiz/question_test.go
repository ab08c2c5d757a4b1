package quiz_test

import (
	"slices"
	"testing"

	"quizbot/quiz"
)

// Derived points are plain text, and key points are Markdown: names with underscores stay whole.
func TestDerivedPointsKeepCode(t *testing.T) {
	q := quiz.Question{
		Title: "What does a context manager do?",
		Answer: "It sets something up on entering a `with` block and cleans it up on leaving.\n\n" +
			"`__exit__` runs on errors too (`__enter__` doesn't).\n\n离开时会调用`__exit__`方法来清理资源。\n\nIt takes `*args` (like `f(*x)`, and `__new__`), and snake_case names too.",
	}
	q.FillPoints()
	want := []string{
		"It sets something up on entering a with block and cleans it up on leaving.",
		"`__exit__` runs on errors too (`__enter__` doesn't).",
		"离开时会调用`__exit__`方法来清理资源。",
		"It takes `*args` (like `f(*x)`, and `__new__`), and snake_case names too.",
	}
	if !slices.Equal(q.KeyPoints, want) || !q.PointsDerived {
		t.Errorf("got %q", q.KeyPoints)
	}
}
