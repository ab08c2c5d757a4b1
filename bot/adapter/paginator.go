package adapter

import (
	"quizbot/bot/markdown"
)

// Size is how much of a message something takes. A platform counts in the fields that it limits and
// leaves the others 0.
type Size struct {
	// Blocks is the number of blocks or components, nested ones included where the platform counts
	// them.
	Blocks int
	// Text is the length of the text, in the unit of the platform.
	Text int
	// PlainText is the length of the text in the plain layout, in which the message is sent if the
	// platform refuses the other.
	PlainText int
}

// Plus returns the sum of two sizes.
func (s Size) Plus(other Size) Size {
	return Size{s.Blocks + other.Blocks, s.Text + other.Text, s.PlainText + other.PlainText}
}

// Within reports whether no field exceeds that of the limit.
func (s Size) Within(limit Size) bool {
	return s.Blocks <= limit.Blocks && s.Text <= limit.Text && s.PlainText <= limit.PlainText
}

// Paginator lays a card's blocks out as messages within a platform's limits. It omits nothing: a
// block beyond the remaining room starts a new message. A block beyond the limits themselves gets
// a message of its own.
type Paginator[B any] struct {
	limit   Size
	measure func(block B) Size
	pages   []page[B] // at least one
}

// page is a message that is being laid out.
type page[B any] struct {
	blocks []B
	size   Size
}

// NewPaginator returns a Paginator with one empty message. A message fits if the sizes of its
// blocks, as measure returns them, sum up to at most limit.
func NewPaginator[B any](limit Size, measure func(block B) Size) *Paginator[B] {
	return &Paginator[B]{limit: limit, measure: measure, pages: make([]page[B], 1)}
}

// Pages returns the blocks of each message. A card without blocks is one empty message.
func (p *Paginator[B]) Pages() [][]B {
	list := make([][]B, 0, len(p.pages))
	for _, page := range p.pages {
		list = append(list, page.blocks)
	}
	return list
}

// Empty reports whether the current message has no blocks.
func (p *Paginator[B]) Empty() bool { return len(p.currentPage().blocks) == 0 }

// Fits reports whether the current message has room for all of the blocks.
func (p *Paginator[B]) Fits(blocks ...B) bool {
	return p.currentPage().size.Plus(p.totalSize(blocks)).Within(p.limit)
}

// Add appends blocks that stay together: to the current message if they fit, otherwise to a new
// one.
func (p *Paginator[B]) Add(blocks ...B) {
	if len(blocks) == 0 {
		return
	}
	if !p.Fits(blocks...) {
		p.Break()
	}
	last := p.currentPage()
	last.blocks, last.size = append(last.blocks, blocks...), last.size.Plus(p.totalSize(blocks))
}

// Break starts a new message, unless the current one is empty.
func (p *Paginator[B]) Break() {
	if !p.Empty() {
		p.pages = append(p.pages, page[B]{})
	}
}

// Reserve starts a new message if the current one has no room for as much as size, and reports
// whether it did. The end of a card reserves more than it takes at first, so that a growing count
// or a removed button moves nothing to another message.
func (p *Paginator[B]) Reserve(size Size) (broke bool) {
	if p.currentPage().size.Plus(size).Within(p.limit) || p.Empty() {
		return false
	}
	p.Break()
	return true
}

// Previous returns the blocks of the message before the current one.
func (p *Paginator[B]) Previous() []B {
	if len(p.pages) < 2 {
		return nil
	}
	return p.pages[len(p.pages)-2].blocks
}

// MoveFromPrevious moves the last n blocks of the message before to the start of the current one.
func (p *Paginator[B]) MoveFromPrevious(n int) {
	before, last := &p.pages[len(p.pages)-2], p.currentPage()
	from := len(before.blocks) - n
	moved := before.blocks[from:]
	before.blocks = before.blocks[:from:from]
	before.size = p.totalSize(before.blocks)
	last.blocks = append(moved, last.blocks...)
	last.size = last.size.Plus(p.totalSize(moved))
}

// AddDocument adds Markdown as draw draws it: as many whole blocks of the document to a message as
// fit. A block that no message holds is cut as [markdown.Cut] cuts it.
func (p *Paginator[B]) AddDocument(doc markdown.Doc, draw func(doc markdown.Doc) []B) {
	fits := func(part markdown.Doc) bool { return p.Fits(draw(part)...) }
	for len(doc) > 0 {
		if !p.Empty() && markdown.LeadingBlocks(doc, fits) == 0 {
			p.Break()
			continue
		}
		head, tail := markdown.Cut(doc, fits)
		p.Add(draw(head)...)
		doc = tail
	}
}

func (p *Paginator[B]) currentPage() *page[B] { return &p.pages[len(p.pages)-1] }

func (p *Paginator[B]) totalSize(blocks []B) Size {
	var size Size
	for _, block := range blocks {
		size = size.Plus(p.measure(block))
	}
	return size
}
