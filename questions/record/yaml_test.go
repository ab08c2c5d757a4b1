package record

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestReadYAML(t *testing.T) {
	formattest.Check(t, YAML(), []formattest.Case{
		{
			Name: "questions as keys",
			File: "bank.yaml",
			Page: `
				What is 1+1?: 2
				What is 2+2?:
				- 4
				- four
			`,
			Want: `
				1 What is 1+1?
				  answer: 2
				  accept: 2
				2 What is 2+2?
				  answer: 4
				  accept: 4 | four
			`,
		},
		{
			Name: "a list of mappings",
			Page: `
				- question: What is a slice?
				  answer: A view.
				- question: What is a map?
				  answer: |
				    A hash table.

				    In Go.
			`,
			Want: `
				1 What is a slice?
				  answer: A view.
				3 What is a map?
				  answer: A hash table.\n\nIn Go.
			`,
		},
		{
			Name: "every field of our own",
			Page: `
				- id: slice
				  title: What is a slice?
				  answer: A view.
				  accept: [view, a view]
				  key_points:
				  - it has a length
				  - it shares an array
				  hint: Think of len.
				  tags: [go, easy]
				  difficulty: easy
			`,
			Want: `
				1 What is a slice?
				  id: slice
				  answer: A view.
				  accept: view | a view
				  key points: it has a length | it shares an array
				  hint: Think of len.
				  tags: go | easy
				  difficulty: easy
			`,
		},
		{
			Name: "keys above are sections",
			Page: `
				Go:
				  Types:
				  - question: One?
				    answer: 1
				SQL:
				- question: Two?
				  answer: 2
			`,
			Want: `
				3 One?
				  answer: 1
				  section: Go / Types
				6 Two?
				  answer: 2
				  section: SQL
			`,
		},
		{
			Name: "what YAML takes for something else stays text",
			Page: `
				Is it on?: yes
				Which version?: 1.10
				When?: 2024-01-02
			`,
			Want: `
				1 Is it on?
				  answer: yes
				  accept: yes
				2 Which version?
				  answer: 1.10
				  accept: 1.10
				3 When?
				  answer: 2024-01-02
				  accept: 2024-01-02
			`,
		},
		{
			Name: "choices and a letter",
			Page: `
				- question: Which is even?
				  choices:
				  - 1
				  - 2
				  correct: B
			`,
			Want: `
				1 Which is even?
				  - 1
				  * 2
			`,
		},
		{
			Name: "notes about the list are no questions",
			Page: `
				AUTHOR: somebody
				DESCRIPTION: about numbers
				What is 1+1?:
				- 2
			`,
			Want: `
				3 What is 1+1?
				  answer: 2
				  accept: 2
			`,
		},
		{
			Name: "an anchor",
			Page: `
				- question: One?
				  answer: &a the same
				- question: Two?
				  answer: *a
			`,
			Want: `
				1 One?
				  answer: the same
				3 Two?
				  answer: the same
			`,
		},
		{
			Name: "a question without an answer",
			Page: `
				What is 1+1?:
				Not a question:
				What is 2+2?: 4
			`,
			Want: `
				1 What is 1+1?
				3 What is 2+2?
				  answer: 4
				  accept: 4
				! 2:1 warning no-question
			`,
		},
		{
			Name: "several documents",
			Page: `
				question list:
				- question: One?
				  answer: 1
				---
				other list:
				- question: Two?
				  answer: 2
			`,
			Want: `
				2 One?
				  answer: 1
				  section: question list
				6 Two?
				  answer: 2
				  section: other list
			`,
		},
		{
			Name: "Chinese",
			Page: `
				- 问题: 2 是偶数吗？
				  答案: 是
			`,
			Want: `
				1 2 是偶数吗？
				  answer: 是
			`,
		},
		{
			Name: "fields that mean nothing",
			Page: `
				- question: One?
				  answer: 1
				  votes: 7
			`,
			Want: `
				1 One?
				  answer: 1
				! 1:1 warning unknown-field
			`,
		},
		{
			Name: "broken behind the first question",
			Page: `
				- question: One?
				  answer: 1
				- question: "Two?
				  answer: 2
			`,
			Want: `
				! 4:1 error yaml
			`,
		},
	})
}
