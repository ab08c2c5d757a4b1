package keypoints

import (
	"html"
	"strings"
)

// mark describes a byte of prose.
type mark uint8

const (
	inCode  mark = 1 << iota // code or an address
	inLink                   // the words of a link, or an address
	softEnd                  // a blank at the end of a line
	hardEnd                  // a blank at a line break that readers see
)

// prose is a block as readers see it: without emphasis, addresses of links and tags, and with single
// blanks.
type prose struct {
	text  string
	at    []int // the offset in the reference of each byte of text, and of the end
	marks []mark
}

// readProse returns the prose of a block.
func readProse(reference string, b block) prose {
	in := inline{src: reference[b.start:b.end], drop: make([]bool, b.end-b.start), marks: make([]mark, b.end-b.start), unclosed: map[int]bool{}}
	in.readAll(b.quoted)
	return in.build(b.start)
}

// build returns the prose of what was not dropped.
func (in *inline) build(start int) prose {
	w := proseWriter{}
	for i := 0; i < len(in.src); {
		c := in.src[i]
		switch {
		case in.drop[i]:
			if in.marks[i]&hardEnd != 0 {
				w.space(start+i, hardEnd)
			}
			i++
		case c == '\n':
			m := softEnd
			if strings.HasSuffix(in.src[:i], "  ") || strings.HasSuffix(in.src[:i], "\\") {
				m |= hardEnd
			}
			w.space(start+i, m)
			i++
		case c == ' ' || c == '\t' || c == '\r':
			w.space(start+i, 0)
			i++
		case c == '&' && in.marks[i]&inCode == 0:
			i += w.entity(in.src[i:], start+i)
		default:
			w.byte(c, start+i, in.marks[i])
			i++
		}
	}
	text := string(w.text)
	return prose{text, append(w.at, start+len(in.src)), w.marks}
}

// proseWriter writes prose with single blanks.
type proseWriter struct {
	text    []byte
	at      []int
	marks   []mark
	pending bool
	blankAt int
	blank   mark
}

func (w *proseWriter) space(at int, m mark) {
	if !w.pending {
		w.blankAt = at
	}
	w.pending = true
	w.blank |= m
}

func (w *proseWriter) byte(c byte, at int, m mark) {
	if w.pending && len(w.text) > 0 {
		w.text, w.at, w.marks = append(w.text, ' '), append(w.at, w.blankAt), append(w.marks, w.blank|m&(inCode|inLink))
	}
	w.pending, w.blank = false, 0
	w.text, w.at, w.marks = append(w.text, c), append(w.at, at), append(w.marks, m&(inCode|inLink))
}

// entity writes an entity of HTML such as &lt;, and returns its length in the source.
func (w *proseWriter) entity(src string, at int) int {
	if n := strings.IndexByte(src[:min(len(src), 10)], ';'); n > 1 {
		if c := html.UnescapeString(src[:n+1]); c != src[:n+1] {
			if strings.TrimSpace(c) == "" {
				w.space(at, 0)
				return n + 1
			}
			for i := range len(c) {
				w.byte(c[i], at, 0)
			}
			return n + 1
		}
	}
	w.byte('&', at, 0)
	return 1
}
