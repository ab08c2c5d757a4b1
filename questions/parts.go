package questions

import (
	"regexp"
	"slices"
	"strings"

	"quizbot/quiz"
)

// stretch is a run of a question's source that is one part of it.
type stretch struct {
	part   Part
	blocks []block
}

// split finds the markers among a question's blocks and cuts the blocks there. What follows a list of key
// points, a hint or accepted answers goes on with the part before.
func (d *document) split(blocks []block) []stretch {
	parts := []stretch{{part: LeadPart}}
	current := LeadPart
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
		if p == AnswerPart {
			current = AnswerPart
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

func appendBlock(parts []stretch, p Part, b block) []stretch {
	if last := &parts[len(parts)-1]; last.part == p {
		last.blocks = append(last.blocks, b)
		return parts
	}
	return append(parts, stretch{p, []block{b}})
}

// cutMarker finds the first line of a paragraph or a heading that is a marker: what stands before it, and
// what follows the marker's word. A summary of an HTML block may be a marker, too.
func (d *document) cutMarker(b block) (before block, p Part, after block, ok bool) {
	if b.quoted {
		return b, 0, b, false
	}
	switch b.kind {
	case paragraph, heading:
		for start := b.start; start < b.end; {
			end := start + strings.IndexByte(d.src[start:b.end]+"\n", '\n')
			line := d.src[start:end]
			if m := withA.FindString(line); m != "" && d.dialogue {
				return b.until(start), AnswerPart, b.text(start + len(m)), true
			}
			if m := correctIs.FindStringIndex(line); m != nil {
				return b.until(start), AnswerPart, b.text(start), true
			}
			if d.cards && strings.Trim(line, "? ") == "" && strings.Contains(line, "?") {
				return b.until(start), AnswerPart, b.text(min(end+1, b.end)), true
			}
			if p, rest, ok := ReadMarker(line, b.kind == heading); ok {
				return b.until(start), p, b.text(start + strings.LastIndex(line, rest)), true
			}
			if IsCodeFence(line) {
				break
			}
			start = min(end+1, b.end)
		}
	case markup:
		text := d.src[b.start:b.end]
		if m := summary.FindStringSubmatchIndex(text); m != nil && SummaryHidesAnswer(text[m[2]:m[3]]) {
			from := m[1]
			if strings.ContainsAny(text[m[2]:m[3]], "0123456789(（") {
				from = 0 // one of several, by its name
			}
			return b.until(b.start), AnswerPart, b.text(b.start + from), true
		}
	}
	return b, 0, b, false
}

// correctIs is a line that names the right options without a marker.
var correctIs = regexp.MustCompile(`^(?i:the )?(?i:correct|right) (?i:answer|option|choice)s? (?i:is|are):?\s+[(（]?[A-Ha-h1-9][).:,\s]|^(?i:the )?(?i:correct|right) (?i:answer|option|choice) (?i:is):?\s+[A-Ha-h]\.?$`)

func IsCodeFence(line string) bool {
	line = strings.TrimLeft(line, " ")
	return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
}

// summary is the line of a <details> that stays visible.
var summary = regexp.MustCompile(`(?is)<summary[^>]*>(.*?)</summary>`)

// openSummary is the same up to its first line's end.
var openSummary = regexp.MustCompile(`(?i)<summary[^>]*>\s*([^\n]*)`)

// SummaryHidesAnswer reports whether a summary hides an answer rather than asking.
func SummaryHidesAnswer(text string) bool {
	text = strings.TrimSpace(HTMLTag.ReplaceAllString(text, ""))
	if _, _, ok := ReadMarker("**"+text+"**", true); ok {
		return true
	}
	lower := strings.ToLower(text)
	for _, word := range []string{"answer", "solution", "view", "show", "答案", "查看", "解答", "ответ"} {
		if strings.HasPrefix(lower, word) {
			return true
		}
	}
	return false
}

var HTMLTag = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)

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
	return TrimBlankLines(b.String())
}

