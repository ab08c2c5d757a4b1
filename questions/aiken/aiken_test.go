package aiken

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "a question and its options",
			Page: `
				What is the capital of Peru?
				A. Cusco
				B. Lima
				C) Arequipa
				ANSWER: B
			`,
			Want: `
				1 What is the capital of Peru?
				  - Cusco
				  * Lima
				  - Arequipa
			`,
		},
		{
			Name: "two questions apart by an empty line",
			Page: `
				First?
				A. yes
				B. no
				ANSWER: A

				Second?
				A. yes
				B. no
				ANSWER: B
			`,
			Want: `
				1 First?
				  * yes
				  - no
				6 Second?
				  - yes
				  * no
			`,
		},
		{
			Name: "questions without an empty line between",
			Page: `
				First?
				A. yes
				B. no
				ANSWER: A
				Second?
				A. yes
				B. no
				ANSWER: B
			`,
			Want: `
				1 First?
				  * yes
				  - no
				5 Second?
				  - yes
				  * no
			`,
		},
		{
			Name: "a question of two lines",
			Page: `
				Which of these
				is even?
				A. 1
				B. 2
				ANSWER: B
			`,
			Want: `
				1 Which of these is even?
				  - 1
				  * 2
			`,
		},
		{
			Name: "an option of two lines",
			Page: `
				Pick one
				A. a long
				story
				B. a short one
				ANSWER: A
			`,
			Want: `
				1 Pick one
				  * a long story
				  - a short one
			`,
		},
		{
			Name: "markup of Markdown is literal",
			Page: "What does *p mean in C?\nA. a_b\nB. `p`\nANSWER: A",
			Want: "1 What does \\*p mean in C?\n  * a_b\n  - \\`p\\`",
		},
		{
			Name: "letters out of order belong to the text",
			Page: `
				Which grade?
				B. is not the first
				A. good
				B. bad
				ANSWER: B
			`,
			Want: `
				1 Which grade? B. is not the first
				  - good
				  * bad
			`,
		},
		{
			Name: "Chinese",
			Page: `
				哪个是偶数？
				A. 一
				B. 二
				ANSWER: B
			`,
			Want: `
				1 哪个是偶数？
				  - 一
				  * 二
			`,
		},
		{
			Name: "an answer that no option has",
			Page: `
				First?
				A. yes
				B. no
				ANSWER: D
			`,
			Want: `
				1 First?
				  - yes
				  - no
			`,
		},
		{
			Name: "a question without its answer line",
			Page: `
				First?
				A. yes
				B. no
				ANSWER: A

				Second?
				A. yes
				B. no
			`,
			Want: `
				1 First?
				  * yes
				  - no
				! 6:1 error no-answer-line
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
