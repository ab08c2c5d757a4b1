package record

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestReadCSV(t *testing.T) {
	formattest.Check(t, CSV(), []formattest.Case{
		{
			Name: "commas and names of columns",
			Page: `
				question,answer
				What is a slice?,A view.
				"What is a map, in Go?","A ""hash"" table."
			`,
			Want: `
				2 What is a slice?
				  answer: A view.
				3 What is a map, in Go?
				  answer: A "hash" table.
			`,
		},
		{
			Name: "semicolons",
			Page: `
				Question;Answer
				One?;1
				Two?;2
			`,
			Want: `
				2 One?
				  answer: 1
				3 Two?
				  answer: 2
			`,
		},
		{
			Name: "tabs without names",
			Page: `
				One?	1
				Two?	2
			`,
			Want: `
				1 One?
				  answer: 1
				2 Two?
				  answer: 2
			`,
		},
		{
			Name: "choices in columns",
			Page: `
				question,a,b,c,correct
				Which is even?,1,2,3,B
			`,
			Want: `
				2 Which is even?
				  - 1
				  * 2
				  - 3
			`,
		},
		{
			Name: "a number for the right choice",
			Page: `
				question,option 1,option 2,answer
				Which is even?,1,2,2
			`,
			Want: `
				2 Which is even?
				  - 1
				  * 2
			`,
		},
		{
			Name: "our own table",
			Page: `
				id,title,body,answer,accept,key_points,hint,links,section,tags,difficulty,lang,shuffle,correct_letters,A,B
				even,Which is even?,,,,,,,Numbers,"math
				easy",easy,en,yes,B,1,2
			`,
			Want: `
				2 Which is even?
				  id: even
				  - 1
				  * 2
				  section: Numbers
				  tags: math | easy
				  difficulty: easy
				  language: en
				  shuffle: yes
			`,
		},
		{
			Name: "cells of several lines",
			Page: `
				question,answer
				"What is
				a slice?","A view

				of an array."
				Next?,yes
			`,
			Want: `
				2 What is
				  body: a slice?
				  answer: A view\n\nof an array.
				6 Next?
				  answer: yes
			`,
		},
		{
			Name: "tags, difficulty and section",
			Page: `
				question,answer,tags,difficulty,section
				One?,1,"a, b",hard,Numbers
			`,
			Want: `
				2 One?
				  answer: 1
				  section: Numbers
				  tags: a | b
				  difficulty: hard
			`,
		},
		{
			Name: "notes of Anki",
			Page: `
				#separator:tab
				#html:true
				#tags column:3
				What does <code>len</code> do?	It <b>counts</b>.	go easy
			`,
			Want: "4 What does `len` do?\n  answer: It **counts**.\n  tags: go | easy",
		},
		{
			Name: "Chinese",
			Page: `
				题目,答案
				2 是偶数吗？,是
			`,
			Want: `
				2 2 是偶数吗？
				  answer: 是
			`,
		},
		{
			Name: "an empty row and one without a question",
			Page: `
				question,answer
				One?,1
				,
				,2
				Three?,3
			`,
			Want: `
				2 One?
				  answer: 1
				5 Three?
				  answer: 3
				! 3:1 warning empty-title
				! 4:1 warning empty-title
			`,
		},
		{
			Name: "a row with more cells than names",
			Page: `
				question,answer
				One?,1,extra
			`,
			Want: `
				2 One?
				  answer: 1
			`,
		},
		{
			Name: "columns that mean nothing",
			Page: `
				question,answer,votes
				One?,1,7
			`,
			Want: `
				2 One?
				  answer: 1
				! 1:1 warning unknown-field
			`,
		},
	})
}
