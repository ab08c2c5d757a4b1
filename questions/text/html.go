package text

import (
	"html"
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	tables "github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
)

// cardHTMLTag is a tag or an entity of HTML that flash cards and quiz tools write.
var cardHTMLTag = regexp.MustCompile(`(?i)</?(?:p|br|div|span|b|i|u|em|strong|ul|ol|li|img|a|code|pre|table|h[1-6]|sub|sup|hr)\b[^>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+);`)

// LooksLikeHTML reports whether text holds tags or entities of HTML.
func LooksLikeHTML(text string) bool {
	return strings.ContainsAny(text, "<&") && cardHTMLTag.MatchString(text)
}

// HTMLToMarkdown converts HTML to Markdown. HTML that cannot be converted loses its tags.
func HTMLToMarkdown(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return strings.TrimSpace(text)
	}
	c := converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), tables.NewTablePlugin()))
	markdown, err := c.ConvertString(text)
	if err != nil {
		markdown = html.UnescapeString(HTMLTag.ReplaceAllString(text, ""))
	}
	return strings.TrimSpace(markdown)
}
