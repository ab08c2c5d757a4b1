package blocks

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of messages, from docs.slack.dev/reference/block-kit/blocks and its pages on each block.
const (
	maxBlocks       = 50
	maxHeader       = 150
	maxActions      = 25 // elements of an actions block
	maxContext      = 2000
	maxSummary      = 3000
	maxControlLabel = 75 // of a button or an option
	maxSection      = 3000
	// shortLabel is the length of labels that say too little to a screen reader's user, such as the
	// letter of a choice.
	shortLabel = 2
	// maxJSON bounds the blocks of a message together. Slack does not document the limit and
	// refuses messages from some 13,200 characters on with msg_blocks_too_long
	// (github.com/slackapi/bolt-js/issues/2509). Counted is the JSON of the blocks in UTF-16 units,
	// which is more than Slack can count.
	maxJSON = 12000
	// endJSON and endBlocks are reserved for the end of a card, its last notes and controls, so
	// that a growing count or a removed button moves nothing to another message.
	endJSON   = 4000
	endBlocks = 8
)

// piece is a block and the plain block with the same content. A joined piece stays in one message
// with the piece before it.
type piece struct {
	rich, plain slack.Block
	joined      bool
	size        adapter.Size
}

func newPiece(rich, plain slack.Block) piece {
	p := piece{rich: rich, plain: plain, size: adapter.Size{Blocks: 1, Text: jsonLength(rich)}}
	p.size.PlainText = p.size.Text
	if plain != rich {
		p.size.PlainText = jsonLength(plain)
	}
	return p
}

// jsonLength returns how much of a message a block takes, in UTF-16 units of its JSON.
func jsonLength(block slack.Block) int {
	text, err := json.Marshal(block)
	if err != nil {
		return maxJSON + 1 // slack-go refuses the block, too
	}
	return utf16Length(text) + 1
}

// utf16Length returns the length of a text in UTF-16 units.
func utf16Length(text []byte) int {
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r > 0xffff {
			n++
		}
		n++
		text = text[size:]
	}
	return n
}

// blockLayout lays the parts of a card out as pieces, message after message.
type blockLayout struct {
	*adapter.Paginator[piece]
	summary string
}

// layOutCard returns the pieces of each message of a card.
func layOutCard(c card.Card) [][]piece {
	body, end := c.SplitFooter()
	limit := adapter.Size{Blocks: maxBlocks, Text: maxJSON, PlainText: maxJSON}
	l := blockLayout{adapter.NewPaginator(limit, func(p piece) adapter.Size { return p.size }), c.Summary}
	for _, part := range body {
		l.drawPart(part)
	}
	if len(end) > 0 && l.Reserve(adapter.Size{Blocks: endBlocks, Text: endJSON, PlainText: endJSON}) {
		l.introduceControls(end[0])
	}
	for _, part := range end {
		l.drawPart(part)
	}
	return l.Pages()
}

// introduceControls puts text above controls in a message of their own: the last text of the
// message before, or the card's summary if the text is too long.
func (l *blockLayout) introduceControls(first card.Part) {
	if _, note := first.(card.Note); note {
		return
	}
	before := l.Previous()
	from := len(before) - 1
	for from > 0 && before[from].joined {
		from--
	}
	var size adapter.Size
	for _, p := range before[max(from, 0):] {
		size = size.Plus(p.size)
	}
	if from > 0 && max(size.Text, size.PlainText) <= maxJSON-endJSON {
		l.MoveFromPrevious(len(before) - from)
		return
	}
	l.drawNote(card.Line{{Text: shortenLabel(l.summary, maxContext)}})
}

// addBlocks adds blocks that are their own plain form.
func (l *blockLayout) addBlocks(blocks ...slack.Block) {
	var pieces []piece
	for _, b := range blocks {
		pieces = append(pieces, newPiece(b, b))
	}
	l.Add(pieces...)
}

func (l *blockLayout) drawPart(part card.Part) {
	switch p := part.(type) {
	case card.Heading:
		l.drawHeading(p.Line)
	case card.Text:
		l.drawText(p.Line)
	case card.Note:
		l.drawNote(p.Line)
	case card.Document:
		l.AddDocument(p.Doc, documentPieces)
	case card.Quote:
		l.drawQuote(p)
	case card.Table:
		l.AddDocument(markdown.Doc{p.Markdown()}, documentPieces)
	case card.Buttons:
		l.drawActions(p)
	case card.Divider:
		if !l.Empty() { // a new message divides as well
			l.addBlocks(slack.NewDividerBlock())
		}
	}
}

