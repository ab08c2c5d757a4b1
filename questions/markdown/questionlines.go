package markdown

import (
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// questionLines is the dialect of plain text in which lines begin with Q: and A:.
type questionLines struct{}

func (questionLines) name() string { return "question lines" }

func (questionLines) score(p *page) int {
	s := p.survey()
	count := func(match lineMatcher) int {
		return s.weigh(paragraph, func(b block) int {
			if !strings.ContainsAny(s.src[b.start:b.end], ":：") {
				return 0
			}
			return s.countLines(b, match)
		})
	}
	points := count(questionLine)
	if points += min(points, count(answerLine)); points < minScore {
		return 0
	}
	return points
}

func (questionLines) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	mark := func(line string) (int, bool) {
		length := text.AnswerLineMark(line)
		return length, length > 0
	}
	o := outline{reader: reader{Document: promoteQuestionLines(p.survey().Document), answerMark: mark}, level: promotedLevel, needsMark: true}
	return o.read()
}

// questionLine matches a line that begins with a Q and a colon.
func questionLine(line textLine) (string, int) {
	return text.CutQuestionLineMark(line.text), len(line.text)
}

// answerLine matches a line that begins with an A and a colon.
func answerLine(line textLine) (string, int) { return line.text[:text.AnswerLineMark(line.text)], 0 }

// dialogueLine matches a line that begins with a Q, and a numbered line with an answer below, or a
// numbered question with nothing but the next number below.
func dialogueLine(line textLine) (string, int) {
	if title, length := questionLine(line); title != "" {
		return title, length
	}
	title := text.CutItemNumber(line.text)
	if title == "" || text.AnswerLineMark(line.text) > 0 {
		return "", 0
	}
	next, _, _ := strings.Cut(line.below, "\n")
	if text.AnswerLineMark(next) > 0 || text.EndsInQuestionMark(title) && (strings.TrimSpace(next) == "" || text.CutItemNumber(next) != "") {
		return title, len(line.text)
	}
	return "", 0
}

// numberedLine matches each line with a number in front.
func numberedLine(line textLine) (string, int) {
	if title := text.CutItemNumber(line.text); title != "" {
		return title, len(line.text)
	}
	return "", 0
}

// promoteQuestionLines makes headings of the questions in plain text. A list may be anything there;
// in a list of nothing but questions, each line asks.
func promoteQuestionLines(d *Document) *Document {
	var blocks []block
	for _, b := range d.blocks {
		match := lineMatcher(dialogueLine)
		switch entries := d.entries(b); {
		case len(entries) > 0 && d.countAskingItems(b)*5 >= len(entries)*4 && !text.HasAnswerLine(d.src[b.start:b.end]):
			match = numberedLine
			fallthrough
		case len(entries) > 0:
			b.kind, b.list = paragraph, nil
		case b.kind != paragraph:
			blocks = append(blocks, b)
			continue
		}
		blocks = append(blocks, d.cutAtLines(b, match)...)
	}
	return d.withBlocks(blocks)
}
