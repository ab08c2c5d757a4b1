package gift

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "one right choice",
			Page: `
				What is the capital of Peru? {
				  ~Cusco
				  =Lima
				  ~Arequipa
				}
			`,
			Want: `
				1 What is the capital of Peru?
				  - Cusco
				  * Lima
				  - Arequipa
			`,
		},
		{
			Name: "several right choices with weights",
			Page: `
				Which are even? {~%-50%1 ~%50%2 ~%50%4 ~%-50%5}
			`,
			Want: `
				1 Which are even?
				  - 1
				  * 2
				  * 4
				  - 5
			`,
		},
		{
			Name: "a short answer with several forms",
			Page: `
				Who wrote Faust? {=Goethe =Johann Wolfgang von Goethe =%50%a German}
			`,
			Want: `
				1 Who wrote Faust?
				  answer: Goethe
				  accept: Goethe | Johann Wolfgang von Goethe
			`,
		},
		{
			Name: "true and false",
			Page: `
				The sun is a star. {T}

				The moon is a star. {FALSE#no##yes}
			`,
			Want: `
				1 The sun is a star.
				  * True
				  - False
				3 The moon is a star.
				  - True
				  * False
			`,
		},
		{
			Name: "a number with a tolerance",
			Page: `
				What is pi? {#3.14:0.01}
			`,
			Want: `
				1 What is pi?
				  answer: 3.14 ± 0.01
				  accept: 3.14
			`,
		},
		{
			Name: "a range of numbers",
			Page: `
				Name a number from 1 to 5. {#1..5}
			`,
			Want: `
				1 Name a number from 1 to 5.
				  answer: 1 … 5
				  accept: 1 | 2 | 3 | 4 | 5
			`,
		},
		{
			Name: "several numbers",
			Page: `
				When did it begin? {#
				=1822:0
				=%50%1822:2
				}
			`,
			Want: `
				1 When did it begin?
				  answer: 1822
				  accept: 1822
			`,
		},
		{
			Name: "pairs",
			Page: `
				Match. {
				  =Peru -> Lima
				  =Chile -> Santiago
				}
			`,
			Want: `
				1 Match.
				  answer: - Peru → Lima\n- Chile → Santiago
			`,
		},
		{
			Name: "an essay",
			Page: `
				Describe a closure. {}
			`,
			Want: `
				1 Describe a closure.
			`,
		},
		{
			Name: "a description without braces",
			Page: `
				Read this first.
			`,
			Want: `
				1 Read this first.
			`,
		},
		{
			Name: "a gap in the sentence",
			Page: `
				Lima is the capital of {=Peru ~Chile}, I think.
			`,
			Want: `
				1 Lima is the capital of _____ , I think.
				  * Peru
				  - Chile
			`,
		},
		{
			Name: "a name is asked where nothing else is",
			Page: `
				::What is Lima?::{=a city}
			`,
			Want: `
				1 What is Lima?
				  answer: a city
				  accept: a city
			`,
		},
		{
			Name: "a name in front of the question is left out",
			Page: `
				::Q1:: What is Lima? {=a city}
			`,
			Want: `
				1 What is Lima?
				  answer: a city
				  accept: a city
			`,
		},
		{
			Name: "categories are sections",
			Page: `
				$CATEGORY: geography/south america

				What is the capital of Peru? {=Lima}

				$CATEGORY: arts

				Who wrote Faust? {=Goethe}
			`,
			Want: `
				3 What is the capital of Peru?
				  answer: Lima
				  accept: Lima
				  section: geography / south america
				7 Who wrote Faust?
				  answer: Goethe
				  accept: Goethe
				  section: arts
			`,
		},
		{
			Name: "comments hold an id and tags",
			Page: `
				// question: 7 [id:peru] [tag:easy] [tag:capitals]
				What is the capital of Peru? {=Lima}
			`,
			Want: `
				2 What is the capital of Peru?
				  id: peru
				  answer: Lima
				  accept: Lima
				  tags: easy | capitals
			`,
		},
		{
			Name: "feedback is not part of an answer",
			Page: `
				Which is even? {=2#right you are ~3#no####Even numbers are divisible by two.}
			`,
			Want: `
				1 Which is even?
				  answer: Even numbers are divisible by two.
				  * 2
				  - 3
			`,
		},
		{
			Name: "marks with a backslash mean themselves",
			Page: `
				What is 1 \= 1 in C? {=a comparison \{or not\} ~an assignment}
			`,
			Want: `
				1 What is 1 = 1 in C?
				  * a comparison {or not}
				  - an assignment
			`,
		},
		{
			Name: "HTML",
			Page: `
				[html]<p>What does <code>len</code> do?</p>{=It <b>counts</b> ~nothing}
			`,
			Want: "1 What does `len` do?\n  * It **counts**\n  - nothing",
		},
		{
			Name: "Markdown",
			Page: "[markdown]What does `len` do? {=It **counts** ~nothing}",
			Want: "1 What does `len` do?\n  * It **counts**\n  - nothing",
		},
		{
			Name: "plain text is literal",
			Page: `
				What is *p? {=a pointer's target ~a product}
			`,
			Want: `
				1 What is \*p?
				  * a pointer's target
				  - a product
			`,
		},
		{
			Name: "an empty line in braces ends nothing",
			Page: `
				Which is even? {
				  =2

				  ~3
				}

				Next? {=yes}
			`,
			Want: `
				1 Which is even?
				  * 2
				  - 3
				7 Next?
				  answer: yes
				  accept: yes
			`,
		},
		{
			Name: "braces without a question",
			Page: `
				{=Lima}

				What is the capital of Peru? {=Lima}
			`,
			Want: `
				3 What is the capital of Peru?
				  answer: Lima
				  accept: Lima
				! 1:1 warning empty-title
			`,
		},
		{
			Name: "braces without an answer",
			Page: `
				What is the capital of Peru? {Lima}
			`,
			Want: `
				1 What is the capital of Peru?
				! 1:1 warning gift
			`,
		},
		{
			Name: "braces that are never closed",
			Page: `
				What is the capital of Peru? {=Lima ~Cusco
			`,
			Want: `
				1 What is the capital of Peru?
				  * Lima
				  - Cusco
			`,
		},
		{
			Name: "Chinese",
			Page: `
				秘鲁的首都是哪里？ {=利马 ~库斯科}
			`,
			Want: `
				1 秘鲁的首都是哪里？
				  * 利马
				  - 库斯科
			`,
		},
	})
}
