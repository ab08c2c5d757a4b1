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
	}{{bold, "1"}, {faint, "2"}, {italic, "3"}, {struck, "9"}, {code, "36"}} {
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

// word is a piece of a row that is not broken, and the space behind it.
type word struct {
	run   run
	space string
	width int
}

// wrap breaks a row into rows of at most the given width: at spaces, between characters of scripts that
// have none, and within a word only where it is wider than a row.
func wrap(r row, width int) []row {
	var rows []row
	var line row
	used, pending := 0, ""
	for _, w := range words(r) {
		for _, piece := range pieces(w, width) {
			if used > 0 && used+columns(pending)+piece.width > width {
				rows = append(rows, line)
				line, used, pending = nil, 0, ""
			}
			if pending != "" && used > 0 {
				line = append(line, run{pending, piece.run.look})
				used += columns(pending)
			}
			line = append(line, piece.run)
			used, pending = used+piece.width, piece.space
		}
	}
	return append(rows, join(line))
}

// join puts neighbouring runs of one look together.
func join(r row) row {
	var out row
	for _, s := range r {
		if n := len(out); n > 0 && out[n-1].look == s.look {
			out[n-1].text += s.text
			continue
		}
		out = append(out, s)
	}
	return out
}

// words splits a row where it may be broken.
func words(r row) []word {
	var list []word
	for _, s := range r {
		for _, text := range splitWords(s.text) {
			bare := strings.TrimRight(text, " ")
			list = append(list, word{run{bare, s.look}, text[len(bare):], columns(bare)})
		}
	}
	return list
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
	if w.width <= width {
		return []word{w}
	}
	var list []word
	text := ""
	for cluster := range markdown.Clusters(w.run.text) {
		if columns(text+cluster) > width {
			list = append(list, word{run: run{text, w.run.look}, width: columns(text)})
			text = ""
		}
		text += cluster
	}
	return append(list, word{run{text, w.run.look}, w.space, columns(text)})
}
