// Package text reads short texts of banks: titles, markers, names of fields, options and the like.
// It knows neither questions nor files. Everything that readers of banks know of natural languages
// stands in vocabulary.go.
package text

import "strings"

// counterWords are the words in front of a question's number, as alternatives of a pattern.
const counterWords = `q(?:uestion)?|` + // English, French
	`вопрос|в|питання|` + // Russian, Ukrainian
	`p(?:regunta|ergunta|itanje)?|` + // Spanish, Portuguese, Serbian
	`d(?:omanda)?|` + // Italian
	`frage|f|` + // German
	`întrebarea|soru|pertanyaan|câu(?: hỏi)?|pytanie|vraag|` + // Romanian, Turkish, Indonesian, Vietnamese, Polish, Dutch
	`質問|問題?|题目?|題|问题?|` + // Japanese, Chinese
	`문제|질문` // Korean

// chineseNumbers are numbers in the manner of Chinese headings, as alternatives of a pattern: 问题
// 3：, 第 3 题.
const chineseNumbers = `[问題题]\s*\d*\s*[:：]\s*|第\s*\d+\s*[題题问]\s*[.:：、]?\s*`

// The words in front of questions and answers in plain text, as alternatives of a pattern.
const (
	questionLineWords = `Q\s*\d*|Question\s*\d*|问|問|问题|题目`
	answerLineWords   = `A|Ans|Answer|答`
)

// partOfWord returns the part that a marker in lower case begins.
func partOfWord(word string) (Part, bool) {
	switch word {
	case "answer", "answers", "ans", "solution", "reference answer", "correct answer", "explanation", // English
		"答", "答案", "参考答案", "參考答案", "正确答案", "解答", "回答", "解析", // Chinese
		"ответ", "решение", "відповідь", // Russian, Ukrainian
		"respuesta", "respuesta correcta", "solución", "resposta", // Spanish, Portuguese
		"réponse", "antwort", "risposta", "soluzione", "antwoord", // French, German, Italian, Dutch
		"odpowiedź", "odgovor", "răspuns", "cevap", "përgjigja", // Polish, Serbian, Romanian, Turkish, Albanian
		"jawaban", "đáp án", "คำตอบ", // Indonesian, Vietnamese, Thai
		"答え", "正解", "정답", "답", // Japanese, Korean
		"الإجابة", "الاجابة", "الاجابة الصحيحة": // Arabic
		return AnswerPart, true
	case "key points", "key point", "要点", "得分点":
		return KeyPointsPart, true
	case "hint", "提示":
		return HintPart, true
	case "links", "链接":
		return LinksPart, true
	case "accept", "accepted answers", "accepted", "可接受答案", "可接受的答案":
		return AcceptPart, true
	case "samples", "graded samples", "答案示例", "作答示例":
		return SamplesPart, true
	}
	return LeadPart, false
}

// bandOfWord returns the English name of a band that a word in lower case names.
func bandOfWord(word string) (band string, ok bool) {
	switch word {
	case "full", "full marks", "fully correct", "满分", "完全正确", "全对":
		return "full", true
	case "mostly", "mostly correct", "mostly right", "大部分", "大部分正确", "基本正确":
		return "mostly", true
	case "partial", "partly", "partly correct", "partly right", "部分", "部分正确":
		return "partial", true
	case "wrong", "incorrect", "错", "错误", "不正确":
		return "wrong", true
	case "unsure", "not sure", "不确定", "无法判断":
		return "unsure", true
	}
	return "", false
}

// The words of headings in a file that holds one question, as alternatives of a pattern. Russian
// ones may be written in Latin letters.
const (
	questionHeadingWords    = `question|вопрос|vopros|题目|问题|題目|面试题`
	answerHeadingWords      = `answer|solution|ответ|otvet|参考答案|答案|解答`
	afterAnswerHeadingWords = `follow-?ups?|references?|related|see also|дополнительн|ссылки|связанн|dopolnitel|ssylki|svyazann|参考资料|参考链接|相关`
)

// The words in front of the letter of the right option, as alternatives of a pattern.
const (
	correctIsEnglish = `(?i:the )?(?i:correct|right) (?i:answer|option|choice)s? (?i:is|are):?\s*`
	correctIsChinese = `(?:本题)?(?:正确)?答案(?:是|为|选)?[:：]?\s*|应?选择?[:：]?\s*`
)

