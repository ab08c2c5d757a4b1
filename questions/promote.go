package questions

import (
	"iter"
	"regexp"
	"strings"

	"quizbot/questions/text"
)

// textLine is a line of a paragraph, with the one above it and all that follows.
type textLine struct{ text, above, below string }

// asked says what a line asks, and how much of it that takes up; the rest of the line follows. What does not
// ask has no title.
type asked func(textLine) (title string, length int)

// promote makes headings of the lines of paragraphs that ask.
func (d *document) promote(asked asked) {
	var blocks []block
	for _, b := range d.blocks {
		if b.kind != paragraph || b.level > 0 {
			blocks = append(blocks, b)
			continue
		}
		blocks = append(blocks, d.promoteLines(b, asked)...)
	}
	d.blocks = blocks
}

// promoteLines cuts a block at the lines that ask.
func (d *document) promoteLines(b block, asked asked) []block {
	var blocks []block
	rest := b
	for at, line := range d.textLines(b) {
		title, length := asked(line)
		if title == "" {
			continue
		}
		if strings.TrimSpace(d.src[rest.start:at]) != "" {
			blocks = append(blocks, rest.until(at))
		}
		blocks = append(blocks, block{kind: b.kind, start: at, end: at + length, level: promoted, title: title})
		rest.start = at + length
	}
	if strings.TrimSpace(d.src[rest.start:rest.end]) != "" {
		blocks = append(blocks, rest)
	}
	return blocks
}

// textLines yields the lines of a block, and where each starts.
func (d *document) textLines(b block) iter.Seq2[int, textLine] {
	return func(yield func(int, textLine) bool) {
		line := textLine{below: d.src[b.start:b.end]}
		for at := b.start; line.below != ""; {
			text, below, more := strings.Cut(line.below, "\n")
			line = textLine{text, line.text, below}
			if !yield(at, line) {
				return
			}
			at += len(text)
			if more {
				at++
			}
		}
	}
}

// ways counts the lines of a paragraph that ask in some way.
func (d *document) ways(b block, asked asked) int {
	n := 0
	for _, line := range d.textLines(b) {
		if title, _ := asked(line); title != "" {
			n++
		}
	}
	return n
}

// boldLine takes a line that begins a paragraph, is bold from end to end, and asks or is counted.
func boldLine(line textLine) (string, int) {
	content := strings.TrimSpace(line.text)
	if strings.TrimSpace(line.above) != "" || !strings.HasPrefix(content, "**") {
		return "", 0
	}
	if _, _, marks := text.ReadMarker(line.text, false); marks {
		return "", 0
	}
	inner, ok := text.UnwrapBold(strings.TrimRight(content, ": "))
	if bare := text.StripTrailingPictographs(inner); !ok || !text.EndsInQuestionMark(bare) && bare == inner && !text.IsNumbered(inner) && !strings.Contains(inner, "? ") {
		return "", 0
	}
	return inner, len(line.text)
}

// withQ is a line that a Q begins: "Q: …", "Question 3: …", "问：…".
var withQ = regexp.MustCompile(`^(?i)\s{0,3}(?:\d{1,4}[.)]\s*)?(?:\*\*)?(?:Q\s*\d*|Question\s*\d*|问|問|问题|题目)\s*[:：](?:\*\*)?\s*(\S.*)$`)

// askingLine takes a line that begins with a Q and a colon.
func askingLine(line textLine) (string, int) {
	m := withQ.FindStringSubmatch(line.text)
	if m == nil {
		return "", 0
	}
	return strings.TrimSpace(m[1]), len(line.text)
}

// withA is a line that answers such a question: "A: …", "4. Ans : …", "答：…".
var withA = regexp.MustCompile(`^(?i)\s{0,3}(?:\d{1,4}[.)]\s*)?(?:\*\*)?(?:A|Ans|Answer|答)\s*[:：](?:\*\*)?[ \t]*`)

// answeringLine takes a line that begins with an A and a colon.
func answeringLine(line textLine) (string, int) { return withA.FindString(line.text), 0 }

// countedItem is a line with a number in front.
var countedItem = regexp.MustCompile(`^\s{0,3}\d{1,4}[.)]\s+(\S.*)$`)

// dialogueLine takes a line that begins with a Q, and a counted one with an answer below, or with nothing but
// what counts next.
func dialogueLine(line textLine) (string, int) {
	if title, length := askingLine(line); title != "" {
		return title, length
	}
	m := countedItem.FindStringSubmatch(line.text)
	if m == nil || withA.MatchString(line.text) {
		return "", 0
	}
	next, _, _ := strings.Cut(line.below, "\n")
	if withA.MatchString(next) || text.EndsInQuestionMark(m[1]) && (strings.TrimSpace(next) == "" || countedItem.MatchString(next)) {
		return strings.TrimSpace(m[1]), len(line.text)
	}
	return "", 0
}

// everyLine takes each counted line.
func everyLine(line textLine) (string, int) {
	if m := countedItem.FindStringSubmatch(line.text); m != nil {
		return strings.TrimSpace(m[1]), len(line.text)
	}
	return "", 0
}

// promoteDialogue makes headings of the lines that ask in a file of questions and answers in plain text, where
// what looks like a list may be anything. A list of questions alone asks with each line.
func (d *document) promoteDialogue() {
	var blocks []block
	for _, b := range d.blocks {
		asked := asked(dialogueLine)
		switch items := d.entries(b); {
		case len(items) > 0 && d.itemsAsk(b)*5 >= len(items)*4 && !withAnyA.MatchString(d.src[b.start:b.end]):
			asked = everyLine
			fallthrough
		case len(items) > 0:
			b.kind, b.list = paragraph, nil
		case b.kind != paragraph:
			blocks = append(blocks, b)
			continue
		}
		blocks = append(blocks, d.promoteLines(b, asked)...)
	}
	d.blocks = blocks
}

// withAnyA finds an answer in text of several lines.
var withAnyA = regexp.MustCompile(`(?m)` + withA.String())

// withCount is a line such as "Q12. …".
var withCount = regexp.MustCompile(`^Q\d{1,4}[.:)]\s+\S`)

// countedLine takes a line that is written like the headings of a file that counts them with a Q.
func countedLine(line textLine) (string, int) {
	if !withCount.MatchString(line.text) {
		return "", 0
	}
	return line.text, len(line.text)
}

// The marks of flash cards are those of Obsidian's Spaced Repetition
// (https://stephenmwangi.com/obsidian-spaced-repetition/flashcards/): a pair of colons between front and back,
// or a line with a question mark alone.
var inlineCard = regexp.MustCompile(`^([^\s|].*?\S)\s*:::?\s*\S`)

// cardLine takes what stands in front of a pair of colons, or above a question mark.
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

// cardBreak is a line between the front and the back of a card.
var cardBreak = regexp.MustCompile(`\n\?\??(?:\n|$)`)
