package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/bot/markdown"

	"github.com/mattn/go-runewidth"
)

// style is the set of text attributes of a run.
type style uint8

const (
	bold style = 1 << iota
	faint
	italic
	struck
	code
	green
	blue
	yellow
)

// run is text of one style. A row is a line of runs.
type run struct {
	text string
	look style
}

type row []run

// escapeCodes returns the SGR sequence of a style (ECMA-48).
func (l style) escapeCodes() string {
	var codes []string
	for _, c := range []struct {
		look style
		code string
	}{{bold, "1"}, {faint, "2"}, {italic, "3"}, {struck, "9"}, {code, "36"}, {green, "32"}, {blue, "34"}, {yellow, "33"}} {
		if l&c.look != 0 {
			codes = append(codes, c.code)
		}
	}
	return "\x1b[" + strings.Join(codes, ";") + "m"
}

// withEscapes returns the row with escape sequences.
func (r row) withEscapes() string {
	var b strings.Builder
	for _, s := range r {
		if s.look == 0 {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(s.look.escapeCodes() + s.text + "\x1b[0m")
	}
	return b.String()
}

// plainText returns the row without styles.
func (r row) plainText() string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.text)
	}
	return b.String()
}

// displayWidth returns the width of text on a terminal. Wide characters count as two columns,
// ambiguous ones as one.
func displayWidth(text string) int { return (&runewidth.Condition{}).StringWidth(text) }

// word is an unbreakable piece of a row, and the space after it.
type word struct {
	runs  row
	space run
}

func (w word) displayWidth() int { return displayWidth(w.runs.plainText()) }

// wrapRow wraps a row at spaces, between characters of scripts without spaces, and within a word
// only if it is wider than a row. The indentation is repeated on continuation lines as long as
// there is room.
func wrapRow(r row, width int) []row {
	indent, r := cutIndent(r)
	again := indent
	if displayWidth(indent.text) > width/2 {
		again = run{}
	}
	if displayWidth(indent.text) >= width {
		indent = run{}
	}
	var rows []row
	line := row{indent}
	used, filled, space := displayWidth(indent.text), false, run{}
	for _, w := range splitIntoWords(r) {
		for _, piece := range splitWideWord(w, width-displayWidth(again.text)) {
			if filled && used+displayWidth(space.text)+piece.displayWidth() > width {
				rows = append(rows, mergeRuns(line))
				line, used, filled = row{again}, displayWidth(again.text), false
			}
			switch {
			case filled:
				line = append(line, space)
				used += displayWidth(space.text)
			case used+piece.displayWidth() > width:
				line, used = nil, 0 // there is no room for the space in front
			}
			line = append(line, piece.runs...)
			used, space, filled = used+piece.displayWidth(), piece.space, true
		}
	}
	return append(rows, mergeRuns(line))
}

// cutIndent cuts the leading space off a row.
func cutIndent(r row) (run, row) {
	if len(r) == 0 {
		return run{}, r
	}
	rest := strings.TrimLeft(r[0].text, " ")
	indent := run{r[0].text[:len(r[0].text)-len(rest)], r[0].look}
	return indent, append(row{{rest, r[0].look}}, r[1:]...)
}

// mergeRuns joins neighbouring runs of the same style.
func mergeRuns(r row) row {
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

// splitIntoWords splits a row into unbreakable words. A change of style isn't a break: a full stop
// stays with the code before it.
func splitIntoWords(r row) []word {
	var list []word
	rest := r
	for _, text := range splitWords(r.plainText()) {
		var runs row
		runs, rest = cutRuns(rest, len(strings.TrimRight(text, " ")))
		var spaces row
		spaces, rest = cutRuns(rest, len(text)-len(runs.plainText()))
		w := word{runs: runs}
		if len(spaces) > 0 {
			w.space = run{spaces.plainText(), spaces[0].look}
		}
		list = append(list, w)
	}
	return list
}

// splitAtBreaks splits a row at its line ends, ignoring a final one.
func splitAtBreaks(r row) []row {
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
	if line.plainText() != "" {
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

// splitWords splits text after spaces and around wide characters, except punctuation that must not
// begin a line.
func splitWords(text string) []string {
	var list []string
	start, at := 0, 0
	var before rune
	for cluster := range markdown.Clusters(text) {
		c, _ := utf8.DecodeRuneInString(cluster)
		if at > start && canBreakBetween(before, c) {
			list = append(list, text[start:at])
			start = at
		}
		before, _ = utf8.DecodeLastRuneInString(cluster)
		if displayWidth(cluster) == wideColumns {
			before = c
		}
		at += len(cluster)
	}
	return append(list, text[start:])
}

func canBreakBetween(before, c rune) bool {
	if before == ' ' {
		return c != ' '
	}
	const joiner = '\u2060'
	if c == joiner || before == joiner {
		return false
	}
	if c == ' ' || unicode.IsPunct(c) || unicode.IsMark(c) || unicode.Is(unicode.Ps, before) || unicode.Is(unicode.Pi, before) {
		return false
	}
	return isWideRune(before) || isWideRune(c)
}

// wideColumns is the width of a wide character.
const wideColumns = 2

func isWideRune(c rune) bool { return (&runewidth.Condition{}).RuneWidth(c) == wideColumns }

// splitWideWord breaks a word wider than a row.
func splitWideWord(w word, width int) []word {
	if w.displayWidth() <= width {
		return []word{w}
	}
	var list []word
	part := word{}
	for _, s := range w.runs {
		for cluster := range markdown.Clusters(s.text) {
			if len(part.runs) > 0 && displayWidth(part.runs.plainText()+cluster) > width {
				list = append(list, part)
				part = word{}
			}
			part.runs = mergeRuns(append(part.runs, run{cluster, s.look}))
		}
	}
	part.space = w.space
	return append(list, part)
}
