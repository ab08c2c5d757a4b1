package main

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// attack is a synthetic answer: its label is known without reading it.
type attack struct {
	question *question
	form     string
	text     string
	met      bool
}

// Forms of synthetic answers, in the order of reports. The last three meet every point.
const (
	formOtherReference    = "another reference"
	formOtherAnswer       = "another answer"
	formTenReferences     = "ten references"
	formEcho              = "echo"
	formKeywords          = "keywords"
	formKeywordList       = "keywords, commas"
	formShuffledReference = "shuffled reference"
	formShuffledPoints    = "shuffled points"
	formNegatedPoints     = "negated points"
	formOwnPoints         = "own points"
	formOwnPointsInLine   = "own points, one line"
	formOwnReference      = "own reference"
)

func attackForms() []string {
	return []string{
		formOtherReference, formOtherAnswer, formTenReferences, formEcho, formKeywords, formKeywordList, formShuffledReference,
		formShuffledPoints, formNegatedPoints, formOwnPoints, formOwnPointsInLine, formOwnReference,
	}
}

var (
	wordOrPair  = regexp.MustCompile(`\p{Han}{1,2}|[^\s\p{Han}]+`)
	contentWord = regexp.MustCompile(`\p{Han}{2}|[A-Za-z0-9_+#]{3,}`)
)

// writeAttacks writes synthetic answers to the questions of answers, in the order in which the
// questions first occur. The same answers make the same attacks.
func writeAttacks(answers []*answer) []attack {
	w := attackWriter{rng: rand.New(rand.NewPCG(3, 4)), answers: map[*question][]*answer{}}
	for _, a := range answers {
		if w.answers[a.question] == nil {
			w.asked = append(w.asked, a.question)
		}
		w.answers[a.question] = append(w.answers[a.question], a)
	}
	for _, q := range w.asked {
		w.addForeign(q)
		for range 2 {
			w.addShuffled(q)
		}
		for range 2 {
			w.add(q, formNegatedPoints, w.negatedPoints(q), false)
		}
		w.add(q, formOwnPoints, strings.Join(q.points, "\n"), true)
		w.add(q, formOwnPointsInLine, strings.Join(q.points, ". "), true)
		w.add(q, formOwnReference, q.reference, true)
	}
	return w.attacks
}

type attackWriter struct {
	rng     *rand.Rand
	asked   []*question
	answers map[*question][]*answer
	attacks []attack
}

func (w *attackWriter) add(q *question, form, text string, met bool) {
	w.attacks = append(w.attacks, attack{q, form, text, met})
}

// addForeign adds texts that belong to other questions of the same language, and the question itself.
func (w *attackWriter) addForeign(q *question) {
	var others []*question
	for _, o := range w.asked {
		if o != q && o.lang == q.lang {
			others = append(others, o)
		}
	}
	if len(others) > 0 {
		for range 3 {
			o := others[w.rng.IntN(len(others))]
			w.add(q, formOtherReference, o.reference, false)
			list := w.answers[o]
			w.add(q, formOtherAnswer, list[w.rng.IntN(len(list))].text, false)
		}
		var ten []string
		for _, n := range w.rng.Perm(len(others))[:min(10, len(others))] {
			ten = append(ten, others[n].reference)
		}
		w.add(q, formTenReferences, strings.Join(ten, "\n"), false)
	}
	w.add(q, formEcho, q.text, false)
}

// addShuffled adds the words of the points and of the reference in random order.
func (w *attackWriter) addShuffled(q *question) {
	points := strings.Join(q.points, " ")
	keywords := w.shuffle(contentWord.FindAllString(points, -1))
	w.add(q, formKeywords, strings.Join(keywords, " "), false)
	w.add(q, formKeywordList, strings.Join(keywords, w.pick(", ", "、", "，")), false)
	w.add(q, formShuffledReference, strings.Join(w.shuffle(wordOrPair.FindAllString(q.reference, -1)), " "), false)
	words := w.shuffle(wordOrPair.FindAllString(points, -1))
	w.add(q, formShuffledPoints, strings.Join(words, w.pick(" ", "")), false)
}

func (w *attackWriter) shuffle(words []string) []string {
	w.rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words
}

func (w *attackWriter) pick(texts ...string) string { return texts[w.rng.IntN(len(texts))] }

// negatedPoints returns an answer that says the contrary of each point.
func (w *attackWriter) negatedPoints(q *question) string {
	negated := make([]string, len(q.points))
	for i, p := range q.points {
		if q.lang == "zh" {
			negated[i] = w.negateChinese(p)
		} else {
			negated[i] = w.negateEnglish(p)
		}
	}
	return strings.Join(negated, w.pick(" ", ". ", "\n"))
}

func (w *attackWriter) negateEnglish(point string) string {
	verbs := []string{" is ", " are ", " can ", " has ", " have ", " only ", " will "}
	for _, n := range w.rng.Perm(len(verbs)) {
		if i := strings.Index(point, verbs[n]); i > 0 {
			end := i + len(verbs[n])
			return point[:end] + w.pick("not ", "never ") + point[end:]
		}
	}
	return w.pick("It is not true that ", "It's false that ", "Nobody says that ", "It doesn't mean that ") + point
}

func (w *attackWriter) negateChinese(point string) string {
	verbs := []string{"是", "可以", "会", "由", "用", "有"}
	for _, n := range w.rng.Perm(len(verbs)) {
		if i := strings.Index(point, verbs[n]); i > 0 {
			negation := "不"
			if verbs[n] == "有" {
				negation = "没"
			}
			return point[:i] + negation + point[i:]
		}
	}
	return w.pick("并非", "不是", "并不是说") + point
}
