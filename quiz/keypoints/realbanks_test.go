package keypoints_test

import (
	"path/filepath"
	"testing"

	"quizbot/questions"
	"quizbot/questions/formattest"
	"quizbot/quiz/keypoints"
)

// Most references of real banks have key points, each within its reference. The others say why they
// have none.
func TestRealBanks(t *testing.T) {
	const leastShare = 0.9
	all, derived := 0, 0
	why := map[keypoints.Why]int{}
	for _, path := range formattest.SomeRealBanks(t) {
		bank, err := questions.Load(questions.Spec{Name: "bank", Path: path})
		if err != nil {
			t.Fatal(err)
		}
		open, with := 0, 0
		for i := range bank.Questions {
			q := &bank.Questions[i]
			if q.Answer == "" || len(q.Choices) > 0 || len(q.Accept) > 0 {
				continue
			}
			points, reason := keypoints.Derive(q.Title+"\n"+q.Body, q.Answer)
			keypoints.CheckPoints(t, q.Answer, points, reason)
			why[reason]++
			open++
			if len(points) > 0 {
				with++
			}
		}
		if open > 0 {
			t.Logf("%-50s %4d of %4d", filepath.Base(path), with, open)
		}
		all, derived = all+open, derived+with
	}
	t.Logf("%d of %d open questions have key points: %v", derived, all, why)
	if float64(derived) < leastShare*float64(all) {
		t.Errorf("%d of %d open questions have key points, fewer than %.0f%%", derived, all, 100*leastShare)
	}
}
