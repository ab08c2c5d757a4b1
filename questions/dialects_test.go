package questions

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/quiz"
)

func TestDialects(t *testing.T) {
	heap, stack := "A tree in an array.", "A pile."
	plain := []quiz.Question{{Title: "What is a heap?", Answer: heap}, {Title: "What is a stack?", Answer: stack}}
	checkReadings(t, map[string]reading{
		"bold lines": {
			file: "a.md", text: "# Trees\n\n**What is a heap?**\n\nA tree in an array.\n\n**2. What is a stack?**\nA pile.\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: heap, Section: "Trees", Source: line(3)},
				{Title: "What is a stack?", Answer: stack, Section: "Trees", Source: line(7)},
			},
		},
		"bold lines in Chinese": {
			file: "a.md", text: "**1、什么是堆？**\n\n完全二叉树。\n\n**2、什么是栈？**\n\n后进先出。\n",
			want: []quiz.Question{{Title: "什么是堆？", Answer: "完全二叉树。", Language: "zh-CN"}, {Title: "什么是栈？", Answer: "后进先出。"}},
		},
		"bold words in answers ask nothing": {
			file: "a.md", text: "## What is a heap?\n\n**In short**\n\nA tree.\n\n## What is a stack?\n\n**Note:** a pile.\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "**In short**\n\nA tree."}, {Title: "What is a stack?", Answer: "**Note:** a pile."}},
		},
		"lines with Q and A": {
			file: "a.md", text: "Q: What is a heap?\nA: A tree in an array.\n\nQ: What is a stack?\nA: A pile.\n", want: plain,
		},
		"bold lines with Q and A": {
			file: "a.md", text: "**Q1:** What is a heap?\n\n**A:** A tree in an array.\n\n**Q2:** What is a stack?\n\n**A:** A pile.\n", want: plain,
		},
		"lines with 问 and 答": {
			file: "a.md", text: "问：什么是堆？\n答：完全二叉树。\n\n问：什么是栈？\n答：后进先出。\n还有别的。\n",
			want: []quiz.Question{{Title: "什么是堆？", Answer: "完全二叉树。", Source: line(1)}, {Title: "什么是栈？", Answer: "后进先出。\n还有别的。", Source: line(4)}},
		},
		"counted lines with answers below": {
			file: "a.txt", text: "Q: What is a queue?\nA: A line.\n\n1. What is a heap?\nAns: A tree in an array.\n\n2. What is a stack?\nAns: A pile.\n",
			want: []quiz.Question{{Title: "What is a queue?", Answer: "A line."}, plain[0], plain[1]},
		},
		"cards in a line": {
			file: "a.md", text: "What is a heap?::A tree in an array.\nWhat is a stack? :: A pile.\n", want: plain,
		},
		"cards around a question mark": {
			file: "a.md", text: "What is a heap?\n?\nA tree in an array.\n\nWhat is a stack?\n?\nA pile.\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: heap, Source: line(1)}, {Title: "What is a stack?", Answer: stack, Source: line(5)}},
		},
		"colons in code make no card": {
			file: "a.md", text: "## What does `std::move` do?\n\nIt casts: `std::move(x)`.\n\nSo `a::b` is a name.\n\n## Why?\n\nBecause.\n",
			want: []quiz.Question{{Title: "What does `std::move` do?", Answer: "It casts: `std::move(x)`.\n\nSo `a::b` is a name."}, {Title: "Why?", Answer: "Because."}},
		},
		"rows of a table": {
			file: "a.md", text: "# Trees\n\n| No. | Question | Answer |\n|---|---|---|\n| 1 | What is a heap? | A tree in an array. |\n| 2 | What is `a | b`? | `1 \\| 2` |\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: heap, Section: "Trees", Source: line(5)},
				{Title: "What is `a | b`?", Answer: "`1 | 2`", Section: "Trees", Source: line(6)},
			},
		},
		"a bar behind a backslash in what asks": {
			file: "a.md", text: "# Bars\n\n| Question | Answer |\n|---|---|\n| What is `a \\| b`? | or |\n| What is a stack? | A pile. |\n",
			want: []quiz.Question{{Title: "What is `a | b`?", Answer: "or", Section: "Bars"}, {Title: "What is a stack?", Answer: stack, Section: "Bars"}},
		},
		"a table that the file begins with": {
			file: "a.md", text: "| Question | Answer |\n|---|---|\n| What is a heap? | A tree in an array. |\n| What is a stack? | A pile. |\n", want: plain,
		},
		"rows with several columns that answer": {
			file: "a.md", text: "Some of them:\n\n| Question | Short | Long |\n|:--|:-:|--:|\n| What is a heap? | tree | a full one |\n| What is a stack? | pile | |\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: "**Short**: tree\n\n**Long**: a full one"},
				{Title: "What is a stack?", Answer: "**Short**: pile"},
			},
		},
		"a table in an answer asks nothing": {
			file: "a.md", text: "## What is a heap?\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n## What is a stack?\n\nA pile.\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"}, plain[1]},
		},
		"a mark behind a title says how hard it is": {
			file: "a.md", text: "## What is a heap? 🔴\n\nA tree in an array.\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: heap, Difficulty: "hard"}},
		},
	})
}

