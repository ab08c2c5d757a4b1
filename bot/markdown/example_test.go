package markdown_test

import (
	"fmt"
	"unicode/utf8"

	"quizbot/bot/markdown"
)

// A document of several messages: each takes as much as fits, and code that is cut stays code in
// both.
func ExampleCut() {
	rest := markdown.Parse("Closures keep *variables*, not values.\n\n```python\nfor f in functions:\n    f()\n```")
	fits := func(doc markdown.Doc) bool { return utf8.RuneCountInString(doc.Plain()) <= 24 }
	for n := 1; len(rest) > 0; n++ {
		var head markdown.Doc
		head, rest = markdown.Cut(rest, fits)
		fmt.Printf("message %d: %q\n", n, head.Plain())
	}
	// Output:
	// message 1: "Closures keep variables,"
	// message 2: " not values."
	// message 3: "for f in functions:"
	// message 4: "    f()"
}
