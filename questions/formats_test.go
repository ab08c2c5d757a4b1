package questions

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"quizbot/quiz"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// reading is a file and what a careful reader finds in it. An id, a language and a line are
// compared where a wanted question has one.
type reading struct {
	file, text string
	want       []quiz.Question
	codes      []string // of the diagnostics
}

func checkReadings(t *testing.T, cases map[string]reading) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			b, err := Load(Spec{Name: "bank", Path: path})
			if err != nil {
				t.Fatal(err)
			}
			checkBank(t, b, c.want, c.codes)
		})
	}
}

// checkBank compares the questions of a bank and the codes of its diagnostics.
func checkBank(t *testing.T, b *Bank, want []quiz.Question, codes []string) {
	t.Helper()
	if len(b.Questions) != len(want) {
		t.Errorf("got %d questions, want %d", len(b.Questions), len(want))
	}
	for i, q := range b.Questions {
		if i >= len(want) {
			t.Errorf("also got %#v", bare(q))
			continue
		}
		got := bare(q)
		if want[i].ID != "" {
			got.ID = q.ID
		}
		if want[i].Language != "" {
			got.Language = q.Language
		}
		if want[i].Source.Line > 0 {
			got.Source.Line = q.Source.Line
		}
		if !reflect.DeepEqual(got, want[i]) {
			t.Errorf("question %d:\ngot  %#v\nwant %#v", i+1, got, want[i])
		}
	}
	var found []string
	for _, p := range b.Diagnostics {
		found = append(found, p.Code)
	}
	if !reflect.DeepEqual(found, codes) {
		t.Errorf("got the diagnostics %v, want %q", b.Diagnostics, codes)
	}
}

func line(n int) quiz.Source { return quiz.Source{Line: n} }

var limaOrCusco = []quiz.Choice{{Text: "Cusco"}, {Text: "Lima", Correct: true}}

func TestJSON(t *testing.T) {
	checkReadings(t, map[string]reading{
		"an array of objects": {
			file: "a.json",
			text: "[\n{\"question\": \"What is a tuple?\", \"answer\": \"A list that stays.\", \"tags\": [\"types\", \"py\"], \"difficulty\": \"easy\"},\n" +
				"{\"q\": \"What is a set?\", \"a\": \"A bag.\", \"hint\": \"no twins\", \"id\": \"set\"}\n]",
			want: []quiz.Question{
				{Title: "What is a tuple?", Answer: "A list that stays.", Tags: []string{"types", "py"}, Difficulty: "easy", Source: line(2)},
				{Title: "What is a set?", Answer: "A bag.", Hint: "no twins", ID: "set", Source: line(3)},
			},
		},
		"keys above the questions are sections": {
			file: "a.json",
			text: `{"Basics": {"questions": [{"question": "One?", "answer": "1"}]}, "Web": {"Forms": [{"question": "Two?", "answer": "2"}]}}`,
			want: []quiz.Question{{Title: "One?", Answer: "1", Section: "Basics"}, {Title: "Two?", Answer: "2", Section: "Web / Forms"}},
		},
		"arrays in an array": {
			file: "a.json", text: `[[{"q": "One?", "a": "1"}], [[{"q": "Two?", "a": "2"}]]]`,
			want: []quiz.Question{{Title: "One?", Answer: "1"}, {Title: "Two?", Answer: "2"}},
		},
		"questions that are keys": {
			file: "a.json", text: "{\n\"What is six times seven?\": \"42\",\n\"Who sails?\": [\"a sailor\", \"a captain\"],\n\"How many bits has a byte?\": 8}",
			want: []quiz.Question{
				{Title: "What is six times seven?", Answer: "42", Accept: []string{"42"}, Source: line(2)},
				{Title: "Who sails?", Answer: "a sailor", Accept: []string{"a sailor", "a captain"}, Source: line(3)},
				{Title: "How many bits has a byte?", Answer: "8", Accept: []string{"8"}, Source: line(4)},
			},
		},
		"questions that are keys of objects": {
			file: "a.json", text: `{"Trees": {"What is a heap?": {"answer": "A full tree.", "hint": "look up"}}}`,
			want: []quiz.Question{{Title: "What is a heap?", Answer: "A full tree.", Hint: "look up", Section: "Trees"}},
		},
		"keys that name one question each are no sections": {
			file: "a.json", text: `{"q1": {"question": "One?", "answer": "1"}, "q2": {"question": "Two?", "answer": "2"}}`,
			want: []quiz.Question{{Title: "One?", Answer: "1"}, {Title: "Two?", Answer: "2"}},
		},
		"an array of texts holds those that ask": {
			file: "a.json", text: `["1. What is a heap?", "see the book", "什么是栈？"]`,
			want: []quiz.Question{{Title: "What is a heap?"}, {Title: "什么是栈？", Language: "zh-CN"}},
		},
		"numbers stay as they are written": {
			file: "a.json", text: `[{"question": "Which version?", "answer": 1.10}, {"question": "How many?", "answer": 12345678901234567890}]`,
			want: []quiz.Question{{Title: "Which version?", Answer: "1.10"}, {Title: "How many?", Answer: "12345678901234567890"}},
		},
		"fields with Chinese names": {
			file: "a.json", text: `[{"题目": "哪座城市在海边？", "选项": ["昆明", "青岛"], "正确答案": "B", "解析": "昆明在内陆。", "难度": "易"}]`,
			want: []quiz.Question{{Title: "哪座城市在海边？", Choices: []quiz.Choice{{Text: "昆明"}, {Text: "青岛", Correct: true}}, Answer: "昆明在内陆。", Difficulty: "易"}},
		},
		"a title of several lines has a body": {
			file: "a.json", text: `[{"question": "What is printed?\n\n` + "```go\\nprintln(1)\\n```" + `", "answer": "1"}]`,
			want: []quiz.Question{{Title: "What is printed?", Body: "```go\nprintln(1)\n```", Answer: "1"}},
		},
		"an empty answer is none": {
			file: "a.json", text: `[{"question": "One?", "answer": ""}, {"question": "Two?", "answer": null}, {"question": "Three?", "answer": "TODO"}]`,
			want: []quiz.Question{{Title: "One?"}, {Title: "Two?"}, {Title: "Three?"}},
		},
		"fields without a meaning are reported once": {
			file: "a.json", text: `[{"question": "One?", "answer": "1", "colour": "red"}, {"question": "Two?", "answer": "2", "colour": "blue"}]`,
			want:  []quiz.Question{{Title: "One?", Answer: "1"}, {Title: "Two?", Answer: "2"}},
			codes: []string{"unknown-field"},
		},
		"what stands before a mistake is read": {
			file: "a.json", text: "[{\"question\": \"One?\", \"answer\": \"1\"},\n{\"question\": \"Two?\" \"answer\"}]",
			want:  []quiz.Question{{Title: "One?", Answer: "1"}},
			codes: []string{"json"},
		},
		"a mistake within an object": {
			file: "a.json", text: `{"Trees": [{"question": ]}`, codes: []string{"json", "no-questions"},
		},
		"space in front of the first bracket": {
			file: "bank", text: ` {"questions": [{"question": "One?", "answer": "1"}]} `,
			want: []quiz.Question{{Title: "One?", Answer: "1"}},
		},
	})
}