func TestListDialects(t *testing.T) {
	checkReadings(t, map[string]reading{
		"bold items with bullets as answers": {
			file: "a.md", text: "# Trees\n\n1. **What is a heap?**\n   - a tree\n   - in an array\n2. **What is a stack?**\n   - a pile\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: "- a tree\n- in an array", Section: "Trees", Source: line(3)},
				{Title: "What is a stack?", Answer: "- a pile", Section: "Trees", Source: line(6)},
			},
		},
		"a heading within an item begins nothing": {
			file: "a.md", text: "1. What is a heap?\n\n   ## In short\n\n   A tree.\n\n2. What is a stack?\n\n   A pile.\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "## In short\n\nA tree.", Source: line(1)}, {Title: "What is a stack?", Answer: "A pile.", Source: line(7)}},
		},
		"bullets whose bullets only ask": {
			file: "a.md", text: "- What is a heap?\n  - How is it kept?\n- What is a stack?\n- What is a queue?\n- What is a deque?\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Body: "- How is it kept?", Source: line(1)},
				{Title: "What is a stack?", Source: line(3)},
				{Title: "What is a queue?"},
				{Title: "What is a deque?"},
			},
		},
		"bullets of links": {
			file: "a.md", text: "# Read\n\n- [What is a heap?](https://example.org/heap)\n- [easy] [Stacks in short](https://example.org/stack)\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Links: []string{"https://example.org/heap"}, Section: "Read", Source: line(3)},
				{Title: "Stacks in short", Tags: []string{"easy"}, Links: []string{"https://example.org/stack"}, Section: "Read", Source: line(4)},
			},
		},
		"a table of contents is no list of questions": {
			file: "a.md", text: "- [What is a heap?](#heap)\n- [What is a stack?](#stack)\n\n## What is a heap?\n\nA tree.\n\n## What is a stack?\n\nA pile.\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "A tree."}, {Title: "What is a stack?", Answer: "A pile."}},
		},
		"items with headings": {
			file: "a.md", text: "1. ### What is a heap?\n\n   A tree:\n\n   - in an array\n\n2. ### What is a stack?\n\n   A pile.\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: "A tree:\n\n- in an array", Source: line(1)},
				{Title: "What is a stack?", Answer: "A pile.", Source: line(7)},
			},
		},
		"a fence that an item leaves open ends with it": {
			file: "a.md", text: "1. ### What is printed?\n\n   ```js\n   log(1)\n\n2. ### What is a stack?\n\n   A pile.\n",
			want: []quiz.Question{
				{Title: "What is printed?", Answer: "```js\nlog(1)", Source: line(1)},
				{Title: "What is a stack?", Answer: "A pile.", Source: line(6)},
			},
		},
		"bullets below an asking heading answer": {
			file: "a.md", text: "## What is a heap?\n\n- Why is it full? Because it is.\n- a tree\n\n## What is a stack?\n\n- a pile\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "- Why is it full? Because it is.\n- a tree"}, {Title: "What is a stack?", Answer: "- a pile"}},
		},
	})
}

