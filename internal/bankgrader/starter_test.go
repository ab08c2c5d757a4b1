package bankgrader

import (
	"testing"

	"quizbot/questions"
	"quizbot/quiz/grading"
)

// Every question of the starter bank has two sample answers or more, which are graded as expected.
func TestStarterSamples(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		bank := questions.Starter(language)
		for _, q := range bank.Questions {
			if len(q.Samples) < 2 {
				t.Errorf("%s in %s has %d samples, want two at least", q.ID, language, len(q.Samples))
			}
		}
		results := TestBank(grading.Offline{}, bank.Questions, func(int64, int64) {})
		for i := range results {
			if r := &results[i]; !r.AsExpected() {
				t.Errorf("%s:%d: %s should be %s and is %s: %q", r.Source().File, r.Source().Line, r.Question.ID, r.Sample.Band, r.Verdict.Band, r.Sample.Answer)
			}
		}
	}
}
