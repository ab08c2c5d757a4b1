package blocks

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackutilsx"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of rich_text and image blocks. The indent of lists is bounded for reading, not by Slack.
const (
	maxLinkURL = 3000
	maxAltText = 2000
	maxIndent  = 8
)

// lineElements draws a line of the catalogue as rich_text elements. Slack shows a date in each
// reader's own time zone, and a room by its channel's name.
func lineElements(line card.Line) []slack.RichTextSectionElement {
	var list []slack.RichTextSectionElement
	for _, s := range line {
		style := textStyle(s.Strong, false, false, s.Code)
		switch {
		case s.Text == "":
		case !s.At.IsZero():
			list = append(list, dateElement(s, dateFormat(line), style))
		case isOpenableURL(s.URL):
			list = append(list, slack.NewRichTextSectionLinkElement(s.URL, s.Text, style))
		case namesChannel(s):
			list = append(list, slack.NewRichTextSectionChannelElement(channelOfSpan(s), style))
		default:
			list = append(list, slack.NewRichTextSectionTextElement(s.Text, style))
		}
	}
	return list
}

func namesChannel(s card.Span) bool { return channelOfSpan(s) != "" }

// channelOfSpan returns the channel of a run that names a Slack room, empty for all others. A
// channel element notifies no one.
func channelOfSpan(s card.Span) string {
	if s.Room.Platform() != "slack" || s.Room.Workspace() == "" {
		return ""
	}
	return s.Room.Local()
}

// dateElement draws a moment. Its fallback is the moment in the room's time zone.
func dateElement(s card.Span, format string, style *slack.RichTextSectionTextStyle) slack.RichTextSectionElement {
	return &slack.RichTextSectionDateElement{
		Type: slack.RTSEDate, Timestamp: slack.JSONTime(s.At.Unix()), Format: format, Fallback: &s.Text, Style: style,
	}
}

// dateFormat returns a date format with the day, which can be another one in the reader's time
// zone: "tomorrow at 9:00 PM". Slack translates the parts of a date, but not the word between them,
// so that a Chinese line has none.
func dateFormat(line card.Line) string {
	if strings.ContainsFunc(line.Plain(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "{date_short_pretty} {time}"
	}
	return "{date_short_pretty} at {time}"
}

// contextObject draws a line as the text of a context block. It reports false if the line is too
// long or could be read as mrkdwn, which a date needs.
func contextObject(line card.Line) (*slack.TextBlockObject, bool) {
	text, dated := line.Plain(), false
	if text == "" || utf8.RuneCountInString(text) > maxContext {
		return nil, false
	}
	var b strings.Builder
	for _, s := range line {
		switch {
		case !s.At.IsZero():
			dated = true
			fmt.Fprintf(&b, "<!date^%d^%s|%s>", s.At.Unix(), dateFormat(line), slackutilsx.EscapeMessage(s.Text))
		case s.URL != "":
			return nil, false
		default:
			b.WriteString(slackutilsx.EscapeMessage(s.Text))
		}
	}
	if !dated {
		return plainTextObject(text), true
	}
	if strings.ContainsAny(text, "*_~`") {
		return nil, false
	}
	return slack.NewTextBlockObject(slack.MarkdownType, b.String(), false, true), true
}

// isOpenableURL reports whether Slack opens a link.
func isOpenableURL(link string) bool {
	u, err := url.Parse(link)
	if err != nil || len(link) > maxLinkURL {
		return false
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || u.Scheme == "mailto" && u.Opaque != ""
}

func textStyle(bold, italic, strike, code bool) *slack.RichTextSectionTextStyle {
	if !bold && !italic && !strike && !code {
		return nil
	}
	return &slack.RichTextSectionTextStyle{Bold: bold, Italic: italic, Strike: strike, Code: code}
}

// markdownElements draws a line of Markdown as rich_text elements. With strong set all of it is
// bold. A URL for which link is false is shown as text.
func markdownElements(line markdown.Line, strong bool, link func(url string) bool) []slack.RichTextSectionElement {
	var list []slack.RichTextSectionElement
	for _, s := range line {
		has := func(style markdown.Style) bool { return s.Style&style != 0 }
		style := textStyle(strong || has(markdown.Strong), has(markdown.Emphasis), has(markdown.Strike), has(markdown.Mono))
		switch {
		case s.Break:
			list = appendText(list, "\n", nil)
		case link(s.URL):
			text := s.Text
			if text == "" {
				text = s.URL
			}
			list = append(list, slack.NewRichTextSectionLinkElement(s.URL, text, style))
		case s.Text != "" || s.URL != "":
			list = appendText(list, s.TextWithAddress(), style)
		}
	}
	return list
}

// appendText appends text. It joins the element before if both are unstyled.
func appendText(
	list []slack.RichTextSectionElement, text string, style *slack.RichTextSectionTextStyle,
) []slack.RichTextSectionElement {
	if n := len(list); n > 0 && style == nil {
		if last, ok := list[n-1].(*slack.RichTextSectionTextElement); ok && last.Style == nil {
			last.Text += text
			return list
		}
	}
	return append(list, slack.NewRichTextSectionTextElement(text, style))
}

// richText collects the elements of one rich_text block. In the plain layout it has no links and no
// languages of code.
type richText struct {
	plain    bool
	elements []slack.RichTextElement
}

// toBlock returns the collected elements as a block.
func (r *richText) toBlock() slack.Block { return slack.NewRichTextBlock("", r.elements...) }

// inlineElements draws a line of Markdown.
func (r *richText) inlineElements(line markdown.Line, strong bool) []slack.RichTextSectionElement {
	if r.plain {
		return markdownElements(line, strong, func(string) bool { return false })
	}
	return markdownElements(line, strong, isOpenableURL)
}

// addParagraph adds text, one empty line below the paragraph before.
func (r *richText) addParagraph(list []slack.RichTextSectionElement) {
	if len(list) == 0 {
		return
	}
	if n := len(r.elements); n > 0 {
		if last, ok := r.elements[n-1].(*slack.RichTextSection); ok {
			last.Elements = append(append(last.Elements, slack.NewRichTextSectionTextElement("\n\n", nil)), list...)
			return
		}
	}
	r.elements = append(r.elements, slack.NewRichTextSection(list...))
}

// addPreformatted adds code as preformatted text. With a border of 1 it has a line at its side like
// a quote.
func (r *richText) addPreformatted(c markdown.Code, border int) {
	if c.Text == "" {
		return
	}
	element := &slack.RichTextPreformatted{
		Type: slack.RTEPreformatted, Border: border,
		Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(c.Text, nil)},
	}
	if !r.plain {
		element.Language = codeLanguage(c.Language)
	}
	r.elements = append(r.elements, element)
}

// addQuote adds a quote. Slack's quotes hold text alone: code stands between two quotes with the
// same line at its side, other blocks become text.
func (r *richText) addQuote(doc markdown.Doc) {
	var list []slack.RichTextSectionElement
	flush := func() {
		if len(list) > 0 {
			r.elements = append(r.elements, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: list})
		}
		list = nil
	}
	for _, block := range doc {
		var more []slack.RichTextSectionElement
		switch b := block.(type) {
		case markdown.Paragraph:
			more = r.inlineElements(b.Line, false)
		case markdown.Heading:
			more = r.inlineElements(b.Line, true)
		case markdown.Code:
			flush()
			r.addPreformatted(b, 1)
			continue
		default:
			if text := (markdown.Doc{b}).Plain(); text != "" {
				more = r.inlineElements(markdown.Line{{Text: text}}, false)
			}
		}
		if len(more) > 0 && len(list) > 0 {
			list = append(list, slack.NewRichTextSectionTextElement("\n\n", nil))
		}
		list = append(list, more...)
	}
	flush()
}

