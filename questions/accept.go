package questions

import (
	"strings"

	"quizbot/questions/text"
)

// accepted are the answers of a list, each item to the letter, of a block of code, or of a line with commas.
func (d *document) accepted(blocks []block) []string {
	if len(blocks) != 1 || blocks[0].list != nil {
		return d.items(blocks)
	}
	content := d.text(blocks)
	if first, rest, _ := strings.Cut(content, "\n"); text.IsCodeFence(first) {
		code, _, _ := strings.Cut(rest, strings.TrimLeft(first, " ")[:3])
		return []string{text.TrimBlankLines(code)}
	}
	answers, note := text.SplitAccepted(content)
	if note != "" {
		d.report(blocks[0].start, "accept-list", note)
	}
	return answers
}
