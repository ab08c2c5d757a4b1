package text

import (
	"strings"
	"unicode"
)

// Part is what a stretch of a question is.
type Part int

const (
	LeadPart Part = iota // body, or the answer where no marker stands
	AnswerPart
	KeyPointsPart
	HintPart
	AcceptPart
	LinksPart
)

// partOfWord is the part that a word in lower case begins.
func partOfWord(word string) (Part, bool) {
	switch word {
	case "答", "答案", "参考答案", "參考答案", "正确答案", "解答", "回答", "解析",
		"answer", "answers", "ans", "solution", "reference answer", "correct answer", "explanation",
		"ответ", "відповідь", "réponse", "antwort", "respuesta", "respuesta correcta", "resposta", "risposta", "antwoord",
		"odpowiedź", "odgovor", "răspuns", "cevap", "jawaban", "đáp án", "答え", "正解", "정답", "답", "คำตอบ", "الإجابة", "përgjigja", "الاجابة", "الاجابة الصحيحة", "решение", "solución", "soluzione":
		return AnswerPart, true
	case "要点", "得分点", "key points", "key point":
		return KeyPointsPart, true
	case "提示", "hint":
		return HintPart, true
	case "links", "链接":
		return LinksPart, true
	case "可接受答案", "可接受的答案", "accept", "accepted answers", "accepted":
		return AcceptPart, true
	}
	return LeadPart, false
}

// longestMarker bounds a marker's word, in letters.
const longestMarker = 24

// ReadMarker reads a line as a marker: which part begins, and the text behind the marker. A word without a
// colon is one only where it stands out, bold or as a heading.
func ReadMarker(line string, heading bool) (p Part, rest string, ok bool) {
	if strings.HasPrefix(line, "    ") {
		return 0, "", false
	}
	text := strings.TrimLeft(line, " \t")
	if strings.HasPrefix(text, "#") {
		text = strings.TrimLeft(strings.TrimLeft(text, "#"), " \t")
	}
	front, text := cutEmphasis(text)
	word, text := cutMarkerWord(text)
	if p, ok = partOfWord(strings.ToLower(strings.TrimSpace(word))); !ok {
		return 0, "", false
	}
	behind, text := cutEmphasis(strings.TrimLeft(text, " "))
	text = strings.TrimLeft(text, " ")
	colon := strings.HasPrefix(text, ":") || strings.HasPrefix(text, "：")
	if colon {
		text = strings.TrimPrefix(strings.TrimPrefix(text, ":"), "：")
	}
	closing := ""
	if front != "" && behind == "" { // **Answer:** …
		closing, text = cutEmphasis(strings.TrimLeft(text, " "))
	}
	if front == "" && behind != "" {
		return 0, "", false
	}
	rest = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(text), "#"))
	bold := front != "" && behind+closing != ""
	if colon || rest == "" && (bold || heading) {
		return p, rest, true
	}
	return 0, "", false
}

// cutEmphasis cuts off the marks of emphasis that text begins with, at most two.
func cutEmphasis(text string) (marks, rest string) {
	n := 0
	for n < 2 && n < len(text) && (text[n] == '*' || text[n] == '_') {
		n++
	}
	return text[:n], text[n:]
}

// cutMarkerWord cuts off the letters and spaces that text begins with, nothing where they are too many for a marker.
func cutMarkerWord(text string) (word, rest string) {
	n := 0
	for i, c := range text {
		if c != ' ' && !unicode.IsLetter(c) && !unicode.IsMark(c) {
			return text[:i], text[i:]
		}
		if n++; n > longestMarker {
			return "", text
		}
	}
	return text, ""
}
