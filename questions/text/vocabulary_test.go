package text

import (
	"strings"
	"testing"
)

// Every word of the vocabulary marks an answer as a line with a colon, in bold, and as a heading.
func TestAnswerMarkersOfAllLanguages(t *testing.T) {
	for language, words := range map[string][]string{
		"English":    {"Answer", "Answers", "Ans", "Solution", "Reference answer", "Correct answer", "Explanation"},
		"Chinese":    {"答", "答案", "参考答案", "參考答案", "正确答案", "解答", "回答", "解析"},
		"Russian":    {"Ответ", "Решение"},
		"Ukrainian":  {"Відповідь"},
		"Spanish":    {"Respuesta", "Respuesta correcta", "Solución"},
		"Portuguese": {"Resposta"},
		"French":     {"Réponse"},
		"German":     {"Antwort"},
		"Italian":    {"Risposta", "Soluzione"},
		"Dutch":      {"Antwoord"},
		"Polish":     {"Odpowiedź"},
		"Serbian":    {"Odgovor"},
		"Romanian":   {"Răspuns"},
		"Turkish":    {"Cevap"},
		"Albanian":   {"Përgjigja"},
		"Indonesian": {"Jawaban"},
		"Vietnamese": {"Đáp án"},
		"Thai":       {"คำตอบ"},
		"Japanese":   {"答え", "正解"},
		"Korean":     {"정답", "답"},
		"Arabic":     {"الإجابة", "الاجابة", "الاجابة الصحيحة"},
	} {
		for _, word := range words {
			for _, line := range []string{word + ": B", word + "：B", "**" + word + ":** B", "**" + word + "**: B", "  " + strings.ToLower(word) + " : B"} {
				if part, rest, ok := ReadMarker(line, false); !ok || part != AnswerPart || rest != "B" {
					t.Errorf("%s: %q is read as part %d with %q, %v", language, line, part, rest, ok)
				}
			}
			for _, line := range []string{"**" + word + "**", "__" + word + "__"} {
				if part, rest, ok := ReadMarker(line, false); !ok || part != AnswerPart || rest != "" {
					t.Errorf("%s: %q is read as part %d with %q, %v", language, line, part, rest, ok)
				}
			}
			if part, _, ok := ReadMarker("### "+word, true); !ok || part != AnswerPart {
				t.Errorf("%s: the heading %q marks no answer", language, word)
			}
			if _, _, ok := ReadMarker(word, false); ok {
				t.Errorf("%s: %q alone in a paragraph marks an answer", language, word)
			}
		}
	}
}

func TestMarkersOfOtherParts(t *testing.T) {
	for line, want := range map[string]Part{
		"Key points:": KeyPointsPart, "**Key point**": KeyPointsPart, "要点：": KeyPointsPart, "得分点：": KeyPointsPart,
		"Hint: look up": HintPart, "提示：看书": HintPart,
		"Links:": LinksPart, "链接：": LinksPart,
		"Accept: x": AcceptPart, "Accepted answers: x": AcceptPart, "可接受答案：x": AcceptPart, "可接受的答案：x": AcceptPart,
	} {
		if part, _, ok := ReadMarker(line, false); !ok || part != want {
			t.Errorf("%q is read as part %d, %v, want %d", line, part, ok, want)
		}
	}
}

func TestLinesThatAreNoMarkers(t *testing.T) {
	for _, line := range []string{
		"", "Answer", "Answer the door", "Answering: no", "The answer: 42", "    Answer: in code", "Answer** x", "**Answer** the door",
		"An answer that goes on for more letters than a marker: x", "- Answer: an item", "Answer-key: x", "Hints: two",
	} {
		if part, rest, ok := ReadMarker(line, false); ok {
			t.Errorf("%q is read as part %d with %q", line, part, rest)
		}
	}
}

