package text

import (
	"regexp"
	"strings"
)

// IsPlaceholder reports whether an answer is none yet.
func IsPlaceholder(text string) bool {
	const longest = 80 // bytes, with tags
	if len(text) > longest {
		return false
	}
	return isPlaceholderWord(strings.ToLower(strings.Trim(HTMLTag.ReplaceAllString(text, ""), " \n*_.`()[]-")))
}

// IsTableOfContents reports whether a title is that of a table of IsTableOfContents.
func IsTableOfContents(title string) bool {
	const longest = 60 // bytes
	if len(title) > longest {
		return false
	}
	return isContentsWord(strings.ToLower(strings.Trim(title, " *_:：")))
}

func IsBackLink(text string) bool {
	text = strings.TrimSpace(text)
	return backLinkLine.MatchString(text) || strings.HasPrefix(text, "<") && backLinkHTML.MatchString(text)
}

// backLinkLine is a line that leads to the page's top or another anchor of it, and says nothing else.
var backLinkLine = regexp.MustCompile(`^(?:[*_~\s]|<[^>]*>|&[a-z#0-9]+;|[⬆↥↑▲🔝⇧])*\[[^\]]*\]\(#[^)]*\)(?:[*_\s]|<[^>]*>)*$`)

// backLinkHTML is the same in HTML.
var backLinkHTML = regexp.MustCompile(`(?is)^(?:\s|<[^>]*>|&[a-z#0-9]+;)*<a\s[^>]*href="#[^"]*"[^>]*>[^<]*(?:\s|<[^>]*>)*$`)

// SummaryHidesAnswer reports whether a summary hides an answer rather than asking.
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

var HTMLTag = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)

// HTMLComment are those of HTML.
var HTMLComment = regexp.MustCompile(`(?s)<!--.*?-->`)

// AsksBack reports whether text asks something rather than answering.
func AsksBack(text string) bool {
	line := strings.ReplaceAll(firstParagraph(text), "<br/>", "")
	return EndsInQuestionMark(line) || strings.Contains(line, "? ")
}

func firstParagraph(text string) string {
	text, _, _ = strings.Cut(text, "\n\n")
	return text
}
