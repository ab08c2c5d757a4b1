package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestASampleOfTheFit fits a small forest on two thirds of the written questions and judges the rest.
// A change of the evidence that harms verdicts fails here. With QUIZBOT_LONG it judges all of them by
// forests of full size.
func TestASampleOfTheFit(t *testing.T) {
	long := os.Getenv("QUIZBOT_LONG") != ""
	s := shippedSettings(false)
	if !long {
		s.Trees, s.Bags = 50, 1
	}
	set := newDataset(mustLoadWritten(t), &s)
	folds := foldsOf(set.measured(true), 3)
	if !long {
		folds = folds[:1]
	}
	labelled, synthetic := judge(set, &s, folds)
	all, plain := forcedAgreement(labelled), forcedAgreement(pick(labelled, isPlain))
	t.Logf("%d decisions, agreed %.3f, plain %.3f", len(labelled), all, plain)
	if all < 0.66 || plain < 0.74 {
		t.Errorf("agreed %.3f, plain %.3f: want at least .66 and .74", all, plain)
	}
	for form, most := range map[string]float64{formOtherReference: 0.1, formTenReferences: 0.1, formEcho: 0.05, formKeywords: 0.1} {
		var attacks []verdict
		for _, v := range synthetic {
			if v.attack == form {
				attacks = append(attacks, v)
			}
		}
		f := thresholds{0.6, 0.4}.count(attacks) // a small forest is less sure
		if got := share(f.credited, f.decisions); got > most {
			t.Errorf("%s: %.3f of the points are called met, want at most %.2f", form, got, most)
		}
	}
}

func TestReportHasAllItsTables(t *testing.T) {
	s := shippedSettings(false)
	s.Trees, s.Bags = 3, 1
	answers := mustLoadWritten(t)[:28]
	for i, a := range answers[:7] {
		q := *a.question
		q.id, q.written = "labelled", false
		if i > 0 {
			q = *answers[0].question
		}
		a.question = &q
	}
	for _, a := range answers[1:7] {
		a.question = answers[0].question
	}
	var b bytes.Buffer
	r := reportWriter{&b, newDataset(answers, &s), &s, thresholds{leastMet, mostMissed}}
	if err := r.report(2); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1 labelled questions, held out in 1 folds", "3 written questions, held out in 2 folds", "credited x", "\nover ", "\nunder ",
		"\nparaphrase ", "\nown reference ", "\nfeature ", "\ncover ",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
}
