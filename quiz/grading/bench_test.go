package grading

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// benchmarkPoints is the number of key points of a question.
const benchmarkPoints = 7

// benchmarkCase is a question with an answer.
type benchmarkCase struct {
	task   Task
	answer string
}

// BenchmarkAssess grades answers of 2,000 and of 4,000 characters against seven points, each with the
// preparation of its question. An answer of 2,000 characters must take at most 2 ms in 99 of 100 cases
// (p99-µs), and one of twice the length about twice as long.
func BenchmarkAssess(b *testing.B) {
	benchmarkLengths(b, func(c *benchmarkCase) func() {
		return func() { Offline{}.Assess(c.task, []string{c.answer}, false) }
	})
}

// BenchmarkAnswer grades the same answers to questions that were prepared before, as those of a round
// are.
func BenchmarkAnswer(b *testing.B) {
	benchmarkLengths(b, func(c *benchmarkCase) func() {
		a := Offline{}.newAssessor(c.task)
		return func() {
			d := newDesk()
			defer d.clear()
			a.assess(d, a.score(d, c.answer))
		}
	})
}

// benchmarkLengths reports the time of each case, in both languages and two lengths.
func benchmarkLengths(b *testing.B, prepare func(c *benchmarkCase) func()) {
	for _, language := range []string{"en", "zh"} {
		for _, length := range []int{2000, 4000} {
			cases := readBenchmarkCases(b, language, length)
			grade := make([]func(), len(cases))
			for i := range cases {
				grade[i] = prepare(&cases[i])
			}
			b.Run(fmt.Sprintf("%s/%d", language, length), func(b *testing.B) {
				b.ReportAllocs()
				var times []time.Duration
				for n := 0; b.Loop(); n++ {
					start := time.Now()
					grade[n%len(grade)]()
					times = append(times, time.Since(start))
				}
				slices.Sort(times)
				b.ReportMetric(float64(times[len(times)/2].Microseconds()), "median-µs")
				b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
			})
		}
	}
}

// BenchmarkPrepare measures the share of a question's preparation: an empty answer to seven points.
func BenchmarkPrepare(b *testing.B) {
	for _, language := range []string{"en", "zh"} {
		cases := readBenchmarkCases(b, language, 0)
		b.Run(language, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				Offline{}.Assess(cases[n%len(cases)].task, []string{""}, false)
			}
		})
	}
}

// writtenQuestion is a question with answers of several people.
type writtenQuestion struct {
	Lang, Question, Reference string
	Points                    []string
	Answers                   []struct{ Answer string }
}

// readBenchmarkCases returns the written questions of a language. All answers to a question, and those
// to the next ones until the length is reached, make one answer. Points of the next questions fill up
// the seven.
func readBenchmarkCases(b *testing.B, language string, length int) []benchmarkCase {
	b.Helper()
	questions := readWrittenQuestions(b, language)
	cases := make([]benchmarkCase, len(questions))
	for i, q := range questions {
		task, answer := Task{Question: q.Question, Reference: q.Reference}, []rune{}
		for n := i; len(task.Points) < benchmarkPoints || len(answer) < length; n++ {
			next := &questions[n%len(questions)]
			task.Points = append(task.Points, next.Points...)
			for _, a := range next.Answers {
				answer = append(answer, []rune(a.Answer+"\n")...)
			}
		}
		task.Points = task.Points[:benchmarkPoints]
		cases[i] = benchmarkCase{task, string(answer[:length])}
	}
	return cases
}

func readWrittenQuestions(b *testing.B, language string) []writtenQuestion {
	b.Helper()
	files, err := filepath.Glob("../../internal/testing/gradefit/testdata/written*.jsonl")
	if err != nil || len(files) == 0 {
		b.Fatalf("no written answers (%v)", err)
	}
	var questions []writtenQuestion
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		for line := range bytes.Lines(content) {
			var q writtenQuestion
			if err := json.Unmarshal(line, &q); err != nil {
				b.Fatal(err)
			}
			if q.Lang == language {
				questions = append(questions, q)
			}
		}
	}
	return questions
}
