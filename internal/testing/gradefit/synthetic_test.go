package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// threeQuestions returns answers to two questions in English and one in Chinese.
func threeQuestions() []*answer {
	var answers []*answer
	add := func(id, lang, text, reference string, points []string, replies ...string) {
		q := &question{id: id, lang: lang, text: text, reference: reference, points: points}
		for _, r := range replies {
			answers = append(answers, &answer{question: q, text: r})
		}
	}
	add("a", "en", "What is a mutex?", "A mutex is a lock. One thread holds it.", []string{"A mutex is a lock", "One thread holds it"}, "a lock", "no idea")
	add("b", "en", "What is a queue?", "A queue keeps the order.", []string{"First in, first out"}, "fifo")
	add("c", "zh", "什么是锁？", "锁是互斥量。", []string{"锁是互斥量", "线程有锁", "先到先得"}, "互斥量")
	return answers
}

// attacksOn returns the synthetic answers of a form to a question.
func attacksOn(id, form string) []string {
	var texts []string
	for _, a := range writeAttacks(threeQuestions()) {
		if a.question.id == id && a.form == form {
			texts = append(texts, a.text)
		}
	}
	return texts
}

func TestAttacksFromOtherQuestions(t *testing.T) {
	for form, want := range map[string][]string{
		formOtherReference: slices.Repeat([]string{"A queue keeps the order."}, 3),
		formOtherAnswer:    {"fifo", "fifo", "fifo"},
		formTenReferences:  {"A queue keeps the order."},
		formEcho:           {"What is a mutex?"},
	} {
		if got := attacksOn("a", form); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", form, got, want)
		}
	}
	if got := attacksOn("c", formOtherReference); got != nil {
		t.Errorf("the only question in its language: got %q, want none", got)
	}
}

func TestAttacksThatMeetEveryPoint(t *testing.T) {
	for form, want := range map[string]string{
		formOwnPoints:       "A mutex is a lock\nOne thread holds it",
		formOwnPointsInLine: "A mutex is a lock. One thread holds it",
		formOwnReference:    "A mutex is a lock. One thread holds it.",
	} {
		if got := attacksOn("a", form); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q, want %q", form, got, want)
		}
	}
	for _, a := range writeAttacks(threeQuestions()) {
		if own := strings.HasPrefix(a.form, "own "); a.met != own {
			t.Errorf("%s: met is %t", a.form, a.met)
		}
		if !slices.Contains(attackForms(), a.form) {
			t.Errorf("%s is not in the list of forms", a.form)
		}
	}
}

func TestAttacksOfShuffledWords(t *testing.T) {
	sorted := func(s string) []string {
		words := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(" ,、，", c) })
		slices.Sort(words)
		return words
	}
	for form, source := range map[string]string{
		formKeywords:          "mutex lock One thread holds",
		formKeywordList:       "mutex lock One thread holds",
		formShuffledReference: "A mutex is a lock. One thread holds it.",
	} {
		got := attacksOn("a", form)
		if len(got) != 2 {
			t.Errorf("%s: got %d, want 2", form, len(got))
		}
		for _, text := range got {
			if !slices.Equal(sorted(text), sorted(source)) || text == source {
				t.Errorf("%s: got %q, want the words of %q in another order", form, text, source)
			}
		}
	}
	for _, text := range attacksOn("a", formShuffledPoints) {
		if len(strings.ReplaceAll(text, " ", "")) != len("AmutexisalockOnethreadholdsit") {
			t.Errorf("shuffled points: got %q", text)
		}
	}
}

func TestAttacksThatNegateThePoints(t *testing.T) {
	for _, text := range attacksOn("a", formNegatedPoints) {
		if !strings.Contains(text, "A mutex is not a lock") && !strings.Contains(text, "A mutex is never a lock") {
			t.Errorf("got %q, want the first point denied by its verb", text)
		}
		if !strings.Contains(text, "that One thread holds it") {
			t.Errorf("got %q, want a denial before the second point, which has no verb to negate", text)
		}
	}
	for _, text := range attacksOn("c", formNegatedPoints) {
		for _, want := range []string{"锁不是互斥量", "线程没有锁"} {
			if !strings.Contains(text, want) {
				t.Errorf("got %q, want %s in it", text, want)
			}
		}
		if strings.Contains(text, "\n先到先得") || strings.HasSuffix(text, " 先到先得") {
			t.Errorf("got %q, want the last point denied", text)
		}
	}
}

func TestAttacksAreTheSameEveryTime(t *testing.T) {
	a, b := writeAttacks(threeQuestions()), writeAttacks(threeQuestions())
	if !reflect.DeepEqual(a, b) {
		t.Error("the same answers made other attacks")
	}
}
