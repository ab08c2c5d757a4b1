package questions

import (
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// stretch is a run of a question's source that is one part of it.
type stretch struct {
	part   text.Part
	blocks []block
}

// split finds the markers among a question's blocks and cuts the blocks there. What follows a list of key
// points, a hint or accepted answers goes on with the part before.
func (d *document) split(blocks []block) []stretch {
	parts := []stretch{{part: text.LeadPart}}
	current := text.LeadPart
	for i := 0; i < len(blocks); i++ {
		before, p, after, ok := d.cutMarker(blocks[i])
		if !ok {
			parts = appendBlock(parts, current, blocks[i])
			continue
		}
		if before.end > before.start {
			parts = appendBlock(parts, current, before)
		}
		parts = append(parts, stretch{part: p})
		rest := strings.TrimSpace(d.src[after.start:after.end])
		if p == text.AnswerPart {
			current = text.AnswerPart
			if rest != "" {
				parts = appendBlock(parts, current, after)
			}
			continue
		}
		if rest == "" && i+1 < len(blocks) {
			i++
			after = blocks[i]
		}
		parts[len(parts)-1].blocks = append(parts[len(parts)-1].blocks, after)
	}
	return parts
}

func appendBlock(parts []stretch, p text.Part, b block) []stretch {
	if last := &parts[len(parts)-1]; last.part == p {
		last.blocks = append(last.blocks, b)
		return parts
	}
	return append(parts, stretch{p, []block{b}})
}

// cutMarker finds the first line of a paragraph or a heading that is a marker: what stands before it, and
// what follows the marker's word. A summary of an HTML block may be a marker, too.
func (d *document) cutMarker(b block) (before block, p text.Part, after block, ok bool) {
	if b.quoted {
		return b, 0, b, false
	}
	switch b.kind {
	case paragraph, heading:
		for start := b.start; start < b.end; {
			end := start + strings.IndexByte(d.src[start:b.end]+"\n", '\n')
			line := d.src[start:end]
			if m := withA.FindString(line); m != "" && d.dialogue {
				return b.until(start), text.AnswerPart, b.text(start + len(m)), true
			}
			if m := correctIs.FindStringIndex(line); m != nil {
				return b.until(start), text.AnswerPart, b.text(start), true
			}
			if d.cards && strings.Trim(line, "? ") == "" && strings.Contains(line, "?") {
				return b.until(start), text.AnswerPart, b.text(min(end+1, b.end)), true
			}
			if p, rest, ok := text.ReadMarker(line, b.kind == heading); ok {
				return b.until(start), p, b.text(start + strings.LastIndex(line, rest)), true
			}
			if text.IsCodeFence(line) {
				break
			}
			start = min(end+1, b.end)
		}
	case markup:
		content := d.src[b.start:b.end]
		if m := summary.FindStringSubmatchIndex(content); m != nil && text.SummaryHidesAnswer(content[m[2]:m[3]]) {
			from := m[1]
			if strings.ContainsAny(content[m[2]:m[3]], "0123456789(（") {
				from = 0 // one of several, by its name
			}
			return b.until(b.start), text.AnswerPart, b.text(b.start + from), true
		}
	}
	return b, 0, b, false
}

// correctIs is a line that names the right options without a marker.
var correctIs = regexp.MustCompile(`^(?i:the )?(?i:correct|right) (?i:answer|option|choice)s? (?i:is|are):?\s+[(（]?[A-Ha-h1-9][).:,\s]|^(?i:the )?(?i:correct|right) (?i:answer|option|choice) (?i:is):?\s+[A-Ha-h]\.?$`)

// summary is the line of a <details> that stays visible.
var summary = regexp.MustCompile(`(?is)<summary[^>]*>(.*?)</summary>`)

// openSummary is the same up to its first line's end.
var openSummary = regexp.MustCompile(`(?i)<summary[^>]*>\s*([^\n]*)`)

// text is the Markdown of some blocks, to the character.
func (d *document) text(blocks []block) string {
	if len(blocks) == 0 {
		return ""
	}
	if len(blocks) == 1 && blocks[0].quoted {
		return d.src[blocks[0].start:blocks[0].end]
	}
	var b strings.Builder
	for i, bl := range blocks {
		if i > 0 && blocks[i-1].end != bl.start {
			b.WriteString("\n\n")
		}
		b.WriteString(d.src[bl.start:bl.end])
	}
	return text.TrimBlankLines(b.String())
}

// fill puts the parts where they belong. Without a marker, what stands below the title is the answer.
func (d *document) fill(q *quiz.Question, parts []stretch) {
	var leads, answers []block
	marked := false
	for _, s := range parts {
		switch s.part {
		case text.LeadPart:
			leads = append(leads, s.blocks...)
		case text.AnswerPart:
			marked, d.marked = true, true
			answers = append(answers, s.blocks...)
		case text.KeyPointsPart:
			q.KeyPoints = append(q.KeyPoints, d.items(s.blocks)...)
		case text.HintPart:
			q.Hint = d.text(s.blocks)
		case text.LinksPart:
			q.Links = append(q.Links, d.items(s.blocks)...)
		case text.AcceptPart:
			q.Accept = append(q.Accept, d.accepted(s.blocks)...)
		}
	}
	said := d.text(d.trimEnd(answers))
	body, choices, rest := d.choices(leads, said)
	switch {
	case len(choices) > 0:
		q.Choices, d.marked = choices, true
		q.Body = text.JoinParagraphs(q.Body, d.text(body))
		explained := said
		if !d.exact {
			_, explained, _ = text.CutAnswerLetters(said)
		}
		q.Answer = text.JoinParagraphs(d.text(d.trimEnd(rest)), explained)
	case marked:
		q.Body, q.Answer = text.JoinParagraphs(q.Body, d.text(leads)), said
	case slices.ContainsFunc(leads, func(b block) bool { return allBoxed(d.entries(b)) }): // cut off
		q.Body = text.JoinParagraphs(q.Body, d.text(d.trimEnd(leads)))
	default:
		q.Answer = d.text(d.trimEnd(leads))
	}
	if !d.exact && text.IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
}

// trimEnd drops what closes an answer and is none of it: rules, tags, links back to the top.
func (d *document) trimEnd(blocks []block) []block {
	for len(blocks) > 0 {
		last := &blocks[len(blocks)-1]
		if last.quoted {
			break
		}
		content := strings.TrimSpace(d.src[last.start:last.end])
		isRule := last.kind == rule || strings.Trim(content, "=-_* ") == ""
		if !isRule && !text.IsBackLink(content) && !text.IsOnlyTags(content) {
			break
		}
		blocks = blocks[:len(blocks)-1]
	}
	for len(blocks) > 0 && !blocks[0].quoted {
		content := strings.TrimSpace(d.src[blocks[0].start:blocks[0].end])
		if !text.IsOnlyTags(content) {
			break
		}
		blocks = blocks[1:]
	}
	return blocks
}

// items are the entries of a list, or the lines of a paragraph.
func (d *document) items(blocks []block) []string {
	var list []string
	for _, b := range blocks {
		if b.list == nil {
			for line := range strings.Lines(d.src[b.start:b.end]) {
				if line = strings.TrimSpace(line); line != "" {
					list = append(list, line)
				}
			}
			continue
		}
		for _, item := range d.entries(b) {
			list = append(list, item.text)
		}
	}
	return list
}
