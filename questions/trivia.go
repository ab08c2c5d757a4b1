package questions

import (
	"strings"

	"quizbot/quiz"
)

// isTrivia recognises the text of OpenTriviaQA (https://github.com/uberspot/OpenTriviaQA): a line with #Q and
// a question, one with ^ and the right answer, then the options, each behind its letter.
func isTrivia(p Page) bool {
	return strings.HasPrefix(strings.TrimLeft(p.Text, "\n \t"), "#Q ") && strings.Contains(p.Text, "\n^ ")
}

// readTrivia reads such a text. What is asked, answered or chosen may run over several lines.
func readTrivia(p Page) (found []quiz.Question, problems []Diagnostic) {
	number := 1
	chunks := strings.Split("\n"+p.Text, "\n#Q")
	found = make([]quiz.Question, 0, len(chunks))
	for i, chunk := range chunks {
		switch {
		case i > 0:
			q, problem := triviaQuestion(chunk, number)
			found, problems = append(found, q...), append(problems, problem...)
		case strings.TrimSpace(chunk) != "":
			problems = append(problems, WarningAt(number, "no-question", "this text belongs to no question: put  #Q  in front of what asks"))
		}
		number += strings.Count(chunk, "\n")
		if i > 0 {
			number++
		}
	}
	return found, problems
}

// triviaQuestion reads what stands behind one #Q.
func triviaQuestion(chunk string, line int) ([]quiz.Question, []Diagnostic) {
	var asked, right []string
	var options [][]string
	into := &asked
	for text := range strings.Lines(chunk) {
		text = strings.TrimSpace(text)
		rest, isRight := strings.CutPrefix(text, "^ ")
		letter := len(text) > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] == ' '
		switch {
		case isRight:
			right, into = append(right, rest), &right
		case letter && len(right) > 0 && int(text[0]-'A') == len(options):
			options = append(options, []string{strings.TrimSpace(text[2:])})
			into = &options[len(options)-1]
		case text != "":
			*into = append(*into, text)
		}
	}
	q := quiz.Question{Title: EscapeMarkdown(strings.Join(asked, " ")), Source: quiz.Source{Line: line}}
	if q.Title == "" {
		return nil, []Diagnostic{WarningAt(line, "empty-title", "there is no question behind this #Q, so it is left out")}
	}
	answer := EscapeMarkdown(strings.Join(right, " "))
	if len(options) < 2 {
		q.Answer = answer
		return []quiz.Question{q}, nil
	}
	for _, option := range options {
		text := EscapeMarkdown(strings.Join(option, " "))
		q.Choices = append(q.Choices, quiz.Choice{Text: text, Correct: Fold(text) == Fold(answer)})
	}
	return []quiz.Question{q}, nil
}
