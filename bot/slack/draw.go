package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of messages, of docs.slack.dev/reference/block-kit/blocks and its pages on each block.
const (
	maxBlocks  = 50
	maxHeader  = 150
	maxActions = 25 // elements of a block of buttons
	maxNote    = 2000
	maxSummary = 3000
	maxLabel   = 75 // of a button or an option
	maxSection = 3000
	// shortLabel is the length of labels, such as a choice's letter, that say nothing to who only hears them.
	shortLabel = 2
	// maxSum is how much all blocks of a message hold together. Slack does not document it and refuses messages from
	// some 13,200 characters on with msg_blocks_too_long (github.com/slackapi/bolt-js/issues/2509). Counted is the JSON
	// of the blocks in UTF-16 units, which is more than whatever Slack counts.
	maxSum = 12000
	// endRoom and endBlocks are what the end of a card has to itself, its last notes and controls, so that a count that
	// grows or buttons that go move nothing from one message to another.
	endRoom   = 4000
	endBlocks = 8
)

// message is what Slack shows as one: its blocks, and a line for notifications and screen readers. plain are the blocks
// without tables, pictures, links and languages of code, which are what Slack may refuse for reasons of its own.
type message struct {
	text          string
	blocks, plain []slack.Block
}

// plainer is the message with its plain blocks.
func (m message) plainer() message { return message{m.text, m.plain, m.plain} }

// tabled reports whether one of the message's blocks is a table.
func (m message) tabled() bool {
	return slices.ContainsFunc(m.blocks, func(b slack.Block) bool { return b.BlockType() == slack.MBTTable })
}

// draw lays a card out as messages. Nothing of it is left out. With bare set all messages are plain from the start.
func draw(card card.Card, bare bool) []message {
	body, end := card.SplitFooter()
	d := drawing{summary: card.Summary, pages: []page{{}}}
	for _, part := range body {
		d.part(part)
	}
	if last := d.page(); len(end) > 0 && (len(last.pieces) > maxBlocks-endBlocks || last.size() > maxSum-endRoom) {
		d.turnToEnd(end)
	}
	for _, part := range end {
		d.part(part)
	}
	var list []message
	for i, p := range d.pages {
		text := clip(card.Summary, maxSummary)
		if len(d.pages) > 1 {
			text = fmt.Sprintf("%s (%d/%d)", text, i+1, len(d.pages))
		}
		m := message{text, p.blocks(), p.plain()}
		if bare {
			m = m.plainer()
		}
		list = append(list, m)
	}
	return list
}

// piece is a block, and the plain block that says the same. A piece that is joined stays in one message with the piece
// before it.
type piece struct {
	block, plain slack.Block
	joined       bool
	full, least  int // how much of a message the two take
}

func newPiece(block, plain slack.Block) piece {
	p := piece{block: block, plain: plain, full: sum(block)}
	p.least = p.full
	if plain != block {
		p.least = sum(plain)
	}
	return p
}

// page is a message being laid out.
type page struct{ pieces []piece }

// size is how much the message takes, whichever of its blocks are shown.
func (p *page) size() int { return sizeOf(p.pieces) }

func sizeOf(pieces []piece) int {
	full, least := 0, 0
	for _, p := range pieces {
		full, least = full+p.full, least+p.least
	}
	return max(full, least)
}

// fits reports whether pieces have room in the message.
func (p *page) fits(pieces []piece) bool {
	return len(p.pieces)+len(pieces) <= maxBlocks && p.size()+sizeOf(pieces) <= maxSum
}

// blocks are the message's. Slack shows a table at the end of its message wherever it stands in it, and takes one only:
// others stand as text.
func (p *page) blocks() []slack.Block {
	var list []slack.Block
	for i, piece := range p.pieces {
		block := piece.block
		if block.BlockType() == slack.MBTTable && i < len(p.pieces)-1 {
			block = piece.plain
		}
		list = append(list, block)
	}
	return list
}

func (p *page) plain() []slack.Block {
	var list []slack.Block
	for _, piece := range p.pieces {
		list = append(list, piece.plain)
	}
	return list
}

// drawing lays parts out, page after page.
type drawing struct {
	summary string
	pages   []page
}

func (d *drawing) page() *page { return &d.pages[len(d.pages)-1] }

// turn starts a new message, unless nothing stands in this one.
func (d *drawing) turn() {
	if len(d.page().pieces) > 0 {
		d.pages = append(d.pages, page{})
	}
}

// turnToEnd starts a new message for the end of a card. One that would be of controls alone takes along what stands last
// in the message before it, or where that is too much, the card's summary, so that there is text above its buttons.
func (d *drawing) turnToEnd(end []card.Part) {
	before := d.page()
	d.turn()
	if _, noted := end[0].(card.Note); noted {
		return
	}
	from := len(before.pieces) - 1
	for from > 0 && before.pieces[from].joined {
		from--
	}
	if last := before.pieces[max(from, 0):]; from > 0 && sizeOf(last) <= maxSum-endRoom {
		d.page().pieces = slices.Clone(last)
		d.pages[len(d.pages)-2].pieces = before.pieces[:from]
		return
	}
	d.note(card.Line{{Text: clip(d.summary, maxNote)}})
}

// put adds blocks that say all there is to say in their plain form, too.
func (d *drawing) put(blocks ...slack.Block) {
	var pieces []piece
	for _, b := range blocks {
		pieces = append(pieces, newPiece(b, b))
	}
	d.putPieces(pieces)
}

