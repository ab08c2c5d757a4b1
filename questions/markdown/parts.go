package markdown

import (
	"regexp"
	"strings"

	"quizbot/questions/metadata"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// reader collects what one dialect reads of a document.
type reader struct {
	*Document
	// answerMark recognises lines that begin an answer in this dialect only; it may be nil.
	answerMark answerMark
	// marked reports that some answer followed a mark.
	marked      bool
	diagnostics []source.Diagnostic
}

// answerMark returns the length of the mark with which a line begins an answer.
type answerMark func(line string) (length int, ok bool)

// report adds a warning at an offset.
func (r *reader) report(offset int, code, message string) {
	r.diagnostics = append(r.diagnostics, source.WarningAt(r.line(offset), code, message))
}

// parts are the parts of a question below its title.
type parts struct {
	lead, answer                   []block
	marked                         bool // a mark stands above the answer
	keyPoints, hint, links, accept [][]block
	samples                        [][]block
}

// add puts blocks into a part. A part may come several times.
func (p *parts) add(kind text.Part, blocks ...block) {
	switch kind {
	case text.LeadPart:
		p.lead = append(p.lead, blocks...)
	case text.AnswerPart:
		p.answer = append(p.answer, blocks...)
	case text.KeyPointsPart:
		p.keyPoints = append(p.keyPoints, blocks)
	case text.HintPart:
		p.hint = append(p.hint, blocks)
	case text.LinksPart:
		p.links = append(p.links, blocks)
	case text.AcceptPart:
		p.accept = append(p.accept, blocks)
	case text.SamplesPart:
		p.samples = append(p.samples, blocks)
	}
}

// split cuts the blocks below a title at their marks. The text behind key points, a hint or
// accepted answers goes on with the part in front of them.
func (r *reader) split(blocks []block) parts {
	var p parts
	current, last := text.LeadPart, text.LeadPart // the part that goes on, and that of the last mark
	for i := 0; i < len(blocks); i++ {
		before, kind, after, ok := r.cutAtMarker(blocks[i], r.answerMark)
		rest := strings.TrimSpace(r.src[after.start:after.end])
		below := ok && kind != text.AnswerPart && rest == "" && i+1 < len(blocks)
		if below {
			after = blocks[i+1]
		}
		switch {
		case !ok && last == text.SamplesPart && blocks[i].list != nil && r.hasBand(blocks[i]): // with another marker
			p.add(last, blocks[i])
			continue
		case !ok, kind == text.SamplesPart && !r.beginsSamples(after):
			p.add(current, blocks[i])
			continue
		}
		if before.end > before.start {
			p.add(current, before)
		}
		if last = kind; kind == text.AnswerPart {
			current, p.marked = kind, true
			if rest != "" {
				p.add(current, after)
			}
			continue
		}
		if below {
			i++
		}
		p.add(kind, after)
	}
	return p
}

// cutAtMarker finds the first mark in a paragraph, a heading or the summary of a <details>. It
// returns the block in front of the mark, the part that begins, and the block behind the mark.
func (d *Document) cutAtMarker(b block, mark answerMark) (before block, kind text.Part, after block, ok bool) {
	switch {
	case b.quoted:
	case b.kind == paragraph, b.kind == heading:
		return d.cutAtLine(b, mark)
	case b.kind == markup:
		content := d.src[b.start:b.end]
		if m := summaryTag.FindStringSubmatchIndex(content); m != nil && text.SummaryHidesAnswer(content[m[2]:m[3]]) {
			from := m[1]
			if strings.ContainsAny(content[m[2]:m[3]], "0123456789(（") {
				from = 0 // one of several answers, which keeps its name
			}
			return b.until(b.start), text.AnswerPart, b.from(b.start + from), true
		}
	}
	return b, 0, b, false
}

// cutAtLine finds the first line of a block that is a mark.
func (d *Document) cutAtLine(b block, mark answerMark) (before block, kind text.Part, after block, ok bool) {
	for start := b.start; start < b.end; {
		end := start + strings.IndexByte(d.src[start:b.end]+"\n", '\n')
		line := d.src[start:end]
		if mark != nil {
			if length, ok := mark(line); ok {
				return b.until(start), text.AnswerPart, b.from(min(start+length, b.end)), true
			}
		}
		if text.NamesCorrectOption(line) {
			return b.until(start), text.AnswerPart, b.from(start), true
		}
		if kind, rest, ok := text.ReadMarker(line, b.kind == heading); ok && (kind != text.SamplesPart || strings.TrimSpace(d.src[min(end, b.end):b.end]) == "") {
			return b.until(start), kind, b.from(start + strings.LastIndex(line, rest)), true
		}
		if text.IsCodeFence(line) {
			break
		}
		start = min(end+1, b.end)
	}
	return b, 0, b, false
}

// summaryTag is the part of a <details> that stays visible.
var summaryTag = regexp.MustCompile(`(?is)<summary[^>]*>(.*?)</summary>`)

// assemble puts the parts of a question where they belong. Without a mark, the text below the title
// is the answer.
func (r *reader) assemble(q *quiz.Question, p parts) {
	r.assembleDetails(q, p)
	r.marked = r.marked || p.marked
	said := r.text(r.trimAnswer(p.answer))
	body, choices, rest := r.choices(p.lead, said)
	switch {
	case len(choices) > 0:
		q.Choices, r.marked = choices, true
		q.Body = text.JoinParagraphs(q.Body, r.text(body))
		_, explanation, _ := text.CutAnswerLetters(said)
		q.Answer = text.JoinParagraphs(r.text(r.trimAnswer(rest)), explanation)
	case p.marked:
		q.Body, q.Answer = text.JoinParagraphs(q.Body, r.text(p.lead)), said
	case r.hasCheckBoxes(p.lead): // choices that were cut off
		q.Body = text.JoinParagraphs(q.Body, r.text(r.trimAnswer(p.lead)))
	default:
		q.Answer = r.text(r.trimAnswer(p.lead))
	}
	if text.IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
}

// assembleDetails fills in key points, hint, links and accepted answers.
func (r *reader) assembleDetails(q *quiz.Question, p parts) {
	for _, blocks := range p.keyPoints {
		q.KeyPoints = append(q.KeyPoints, r.itemTexts(blocks)...)
	}
	for _, blocks := range p.hint {
		q.Hint = r.text(blocks)
	}
	for _, blocks := range p.links {
		q.Links = append(q.Links, r.itemTexts(blocks)...)
	}
	for _, blocks := range p.accept {
		q.Accept = append(q.Accept, r.acceptedAnswers(blocks)...)
	}
	for _, blocks := range p.samples {
		q.Samples = append(q.Samples, r.sampleAnswers(blocks)...)
	}
}

// acceptedAnswers returns the accepted answers of a list, each item to the letter, of a block of
// code, or of a line with commas.
func (r *reader) acceptedAnswers(blocks []block) []string {
	if len(blocks) != 1 || blocks[0].list != nil {
		return r.itemTexts(blocks)
	}
	content := r.text(blocks)
	if first, rest, _ := strings.Cut(content, "\n"); text.IsCodeFence(first) {
		code, _, _ := strings.Cut(rest, strings.TrimLeft(first, " ")[:3])
		return []string{text.TrimBlankLines(code)}
	}
	answers, note := text.SplitAccepted(content)
	if note != "" {
		r.report(blocks[0].start, "accept-list", note)
	}
	return answers
}

// trimAnswer drops the blocks that close an answer and say nothing: rules, tags, links back to the
// top.
func (r *reader) trimAnswer(blocks []block) []block {
	for len(blocks) > 0 {
		last := &blocks[len(blocks)-1]
		if last.quoted {
			break
		}
		content := strings.TrimSpace(r.src[last.start:last.end])
		isRule := last.kind == rule || strings.Trim(content, "=-_* ") == ""
		if !isRule && !text.IsBackLink(content) && !text.IsOnlyTags(content) {
			break
		}
		blocks = blocks[:len(blocks)-1]
	}
	for len(blocks) > 0 && !blocks[0].quoted {
		if !text.IsOnlyTags(strings.TrimSpace(r.src[blocks[0].start:blocks[0].end])) {
			break
		}
		blocks = blocks[1:]
	}
	return blocks
}

// takeComment gives a question the details of a comment right below its title, and returns the
// blocks behind it.
func (r *reader) takeComment(q *quiz.Question, blocks []block) []block {
	if len(blocks) == 0 {
		return blocks
	}
	first := blocks[0]
	content := r.src[first.start:first.end]
	if !strings.HasPrefix(strings.TrimLeft(content, " \n"), "<!--") {
		return blocks
	}
	inside, after, closed := strings.Cut(content[strings.Index(content, "<!--")+len("<!--"):], "-->")
	details, unknown, ok := metadata.ParseComment(inside)
	for _, name := range unknown {
		r.report(first.start, "unknown-field", "the comment has the field “"+name+"”, which means nothing: known are id, tags, difficulty, language and section")
	}
	if !closed || !ok {
		return blocks
	}
	details.Apply(q)
	first.start = first.end - len(after)
	if strings.TrimSpace(r.src[first.start:first.end]) == "" {
		return blocks[1:]
	}
	return append([]block{first}, blocks[1:]...)
}