// correctWords are the words in brackets behind a right option, as alternatives of a pattern.
const correctWords = `(?i:correct|right|正确|答案)`

// isContentsWord reports whether a title in lower case is that of a table of contents.
func isContentsWord(title string) bool {
	switch title {
	case "table of contents", "contents", "toc", "index", "目录", "目錄", "содержание", "оглавление":
		return true
	}
	return false
}

// isPlaceholderWord reports whether an answer in lower case is none yet.
func isPlaceholderWord(answer string) bool {
	switch answer {
	case "todo", "tbd", "to do", "answer here", "coming soon", "n/a", "待补充", "略", "待完善", "暂无":
		return true
	}
	return false
}

// beginsHiding reports whether a summary in lower case begins like one that hides an answer.
func beginsHiding(summary string) bool {
	for _, word := range []string{"answer", "solution", "view", "show", "答案", "查看", "解答", "ответ"} {
		if strings.HasPrefix(summary, word) {
			return true
		}
	}
	return false
}

// isAskingWord reports whether a word in lower case begins a question or a task.
func isAskingWord(word string) bool {
	switch word {
	case "explain", "describe", "what", "what's", "why", "how", "when", "where", "who", "which", "tell", "name", "list", "give",
		"can", "could", "do", "does", "is", "are", "define", "compare", "discuss", "write", "implement", "have", "if", "consider",
		"difference", "make",
		"назовите", "опишите", "расскажите", "приведите", "какие", "какой", "что", "как", "зачем", "почему":
		return true
	}
	return false
}

// beginsAskingChinese reports whether a text begins like a question or a task in Chinese, where no
// space ends a word.
func beginsAskingChinese(text string) bool {
	for _, word := range []string{"说说", "请", "如何", "什么", "为什么", "怎", "写", "简述", "谈谈", "使用", "用"} {
		if strings.HasPrefix(text, word) {
			return true
		}
	}
	return false
}

// IsYes reports whether a value says yes: true, x, a check mark.
func IsYes(value string) bool {
	switch strings.ToLower(value) {
	case "true", "yes", "y", "1", "x", "✓", "✔", "是", "对":
		return true
	}
	return false
}

// difficultyOf returns the difficulty meant by a pictograph after a title.
func difficultyOf(pictograph rune) (difficulty string, ok bool) {
	switch pictograph {
	case '👶', '🟢':
		return "easy", true
	case '⭐', '🟡':
		return "medium", true
	case '🚀', '🔴':
		return "hard", true
	}
	return "", false
}

// OptionColumnPrefixes returns the starts of the names of columns with one option each, such as
// option a.
func OptionColumnPrefixes() []string { return []string{"option", "choice", "answer", "选项", ""} }

// namesOfFields are the folded names of a role's fields, the surest first.
type namesOfFields struct {
	role  FieldRole
	names string
}

// fieldNames returns the names of the fields of records.
func fieldNames() [20]namesOfFields {
	return [...]namesOfFields{
		{TitleField, "question questions questiontext q front prompt term title 问题 题目 题干 вопрос pregunta frage"},
		{BodyField, "body stem code snippet context"},
		{AnswerField, "answer referenceanswer modelanswer desiredanswer a back answertext solution response definition reply 答案 参考答案 ответ respuesta antwort"},
		{ExplanationField, "explanation rationale feedback generalfeedback 解析"},
		{ChoicesField, "choices options alternatives answers 选项"},
		{CorrectField, "correctanswer correctanswers correct correctoption correctchoice correctindex rightanswer answerkey key 正确答案"},
		{IncorrectField, "incorrectanswers wronganswers distractors"},
		{AcceptField, "accept accepted acceptedanswers aliases"},
		{KeyPointsField, "keypoints goodtohear 要点"},
		{SamplesField, "samples sampleanswers 答案示例"},
		{TermsField, "terms 术语"},
		{LinksField, "links link url references reference 链接"},
		{HintField, "hint 提示"},
		{IDField, "id uuid slug guid"},
		{SectionField, "section category topic chapter module deck 分类"},
		{TagsField, "tags tag labels keywords 标签"},
		{DifficultyField, "difficulty level expertise 难度"},
		{LanguageField, "lang language locale"},
		{ShuffleField, "shuffle"},
		{IgnoredField, "number bank source no type"},
	}
}
