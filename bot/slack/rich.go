package slack

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of what stands in blocks, and what is readable.
const (
	maxURL    = 3000
	maxAlt    = 2000
	maxIndent = 8
)

// words are a line of the catalogue's words as typed text. A moment shows in each reader's own time, a
// room by its channel's name.
func words(line card.Line) []slack.RichTextSectionElement {
	var list []slack.RichTextSectionElement
	for _, s := range line {
		style := styleOf(s.Strong, false, false, s.Code)
		switch {
		case s.Text == "":
		case !s.At.IsZero():
			list = append(list, date(s, dateFormat(line), style))
		case followable(s.URL):
			list = append(list, slack.NewRichTextSectionLinkElement(s.URL, s.Text, style))
		case namesChannel(s):
			list = append(list, slack.NewRichTextSectionChannelElement(channelNamed(s), style))
		default:
			list = append(list, slack.NewRichTextSectionTextElement(s.Text, style))
		}
	}
	return list
}

func namesChannel(s card.Span) bool { return channelNamed(s) != "" }

// channelNamed is the channel by whose name Slack shows a run, empty where it is no room of Slack's. It pings nobody.
func channelNamed(s card.Span) string {
	if s.Room.Platform() != platform {
		return ""
	}
	_, channel, _ := strings.Cut(strings.TrimPrefix(string(s.Room), platform+"/"), "/")
	return channel
}

// date is a moment. The fallback says it in the room's time.
func date(s card.Span, format string, style *slack.RichTextSectionTextStyle) slack.RichTextSectionElement {
	return &slack.RichTextSectionDateElement{
		Type: slack.RTSEDate, Timestamp: slack.JSONTime(s.At.Unix()), Format: format, Fallback: &s.Text, Style: style,
	}
}

