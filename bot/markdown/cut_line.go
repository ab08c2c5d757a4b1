package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutLine cuts a line at the last fitting position, or at a better one shortly before. It drops
// line breaks on both sides of the cut.
func cutLine(line Line, fits func(Line) bool) (head, tail Line) {
	if line = trimLeadingBreaks(line); len(line) == 0 {
		return line, nil
	}
	n := greatestHolding(len(line), func(n int) bool { return fits(line[:n]) })
	if n == len(line) {
		return line, nil
	}
	at := lastCutPosition(line, n, fits)
	switch {
	case at == position{} && line[0].withoutFrame() != line[0]:
		return cutLine(append(Line{line[0].withoutFrame()}, line[1:]...), fits)
	case at == position{}:
		first := fittingRunes(line[0].Text, func(s string) bool { return fits(Line{withText(line[0], s)}) })
		at = position{0, len(first)}
	default:
		at = line.clusterBoundary(line.betterPosition(at))
	}
	return line.splitAt(at)
}

// withoutFrame returns the span without its address, or else without its style.
func (s Span) withoutFrame() Span {
	switch {
	case s.URL != "" && s.Text != "":
		return Span{Text: s.Text, Style: s.Style}
	case s.URL != "":
		return Span{Text: s.TextWithAddress(), Style: s.Style}
	}
	return Span{Text: s.Text}
}

// position is a place in a line: before a byte of the text of a span.
type position struct{ span, byte int }

// lastCutPosition returns the last position at which a line may be cut. The spans before index n
// fit together, but not with the span n. A link or picture is cut only if it doesn't fit on a line
// of its own.
func lastCutPosition(line Line, n int, fits func(Line) bool) position {
	span := line[n]
	if span.Break || span.Image || n > 0 && span.URL != "" && fits(Line{span}) {
		return position{n, 0}
	}
	if span.URL == span.Text {
		span.URL = ""
	}
	before := line[:n:n]
	return position{n, longestFit(span.Text, func(s string) bool { return fits(append(before, withText(span, s))) })}
}

func withText(s Span, text string) Span {
	s.Text = text
	return s
}

// splitAt splits the line. A bare address becomes plain text when it is split.
func (l Line) splitAt(at position) (head, tail Line) {
	span := l[at.span]
	if span.URL == span.Text && at.byte > 0 {
		span.URL = ""
	}
	head = l[:at.span:at.span]
	if at.byte > 0 {
		head = append(head, withText(span, span.Text[:at.byte]))
	}
	tail = l[at.span+1:]
	if at.byte < len(span.Text) || at.byte == 0 {
		tail = append(Line{withText(span, span.Text[at.byte:])}, tail...)
	}
	for len(head) > 0 && head[len(head)-1].Break {
		head = head[:len(head)-1]
	}
	return head, trimLeadingBreaks(tail)
}

// trimLeadingBreaks removes breaks and empty text from the start.
func trimLeadingBreaks(line Line) Line {
	for len(line) > 0 && (line[0].Break || line[0].Text == "" && line[0].URL == "") {
		line = line[1:]
	}
	return line
}

// clusterBoundary returns the last position up to at that is a grapheme cluster boundary, also
// across spans. It returns at itself if only the start of the line is one.
func (l Line) clusterBoundary(at position) position {
	for p := at; p != (position{}); {
		if p.byte > 0 || p.span == 0 || l[p.span-1].Break || l[p.span].Break {
			return p
		}
		before := l[p.span-1].Text
		start := clusterStartAt(before+l[p.span].Text[:min(len(l[p.span].Text), clusterLookahead)], len(before))
		if start == len(before) {
			return p
		}
		p = position{p.span - 1, start}
	}
	return at
}

// How far back a better position is searched: this fraction of the text before the last position.
const (
	lineBreakShare = 2
	wordBreakShare = 3
)

// betterPosition returns the best cut position up to at: a line's end, the end of a sentence, or
// the end of a word.
func (l Line) betterPosition(at position) position {
	total := at.byte
	for _, s := range l[:at.span] {
		total += len(s.Text)
	}
	back := 0
	for i := at.span; i > 0 && back <= total/lineBreakShare; i-- {
		if i < at.span {
			back += len(l[i].Text)
		} else {
			back += at.byte
		}
		if l[i-1].Break && back <= total/lineBreakShare {
			return position{i - 1, 0}
		}
	}
	back = 0
	for i, end := at.span, at.byte; i >= 0 && back <= total/wordBreakShare; i-- {
		if i < at.span {
			end = len(l[i].Text)
		}
		if best := lastBreakWithin(l[i].Text, end, total/wordBreakShare-back); best > 0 && l[i].URL == "" {
			return position{i, best}
		}
		back += end
	}
	return at
}

// lastBreakBefore returns the best byte up to at to cut a text.
func lastBreakBefore(text string, at int) int {
	if best := lastBreakWithin(text, at, at/wordBreakShare); best > 0 {
		return best
	}
	return at
}

// lastBreakWithin returns the end of the last sentence within back bytes before at, or else of the
// last word, 0 if there is none.
func lastBreakWithin(text string, at, back int) int {
	word := 0
	for end := at; end > 0 && at-end <= back; {
		r, size := utf8.DecodeLastRuneInString(text[:end])
		switch {
		case !strings.ContainsRune("。！？；，、：", r) && !unicode.IsSpace(r), !endsCluster(text[end-size:], size): // not a break
		case strings.ContainsRune("。！？；", r), unicode.IsSpace(r) && endsSentence(text[:end-size]):
			return end
		case word == 0:
			word = end
		}
		end -= size
	}
	return word
}

func endsSentence(text string) bool {
	text = strings.TrimRight(text, `"'”’)]»`)
	r, _ := utf8.DecodeLastRuneInString(text)
	return text != "" && strings.ContainsRune(".!?…", r)
}
