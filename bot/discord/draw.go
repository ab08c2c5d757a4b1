package discord

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"quizbot/bot"
	"quizbot/bot/markdown"
)

// Limits of messages, of https://docs.discord.com/developers/components/reference and the table of its pages.
const (
	maxComponents = 40 // of a message, nested ones counted
	// maxText is how many characters the texts of a message hold together. Discord's pages no longer say so, and its
	// servers still do. Counted are UTF-16 units, of which a text has no fewer than characters.
	maxText     = 4000
	maxButtons  = 5 // of a row
	maxLabel    = 80
	maxOption   = 100
	maxPrompt   = 150
	maxAlt      = 1024
	styleFirst  = 1
	styleOthers = 2
	styleDanger = 4
	// endText and endComponents are what the end of a card has to itself, its last notes and controls, so that a count that
	// grows or buttons that go move nothing from one message to another.
	endText       = 300
	endComponents = 12
)

// message is what Discord shows as one.
type message struct {
	components []component
}

// draw lays a card out as messages. Nothing of it is left out.
func draw(card bot.Card) []message {
	body, end := card.Ending()
	d := drawing{{}}
	for _, part := range body {
		d.part(part)
	}
	if last := d.page(); len(end) > 0 && (last.size > maxText-endText || last.count > maxComponents-endComponents) {
		d.turn()
	}
	for _, part := range end {
		d.part(part)
	}
	var list []message
	for _, p := range d {
		if len(p.components) == 0 { // nothing in the card can be seen, and Discord takes no empty message
			p.components = []component{{Type: typeText, Content: "…"}}
		}
		list = append(list, message{p.components})
	}
	return list
}

// page is a message being laid out.
type page struct {
	components []component
	size       int // of its texts
	count      int // of components, nested ones too
}

// drawing lays parts out, page after page.
type drawing []page

func (d *drawing) page() *page { return &(*d)[len(*d)-1] }

// turn starts a new message, unless nothing stands in this one.
func (d *drawing) turn() {
	if len(d.page().components) > 0 {
		*d = append(*d, page{})
	}
}

// fits reports whether components have room in the message.
func (p *page) fits(list []component) bool {
	size, count := measure(list)
	return p.size+size <= maxText && p.count+count <= maxComponents
}

// measure is how much text is in components, and how many there are. Pictures count as the words that may stand for them.
func measure(list []component) (size, count int) {
	for _, c := range list {
		inner, nested := measure(c.Components)
		size, count = size+units(c.Content)+inner, count+1+nested
		if c.Type == typeGallery {
			size += units(c.told())
		}
	}
	return size, count
}

// told are the pictures of a gallery in words.
func (c component) told() string {
	var words []string
	for _, i := range c.Items {
		words = append(words, spans(markdown.Line{{Text: i.Description, URL: i.Media.URL, Image: true}}, true, ""))
	}
	return strings.Join(words, "\n")
}

// bare is a message without pictures, which are what Discord may refuse for reasons of their own.
func (m message) bare() message {
	list := slices.Clone(m.components)
	for i, c := range list {
		if c.Type == typeGallery {
			list[i] = component{Type: typeText, ID: c.ID, Content: c.told()}
		}
	}
	return message{list}
}

// put adds components, in a new message where this one has no room.
func (d *drawing) put(list ...component) {
	if len(list) == 0 {
		return
	}
	if !d.page().fits(list) {
		d.turn()
	}
	p := d.page()
	size, count := measure(list)
	p.components, p.size, p.count = append(p.components, list...), p.size+size, p.count+count
}

func (d *drawing) part(part bot.Part) {
	switch p := part.(type) {
	case bot.Heading:
		d.line("## ", p.Line)
	case bot.Text:
		d.line("", p.Line)
	case bot.Note:
		d.line("-# ", p.Line)
	case bot.Document:
		d.document(leveled(p.Doc))
	case bot.Saying:
		d.saying(p)
	case bot.Table:
		d.document(markdown.Doc{p.Markdown()})
	case bot.Buttons:
		d.buttons(p)
	case bot.Select:
		d.selection(p)
	case bot.Divider:
		if len(d.page().components) > 0 { // a new message divides as well
			d.put(component{Type: typeSeparator, Divider: true, Spacing: 1})
		}
	}
}

