package text

import (
	"regexp"
	"strings"
)

func JoinParagraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// TrimBlankLines takes empty lines off both ends of text, and spaces off its end.
func TrimBlankLines(text string) string {
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(line) != "" {
			break
		}
		text = rest
	}
	return strings.TrimRight(text, " \t\n")
}

// SplitTitle cuts text into its first line, which asks, and what belongs to the question besides. Text that
// begins with code has that code as its body, too.
func SplitTitle(text string) (title, body string) {
	text = TrimBlankLines(text)
	line, rest, _ := strings.Cut(text, "\n")
	if IsCodeFence(line) {
		code, _, _ := strings.Cut(rest, "\n")
		return strings.TrimSpace(code), text
	}
	title = strings.TrimSpace(line)
	if m := HeadingLine.FindStringSubmatch(title); m != nil {
		title = strings.TrimSpace(strings.TrimRight(m[1], "#"))
	}
	return title, TrimBlankLines(rest)
}

// HeadingLine is one that would be a heading outside of code.
var HeadingLine = regexp.MustCompile(`^#{1,6} +(\S.*)$`)

func IsCodeFence(line string) bool {
	line = strings.TrimLeft(line, " ")
	return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
}

// HasHeading reports whether text has a heading of Markdown's second level, as no other format does.
func HasHeading(text string) bool {
	return strings.HasPrefix(text, "## ") || strings.Contains(text, "\n## ")
}

func JoinSections(sections []string) string {
	var parts []string
	for _, s := range sections {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " / ")
}
