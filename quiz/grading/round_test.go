package grading_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/scoring"
)

func closures() quiz.Question {
	q := quiz.Question{Title: "What is a closure?", Answer: "- A function that keeps the variables around it.\n- It is created anew with every call."}
	q.FillPoints()
	return q
}

// gradeAll returns the grades by reply.
func gradeAll(t *testing.T, g quiz.Grader, q *quiz.Question, replies []quiz.Reply) map[int]quiz.Grade {
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

// The points of a round are those of its question, and each met one has a quote.
func TestOfflineGradesReplies(t *testing.T) {
	q := closures()
	if len(q.KeyPoints) != 2 || !q.PointsDerived {
		t.Fatalf("the points are %q", q.KeyPoints)
	}
	text := "A closure is a function that keeps the variables around it."
	grades := gradeAll(t, grading.ByKind{Open: grading.Offline{}}, &q, []quiz.Reply{{Form: text}, {Form: "x", Grade: &quiz.Grade{}}, {Form: "I don't know."}})
	g := grades[0]
	if len(grades) != 2 || len(g.Points) != 2 || g.Points[0].State != quiz.PointMet || !strings.Contains(text, g.Points[0].Quote) || g.Points[0].Quote == "" {
		t.Errorf("got %+v", grades)
	}
	if !strings.HasPrefix(g.Grader, "offline 1.") || g.Grader != (grading.Offline{}).Version() || g.Confidence == 0 || g.By != scoring.ByGrader {
		t.Errorf("got %+v", g)
	}
	if g := grades[2]; g.Band != scoring.Wrong || g.Points[0].State != quiz.PointMissed {
		t.Errorf("got %+v for nothing known", g)
	}
}

func TestByKind(t *testing.T) {
	grader := grading.ByKind{Open: grading.Offline{}}
	choice := quiz.Question{Choices: []quiz.Choice{{Text: "a"}, {Text: "b", Correct: true}}}
	if g := gradeAll(t, grader, &choice, []quiz.Reply{{Picks: []int{1}}})[0]; g.Band != scoring.Full || g.Confidence != 1 {
		t.Errorf("got %+v for a choice", g)
	}
	if g := gradeAll(t, grader, &quiz.Question{Title: "Why?"}, []quiz.Reply{{Form: "Because."}})[0]; g.Band != scoring.Unsure {
		t.Errorf("got %+v without a reference", g)
	}
}

// An error of found, and a context that is done, end the grading.
func TestGradingEnds(t *testing.T) {
	q, full := closures(), errors.New("disk full")
	choice := quiz.Question{Choices: []quiz.Choice{{Text: "b", Correct: true}}}
	for _, question := range []*quiz.Question{&q, &choice} {
		var calls []int
		err := grading.ByKind{Open: grading.Offline{}}.Grade(t.Context(), question, make([]quiz.Reply, 3), func(i int, _ quiz.Grade) error {
			calls = append(calls, i)
			return full
		})
		if !errors.Is(err, full) || !slices.Equal(calls, []int{0}) {
			t.Errorf("got %v after %v", err, calls)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (grading.Offline{}).Grade(done, &q, make([]quiz.Reply, 3), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
