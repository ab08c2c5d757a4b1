// Package lint finds what the author of a bank should correct.
package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"quizbot/questions"
	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
	"quizbot/quiz/keypoints"
)

// Check returns the diagnostics of a bank, those of reading it included, in the order of its files.
// since is an earlier version of the bank, or nil.
func Check(b, since *questions.Bank) []source.Diagnostic {
	l := &linter{bank: b, files: map[string]*sourceFile{}, diagnostics: slices.Clone(b.Diagnostics)}
	for i := range b.Questions {
		l.checkQuestion(&b.Questions[i])
	}
	l.checkDifficulties()
	l.checkDuplicates()
	l.checkSameAnswers()
	if since != nil {
		l.checkChangedIDs(since)
	}
	slices.SortStableFunc(l.diagnostics, func(x, y source.Diagnostic) int {
		if c := strings.Compare(x.File, y.File); c != 0 {
			return c
		}
		if x.Line != y.Line {
			return x.Line - y.Line
		}
		return x.Column - y.Column
	})
	return l.diagnostics
}

// linter collects the diagnostics of a bank.
type linter struct {
	bank        *questions.Bank
	files       map[string]*sourceFile
	diagnostics []source.Diagnostic
}

func (l *linter) add(p source.Diagnostic) { l.diagnostics = append(l.diagnostics, p) }

// addAt adds a diagnostic at a question's title.
func (l *linter) addAt(q *quiz.Question, s source.Severity, code, message string) {
	l.add(source.Diagnostic{File: q.Source.File, Line: q.Source.Line, Column: max(q.Source.Column, 1), Severity: s, Code: code, Message: message})
}

// checkQuestion checks one question by itself.
func (l *linter) checkQuestion(q *quiz.Question) {
	derived, why := q.DerivePoints()
	switch {
	case !q.HasAnswer() && len(q.Choices) == 0:
		l.addAt(q, source.Warning, "no-answer", text.QuoteShort(q.Title)+" has no answer, so it is asked only where the plan says  unanswered: true: "+l.bank.Remedies(q.Source.File).WriteAnswer)
	case why.None() && why != keypoints.OnlyCode:
		l.warnUngradable(q, why)
	case isThin(q):
		l.addAt(q, source.Warning, "thin-answer", text.QuoteShort(q.Title)+" has a reference too short to grade against: write what a good answer says, or "+l.bank.Remedies(q.Source.File).ListAccepted)
	case isEssay(q) && len(q.KeyPoints) == 0:
		l.addAt(q, source.Warning, "no-key-points", fmt.Sprintf("%s has a long answer without key points, which members and admins hold answers against, so %s: %s", text.QuoteShort(q.Title), countDerived(len(derived)), l.bank.Remedies(q.Source.File).ListKeyPoints))
	}
	l.checkKeyPoints(q)
	l.checkAccepted(q)
	l.checkTexts(q)
}

// checkAccepted reports an accepted answer that comes twice, the sign of a list split at the wrong
// commas.
func (l *linter) checkAccepted(q *quiz.Question) {
	seen := map[string]bool{}
	for _, answer := range q.Accept {
		key := strings.ToLower(strings.Join(strings.Fields(answer), " "))
		if seen[key] {
			l.addAt(q, source.Warning, "duplicate-accept", fmt.Sprintf("%s accepts %s twice: take one out, or give an answer that holds commas an item of its own", text.QuoteShort(q.Title), text.QuoteShort(answer)))
			return
		}
		seen[key] = true
	}
}

// The bounds of a reference answer, in letters; a Chinese character counts for three.
const (
	fewestLetters = 25
	essayLetters  = 600
)

// isThin reports whether the only thing to grade against is a very short reference.
func isThin(q *quiz.Question) bool {
	return q.Answer != "" && len(q.Choices) == 0 && len(q.Accept) == 0 && len(q.KeyPoints) == 0 && countLetters(q.Answer) < fewestLetters && !strings.Contains(q.Answer, "```")
}

func isEssay(q *quiz.Question) bool {
	return len(q.Choices) == 0 && len(q.Accept) == 0 && countLetters(linkAddress.ReplaceAllString(text.WithoutCode(q.Answer), "")) >= essayLetters
}

// linkAddress is the address of a link or a picture, which nobody reads.
var linkAddress = regexp.MustCompile(`\]\([^)\s]*|<img\s[^>]*>|https?://\S+`)

func countLetters(text string) int {
	n := 0
	for _, c := range text {
		switch {
		case c >= 0x2e80:
			n += 3
		case c > ' ':
			n++
		}
	}
	return n
}

// checkSameAnswers reports answers shared by several questions.
func (l *linter) checkSameAnswers() {
	first := map[string]*quiz.Question{}
	for i := range l.bank.Questions {
		q := &l.bank.Questions[i]
		if countLetters(q.Answer) < fewestLetters || len(q.Choices) > 0 {
			continue
		}
		key := text.Fold(q.Answer)
		if before, ok := first[key]; !ok {
			first[key] = q
		} else if text.Fold(before.Title) != text.Fold(q.Title) {
			l.addAt(q, source.Warning, "same-answer", fmt.Sprintf("%s has the same answer as %s in line %d%s: perhaps one of the two stands in the wrong place", text.QuoteShort(q.Title), text.QuoteShort(before.Title), before.Source.Line, inOtherFile(before, q)))
		}
	}
}

// idRemedy words how a question is given an id.
func (l *linter) idRemedy(q *quiz.Question, id quiz.QuestionID) string {
	if remedy := l.bank.Remedies(q.Source.File).GiveID; remedy != format.Convert {
		return fmt.Sprintf(remedy, id)
	}
	return format.Convert
}

// checkChangedIDs reports questions whose id differs from the earlier version. They count as new:
// they are asked again, and lose their points.
func (l *linter) checkChangedIDs(since *questions.Bank) {
	kept := map[quiz.QuestionID]bool{}
	for i := range l.bank.Questions {
		kept[l.bank.Questions[i].ID] = true
	}
	byTitle, byAnswer := map[string]*quiz.Question{}, map[string]*quiz.Question{}
	old := map[quiz.QuestionID]bool{}
	for i := range since.Questions {
		q := &since.Questions[i]
		old[q.ID] = true
		if kept[q.ID] {
			continue
		}
		byTitle[text.Fold(q.Title)+"\x00"+text.Fold(q.Body)] = q
		if countLetters(q.Answer) >= fewestLetters {
			byAnswer[text.Fold(q.Answer)] = q
		}
	}
	for i := range l.bank.Questions {
		q := &l.bank.Questions[i]
		if old[q.ID] {
			continue
		}
		before, ok := byTitle[text.Fold(q.Title)+"\x00"+text.Fold(q.Body)]
		if !ok {
			before, ok = byAnswer[text.Fold(q.Answer)]
		}
		if ok {
			l.addAt(q, source.Error, "id-changed", fmt.Sprintf("%s was known as %q and is now %q, so it counts as a new question: %s", text.QuoteShort(q.Title), before.ID, q.ID, l.idRemedy(q, before.ID)))
		}
	}
}