// A word of each language counts questions in front of a number.
func TestCountersOfAllLanguages(t *testing.T) {
	for language, words := range map[string][]string{
		"English":    {"Q", "Question", "q"},
		"Russian":    {"Вопрос", "В"},
		"Ukrainian":  {"Питання"},
		"Spanish":    {"Pregunta", "P"},
		"Portuguese": {"Pergunta"},
		"Serbian":    {"Pitanje"},
		"Italian":    {"Domanda", "D"},
		"German":     {"Frage", "F"},
		"Romanian":   {"Întrebarea"},
		"Turkish":    {"Soru"},
		"Indonesian": {"Pertanyaan"},
		"Vietnamese": {"Câu", "Câu hỏi"},
		"Polish":     {"Pytanie"},
		"Dutch":      {"Vraag"},
		"Japanese":   {"質問", "問", "問題"},
		"Chinese":    {"题", "题目", "題", "问", "问题"},
		"Korean":     {"문제", "질문"},
	} {
		for _, word := range words {
			for _, title := range []string{word + " 12. Why so?", word + "3: Why so?", word + " 7) Why so?", word + "1、Why so?"} {
				if rest, ok := CutNumber(title); !ok || rest != "Why so?" {
					t.Errorf("%s: %q is cut to %q, %v", language, title, rest, ok)
				}
				if !IsNumbered("**" + title + "**") {
					t.Errorf("%s: %q in bold is not numbered", language, title)
				}
				if !CountedTitle.MatchString(title) {
					t.Errorf("%s: %q begins with no counting word", language, title)
				}
			}
		}
	}
}

func TestCutNumber(t *testing.T) {
	for title, want := range map[string]string{
		"1. What?": "What?", "1.What?": "What?", "12) What?": "What?", "3、什么？": "什么？", "4：什么？": "什么？", "5 What?": "What?",
		"6 - What?": "What?", "(7) What?": "What?", "（8）什么？": "什么？", "[9] What?": "What?", "第 10 题：什么？": "什么？", "第3问 什么？": "什么？",
		"Q: What?": "What?", "Q. What?": "What?", "问：什么？": "什么？", "题 2：什么？": "什么？", "Q1a. What?": "What?", "Q.4 - What?": "What?",
	} {
		if rest, ok := CutNumber(title); !ok || rest != want {
			t.Errorf("%q is cut to %q, %v, want %q", title, rest, ok, want)
		}
	}
	for _, title := range []string{
		"", "What?", "3.11 is faster", "2024: a year", "12345. too long", "7", "7.", "Q", "Quick 3", "Python 3 or 2?", "1984 was a book", "What is 3. for?",
	} {
		rest, ok := CutNumber(title)
		if title == "2024: a year" { // four digits and a mark count
			continue
		}
		if ok || rest != title {
			t.Errorf("%q is cut to %q", title, rest)
		}
	}
}

// Each role of a field is found by all its names, however they are written.
func TestFieldNames(t *testing.T) {
	for name, want := range map[string]FieldName{
		"question":                            {"question", TitleField, 0},
		"Question Text":                       {"questiontext", TitleField, 2},
		"题目":                                  {"题目", TitleField, 9},
		"pregunta":                            {"pregunta", TitleField, 12},
		"code":                                {"code", BodyField, 2},
		"Model-Answer":                        {"modelanswer", AnswerField, 2},
		"respuesta":                           {"respuesta", AnswerField, 14},
		"解析":                                  {"解析", ExplanationField, 4},
		"options":                             {"options", ChoicesField, 1},
		"Correct answer(s) - choose one":      {"correctanswer", CorrectField, 0},
		"incorrect_answers":                   {"incorrectanswers", IncorrectField, 0},
		"Accepted answers":                    {"acceptedanswers", AcceptField, 2},
		"要点":                                  {"要点", KeyPointsField, 2},
		"URL":                                 {"url", LinksField, 2},
		"提示":                                  {"提示", HintField, 1},
		"GUID":                                {"guid", IDField, 3},
		"deck":                                {"deck", SectionField, 5},
		"#tags":                               {"tags", TagsField, 0},
		"难度":                                  {"难度", DifficultyField, 3},
		"locale":                              {"locale", LanguageField, 2},
		"shuffle":                             {"shuffle", ShuffleField, 0},
		"No.":                                 {"no", IgnoredField, 3},
		"colour":                              {"colour", NoField, 0},
		"\ufeffQuestion - max 120 characters": {"question", TitleField, 0},
	} {
		if got := LookupField(name); got != want {
			t.Errorf("%q is %+v, want %+v", name, got, want)
		}
	}
	seen := map[string]bool{}
	for _, field := range fieldNames() {
		for name := range strings.FieldsSeq(field.names) {
			if got := LookupField(name); got.Role != field.role || got.Folded != name || seen[name] {
				t.Errorf("%q is found as %+v, and twice: %v", name, got, seen[name])
			}
			seen[name] = true
		}
	}
}

