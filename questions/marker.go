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
	furtherReading
)

// partNamed is the part that a word in lower case begins.
func partNamed(word string) (part, bool) {
	switch word {
	case "答", "答案", "参考答案", "參考答案", "正确答案", "解答", "回答", "解析",
		"answer", "answers", "ans", "solution", "reference answer", "correct answer", "explanation",
		"ответ", "відповідь", "réponse", "antwort", "respuesta", "respuesta correcta", "resposta", "risposta", "antwoord",
		"odpowiedź", "odgovor", "răspuns", "cevap", "jawaban", "đáp án", "答え", "正解", "정답", "답", "คำตอบ", "الإجابة", "përgjigja", "الاجابة", "الاجابة الصحيحة", "решение", "solución", "soluzione":
		return answer, true
	case "要点", "得分点", "key points", "key point":
		return keyPoints, true
	case "提示", "hint":
		return hint, true
	case "links", "链接":
		return furtherReading, true
	case "可接受答案", "可接受的答案", "accept", "accepted answers", "accepted":
		return accept, true
	}
	return lead, false
}

// marker is a line that begins a part: the word, perhaps bold or a heading, with a colon or alone when it
// stands out, and what follows it.
var marker = regexp.MustCompile(`^\s*(?:#{1,6}\s*)?([*_]{0,2})([\p{L} ]{1,20})\s*([*_]{0,2})\s*([:：]?)\s*([*_]{0,2})\s*(.*?)\s*#*$`)

// mayMark rules out most lines: a marker has a mark in front of its word or soon behind it, or is short.
func mayMark(line string, heading bool) bool {
	const most = 80 // bytes, of twenty letters and the marks around them
	i := strings.IndexAny(line, ":：*_")
	return i >= 0 && i < most || heading && len(line) < most
}

// readMarker reads a line as a marker: which part begins, and the text behind the marker. A word without a
// colon is one only where it stands out, bold or as a heading.
func readMarker(line string, heading bool) (p part, rest string, ok bool) {
	if strings.HasPrefix(line, "    ") || !mayMark(line, heading) {
		return 0, "", false
	}
	m := marker.FindStringSubmatch(line)
	if m == nil {
		return 0, "", false
	}
	p, ok = partNamed(strings.ToLower(strings.TrimSpace(m[2])))
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
