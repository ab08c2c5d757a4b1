package text

import (
	"regexp"
	"strings"
)

// IsPlaceholder reports whether an answer is still to be written.
func IsPlaceholder(text string) bool {
	const longest = 80 // bytes, with tags
	if len(text) > longest {
		return false
	}
	return isPlaceholderWord(strings.ToLower(strings.Trim(HTMLTag.ReplaceAllString(text, ""), " \n*_.`()[]-")))
}

// IsTableOfContents reports whether a title is that of a table of contents.
func IsTableOfContents(title string) bool {
	const longest = 60 // bytes
	if len(title) > longest {
		return false
	}
	return isContentsWord(strings.ToLower(strings.Trim(title, " *_:：")))
}

// IsBackLink reports whether text is nothing but a link to the top or another anchor of the page.
func IsBackLink(text string) bool {
	text = strings.TrimSpace(text)
	return backLinkLine.MatchString(text) || strings.HasPrefix(text, "<") && backLinkHTML.MatchString(text)
}

// backLinkLine is a link within the page in Markdown, backLinkHTML one in HTML.
var backLinkLine = regexp.MustCompile(`^(?:[*_~\s]|<[^>]*>|&[a-z#0-9]+;|[⬆↥↑▲🔝⇧])*\[[^\]]*\]\(#[^)]*\)(?:[*_\s]|<[^>]*>)*$`)

var backLinkHTML = regexp.MustCompile(`(?is)^(?:\s|<[^>]*>|&[a-z#0-9]+;)*<a\s[^>]*href="#[^"]*"[^>]*>[^<]*(?:\s|<[^>]*>)*$`)

// SummaryHidesAnswer reports whether a summary hides an answer and asks nothing.
func SummaryHidesAnswer(text string) bool {
	text = strings.TrimSpace(HTMLTag.ReplaceAllString(text, ""))
	if _, _, ok := ReadMarker("**"+text+"**", true); ok {
		return true
	}
	return beginsHiding(strings.ToLower(text))
}

// IsOnlyTags reports whether text is nothing but tags and comments.
func IsOnlyTags(text string) bool {
	if !strings.HasPrefix(text, "<") {
		return text == ""
	}
	return strings.TrimSpace(HTMLTag.ReplaceAllString(HTMLComment.ReplaceAllString(text, ""), "")) == ""
}

// HTMLTag is a tag of HTML.
var HTMLTag = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)

// HTMLComment is a comment of HTML.
var HTMLComment = regexp.MustCompile(`(?s)<!--.*?-->`)

// AsksBack reports whether an answer asks in its first paragraph.
func AsksBack(text string) bool {
	line := strings.ReplaceAll(firstParagraph(text), "<br/>", "")
	return EndsInQuestionMark(line) || strings.Contains(line, "? ")
}

func firstParagraph(text string) string {
	text, _, _ = strings.Cut(text, "\n\n")
	return text
}
