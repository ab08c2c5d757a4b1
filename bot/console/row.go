package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/bot/markdown"

	"github.com/mattn/go-runewidth"
)

// look is how a run of text looks on a terminal.
type look uint8

const (
	bold look = 1 << iota
	faint
	italic
	struck
	code
	green
	blue
	yellow
)

// run is text of one look; row is a line of them.
type run struct {
	text string
	look look
}

type row []run

// escapes are the codes of ECMA-48 (SGR) that begin each look.
func (l look) escapes() string {
	var codes []string
	for _, c := range []struct {
		look look
		code string
	}{{bold, "1"}, {faint, "2"}, {italic, "3"}, {struck, "9"}, {code, "36"}, {green, "32"}, {blue, "34"}, {yellow, "33"}} {
		if l&c.look != 0 {
			codes = append(codes, c.code)
		}
	}
	return "\x1b[" + strings.Join(codes, ";") + "m"
}

// paint is the row with escape sequences for its looks.
func (r row) paint() string {
	var b strings.Builder
	for _, s := range r {
		if s.look == 0 {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(s.look.escapes() + s.text + "\x1b[0m")
	}
	return b.String()
}

// plain is the row without its looks.
func (r row) plain() string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.text)
	}
	return b.String()
}

// columns is how wide text stands on a terminal; wide characters take two columns, those of ambiguous
// width one.
func columns(text string) int { return (&runewidth.Condition{}).StringWidth(text) }

// word is a piece of a row that is not broken, in runs of one look each, and the space behind it.
type word struct {
	runs  row
	space run
}

func (w word) width() int { return columns(w.runs.plain()) }

// wrap breaks a row into rows of at most the given width: at spaces, between characters of scripts that
// have none, and within a word only where it is wider than a row. The space in front of a row stays, and stands in front
// of what was broken off, too, as long as there is room for it.
func wrap(r row, width int) []row {
	indent, r := cutIndent(r)
	again := indent
	if columns(indent.text) > width/2 {
		again = run{}
	}
	if columns(indent.text) >= width {
		indent = run{}
	}
	var rows []row
	line := row{indent}
	used, filled, space := columns(indent.text), false, run{}
	for _, w := range words(r) {
		for _, piece := range pieces(w, width-columns(again.text)) {
			if filled && used+columns(space.text)+piece.width() > width {
				rows = append(rows, join(line))
				line, used, filled = row{again}, columns(again.text), false
			}
			switch {
			case filled:
				line = append(line, space)
				used += columns(space.text)
			case used+piece.width() > width:
				line, used = nil, 0 // there is no room for the space in front
			}
			line = append(line, piece.runs...)
			used, space, filled = used+piece.width(), piece.space, true
		}
	}
	return append(rows, join(line))
}

// cutIndent cuts the space at the beginning off a row.
func cutIndent(r row) (run, row) {
	if len(r) == 0 {
		return run{}, r
	}
	rest := strings.TrimLeft(r[0].text, " ")
	indent := run{r[0].text[:len(r[0].text)-len(rest)], r[0].look}
	return indent, append(row{{rest, r[0].look}}, r[1:]...)
}

// join puts neighbouring runs of one look together.
func join(r row) row {
	var out row
	for _, s := range r {
		if s.text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].look == s.look {
			out[n-1].text += s.text
			continue
		}
		out = append(out, s)
	}
	return out
}

// words splits a row where it may be broken. A change of look is no such place: a full stop stays with the code before it.
func words(r row) []word {
	var list []word
	rest := r
	for _, text := range splitWords(r.plain()) {
		var runs row
		runs, rest = cutRuns(rest, len(strings.TrimRight(text, " ")))
		var spaces row
		spaces, rest = cutRuns(rest, len(text)-len(runs.plain()))
		w := word{runs: runs}
		if len(spaces) > 0 {
			w.space = run{spaces.plain(), spaces[0].look}
		}
		list = append(list, w)
	}
	return list
}

// splitRow breaks a row at its line ends; one at its end ends nothing.
func splitRow(r row) []row {
	var rows []row
	var line row
	for _, s := range r {
		for i, text := range strings.Split(s.text, "\n") {
			if i > 0 {
				rows, line = append(rows, line), nil
			}
			line = append(line, run{text, s.look})
		}
	}
	if line.plain() != "" {
		rows = append(rows, line)
	}
	return rows
}

// cutRuns cuts the first n bytes off a row.
func cutRuns(r row, n int) (first, rest row) {
	for i, s := range r {
		if n < len(s.text) {
			if n > 0 {
				first = append(first, run{s.text[:n], s.look})
			}
			return first, append(row{{s.text[n:], s.look}}, r[i+1:]...)
		}
		if s.text != "" {
			first = append(first, s)
		}
		n -= len(s.text)
	}
	return first, nil
}

// splitWords cuts text behind its spaces, and around characters that are two columns wide but for
// punctuation that must not begin a line.
func splitWords(text string) []string {
	var list []string
	start, at := 0, 0
	var before rune
	for cluster := range markdown.Clusters(text) {
		c, _ := utf8.DecodeRuneInString(cluster)
		if at > start && breaks(before, c) {
			list = append(list, text[start:at])
			start = at
		}
		before, _ = utf8.DecodeLastRuneInString(cluster)
		if columns(cluster) == wideColumns {
			before = c
		}
		at += len(cluster)
	}
	return append(list, text[start:])
}

func breaks(before, c rune) bool {
	if before == ' ' {
		return c != ' '
	}
	if c == ' ' || unicode.IsPunct(c) || unicode.IsMark(c) || unicode.Is(unicode.Ps, before) || unicode.Is(unicode.Pi, before) {
		return false
	}
	return wide(before) || wide(c)
}

// wideColumns is how many columns a wide character takes.
const wideColumns = 2

func wide(c rune) bool { return (&runewidth.Condition{}).RuneWidth(c) == wideColumns }

// pieces breaks a word that is wider than a row.
func pieces(w word, width int) []word {
	if w.width() <= width {
		return []word{w}
	}
	var list []word
	part := word{}
	for _, s := range w.runs {
		for cluster := range markdown.Clusters(s.text) {
			if len(part.runs) > 0 && columns(part.runs.plain()+cluster) > width {
				list = append(list, part)
				part = word{}
			}
			part.runs = join(append(part.runs, run{cluster, s.look}))
		}
	}
	part.space = w.space
	return append(list, part)
}
