package questions

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quizbot/questions/aiken"
	"quizbot/questions/anki"
	"quizbot/questions/gift"
	"quizbot/questions/moodle"
	"quizbot/questions/record"
	"quizbot/questions/source"
	"quizbot/questions/trivia"
	"quizbot/quiz"
)

// Format is a way of writing questions down.
type Format struct {
	Name string
	// Recognize recognises it from a page's content; the name's ending is only a hint.
	Recognize func(source.Page) bool
	Read      func(source.Page) ([]quiz.Question, []source.Diagnostic)
}

// formats are those that can be read, in the order in which they are tried. Markdown takes what no other
// does.
var formats = []Format{
	{"notebook", isNotebook, readNotebook},
	{"anki", anki.IsDeck, anki.ReadDeck},
	{"json", record.IsJSON, record.ReadJSON},
	{"moodle", moodle.IsMoodle, moodle.ReadMoodle},
	{"trivia", trivia.IsTrivia, trivia.ReadTrivia},
	{"gift", gift.IsGIFT, gift.ReadGIFT},
	{"aiken", aiken.IsAiken, aiken.ReadAiken},
	{"yaml", record.IsYAML, record.ReadYAML},
	{"csv", record.IsTable, record.ReadTable},
	{"markdown", func(source.Page) bool { return true }, readPage},
}

func readPage(p source.Page) ([]quiz.Question, []source.Diagnostic) {
	return parse(p.Text, p.Progress).read()
}

// Formats are the names that [Spec.Format] may have.
func Formats() []string {
	names := []string{perFile}
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// ErrFormat says that a [Spec] names a format that there is not.
var ErrFormat = errors.New("there is no format")

// formatOf is the format of a page: the named one, or that which its content shows.
func formatOf(name string, p source.Page) (Format, error) {
	i := slices.IndexFunc(formats, func(f Format) bool {
		if name != "" {
			return f.Name == name
		}
		return f.Recognize(p)
	})
	if i < 0 {
		return Format{}, fmt.Errorf("%w %q: name one of %s, or none to have it recognised", ErrFormat, name, strings.Join(Formats(), ", "))
	}
	return formats[i], nil
}
