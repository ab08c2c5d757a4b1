// Package aiken reads Moodle's Aiken format: multiple choice in plain text.
package aiken

import (
	"regexp"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// The lines of Moodle's Aiken format: https://docs.moodle.org/en/Aiken_format.
var (
	optionLine = regexp.MustCompile(`^([A-Z])[.)](?:\s+(.*)|$)`)
	answerLine = regexp.MustCompile(`^ANSWER:\s*([A-Z])\s*$`)
)

// Format returns Moodle's Aiken format: https://docs.moodle.org/en/Aiken_format.
func Format() format.Format {
	return format.Format{Name: "aiken", Open: format.OpenWith(recognize, read), Remedies: format.Remedies{MarkRight: "name its letter in a line such as  ANSWER: B"}}
}

// recognize reports whether options stand above each line with an answer, and the page has no
// heading.
func recognize(p source.Page) bool {
	if !strings.Contains(p.Text, "ANSWER:") {
		return false
	}
	answers, options := 0, 0
	for line := range strings.Lines(p.Text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "```"):
			return false
		case optionLine.MatchString(line):
			options++
		case answerLine.MatchString(line):
			if options < 2 {
				return false
			}
			answers, options = answers+1, 0
		}
	}
	return answers > 0
}

// read reads questions that each end with a line such as ANSWER: B. Options may run over several
// lines.
func read(p source.Page) (found []quiz.Question, diagnostics []source.Diagnostic) {
	var asked []string
	var options [][]string
	number, start := 0, 0
	for line := range strings.Lines(p.Text) {
		number++
		line = strings.TrimSpace(line)
		option, answer := optionLine.FindStringSubmatch(line), answerLine.FindStringSubmatch(line)
		switch {
		case option != nil && len(asked) > 0 && int(option[1][0]-'A') == len(options):
			options = append(options, []string{strings.TrimSpace(option[2])})
		case answer != nil && len(asked) > 0:
			q := quiz.Question{Title: text.EscapeMarkdown(strings.Join(asked, " ")), Source: quiz.Source{Line: start}}
			for i, content := range options {
				q.Choices = append(q.Choices, quiz.Choice{Text: text.EscapeMarkdown(strings.Join(content, " ")), Correct: i == int(answer[1][0]-'A')})
			}
			found = append(found, q)
			asked, options = nil, nil
		case line != "" && len(options) > 0:
			options[len(options)-1] = append(options[len(options)-1], line)
		case line != "":
			if len(asked) == 0 {
				start = number
			}
			asked = append(asked, line)
		}
	}
	if len(asked) > 0 {
		diagnostics = append(diagnostics, source.ErrorAt(start, "no-answer-line", "this question does not end with a line such as  ANSWER: B, so it is left out"))
	}
	return found, diagnostics
}
