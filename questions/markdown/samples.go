package markdown

import (
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// beginsSamples reports whether a block behind the marker of samples holds some. A list without any
// band is reported.
func (r *reader) beginsSamples(b block) bool {
	some := r.hasBand(b)
	if !some && b.list != nil {
		r.report(b.start, source.SampleBand, "none of these items says which band it should get, so they are shown to members: if they are sample answers, begin each with full, mostly, partial, wrong or unsure and a colon")
	}
	return some
}

// hasBand reports whether some sample answer in a block begins with its band. A list without any
// band is something else, such as samples of code in an answer.
func (d *Document) hasBand(b block) bool {
	for _, s := range d.sampleEntries(b) {
		if _, _, ok := text.CutBand(s.text); ok {
			return true
		}
	}
	return false
}

// sampleEntries returns the items of a list, or another block as a single one.
func (d *Document) sampleEntries(b block) []entry {
	if b.list != nil {
		return d.entries(b)
	}
	return []entry{{d.source(b), b.start, b.end}}
}

// sampleAnswers returns the sample answers of blocks. One without a band is reported by the bank.
func (d *Document) sampleAnswers(blocks []block) []quiz.Sample {
	var list []quiz.Sample
	for _, b := range blocks {
		for _, item := range d.sampleEntries(b) {
			band, answer, _ := text.CutBand(item.text)
			list = append(list, quiz.Sample{Band: scoring.Band(band), Answer: answer, Line: d.line(item.start)})
		}
	}
	return list
}

// takeSamples moves samples out of the answer and the body of a question. Some dialects take all text
// of a question as its answer, and samples in it would be shown to members.
func takeSamples(q *quiz.Question) {
	for _, field := range []*string{&q.Answer, &q.Body} {
		rest, samples := cutSamples(*field)
		if len(samples) > 0 {
			*field = rest
			q.Samples = append(q.Samples, samples...)
		}
	}
}

// cutSamples cuts the samples out of a text, without their lines.
func cutSamples(content string) (rest string, samples []quiz.Sample) {
	if !hasSamplesLine(content) {
		return content, nil
	}
	d := Parse("\n"+content, nil) // the blank line keeps the text from beginning with front matter
	at := 0
	for i, b := range d.blocks {
		start, behind, ok := d.samplesLine(b)
		if !ok {
			continue
		}
		if strings.TrimSpace(d.src[behind.start:behind.end]) == "" && i+1 < len(d.blocks) {
			behind = d.blocks[i+1]
		}
		if !d.hasBand(behind) {
			continue
		}
		rest += d.src[at:start]
		at = behind.end
		samples = append(samples, d.sampleAnswers([]block{behind})...)
	}
	for i := range samples {
		samples[i].Line = 0
	}
	return text.TrimBlankLines(strings.TrimPrefix(rest+d.src[at:], "\n")), samples
}

// hasSamplesLine reports whether a line of a text is the marker of samples.
func hasSamplesLine(content string) bool {
	for line := range strings.Lines(content) {
		if part, _, ok := text.ReadMarker(strings.TrimRight(line, "\n"), true); ok && part == text.SamplesPart {
			return true
		}
	}
	return false
}

// samplesLine finds the marker of samples in the last line of a paragraph or heading: its start, and
// what stands behind it.
func (d *Document) samplesLine(b block) (start int, behind block, ok bool) {
	if b.kind != paragraph && b.kind != heading {
		return 0, b, false
	}
	content := strings.TrimRight(d.src[b.start:b.end], " \t\n")
	last := strings.LastIndexByte(content, '\n') + 1
	part, rest, ok := text.ReadMarker(content[last:], b.kind == heading)
	return b.start + last, b.from(b.start + last + strings.LastIndex(content[last:], rest)), ok && part == text.SamplesPart
}