// putPieces adds pieces, in a new message where this one has no room.
func (d *drawing) putPieces(pieces []piece) {
	if !d.page().fits(pieces) {
		d.turn()
	}
	p := d.page()
	p.pieces = append(p.pieces, pieces...)
}

// sum is how much a block takes of what a message holds, in UTF-16 units.
func sum(block slack.Block) int {
	text, err := json.Marshal(block)
	if err != nil {
		return maxSum + 1 // the client refuses it, too
	}
	return units(text) + 1
}

// units is the length of a text in UTF-16 units.
func units(text []byte) int {
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

func (d *drawing) part(part card.Part) {
	switch p := part.(type) {
	case card.Heading:
		d.heading(p.Line)
	case card.Text:
		d.text(p.Line)
	case card.Note:
		d.note(p.Line)
	case card.Document:
		d.document(p.Doc)
	case card.Quote:
		d.saying(p)
	case card.Table:
		d.document(markdown.Doc{p.Markdown()})
	case card.Buttons:
		d.buttons(p)
	case card.Divider:
		if len(d.page().pieces) > 0 { // a new message divides as well
			d.put(slack.NewDividerBlock())
		}
	}
}

func (d *drawing) heading(line card.Line) {
	if text := line.Plain(); text != "" && !slices.ContainsFunc(line, namesChannel) && utf8.RuneCountInString(text) <= maxHeader {
		d.put(slack.NewHeaderBlock(plain(text)))
		return
	}
	strong := make(card.Line, len(line))
	for i, s := range line {
		s.Strong = true
		strong[i] = s
	}
	d.text(strong)
}

// text is words of the catalogue. Long ones, as where many are named, are broken.
func (d *drawing) text(line card.Line) {
	for _, piece := range line.Wrap(maxNote) {
		if elements := words(piece); len(elements) > 0 {
			d.put(slack.NewRichTextBlock("", slack.NewRichTextSection(elements...)))
		}
	}
}

// note is small print, where small print can say it.
func (d *drawing) note(line card.Line) {
	object, ok := small(line)
	if !ok {
		d.text(line)
		return
	}
	d.put(slack.NewContextBlock("", object))
}

// saying is what somebody wrote, as a quotation under their name: together where it fits into a message. A button that
// belongs to it stands beside the name.
func (d *drawing) saying(s card.Quote) {
	doc := markdown.Message(s.Text)
	by, above := []slack.RichTextElement{slack.NewRichTextSection(words(s.By)...)}, []piece(nil)
	if name := strings.TrimSpace(s.By.Plain()); s.Button.Label != "" && name != "" {
		button := d.button(s.Button, 0, name)
		section := slack.NewSectionBlock(plain(clip(name, maxSection)), nil, slack.NewAccessory(button))
		by, above = nil, []piece{newPiece(section, section)}
	}
	said := func(doc markdown.Doc) []piece {
		full, least := rich{elements: slices.Clone(by)}, rich{plain: true, elements: slices.Clone(by)}
		full.quote(doc)
		least.quote(doc)
		if len(full.elements) == 0 {
			return above
		}
		text := newPiece(slack.NewRichTextBlock("", full.elements...), slack.NewRichTextBlock("", least.elements...))
		text.joined = len(above) > 0
		return append(above[:len(above):len(above)], text)
	}
	if !d.page().fits(said(doc)) {
		d.turn()
	}
	first, rest := markdown.Cut(doc, func(part markdown.Doc) bool { return d.page().fits(said(part)) })
	d.putPieces(said(first))
	if len(rest) > 0 {
		d.document(markdown.Doc{markdown.Quote{Blocks: rest}})
	}
}

// document is Markdown: whole blocks to a message, and those that no message holds in parts.
func (d *drawing) document(doc markdown.Doc) {
	for len(doc) > 0 {
		fits := func(part markdown.Doc) bool { return d.page().fits(drawDoc(part)) }
		n := markdown.LeadingBlocks(doc, fits)
		if n == 0 && len(d.page().pieces) > 0 {
			d.turn()
			continue
		}
		head, tail := markdown.Cut(doc, fits)
		d.putPieces(drawDoc(head))
		doc = tail
	}
}

func (d *drawing) buttons(b card.Buttons) {
	for items := b.Items; len(items) > 0; items = items[min(maxActions, len(items)):] {
		var row []slack.BlockElement
		for i, item := range items[:min(maxActions, len(items))] {
			row = append(row, d.button(item, i, d.summary))
		}
		d.put(slack.NewActionBlock("", row...))
	}
}

// linkID is what the ids of buttons begin with that open an address. Slack tells of their presses, too.
const linkID = "link "

// button is the n-th button of a row. Its label alone may not say enough to who hears it: about says what it belongs to.
func (d *drawing) button(b card.Button, n int, about string) *slack.ButtonBlockElement {
	button := slack.NewButtonBlockElement(b.ID, "", plain(clip(b.Label, maxLabel)))
	switch {
	case b.Danger:
		button.Style = slack.StyleDanger
	case b.Primary:
		button.Style = slack.StylePrimary
	}
	if b.URL != "" {
		button.URL, button.ActionID = b.URL, fmt.Sprint(linkID, n)
	}
	if utf8.RuneCountInString(b.Label) <= shortLabel && about != "" || about != d.summary {
		button.AccessibilityLabel = clip(b.Label+": "+about, maxLabel)
	}
	return button
}

// plain is text in which nothing takes effect, not even the names of emoji.
func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// clip shortens a label that stands in full elsewhere to n characters.
func clip(text string, n int) string { return markdown.ClipRunes(text, n) }