func TestSummaries(t *testing.T) {
	checkReadings(t, map[string]reading{
		"summaries that ask": {
			file: "a.md", text: "# Trees\n\n<details><summary><b>1. What is a heap?</b></summary>\n\nA tree.\n\n</details>\n\n<details>\n<summary>What is a stack?</summary>\n<p>\n\nA pile.\n\n</p>\n</details>\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: "A tree.", Section: "Trees", Source: line(3)},
				{Title: "What is a stack?", Answer: "A pile.", Section: "Trees", Source: line(10)},
			},
		},
		"code in a summary": {
			file: "a.md", text: "<details><summary>What is a heap?</summary>\n\nA tree.\n\n</details>\n\n<details><summary>What is printed?\n\n```go\nprintln(1)\n```\n\n</summary>\n\nOne.\n\n</details>\n\n<details><summary>What is a stack?</summary>\n\nA pile.\n\n</details>\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "A tree."}, {Title: "What is printed?", Body: "```go\nprintln(1)\n```", Answer: "One."}, {Title: "What is a stack?", Answer: "A pile."}},
		},
		"code in one of two summaries": {
			file: "a.md", text: "<details><summary>What is printed?\n\n```go\nprintln(1)\n```\n\n</summary>\n\nOne.\n\n</details>\n\n<details><summary>What is a stack?</summary>\n\nA pile.\n\n</details>\n",
			want: []quiz.Question{{Title: "What is printed?", Body: "```go\nprintln(1)\n```", Answer: "One."}, {Title: "What is a stack?", Answer: "A pile."}},
		},
		"tags in code fold nothing": {
			file: "a.md", text: "<details><summary>What folds?</summary>\n\n```html\n<details><summary>no</summary></details>\n```\n\n</details>\n\n<details><summary>What is a stack?</summary>\n\nA pile.\n\n</details>\n",
			want: []quiz.Question{{Title: "What folds?", Answer: "```html\n<details><summary>no</summary></details>\n```"}, {Title: "What is a stack?", Answer: "A pile."}},
		},
		"one that is not closed": {
			file: "a.md", text: "<details><summary>What is a heap?</summary>\n\nA tree.\n\n<details><summary>What is a stack?</summary>\n\nA pile.\n\n# End\n\nwords\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "A tree."}, {Title: "What is a stack?", Answer: "A pile."}},
		},
		"summaries that only hide an answer": {
			file: "a.md", text: "## What is a heap?\n\n<details><summary>Show me</summary>\n\nA tree.\n\n</details>\n\n## What is a stack?\n\n<details><summary>查看答案</summary>\n\nA pile.\n\n</details>\n",
			want: []quiz.Question{{Title: "What is a heap?", Answer: "A tree."}, {Title: "What is a stack?", Answer: "A pile."}},
		},
	})
}