func TestHeadingRoles(t *testing.T) {
	for heading, want := range map[string]struct {
		role           HeadingRole
		language, rest string
	}{
		"Question":          {QuestionRole, "", ""},
		"Question (EN)":     {QuestionRole, "en", ""},
		"**Вопрос** (RU)":   {QuestionRole, "ru", ""},
		"Vopros: chto eto?": {QuestionRole, "", "chto eto?"},
		"题目：什么是栈？":          {QuestionRole, "", "什么是栈？"},
		"面试题（zh）":           {QuestionRole, "zh", ""},
		"Answer":            {AnswerRole, "", ""},
		"Solution (en)":     {AnswerRole, "en", ""},
		"Otvet":             {AnswerRole, "", ""},
		"参考答案":              {AnswerRole, "", ""},
		"`Ответ` (RU): да":  {AnswerRole, "ru", "да"},
		"Follow-ups":        {AfterAnswerRole, "", ""},
		"References":        {AfterAnswerRole, "", ""},
		"See also":          {AfterAnswerRole, "", ""},
		"Дополнительные вопросы": {AfterAnswerRole, "", ""},
		"Ssylki":                    {AfterAnswerRole, "", ""},
		"相关问题":                      {AfterAnswerRole, "", ""},
		"Questions":                 {NoRole, "", ""},
		"Question of the day":       {NoRole, "", ""},
		"Answer (in three letters)": {NoRole, "", ""},
		"":                          {NoRole, "", ""},
	} {
		role, language, rest := ReadHeadingRole(heading)
		if role != want.role || language != want.language || rest != want.rest {
			t.Errorf("%q is role %d in %q with %q, want %+v", heading, role, language, rest, want)
		}
	}
}

func TestLinesOfDialogues(t *testing.T) {
	for line, want := range map[string]string{
		"Q: Why?": "Why?", "q : Why?": "Why?", "Q12: Why?": "Why?", "**Q:** Why?": "Why?", "3. Question 4: Why?": "Why?", "问：为什么？": "为什么？", "题目：为什么？": "为什么？",
		"Q Why?": "", "Quick: Why?": "", "Q:": "", "    Q: in code": "",
	} {
		if got := CutQuestionLineMark(line); got != want {
			t.Errorf("%q asks %q, want %q", line, got, want)
		}
	}
	for line, want := range map[string]string{
		"A: So.": "A: ", "Ans : So.": "Ans : ", "4. Answer:So.": "4. Answer:", "答：是。": "答：", "**A:** So.": "**A:** ", "And: so": "", "Answers": "",
	} {
		if got := line[:AnswerLineMark(line)]; got != want {
			t.Errorf("%q answers behind %q, want %q", line, got, want)
		}
	}
	if !HasAnswerLine("Q: Why?\nA: So.") || HasAnswerLine("Q: Why?\nSo A: it is.") {
		t.Error("an answer line is one that begins with its mark")
	}
	for line, want := range map[string]string{"1. One": "One", " 22) Two ": "Two", "3.Three": "", "a. Four": "", "1. ": ""} {
		if got := CutItemNumber(line); got != want {
			t.Errorf("%q is the item %q, want %q", line, got, want)
		}
	}
}

