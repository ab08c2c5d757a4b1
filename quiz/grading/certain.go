package grading

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"quizbot/quiz"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Certain grades what can be known for certain, choices and accepted short answers, and leaves everything
// else unsure. It never fails.
type Certain struct{}

// Grade implements [quiz.Grader].
func (Certain) Grade(_ context.Context, q *quiz.Question, replies []quiz.Reply) ([]quiz.Grade, error) {
	grades := make([]quiz.Grade, len(replies))
	for i := range replies {
		grades[i] = certain(q, &replies[i])
	}
	return grades, nil
}

func certain(q *quiz.Question, r *quiz.Reply) quiz.Grade {
	switch {
	case !q.Answered():
		return grade(quiz.Unsure, "no_reference")
	case len(q.Right()) > 0:
		return chosen(q.Right(), r.Picks)
	case len(q.Accept) > 0:
		return accepted(q.Accept, r.Answer())
	}
	return grade(quiz.Unsure, "open_answer")
}

func grade(band quiz.Band, reason string) quiz.Grade {
	return quiz.Grade{Band: band, Score: band.Score(), By: quiz.ByGrader, Reasons: []quiz.Reason{{Code: reason}}}
}

// chosen is all or nothing: every right choice and no other.
func chosen(right, picks []int) quiz.Grade {
	if slices.Equal(right, picks) {
		return grade(quiz.Full, "right_choice")
	}
	return grade(quiz.Wrong, "wrong_choice")
}

// accepted leaves unsure what is none of the accepted answers, because a sentence around a right answer is
// not a wrong one.
func accepted(accept []string, answer string) quiz.Grade {
	if slices.ContainsFunc(accept, func(a string) bool { return Same(a, answer) }) {
		return grade(quiz.Full, "accepted")
	}
	return grade(quiz.Unsure, "not_accepted")
}

// Same reports whether two short answers say the same: case, width, white space, quotation marks and the
// punctuation of sentences do not matter. Brackets, operators, decimal points and minus signs do, because
// they are what short answers about programs differ by.
func Same(a, b string) bool { return bare(a) == bare(b) }

// bare is what is compared of a short answer.
func bare(text string) string {
	text = cases.Fold().String(norm.NFKC.String(text))
	runes := []rune(text)
	var kept strings.Builder
	for i, c := range runes {
		if !unicode.IsSpace(c) && (!sentence(c) || within(runes, i)) {
			kept.WriteRune(c)
		}
	}
	if kept.Len() == 0 {
		return strings.Join(strings.Fields(text), "")
	}
	return kept.String()
}

// sentence reports whether c is a mark that prose may have around an answer.
func sentence(c rune) bool {
	return strings.ContainsRune(".,;:!?'\"`´·…。、「」『』《》‘’“”«»„‚¿¡-‐‑–—―", c)
}

// within reports whether the mark at i belongs to a number: a point or comma between digits, a sign
// before one.
func within(runes []rune, i int) bool {
	next := i+1 < len(runes) && unicode.IsDigit(runes[i+1])
	switch runes[i] {
	case '.', ',', ':':
		return next && i > 0 && unicode.IsDigit(runes[i-1])
	case '-', '–':
		return next && (i == 0 || !unicode.IsLetter(runes[i-1]) && !unicode.IsDigit(runes[i-1]))
	}
	return false
}
