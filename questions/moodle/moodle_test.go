package moodle

import (
	"testing"

	"quizbot/questions/formattest"
)

func TestRead(t *testing.T) {
	formattest.Check(t, Format(), []formattest.Case{
		{
			Name: "one right choice",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="multichoice">
				 <name><text>Q1</text></name>
				 <questiontext format="html"><text><![CDATA[<p>What is the capital of <b>Peru</b>?</p>]]></text></questiontext>
				 <answer fraction="0"><text>Cusco</text></answer>
				 <answer fraction="100"><text>Lima</text></answer>
				 <shuffleanswers>true</shuffleanswers>
				</question>
				</quiz>
			`,
			Want: `
				3 What is the capital of **Peru**?
				  - Cusco
				  * Lima
				  shuffle: yes
			`,
		},
		{
			Name: "several right choices",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="multichoice">
				 <questiontext><text>Which are even?</text></questiontext>
				 <answer fraction="50"><text>2</text></answer>
				 <answer fraction="-50"><text>3</text></answer>
				 <answer fraction="50"><text>4</text></answer>
				</question>
				</quiz>
			`,
			Want: `
				3 Which are even?
				  * 2
				  - 3
				  * 4
			`,
		},
		{
			Name: "true and false",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="truefalse">
				 <questiontext><text>The sun is a star.</text></questiontext>
				 <answer fraction="100"><text>true</text></answer>
				 <answer fraction="0"><text>false</text></answer>
				 <generalfeedback><text>It shines by itself.</text></generalfeedback>
				</question>
				</quiz>
			`,
			Want: `
				3 The sun is a star.
				  answer: It shines by itself.
				  * true
				  - false
			`,
		},
		{
			Name: "a short answer",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="shortanswer">
				 <questiontext><text>Who wrote Faust?</text></questiontext>
				 <answer fraction="100"><text>Goethe</text></answer>
				 <answer fraction="100"><text>*Johann Wolfgang*</text></answer>
				 <answer fraction="50"><text>a German</text></answer>
				</question>
				</quiz>
			`,
			Want: `
				3 Who wrote Faust?
				  answer: Goethe
				  accept: Goethe | Johann Wolfgang
			`,
		},
		{
			Name: "a number with a tolerance",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="numerical">
				 <questiontext><text>What is pi?</text></questiontext>
				 <answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>
				</question>
				</quiz>
			`,
			Want: `
				3 What is pi?
				  answer: 3.14 ± 0.01
				  accept: 3.14
			`,
		},
		{
			Name: "pairs",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="matching">
				 <questiontext><text>Match.</text></questiontext>
				 <subquestion><text>Peru</text><answer><text>Lima</text></answer></subquestion>
				 <subquestion><text>Chile</text><answer><text>Santiago</text></answer></subquestion>
				</question>
				</quiz>
			`,
			Want: `
				3 Match.
				  answer: - Peru → Lima\n- Chile → Santiago
			`,
		},
		{
			Name: "an essay with notes for its grader",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="essay">
				 <questiontext><text>Describe a closure.</text></questiontext>
				 <graderinfo format="markdown"><text>A **function** with its variables.</text></graderinfo>
				</question>
				</quiz>
			`,
			Want: `
				3 Describe a closure.
				  answer: A **function** with its variables.
			`,
		},
		{
			Name: "an essay whose feedback is no reference",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="essay">
				 <questiontext><text>Describe a closure.</text></questiontext>
				 <generalfeedback><text>Thank you.</text></generalfeedback>
				</question>
				</quiz>
			`,
			Want: `
				3 Describe a closure.
			`,
		},
		{
			Name: "a formula",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="calculatedsimple">
				 <questiontext><text>What is {a} + {b}?</text></questiontext>
				 <answer fraction="100"><text>{a} + {b}</text></answer>
				</question>
				</quiz>
			`,
			Want: `
				3 What is {a} + {b}?
				  answer: {a} + {b}
			`,
		},
		{
			Name: "a type that cannot be answered in a chat",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="ddimageortext">
				 <questiontext><text>Drag the names.</text></questiontext>
				 <generalfeedback><text>So it is.</text></generalfeedback>
				</question>
				</quiz>
			`,
			Want: `
				3 Drag the names.
				! 3:1 warning no-answer
			`,
		},
		{
			Name: "a category, tags, a hint and an id",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="category">
				 <category><text>$course$/top/geography/peru</text></category>
				</question>
				<question type="shortanswer">
				 <questiontext><text>Which river?</text></questiontext>
				 <answer fraction="100"><text>Rímac</text></answer>
				 <hint><text>It speaks.</text></hint>
				 <tags><tag><text>rivers</text></tag><tag><text> easy </text></tag></tags>
				 <idnumber>river-1</idnumber>
				</question>
				</quiz>
			`,
			Want: `
				6 Which river?
				  id: river-1
				  answer: Rímac
				  accept: Rímac
				  hint: It speaks.
				  section: geography / peru
				  tags: rivers | easy
			`,
		},
		{
			Name: "an id that nobody can type",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="shortanswer">
				 <questiontext><text>Which river?</text></questiontext>
				 <answer fraction="100"><text>Rímac</text></answer>
				 <idnumber>no good *</idnumber>
				</question>
				</quiz>
			`,
			Want: `
				3 Which river?
				  answer: Rímac
				  accept: Rímac
			`,
		},
		{
			Name: "the name where there is no text",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="shortanswer">
				 <name><text>Which river?</text></name>
				 <questiontext><text></text></questiontext>
				 <answer fraction="100"><text>Rímac</text></answer>
				</question>
				</quiz>
			`,
			Want: `
				3 Which river?
				  answer: Rímac
				  accept: Rímac
			`,
		},
		{
			Name: "descriptions ask nothing",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="description">
				 <questiontext><text>Read this.</text></questiontext>
				</question>
				<question type="essay">
				</question>
				</quiz>
			`,
			Want: `
				! 3:1 warning no-question
				! 6:1 warning empty-title
			`,
		},
		{
			Name: "Chinese",
			Page: `
				<?xml version="1.0"?>
				<quiz>
				<question type="truefalse">
				 <questiontext><text>太阳是恒星。</text></questiontext>
				 <answer fraction="100"><text>对</text></answer>
				 <answer fraction="0"><text>错</text></answer>
				</question>
				</quiz>
			`,
			Want: `
				3 太阳是恒星。
				  * 对
				  - 错
			`,
		},
		{
			Name: "XML that ends too early",
			Page: `
				<quiz>
				<question type="shortanswer">
				 <questiontext><text>Which river?
			`,
			Want: `
				! 2:1 error xml
			`,
		},
	})
}
