package drawing

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of messages, of https://docs.discord.com/developers/components/reference and the table of
// its pages.
const (
	maxComponents = 40 // of a message, nested ones counted
	// maxText limits the texts of a message together. Discord's pages no longer say so, and its
	// servers still do. It counts UTF-16 units, of which a text has no fewer than characters.
	maxText        = 4000
	maxButtons     = 5 // of a row
	maxLabel       = 80
	maxOption      = 100
	maxOptions     = 25 // of a select
	maxAlt         = 1024
	maxButtonURL   = 512
	stylePrimary   = 1
	styleSecondary = 2
	styleDanger    = 4
	styleLink      = 5
	// reservedText and reservedComponents are kept for a card's footer, its last notes and
	// controls. Growing counts and removed buttons then move nothing to another message.
	reservedText       = 300
	reservedComponents = 12
)

// Draw lays a card out as messages, without commands that can be clicked. Nothing of it is left
// out.
func Draw(card card.Card) []Message { return Layout{}.Draw(card) }

// Layout lays cards out.
type Layout struct {
	// Commands are the ids of registered commands by their names: a command whose id is known can
	// be clicked.
	Commands map[string]string
}

// Draw lays a card out as messages. Nothing of it is left out.
func (l Layout) Draw(c card.Card) []Message {
	body, footer := c.SplitFooter()
	frame := 0 // components that the frame around each message takes
	if c.Accent != card.AccentNone {
		frame = 1
	}
	d := cardDrawing{Layout: l, pages: adapter.NewPaginator(adapter.Size{Blocks: maxComponents - frame, Text: maxText}, sizeOf)}
	for _, part := range body {
		d.part(part)
	}
	if len(footer) > 0 {
		d.pages.Reserve(adapter.Size{Blocks: reservedComponents - frame, Text: reservedText})
	}
	for _, part := range footer {
		d.part(part)
	}
	var list []Message
	for _, components := range d.pages.Pages() {
		if len(components) == 0 { // nothing in the card can be seen, and Discord takes no empty message
			components = []Component{{Type: typeTextDisplay, Content: "…"}}
		}
		list = append(list, Message{components, c.Accent})
	}
	return list
}

// sizeOf is how much of a message a component takes.
func sizeOf(c Component) adapter.Size {
	text, count := measureComponents([]Component{c})
	return adapter.Size{Blocks: count, Text: text}
}

// cardDrawing is a card that is being laid out.
type cardDrawing struct {
	Layout
	pages *adapter.Paginator[Component]
}

func (d *cardDrawing) part(part card.Part) {
	switch p := part.(type) {
	case card.Heading:
		d.line("## ", p.Line)
	case card.Text:
		d.line("", p.Line)
	case card.Note:
		d.note(p.Line)
	case card.Document:
		d.pages.AddDocument(normalizeHeadings(p.Doc), documentComponents)
	case card.Quote:
		d.quote(p)
	case card.Table:
		d.pages.AddDocument(drawTable(p), documentComponents)
	case card.Buttons:
		d.buttons(p)
	case card.Divider:
		if !d.pages.Empty() { // a new message divides as well
			d.pages.Add(Component{Type: typeSeparator, Divider: true, Spacing: 1})
		}
	}
}

// maxLine is how many characters of a line stand in one text. Escaped and with their looks they may
// be twice as many.
const maxLine = maxText/2 - 100

// line is words of the catalogue behind a mark. Long ones, as where many are named, are broken.
func (d *cardDrawing) line(mark string, line card.Line) {
	for _, piece := range line.Wrap(maxLine) {
		d.pages.Add(textDisplay(mark + d.renderWords(piece))...)
	}
}

// note is small print, such as until when a question is open, and how long that is.
func (d *cardDrawing) note(line card.Line) {
	pieces := line.Wrap(maxLine)
	for _, piece := range pieces[:len(pieces)-1] {
		d.pages.Add(textDisplay("-# " + d.renderWords(piece))...)
	}
	until, rest := splitAfterTime(pieces[len(pieces)-1])
	d.pages.Add(textDisplay("-# " + d.renderWords(until) + relativeTime(line) + d.renderWords(rest))...)
}

// textDisplay is a text of its own, none where there is nothing to read.
func textDisplay(content string) []Component {
	if strings.Trim(content, " \n\t#-"+zeroWidthSpace) == "" {
		return nil
	}
	return []Component{{Type: typeTextDisplay, Content: content}}
}

