package record

import (
	"reflect"
	"testing"

	"quizbot/questions/formattest"
	"quizbot/quiz"
)

func TestSamplesInJSON(t *testing.T) {
	formattest.Check(t, JSON(), []formattest.Case{{
		Name: "objects, texts, and bands as keys",
		Page: `
			[{"question": "What is a slice?", "answer": "A view.", "terms": [["slice", "view"], "a = b", ["alone"]],
			  "samples": [{"band": "full", "answer": "a view"}, "wrong: a map", {"部分正确": "view", "wrong": ["x", "y"]}, {"answer": "lost"}]}]
		`,
		Want: `
			1 What is a slice?
			  answer: A view.
			  terms: slice = view
			  terms: a = b
			  sample: 0 full | a view
			  sample: 0 wrong | a map
			  sample: 0 wrong | x
			  sample: 0 wrong | y
			  sample: 0 partial | view
			  sample: 0  | lost
		`,
	}})
}

func TestSamplesInYAML(t *testing.T) {
	formattest.Check(t, YAML(), []formattest.Case{{
		Name: "a list that reads like Markdown, and a text",
		Page: "questions:\n- question: What is a slice?\n  answer: A view.\n  terms: [slice = view]\n  samples:\n  - full: a view\n  - wrong: |\n      a\n      map\nitems:\n- question: What is a map?\n  answer: A table.\n  samples: |\n    full: a table\n    错误：不知道\n",
		Want: `
			2 What is a slice?
			  answer: A view.
			  terms: slice = view
			  sample: 0 full | a view
			  sample: 0 wrong | a\nmap
			11 What is a map?
			  answer: A table.
			  sample: 0 full | a table
			  sample: 0 wrong | 不知道
		`,
	}})
}

func TestSamplesInTables(t *testing.T) {
	formattest.Check(t, CSV(), []formattest.Case{{
		Name: "a line a sample, and JSON",
		Page: "question,answer,samples,terms\nWhat is a slice?,A view.,\"full: a view\nwrong: a map\",slice = view\nWhat is a map?,A table.,\"[{\"\"band\"\": \"\"full\"\", \"\"answer\"\": \"\"a\\nb\"\"}]\",\n",
		Want: `
			2 What is a slice?
			  answer: A view.
			  terms: slice = view
			  sample: 0 full | a view
			  sample: 0 wrong | a map
			4 What is a map?
			  answer: A table.
			  sample: 0 full | a\nb
		`,
	}})
}

// A cell that holds samples reads back to the letter.
func TestJoinSamples(t *testing.T) {
	for _, samples := range [][]quiz.Sample{
		nil,
		{{Band: "full", Answer: "a"}, {Band: "wrong", Answer: "b: c"}},
		{{Band: "full", Answer: "a\n\n```\n b\n```"}},
		{{Band: "full", Answer: ""}, {Band: "unsure", Answer: " x "}},
		{{Band: "full", Answer: `[1, "2"]`}},
	} {
		if cell := JoinSamples(samples); !reflect.DeepEqual(readSamples(cell), samples) {
			t.Errorf("%+v is written as %q, which reads %+v", samples, cell, readSamples(cell))
		}
	}
	groups := [][]string{{"a", "b = c", ""}, {"全局", "global"}}
	if cell := JoinTerms(groups); !reflect.DeepEqual(readTerms(cell), groups) {
		t.Errorf("%q are read from %q", readTerms(cell), cell)
	}
}
