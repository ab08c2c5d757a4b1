package questions

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quizbot/quiz"
)

// load reads a bank from one file with the given text.
func load(t *testing.T, text string) *Bank {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bank.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Load(Spec{Name: "bank", Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bare is a question without what a test does not look at.
func bare(q quiz.Question) quiz.Question {
	q.ID, q.Bank, q.Number, q.Language, q.Source = "", "", 0, "", quiz.Source{}
	return q
}

func TestConventions(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want quiz.Question
	}{
		"a number and a dot":       {"## 1.What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"a number, a dot, a space": {"## 1. What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"a number and a space":     {"## 1 What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"a Chinese number":         {"### 12、什么？\n\n甲。", quiz.Question{Title: "什么？", Answer: "甲。"}},
		"Q1":                       {"## Q1: What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"Q.":                       {"# Q. What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"a star":                   {"## ⭐️ What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"no number":                {"## What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"a version is no number":   {"## 3.11 is faster: why?\n\nA.", quiz.Question{Title: "3.11 is faster: why?", Answer: "A."}},
		"an underlined heading":    {"What?\n=====\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"no answer":                {"## What?\n", quiz.Question{Title: "What?"}},
		"a marker on its line":     {"## What?\n\nthe body\n\nAnswer:\n\nA.", quiz.Question{Title: "What?", Body: "the body", Answer: "A."}},
		"a marker before text":     {"## What?\n\nAnswer: A.\nB.", quiz.Question{Title: "What?", Answer: "A.\nB."}},
		"a marker right below":     {"## What?\nAnswer: A.", quiz.Question{Title: "What?", Answer: "A."}},
		"a bold marker":            {"## What?\n\n**Answer**\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"a bold marker with colon": {"## What?\n\n**Answer:** A.", quiz.Question{Title: "What?", Answer: "A."}},
		"a marker as a heading":    {"## What?\n\n### Answer\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"答：":                       {"## 什么？\n答：甲。", quiz.Question{Title: "什么？", Answer: "甲。"}},
		"答案:":                      {"## 什么？\n\n答案:\n\n甲。", quiz.Question{Title: "什么？", Answer: "甲。"}},
		"参考答案：":                    {"## 什么？\n\n乙\n\n参考答案：甲。", quiz.Question{Title: "什么？", Body: "乙", Answer: "甲。"}},
		"a word is no marker":      {"## What?\n\nAnswer me this.\n", quiz.Question{Title: "What?", Answer: "Answer me this."}},
		"no marker in a fence":     {"## What?\n\n```\nAnswer: no\n```\n\nAnswer: A.", quiz.Question{Title: "What?", Body: "```\nAnswer: no\n```", Answer: "A."}},
		"no heading in a fence":    {"## What?\n\n```sh\n# not a question\n```", quiz.Question{Title: "What?", Answer: "```sh\n# not a question\n```"}},
		"deeper headings belong":   {"## 1. What?\n\n### First\n\nA.", quiz.Question{Title: "What?", Answer: "### First\n\nA."}},
		"to the character":         {"## What?\n\n*  a\n\n   b  \n\n\n\tcode\n", quiz.Question{Title: "What?", Answer: "*  a\n\n   b  \n\n\n\tcode"}},
		"what closes an answer": {
			"## What?\n\nA.\n\n**[⬆ back to top](#top)**\n\n---\n", quiz.Question{Title: "What?", Answer: "A."},
		},
		"what closes it in HTML": {
			"## What?\n\nA.\n\n<div align=\"right\">\n  <b><a href=\"#top\">back to top</a></b>\n</div>\n", quiz.Question{Title: "What?", Answer: "A."},
		},
		"a placeholder is no answer": {"## What?\n\n*ToDo*", quiz.Question{Title: "What?"}},
		"key points and a hint": {
			"## What?\n\nAnswer:\n\nA.\n\nKey points:\n\n- one\n- two\n  lines\n\nHint: think",
			quiz.Question{Title: "What?", Answer: "A.", KeyPoints: []string{"one", "two\nlines"}, Hint: "think"},
		},
		"要点和提示":            {"## 什么？\n答：甲。\n\n要点：\n- 一\n- 二\n\n提示：\n\n想想。", quiz.Question{Title: "什么？", Answer: "甲。", KeyPoints: []string{"一", "二"}, Hint: "想想。"}},
		"accepted answers": {"## What?\n\nAccept: 42, forty-two\n", quiz.Question{Title: "What?", Accept: []string{"42", "forty-two"}}},
		"check boxes": {
			"## What?\n\n- [ ] a\n- [x] `b`\n\nBecause.",
			quiz.Question{Title: "What?", Choices: []quiz.Choice{{Text: "a"}, {Text: "`b`", Correct: true}}, Answer: "Because."},
		},
		"check boxes around code": {
			"## What?\n\n- [ ] &shy;\n\n```go\na\n```\n\n- [x] &shy;\n\n```go\nb\n```\n",
			quiz.Question{Title: "What?", Choices: []quiz.Choice{{Text: "```go\na\n```"}, {Text: "```go\nb\n```", Correct: true}}},
		},
		"letters": {
			"## What?\n\nsee below\n\n- A: a\n- B: b\n\nAnswer: B\n\nBecause.",
			quiz.Question{Title: "What?", Body: "see below", Choices: []quiz.Choice{{Text: "a"}, {Text: "b", Correct: true}}, Answer: "Because."},
		},
		"letters in lines": {
			"## 什么？\n\nA. 甲\nB. 乙\nC. 丙\n\n答案：A，C",
			quiz.Question{Title: "什么？", Choices: []quiz.Choice{{Text: "甲", Correct: true}, {Text: "乙"}, {Text: "丙", Correct: true}}},
		},
		"a hidden answer": {
			"## What?\n\n<details><summary>Answer</summary>\n<p>\n\nA.\n\n</p>\n</details>\n", quiz.Question{Title: "What?", Answer: "A."},
		},
		"details in a comment": {
			"## What?\n<!-- id: x; tags: a, b; difficulty: hard; lang: de -->\n\nA.", quiz.Question{Title: "What?", Answer: "A.", Tags: []string{"a", "b"}, Difficulty: "hard"},
		},
		"a table of contents": {"## Table of contents\n\n- [What?](#what)\n\n## What?\n\nA.", quiz.Question{Title: "What?", Answer: "A."}},
		"Windows' line ends":  {"\ufeff## What?\r\n\r\nAnswer:\r\n\r\nA.\r\nB.\r\n", quiz.Question{Title: "What?", Answer: "A.\nB."}},
	} {
		t.Run(name, func(t *testing.T) {
			b := load(t, c.text)
			if len(b.Questions) != 1 || len(b.Diagnostics) != 0 {
				t.Fatalf("got %d questions and the diagnostics %v", len(b.Questions), b.Diagnostics)
			}
			if got := bare(b.Questions[0]); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %#v\nwant %#v", got, c.want)
			}
		})
	}
}

// Headings above the questions are sections, and front matter speaks for the whole file.
func TestSections(t *testing.T) {
	b := load(t, "---\nlanguage: de\ntags: [x, y]\ndifficulty: easy\n---\n\n# Basics\n\n## Types\n\n### 1. One?\n\nA.\n\n## Loops\n\n### 2. Two?\n<!-- difficulty: hard -->\n\n# Web\n\n### 3. Three?\n")
	var got []string
	for _, q := range b.Questions {
		got = append(got, q.Title+"|"+q.Section+"|"+q.Difficulty+"|"+q.Language+"|"+strings.Join(q.Tags, ","))
	}
	want := []string{"One?|Basics / Types|easy|de|x,y", "Two?|Basics / Loops|hard|de|x,y", "Three?|Web|easy|de|x,y"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if line := b.Questions[1].Source.Line; line != 17 {
		t.Errorf("the second question stands in line %d, want 17", line)
	}
}

// A counting Q marks questions on every level of headings.
func TestLetteredHeadings(t *testing.T) {
	b := load(t, "# Bank\n\n## Q. One?\n\nA.\n\n### Detail\n\nB.\n\n#### Q. Two?\n#### Q. Three?\n\nC.\n\n## More\n\n## Q. Four?\n\n### Q. Five?\n")
	var got []string
	for _, q := range b.Questions {
		got = append(got, q.Title+" "+strings.ReplaceAll(q.Answer, "\n", "/"))
	}
	want := []string{"One? A.//### Detail//B.", "Two? ", "Three? C.", "Four? ", "Five? "}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"## What is a heap?": "en", "## 什么是堆？": "zh-CN", "## 什么是 garbage collection 机制，如何工作？": "zh-CN", "## Что такое куча?": "ru", "## ヒープとは何ですか？": "ja",
	} {
		if got := load(t, text).Questions[0].Language; got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Text that is not understood is reported with its line and a remedy.
func TestProblems(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing to ask":          {"just text\n", "error: no question was found"},
		"text before":             {"some words\n\n## What?\n", ":1:1: warning: this text belongs to no question"},
		"a heading without text":  {"## What?\n\n##\n\nlost\n\n## Why?\n", ":3:1: warning: this heading has no text"},
		"an id twice":             {"## What?\n<!-- id: x -->\n\n## Why?\n<!-- id: x -->\n", `:4:1: error: the id "x" is taken`},
		"an unknown field":        {"## What?\n<!-- id: x; colour: red -->\n", ":2:1: warning: the comment has the field “colour”"},
		"no right choice":         {"## What?\n\n- [ ] a\n- [ ] b\n", ":1:1: error: no choice of this question is right"},
		"broken front matter":     {"---\n[a: b\n---\n\n## What?\n", ":1:1: warning: the front matter is no YAML"},
		"bytes that are no UTF-8": {"## What?\n\na\xff\n", ":3:1: warning: this line is not UTF-8"},
	} {
		b := load(t, c.text)
		var all []string
		for _, p := range b.Diagnostics {
			all = append(all, p.String())
		}
		if !strings.Contains(strings.Join(all, "\n"), c.want) {
			t.Errorf("%s: got %q, want %q", name, all, c.want)
		}
	}
}

// A bank in the shape of the first one there was, with all its turns.
func TestSeedlike(t *testing.T) {
	b, err := Load(Spec{Name: "seedlike", Path: "testdata/seedlike.txt"})
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	answered := 0
	for i := range b.Questions {
		titles = append(titles, b.Questions[i].Title)
		if b.Questions[i].HasAnswer() {
			answered++
		}
	}
	want := []string{
		"什么是装饰器？", "列表和元组有什么不同", "用一行代码翻转字典", "gevent,asyncio,多线程比较？", "一次垃圾回收发生了什么？",
		"如何定位内存泄漏？请写出步骤。", "什么是协程，和线程有什么区别？",
	}
	if !reflect.DeepEqual(titles, want) || answered != 5 {
		t.Errorf("got %q, %d answered, want %q, 5 answered", titles, answered, want)
	}
	if got := b.Questions[4].Answer; !strings.HasPrefix(got, "过程如下：\n\n1.先停下") || !strings.HasSuffix(got, "3.计数仍为正的对象存活，其余的被回收。") {
		t.Errorf("the numbered paragraphs are not all in the fifth answer: %q", got)
	}
	if len(b.Diagnostics) > 0 {
		t.Errorf("diagnostics: %v", b.Diagnostics)
	}
	if got := b.Questions[1].Answer; !strings.Contains(got, "# 这一行是注释，不是标题\n## 这一行也是\n") || !strings.Contains(got, "    * 可以追加、删除") {
		t.Errorf("the second answer lost something: %q", got)
	}
}

// The bank that the project was born from loads as it is.
func TestSeed(t *testing.T) {
	files, _ := filepath.Glob("../../shared/seed/*.txt")
	if len(files) != 1 {
		if os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1" {
			t.Fatal("../shared/seed is absent, and QUIZBOT_REQUIRE_SHARED=1 says that it must not be")
		}
		t.Skip("../shared/seed is absent: it is not part of a clone")
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load(Spec{Name: "seed", Path: files[0]})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Questions) != 13 || len(b.Diagnostics) != 0 {
		t.Fatalf("got %d questions and the diagnostics %v, want 13 and none", len(b.Questions), b.Diagnostics)
	}
	for i, section := range strings.Split(string(data), "## ")[1:] {
		heading, below, _ := strings.Cut(section, "\n")
		_, title, _ := strings.Cut(heading, ".")
		answer := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(below), "答："))
		if q := b.Questions[i]; q.Title != title || q.Answer != answer || q.HasAnswer() != (i < 8) || q.Body != "" {
			t.Errorf("question %d: got the title %q and the answer %q", i+1, q.Title, q.Answer)
		}
	}
}