// fill puts the parts where they belong. Without a marker, what stands below the title is the answer.
func (d *document) fill(q *quiz.Question, parts []stretch) {
	var leads, answers []block
	marked := false
	for _, s := range parts {
		switch s.part {
		case LeadPart:
			leads = append(leads, s.blocks...)
		case AnswerPart:
			marked, d.marked = true, true
			answers = append(answers, s.blocks...)
		case KeyPointsPart:
			q.KeyPoints = append(q.KeyPoints, d.items(s.blocks)...)
		case HintPart:
			q.Hint = d.text(s.blocks)
		case LinksPart:
			q.Links = append(q.Links, d.items(s.blocks)...)
		case AcceptPart:
			q.Accept = append(q.Accept, d.accepted(s.blocks)...)
		}
	}
	said := d.text(d.trimEnd(answers))
	body, choices, rest := d.choices(leads, said)
	switch {
	case len(choices) > 0:
		q.Choices, d.marked = choices, true
		q.Body = JoinParagraphs(q.Body, d.text(body))
		explained := said
		if !d.exact {
			_, explained, _ = CutAnswerLetters(said)
		}
		q.Answer = JoinParagraphs(d.text(d.trimEnd(rest)), explained)
	case marked:
		q.Body, q.Answer = JoinParagraphs(q.Body, d.text(leads)), said
	case slices.ContainsFunc(leads, func(b block) bool { return allBoxed(d.entries(b)) }): // cut off
		q.Body = JoinParagraphs(q.Body, d.text(d.trimEnd(leads)))
	default:
		q.Answer = d.text(d.trimEnd(leads))
	}
	if !d.exact && IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
}

func JoinParagraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// IsPlaceholder reports whether an answer is none yet.
func IsPlaceholder(text string) bool {
	const longest = 80 // bytes, with tags
	if len(text) > longest {
		return false
	}
	switch strings.ToLower(strings.Trim(HTMLTag.ReplaceAllString(text, ""), " \n*_.`()[]-")) {
	case "todo", "tbd", "to do", "answer here", "coming soon", "n/a", "待补充", "略", "待完善", "暂无":
		return true
	}
	return false
}

// backLinkLine is a line that leads to the page's top or another anchor of it, and says nothing else.
var backLinkLine = regexp.MustCompile(`^(?:[*_~\s]|<[^>]*>|&[a-z#0-9]+;|[⬆↥↑▲🔝⇧])*\[[^\]]*\]\(#[^)]*\)(?:[*_\s]|<[^>]*>)*$`)

// backLinkHTML is the same in HTML.
var backLinkHTML = regexp.MustCompile(`(?is)^(?:\s|<[^>]*>|&[a-z#0-9]+;)*<a\s[^>]*href="#[^"]*"[^>]*>[^<]*(?:\s|<[^>]*>)*$`)

func IsBackLink(text string) bool {
	text = strings.TrimSpace(text)
	return backLinkLine.MatchString(text) || strings.HasPrefix(text, "<") && backLinkHTML.MatchString(text)
}

// trimEnd drops what closes an answer and is none of it: rules, tags, links back to the top.
func (d *document) trimEnd(blocks []block) []block {
	for len(blocks) > 0 {
		last := &blocks[len(blocks)-1]
		if last.quoted {
			break
		}
		text := strings.TrimSpace(d.src[last.start:last.end])
		isRule := last.kind == rule || strings.Trim(text, "=-_* ") == ""
		if !isRule && !IsBackLink(text) && !IsOnlyTags(text) {
			break
		}
		blocks = blocks[:len(blocks)-1]
	}
	for len(blocks) > 0 && !blocks[0].quoted {
		text := strings.TrimSpace(d.src[blocks[0].start:blocks[0].end])
		if !IsOnlyTags(text) {
			break
		}
		blocks = blocks[1:]
	}
	return blocks
}

// IsOnlyTags reports whether text is nothing but tags and comments.
func IsOnlyTags(text string) bool {
	if !strings.HasPrefix(text, "<") {
		return text == ""
	}
	return strings.TrimSpace(HTMLTag.ReplaceAllString(HTMLComment.ReplaceAllString(text, ""), "")) == ""
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
