package markdown

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "headings with an answer below",
			Page: `
				# Go

				## What is a slice?

				A view of an array.

				## What is a map?

				A hash table.
			`,
			Want: `
				3 What is a slice?
				  answer: A view of an array.
				  section: Go
				7 What is a map?
				  answer: A hash table.
				  section: Go
			`,
		},
		{
			Name: "headings with a labelled answer",
			Page: `
				## What is a slice?

				Show an example.

				**Answer:** A view of an array.
			`,
			Want: `
				1 What is a slice?
				  body: Show an example.
				  answer: A view of an array.
			`,
		},
		{
			Name: "headings in Chinese",
			Page: `
				# Python 面试题

				## 1. 什么是列表？

				答：有序的集合。

				## 2. 什么是元组？
			`,
			Want: `
				3 什么是列表？
				  answer: 有序的集合。
				  section: Python 面试题
				7 什么是元组？
				  section: Python 面试题
			`,
		},
		{
			Name: "sections within sections",
			Page: `
				# Go

				## Types

				### What is a slice?

				A view.

				## Errors

				### What is a panic?

				The end.
			`,
			Want: `
				5 What is a slice?
				  answer: A view.
				  section: Go / Types
				11 What is a panic?
				  answer: The end.
				  section: Go / Errors
			`,
		},
		{
			Name: "code stays whole",
			Page: "## What does this print?\n\n```go\n// # no heading\nfmt.Println(1)\n```\n\nAnswer: 1",
			Want: "1 What does this print?\n  body: ```go\\n// # no heading\\nfmt.Println(1)\\n```\n  answer: 1",
		},
		{
			Name: "choices with letters and the answer's letter",
			Page: `
				## Which is even?

				A. 1
				B. 2
				C. 3

				Answer: B
			`,
			Want: `
				1 Which is even?
				  - 1
				  * 2
				  - 3
			`,
		},
		{
			Name: "choices with check boxes",
			Page: `
				## Which are even?

				- [ ] 1
				- [x] 2
				- [x] 4
			`,
			Want: `
				1 Which are even?
				  - 1
				  * 2
				  * 4
			`,
		},
		{
			Name: "a hint and accepted answers",
			Page: `
				## What is 2 + 2?

				Hint: count.

				Accept: 4, four

				Answer: 4
			`,
			Want: `
				1 What is 2 + 2?
				  answer: 4
				  accept: 4 | four
				  hint: count.
			`,
		},
		{
			Name: "numbered bold lines",
			Page: `
				**1. What is a slice?**

				A view.

				**2. What is a map?**

				A hash table.
			`,
			Want: `
				1 What is a slice?
				  answer: A view.
				5 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "questions and answers with letters",
			Page: `
				Q: What is a slice?
				A: A view.

				Q: What is a map?
				A: A hash table.
			`,
			Want: `
				1 What is a slice?
				  answer: A view.
				4 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "questions and answers in Chinese",
			Page: `
				问：什么是切片？
				答：一个视图。

				问：什么是映射？
				答：哈希表。
			`,
			Want: `
				1 什么是切片？
				  answer: 一个视图。
				4 什么是映射？
				  answer: 哈希表。
			`,
		},
		{
			Name: "details that open",
			Page: `
				<details>
				<summary>What is a slice?</summary>

				A view.

				</details>

				<details>
				<summary>What is a map?</summary>

				A hash table.

				</details>
			`,
			Want: `
				2 What is a slice?
				  answer: A view.
				9 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "a list of questions",
			Page: `
				# Go

				- What is a slice?
				- What is a map?
				- Why is there no ternary operator?
			`,
			Want: `
				3 What is a slice?
				  section: Go
				4 What is a map?
				  section: Go
				5 Why is there no ternary operator?
				  section: Go
			`,
		},
		{
			Name: "a numbered list with answers inside",
			Page: `
				1. What is a slice?

				   A view.

				2. What is a map?

				   A hash table.
			`,
			Want: `
				1 What is a slice?
				  answer: A view.
				5 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "a table",
			Page: `
				| Question | Answer |
				|---|---|
				| What is a slice? | A view. |
				| What is a map? | A hash table. |
			`,
			Want: `
				3 What is a slice?
				  answer: A view.
				4 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "flash cards of one line",
			Page: `
				#flashcards

				What is a slice?::A view.

				What is a map?::A hash table.
			`,
			Want: `
				3 What is a slice?
				  answer: A view.
				5 What is a map?
				  answer: A hash table.
				! 1:1 warning no-question
			`,
		},
		{
			Name: "flash cards of several lines",
			Page: `
				#flashcards

				What is a slice?
				?
				A view.

				What is a map?
				?
				A hash table.
			`,
			Want: `
				3 What is a slice?
				  answer: A view.
				7 What is a map?
				  answer: A hash table.
				! 1:1 warning no-question
			`,
		},
		{
			Name: "front matter",
			Page: `
				---
				tags: [go, types]
				difficulty: easy
				lang: en
				---

				## What is a slice?

				A view.
			`,
			Want: `
				7 What is a slice?
				  answer: A view.
				  tags: go | types
				  difficulty: easy
				  language: en
			`,
		},
		{
			Name: "a contents list is no question",
			Page: `
				# Questions

				- [What is a slice?](#what-is-a-slice)
				- [What is a map?](#what-is-a-map)

				## What is a slice?

				A view.

				## What is a map?

				A hash table.
			`,
			Want: `
				6 What is a slice?
				  answer: A view.
				10 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "an underlined heading",
			Page: `
				What is a slice?
				----------------

				A view.

				What is a map?
				--------------

				A hash table.
			`,
			Want: `
				1 What is a slice?
				  answer: A view.
				6 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "a question without an answer",
			Page: `
				## What is a slice?

				## What is a map?

				A hash table.
			`,
			Want: `
				1 What is a slice?
				3 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "links back to the top are left out",
			Page: `
				## What is a slice?

				A view.

				**[⬆ Back to top](#contents)**

				## What is a map?

				A hash table.
			`,
			Want: `
				1 What is a slice?
				  answer: A view.
				7 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "Japanese",
			Page: `
				## スライスとは何ですか？

				答え：配列のビューです。
			`,
			Want: `
				1 スライスとは何ですか？
				  answer: 配列のビューです。
			`,
		},
		{
			Name: "Russian",
			Page: `
				## Что такое срез?

				Ответ: часть массива.
			`,
			Want: `
				1 Что такое срез?
				  answer: часть массива.
			`,
		},
		{
			Name: "German",
			Page: `
				## Was ist ein Slice?

				Antwort: eine Sicht auf ein Array.
			`,
			Want: `
				1 Was ist ein Slice?
				  answer: eine Sicht auf ein Array.
			`,
		},
		{
			Name: "French",
			Page: `
				## Qu'est-ce qu'une tranche ?

				Réponse : une vue.
			`,
			Want: `
				1 Qu'est-ce qu'une tranche ?
				  answer: une vue.
			`,
		},
		{
			Name: "Spanish",
			Page: `
				## ¿Qué es un slice?

				Respuesta: una vista.
			`,
			Want: `
				1 ¿Qué es un slice?
				  answer: una vista.
			`,
		},
		{
			Name: "text without a question",
			Page: `
				This page has no questions.
			`,
			Want: `
				! 1:1 warning no-question
			`,
		},
		{
			Name: "nothing",
			Page: `

			`,
			Want: `

			`,
		},
	})
}