func TestJSONChoices(t *testing.T) {
	for name, fields := range map[string]string{
		"a letter":                    `"options": ["Cusco", "Lima"], "answer": "B"`,
		"a small letter":              `"options": ["Cusco", "Lima"], "answer": "b"`,
		"a number from nought":        `"choices": ["Cusco", "Lima"], "answer": 1`,
		"a correct index":             `"options": ["Cusco", "Lima"], "correctIndex": 1`,
		"its words":                   `"answers": ["Cusco", "Lima"], "correct_answer": "lima"`,
		"letters as keys":             `"options": {"B": "Lima", "A": "Cusco"}, "answer": "B"`,
		"an option each":              `"A": "Cusco", "B": "Lima", "answer": "B"`,
		"numbered fields":             `"option1": "Cusco", "option2": "Lima", "correct_option": "Lima"`,
		"objects that say so":         `"answers": [{"text": "Cusco", "isCorrect": false}, {"text": "Lima", "isCorrect": true}]`,
		"objects with a value of one": `"options": [{"option": "Cusco", "correct": 0}, {"option": "Lima", "correct": 1}]`,
		"a list of one letter":        `"options": ["Cusco", "Lima"], "correct": ["B"]`,
		"Kahoot's objects":            `"choices": [{"answer": "Cusco", "correct": false}, {"answer": "Lima", "correct": true}]`,
	} {
		t.Run(name, func(t *testing.T) {
			b := loadAs(t, "a.json", `[{"question": "Which is a capital?", `+fields+`}]`)
			checkBank(t, b, []quiz.Question{{Title: "Which is a capital?", Choices: limaOrCusco}}, nil)
		})
	}
	checkReadings(t, map[string]reading{
		"a letter in front of the words": {
			file: "a.json", text: `[{"question": "Which is a capital?", "options": ["A. Cusco", "B. Lima"], "answer": "B"}]`,
			want: []quiz.Question{{Title: "Which is a capital?", Choices: limaOrCusco}},
		},
		"the letter and the words": {
			file: "a.json", text: `[{"question": "Which is a capital?", "options": ["Cusco", "Lima"], "answer": "B. Lima"}]`,
			want: []quiz.Question{{Title: "Which is a capital?", Choices: limaOrCusco}},
		},
		"several right ones and why": {
			file: "a.json", text: `[{"question": "Which are odd?", "options": ["1", "2", "3"], "correct": "A, C", "explanation": "Two is even."}]`,
			want: []quiz.Question{{Title: "Which are odd?", Choices: []quiz.Choice{{Text: "1", Correct: true}, {Text: "2"}, {Text: "3", Correct: true}}, Answer: "Two is even."}},
		},
		"several right ones by their words": {
			file: "a.json", text: `[{"question": "Which are warm?", "options": ["red", "blue", "orange"], "answer": ["red", "orange"]}]`,
			want: []quiz.Question{{Title: "Which are warm?", Choices: []quiz.Choice{{Text: "red", Correct: true}, {Text: "blue"}, {Text: "orange", Correct: true}}}},
		},
		"a number that is an option is that option": {
			file: "a.json", text: `[{"question": "What is one and one?", "options": [1, 2, 3], "answer": 2}]`,
			want: []quiz.Question{{Title: "What is one and one?", Choices: []quiz.Choice{{Text: "1"}, {Text: "2", Correct: true}, {Text: "3"}}}},
		},
		"an answer that is no option stays an answer": {
			file: "a.json", text: `[{"question": "Which is best?", "options": ["red", "blue"], "answer": "It is a matter of taste."}]`,
			want: []quiz.Question{{Title: "Which is best?", Choices: []quiz.Choice{{Text: "red"}, {Text: "blue"}}, Answer: "It is a matter of taste."}}, codes: []string{"no-right-choice"},
		},
		"the right one apart from the wrong ones": {
			file: "a.json", text: `[{"question": "Which is a river?", "correct_answer": "Elbe", "incorrect_answers": ["Alps", "Etna"]}]`,
			want: []quiz.Question{{Title: "Which is a river?", Choices: []quiz.Choice{{Text: "Elbe", Correct: true}, {Text: "Alps"}, {Text: "Etna"}}, Shuffle: true}},
		},
		"the Open Trivia Database": {
			file: "a.json",
			text: `{"response_code": 0, "results": [{"type": "multiple", "difficulty": "hard", "category": "Maps &amp; Seas", ` +
				`"question": "What is called the &quot;long_sea&quot; &lt;here&gt;?", "correct_answer": "R&iacute;o *A*", "incorrect_answers": ["B", "C"]}, ` +
				`{"type": "boolean", "difficulty": "easy", "category": "Food", "question": "Salt is sweet.", "correct_answer": "False", "incorrect_answers": ["True"]}]}`,
			want: []quiz.Question{
				{
					Title: `What is called the "long_sea" \<here>?`, Section: "Maps & Seas", Difficulty: "hard", Shuffle: true,
					Choices: []quiz.Choice{{Text: `Río \*A\*`, Correct: true}, {Text: "B"}, {Text: "C"}},
				},
				{Title: "Salt is sweet.", Section: "Food", Difficulty: "easy", Shuffle: true, Choices: []quiz.Choice{{Text: "False", Correct: true}, {Text: "True"}}},
			},
		},
		"a quiz with a title of its own": {
			file: "a.json",
			text: `{"title": "Which capital is it?", "questions": [{"question": "Which is a capital?", "choices": [{"answer": "Cusco", "correct": false}, {"answer": "Lima", "correct": true}]}]}`,
			want: []quiz.Question{{Title: "Which is a capital?", Choices: limaOrCusco}},
		},
	})
}

