package trivia

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "a question with choices",
			Page: `
				#Q What is the capital of Peru?
				^ Lima
				A Cusco
				B Lima
				C Arequipa
			`,
			Want: `
				1 What is the capital of Peru?
				  - Cusco
				  * Lima
				  - Arequipa
			`,
		},
		{
			Name: "a question without choices",
			Page: `
				#Q Who wrote Faust?
				^ Goethe
			`,
			Want: `
				1 Who wrote Faust?
				  answer: Goethe
			`,
		},
		{
			Name: "one choice is none",
			Page: `
				#Q Who wrote Faust?
				^ Goethe
				A Goethe
			`,
			Want: `
				1 Who wrote Faust?
				  answer: Goethe
			`,
		},
		{
			Name: "lines that go on",
			Page: `
				#Q Who wrote
				Faust?
				^ Johann Wolfgang
				Goethe
				A Schiller
				B Johann Wolfgang
				Goethe
			`,
			Want: `
				1 Who wrote Faust?
				  - Schiller
				  * Johann Wolfgang Goethe
			`,
		},
		{
			Name: "case and space of the right choice do not matter",
			Page: `
				#Q Which is even?
				^ two
				A  One
				B Two
			`,
			Want: `
				1 Which is even?
				  - One
				  * Two
			`,
		},
		{
			Name: "several questions and their lines",
			Page: `
				#Q First?
				^ yes
				A yes
				B no

				#Q Second?
				^ no
				A yes
				B no
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
			Name: "no choice is right",
			Page: `
				#Q First?
				^ maybe
				A yes
				B no
			`,
			Want: `
				1 First?
				  - yes
				  - no
			`,
		},
		{
			Name: "text before the first question",
			Page: `
				Welcome
				#Q First?
				^ yes
			`,
			Want: `
				2 First?
				  answer: yes
				! 1:1 warning no-question
			`,
		},
		{
			Name: "a question without words",
			Page: `
				#Q
				^ yes

				#Q Second?
				^ no
			`,
			Want: `
				4 Second?
				  answer: no
				! 1:1 warning empty-title
			`,
		},
		{
			Name: "markup of Markdown is literal",
			Page: `
				#Q What is 2*3*4?
				^ 24
			`,
			Want: `
				1 What is 2\*3\*4?
				  answer: 24
			`,
		},
	})
}
