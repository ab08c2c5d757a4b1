package text

import (
	"regexp"
	"strings"
)

// JoinParagraphs joins two texts with a blank line, if neither is empty.
func JoinParagraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// TrimBlankLines removes blank lines at both ends of text, and spaces at its end.
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

// SplitTitle splits text into the first line as its title and the rest as its body. If text begins
// with code, the first line of code is the title and the whole text the body.
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

// HeadingLine is a heading of Markdown, if it stands outside of code.
var HeadingLine = regexp.MustCompile(`^#{1,6} +(\S.*)$`)

// IsCodeFence reports whether a line opens or closes fenced code.
func IsCodeFence(line string) bool {
	line = strings.TrimLeft(line, " ")
	return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
}

// HasHeading reports whether text has a heading of Markdown's second level, as no other format has.
func HasHeading(text string) bool {
	return strings.HasPrefix(text, "## ") || strings.Contains(text, "\n## ")
}

// JoinSections returns the path of nested sections. Empty sections are left out.
func JoinSections(sections []string) string {
	var parts []string
	for _, s := range sections {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " / ")
}
