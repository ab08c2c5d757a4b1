package markdown

import (
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// boldLines is the dialect in which bold lines ask.
type boldLines struct{}

func (boldLines) name() string { return "bold lines" }

// score returns 0 where headings are many: bold lines then stand out within answers.
func (boldLines) score(p *page) int {
	const linesPerHeading = 3
	s := p.survey()
	points := s.weigh(paragraph, func(b block) int {
		if !strings.HasPrefix(s.src[b.start:b.end], "**") {
			return 0
		}
		return s.countLines(b, boldLine)
	})
	if points < linesPerHeading*s.askingHeadings() || points < minScore {
		return 0
	}
	return points
}

func (boldLines) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	o := outline{reader: reader{Document: p.survey().promoteLines(boldLine)}, level: promotedLevel}
	return o.read()
}

// boldLine matches a line that begins a paragraph, is bold from end to end, and ends in a question
// mark or is numbered.
func boldLine(line textLine) (string, int) {
	content := strings.TrimSpace(line.text)
	if strings.TrimSpace(line.above) != "" || !strings.HasPrefix(content, "**") {
		return "", 0
	}
	if _, _, isMarker := text.ReadMarker(line.text, false); isMarker {
		return "", 0
	}
	inner, ok := text.UnwrapBold(strings.TrimRight(content, ": "))
	if bare := text.StripTrailingPictographs(inner); !ok || !text.EndsInQuestionMark(bare) && bare == inner && !text.IsNumbered(inner) && !strings.Contains(inner, "? ") {
		return "", 0
	}
	return inner, len(line.text)
}
