package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCleanTitle(t *testing.T) {
	for title, want := range map[string]string{
		"1. What is a heap?":                     "What is a heap?",
		"**2. What is a heap?**":                 "What is a heap?",
		"3. **What is a heap?**":                 "What is a heap?",
		"Q1: 1. What is a heap?":                 "What is a heap?",
		"⭐️ What is a heap?":                     "What is a heap?",
		`<a name="heap"></a>What is a heap?`:     "What is a heap?",
		`What is a heap? {#heap}`:                "What is a heap?",
		`<a id="x">What is a List<T>?`:           "What is a List<T>?",
		"  What is a heap?  ":                    "What is a heap?",
		"**What** is a **heap**?":                "**What** is a **heap**?",
		"What does {x} print?":                   "What does {x} print?",
		"🚀 Q2. 什么是堆？":                            "什么是堆？",
		"":                                       "",
		"3.11 or 3.12?":                          "3.11 or 3.12?",
		"<a name='x'></a> 4. **What** is a heap": "**What** is a heap",
	} {
		if got := CleanTitle(title); got != want {
			t.Errorf("%q is cleaned to %q, want %q", title, got, want)
		}
	}
}

func TestQuestionMarks(t *testing.T) {
	for title, want := range map[string]bool{
		"Why?": true, "为什么？": true, "**Why?**": true, "Why? ": true, "Why? {#why}": true, "`Why?`": true, "## Why? ##": true, "Why": false, "": false, "Why? So.": false,
	} {
		if EndsInQuestionMark(title) != want {
			t.Errorf("%q ends in a question mark: %v", title, !want)
		}
	}
}

func TestOptions(t *testing.T) {
	for line, want := range map[string]struct {
		letter byte
		text   string
	}{
		"A. red": {'A', "red"}, "b) red": {'b', "red"}, "(C) red": {'C', "red"}, "（D）：red": {'D', "red"}, "E、red": {'E', "red"}, "1. red": {'1', "red"},
		"**A.** red": {'A', "red"}, "**B** red": {'B', "red"}, "**C. red**": {'C', "**red**"}, "  F: red": {'F', "red"}, "G．red": {'G', "red"},
	} {
		letter, option, ok := CutOptionLetter(line)
		if !ok || letter != want.letter || option != want.text {
			t.Errorf("%q is the option %q of %q, %v, want %+v", line, option, letter, ok, want)
		}
	}
	for _, line := range []string{"", "A red", "Apple. red", "I. red", "a", "- A. red"} {
		if letter, option, ok := CutOptionLetter(line); ok {
			t.Errorf("%q is the option %q of %q", line, option, letter)
		}
	}
	for letter, want := range map[byte]int{'A': 0, 'h': 7, '1': 0, '9': 8} {
		if got := OptionIndex(letter); got != want {
			t.Errorf("%q names the option %d, want %d", letter, got, want)
		}
	}
	for option, want := range map[string]string{"&shy; `x`": "`x`", " red ": "red", "": ""} {
		if got := CleanOption(option); got != want {
			t.Errorf("%q is cleaned to %q", option, got)
		}
	}
}

func TestAnswerLetters(t *testing.T) {
	for answer, want := range map[string]struct {
		named       []int
		explanation string
	}{
		"B": {[]int{1}, ""}, "b": {[]int{1}, ""}, "2": {[]int{1}, ""}, "**C**": {[]int{2}, ""}, "(D)": {[]int{3}, ""},
		"A, C": {[]int{0, 2}, ""}, "A、C": {[]int{0, 2}, ""}, "A和C": {[]int{0, 2}, ""}, "AC": {[]int{0, 2}, ""}, "A and C": {[]int{0, 2}, ""},
		"B. Because.": {[]int{1}, "Because."}, "B\n\nBecause.": {[]int{1}, "Because."}, "B - because": {[]int{1}, "because"},
		"The correct answer is a)": {[]int{0}, ""}, "Right options are: B, D": {[]int{1, 3}, ""}, "本题答案为：C": {[]int{2}, ""}, "正确答案是B。因为": {[]int{1}, "因为"}, "应选D": {[]int{3}, ""},
	} {
		named, explanation, ok := CutAnswerLetters(answer)
		if !ok || !slices.Equal(named, want.named) || explanation != want.explanation {
			t.Errorf("%q names %v and explains %q, %v, want %+v", answer, named, explanation, ok, want)
		}
	}
	for _, answer := range []string{"", "Because.", "A heap is a tree.", "I", "10", "Both"} {
		if named, explanation, ok := CutAnswerLetters(answer); ok || explanation != answer {
			t.Errorf("%q names %v and explains %q", answer, named, explanation)
		}
	}
	for line, want := range map[string]bool{
		"The correct answer is B.": true, "Correct options are: (A), C": true, "correct answer is d": true, "The right choice is c) red": true,
		"The correct answer is blue": false, "A correct answer is short": false, "": false,
	} {
		if NamesCorrectOption(line) != want {
			t.Errorf("%q names an option: %v", line, !want)
		}
	}
}

