package text

import (
	"regexp"
)

// counters are words that stand in front of a question's number, in many languages.
const counters = `q(?:uestion)?|вопрос|в|питання|p(?:regunta|ergunta|itanje)?|d(?:omanda)?|frage|f|întrebarea|soru|pertanyaan|câu(?: hỏi)?|pytanie|vraag|質問|問題?|题目?|題|问题?|문제|질문`

// faces are pictures behind a title that say how difficult it is.
var faces = map[rune]string{'👶': "easy", '🟢': "easy", '⭐': "medium", '🟡': "medium", '🚀': "hard", '🔴': "hard"}

// afterAnswer are headings of what follows an answer.
var afterAnswer = regexp.MustCompile(`^(?i)(?:follow-?ups?|references?|related|see also|дополнительн|ссылки|связанн|dopolnitel|ssylki|svyazann|参考资料|参考链接|相关)`)
