package markdown

import (
	"regexp"

	"quizbot/questions/source"
	"quizbot/quiz"
)

// headings is the dialect in which the headings of one level ask.
type headings struct{}

func (headings) name() string { return "headings" }

// score is at least 1: headings are the default.
func (headings) score(p *page) int {
	s := p.survey()
	return max(s.points[s.askingLevel()], 1)
}

func (headings) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	s := p.survey()
	o := outline{reader: reader{Document: s.Document}, level: s.askingLevel()}
	return o.read()
}

// letteredHeadings is the dialect of headings with a counting Q, such as Q12, on any level.
type letteredHeadings struct{}

func (letteredHeadings) name() string { return "lettered headings" }

func (letteredHeadings) score(p *page) int {
	if p.survey().lettered != nil {
		return certain
	}
	return 0
}

func (letteredHeadings) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	s := p.survey()
	level := 0
	for !s.lettered[level] {
		level++
	}
	o := outline{reader: reader{Document: s.promoteLines(letteredLine)}, level: level, lettered: s.lettered}
	return o.read()
}

// countingQ is the start of a line such as "Q12. …".
var countingQ = regexp.MustCompile(`^Q\d{1,4}[.:)]\s+\S`)

// letteredLine matches a line with a counting Q in front.
func letteredLine(line textLine) (string, int) {
	if !countingQ.MatchString(line.text) {
		return "", 0
	}
	return line.text, len(line.text)
}

// headedItems is the dialect in which headings within the items of lists ask.
type headedItems struct{}

func (headedItems) name() string { return "headed items" }

func (headedItems) score(p *page) int {
	if s := p.survey(); s.listsOpened && s.points[s.bestLevel()] < minScore {
		return certain
	}
	return 0
}

func (headedItems) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	o := outline{reader: reader{Document: p.survey().Document}, level: promotedLevel}
	return o.read()
}