// loadAs reads a bank from one file with the given name.
func loadAs(t *testing.T, file, text string) *Bank {
	t.Helper()
	path := filepath.Join(t.TempDir(), file)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Load(Spec{Name: "bank", Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecks(t *testing.T) {
	deck := func(notes, children string) string {
		return `{"name": "Root", "note_models": [{"crowdanki_uuid": "m", "flds": [{"name": "Front"}, {"name": "Back"}, {"name": "Difficulty"}]}],` +
			"\n\"notes\": [" + notes + "],\n\"children\": [" + children + "]}"
	}
	checkReadings(t, map[string]reading{
		"HTML becomes Markdown": {
			file: "deck.json",
			text: deck(`{"fields": ["<b>What</b> is a <code>tuple</code>?", "A list<br>that stays"], "guid": "g-1", "note_model_uuid": "m", "tags": ["py"]}`, ""),
			want: []quiz.Question{{Title: "**What** is a `tuple`?", Answer: "A list  \nthat stays", Tags: []string{"py"}, ID: "g-1", Source: line(2)}},
		},
		"a field for how hard it is": {
			file: "deck.json", text: deck(`{"fields": ["What is a set?", "A bag", "easy"], "note_model_uuid": "m"}`, ""),
			want: []quiz.Question{{Title: "What is a set?", Answer: "A bag", Difficulty: "easy"}},
		},
		"decks within are sections": {
			file: "deck.json",
			text: deck(`{"fields": ["One?", "1"], "note_model_uuid": "m"}`,
				`{"name": "Inner", "notes": [{"fields": ["Two?", "2"], "note_model_uuid": "m"}], "children": [{"name": "Core", "notes": [{"fields": ["Three?", "3"], "note_model_uuid": "m"}]}]}`),
			want: []quiz.Question{
				{Title: "One?", Answer: "1"},
				{Title: "Two?", Answer: "2", Section: "Inner"},
				{Title: "Three?", Answer: "3", Section: "Inner / Core"},
			},
		},
		"a hidden word is what is asked for": {
			file: "deck.json", text: deck(`{"fields": ["The capital of Peru is {{c1::Lima::a city}}.", "on the coast"], "note_model_uuid": "m"}`, ""),
			want: []quiz.Question{{Title: "The capital of Peru is […].", Answer: "Lima\n\non the coast", Accept: []string{"Lima"}}},
		},
		"a hidden word in HTML": {
			file: "deck.json", text: deck(`{"fields": ["<p>Rain falls <i>from</i> {{c1::clouds}}.</p>", ""], "note_model_uuid": "m"}`, ""),
			want: []quiz.Question{{Title: `Rain falls *from* \[…].`, Answer: "clouds", Accept: []string{"clouds"}}},
		},
		"several hidden words": {
			file: "deck.json", text: deck(`{"fields": ["{{c1::Salt}} and {{c2::water}}", ""], "note_model_uuid": "m"}`, ""),
			want: []quiz.Question{{Title: "[…] and […]", Answer: "Salt, water"}},
		},
		"an empty front": {
			file: "deck.json", text: deck(`{"fields": [" ", "lost"], "note_model_uuid": "m"}, {"fields": ["One?", "1"], "note_model_uuid": "m"}`, ""),
			want:  []quiz.Question{{Title: "One?", Answer: "1"}},
			codes: []string{"empty-title"},
		},
	})
}

func TestNotebooks(t *testing.T) {
	checkReadings(t, map[string]reading{
		"code cells are fenced": {
			file: "a.ipynb",
			text: `{"cells": [{"cell_type": "markdown", "source": ["## 1. What does this print?\n"]}, {"cell_type": "code", "source": ["x = 1\n", "print(x)"]},` +
				`{"cell_type": "markdown", "source": "Answer: 1"}, {"cell_type": "markdown", "source": "## 2. Why?\n\nBecause."}], "metadata": {"language_info": {"name": "python"}}}`,
			want: []quiz.Question{
				{Title: "What does this print?", Body: "```python\nx = 1\nprint(x)\n```", Answer: "1", Source: line(1)},
				{Title: "Why?", Answer: "Because.", Source: line(4)},
			},
		},
		"code with a fence in it": {
			file: "a.ipynb",
			text: `{"cells": [{"cell_type": "markdown", "source": "## What is this?"}, {"cell_type": "code", "source": "s = '` + "```" + `'"}], "metadata": {}}`,
			want: []quiz.Question{{Title: "What is this?", Answer: "````\ns = '```'\n````"}},
		},
		"comments in code are no headings": {
			file: "a.ipynb",
			text: `{"cells": [{"cell_type": "markdown", "source": "## What is this?"}, {"cell_type": "code", "source": "## 2. Is it one?\n1"}], "metadata": {}}`,
			want: []quiz.Question{{Title: "What is this?", Answer: "```\n## 2. Is it one?\n1\n```"}},
		},
		"empty and raw cells say nothing, but count": {
			file: "a.ipynb",
			text: `{"cells": [{"cell_type": "raw", "source": "x"}, {"cell_type": "code", "source": []}, {"cell_type": "markdown", "source": "## One?\n\n1"}], "metadata": {}}`,
			want: []quiz.Question{{Title: "One?", Answer: "1", Source: line(3)}},
		},
		"no JSON": {
			file: "a.ipynb", text: `{"cells": [{"cell_type": "markdown", "source": 3}]}`, codes: []string{"json", "no-questions"},
		},
	})
}

func TestYAML(t *testing.T) {
	checkReadings(t, map[string]reading{
		"questions with a list of answers": {
			file: "a.yaml",
			text: "AUTHOR: me\nDESCRIPTION: wheels\nHow many wheels has a bicycle?:\n- two\n- 2\nWhat turns?:\n- a wheel\n",
			want: []quiz.Question{
				{Title: "How many wheels has a bicycle?", Answer: "two", Accept: []string{"two", "2"}, Source: line(3)},
				{Title: "What turns?", Answer: "a wheel", Accept: []string{"a wheel"}, Source: line(6)},
			},
		},
		"such a list without an ending in its name": {
			file: "wheels",
			text: "AUTHOR: me\nHow many wheels has a cart?:\n  - four\nWhat turns?:\n  - a wheel\n",
			want: []quiz.Question{
				{Title: "How many wheels has a cart?", Answer: "four", Accept: []string{"four"}},
				{Title: "What turns?", Answer: "a wheel", Accept: []string{"a wheel"}},
			},
		},
		"values stay as they are written": {
			file: "a.yaml",
			text: "Which version?: 1.10\nIs it?: yes\nSince when?: 2016-01-01\nHow many?:\n- 012\n- 1_000\n- 0x1F\n- -5\n- +7\n- 1e3\n- off\nWhat?: \"no\"\nAt what time?: 12:30\n",
			want: []quiz.Question{
				{Title: "Which version?", Answer: "1.10", Accept: []string{"1.10"}},
				{Title: "Is it?", Answer: "yes", Accept: []string{"yes"}},
				{Title: "Since when?", Answer: "2016-01-01", Accept: []string{"2016-01-01"}},
				{Title: "How many?", Answer: "012", Accept: []string{"012", "1_000", "0x1F", "-5", "+7", "1e3", "off"}},
				{Title: "What?", Answer: "no", Accept: []string{"no"}},
				{Title: "At what time?", Answer: "12:30", Accept: []string{"12:30"}},
			},
		},
		"values of objects stay, too": {
			file: "a.yaml",
			text: "- question: Which version?\n  options: [1.9, 1.10, 1.100]\n  answer: 1.10\n- question: Is it?\n  answer: yes\n  id: 007\n- question: Since when?\n  answer: 2016-01-01\n",
			want: []quiz.Question{
				{Title: "Which version?", Choices: []quiz.Choice{{Text: "1.9"}, {Text: "1.10", Correct: true}, {Text: "1.100"}}, Source: line(1)},
				{Title: "Is it?", Answer: "yes", ID: "007", Source: line(4)},
				{Title: "Since when?", Answer: "2016-01-01", Source: line(7)},
			},
		},
		"a key that comes twice asks twice": {
			file: "a.yaml", text: "Which bird sings?: a robin\nWhich fish swims?: a trout\nWhich bird sings?: a lark\n",
			want: []quiz.Question{
				{Title: "Which bird sings?", Answer: "a robin", Accept: []string{"a robin"}, Source: line(1)},
				{Title: "Which fish swims?", Answer: "a trout", Accept: []string{"a trout"}, Source: line(2)},
				{Title: "Which bird sings?", Answer: "a lark", Accept: []string{"a lark"}, Source: line(3)},
			},
		},
		"keys above lists are sections": {
			file: "a.yaml", text: "questions:\n  Rivers:\n    - question: Which is long?\n      answer: The Nile.\n      tags: [water, africa]\n",
			want: []quiz.Question{{Title: "Which is long?", Answer: "The Nile.", Section: "Rivers", Tags: []string{"water", "africa"}, Source: line(3)}},
		},
		"text of several lines": {
			file: "a.yaml", text: "- question: |\n    What is printed?\n\n    ```py\n    print(1)\n    ```\n  answer: >\n    It is\n    one.\n",
			want: []quiz.Question{{Title: "What is printed?", Body: "```py\nprint(1)\n```", Answer: "It is one."}},
		},
		"a question without an answer": {
			file: "a.yaml", text: "What is left?:\nWhat is right?: a hand\nnotes:\n",
			want:  []quiz.Question{{Title: "What is left?"}, {Title: "What is right?", Answer: "a hand", Accept: []string{"a hand"}}},
			codes: []string{"no-question"},
		},
		"several documents": {
			file: "a.yaml", text: "---\n- question: One?\n  answer: a\n---\n- question: Two?\n  answer: b\n",
			want: []quiz.Question{{Title: "One?", Answer: "a", Source: line(2)}, {Title: "Two?", Answer: "b", Source: line(5)}},
		},
		"an answer that is written elsewhere": {
			file: "a.yaml", text: "- question: One?\n  answer: &same the same\n- question: Two?\n  answer: *same\n",
			want: []quiz.Question{{Title: "One?", Answer: "the same"}, {Title: "Two?", Answer: "the same"}},
		},
		"no YAML": {
			file: "a.yaml", text: "- question: One?\n  answer: [a, b\n- question: Two?\n", codes: []string{"yaml", "no-questions"},
		},
	})
}

func TestTables(t *testing.T) {
	checkReadings(t, map[string]reading{
		"named columns in any order": {
			file: "a.csv", text: "Tags,Answer,Question\n\"a, b\",Blue.,\"Which colour, then?\"\n,,\n,Red.,Which other?\n",
			want: []quiz.Question{
				{Title: "Which colour, then?", Answer: "Blue.", Tags: []string{"a", "b"}, Source: line(2)},
				{Title: "Which other?", Answer: "Red.", Source: line(4)},
			},
			codes: []string{"empty-title"},
		},
		"quoted cells of several lines": {
			file: "a.csv", text: "question,answer\n\"What is\nprinted?\",\"It says \"\"hi\"\"\n\ntwice\"\nTwo?,2\n",
			want: []quiz.Question{
				{Title: "What is", Body: "printed?", Answer: "It says \"hi\"\n\ntwice", Source: line(2)},
				{Title: "Two?", Answer: "2", Source: line(6)},
			},
		},
		"Kahoot's columns": {
			file: "a.csv",
			text: "Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,Answer 3 - max 75 characters,Answer 4 - max 75 characters,Correct answer(s) - choose at least one\n" +
				"Which are odd?,1,2,3,4,\"1,3\"\nWhich is even?,one,two,,,2\n",
			want: []quiz.Question{
				{Title: "Which are odd?", Choices: []quiz.Choice{{Text: "1", Correct: true}, {Text: "2"}, {Text: "3", Correct: true}, {Text: "4"}}},
				{Title: "Which is even?", Choices: []quiz.Choice{{Text: "one"}, {Text: "two", Correct: true}}},
			},
		},
		"columns of letters": {
			file: "a.csv", text: "question,A,B,answer,explanation\nWhich is a capital?,Cusco,Lima,B,Cusco was one.\n",
			want: []quiz.Question{{Title: "Which is a capital?", Choices: limaOrCusco, Answer: "Cusco was one."}},
		},
		"semicolons": {
			file: "a.csv", text: "\"Frage\";\"Antwort\"\n\"Was ist ein Heap; kurz?\";Ein Baum, voll.\n",
			want: []quiz.Question{{Title: "Was ist ein Heap; kurz?", Answer: "Ein Baum, voll.", Source: line(2)}},
		},
		"tabs and names": {
			file: "a.tsv", text: "question\tanswer\tlevel\nOne?\t1, or so\teasy\n",
			want: []quiz.Question{{Title: "One?", Answer: "1, or so", Difficulty: "easy"}},
		},
		"two columns between tabs": {
			file: "a.txt", text: "One?\t1\nTwo?\t2\n",
			want: []quiz.Question{{Title: "One?", Answer: "1", Source: line(1)}, {Title: "Two?", Answer: "2", Source: line(2)}},
		},
		"Chinese names": {
			file: "a.csv", text: "题目,选项A,选项B,答案\n哪座城市在海边？,昆明,青岛,B\n",
			want: []quiz.Question{{Title: "哪座城市在海边？", Choices: []quiz.Choice{{Text: "昆明"}, {Text: "青岛", Correct: true}}}},
		},
		"a column without a meaning": {
			file: "a.csv", text: "question,answer,colour\nOne?,1,red\n",
			want: []quiz.Question{{Title: "One?", Answer: "1"}}, codes: []string{"unknown-field"},
		},
		"an export of Anki": {
			file: "a.txt", text: "#separator:tab\n#html:true\n#tags column:3\n<b>One</b>?\t\"1 &lt; 2\nand \"\"so\"\"\"\tx y\nTwo?\t2\t\n",
			want: []quiz.Question{
				{Title: "**One**?", Answer: "1 &lt; 2 and \"so\"", Tags: []string{"x", "y"}, Source: line(4)},
				{Title: "Two?", Answer: "2", Source: line(6)},
			},
		},
		"an export with decks and semicolons": {
			file: "a.txt", text: "#separator:Semicolon\n#deck column:1\n#html:false\nGeo::Rivers;Which is long?;The Nile.\n",
			want: []quiz.Question{{Title: "Which is long?", Answer: "The Nile.", Section: "Geo / Rivers"}},
		},
		"an export with a note type and an id in front": {
			file: "a.txt", text: "#separator:tab\n#html:false\n#guid column:1\n#notetype column:2\n#tags column:5\nk1\tBasic\tOne?\t1\tx\n",
			want: []quiz.Question{{Title: "One?", Answer: "1", Tags: []string{"x"}}},
		},
		"an export that is not HTML": {
			file: "a.txt", text: "#separator:tab\n#html:false\nWhat does <b> do?\tIt makes text bold.\n",
			want: []quiz.Question{{Title: `What does \<b> do?`, Answer: "It makes text bold."}},
		},
		"an export with a hidden word": {
			file: "a.txt", text: "#separator:tab\n#html:true\nRain falls from {{c1::clouds}}.\t\n",
			want: []quiz.Question{{Title: "Rain falls from […].", Answer: "clouds", Accept: []string{"clouds"}}},
		},
	})
}

func TestTrivia(t *testing.T) {
	checkReadings(t, map[string]reading{
		"options behind letters": {
			file: "a.txt", text: "#Q Which is a capital?\n^ Lima\nA Cusco\nB Lima\n\n#Q Which is not?\n^ Cusco\nA Cusco\nB Lima\n",
			want: []quiz.Question{
				{Title: "Which is a capital?", Choices: limaOrCusco, Source: line(1)},
				{Title: "Which is not?", Choices: []quiz.Choice{{Text: "Cusco", Correct: true}, {Text: "Lima"}}, Source: line(6)},
			},
		},
		"more lines than one": {
			file: "a.txt", text: "\n#Q Which bird\ncannot fly?\n^ A penguin\nof ice\nA a lark\nB A penguin\nof ice\n",
			want: []quiz.Question{{Title: "Which bird cannot fly?", Choices: []quiz.Choice{{Text: "a lark"}, {Text: "A penguin of ice", Correct: true}}, Source: line(2)}},
		},
		"text is plain": {
			file: "a.txt", text: "#Q What is *p in my_list [0]?\n^ <b>\nA <b>\nB a*b\n",
			want: []quiz.Question{{Title: `What is \*p in my_list \[0]?`, Choices: []quiz.Choice{{Text: `\<b>`, Correct: true}, {Text: `a\*b`}}}},
		},
		"no options": {
			file: "a.txt", text: "#Q Who sails?\n^ a sailor\n",
			want: []quiz.Question{{Title: "Who sails?", Answer: "a sailor"}},
		},
		"no right option": {
			file: "a.txt", text: "#Q Who sails?\n^ Nobody\nA a cook\nB a baker\n",
			want:  []quiz.Question{{Title: "Who sails?", Choices: []quiz.Choice{{Text: "a cook"}, {Text: "a baker"}}}},
			codes: []string{"no-right-choice"},
		},
		"nothing behind the mark": {
			file: "a.txt", text: "#Q \n^ x\n#Q Who sails?\n^ a sailor\n",
			want: []quiz.Question{{Title: "Who sails?", Answer: "a sailor", Source: line(3)}}, codes: []string{"empty-title"},
		},
	})
}

func TestGIFT(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want quiz.Question
	}{
		"true":                 {"Water is wet. {T}", quiz.Question{Title: "Water is wet.", Choices: []quiz.Choice{{Text: "True", Correct: true}, {Text: "False"}}}},
		"false with feedback":  {"::Fire::Fire is cold. {FALSE#No, it burns.#Right.####It is hot.}", quiz.Question{Title: "Fire is cold.", Choices: []quiz.Choice{{Text: "True"}, {Text: "False", Correct: true}}, Answer: "It is hot."}},
		"one of several":       {"Which is a capital? {\n~Cusco#Once it was.\n=Lima#Yes.\n}", quiz.Question{Title: "Which is a capital?", Choices: limaOrCusco}},
		"several of several":   {"Which are odd? {~%50%1 ~%-100%2 ~%50%3}", quiz.Question{Title: "Which are odd?", Choices: []quiz.Choice{{Text: "1", Correct: true}, {Text: "2"}, {Text: "3", Correct: true}}}},
		"a short answer":       {"Who sails? {=a sailor =%50%a cook =%100%a captain#Yes.}", quiz.Question{Title: "Who sails?", Answer: "a sailor", Accept: []string{"a sailor", "a captain"}}},
		"a missing word":       {"Rain falls {~up =down} when it rains.", quiz.Question{Title: "Rain falls _____ when it rains.", Choices: []quiz.Choice{{Text: "up"}, {Text: "down", Correct: true}}}},
		"pairs":                {"Who says what? {=cat -> miaow =dog -> woof}", quiz.Question{Title: "Who says what?", Answer: "- cat → miaow\n- dog → woof"}},
		"a number":             {"How many bits? {#8}", quiz.Question{Title: "How many bits?", Answer: "8", Accept: []string{"8"}}},
		"about a number":       {"How many? {#10:1}", quiz.Question{Title: "How many?", Answer: "10 ± 1", Accept: []string{"9", "10", "11"}}},
		"a range":              {"How many? {#3..5}", quiz.Question{Title: "How many?", Answer: "3 … 5", Accept: []string{"3", "4", "5"}}},
		"numbers":              {"How many? {#=3:0#Yes. =%50%3:1#Nearly.}", quiz.Question{Title: "How many?", Answer: "3", Accept: []string{"3"}}},
		"a broken number":      {"How much is pi? {#3.14:0.01}", quiz.Question{Title: "How much is pi?", Answer: "3.14 ± 0.01", Accept: []string{"3.14"}}},
		"an essay":             {"Say why. {}", quiz.Question{Title: "Say why."}},
		"escapes":              {`What is \{x\} \= 1\:2 \~ \#? {=C\# =a\=b}`, quiz.Question{Title: `What is {x} = 1:2 \~ #?`, Answer: "C#", Accept: []string{"C#", "a=b"}}},
		"an escaped line":      {`What is printed?\n\nx \= 1 {=1}`, quiz.Question{Title: "What is printed?", Body: "x = 1", Answer: "1", Accept: []string{"1"}}},
		"a name alone":         {"::Why?:: {}", quiz.Question{Title: "Why?"}},
		"HTML":                 {"[html]<p>What is <b>this</b>?</p> {=<i>that</i> ~<i>it</i>}", quiz.Question{Title: "What is **this**?", Choices: []quiz.Choice{{Text: "*that*", Correct: true}, {Text: "*it*"}}}},
		"Markdown":             {"[markdown]What is *this*? {=`that` ~`it`}", quiz.Question{Title: "What is *this*?", Choices: []quiz.Choice{{Text: "`that`", Correct: true}, {Text: "`it`"}}}},
		"plain text":           {"What is *this*? {=*a* ~b}", quiz.Question{Title: `What is \*this\*?`, Choices: []quiz.Choice{{Text: `\*a\*`, Correct: true}, {Text: "b"}}}},
		"an answer with a gap": {"Which is a capital? {\n~Cusco\n\n=Lima\n}", quiz.Question{Title: "Which is a capital?", Choices: limaOrCusco}},
		"what all are told":    {"Who sails? {=a sailor ####It is his trade.}", quiz.Question{Title: "Who sails?", Answer: "a sailor\n\nIt is his trade.", Accept: []string{"a sailor"}}},
	} {
		t.Run(name, func(t *testing.T) { checkBank(t, loadAs(t, "a.gift", c.text), []quiz.Question{c.want}, nil) })
	}
	checkReadings(t, map[string]reading{
		"categories, ids and tags": {
			file: "a.txt",
			text: "// [tag:sea] [id:sail]\n::One:: Who sails? {=a sailor}\n\n$CATEGORY: Land/Cities\n\n// a remark\nWho walks? {=a baker}\n",
			want: []quiz.Question{
				{Title: "Who sails?", Answer: "a sailor", Accept: []string{"a sailor"}, ID: "sail", Tags: []string{"sea"}, Source: line(2)},
				{Title: "Who walks?", Answer: "a baker", Accept: []string{"a baker"}, Section: "Land / Cities", Source: line(7)},
			},
		},
		"braces that hold nothing known": {
			file: "a.gift", text: "Who sails? {a sailor}\n\n{=lost}\n",
			want: []quiz.Question{{Title: "Who sails?"}}, codes: []string{"gift", "empty-title"},
		},
	})
}

func TestAiken(t *testing.T) {
	checkReadings(t, map[string]reading{
		"brackets and dots": {
			file: "a.txt", text: "Which is a capital?\nA) Cusco\nB) Lima\nANSWER: B\n\n哪座城市在海边？\nA. 昆明\nB. 青岛\nANSWER: B\n",
			want: []quiz.Question{
				{Title: "Which is a capital?", Choices: limaOrCusco, Source: line(1)},
				{Title: "哪座城市在海边？", Choices: []quiz.Choice{{Text: "昆明"}, {Text: "青岛", Correct: true}}, Language: "zh-CN", Source: line(6)},
			},
		},
		"text of several lines is plain": {
			file: "a.txt", text: "\nWhich of my\n*two* is it?\nA. one\nand a half\nB. two_\nANSWER: A\n",
			want: []quiz.Question{{Title: `Which of my \*two\* is it?`, Choices: []quiz.Choice{{Text: "one and a half", Correct: true}, {Text: `two\_`}}, Source: line(2)}},
		},
		"an answer that is no option": {
			file: "a.txt", text: "Which?\nA. one\nB. two\nANSWER: C\n",
			want:  []quiz.Question{{Title: "Which?", Choices: []quiz.Choice{{Text: "one"}, {Text: "two"}}}},
			codes: []string{"no-right-choice"},
		},
		"no answer at the end": {
			file: "a.txt", text: "Which is a capital?\nA. Cusco\nB. Lima\nANSWER: B\n\nWhich is not?\nA. Cusco\nB. Lima\n",
			want: []quiz.Question{{Title: "Which is a capital?", Choices: limaOrCusco}}, codes: []string{"no-answer-line"},
		},
	})
}

func TestMoodle(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want quiz.Question
	}{
		"one of several": {
			`<question type="multichoice"><name><text>Peru</text></name><questiontext format="html"><text><![CDATA[<p>Which is a <b>capital</b>?</p>]]></text></questiontext>` +
				`<generalfeedback format="html"><text>&lt;p&gt;It lies by the sea.&lt;/p&gt;</text></generalfeedback><idnumber>peru-1</idnumber><shuffleanswers>true</shuffleanswers>` +
				`<answer fraction="0"><text>Cusco</text><feedback><text>No.</text></feedback></answer><answer fraction="100"><text>Lima</text></answer>` +
				`<hint><text>by the sea</text></hint><hint><text>big</text></hint><tags><tag><text>geo</text></tag></tags></question>`,
			quiz.Question{Title: "Which is a **capital**?", Choices: limaOrCusco, Answer: "It lies by the sea.", Hint: "by the sea", Tags: []string{"geo"}, ID: "peru-1", Shuffle: true},
		},
		"several of several": {
			`<question type="multichoice"><questiontext format="plain_text"><text>Which are odd?</text></questiontext><shuffleanswers>0</shuffleanswers>` +
				`<answer fraction="50"><text>1</text></answer><answer fraction="-100"><text>2</text></answer><answer fraction="50"><text>3</text></answer></question>`,
			quiz.Question{Title: "Which are odd?", Choices: []quiz.Choice{{Text: "1", Correct: true}, {Text: "2"}, {Text: "3", Correct: true}}},
		},
		"true or false": {
			`<question type="truefalse"><questiontext><text>Fire is cold.</text></questiontext><answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>`,
			quiz.Question{Title: "Fire is cold.", Choices: []quiz.Choice{{Text: "true"}, {Text: "false", Correct: true}}},
		},
		"a short answer": {
			`<question type="shortanswer"><questiontext><text>Who sails?</text></questiontext><answer fraction="100"><text>*sailor*</text></answer><answer fraction="50"><text>cook</text></answer><answer fraction="100"><text>captain</text></answer></question>`,
			quiz.Question{Title: "Who sails?", Answer: "sailor", Accept: []string{"sailor", "captain"}},
		},
		"a number": {
			`<question type="numerical"><questiontext><text>How many bits?</text></questiontext><answer fraction="100"><text>8</text><tolerance>0</tolerance></answer></question>`,
			quiz.Question{Title: "How many bits?", Answer: "8", Accept: []string{"8"}},
		},
		"pairs": {
			`<question type="matching"><questiontext><text>Who says what?</text></questiontext><subquestion><text>cat</text><answer><text>miaow</text></answer></subquestion><subquestion><text>dog</text><answer><text>woof</text></answer></subquestion></question>`,
			quiz.Question{Title: "Who says what?", Answer: "- cat → miaow\n- dog → woof"},
		},
		"an essay": {
			`<question type="essay"><questiontext><text>Say why.</text></questiontext><generalfeedback><text>Well done.</text></generalfeedback><answer fraction="0"><text></text></answer></question>`,
			quiz.Question{Title: "Say why."},
		},
		"an essay with notes for its grader": {
			`<question type="essay"><questiontext><text>Say why.</text></questiontext><graderinfo format="html"><text>&lt;p&gt;It &lt;i&gt;rains&lt;/i&gt;.&lt;/p&gt;</text></graderinfo></question>`,
			quiz.Question{Title: "Say why.", Answer: "It *rains*."},
		},
		"a name instead of a text": {
			`<question type="essay"><name><text>Why?</text></name><questiontext><text></text></questiontext></question>`, quiz.Question{Title: "Why?"},
		},
		"plain text": {
			`<question type="shortanswer"><questiontext format="plain_text"><text>What is *p?</text></questiontext><answer fraction="100"><text>a_b</text></answer></question>`,
			quiz.Question{Title: `What is \*p?`, Answer: "a_b", Accept: []string{"a_b"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			checkBank(t, loadAs(t, "a.xml", "<?xml version=\"1.0\"?>\n<quiz>\n"+c.text+"\n</quiz>"), []quiz.Question{c.want}, nil)
		})
	}
	checkReadings(t, map[string]reading{
		"categories, descriptions and kinds that cannot be answered": {
			file: "a.xml",
			text: "<quiz>\n<question type=\"category\"><category><text>$course$/top/Land/Cities</text></category></question>\n" +
				"<question type=\"description\"><questiontext><text>Read on.</text></questiontext></question>\n" +
				"<question type=\"cloze\">\n<questiontext><text>Rain falls {1:SHORTANSWER:=down}.</text></questiontext><generalfeedback><text>Look up.</text></generalfeedback></question>\n</quiz>",
			want:  []quiz.Question{{Title: "Rain falls {1:SHORTANSWER:=down}.", Section: "Land / Cities", Source: line(4)}},
			codes: []string{"no-question", "no-answer"},
		},
		"about a number": {
			file: "a.xml",
			text: `<quiz><question type="numerical"><questiontext><text>How many?</text></questiontext><answer fraction="100"><text>10</text><tolerance>1</tolerance></answer></question></quiz>`,
			want: []quiz.Question{{Title: "How many?", Answer: "10 ± 1", Accept: []string{"9", "10", "11"}}},
		},
		"the category of a module": {
			file: "a.xml",
			text: "<quiz>\n<question type=\"category\"><category><text>$module$/top/Rivers</text></category></question>\n" +
				"<question type=\"essay\"><questiontext><text>Say why.</text></questiontext></question>\n</quiz>",
			want: []quiz.Question{{Title: "Say why.", Section: "Rivers"}},
		},
		"no end": {
			file: "a.xml",
			text: "<quiz>\n<question type=\"essay\"><questiontext><text>Say why.</text></questiontext></question>\n<question type=\"essay\"><questiontext>",
			want: []quiz.Question{{Title: "Say why.", Source: line(2)}}, codes: []string{"xml"},
		},
	})
}

func TestEncodings(t *testing.T) {
	chinese := "## 什么是堆？\n\n一棵完全二叉树。\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(chinese)
	if err != nil {
		t.Fatal(err)
	}
	little, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(chinese)
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(chinese)
	heap := []quiz.Question{{Title: "什么是堆？", Answer: "一棵完全二叉树。", Language: "zh-CN", Source: line(1)}}
	checkReadings(t, map[string]reading{
		"a mark in front":           {file: "a.md", text: "\ufeff" + chinese, want: heap},
		"a mark in front of JSON":   {file: "a.json", text: "\ufeff" + `[{"question": "One?", "answer": "1"}]`, want: []quiz.Question{{Title: "One?", Answer: "1"}}},
		"a mark in front of a row":  {file: "a.csv", text: "\ufeffquestion,answer\r\nOne?,1\r\n", want: []quiz.Question{{Title: "One?", Answer: "1", Source: line(2)}}},
		"UTF-16, little end first":  {file: "a.md", text: little, want: heap},
		"UTF-16, big end first":     {file: "a.md", text: big, want: heap},
		"GB 18030":                  {file: "a.md", text: gb, want: heap, codes: []string{"encoding"}},
		"lines that end as on Macs": {file: "a.md", text: "## One?\r\r1\r", want: []quiz.Question{{Title: "One?", Answer: "1", Source: line(1)}}},
		"accents that would be Chinese": {
			file: "a.md", text: "## Who is the m\xe8re of a p\xe8re?\n\nA grand-m\xe8re.\n", want: []quiz.Question{{Title: "Who is the mère of a père?", Answer: "A grand-mère."}}, codes: []string{"encoding"},
		},
		"one byte among UTF-8": {
			file: "a.md", text: "## Who is “spooky” or na\xefve?\n\nNobody.\n", want: []quiz.Question{{Title: "Who is “spooky” or naïve?", Answer: "Nobody."}}, codes: []string{"encoding"},
		},
		"Windows-1252": {
			file: "a.md", text: "## Where?\n\nIn the caf\xe9 \x96 or at Ren\xe9\x92s.\n",
			want: []quiz.Question{{Title: "Where?", Answer: "In the café – or at René’s."}}, codes: []string{"encoding"},
		},
		"a damaged line in UTF-8": {
			file: "a.md", text: "## 在哪里？\n\n在咖啡馆。In the café, don\x92t you see.\n",
			want: []quiz.Question{{Title: "在哪里？", Answer: "在咖啡馆。In the café, don’t you see."}}, codes: []string{"encoding"},
		},
	})
	if b := loadAs(t, "a.md", "## Where?\n\nhere\n\nthe caf\xe9\n"); b.Diagnostics[0].Line != 5 {
		t.Errorf("the damage is reported in line %d, want 5", b.Diagnostics[0].Line)
	}
}
