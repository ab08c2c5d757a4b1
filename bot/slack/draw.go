package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/markdown"
)

// Limits of messages, of docs.slack.dev/reference/block-kit/blocks and its pages on each block.
const (
	maxBlocks  = 50
	maxHeader  = 150
	maxActions = 25 // elements of a block of buttons
	maxNote    = 2000
	maxSummary = 3000
	maxLabel   = 75  // of a button or an option
	maxPrompt  = 150 // of a select
	// maxSum is how much all blocks of a message hold together. Slack does not document it and refuses messages from
	// some 13,200 characters on with msg_blocks_too_long (github.com/slackapi/bolt-js/issues/2509). Counted is the JSON
	// of the blocks in UTF-16 units, which is more than whatever Slack counts.
	maxSum = 12000
	// endRoom and endBlocks are what the end of a card has to itself, its last notes and controls, so that a count that
	// grows or buttons that go move nothing from one message to another.
	endRoom   = 4000
	endBlocks = 8
)

// message is what Slack shows as one: its blocks, and a line for notifications and screen readers.
type message struct {
	text   string
	blocks []slack.Block
}

// draw lays a card out as messages. Nothing of it is left out. What is bare has no tables, pictures or languages of
// code, which are what Slack may refuse for reasons of its own.
func draw(card bot.Card, bare bool) []message {
	body, end := card.Ending()
	d := drawing{bare: bare, pages: []page{{}}}
	for _, part := range body {
		d.part(part)
	}
	if last := d.page(); len(end) > 0 && (len(last.blocks) > maxBlocks-endBlocks || last.size > maxSum-endRoom) {
		d.turn()
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
		list = append(list, message{text, p.blocks})
	}
	return list
}

// page is a message being laid out.
type page struct {
	blocks []slack.Block
	size   int // of the blocks, as Slack may count it
	tabled bool
}

// drawing lays parts out, page after page.
type drawing struct {
	bare  bool
	pages []page
}

func (d *drawing) page() *page { return &d.pages[len(d.pages)-1] }

// turn starts a new message, unless nothing stands in this one.
func (d *drawing) turn() {
	if len(d.page().blocks) > 0 {
		d.pages = append(d.pages, page{})
	}
}

// fits reports whether blocks have room in the message.
func (p *page) fits(blocks []slack.Block) bool {
	return len(p.blocks)+len(blocks) <= maxBlocks && p.size+sum(blocks) <= maxSum
}

// put adds blocks, in a new message where this one has no room.
func (d *drawing) put(blocks ...slack.Block) {
	if !d.page().fits(blocks) {
		d.turn()
	}
	p := d.page()
	p.blocks = append(p.blocks, blocks...)
	p.size += sum(blocks)
	for _, b := range blocks {
		p.tabled = p.tabled || b.BlockType() == slack.MBTTable
	}
}

// sum is how much blocks take of what a message holds, in UTF-16 units.
func sum(blocks []slack.Block) int {
	text, err := json.Marshal(blocks)
	if err != nil {
		return maxSum + 1 // the client refuses it, too
	}
	return units(text)
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

func (d *drawing) part(part bot.Part) {
	switch p := part.(type) {
	case bot.Heading:
		d.heading(p.Line)
	case bot.Text:
		d.text(p.Line)
	case bot.Note:
		d.note(p.Line)
	case bot.Document:
		d.document(p.Doc)
	case bot.Saying:
		d.saying(p)
	case bot.Table:
		d.document(markdown.Doc{p.Markdown()})
	case bot.Buttons:
		d.buttons(p)
	case bot.Select:
		d.selection(p)
	case bot.Divider:
		if len(d.page().blocks) > 0 { // a new message divides as well
			d.put(slack.NewDividerBlock())
		}
	}
}

func (d *drawing) heading(line bot.Line) {
	if text := line.Plain(); text != "" && !slices.ContainsFunc(line, namesChannel) && utf8.RuneCountInString(text) <= maxHeader {
		d.put(slack.NewHeaderBlock(plain(text)))
		return
	}
	strong := make(bot.Line, len(line))
	for i, s := range line {
		s.Strong = true
		strong[i] = s
	}
	d.text(strong)
}

// text is words of the catalogue. Long ones, as where many are named, are broken.
func (d *drawing) text(line bot.Line) {
	for _, piece := range line.Pieces(maxNote) {
		if elements := words(piece); len(elements) > 0 {
			d.put(slack.NewRichTextBlock("", slack.NewRichTextSection(elements...)))
		}
	}
}

// note is small print, where small print can say it.
func (d *drawing) note(line bot.Line) {
	object, ok := small(line)
	if !ok {
		d.text(line)
		return
	}
	d.put(slack.NewContextBlock("", object))
}

// saying is what somebody wrote, as a quotation under their name, code as code: together where it fits into a message.
func (d *drawing) saying(s bot.Saying) {
	doc := markdown.Message(s.Text)
	by := slack.NewRichTextSection(words(s.By)...)
	said := func(doc markdown.Doc) []slack.Block {
		r := rich{bare: d.bare, elements: []slack.RichTextElement{by}}
		r.quote(doc)
		return []slack.Block{slack.NewRichTextBlock("", r.elements...)}
	}
	if !d.page().fits(said(doc)) {
		d.turn()
	}
	first, rest := markdown.Cut(doc, func(part markdown.Doc) bool { return d.page().fits(said(part)) })
	d.put(said(first)...)
	if len(rest) > 0 {
		d.document(markdown.Doc{markdown.Quote{Blocks: rest}})
	}
}

// document is Markdown: whole blocks to a message, and those that no message holds in parts.
func (d *drawing) document(doc markdown.Doc) {
	for len(doc) > 0 {
		fits := func(part markdown.Doc) bool { return d.page().fits(d.blocks(part)) }
		n := markdown.Leading(doc, fits)
		if n == 0 && len(d.page().blocks) > 0 {
			d.turn()
			continue
		}
		head, tail := markdown.Cut(doc, fits)
		d.put(d.blocks(head)...)
		doc = tail
	}
}

func (d *drawing) buttons(b bot.Buttons) {
	for items := b.Items; len(items) > 0; items = items[min(maxActions, len(items)):] {
		var row []slack.BlockElement
		for _, item := range items[:min(maxActions, len(items))] {
			button := slack.NewButtonBlockElement(item.ID, "", plain(clip(item.Label, maxLabel)))
			switch {
			case item.Danger:
				button.Style = slack.StyleDanger
			case item.Primary:
				button.Style = slack.StylePrimary
			}
			row = append(row, button)
		}
		d.put(slack.NewActionBlock("", row...))
	}
}

func (d *drawing) selection(s bot.Select) {
	var options []*slack.OptionBlockObject
	for _, o := range s.Options {
		options = append(options, slack.NewOptionBlockObject(o.Value, plain(clip(o.Label, maxLabel)), nil))
	}
	prompt := plain(clip(s.Label, maxPrompt))
	if s.Max == 1 {
		d.put(slack.NewActionBlock("", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, prompt, s.ID, options...)))
		return
	}
	menu := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, prompt, s.ID, options...)
	d.put(slack.NewSectionBlock(plain(s.Label), nil, slack.NewAccessory(menu)))
}

// plain is text in which nothing takes effect, not even the names of emoji.
func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// clip shortens a label that stands in full elsewhere to n characters.
func clip(text string, n int) string { return markdown.ClipRunes(text, n) }
