package main

import (
	"slices"
	"testing"

	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/grading/external"
)

// quizbot grade is a grader as grader.exec takes one. Its grades are those of the offline grader.
func TestGradeAsExternalGrader(t *testing.T) {
	var graded int
	for _, language := range []string{"en", "zh-CN"} {
		bank := questions.Starter(language)
		for i := range min(len(bank.Questions), 12) {
			q := bank.Questions[i]
			if grading.IsExact(&q) || !q.HasAnswer() || len(q.KeyPoints) == 0 {
				continue
			}
			var replies []quiz.Reply
			for _, s := range q.Samples {
				replies = append(replies, quiz.Reply{Form: s.Answer})
			}
			graded += len(replies)
			want := gradesOf(t, grading.ByKind{Open: grading.Offline{}}, &q, replies)
			got := gradesOf(t, grading.ByKind{Open: external.New([]string{"quizbot", "grade"})}, &q, replies)
			for k := range replies {
				w, g := want[k], got[k]
				if g.Band != w.Band || g.Score != w.Score || g.Confidence != w.Confidence || !slices.Equal(g.Points, w.Points) {
					t.Errorf("%s: %q\ngot  %+v\nwant %+v", q.ID, replies[k].Form, g, w)
				}
			}
		}
	}
	if graded < 20 {
		t.Errorf("%d answers were graded, want 20 at least", graded)
	}
}

func gradesOf(t *testing.T, g quiz.Grader, q *quiz.Question, replies []quiz.Reply) map[int]quiz.Grade {
	t.Helper()
	grades := map[int]quiz.Grade{}
	err := g.Grade(t.Context(), q, replies, func(i int, grade quiz.Grade) error {
		grades[i] = grade
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return grades
}
