package notebook

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "headings are questions, and the line is the cell",
			Page: `
				{"cells": [
				 {"cell_type": "markdown", "source": ["# What is a list?\n", "\n", "An ordered collection."]},
				 {"cell_type": "markdown", "source": "# What is a tuple?\n\nA fixed one."}
				], "metadata": {}}
			`,
			Want: `
				1 What is a list?
				  answer: An ordered collection.
				2 What is a tuple?
				  answer: A fixed one.
			`,
		},
		{
			Name: "code cells belong to the text around them",
			Page: `
				{"cells": [
				 {"cell_type": "markdown", "source": "# What does this print?"},
				 {"cell_type": "code", "source": "print(1)"},
				 {"cell_type": "markdown", "source": "**Answer:** one"}
				], "metadata": {"language_info": {"name": "python"}}}
			`,
			Want: "1 What does this print?\n  body: ```python\\nprint(1)\\n```\n  answer: one",
		},
		{
			Name: "a fence within code",
			Page: "{\"cells\": [\n {\"cell_type\": \"markdown\", \"source\": \"# What is this?\"},\n {\"cell_type\": \"code\", \"source\": \"s = '''\\n```\\n'''\"},\n {\"cell_type\": \"markdown\", \"source\": \"# And that?\\n\\nA second question.\"}\n], \"metadata\": {}}",
			Want: "1 What is this?\n  answer: ````\\ns = '''\\n```\\n'''\\n````\n3 And that?\n  answer: A second question.",
		},
		{
			Name: "raw and empty cells are left out",
			Page: `
				{"cells": [
				 {"cell_type": "raw", "source": "# Not this?"},
				 {"cell_type": "markdown", "source": ""},
				 {"cell_type": "markdown", "source": "# But this?\n\nYes."}
				], "metadata": {}}
			`,
			Want: `
				3 But this?
				  answer: Yes.
			`,
		},
		{
			Name: "a source that is neither text nor lines",
			Page: `
				{"cells": [{"cell_type": "markdown", "source": 7}]}
			`,
			Want: `
				! 1:1 error json
			`,
		},
		{
			Name: "no JSON",
			Page: `
				{"cells": [ {"cell_type"
			`,
			Want: `
				! 1:1 error json
			`,
		},
	})
}
