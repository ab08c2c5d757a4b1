package anki

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "two notes with their ids and tags",
			Page: `
				{
				 "name": "Go", "note_models": [], "notes": [
				  {"guid": "a1", "fields": ["What is a slice?", "A view of an array."], "tags": ["types", "easy"]},
				  {"guid": "b2", "fields": ["What is a map?", "A hash table."]}
				 ]
				}
			`,
			Want: `
				3 What is a slice?
				  id: a1
				  answer: A view of an array.
				  tags: types | easy
				4 What is a map?
				  id: b2
				  answer: A hash table.
			`,
		},
		{
			Name: "HTML of cards",
			Page: `
				{"note_models": [], "notes": [
				 {"guid": "a", "fields": ["What does <code>len</code> do?<br>Explain.", "<b>Counts</b> elements:<ul><li>of slices</li><li>of maps</li></ul>"]}
				]}
			`,
			Want: "2 What does `len` do?\n  id: a\n  body: Explain.\n  answer: **Counts** elements:\\n\\n- of slices\\n- of maps",
		},
		{
			Name: "hidden words are asked for",
			Page: `
				{"note_models": [], "notes": [
				 {"guid": "a", "fields": ["Lima is the capital of {{c1::Peru::country}}.", "South America"]}
				]}
			`,
			Want: `
				2 Lima is the capital of […].
				  id: a
				  answer: Peru\n\nSouth America
				  accept: Peru
			`,
		},
		{
			Name: "several hidden words",
			Page: `
				{"note_models": [], "notes": [
				 {"guid": "a", "fields": ["{{c1::Lima}} is the capital of {{c2::Peru}}.", ""]}
				]}
			`,
			Want: `
				2 […] is the capital of […].
				  id: a
				  answer: Lima, Peru
			`,
		},
		{
			Name: "decks in decks are sections",
			Page: `
				{"name": "All", "note_models": [], "notes": [], "children": [
				 {"name": "Go", "notes": [{"guid": "a", "fields": ["One?", "1"]}], "children": [
				  {"name": "Types", "notes": [{"guid": "b", "fields": ["Two?", "2"]}]}
				 ]},
				 {"name": "SQL", "notes": [{"guid": "c", "fields": ["Three?", "3"]}]}
				]}
			`,
			Want: `
				2 One?
				  id: a
				  answer: 1
				  section: Go
				3 Two?
				  id: b
				  answer: 2
				  section: Go / Types
				5 Three?
				  id: c
				  answer: 3
				  section: SQL
			`,
		},
		{
			Name: "a field of the model names the difficulty",
			Page: `
				{"note_models": [{"crowdanki_uuid": "m", "flds": [{"name": "Front"}, {"name": "Back"}, {"name": "Difficulty"}]}],
				 "notes": [{"guid": "a", "note_model_uuid": "m", "fields": ["One?", "1", "hard"]}]}
			`,
			Want: `
				2 One?
				  id: a
				  answer: 1
				  difficulty: hard
			`,
		},
		{
			Name: "a note without a back",
			Page: `
				{"note_models": [], "notes": [
				 {"guid": "a", "fields": ["One?"]}
				]}
			`,
			Want: `
				2 One?
				  id: a
			`,
		},
		{
			Name: "a note without a front",
			Page: `
				{"note_models": [], "notes": [
				 {"guid": "a", "fields": [" ", "1"]},
				 {"guid": "b", "fields": []},
				 {"guid": "c", "fields": ["Three?", "3"]}
				]}
			`,
			Want: `
				4 Three?
				  id: c
				  answer: 3
				! 2:1 warning empty-title
				! 3:1 warning empty-title
			`,
		},
		{
			Name: "an id that nobody can type",
			Page: `
				{"note_models": [], "notes": [
				 {"guid": "a b*c", "fields": ["One?", "1"]}
				]}
			`,
			Want: `
				2 One?
				  answer: 1
			`,
		},
		{
			Name: "no JSON",
			Page: `
				{"note_models": [], "notes": [
			`,
			Want: `
				! 1:1 error json
			`,
		},
	})
}