func TestLetteredChoices(t *testing.T) {
	want := quiz.Question{Title: "Which is a capital?", Choices: limaOrCusco}
	for name, text := range map[string]string{
		"an answer behind its marker":   "a) Cusco\nb) Lima\n\nAnswer: b)",
		"a sentence behind its marker":  "a) Cusco\nb) Lima\n\n**Answer:** The correct answer is b)",
		"a mark behind the right one":   "- A. Cusco\n- B. Lima ✅",
		"a mark before the right one":   "- Cusco\n- ✅ Lima",
		"a word behind the right one":   "A. Cusco\nB. Lima (correct)",
		"letters in brackets":           "(A) Cusco\n(B) Lima\n\n答案：B",
		"numbers that a number names":   "1. Cusco\n2. Lima\n\nAnswer: 2",
		"items with numbers of letters": "- 1) Cusco\n- 2) Lima\n\nAnswer: 2",
		"numbers that a letter names":   "1. Cusco\n2. Lima\n\nAnswer: B",
		"check boxes":                   "- [ ] Cusco\n- [X] Lima",
	} {
		t.Run(name, func(t *testing.T) {
			checkBank(t, load(t, "## 1. Which is a capital?\n\n"+text+"\n"), []quiz.Question{want}, nil)
		})
	}
	checkReadings(t, map[string]reading{
		"an answer without a marker": {
			file: "a.md", text: "## Which is a capital?\n\na) Cusco\nb) Lima\n\nThe correct answer is b)\n", want: []quiz.Question{want},
		},
		"a bold letter and option": {
			file: "a.md", text: "## Which is a capital?\n\n- A. Cusco\n- **B. Lima**\n", want: []quiz.Question{want},
		},
		"a bold option": {
			file: "a.md", text: "## Which is a capital?\n\n- A. Cusco\n- B. **Lima**\n", want: []quiz.Question{want},
		},
		"bold options": {
			file: "a.md", text: "## Which is a capital?\n\n- A. **Cusco**\n- B. **Lima**\n\nAnswer: B\n",
			want: []quiz.Question{{Title: "Which is a capital?", Choices: []quiz.Choice{{Text: "**Cusco**"}, {Text: "**Lima**", Correct: true}}}},
		},
		"a list that goes on behind text": {
			file: "a.md", text: "## Which are odd?\n\n- [x] one\n- [ ] two\n\nand further:\n\n- [x] three\n\nTwo is even.\n",
			want: []quiz.Question{{
				Title: "Which are odd?", Body: "and further:", Answer: "Two is even.",
				Choices: []quiz.Choice{{Text: "one", Correct: true}, {Text: "two"}, {Text: "three", Correct: true}},
			}},
		},
		"one choice alone": {
			file: "a.md", text: "## Which is odd?\n\n- [ ] one\n\n## Which is even?\n\n- [ ] one\n- [x] two\n",
			want:  []quiz.Question{{Title: "Which is odd?", Body: "- [ ] one"}, {Title: "Which is even?", Choices: []quiz.Choice{{Text: "one"}, {Text: "two", Correct: true}}}},
			codes: []string{"cut-off"},
		},
		"a counted answer is no list of options": {
			file: "a.md", text: "## How is it done?\n\n1. Boil it.\n2. Stir it.\n",
			want: []quiz.Question{{Title: "How is it done?", Answer: "1. Boil it.\n2. Stir it."}},
		},
		"an option of several lines": {
			file: "a.md", text: "## Which is a capital?\n\n- A. Cusco\n\n  far up\n- B. Lima\n\nAnswer: B. It lies low.\n",
			want: []quiz.Question{{Title: "Which is a capital?", Choices: []quiz.Choice{{Text: "Cusco\n\nfar up"}, {Text: "Lima", Correct: true}}, Answer: "It lies low."}},
		},
	})
}