func TestWordsThatSayYes(t *testing.T) {
	for _, word := range []string{"true", "True", "YES", "y", "1", "x", "✓", "✔", "是", "对"} {
		if !IsYes(word) {
			t.Errorf("%q says no", word)
		}
	}
	for _, word := range []string{"", "false", "no", "0", "否", "10"} {
		if IsYes(word) {
			t.Errorf("%q says yes", word)
		}
	}
}

func TestPlaceholdersAndContents(t *testing.T) {
	for _, answer := range []string{"TODO", "*ToDo*", "**TBD**", "to do...", "<p>Answer here</p>", "(coming soon)", "N/A", "待补充", "略", "`暂无`", "[待完善]"} {
		if !IsPlaceholder(answer) {
			t.Errorf("%q is an answer", answer)
		}
	}
	for _, answer := range []string{"", "To do it, call a plumber.", "略有不同", strings.Repeat("*", 100) + "todo"} {
		if IsPlaceholder(answer) {
			t.Errorf("%q is a placeholder", answer)
		}
	}
	for _, title := range []string{"Table of Contents", "**Contents:**", "TOC", "Index", "目录", "目錄", "Содержание", "оглавление："} {
		if !IsTableOfContents(title) {
			t.Errorf("%q is no table of contents", title)
		}
	}
	for _, title := range []string{"", "What is an index?", "Contents of a box"} {
		if IsTableOfContents(title) {
			t.Errorf("%q is a table of contents", title)
		}
	}
}

func TestSummaries(t *testing.T) {
	for _, summary := range []string{"Answer", "<b>Answer</b>", "View answer", "Show solution", "查看答案", "解答", "Ответ", "Réponse", "Solution 2"} {
		if !SummaryHidesAnswer(summary) {
			t.Errorf("%q asks", summary)
		}
	}
	for _, summary := range []string{"", "What is a heap?", "1. <b>Why?</b>", "什么是堆？"} {
		if SummaryHidesAnswer(summary) {
			t.Errorf("%q hides an answer", summary)
		}
	}
}

func TestTextThatAsks(t *testing.T) {
	for _, item := range []string{
		"What is a heap", "explain: closures", "Why, then", "Is it so", "назовите два языка", "почему так", "请说明原因", "如何排序", "为什么", "用两个栈实现队列",
		"A heap?", "堆？", "**A heap?**", "[What a heap is](https://example.org/heap)", "[css] [Boxes](https://example.org)", "**Describe a heap**",
	} {
		if !ItemAsks(item) {
			t.Errorf("%q does not ask", item)
		}
	}
	for _, item := range []string{"", "A heap.", "heaps what", "[ ] What?", "[a link](#within)", "堆是一种树", "\n What?"} {
		if ItemAsks(item) {
			t.Errorf("%q asks", item)
		}
	}
	for answer, want := range map[string]bool{
		"Why so?\n\nBecause.": true, "Why? And how": true, "Why so?<br/>": true, "Because.": false, "": false, "Because.\n\nWhy so?": false,
	} {
		if AsksBack(answer) != want {
			t.Errorf("%q asks back: %v", answer, !want)
		}
	}
}

func TestDifficulties(t *testing.T) {
	for title, want := range map[string][2]string{
		"Why? 👶": {"Why?", "easy"}, "Why? ⭐️⭐️": {"Why?", "medium"}, "Why? 🚀🚀": {"Why?", "hard"}, "Why? 🟢": {"Why?", "easy"}, "Why? 🟡": {"Why?", "medium"}, "Why? 🔴": {"Why?", "hard"},
		"Why? 🍎": {"Why? 🍎", ""}, "👶 Why?": {"👶 Why?", ""}, "Why?": {"Why?", ""},
	} {
		if rest, difficulty := CutDifficulty(title); rest != want[0] || difficulty != want[1] {
			t.Errorf("%q is cut to %q and %q, want %q", title, rest, difficulty, want)
		}
	}
}
