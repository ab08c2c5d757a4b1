package questions

import (
	"slices"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// entry is an item of a list, without its marker and its indentation.
type entry struct {
	text       string
	start, end int
}

// entries are the items of a block that is a list; there are none in another.
func (d *document) entries(b block) []entry {
	if b.list == nil {
		return nil
	}
	list := make([]entry, len(b.list.starts))
	for i := range list {
		start, end := b.item(i)
		list[i] = entry{unmarked(d.src[start:end]), start, end}
	}
	return list
}

// unmarked takes the marker off an item and the indentation off its other lines.
func unmarked(content string) string {
	content = strings.TrimRight(content, " \t\n")
	m := text.ListMarker(content)
	content = content[len(m):]
	if !strings.Contains(content, "\n") {
		return content
	}
	lines := strings.Split(content, "\n")
	for i := range lines[1:] {
		lines[i+1] = outdent(lines[i+1], len(m))
	}
	return strings.Join(lines, "\n")
}

func outdent(line string, n int) string {
	for n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
		line = line[1:]
		n--
	}
	return line
}

// choices finds the options among a question's blocks: check boxes, or letters or numbers where said, the
// text behind the answer's marker, names some. body is what stands before them, rest what follows.
func (d *document) choices(blocks []block, said string) (body []block, list []quiz.Choice, rest []block) {
	for i, b := range blocks {
		if !allBoxed(d.entries(b)) {
			continue
		}
		body = blocks[:i:i]
		list, rest = d.boxed(blocks[i:])
		for j := range rest {
			if d.boxedList(rest, j) { // options go on behind something else
				more, after := d.boxed(rest[j:])
				body, list, rest = append(body, rest[:j]...), append(list, more...), after
				break
			}
		}
		if len(list) < 2 {
			d.report(b.start, "cut-off", "this question has one choice only, so it is none to choose from: add the others")
			return blocks, nil, nil
		}
		return body, list, rest
	}
	if d.exact {
		return blocks, nil, nil
	}
	return d.named(blocks, said)
}

func allBoxed(items []entry) bool {
	for _, item := range items {
		if !text.CheckBox.MatchString(item.text) {
			return false
		}
	}
	return len(items) > 0
}

// boxed reads options with check boxes. Code between two lists of them belongs to the option above it, as
// does code below an option without text.
func (d *document) boxed(blocks []block) (list []quiz.Choice, rest []block) {
	for i, b := range blocks {
		if items := d.entries(b); len(items) > 0 {
			if !allBoxed(items) {
				return list, blocks[i:]
			}
			for _, item := range items {
				m := text.CheckBox.FindStringSubmatch(item.text)
				list = append(list, quiz.Choice{Text: text.CleanOption(item.text[len(m[0]):]), Correct: m[1] != " "})
			}
			continue
		}
		last := &list[len(list)-1]
		if b.kind != code || last.Text != "" && !d.boxedList(blocks, i+1) {
			return list, blocks[i:]
		}
		last.Text = strings.TrimSpace(last.Text + "\n\n" + d.source(b))
	}
	return list, nil
}

func (d *document) boxedList(blocks []block, i int) bool {
	if i >= len(blocks) {
		return false
	}
	return allBoxed(d.entries(blocks[i]))
}

// named finds options that are lettered or numbered, and marks those right that the answer names, or that bear
// a mark themselves.
func (d *document) named(blocks []block, said string) (body []block, list []quiz.Choice, rest []block) {
	right, _, ok := text.CutAnswerLetters(said)
	for i, b := range blocks {
		options, first, start := d.options(b)
		if len(options) < 2 {
			continue
		}
		list = nil
		for j, content := range options {
			c := quiz.Choice{Text: content, Correct: ok && slices.Contains(right, first+j)}
			if bare, marked := text.CutCorrectMark(content); !ok && marked {
				c = quiz.Choice{Text: bare, Correct: true}
			}
			list = append(list, c)
		}
		if q := (quiz.Question{Choices: list}); len(q.Right()) == 0 || !ok && len(q.Right()) == len(list) {
			continue
		}
		if b.list != nil && !b.list.ordered && first == 0 && !ok && i+1 < len(blocks) && !hasLetters(d.entries(b)) {
			continue // a list with a mark in the middle of an answer
		}
		body = blocks[:i:i]
		if start > b.start {
			body = append(body, b.until(start))
		}
		return body, list, blocks[i+1:]
	}
	return blocks, nil, nil
}

func hasLetters(items []entry) bool {
	return slices.ContainsFunc(items, func(e entry) bool { _, _, ok := text.CutOptionLetter(e.text); return ok })
}

// options are those of one block, which of all the first one is, and where they start in the block. Of items,
// some may have lost their letter.
func (d *document) options(b block) (texts []string, first, start int) {
	if b.list == nil {
		texts, start = d.optionLines(b)
		return texts, 0, start
	}
	with, marked := 0, 0
	for i, item := range d.entries(b) {
		line, more, _ := strings.Cut(item.text, "\n")
		letter, content, ok := text.CutOptionLetter(line)
		switch {
		case !ok:
			texts = append(texts, item.text)
		case with == 0 && i == 0 && text.OptionIndex(letter) == 1: // the option A is not part of the list
			first = 1
			fallthrough
		case text.OptionIndex(letter) == i+first:
			with++
			texts = append(texts, strings.TrimSpace(strings.TrimSuffix(content+"\n"+more, "\n")))
		default:
			return nil, 0, b.start
		}
		if _, ok := text.CutCorrectMark(texts[i]); ok {
			marked++
		}
	}
	if !b.list.ordered && with*2 < len(texts) && !shortList(texts, marked) {
		return nil, 0, b.start
	}
	return texts, first, b.start
}

// shortList reports whether items without letters may be options, some of which bear a mark: they are few,
// short, and not bold, as the items of many answers are.
func shortList(texts []string, marked int) bool {
	const most, longest = 8, 200
	return marked > 0 && marked < len(texts) && len(texts) <= most && !slices.ContainsFunc(texts, func(t string) bool {
		return strings.HasPrefix(t, "**") || strings.Contains(t, "\n") || len(t) > longest
	})
}

// optionLines are a paragraph's lines that begin with A, B and so on.
func (d *document) optionLines(b block) (texts []string, start int) {
	if b.kind != paragraph {
		return nil, b.start
	}
	for at, line := range d.textLines(b) {
		letter, content, ok := text.CutOptionLetter(strings.TrimRight(line.text, " "))
		switch {
		case ok && letter > '9' && text.OptionIndex(letter) == len(texts):
			if len(texts) == 0 {
				start = at
			}
			texts = append(texts, strings.TrimSpace(content))
		case len(texts) > 0 && strings.TrimSpace(line.text) != "":
			return nil, b.start
		}
	}
	return texts, start
}