func TestCorrectMarks(t *testing.T) {
	for option, want := range map[string]string{
		"✅ red": "red", "red ✔️": "red", "red (correct)": "red", "red（正确）": "red", "red <-- answer": "red", "red ←": "red", "**red**": "red", "!red": "red", "☑ red": "red",
	} {
		if bare, marked := CutCorrectMark(option); !marked || bare != want {
			t.Errorf("%q is %q, %v, want %q with a mark", option, bare, marked, want)
		}
	}
	for _, option := range []string{"red", "", "!", "![red](red.png)", "!= red", "a **red** one", "red (corrected)", "red <- blue"} {
		if bare, marked := CutCorrectMark(option); marked || bare != option {
			t.Errorf("%q is %q, %v", option, bare, marked)
		}
	}
}

func TestListMarkers(t *testing.T) {
	for line, want := range map[string]string{
		"- item": "- ", "* item": "* ", "+\titem": "+\t", "1. item": "1. ", "22)  item": "22)  ", "  - item": "  - ", "-": "-", "-\n": "-",
		"-5": "", "3.14": "", "item": "", "": "", "1": "", "a. item": "",
	} {
		if got := ListMarker(line); got != want {
			t.Errorf("%q begins with the marker %q, want %q", line, got, want)
		}
	}
	for line, want := range map[string]string{
		"a, b": "a|b", "[a, b]": "a|b", "a，b、c；d;e": "a|b|c|d|e", " , a ,, ": "a", "": "", "one": "one",
	} {
		if got := strings.Join(SplitList(line), "|"); got != want {
			t.Errorf("%q is split to %s, want %s", line, got, want)
		}
	}
}

func TestBackLinks(t *testing.T) {
	for _, line := range []string{
		"[Back to top](#top)", "**[⬆ Back to top](#contents)**", "⬆[top](#top)", `<a href="#top">top</a>`, `<div align="right"><b><a href="#">↥ back to top</a></b></div>`, "&nbsp;[top](#top)",
	} {
		if !IsBackLink(line) {
			t.Errorf("%q leads elsewhere", line)
		}
	}
	for _, line := range []string{"", "See [above](#above).", "[top](https://example.org)", "<b>top</b>", "[a](#a) and [b](#b)"} {
		if IsBackLink(line) {
			t.Errorf("%q only leads back", line)
		}
	}
	for content, want := range map[string]bool{"": true, "<br>": true, "<!-- note -->": true, "</details>\n\n<hr>": true, "<b>bold</b>": false, "text": false, " ": false} {
		if IsOnlyTags(content) != want {
			t.Errorf("%q is only tags: %v", content, !want)
		}
	}
}

func TestSplitTitle(t *testing.T) {
	for content, want := range map[string][2]string{
		"What?":                        {"What?", ""},
		"\n\nWhat?\n\nmore\n":          {"What?", "more"},
		"## What? ##\nmore":            {"What?", "more"},
		"```go\nprintln(1)\n```\nmore": {"println(1)", "```go\nprintln(1)\n```\nmore"},
		"~~~\n  x\n~~~":                {"x", "~~~\n  x\n~~~"},
		"":                             {"", ""},
	} {
		if title, body := SplitTitle(content); title != want[0] || body != want[1] {
			t.Errorf("%q is split to %q and %q, want %q", content, title, body, want)
		}
	}
	for pair, want := range map[[2]string]string{{"a", "b"}: "a\n\nb", {"", "b"}: "b", {"a", ""}: "a", {"", ""}: ""} {
		if got := JoinParagraphs(pair[0], pair[1]); got != want {
			t.Errorf("%q are joined to %q", pair, got)
		}
	}
	if got := JoinSections([]string{"", "Trees", "", "Heaps"}); got != "Trees / Heaps" {
		t.Errorf("the path is %q", got)
	}
	for content, want := range map[string]bool{"## a": true, "x\n## a": true, "# a": false, "x ## a": false, "### a": false} {
		if HasHeading(content) != want {
			t.Errorf("%q has a heading: %v", content, !want)
		}
	}
}

func TestTableRows(t *testing.T) {
	for row, want := range map[string]string{
		"| a | b |": "a;b", "a|b": "a;b", "| `x|y` | b |": "`x|y`;b", `| a \| b | c |`: `a \| b;c`, "||": "", "| a |  | c |": "a;;c",
	} {
		if got := strings.Join(SplitTableRow(row), ";"); got != want {
			t.Errorf("%q has the cells %q, want %q", row, got, want)
		}
	}
	for line, want := range map[string]bool{"|---|---|": true, "| :-- | --: |": true, "---|---": true, "|---|": true, "---": false, "| a | b |": false} {
		if TableRuler.MatchString(line) != want {
			t.Errorf("%q is the second line of a table: %v", line, !want)
		}
	}
}

