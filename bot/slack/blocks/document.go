package blocks

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot/markdown"
)

// documentPieces draws Markdown.
func documentPieces(doc markdown.Doc) []piece {
	var list []piece
	rich, plain := richText{}, richText{plain: true}
	flush := func() {
		if len(rich.elements) > 0 {
			list = append(list, newPiece(rich.toBlock(), plain.toBlock()))
		}
		rich, plain = richText{}, richText{plain: true}
	}
	for _, block := range doc {
		own, ok := specialBlock(block, len(doc) == 1)
		if !ok {
			rich.addBlock(block)
			plain.addBlock(block)
			continue
		}
		flush()
		list = append(list, own)
	}
	flush()
	return list
}

// specialBlock draws Markdown for which Slack has another block than rich_text: a divider, header,
// image or table. alone says that the document has no other block, as a header needs.
func specialBlock(block markdown.Block, alone bool) (drawn piece, ok bool) {
	var own slack.Block
	switch b := block.(type) {
	case markdown.Rule:
		own = slack.NewDividerBlock()
		return newPiece(own, own), true
	case markdown.Heading:
		text := b.Line.Plain()
		if n := utf8.RuneCountInString(text); !alone || n == 0 || n > maxHeader || !fitsHeader(b.Line) {
			return piece{}, false
		}
		own = slack.NewHeaderBlock(plainTextObject(text))
		return newPiece(own, own), true
	case markdown.Image:
		if isOpenableURL(b.URL) && !strings.HasPrefix(b.URL, "mailto:") {
			own = slack.NewImageBlock(b.URL, shortenLabel(cmp.Or(b.Alt, b.URL), maxAltText), "", nil)
		}
	case markdown.Table:
		own = tableBlock(b)
	case markdown.Paragraph, markdown.Code, markdown.List, markdown.Quote: // rich text
	}
	if own == nil {
		return piece{}, false
	}
	plain := richText{plain: true}
	plain.addBlock(block)
	if len(plain.elements) == 0 {
		return piece{}, false
	}
	return newPiece(own, plain.toBlock()), true
}

// fitsHeader reports whether a header can show a line: a header is bold as a whole and shows
// neither code nor links.
func fitsHeader(line markdown.Line) bool {
	for _, s := range line {
		if s.Style&^(markdown.Strong|markdown.Emphasis) != 0 || s.URL != "" || s.Break {
			return false
		}
	}
	return true
}

// isUnstyled reports whether a line has neither styles nor links, which raw_text can't show.
func isUnstyled(line markdown.Line) bool {
	for _, s := range line {
		if s.Style != 0 || s.URL != "" || s.Break {
			return false
		}
	}
	return true
}
