package score

import (
	"math"
	"slices"
	"testing"
)

// answers to the question of the other tests: four good ones in words of their own, one bad one.
func roundAnswers() []string {
	return []string{
		good,
		"Finds objects the program can't reach any more and frees their memory, but threads are paused and heap scanning takes CPU time.",
		"Marks what is reachable from the roots, frees the rest of the heap; pauses the threads meanwhile.",
		"Frees unreachable objects on the heap by tracing from roots like stacks; costs CPU and pauses.",
		"Automatic memory management: unreachable objects on the heap are freed. Pauses are its cost.",
		"It is a program that compiles code into binaries for the processor.",
	}
}

// An answer in the words of good answers gains by them, and nobody loses more than a band.
func TestRoundHelps(t *testing.T) {
	s := newScorer()
	answers := append(roundAnswers(), "unreachable heap objects are freed, with pauses")
	helped := s.EvidenceInRound(answers)
	for i, a := range answers {
		alone, _ := s.Evidence(analyse(a))
		if helped[i] < alone-widestBand-1e-9 || helped[i] > 1 {
			t.Errorf("%s: %.2f alone, %.2f in the round", a, alone, helped[i])
		}
	}
	last := len(answers) - 1
	if alone, _ := s.Evidence(analyse(answers[last])); helped[last] <= alone {
		t.Errorf("an answer like the good ones: %.2f alone, %.2f in the round", alone, helped[last])
	}
}

// Fewer than five different answers change nothing.
func TestRoundTooSmall(t *testing.T) {
	s := newScorer()
	answers := []string{good, good, good, good, good + " Yes.", part}
	for i, e := range s.EvidenceInRound(answers) {
		if alone, _ := s.Evidence(analyse(answers[i])); e != alone {
			t.Errorf("%s: %.2f alone, %.2f in the round", answers[i], alone, e)
		}
	}
}

// Members who paste one wrong text gain nothing by each other.
func TestRoundOfCopies(t *testing.T) {
	s := newScorer()
	wrong := "The collector compiles programs into binaries and links the libraries of the processor."
	answers := append(roundAnswers(), wrong)
	once := s.EvidenceInRound(answers)[len(answers)-1]
	copies := append(slices.Clone(answers), wrong, wrong, wrong, wrong)
	many := s.EvidenceInRound(copies)[len(answers)-1]
	if math.Abs(once-many) > 0.05 || many > 0.3 {
		t.Errorf("%.3f once, %.3f as one of five", once, many)
	}
}

// A calibration needs grades enough, never falls and turns scores into the mean grade.
func TestCalibrate(t *testing.T) {
	var scores, grades []float64
	for i := range LeastGrades {
		scores, grades = append(scores, float64(i%10)/10), append(grades, 0.5+float64(i%10)/20)
	}
	c := Calibrate(scores, grades)
	if low, high := c.At(0), c.At(0.9); math.Abs(low-0.5) > 0.01 || math.Abs(high-0.95) > 0.01 {
		t.Errorf("got %.2f and %.2f", low, high)
	}
	c = Calibrate(scores[1:], grades[1:])
	if got := c.At(0.2); got != 0.2 {
		t.Errorf("with too few grades: got %.2f", got)
	}
}
