package markdown

import (
	"slices"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// choices finds the options among the blocks of a question: check boxes, or else letters or numbers
// that the answer names. body are the blocks in front of the options, rest those behind them.
func (r *reader) choices(blocks []block, answer string) (body []block, list []quiz.Choice, rest []block) {
	if body, list, rest, found := r.checkBoxChoices(blocks); found {
		return body, list, rest
	}
	return r.letteredChoices(blocks, answer)
}

// checkBoxChoices finds options with check boxes, and reports whether there are any. A single box
// is reported and gives no options.
func (r *reader) checkBoxChoices(blocks []block) (body []block, list []quiz.Choice, rest []block, found bool) {
	for i, b := range blocks {
		if !allCheckBoxes(r.entries(b)) {
			continue
		}
		body = blocks[:i:i]
		list, rest = r.readCheckBoxes(blocks[i:])
		for j := range rest {
			if r.isCheckBoxList(rest, j) { // options go on behind something else
				more, after := r.readCheckBoxes(rest[j:])
				body, list, rest = append(body, rest[:j]...), append(list, more...), after
				break
			}
		}
		if len(list) < 2 {
			r.report(b.start, "cut-off", "this question has one choice only, so it is none to choose from: add the others")
			return blocks, nil, nil, true
		}
		return body, list, rest, true
	}
	return blocks, nil, nil, false
}

// allCheckBoxes reports whether all items of a list begin with a check box.
func allCheckBoxes(entries []entry) bool {
	for _, item := range entries {
		if !text.CheckBox.MatchString(item.text) {
			return false
		}
	}
	return len(entries) > 0
}

// hasCheckBoxes reports whether some block is a list of check boxes.
func (d *Document) hasCheckBoxes(blocks []block) bool {
	return slices.ContainsFunc(blocks, func(b block) bool { return allCheckBoxes(d.entries(b)) })
}

// readCheckBoxes reads options with check boxes. Code between two lists of options belongs to the
// option above it, as does code below an option without text.
func (d *Document) readCheckBoxes(blocks []block) (list []quiz.Choice, rest []block) {
	for i, b := range blocks {
		if entries := d.entries(b); len(entries) > 0 {
			if !allCheckBoxes(entries) {
				return list, blocks[i:]
			}
			for _, item := range entries {
				m := text.CheckBox.FindStringSubmatch(item.text)
				list = append(list, quiz.Choice{Text: text.CleanOption(item.text[len(m[0]):]), Correct: m[1] != " "})
			}
			continue
		}
		last := &list[len(list)-1]
		if b.kind != code || last.Text != "" && !d.isCheckBoxList(blocks, i+1) {
			return list, blocks[i:]
		}
		last.Text = strings.TrimSpace(last.Text + "\n\n" + d.source(b))
	}
	return list, nil
}

func (d *Document) isCheckBoxList(blocks []block, i int) bool {
	return i < len(blocks) && allCheckBoxes(d.entries(blocks[i]))
}

// letteredChoices finds options with letters or numbers. The answer names the right ones, or they
// bear a mark.
func (d *Document) letteredChoices(blocks []block, answer string) (body []block, list []quiz.Choice, rest []block) {
	right, _, named := text.CutAnswerLetters(answer)
	for i, b := range blocks {
		options, first, start := d.options(b)
		if len(options) < 2 {
			continue
		}
		list = nil
		for j, option := range options {
			c := quiz.Choice{Text: option, Correct: named && slices.Contains(right, first+j)}
			if bare, marked := text.CutCorrectMark(option); !named && marked {
				c = quiz.Choice{Text: bare, Correct: true}
			}
			list = append(list, c)
		}
		if q := (quiz.Question{Choices: list}); len(q.RightChoices()) == 0 || !named && len(q.RightChoices()) == len(list) {
			continue
		}
		if b.list != nil && !b.list.ordered && first == 0 && !named && i+1 < len(blocks) && !hasOptionLetters(d.entries(b)) {
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

func hasOptionLetters(entries []entry) bool {
	return slices.ContainsFunc(entries, func(e entry) bool { _, _, ok := text.CutOptionLetter(e.text); return ok })
}

// options returns the options of one block, the index of the first one among all options, and the
// offset where they start. Some items of a list may have lost their letter.
func (d *Document) options(b block) (texts []string, first, start int) {
	if b.list == nil {
		texts, start = d.optionLines(b)
		return texts, 0, start
	}
	lettered, marked := 0, 0
	for i, item := range d.entries(b) {
		line, more, _ := strings.Cut(item.text, "\n")
		letter, option, ok := text.CutOptionLetter(line)
		switch {
		case !ok:
			texts = append(texts, item.text)
		case lettered == 0 && i == 0 && text.OptionIndex(letter) == 1: // the option A is not part of the list
			first = 1
			fallthrough
		case text.OptionIndex(letter) == i+first:
			lettered++
			texts = append(texts, strings.TrimSpace(strings.TrimSuffix(option+"\n"+more, "\n")))
		default:
			return nil, 0, b.start
		}
		if _, ok := text.CutCorrectMark(texts[i]); ok {
			marked++
		}
	}
	if !b.list.ordered && lettered*2 < len(texts) && !isShortList(texts, marked) {
		return nil, 0, b.start
	}
	return texts, first, b.start
}

// isShortList reports whether items without letters may be options, some of which bear a mark: they
// are few, short, and not bold as the items of many answers are.
func isShortList(texts []string, marked int) bool {
	const most, longest = 8, 200 // items, bytes of one
	return marked > 0 && marked < len(texts) && len(texts) <= most && !slices.ContainsFunc(texts, func(t string) bool {
		return strings.HasPrefix(t, "**") || strings.Contains(t, "\n") || len(t) > longest
	})
}

// optionLines returns the lines of a paragraph that begin with A, B and so on, and the offset of
// the first.
func (d *Document) optionLines(b block) (texts []string, start int) {
	if b.kind != paragraph {
		return nil, b.start
	}
	for at, line := range d.textLines(b) {
		letter, option, ok := text.CutOptionLetter(strings.TrimRight(line.text, " "))
		switch {
		case ok && letter > '9' && text.OptionIndex(letter) == len(texts):
			if len(texts) == 0 {
				start = at
			}
			texts = append(texts, strings.TrimSpace(option))
		case len(texts) > 0 && strings.TrimSpace(line.text) != "":
			return nil, b.start
		}
	}
	return texts, start
}
