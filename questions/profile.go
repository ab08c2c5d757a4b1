package questions

import (
	"strings"

	"quizbot/quiz"

	"github.com/yuin/goldmark/ast"
)

// profile is how a file writes questions down.
type profile struct {
	// level is that of the headings that ask.
	level int
	// summaries says that the summaries of <details> ask, and the headings are sections.
	summaries bool
}

// profile recognises it from the content: the level whose headings are most like questions.
func (d *document) profile() profile {
	var scores, counts, like [7]int
	summaries := 0
	for i, b := range d.blocks {
		level, text, ok := d.heading(b)
		switch {
		case ok && !d.markerHeading(text) && !contents(text):
			counts[level]++
			if n := d.likeness(i, text); n > 0 {
				scores[level] += n
				like[level]++
			}
		case b.node.Kind() == ast.KindHTMLBlock:
			if m := summary.FindStringSubmatch(d.source(b)); m != nil && !answerSummary(m[1]) {
				summaries += 3
			}
		}
	}
	best := 1
	for level := range scores {
		scores[level] = scores[level] * like[level] / max(counts[level], 1) // a level asks as a whole
		if scores[level] > scores[best] || scores[level] == scores[best] && counts[level] > counts[best] {
			best = level
		}
	}
	return profile{level: best, summaries: summaries > 3 && summaries > scores[best]}
}

// likeness is how much a heading is like a question.
func (d *document) likeness(i int, text string) int {
	score := 0
	if numbered(text) {
		score += 2
	}
	if text != "" && (text[0] == 'Q' || text[0] == 'q') && numbered(text) {
		score += 2
	}
	if asks(text) {
		score += 2
	}
	for _, b := range d.blocks[i+1 : d.nextHeading(i+1)] {
		if _, p, _, ok := d.cutMarker(b); ok && p == answer {
			return score + 3
		}
		if l, ok := b.node.(*ast.List); ok && allBoxed(d.entries(l, b.end)) {
			return score + 3
		}
	}
	return score
}

// nextHeading is where the next heading stands that does not mark an answer.
func (d *document) nextHeading(i int) int {
	for ; i < len(d.blocks); i++ {
		if _, text, ok := d.heading(d.blocks[i]); ok && !d.markerHeading(text) {
			return i
		}
	}
	return i
}

// guessLanguage tells a question's language from its script; among those with Latin letters it is English.
func guessLanguage(q *quiz.Question) string {
	return languageOf(readable(q.Title + " " + q.Body + " " + q.Answer))
}

func languageOf(text string) string {
	han, kana, cyrillic, latin := 0, 0, 0, 0
	for _, c := range text {
		switch {
		case c >= 0x3040 && c <= 0x30ff:
			kana++
		case c >= 0x4e00 && c <= 0x9fff || c >= 0x3400 && c <= 0x4dbf:
			han++
		case c >= 0x0400 && c <= 0x04ff:
			cyrillic++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			latin++
		}
	}
	switch {
	case kana > 0 && kana*4 > han:
		return "ja"
	case han*3 > latin: // a character is worth several letters
		return "zh-CN"
	case cyrillic > latin:
		return "ru"
	}
	return "en"
}

// readable is text without its code, which is English in every language.
func readable(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "```") {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}