func (l *blockLayout) drawHeading(line card.Line) {
	text, channel := line.Plain(), slices.ContainsFunc(line, namesChannel)
	if text != "" && !channel && utf8.RuneCountInString(text) <= maxHeader {
		l.addBlocks(slack.NewHeaderBlock(plainTextObject(text)))
		return
	}
	strong := make(card.Line, len(line))
	for i, s := range line {
		s.Strong = true
		strong[i] = s
	}
	l.drawText(strong)
}

// drawText draws a line of the catalogue as rich_text. A long line, such as a list of many names,
// takes several blocks.
func (l *blockLayout) drawText(line card.Line) {
	for _, part := range line.Wrap(maxContext) {
		if elements := lineElements(part); len(elements) > 0 {
			l.addBlocks(slack.NewRichTextBlock("", slack.NewRichTextSection(elements...)))
		}
	}
}

// drawNote draws small print as a context block, or as text if a context block can't show it.
func (l *blockLayout) drawNote(line card.Line) {
	object, ok := contextObject(line)
	if !ok {
		l.drawText(line)
		return
	}
	l.addBlocks(slack.NewContextBlock("", object))
}

// drawQuote draws a member's text as a quote under their name. Name and quote share a message if
// they fit. The button is beside the name.
func (l *blockLayout) drawQuote(s card.Quote) {
	doc := markdown.Message(s.Text)
	by, above := []slack.RichTextElement{slack.NewRichTextSection(lineElements(s.By)...)}, []piece(nil)
	if name := strings.TrimSpace(s.By.Plain()); s.Button.Label != "" && name != "" {
		button := l.buttonElement(s.Button, 0, name)
		text := plainTextObject(shortenLabel(name, maxSection))
		section := slack.NewSectionBlock(text, nil, slack.NewAccessory(button))
		by, above = nil, []piece{newPiece(section, section)}
	}
	quote := func(doc markdown.Doc) []piece {
		rich, plain := richText{elements: slices.Clone(by)}, richText{plain: true, elements: slices.Clone(by)}
		rich.addQuote(doc)
		plain.addQuote(doc)
		if len(rich.elements) == 0 {
			return above
		}
		text := newPiece(rich.toBlock(), plain.toBlock())
		text.joined = len(above) > 0
		return append(above[:len(above):len(above)], text)
	}
	if !l.Fits(quote(doc)...) {
		l.Break()
	}
	first, rest := markdown.Cut(doc, func(part markdown.Doc) bool { return l.Fits(quote(part)...) })
	l.Add(quote(first)...)
	if len(rest) > 0 {
		l.AddDocument(markdown.Doc{markdown.Quote{Blocks: rest}}, documentPieces)
	}
}

func (l *blockLayout) drawActions(b card.Buttons) {
	for items := range slices.Chunk(b.Items, maxActions) {
		var row []slack.BlockElement
		for i, item := range items {
			row = append(row, l.buttonElement(item, i, l.summary))
		}
		l.addBlocks(slack.NewActionBlock("", row...))
	}
}

// linkAction is the prefix of the action ids of buttons with a URL.
const linkAction = "link "

// IsLink reports whether an action_id is that of a button with a URL. Slack opens the URL and sends
// an interaction as well.
func IsLink(actionID string) bool { return strings.HasPrefix(actionID, linkAction) }

// buttonElement draws the n-th button of a row. For screen readers the label is completed by about,
// to which the button belongs.
func (l *blockLayout) buttonElement(b card.Button, n int, about string) *slack.ButtonBlockElement {
	button := slack.NewButtonBlockElement(b.ID, "", plainTextObject(shortenLabel(b.Label, maxControlLabel)))
	switch {
	case b.Danger:
		button.Style = slack.StyleDanger
	case b.Primary:
		button.Style = slack.StylePrimary
	}
	if b.URL != "" {
		button.URL, button.ActionID = b.URL, fmt.Sprint(linkAction, n)
	}
	if utf8.RuneCountInString(b.Label) <= shortLabel && about != "" || about != l.summary {
		button.AccessibilityLabel = shortenLabel(b.Label+": "+about, maxControlLabel)
	}
	return button
}

// plainTextObject returns a plain_text object. Nothing takes effect in it, not even the name of an
// emoji.
func plainTextObject(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// shortenLabel shortens a label to n characters. Its full text is shown elsewhere.
func shortenLabel(text string, n int) string { return markdown.ClipRunes(text, n) }
