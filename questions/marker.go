package questions

import (
	"regexp"
	"strings"
)

// part is what a stretch of a question is.
type part int

const (
	lead part = iota // body, or the answer where no marker stands
	answer
	keyPoints
	hint
	accept
)

// marks are the words that begin a part, in lower case.
func marks() map[string]part {
	return map[string]part{
		"答": answer, "答案": answer, "参考答案": answer, "正确答案": answer, "解答": answer, "回答": answer, "解析": answer, "參考答案": answer,
		"answer": answer, "answers": answer, "ans": answer, "solution": answer, "reference answer": answer, "correct answer": answer, "explanation": answer,
		"ответ": answer, "réponse": answer, "antwort": answer, "respuesta": answer, "odgovor": answer,
		"要点": keyPoints, "得分点": keyPoints, "key points": keyPoints, "key point": keyPoints,
		"提示": hint, "hint": hint,
		"可接受答案": accept, "可接受的答案": accept, "accept": accept, "accepted answers": accept, "accepted": accept,
	}
}

// marker is a line that begins a part: the word, perhaps bold or a heading, with a colon or alone when it
// stands out, and what follows it.
var marker = regexp.MustCompile(`^\s*(?:#{1,6}\s*)?([*_]{0,2})([\p{L} ]{1,20})\s*([*_]{0,2})\s*([:：]?)\s*([*_]{0,2})\s*(.*?)\s*#*$`)

// readMarker reads a line as a marker: which part begins, and the text behind the marker. A word without a
// colon is one only where it stands out, bold or as a heading.
func readMarker(line string, heading bool) (p part, rest string, ok bool) {
	if len(line) > 0 && line[0] == ' ' && strings.HasPrefix(line, "    ") {
		return 0, "", false
	}
	m := marker.FindStringSubmatch(line)
	if m == nil {
		return 0, "", false
	}
	p, ok = marks()[strings.ToLower(strings.TrimSpace(m[2]))]
	bold := m[1] != "" && (m[3] != "" || m[5] != "")
	if !ok || m[1] == "" && m[3] != "" {
		return 0, "", false
	}
	rest = m[6]
	if m[1] == "" && m[5] != "" {
		rest = m[5] + rest // the text behind the marker begins with marks of its own
	}
	switch {
	case m[4] != "":
		return p, rest, true
	case rest == "" && (bold || heading):
		return p, "", true
	}
	return 0, "", false
}
