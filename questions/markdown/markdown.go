// Package markdown reads questions from Markdown in any of the dialects in which people write them.
//
// The blocks of a file are parsed once; the text of questions and answers keeps the bytes that it
// has in the file. Each dialect then scores the page, and the one with the highest score reads it.
package markdown

import (
	"slices"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/quiz"
)

// Format returns the format, which reads any text. It is tried where no other format recognises a
// page.
func Format() format.Format {
	return format.Format{Name: "markdown", Open: open, Remedies: format.Remedies{
		MarkRight: "mark one with [x], or name its letter in a line such as  Answer: B", GiveID: "put  <!-- id: %s -->  below its title",
		WriteAnswer: "write one below it", ListAccepted: "list what is right behind  Accept:", ListKeyPoints: "list them below  Key points:",
		WriteSamples: "list some below  Samples:  such as  - full: It is a function",
	}}
}

func open(p source.Page) (format.Document, format.Confidence) {
	return Parse(p.Text, p.Progress), format.Fallback
}

// dialect is a way to ask and answer in Markdown.
type dialect interface {
	name() string
	// score returns how much of a page speaks for the dialect, about three points a question. It is
	// certain if the page declares the dialect, and 0 if the dialect cannot read the page. Scores
	// of one page can be compared.
	score(p *page) int
	// read returns the questions of a page, with the diagnostics of reading them. It does not
	// change the page.
	read(p *page) ([]quiz.Question, []source.Diagnostic)
}

// dialects returns all dialects. Of several with the same score the first one is taken.
func dialects() []dialect {
	return []dialect{
		exact{},
		single{},
		letteredHeadings{},
		headedItems{},
		headings{},
		details{},
		tables{},
		questionLines{},
		flashcards{},
		boldLines{},
		listItems{},
	}
}

// Read reads the questions of the document in the dialect with the highest score.
func (d *Document) Read() format.Reading {
	p := newPage(d)
	best, score := recognize(p)
	questions, diagnostics := best.read(p)
	if !d.exact {
		for i := range questions {
			takeSamples(&questions[i])
			d.defaults.Apply(&questions[i])
		}
	}
	return format.Reading{Dialect: best.name(), Score: score, Questions: questions, Diagnostics: slices.Concat(d.diagnostics, diagnostics)}
}

// recognize returns the dialect with the highest score. Dialects behind a certain one are not
// asked.
func recognize(p *page) (best dialect, highest int) {
	highest = -1
	for _, candidate := range dialects() {
		if score := candidate.score(p); score > highest {
			best, highest = candidate, score
		}
		if highest == certain {
			break
		}
	}
	return best, highest
}

// OwnHead is the front matter of banks in the program's own format.
const OwnHead = "---\nformat: " + ownFormat + "\n---\n"

// Quote puts text between two comments that do not occur in it. The program's own format reads it
// back to the letter.
func Quote(text string) string {
	mark := ""
	for n := 2; strings.Contains(text, "<!-- end of text"+mark+" -->"); n++ {
		mark = " " + strings.Repeat("1", n)
	}
	return "<!-- text" + mark + " -->\n" + text + "\n<!-- end of text" + mark + " -->"
}