func TestOpenFences(t *testing.T) {
	checkReadings(t, map[string]reading{
		"one that never closes ends at the next counted heading": {
			file: "a.md", text: "## 1. What is printed?\n\n```js\nlog(1)\n\n## 2. What is a stack?\n\nA pile.\n\n## 3. What is a queue?\n\nA line.\n",
			want: []quiz.Question{
				{Title: "What is printed?", Answer: "```js\nlog(1)", Source: line(1)},
				{Title: "What is a stack?", Answer: "A pile.", Source: line(6)},
				{Title: "What is a queue?", Answer: "A line.", Source: line(10)},
			},
			codes: []string{"fence"},
		},
		"one in which another opens ends there, too": {
			file: "a.md", text: "## 1. What is printed?\n\n```js\nlog(1)\n\n## 2. What is made?\n\n```js\nlog(2)\n```\n\n## 3. What is a queue?\n\nA line.\n",
			want: []quiz.Question{
				{Title: "What is printed?", Answer: "```js\nlog(1)"},
				{Title: "What is made?", Answer: "```js\nlog(2)\n```"},
				{Title: "What is a queue?", Answer: "A line."},
			},
			codes: []string{"fence"},
		},
		"comments in a closed one are no headings": {
			file: "a.md", text: "## 1. What is run?\n\n```sh\nls\n\n# 2. then this\nrm\n```\n\n## 2. What is a stack?\n\nA pile.\n",
			want: []quiz.Question{{Title: "What is run?", Answer: "```sh\nls\n\n# 2. then this\nrm\n```"}, {Title: "What is a stack?", Answer: "A pile."}},
		},
	})
}

