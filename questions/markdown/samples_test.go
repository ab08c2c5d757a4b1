package markdown

import (
	"strings"
	"testing"

	"quizbot/questions/formattest"
)

func TestSamples(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "a list of answers with their bands",
			Page: "## What is a slice?\n\nA view.\n\nKey points:\n\n- a view\n\nSamples:\n\n- full: a view of an array\n- **Wrong**: a kind of\n  map\n- partial:\n\n  ```go\n  a := b[1:2]\n\n  c()\n  ```\n\n  like this\n\nHint: look\n\n## What is a map?\n\nA table.\n",
			Want: `
				1 What is a slice?
				  answer: A view.
				  key points: a view
				  sample: 11 full | a view of an array
				  sample: 12 wrong | a kind of\nmap
				  sample: 14 partial | ` + "```go\\na := b[1:2]\\n\\nc()\\n```" + `\n\nlike this
				  hint: look
				26 What is a map?
				  answer: A table.
			`,
		},
		{
			Name: "in Chinese, in bold, and in front of the answer",
			Page: "## 什么是切片？\n\n**答案示例**\n\n* 满分：数组的一个视图\n* 部分正确: 视图\n* 错误：不知道\n* 不确定：也许\n\n答：数组的视图。\n",
			Want: `
				1 什么是切片？
				  answer: 数组的视图。
				  sample: 5 full | 数组的一个视图
				  sample: 6 partial | 视图
				  sample: 7 wrong | 不知道
				  sample: 8 unsure | 也许
			`,
		},
		{
			Name: "two lists, and an item without a band",
			Page: "## What is a slice?\n\nA view.\n\nSamples:\n\n- full: a view\n- great: it is\n\n* wrong: a map\n",
			Want: `
				1 What is a slice?
				  answer: A view.
				  sample: 7 full | a view
				  sample: 8  | great: it is
				  sample: 10 wrong | a map
			`,
		},
		{
			Name: "below choices, and on one line",
			Page: "## Which is even?\n\n- [ ] 1\n- [x] 2\n\nSamples: full: B\n\n## Which is odd?\n\nOne.\n",
			Want: `
				1 Which is even?
				  - 1
				  * 2
				  sample: 6 full | B
				8 Which is odd?
				  answer: One.
			`,
		},
		{
			Name: "other lists of samples belong to the answer",
			Page: "## What is a slice?\n\nA view.\n\nSamples:\n\n- one\n- two\n\n## Samples\n\nText.\n",
			Want: `
				1 What is a slice?
				  answer: A view.\n\nSamples:\n\n- one\n- two
				10 Samples
				  answer: Text.
				! 7:1 warning sample-band
			`,
		},
		{
			Name: "the program's own format",
			Page: "---\nformat: quizbot\n---\n\n## What is a slice?\n<!-- terms: [[\"slice\",\"view\"]] -->\n\nAnswer:\n\nA view.\n\nSamples:\n\n- full: a view\n",
			Want: `
				5 What is a slice?
				  answer: A view.
				  terms: slice = view
				  sample: 14 full | a view
			`,
		},
	})
}

// No dialect leaves samples in the answer, where members would read them.
func TestSamplesOfDialects(t *testing.T) {
	const samples = "A tree.\n\nSamples:\n\n- full: a tree\n- wrong: a list\n\n"
	for name, page := range map[string]string{
		"bold lines":     "**1. What is a heap?**\n\n" + samples + "**2. What is a list?**\n\nA row.\n\n**3. What is a map?**\n\nA table.\n",
		"question lines": "Q: What is a heap?\nA: " + samples + "Q: What is a list?\nA: A row.\n",
		"details":        "<details>\n<summary>What is a heap?</summary>\n\n" + samples + "</details>\n\n<details>\n<summary>What is a list?</summary>\n\nA row.\n\n</details>\n",
		"headed items":   "1. ### What is a heap?\n\n   " + strings.ReplaceAll(samples, "\n", "\n   ") + "\n2. ### What is a list?\n\n   A row.\n",
		"items":          "1. **What is a heap?**\n\n   " + strings.ReplaceAll(samples, "\n", "\n   ") + "\n2. **What is a list?**\n\n   A row.\n",
		"headings":       "# What is a heap?\n\n" + samples + "# What is a list?\n\nA row.\n",
	} {
		q := Parse(page, nil).Read().Questions[0]
		if q.Title != "What is a heap?" || q.Answer != "A tree." || q.Body != "" || len(q.Samples) != 2 || q.Samples[1].Answer != "a list" {
			t.Errorf("%s: got %+v", name, q)
		}
	}
	single := Parse("# Question\n\nWhat is a heap?\n\n# Answer\n\n"+samples, nil).ReadSingle("heap").Questions[0]
	if single.Answer != "A tree." || len(single.Samples) != 2 {
		t.Errorf("a file of one question: got %+v", single)
	}
}

// Terms of the front matter go to the questions that touch them.
func TestTerms(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "groups as lists and as lines",
			Page: "---\nterms:\n  - [GIL, global interpreter lock, 全局解释器锁]\n  - heap = priority queue\n  - cat, feline\n---\n\n## What is the Global Interpreter Lock?\n\nIt locks.\n\n## What is a tree?\n\nA heap is one. Concatenate no cats.\n\n## 什么是锁？\n\n比如全局解释器锁。\n",
			Want: `
				8 What is the Global Interpreter Lock?
				  answer: It locks.
				  terms: GIL = global interpreter lock = 全局解释器锁
				12 What is a tree?
				  answer: A heap is one. Concatenate no cats.
				  terms: heap = priority queue
				  terms: cat = feline
				16 什么是锁？
				  answer: 比如全局解释器锁。
				  terms: GIL = global interpreter lock = 全局解释器锁
			`,
		},
		{
			Name: "terms that are no groups",
			Page: "---\nlanguage: en\nterms: GIL\n---\n\n## What is a tree?\n\nA heap.\n",
			Want: `
				6 What is a tree?
				  answer: A heap.
				  language: en
				! 1:1 warning front-matter
			`,
		},
	})
}
