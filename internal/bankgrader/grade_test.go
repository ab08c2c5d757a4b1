package bankgrader

import (
	"reflect"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Choices and accepted answers are graded by their rules, whatever the offline grader says.
func TestGradeExactly(t *testing.T) {
	several := quiz.Question{Title: "Which?", Choices: []quiz.Choice{{Text: "a"}, {Text: "b", Correct: true}, {Text: "c"}, {Text: "d", Correct: true}}}
	short := quiz.Question{Title: "What?", Answer: "2", Accept: []string{"2", "two"}}
	for _, c := range []struct {
		q      *quiz.Question
		answer string
		want   scoring.Band
		why    reason.GradeCode
	}{
		{&several, "B, D", scoring.Full, reason.RightChoice},
		{&several, "D和B", scoring.Full, reason.RightChoice},
		{&several, "B", scoring.Wrong, reason.WrongChoice},
		{&several, "no idea", scoring.Wrong, reason.WrongChoice},
		{&short, "Two", scoring.Full, reason.AcceptedAnswer},
		{&short, "three", scoring.Unsure, reason.NotAccepted},
	} {
		v := Grade(grading.Offline{}, c.q, c.answer)
		if v.Band != c.want || len(v.Reasons) != 1 || v.Reasons[0].Code != c.why {
			t.Errorf("%q: got %+v", c.answer, v)
		}
	}
}

func TestGradeOpen(t *testing.T) {
	q := quiz.Question{Title: "What is the GIL?", Body: "In CPython.", Answer: "A lock.", KeyPoints: []string{"a lock", "of the interpreter"}, Terms: [][]string{{"GIL", "lock"}}}
	if task := grading.TaskOf(&q); task.Question != "What is the GIL?\n\nIn CPython." || task.Reference != "A lock." || len(task.Points) != 2 || len(task.Terms) != 1 {
		t.Errorf("the task is %+v", task)
	}
	v := Grade(grading.Offline{}, &q, "It is a lock of the interpreter.")
	if v.Derived || len(v.Points) != 2 || v.Points[1].Text != "of the interpreter" {
		t.Errorf("got %+v", v)
	}
	if v := Grade(grading.Offline{}, &quiz.Question{Title: "What?"}, "x"); v.Band != scoring.Unsure {
		t.Errorf("without a reference: got %+v", v)
	}
}

func TestResult(t *testing.T) {
	states := []grading.PointVerdict{{State: grading.Met, Quote: "a", Probability: 0.98765}, {State: grading.Missed, Quote: "b"}, {State: grading.Contradicted, Quote: "c"}, {State: grading.Undecided, Quote: "d"}}
	r := NewResult("x", newVerdict(grading.Assessment{Band: scoring.Partial, Score: 0.45678, Confidence: 0.5, Points: states}, nil, false))
	score := 0.4567
	want := Result{
		ID: "x", Score: &score, Band: scoring.Partial, Confidence: 0.5, Met: []int{0}, Missed: []int{1, 2}, Contradicted: []int{2},
		Quotes: map[int]string{0: "a", 2: "c"}, Probabilities: []float64{0.98765, 0, 0, 0}, Reasons: []reason.GradeReason{},
	}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v, want %+v", r, want)
	}
	checkResult(t, r, len(states))
}

func TestSamples(t *testing.T) {
	choice := quiz.Question{Title: "Which?", Choices: []quiz.Choice{{Text: "a"}, {Text: "b", Correct: true}}, Source: quiz.Source{File: "b.md", Line: 3}, Samples: []quiz.Sample{
		{Band: scoring.Full, Answer: "B", Line: 9}, {Band: scoring.Wrong, Answer: "B"}, {Band: scoring.Full, Answer: "A", Line: 11},
	}}
	var told int64
	results := TestBank(grading.Offline{}, []quiz.Question{choice, {Title: "Why?"}}, func(done, _ int64) { told = done })
	if len(results) != 3 || told != 2 {
		t.Fatalf("got %v, told of %d", results, told)
	}
	for i, want := range []struct {
		same bool
		line int
	}{{true, 9}, {false, 3}, {false, 11}} {
		if got := results[i]; got.AsExpected() != want.same || got.Source().Line != want.line || got.Source().File != "b.md" {
			t.Errorf("sample %d: got %+v", i+1, got)
		}
	}
}

// What is explained are the points that speak for the wrong grade.
func TestExplanation(t *testing.T) {
	points := []Point{{"a", grading.PointVerdict{State: grading.Met}}, {"b", grading.PointVerdict{State: grading.Undecided}}, {"c", grading.PointVerdict{State: grading.Missed}}}
	high := SampleResult{Sample: quiz.Sample{Band: scoring.Wrong}, Verdict: Verdict{Band: scoring.Partial, Points: points}}
	low := SampleResult{Sample: quiz.Sample{Band: scoring.Full}, Verdict: Verdict{Band: scoring.Unsure, Points: points}}
	if got := high.Explanation(); len(got) != 1 || got[0].Text != "a" {
		t.Errorf("too high: got %+v", got)
	}
	if got := low.Explanation(); len(got) != 2 || got[0].Text != "b" {
		t.Errorf("too low: got %+v", got)
	}
}