func TestNumberRanges(t *testing.T) {
	for number, want := range map[string]struct {
		words    string
		accepted []string
	}{
		"3":        {"3", []string{"3"}},
		"3:0":      {"3", []string{"3"}},
		"3:1":      {"3 ± 1", []string{"2", "3", "4"}},
		"1..3":     {"1 … 3", []string{"1", "2", "3"}},
		"3.14:0.1": {"3.14 ± 0.1", []string{"3.14"}},
		"0.5..1.5": {"0.5 … 1.5", nil},
		"1..1000":  {"1 … 1000", nil},
		"9..1":     {"9 … 1", nil},
		"about":    {"about", []string{"about"}},
		"-2..0":    {"-2 … 0", []string{"-2", "-1", "0"}},
	} {
		if words, accepted := NumberRange(number); words != want.words || !slices.Equal(accepted, want.accepted) {
			t.Errorf("%q is %q and accepts %q, want %+v", number, words, accepted, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for content, want := range map[string]string{
		"What is a heap?": "en", "什么是堆？": "zh-CN", "Python 的 GIL 是什么？": "zh-CN", "ヒープとは何ですか？": "ja", "Что такое куча?": "ru", "": "en", "¿Qué es?": "en",
		"Какой `interface{}` лучше?": "ru", "12 + 30": "en",
	} {
		if got := GuessLanguage(content); got != want {
			t.Errorf("%q is %s, want %s", content, got, want)
		}
	}
	if got := GuessLanguage("堆？", "```python\n"+strings.Repeat("import heapq\n", 50)+"```", ""); got != "zh-CN" {
		t.Errorf("code makes a question %s", got)
	}
}

func TestQuotes(t *testing.T) {
	for content, want := range map[string]string{
		"short": "“short”", strings.Repeat("x", 50): "“" + strings.Repeat("x", 50) + "”", strings.Repeat("x", 51): "“" + strings.Repeat("x", 49) + "…”",
	} {
		if got := QuoteShort(content); got != want {
			t.Errorf("%q is quoted %s", content, got)
		}
	}
	family := "👨‍👩‍👧‍👦"
	if got := QuoteShort(strings.Repeat(family, 10)); strings.Count(got, family)*len(family)+len("“…”") != len(got) {
		t.Errorf("a cluster is cut: %s", got)
	}
	if got := QuoteList([]string{"a", "b"}); got != "“a”, “b”" {
		t.Errorf("a list is quoted %s", got)
	}
}

func TestTypeableIDs(t *testing.T) {
	for id, want := range map[string]bool{"a": true, "a-b_9": true, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false, "": false, "a b": false, "à": false, "a\n": false} {
		if IsTypeableID(id) != want {
			t.Errorf("%q can be typed: %v", id, !want)
		}
	}
}

func TestHTML(t *testing.T) {
	for html, want := range map[string]string{
		"<b>bold</b> and <i>more</i>": "**bold** and *more*", "<code>x</code>": "`x`", "a &lt; b": `a &lt; b`, "plain": "plain", " <p>one</p><p>two</p> ": "one\n\ntwo",
		"<ul><li>a</li><li>b</li></ul>": "- a\n- b",
	} {
		if got := HTMLToMarkdown(html); got != want {
			t.Errorf("%q becomes %q, want %q", html, got, want)
		}
	}
	for content, want := range map[string]bool{"<p>": true, "&nbsp;": true, "a < b & c": false, "List<T>": false, "": false, "<br/>": true} {
		if LooksLikeHTML(content) != want {
			t.Errorf("%q looks like HTML: %v", content, !want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, same := range [][2]string{{"What is a Heap?", "what is\ta heap?"}, {"**What** is `x`", "what IS x"}, {"什么是Ｈｅａｐ？", "什么是heap?"}, {"ﬁle", "file"}} {
		if Fold(same[0]) != Fold(same[1]) {
			t.Errorf("%q and %q differ: %q, %q", same[0], same[1], Fold(same[0]), Fold(same[1]))
		}
	}
	if Fold("a heap") == Fold("a heap?") {
		t.Error("a question mark does not count")
	}
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.String().Draw(t, "text")
		if once := Fold(content); isASCII(content) && Fold(once) != once {
			t.Fatalf("%q folds to %q and that to %q", content, once, Fold(once))
		}
		ascii := rapid.StringMatching(`[ -~\t\n]{0,20}`).Draw(t, "ascii")
		if foldASCII(ascii) != strings.TrimSuffix(Fold(ascii+"é"), "é") {
			t.Fatalf("%q folds in two ways", ascii)
		}
	})
}

func TestDeepNesting(t *testing.T) {
	for _, mark := range []string{"> ", "- ", "1. ", ">"} {
		if content := strings.Repeat(mark, maxNesting) + "deep"; func() bool { escaped, line := EscapeDeepNesting(content); return escaped != content || line != 0 }() {
			t.Errorf("%d times %q is too deep", maxNesting, mark)
		}
		content := "above\n" + strings.Repeat(mark, maxNesting+1) + "deep\nbelow"
		escaped, line := EscapeDeepNesting(content)
		if line != 2 || strings.Count(escaped, `\`) != 1 || strings.ReplaceAll(escaped, `\`, "") != content {
			t.Errorf("%q is escaped to %q, line %d", content, escaped, line)
		}
	}
	var steps strings.Builder
	for depth := range 2 * maxNesting {
		steps.WriteString(strings.Repeat("  ", depth) + "- x\n")
	}
	if escaped, line := EscapeDeepNesting(steps.String()); line != maxNesting+1 || strings.Count(escaped, `\-`) != maxNesting {
		t.Errorf("lists in lists are escaped from line %d on to\n%s", line, escaped)
	}
	if code := "```\n" + steps.String() + "```\n"; func() bool { escaped, _ := EscapeDeepNesting(code); return escaped != code }() {
		t.Error("code is escaped")
	}
	if line, deep := BracketsTooDeep("x\n" + strings.Repeat("[{", 20)); !deep || line != 2 {
		t.Errorf("brackets are too deep: %v, in line %d", deep, line)
	}
	if _, deep := BracketsTooDeep(strings.Repeat("[", maxNesting) + strings.Repeat("]{}", 100)); deep {
		t.Error("brackets side by side are too deep")
	}
}

// Properties of every text that a bank may hold.
func TestProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"What", "为什么", "?", "？", " ", "\n", "\n\n", "**", "`", "[", "]", "(", ")", "1.", "Q3:", "Answer:", "答：", "- ", "[x] ", "A. ", "<b>", "</b>", "<!--", "-->", "|", "#", "⭐️", "\\", ",", "，", "1,000", "{#a}", "&shy;", "\x00", "é", "```",
	})
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		trimmed := TrimBlankLines(content)
		if TrimBlankLines(trimmed) != trimmed || !strings.Contains(content, trimmed) {
			t.Fatalf("%q is trimmed to %q", content, trimmed)
		}
		title, body := SplitTitle(content)
		if strings.Contains(title, "\n") || !strings.Contains(content, body) {
			t.Fatalf("%q is split to %q and %q", content, title, body)
		}
		if rest, ok := CutNumber(content); !strings.Contains(content, rest) || !ok && rest != content {
			t.Fatalf("%q without its number is %q, %v", content, rest, ok)
		}
		if part, rest, ok := ReadMarker(content, false); ok && (part == LeadPart || !strings.Contains(content, strings.TrimSpace(strings.TrimRight(rest, "#")))) {
			t.Fatalf("%q marks part %d with %q", content, part, rest)
		}
		for _, answer := range func() []string { list, _ := SplitAccepted(content); return list }() {
			if answer == "" || !strings.Contains(content, answer) || answer != strings.TrimSpace(answer) {
				t.Fatalf("%q accepts %q", content, answer)
			}
		}
		for _, cleaned := range []string{CleanTitle(content), CleanSection(content), HTMLToMarkdown(content), EscapeMarkdown(content), Fold(content), QuoteShort(content)} {
			if !utf8.ValidString(cleaned) {
				t.Fatalf("%q became %q", content, cleaned)
			}
		}
		if len(SplitTableRow(content)) == 0 {
			t.Fatalf("%q has no cell", content)
		}
	})
}

// Escaped text reads as it was written.
func TestEscapeMarkdown(t *testing.T) {
	for plain, want := range map[string]string{
		"a * b": `a \* b`, "snake_case": "snake_case", "_x_": `\_x\_`, "List<T>": `List\<T>`, "a < b": "a < b", "`x`": "\\`x\\`", "[a](b)": `\[a](b)`, `a\b`: `a\\b`, "~~x~~": `\~\~x\~\~`, "plain.": "plain.",
	} {
		if got := EscapeMarkdown(plain); got != want {
			t.Errorf("%q is escaped to %q, want %q", plain, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching("[a-z][a-z *_`<\\[~>\\]()!]{0,12}[a-z]").Draw(t, "plain")
		if got := renderPlainText(EscapeMarkdown(plain)); got != strings.Join(strings.Fields(plain), " ") {
			t.Fatalf("%q is escaped to %q and reads %q", plain, EscapeMarkdown(plain), got)
		}
	})
}
