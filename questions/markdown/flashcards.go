package markdown

import (
	"regexp"
	"strings"

	"quizbot/questions/source"
	"quizbot/quiz"
)

// flashcards is the dialect of Obsidian's Spaced Repetition: a pair of colons between front and
// back, or a line with a question mark alone
// (https://stephenmwangi.com/obsidian-spaced-repetition/flashcards/).
type flashcards struct{}

func (flashcards) name() string { return "flash cards" }

func (flashcards) score(p *page) int {
	s := p.survey()
	points := s.weigh(paragraph, func(b block) int {
		content := s.src[b.start:b.end]
		if !strings.Contains(content, "::") && !strings.Contains(content, "\n?") {
			return 0
		}
		return s.countLines(b, cardLine)
	})
	if points < minScore {
		return 0
	}
	return points
}

func (flashcards) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	o := outline{reader: reader{Document: p.survey().promoteLines(cardLine), answerMark: cardMark}, level: promotedLevel}
	return o.read()
}

// inlineCard is a line with a pair of colons between front and back.
var inlineCard = regexp.MustCompile(`^([^\s|].*?\S)\s*:::?\s*\S`)

// cardBreak is a line between the front and the back of a card.
var cardBreak = regexp.MustCompile(`\n\?\??(?:\n|$)`)

// cardLine matches the text in front of a pair of colons, and the first line above a line with a
// question mark alone.
func cardLine(line textLine) (string, int) {
	if line.above == "" && cardBreak.MatchString("\n"+line.below) {
		return line.text, len(line.text)
	}
	m := inlineCard.FindStringSubmatchIndex(line.text)
	if m == nil || strings.Count(line.text[:m[3]], "`")%2 == 1 {
		return "", 0
	}
	length := m[3]
	for length < len(line.text) && strings.IndexByte(": ", line.text[length]) >= 0 {
		length++
	}
	return line.text[:m[3]], length
}

// cardMark recognises the line between the front and the back of a card.
func cardMark(line string) (length int, ok bool) {
	return len(line) + 1, strings.Trim(line, "? ") == "" && strings.Contains(line, "?")
}
