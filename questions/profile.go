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
	if d.lettered = d.letteredLevel(); d.lettered > 0 {
		return profile{level: d.lettered}
	}
	best := 1
	for level := range scores {
		scores[level] = scores[level] * like[level] / max(counts[level], 1) // a level asks as a whole
		if scores[level] > scores[best] || scores[level] == scores[best] && counts[level] > counts[best] {
			best = level
		}
	}
	if usual := most(counts); scores[best]*4 < counts[usual] {
		best = usual // titles that say what is asked about, and not what is asked
	}
	return profile{level: best, summaries: summaries > 3 && summaries > scores[best]}
}

// most is the level with most headings, the first of several.
func most(counts [7]int) int {
	best := 1
	for level, n := range counts {
		if n > counts[best] {
			best = level
		}
	}
	return best
}

// letteredLevel is the highest level of headings with a Q in front, where there are several of them on
// several levels, so that the letter and not the level says what asks. It is 0 where there are not.
func (d *document) letteredLevel() int {
	var counts [7]int
	first, levels, all := 0, 0, 0
	for _, b := range d.blocks {
		if level, text, ok := d.heading(b); ok && letteredQ(text) {
			counts[level]++
		}
	}
	for level, n := range counts {
		all += n
		if n > 0 {
			levels++
		}
		if n > 0 && first == 0 {
			first = level
		}
	}
	if levels < 2 || all < 5 {
		return 0
	}
	return first
}

// asking is a heading with the level that it asks at: in a file where a Q says what asks, all that have one
// ask at the same level.
func (d *document) asking(b block) (level int, text string, ok bool) {
	level, text, ok = d.heading(b)
	if ok && d.lettered > 0 && letteredQ(text) {
		level = d.lettered
	}
	return level, text, ok
}

// letteredQ reports whether a title begins with a Q that counts it.
func letteredQ(text string) bool {
	text = undecorated(withoutAnchors(text))
	return text != "" && (text[0] == 'Q' || text[0] == 'q') && numbered(text)
}

// likeness is how much a heading is like a question.
func (d *document) likeness(i int, text string) int {
	score := 0
	if numbered(text) {
		score += 2
	}
	if letteredQ(text) {
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