// maxLine is how many characters of a line stand in one text. Escaped and with their looks they may be twice as many.
const maxLine = maxText/2 - 100

// line is words of the catalogue behind a mark. Long ones, as where many are named, are broken.
func (d *drawing) line(mark string, line bot.Line) {
	for _, piece := range line.Pieces(maxLine) {
		d.put(text(mark + words(piece))...)
	}
}

// text is a text of its own, none where there is nothing to read.
func text(content string) []component {
	if strings.Trim(content, " \n\t#-"+apart) == "" {
		return nil
	}
	return []component{{Type: typeText, Content: content}}
}

// saying is what somebody wrote, as a quotation under their name: together where it fits into a message.
func (d *drawing) saying(s bot.Saying) {
	by := words(s.By)
	said := func(doc markdown.Doc) []component {
		return text(strings.Trim(by+"\n"+quoted(written(doc)), "\n"))
	}
	doc := markdown.Message(s.Text)
	if !d.page().fits(said(doc)) {
		d.turn()
	}
	for {
		first, rest := markdown.Cut(doc, func(part markdown.Doc) bool { return d.page().fits(said(part)) })
		d.put(said(first)...)
		if doc, by = rest, ""; len(doc) == 0 {
			return
		}
		d.turn()
	}
}

// document is Markdown: whole blocks to a message, and those that no message holds in parts.
func (d *drawing) document(doc markdown.Doc) {
	for len(doc) > 0 {
		fits := func(part markdown.Doc) bool { return d.page().fits(blocks(part)) }
		if markdown.Leading(doc, fits) == 0 && len(d.page().components) > 0 {
			d.turn()
			continue
		}
		head, tail := markdown.Cut(doc, fits)
		d.put(blocks(head)...)
		doc = tail
	}
}

// blocks draws Markdown: texts, and what Discord has components of its own for between them.
func blocks(doc markdown.Doc) []component {
	var list []component
	var texts markdown.Doc
	flush := func() {
		list = append(list, text(written(texts))...)
		texts = nil
	}
	for _, block := range doc {
		own, ok := special(block)
		if !ok {
			texts = append(texts, block)
			continue
		}
		flush()
		list = append(list, own)
	}
	flush()
	return list
}

// special is a block that Discord has a component of its own for.
func special(block markdown.Block) (component, bool) {
	switch b := block.(type) {
	case markdown.Rule:
		return component{Type: typeSeparator, Divider: true, Spacing: 1}, true
	case markdown.Image:
		alt := strings.TrimSpace(b.Alt)
		if followable(b.URL) && units(alt) <= maxAlt {
			return component{Type: typeGallery, Items: []item{{Media: media{b.URL}, Description: alt}}}, true
		}
	}
	return component{}, false
}

func (d *drawing) buttons(b bot.Buttons) {
	for items := b.Items; len(items) > 0; items = items[min(maxButtons, len(items)):] {
		row := component{Type: typeRow}
		for _, item := range items[:min(maxButtons, len(items))] {
			button := component{Type: typeButton, CustomID: item.ID, Label: clip(item.Label, maxLabel), Style: styleOthers}
			switch {
			case item.Danger:
				button.Style = styleDanger
			case item.Primary:
				button.Style = styleFirst
			}
			row.Components = append(row.Components, button)
		}
		d.put(row)
	}
}

func (d *drawing) selection(s bot.Select) {
	menu := component{Type: typeSelect, CustomID: s.ID, Placeholder: clip(s.Label, maxPrompt), MinValues: 1, MaxValues: s.Max}
	for _, o := range s.Options {
		menu.Options = append(menu.Options, menuOption{Label: clip(o.Label, maxOption), Value: o.Value})
	}
	d.put(component{Type: typeRow, Components: []component{menu}})
}

// units is the length of a text in UTF-16 units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// clip shortens a label that stands in full elsewhere to n characters, counted in UTF-16 units: it is not known which of both
// Discord counts.
func clip(text string, n int) string { return markdown.Clip(text, n, units) }

func unixTime(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
