package main

import (
	"fmt"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/quiztest"
)

// newBank returns two banks: a big one for a whole season, and a small one whose questions repeat.
func newBank() quiztest.Bank {
	var b quiztest.Bank
	for i := range 240 {
		b = append(b, newQuestion("big", i))
	}
	for i := range 9 {
		b = append(b, newQuestion("small", i))
	}
	return b
}

// acceptWord begins the questions whose accepted answer is the number in the title.
const acceptWord = "Which number is meant by word "

// newQuestion returns a question. Its kind alternates with i.
func newQuestion(name string, i int) quiz.Question {
	q := quiz.Question{
		ID: quiz.QuestionID(fmt.Sprintf("%s-%d", name, i)), Bank: name, Number: i + 1,
		Title: fmt.Sprintf("What does *topic %d* of %s mean?", i, name), Answer: "It means what it says.",
	}
	switch i % 6 {
	case 0:
		q.Body = "```go\nfunc topic() int { return 1 }\n```\n\n" + paragraphs("body", 14)
		q.Answer = paragraphs("reference", 14)
		q.KeyPoints = []string{"it says so", "it means so"}
	case 1:
		q.Choices = []quiz.Choice{{Text: "one"}, {Text: "two", Correct: true}, {Text: "three"}}
		q.Shuffle = true
	case 2:
		q.Title, q.Accept = fmt.Sprintf("%s%d?", acceptWord, i), []string{fmt.Sprint(i)}
	case 3:
		q.Hint = "Look again."
	case 4:
		q.Choices = []quiz.Choice{{Text: "red", Correct: true}, {Text: "green"}, {Text: "blue", Correct: true}, {Text: "grey"}}
	case 5:
		q.Answer = ""
	}
	return q
}

// paragraphs returns the given number of paragraphs.
func paragraphs(word string, paragraphs int) string {
	var list []string
	for i := range paragraphs {
		list = append(list, fmt.Sprintf("Paragraph %d of the %s: %s", i+1, word, strings.Repeat("so it goes, ", 14)))
	}
	return strings.Join(list, "\n\n")
}