// Folders whose files are one question each.
func TestOneQuestionAFile(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []quiz.Question
	}{
		"titles in front matter": {
			map[string]string{
				"a/heap.md":   "---\ntitle: What is a heap?\ntags: [tree]\n---\n\n## TL;DR\n\nA tree.\n",
				"a/queue.md":  "---\ntitle: What is a queue?\n---\n\n## TL;DR\n\nA line.\n",
				"b/stack.md":  "---\ntitle: What is a stack?\ndifficulty: easy\n---\n\n## TL;DR\n\nA pile.\n\n## More\n\nof plates\n",
				"b/string.md": "---\ntitle: What is a string?\n---\n\n## TL;DR\n\nLetters.\n",
			},
			[]quiz.Question{
				{Title: "What is a heap?", Answer: "## TL;DR\n\nA tree.", Tags: []string{"tree"}, Section: "a"},
				{Title: "What is a queue?", Answer: "## TL;DR\n\nA line.", Section: "a"},
				{Title: "What is a stack?", Answer: "## TL;DR\n\nA pile.\n\n## More\n\nof plates", Difficulty: "easy", Section: "b"},
				{Title: "What is a string?", Answer: "## TL;DR\n\nLetters.", Section: "b"},
			},
		},
		"headings in two languages": {
			map[string]string{
				"q1.md": "# Вопрос (RU)\n\nЧто такое куча?\n\n## Ответ (RU)\n\nДерево.\n\n# Question (EN)\n\nWhat is a heap?\n\n## Answer (EN)\n\nA tree.\n",
				"q2.md": "# Question (EN)\n\nWhat is\na stack?\n\n## Answer (EN)\n\nA pile.\n\n### References\n\nnone\n\n# Вопрос (RU)\n\nЧто такое стек?\n\n## Ответ (RU)\n\nСтопка.\n",
				"q3.md": "# Вопрос (RU)\n\nЧто такое строка?\n\n## Ответ (RU)\n\nБуквы.\n",
				"q4.md": "# Question (EN)\n\n> What is a queue?\n\n```go\nx\n```\n\n## Answer (EN)\n\nA line.\n",
			},
			[]quiz.Question{
				{Title: "What is a heap?", Answer: "A tree.", Language: "en"},
				{Title: "What is a stack?", Answer: "A pile.", Language: "en"},
				{Title: "Что такое строка?", Answer: "Буквы.", Language: "ru"},
				{Title: "What is a queue?", Body: "```go\nx\n```", Answer: "A line.", Language: "en"},
			},
		},
		"names that ask": {
			map[string]string{
				"1. 什么是堆？.md":        "完全二叉树。\n",
				"2. 什么是栈？.md":        "## 一\n\n后进先出。\n",
				"3. 什么是队列？.md":       "",
				"What is a tree?.md": "A graph without a circle.\n",
				"README.md":          "# About\n\nwords\n",
			},
			[]quiz.Question{
				{Title: "什么是堆？", Answer: "完全二叉树。", Language: "zh-CN"},
				{Title: "什么是栈？", Answer: "## 一\n\n后进先出。"},
				{Title: "什么是队列？"},
				{Title: "What is a tree?", Answer: "A graph without a circle."},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			for file, text := range c.files {
				path := filepath.Join(root, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			b, err := Load(Spec{Name: "bank", Path: root})
			if err != nil {
				t.Fatal(err)
			}
			checkBank(t, b, c.want, nil)
		})
	}
}

// Levels of headings are told apart by what they hold.
func TestLevels(t *testing.T) {
	checkReadings(t, map[string]reading{
		"a question beside the sections of others": {
			file: "a.md", text: "# Trees\n\n## Heaps\n\n### What is a heap?\n\nA tree.\n\n### Where is its least?\n\nOn top.\n\n## What is a forest?\n\nMany trees.\n\n## Sources\n\nBooks.\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Answer: "A tree.", Section: "Trees / Heaps"},
				{Title: "Where is its least?", Answer: "On top.", Section: "Trees / Heaps"},
				{Title: "What is a forest?", Answer: "Many trees.", Section: "Trees"},
			},
			codes: []string{"no-question"},
		},
		"bold lines that ask within answers": {
			file: "a.md", text: "## Heaps\n\n**Why?**\n\nBecause.\n\n**When?**\n\nNow.\n\n## Stacks\n\nPiles.\n\n## Lists\n\nRows.\n",
			want: []quiz.Question{{Title: "Heaps", Answer: "**Why?**\n\nBecause.\n\n**When?**\n\nNow."}, {Title: "Stacks", Answer: "Piles."}, {Title: "Lists", Answer: "Rows."}},
		},
		"items that do not ask among headings": {
			file: "a.md", text: "# Trees\n\n- What is a heap?\n- What is a trie?\n- Why are they fast?\n- Where are they used?\n\n## Mistakes\n\n- balanced always\n- sorted never\n",
			want: []quiz.Question{
				{Title: "What is a heap?", Section: "Trees"},
				{Title: "What is a trie?", Section: "Trees"},
				{Title: "Why are they fast?", Section: "Trees"},
				{Title: "Where are they used?", Section: "Trees"},
			},
		},
		"items that ask below headings": {
			file: "a.md", text: "## Heaps\n\n- Why are they fast?\n\n## Stacks\n\n- Why are they simple?\n\n## Lists\n\n- Why are they slow?\n",
			want: []quiz.Question{{Title: "Heaps", Body: "- Why are they fast?"}, {Title: "Stacks", Body: "- Why are they simple?"}, {Title: "Lists", Body: "- Why are they slow?"}},
		},
		"a heading without a number among those with one": {
			file: "a.md", text: "## 1. One?\n\nA.\n\n## 2. Two?\n\nB.\n\n## The rest\n\n## 3. Three?\n\nC.\n\n## 4. Four?\n\nD.\n\n## 5. Five?\n\nE.\n",
			want: []quiz.Question{
				{Title: "One?", Answer: "A."},
				{Title: "Two?", Answer: "B."},
				{Title: "Three?", Answer: "C.", Section: "The rest"},
				{Title: "Four?", Answer: "D.", Section: "The rest"},
				{Title: "Five?", Answer: "E.", Section: "The rest"},
			},
		},
	})
}

// Of the translations that lie beside each other, the English one is read.
func TestVariants(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"heap", "stack", "list", "tree"} {
		for _, language := range []string{"en-US", "zh-CN"} {
			path := filepath.Join(folder, name, language+".md")
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte("---\ntitle: "+name+" in "+language+"\n---\n\n## In short\n\nA thing.\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := Load(Spec{Name: "b", Path: folder})
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, q := range b.Questions {
		titles = append(titles, q.Title)
	}
	if got := strings.Join(titles, ", "); got != "heap in en-US, list in en-US, stack in en-US, tree in en-US" {
		t.Errorf("got %q", got)
	}
}
