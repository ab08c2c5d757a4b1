package questions

import (
	"regexp"
	"strings"
)

// A bank in our own format says "format: quizbot" in its front matter. It is read to the letter: headings of the
// second level ask and those of the first are sections, titles keep their numbers, nothing is guessed. Text
// that would read as something else stands between two comments, where it means nothing:
//
//	<!-- text -->
//	## This is no question
//	<!-- end of text -->
//
// Where the text holds the second comment, both carry a number that makes them differ from it.
const exactFormat = "quizbot"

// openQuote begins quoted text.
var openQuote = regexp.MustCompile(`(?m)^<!-- text((?: \d+)?) -->\n`)

// parseExact reads the blocks of a bank in our own format: what is quoted is a block of its own, and each
// stretch between is parsed for itself.
func (d *document) parseExact() []block {
	var blocks []block
	from := 0
	for from < len(d.src) {
		m := openQuote.FindStringSubmatchIndex(d.src[from:])
		if m == nil {
			break
		}
		start := from + m[1]
		closing := "\n<!-- end of text" + d.src[from+m[2]:from+m[3]] + " -->"
		length := strings.Index(d.src[start:], closing)
		if length < 0 {
			d.report(from+m[0], "quote", "this text has no end: put  "+strings.TrimSpace(closing)+"  below it")
			break
		}
		blocks = append(blocks, d.parseBlocks(from, from+m[0], stretchSize)...)
		blocks = append(blocks, block{start: start, end: start + length, quoted: true})
		from = start + length + len(closing)
	}
	return append(blocks, d.parseBlocks(from, len(d.src), stretchSize)...)
}

// quote puts text between two comments that do not occur in it.
func quote(text string) string {
	mark := ""
	for n := 2; strings.Contains(text, "<!-- end of text"+mark+" -->"); n++ {
		mark = " " + strings.Repeat("1", n)
	}
	return "<!-- text" + mark + " -->\n" + text + "\n<!-- end of text" + mark + " -->"
}
