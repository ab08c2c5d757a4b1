package slack

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot/markdown"
)

// drawDoc draws Markdown.
func drawDoc(doc markdown.Doc) []piece {
	var list []piece
	full, least := rich{}, rich{plain: true}
	flush := func() {
		if len(full.elements) > 0 {
			list = append(list, newPiece(slack.NewRichTextBlock("", full.elements...), slack.NewRichTextBlock("", least.elements...)))
		}
		full, least = rich{}, rich{plain: true}
	}
	for _, block := range doc {
		special, ok := drawSpecial(block, len(doc) == 1)
		if !ok {
			full.block(block)
			least.block(block)
			continue
		}
		flush()
		list = append(list, special)
	}
	flush()
	return list
}

// drawSpecial draws what Slack has a block of its own for.
func drawSpecial(block markdown.Block, alone bool) (special piece, ok bool) {
	var own slack.Block
	switch b := block.(type) {
	case markdown.Rule:
		own = slack.NewDividerBlock()
		return newPiece(own, own), true
	case markdown.Heading:
		text := b.Line.Plain()
		if n := utf8.RuneCountInString(text); !alone || n == 0 || n > maxHeader || !headerly(b.Line) {
			return piece{}, false
		}
		own = slack.NewHeaderBlock(plain(text))
		return newPiece(own, own), true
	case markdown.Image:
		if followable(b.URL) && !strings.HasPrefix(b.URL, "mailto:") {
			own = slack.NewImageBlock(b.URL, clip(cmp.Or(b.Alt, b.URL), maxAlt), "", nil)
		}
	case markdown.Table:
		own = nativeTable(b)
	}
	if own == nil {
		return piece{}, false
	}
	r := rich{plain: true}
	r.block(block)
	if len(r.elements) == 0 {
		return piece{}, false
	}
	return newPiece(own, slack.NewRichTextBlock("", r.elements...)), true
}

// headerly reports whether a header can show a line: it is strong as a whole, and has no code and no links.
func headerly(line markdown.Line) bool {
	for _, s := range line {
		if s.Style&^(markdown.Strong|markdown.Emphasis) != 0 || s.URL != "" || s.Break {
			return false
		}
	}
	return true
}

// unstyled reports whether a line has no looks or links, which raw text cannot show.
func unstyled(line markdown.Line) bool {
	for _, s := range line {
		if s.Style != 0 || s.URL != "" || s.Break {
			return false
		}
	}
	return true
}
