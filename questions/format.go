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

// Page is a file's text on its way to questions: UTF-8, with \n at the ends of its lines.
type Page struct {
	Name, Text string
	// Progress hears how many bytes were read, where somebody waits for a long file.
	Progress func(done int)
}

// format is a way of writing questions down.
type format struct {
	name string
	// fits recognises it from a page's content; the name's ending is only a hint.
	fits func(Page) bool
	read func(Page) ([]quiz.Question, []Diagnostic)
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
	{"markdown", func(Page) bool { return true }, readPage},
}

func readPage(p Page) ([]quiz.Question, []Diagnostic) { return parse(p.Text, p.Progress).read() }

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
func formatOf(name string, p Page) (format, error) {
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

// LineIndex holds where each line of a text starts.
type LineIndex []int

func IndexLines(text string) LineIndex {
	starts := make(LineIndex, 1, strings.Count(text, "\n")+1)
	for i, c := range []byte(text) {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// Number is the line of an offset, counted from 1.
func (l LineIndex) Number(offset int) int { return sort.SearchInts(l, offset+1) }

// Start is where the line of an offset starts.
func (l LineIndex) Start(offset int) int { return l[l.Number(offset)-1] }

// Cursor finds the places of offsets in a text. Offsets that grow within a long line are found without counting it anew.
type Cursor struct {
	text  string
	lines LineIndex
	// at is the last offset, and column its column.
	at, column int
}

func NewCursor(text string) *Cursor { return &Cursor{text: text, lines: IndexLines(text), column: 1} }

// Position is the line and column of an offset, both counted from 1; columns count characters.
func (c *Cursor) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(c.text))
	from := c.lines.Start(offset)
	if from <= c.at && c.at <= offset {
		c.column += utf8.RuneCountInString(c.text[c.at:offset])
	} else {
		c.column = 1 + utf8.RuneCountInString(c.text[from:offset])
	}
	c.at = offset
	return c.lines.Number(offset), c.column
}

// AtColumn puts a problem at a column.
func (p Diagnostic) AtColumn(column int) Diagnostic {
	p.Column = max(column, 1)
	return p
}

// ErrorAt returns an [Error] at a line.
func ErrorAt(line int, code, message string) Diagnostic {
	return Diagnostic{Line: line, Column: 1, Severity: Error, Code: code, Message: message}
}

// WarningAt returns a [Warning] at a line.
func WarningAt(line int, code, message string) Diagnostic {
	return Diagnostic{Line: line, Column: 1, Severity: Warning, Code: code, Message: message}
}

// HasHeading reports whether text has a heading of Markdown's second level, as no other format does.
func HasHeading(text string) bool {
	return strings.HasPrefix(text, "## ") || strings.Contains(text, "\n## ")
}

// GrowFor makes room for one more question. After a few, the bytes that they took tell how many there may be in
// all, so that a long list is not copied again and again.
func GrowFor(found []quiz.Question, at, size int) []quiz.Question {
	const few, least = 64, 4 // questions, bytes of one
	if len(found) != few || at <= 0 {
		return found
	}
	return slices.Grow(found, min(few*size/at, size/least))
}