// dateFormat shows a moment with its day, which may be another one where the reader is: "tomorrow at 9:00 PM". Slack puts its
// own parts into the reader's language, and the word between them only suits a line in one that has it.
func dateFormat(line card.Line) string {
	if strings.ContainsFunc(line.Plain(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "{date_short_pretty} {time}"
	}
	return "{date_short_pretty} at {time}"
}

// small is a line as small print, if it is short and nothing in it could be taken for markup.
func small(line card.Line) (*slack.TextBlockObject, bool) {
	text, marked := line.Plain(), false
	if text == "" || utf8.RuneCountInString(text) > maxNote {
		return nil, false
	}
	var b strings.Builder
	for _, s := range line {
		switch {
		case !s.At.IsZero():
			marked = true
			fmt.Fprintf(&b, "<!date^%d^%s|%s>", s.At.Unix(), dateFormat(line), escape(s.Text))
		case s.URL != "":
			return nil, false
		default:
			b.WriteString(escape(s.Text))
		}
	}
	if !marked {
		return plain(text), true
	}
	if strings.ContainsAny(text, "*_~`") {
		return nil, false
	}
	return slack.NewTextBlockObject(slack.MarkdownType, b.String(), false, true), true
}

// followable reports whether a link leads somewhere that Slack opens.
func followable(link string) bool {
	u, err := url.Parse(link)
	if err != nil || len(link) > maxURL {
		return false
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || u.Scheme == "mailto" && u.Opaque != ""
}

func styleOf(bold, italic, strike, code bool) *slack.RichTextSectionTextStyle {
	if !bold && !italic && !strike && !code {
		return nil
	}
	return &slack.RichTextSectionTextStyle{Bold: bold, Italic: italic, Strike: strike, Code: code}
}

// spans are a line of Markdown as typed text, all of it strong where strong is set.
func spans(line markdown.Line, strong bool) []slack.RichTextSectionElement {
	return spansWith(line, strong, followable)
}

// spansWith is spans with links where a URL can be followed, and addresses as text elsewhere.
func spansWith(line markdown.Line, strong bool, follow func(url string) bool) []slack.RichTextSectionElement {
	var list []slack.RichTextSectionElement
	for _, s := range line {
		style := styleOf(strong || s.Style&markdown.Strong != 0, s.Style&markdown.Emphasis != 0, s.Style&markdown.Strike != 0, s.Style&markdown.Mono != 0)
		switch {
		case s.Break:
			list = add(list, "\n", nil)
		case follow(s.URL):
			text := s.Text
			if text == "" {
				text = s.URL
			}
			list = append(list, slack.NewRichTextSectionLinkElement(s.URL, text, style))
		case s.Text != "" || s.URL != "":
			list = add(list, s.TextWithAddress(), style)
		}
	}
	return list
}

// add adds text, to the element before it where both have no looks.
func add(list []slack.RichTextSectionElement, text string, style *slack.RichTextSectionTextStyle) []slack.RichTextSectionElement {
	if n := len(list); n > 0 && style == nil {
		if last, ok := list[n-1].(*slack.RichTextSectionTextElement); ok && last.Style == nil {
			last.Text += text
			return list
		}
	}
	return append(list, slack.NewRichTextSectionTextElement(text, style))
}

// rich collects the elements of one rich_text block. What is plain has no links and no languages of code.
type rich struct {
	plain    bool
	elements []slack.RichTextElement
}

// spans are a line of Markdown as typed text.
func (r *rich) spans(line markdown.Line, strong bool) []slack.RichTextSectionElement {
	if r.plain {
		return spansWith(line, strong, func(string) bool { return false })
	}
	return spans(line, strong)
}

// paragraph adds text, an empty line below the paragraph before it.
func (r *rich) paragraph(list []slack.RichTextSectionElement) {
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

func (r *rich) code(c markdown.Code) { r.preformatted(c, 0) }

// preformatted adds code, with a line at its side as quotations have one where border is 1.
func (r *rich) preformatted(c markdown.Code, border int) {
	if c.Text == "" {
		return
	}
	element := &slack.RichTextPreformatted{
		Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(c.Text, nil)}, Border: border,
	}
	if !r.plain {
		element.Language = language(c.Language)
	}
	r.elements = append(r.elements, element)
}

// quote adds a quotation. Slack's hold text alone: code in them stands between two of them with the same line at its side,
// other blocks are told as text.
func (r *rich) quote(doc markdown.Doc) {
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
			more = r.spans(b.Line, false)
		case markdown.Heading:
			more = r.spans(b.Line, true)
		case markdown.Code:
			flush()
			r.preformatted(b, 1)
			continue
		default:
			if text := (markdown.Doc{b}).Plain(); text != "" {
				more = r.spans(markdown.Line{{Text: text}}, false)
			}
		}
		if len(more) > 0 && len(list) > 0 {
			list = append(list, slack.NewRichTextSectionTextElement("\n\n", nil))
		}
		list = append(list, more...)
	}
	flush()
}

// list adds a list. Slack's hold text alone: lists in items stand deeper below them, and what else is in an item
// stands between it and the next one.
func (r *rich) list(l markdown.List, indent int) {
	style := slack.RTEListBullet
	if l.Ordered {
		style = slack.RTEListOrdered
	}
	var open *slack.RichTextList
	for i, item := range l.Items {
		text, others := r.itemText(item)
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
				r.list(nested, indent+1)
				continue
			}
			r.block(block)
		}
	}
}

// itemText is the text that an item of a list begins with, and what else is in it.
func (r *rich) itemText(item markdown.Item) (text []slack.RichTextSectionElement, others markdown.Doc) {
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
		text = append(text, r.spans(paragraph.Line, false)...)
	}
	if len(text) == 0 {
		text = append(text, slack.NewRichTextSectionTextElement(" ", nil))
	}
	return text, others
}

// block adds whatever typed text can say.
func (r *rich) block(block markdown.Block) {
	switch b := block.(type) {
	case markdown.Paragraph:
		r.paragraph(r.spans(b.Line, false))
	case markdown.Heading:
		r.paragraph(r.spans(b.Line, true))
	case markdown.Code:
		r.code(b)
	case markdown.Quote:
		r.quote(b.Blocks)
	case markdown.List:
		r.list(b, 0)
	case markdown.Table:
		r.table(b)
	case markdown.Image:
		r.paragraph(r.spans(markdown.Line{{Text: b.Alt, URL: b.URL, Image: true}}, false))
	case markdown.Rule:
		r.paragraph(r.spans(markdown.Line{{Text: "———"}}, false))
	}
}

// language is the name under which Slack knows the language that a fence names, empty where it has none for it.
func language(fence string) string {
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