// addList adds a list. Slack's lists hold text alone: a nested list follows its item with a deeper
// indent, and other blocks of an item stand between it and the next item.
func (r *richText) addList(l markdown.List, indent int) {
	style := slack.RTEListBullet
	if l.Ordered {
		style = slack.RTEListOrdered
	}
	var open *slack.RichTextList
	for i, item := range l.Items {
		text, others := r.listItemText(item)
		if open == nil {
			open = slack.NewRichTextList(style, min(indent, maxIndent))
			if l.Ordered {
				open.Offset = max(0, l.Start-1+i)
			}
			r.elements = append(r.elements, open)
		}
		open.Elements = append(open.Elements, slack.NewRichTextSection(text...))
		for _, block := range others {
			open = nil
			if nested, ok := block.(markdown.List); ok {
				r.addList(nested, indent+1)
				continue
			}
			r.addBlock(block)
		}
	}
}

// listItemText returns the text at the start of a list item, and the other blocks of the item.
func (r *richText) listItemText(item markdown.Item) (text []slack.RichTextSectionElement, others markdown.Doc) {
	if item.Task != 0 {
		box := "☐ "
		if item.Task != ' ' {
			box = "☑ "
		}
		text = append(text, slack.NewRichTextSectionTextElement(box, nil))
	}
	for i, block := range item.Blocks {
		paragraph, ok := block.(markdown.Paragraph)
		if !ok {
			others = item.Blocks[i:]
			break
		}
		if i > 0 {
			text = append(text, slack.NewRichTextSectionTextElement("\n", nil))
		}
		text = append(text, r.inlineElements(paragraph.Line, false)...)
	}
	if len(text) == 0 {
		text = append(text, slack.NewRichTextSectionTextElement(" ", nil))
	}
	return text, others
}

// addBlock adds a block of Markdown as rich_text.
func (r *richText) addBlock(block markdown.Block) {
	switch b := block.(type) {
	case markdown.Paragraph:
		r.addParagraph(r.inlineElements(b.Line, false))
	case markdown.Heading:
		r.addParagraph(r.inlineElements(b.Line, true))
	case markdown.Code:
		r.addPreformatted(b, 0)
	case markdown.Quote:
		r.addQuote(b.Blocks)
	case markdown.List:
		r.addList(b, 0)
	case markdown.Table:
		r.addTable(b)
	case markdown.Image:
		r.addParagraph(r.inlineElements(markdown.Line{{Text: b.Alt, URL: b.URL, Image: true}}, false))
	case markdown.Rule:
		r.addParagraph(r.inlineElements(markdown.Line{{Text: "———"}}, false))
	}
}

// codeLanguage returns Slack's name for the language of a code fence, empty if Slack does not know
// it.
func codeLanguage(fence string) string {
	switch name := strings.ToLower(fence); name {
	case "c", "cpp", "csharp", "css", "diff", "dockerfile", "go", "html", "java", "javascript", "json", "kotlin", "markdown",
		"php", "python", "r", "ruby", "rust", "scala", "shell", "sql", "swift", "typescript", "xml", "yaml":
		return name
	case "bash", "sh", "zsh", "console":
		return "shell"
	case "c++":
		return "cpp"
	case "cs", "c#":
		return "csharp"
	case "golang":
		return "go"
	case "js", "jsx":
		return "javascript"
	case "kt":
		return "kotlin"
	case "md":
		return "markdown"
	case "py", "python3", "pycon":
		return "python"
	case "rb":
		return "ruby"
	case "rs":
		return "rust"
	case "ts", "tsx":
		return "typescript"
	case "yml":
		return "yaml"
	}
	return ""
}
