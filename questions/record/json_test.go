package record

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestReadJSON(t *testing.T) {
	formattest.Check(t, JSON(), []formattest.Case{
		{
			Name: "an array of objects",
			Page: `
				[
				 {"question": "What is a slice?", "answer": "A view."},
				 {"question": "What is a map?", "answer": "A hash table."}
				]
			`,
			Want: `
				2 What is a slice?
				  answer: A view.
				3 What is a map?
				  answer: A hash table.
			`,
		},
		{
			Name: "every field of our own",
			Page: `
				[{"id": "slice", "title": "What is a slice?", "body": "In Go.", "answer": "A view.", "accept": ["view", "a view"], "key_points": ["it has a length", "it shares an array"], "hint": "Think of len.", "links": ["https://go.dev"], "section": "Types", "tags": ["go", "easy"], "difficulty": "easy", "lang": "en"}]
			`,
			Want: `
				1 What is a slice?
				  id: slice
				  body: In Go.
				  answer: A view.
				  accept: view | a view
				  key points: it has a length | it shares an array
				  hint: Think of len.
				  links: https://go.dev
				  section: Types
				  tags: go | easy
				  difficulty: easy
				  language: en
			`,
		},
		{
			Name: "an object of objects under a key",
			Page: `
				{"questions": [
				 {"q": "One?", "a": "1"},
				 {"q": "Two?", "a": "2"}
				]}
			`,
			Want: `
				2 One?
				  answer: 1
				3 Two?
				  answer: 2
			`,
		},
		{
			Name: "keys above are sections",
			Page: `
				{"Go": {"Types": [{"question": "One?", "answer": "1"}]}, "SQL": [{"question": "Two?", "answer": "2"}]}
			`,
			Want: `
				1 One?
				  answer: 1
				  section: Go / Types
				1 Two?
				  answer: 2
				  section: SQL
			`,
		},
		{
			Name: "questions as keys",
			Page: `
				{"What is 1+1?": "2", "What is 2+2?": ["4", "four"]}
			`,
			Want: `
				1 What is 1+1?
				  answer: 2
				  accept: 2
				1 What is 2+2?
				  answer: 4
				  accept: 4 | four
			`,
		},
		{
			Name: "choices and a letter",
			Page: `
				[{"question": "Which is even?", "options": ["A. 1", "B. 2", "C. 3"], "answer": "B"}]
			`,
			Want: `
				1 Which is even?
				  - 1
				  * 2
				  - 3
			`,
		},
		{
			Name: "choices and several answers",
			Page: `
				[{"question": "Which are even?", "options": ["1", "2", "3", "4"], "answer": ["B", "D"]}]
			`,
			Want: `
				1 Which are even?
				  - 1
				  * 2
				  - 3
				  * 4
			`,
		},
		{
			Name: "choices that say whether they are right",
			Page: `
				[{"question": "Which is even?", "answers": [{"text": "1", "correct": false}, {"text": "2", "correct": true}]}]
			`,
			Want: `
				1 Which is even?
				  - 1
				  * 2
			`,
		},
		{
			Name: "choices behind letters",
			Page: `
				[{"question": "Which is even?", "options": {"a": "1", "b": "2"}, "answer": "b"}]
			`,
			Want: `
				1 Which is even?
				  - 1
				  * 2
			`,
		},
		{
			Name: "columns of options",
			Page: `
				[{"question": "Which is even?", "option1": "1", "option2": "2", "answer": "2"}]
			`,
			Want: `
				1 Which is even?
				  - 1
				  * 2
			`,
		},
		{
			Name: "right and wrong apart, with entities",
			Page: `
				{"results": [{"type": "multiple", "category": "Science: Computers", "difficulty": "easy", "question": "What does &quot;CPU&quot; stand for?", "correct_answer": "Central Processing Unit", "incorrect_answers": ["Central Process Unit", "Computer Personal Unit"]}]}
			`,
			Want: `
				1 What does "CPU" stand for?
				  * Central Processing Unit
				  - Central Process Unit
				  - Computer Personal Unit
				  section: Science: Computers
				  difficulty: easy
				  shuffle: yes
			`,
		},
		{
			Name: "an explanation stands behind the answer",
			Page: `
				[{"question": "Is 2 even?", "answer": "Yes.", "explanation": "It is twice one."}]
			`,
			Want: `
				1 Is 2 even?
				  answer: Yes.\n\nIt is twice one.
			`,
		},
		{
			Name: "Chinese names of fields",
			Page: `
				[{"题目": "2 是偶数吗？", "答案": "是", "难度": "简单", "标签": "数学,基础"}]
			`,
			Want: `
				1 2 是偶数吗？
				  answer: 是
				  tags: 数学 | 基础
				  difficulty: 简单
			`,
		},
		{
			Name: "lines count through the file",
			Page: `
				[

				 {"question": "One?",
				  "answer": "1"},

				 {"question": "Two?", "answer": "2"}
				]
			`,
			Want: `
				3 One?
				  answer: 1
				6 Two?
				  answer: 2
			`,
		},
		{
			Name: "fields that mean nothing",
			Page: `
				[{"question": "One?", "answer": "1", "votes": 7}]
			`,
			Want: `
				1 One?
				  answer: 1
				! 1:1 warning unknown-field
			`,
		},
		{
			Name: "an object without a question",
			Page: `
				[{"answer": "1"}, {"question": "Two?", "answer": "2"}]
			`,
			Want: `
				1 Two?
				  answer: 2
			`,
		},
		{
			Name: "broken behind the first question",
			Page: `
				[{"question": "One?", "answer": "1"},
				 {"question": "Two?" "answer": "2"}]
			`,
			Want: `
				1 One?
				  answer: 1
				! 1:38 error json
			`,
		},
		{
			Name: "not JSON at all",
			Page: `
				[what
			`,
			Want: `
				! 1:2 error json
			`,
		},
	})
}
