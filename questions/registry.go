package questions

import (
	"errors"
	"fmt"
	"strings"

	"quizbot/questions/aiken"
	"quizbot/questions/anki"
	"quizbot/questions/format"
	"quizbot/questions/gift"
	"quizbot/questions/markdown"
	"quizbot/questions/moodle"
	"quizbot/questions/notebook"
	"quizbot/questions/record"
	"quizbot/questions/source"
	"quizbot/questions/trivia"
)

// formats returns the formats that can be read. Of several that are equally sure of a page the
// first one is taken.
func formats() []format.Format {
	return []format.Format{
		notebook.Format(), anki.Format(), record.JSON(), moodle.Format(), trivia.Format(), gift.Format(), aiken.Format(),
		record.YAML(), record.CSV(), markdown.Format(),
	}
}

// filePerQuestion is the name of the format of a folder whose files are one question each.
const filePerQuestion = "file-per-question"

// Formats returns the names that [Spec.Format] may have.
func Formats() []string {
	names := []string{filePerQuestion}
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

// ErrFormat says that a [Spec] names an unknown format.
var ErrFormat = errors.New("there is no format")

// openedPage is a page with the format that recognised it.
type openedPage struct {
	source.Page
	format   format.Format
	document format.Document
}

// openPage opens a page in the format of a name. Where the name is empty, the format with the
// highest confidence is taken.
func openPage(name string, page source.Page) (openedPage, error) {
	opened, surest := openedPage{Page: page}, format.None
	for _, f := range formats() {
		if name != "" && f.Name != name {
			continue
		}
		document, confidence := f.Open(page)
		if name != "" || confidence > surest {
			opened.format, opened.document, surest = f, document, confidence
		}
		if name != "" || surest == format.Certain {
			break
		}
	}
	if opened.document == nil {
		return openedPage{}, fmt.Errorf("%w %q: name one of %s, or none to have it recognised", ErrFormat, name, strings.Join(Formats(), ", "))
	}
	return opened, nil
}