// quote is a member's text as a quotation under their name: in one message if it fits. Its button
// is beside it.
func (d *cardDrawing) quote(s card.Quote) {
	by, button := d.renderWords(s.By), s.Button
	said := func(doc markdown.Doc) []Component {
		return withAccessory(textDisplay(strings.Trim(by+"\n"+quoteText(renderDocument(doc)), "\n")), button)
	}
	doc := markdown.Message(s.Text)
	if !d.pages.Fits(said(doc)...) {
		d.pages.Break()
	}
	for {
		first, rest := markdown.Cut(doc, func(part markdown.Doc) bool { return d.pages.Fits(said(part)...) })
		d.pages.Add(said(first)...)
		if doc, by, button = rest, "", (card.Button{}); len(doc) == 0 {
			return
		}
		d.pages.Break()
	}
}

// withAccessory returns a text with a button at its side. A button without a label is left out. A
// button without a text is drawn alone.
func withAccessory(text []Component, b card.Button) []Component {
	switch drawn := drawButton(b); {
	case b.Label == "" || drawn.Type == 0:
		return text
	case len(text) == 0:
		return []Component{{Type: typeActionRow, Components: []Component{drawn}}}
	default:
		return []Component{{Type: typeSection, Components: text, Accessory: &drawn}}
	}
}

// documentComponents draws Markdown: texts, and what Discord has components of its own for between
// them.
func documentComponents(doc markdown.Doc) []Component {
	var list []Component
	var texts markdown.Doc
	flush := func() {
		list = append(list, textDisplay(renderDocument(texts))...)
		texts = nil
	}
	for _, block := range doc {
		own, ok := nativeComponent(block)
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

// nativeComponent is a block that Discord has a component of its own for.
func nativeComponent(block markdown.Block) (Component, bool) {
	switch b := block.(type) {
	case markdown.Rule:
		return Component{Type: typeSeparator, Divider: true, Spacing: 1}, true
	case markdown.Image:
		alt := strings.TrimSpace(b.Alt)
		if isFollowable(b.URL) && UTF16Length(alt) <= maxAlt {
			return Component{Type: TypeMediaGallery, Items: []GalleryItem{{Media: Media{b.URL}, Description: alt}}}, true
		}
	default: // no component of its own
	}
	return Component{}, false
}

func (d *cardDrawing) buttons(b card.Buttons) {
	var row []Component
	for _, item := range withDetails(b.Items) {
		drawn := drawButton(item)
		if drawn.Type == 0 {
			d.pages.Add(textDisplay(maskedLink(item.Label, item.URL))...)
			continue
		}
		row = append(row, drawn)
	}
	for list := range slices.Chunk(row, maxButtons) {
		d.pages.Add(Component{Type: typeActionRow, Components: list})
	}
}

// maxDetail is how many columns a button's detail may take: five buttons share a row.
const maxDetail = 20

// withDetails are buttons with their details in their labels. All choices go without where one has
// none, or one too long.
func withDetails(items []card.Button) []card.Button {
	choice := func(b card.Button) bool { return utf8.RuneCountInString(b.Label) == 1 }
	for _, b := range items {
		if w := runewidth.StringWidth(b.Detail); choice(b) && (w == 0 || w > maxDetail) {
			return items
		}
	}
	var out []card.Button
	for _, b := range items {
		if b.Detail != "" {
			b.Label += " · " + b.Detail
		}
		out = append(out, b)
	}
	return out
}

// drawButton draws a button. The component has no type where the button's address is too long or
// can't be opened.
func drawButton(b card.Button) Component {
	c := Component{Type: typeButton, CustomID: b.ID, Label: Clip(b.Label, maxLabel), Style: styleSecondary}
	switch {
	case b.URL != "" && (!isFollowable(b.URL) || UTF16Length(b.URL) > maxButtonURL):
		return Component{}
	case b.URL != "":
		c.Style, c.URL, c.CustomID = styleLink, b.URL, ""
	case b.Danger:
		c.Style = styleDanger
	case b.Primary:
		c.Style = stylePrimary
	}
	return c
}

// UTF16Length is the length of a text in UTF-16 units.
func UTF16Length(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// Clip shortens a label to n UTF-16 units. Its full text is shown elsewhere. Discord doesn't
// document its unit, so the stricter one is used.
func Clip(text string, n int) string {
	return markdown.Clip(text, n, UTF16Length)
}

func unixTime(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
