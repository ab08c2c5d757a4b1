package questions

import (
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/text"
)

// mendFences ends fences that are broken in front of the first counted heading in them, which they would
// swallow with all that follows: those that never close, and those in which another one opens.
func (d *document) mendFences() {
	for i := 0; i < len(d.blocks); i++ {
		cut, broken := d.brokenFence(d.blocks[i])
		switch {
		case !broken:
		case cut < 0:
			d.report(d.blocks[i].start, "fence", "this code fence is never closed, so all that follows is taken for code: close it with ```")
		default:
			d.report(d.blocks[i].start, "fence", "this code fence is not closed before the next question: close it with ```")
			d.blocks = slices.Insert(d.blocks, i+1, d.parseBlocks(cut, d.blocks[i].end, stretchSize)...)
			d.blocks[i].end = cut
		}
	}
}

// openingFence is a fence that names a language, which cannot close another.
var openingFence = regexp.MustCompile("^ {0,3}(?:```+|~~~+) *[A-Za-z]")

// shown is a fence around Markdown, whose headings and fences are the code.
var shown = regexp.MustCompile("^ {0,3}(?:```+|~~~+) *(?i:md|markdown|mdx)\\b|^ {0,3}(?:````|~~~~)")

// brokenFence reports whether a block is a fence that is not closed where it should be, and where the counted
// heading stands that it swallows, -1 where there is none.
func (d *document) brokenFence(b block) (cut int, broken bool) {
	if b.kind != code {
		return 0, false
	}
	content := strings.TrimRight(d.src[b.start:b.end], " \n")
	if !strings.Contains(content, "\n#") && strings.HasSuffix(content, "\n```") {
		return 0, false // most of them
	}
	last := strings.TrimSpace(content[strings.LastIndexByte(content, '\n')+1:])
	closed := strings.Contains(content, "\n") && strings.Trim(last, "`~") == "" && len(last) >= 3
	cut = -1
	for at, line := range d.textLines(b) {
		if at > b.start && openingFence.MatchString(line.text) {
			broken = true
		}
		m := text.HeadingLine.FindStringSubmatch(line.text)
		if m != nil && cut < 0 && text.IsNumbered(m[1]) && strings.TrimSpace(line.above) == "" {
			cut = at
		}
	}
	return cut, !closed || broken && cut >= 0 && !shown.MatchString(content)
}
