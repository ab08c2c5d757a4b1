package questions

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"quizbot/quiz"
)

// page is a file's text on its way to questions: UTF-8, with \n at the ends of its lines.
type page struct {
	name, text string
	// tell hears how many bytes were read, where somebody waits for a long file.
	tell func(done int)
}

// format is a way of writing questions down.
type format struct {
	name string
	// fits recognises it from a page's content; the name's ending is only a hint.
	fits func(page) bool
	read func(page) ([]quiz.Question, []Problem)
}

// formats are those that can be read, in the order in which they are tried. Markdown takes what no other
// does.
var formats = []format{
	{"notebook", isNotebook, readNotebook},
	{"anki", isDeck, readDeck},
	{"json", isJSON, readJSON},
	{"moodle", isMoodle, readMoodle},
	{"trivia", isTrivia, readTrivia},
	{"gift", isGIFT, readGIFT},
	{"aiken", isAiken, readAiken},
	{"yaml", isYAML, readYAML},
	{"csv", isTable, readTable},
	{"markdown", func(page) bool { return true }, readPage},
}

func readPage(p page) ([]quiz.Question, []Problem) { return parse(p.text, p.tell).read() }

// Formats are the names that [Spec.Format] may have.
func Formats() []string {
	names := []string{perFile}
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// ErrFormat says that a [Spec] names a format that there is not.
var ErrFormat = errors.New("there is no format")

// formatOf is the format of a page: the named one, or that which its content shows.
func formatOf(name string, p page) (format, error) {
	i := slices.IndexFunc(formats, func(f format) bool {
		if name != "" {
			return f.name == name
		}
		return f.fits(p)
	})
	if i < 0 {
		return format{}, fmt.Errorf("%w %q: name one of %s, or none to have it recognised", ErrFormat, name, strings.Join(Formats(), ", "))
	}
	return formats[i], nil
}

// lineIndex holds where each line of a text starts.
type lineIndex []int

func indexLines(text string) lineIndex {
	starts := make(lineIndex, 1, strings.Count(text, "\n")+1)
	for i, c := range []byte(text) {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// number is the line of an offset, counted from 1.
func (l lineIndex) number(offset int) int { return sort.SearchInts(l, offset+1) }

// start is where the line of an offset starts.
func (l lineIndex) start(offset int) int { return l[l.number(offset)-1] }

// cursor finds the places of offsets in a text. Offsets that grow within a long line are found without counting it anew.
type cursor struct {
	text  string
	lines lineIndex
	// at is the last offset, and column its column.
	at, column int
}

func newCursor(text string) *cursor { return &cursor{text: text, lines: indexLines(text), column: 1} }

// place is the line and column of an offset, both counted from 1; columns count characters.
func (c *cursor) place(offset int) (line, column int) {
	offset = min(max(offset, 0), len(c.text))
	from := c.lines.start(offset)
	if from <= c.at && c.at <= offset {
		c.column += utf8.RuneCountInString(c.text[c.at:offset])
	} else {
		c.column = 1 + utf8.RuneCountInString(c.text[from:offset])
	}
	c.at = offset
	return c.lines.number(offset), c.column
}

// at puts a problem at a column.
func (p Problem) at(column int) Problem {
	p.Column = max(column, 1)
	return p
}

// mistake is an [Error] at a line.
func mistake(line int, code, message string) Problem {
	return Problem{Line: line, Column: 1, Severity: Error, Code: code, Message: message}
}

// doubt is a [Warning] at a line.
func doubt(line int, code, message string) Problem {
	return Problem{Line: line, Column: 1, Severity: Warning, Code: code, Message: message}
}

// hasHeading reports whether text has a heading of Markdown's second level, as no other format does.
func hasHeading(text string) bool {
	return strings.HasPrefix(text, "## ") || strings.Contains(text, "\n## ")
}

// roomFor makes room for one more question. After a few, the bytes that they took tell how many there may be in
// all, so that a long list is not copied again and again.
func roomFor(found []quiz.Question, at, size int) []quiz.Question {
	const few, least = 64, 4 // questions, bytes of one
	if len(found) != few || at <= 0 {
		return found
	}
	return slices.Grow(found, min(few*size/at, size/least))
}
