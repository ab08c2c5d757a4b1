// Package trivia reads the plain text of OpenTriviaQA.
package trivia

import (
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// Format returns the text format of OpenTriviaQA: https://github.com/uberspot/OpenTriviaQA.
func Format() format.Format {
	return format.Format{Name: "trivia", Open: format.OpenWith(recognize, read), Remedies: format.Remedies{MarkRight: "write its words behind  ^"}}
}

// recognize reports whether a page begins with a line with #Q and a question, and has a line with ^
// and the right answer. The options follow, each behind its letter.
func recognize(p source.Page) bool {
	return strings.HasPrefix(strings.TrimLeft(p.Text, "\n \t"), "#Q ") && strings.Contains(p.Text, "\n^ ")
}

// read reads the questions. Questions, answers and options may run over several lines.
func read(p source.Page) (found []quiz.Question, diagnostics []source.Diagnostic) {
	number := 1
	chunks := strings.Split("\n"+p.Text, "\n#Q")
	found = make([]quiz.Question, 0, len(chunks))
	for i, chunk := range chunks {
		switch {
		case i > 0:
			q, diagnostic := parseQuestion(chunk, number)
			found, diagnostics = append(found, q...), append(diagnostics, diagnostic...)
		case strings.TrimSpace(chunk) != "":
			diagnostics = append(diagnostics, source.WarningAt(number, "no-question", "this text belongs to no question: put  #Q  in front of what asks"))
		}
		number += strings.Count(chunk, "\n")
		if i > 0 {
			number++
		}
	}
	return found, diagnostics
}

// parseQuestion parses the text behind one #Q.
func parseQuestion(chunk string, line int) ([]quiz.Question, []source.Diagnostic) {
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
	q := quiz.Question{Title: text.EscapeMarkdown(strings.Join(asked, " ")), Source: quiz.Source{Line: line}}
	if q.Title == "" {
		return nil, []source.Diagnostic{source.WarningAt(line, "empty-title", "there is no question behind this #Q, so it is left out")}
	}
	answer := text.EscapeMarkdown(strings.Join(right, " "))
	if len(options) < 2 {
		q.Answer = answer
		return []quiz.Question{q}, nil
	}
	for _, option := range options {
		content := text.EscapeMarkdown(strings.Join(option, " "))
		q.Choices = append(q.Choices, quiz.Choice{Text: content, Correct: text.Fold(content) == text.Fold(answer)})
	}
	return []quiz.Question{q}, nil
}
