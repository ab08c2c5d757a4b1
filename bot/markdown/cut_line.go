package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutLine cuts a line of spans where it must be cut at the latest, or at a better place not far before. No line end
// stands at either side of the cut.
func cutLine(line Line, fits func(Line) bool) (head, tail Line) {
	if line = trimBreaks(line); len(line) == 0 {
		return line, nil
	}
	n := most(len(line), func(n int) bool { return fits(line[:n]) })
	if n == len(line) {
		return line, nil
	}
	at := within(line, n, fits)
	switch {
	case at == position{} && line[0].frame() != line[0]:
		return cutLine(append(Line{line[0].frame()}, line[1:]...), fits)
	case at == position{}:
		first := firstRunes(line[0].Text, func(s string) bool { return fits(Line{with(line[0], s)}) })
		at = position{0, len(first)}
	default:
		at = line.whole(line.gap(at))
	}
	return line.cut(at)
}

// frame is the span without the outermost thing that makes it large: its address, or else its looks.
func (s Span) frame() Span {
	switch {
	case s.URL != "" && s.Text != "":
		return Span{Text: s.Text, Style: s.Style}
	case s.URL != "":
		return Span{Text: s.Unlinked(), Style: s.Style}
	}
	return Span{Text: s.Text}
}

// position is a place in a line: before the given byte of the text of a span.
type position struct{ span, byte int }

// within is the last position at which a line may be cut, which is in or before the span with index n: the spans before
// it fit together and not with it. A link or picture is cut only where no line has room for all of it.
func within(line Line, n int, fits func(Line) bool) position {
	span := line[n]
	if span.Break || span.Image || n > 0 && span.URL != "" && fits(Line{span}) {
		return position{n, 0}
	}
	if span.URL == span.Text {
		span.URL = ""
	}
	before := line[:n:n]
	return position{n, longest(span.Text, func(s string) bool { return fits(append(before, with(span, s))) })}
}

func with(s Span, text string) Span {
	s.Text = text
	return s
}

// cut cuts the line in two. An address that is its own text leads nowhere in parts.
func (l Line) cut(at position) (head, tail Line) {
	span := l[at.span]
	if span.URL == span.Text && at.byte > 0 {
		span.URL = ""
	}
	head = l[:at.span:at.span]
	if at.byte > 0 {
		head = append(head, with(span, span.Text[:at.byte]))
	}
	tail = l[at.span+1:]
	if at.byte < len(span.Text) || at.byte == 0 {
		tail = append(Line{with(span, span.Text[at.byte:])}, tail...)
	}
	for len(head) > 0 && head[len(head)-1].Break {
		head = head[:len(head)-1]
	}
	return head, trimBreaks(tail)
}

// trimBreaks takes line ends and empty text off the start.
func trimBreaks(line Line) Line {
	for len(line) > 0 && (line[0].Break || line[0].Text == "" && line[0].URL == "") {
		line = line[1:]
	}
	return line
}

// whole is the last position up to at that cuts no grapheme cluster, including those that go on from one span to the next.
// Where only the start of the line is such a position, it is at itself.
func (l Line) whole(at position) position {
	for p := at; p != (position{}); {
		if p.byte > 0 || p.span == 0 || l[p.span-1].Break || l[p.span].Break {
			return p
		}
		before := l[p.span-1].Text
		start := lastCluster(before+l[p.span].Text[:min(len(l[p.span].Text), maxCluster)], len(before))
		if start == len(before) {
			return p
		}
		p = position{p.span - 1, start}
	}
	return at
}

// How far back from the last position a better one is looked for, as a share of all before it.
const (
	nearLine = 2
	nearGap  = 3
)

// gap is the best position to cut a line that must be cut at the given one at the latest: at a line's end, behind a
// sentence, or behind a word.
func (l Line) gap(at position) position {
	total := at.byte
	for _, s := range l[:at.span] {
		total += len(s.Text)
	}
	back := 0
	for i := at.span; i > 0 && back <= total/nearLine; i-- {
		if i < at.span {
			back += len(l[i].Text)
		} else {
			back += at.byte
		}
		if l[i-1].Break && back <= total/nearLine {
			return position{i - 1, 0}
		}
	}
	back = 0
	for i, end := at.span, at.byte; i >= 0 && back <= total/nearGap; i-- {
		if i < at.span {
			end = len(l[i].Text)
		}
		if best := lastGapWithin(l[i].Text, end, total/nearGap-back); best > 0 && l[i].URL == "" {
			return position{i, best}
		}
		back += end
	}
	return at
}

// lastGap is the best place to cut text that must be cut at a byte at the latest.
func lastGap(text string, at int) int {
	if best := lastGapWithin(text, at, at/nearGap); best > 0 {
		return best
	}
	return at
}

// lastGapWithin is the place behind the last sentence that ends within so many bytes before a byte of a text, or else
// behind the last word, 0 where there is none.
func lastGapWithin(text string, at, back int) int {
	word := 0
	for end := at; end > 0 && at-end <= back; {
		r, size := utf8.DecodeLastRuneInString(text[:end])
		switch {
		case !strings.ContainsRune("。！？；，、：", r) && !unicode.IsSpace(r), !endsCluster(text[end-size:], size): // no gap
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
