package discord

import (
	"iter"
	"slices"
	"sync"

	"quizbot/quiz"
)

// growingBank is a bank with one new question at a time. The earlier ones were asked already.
type growingBank struct {
	mu   sync.Mutex
	list []*quiz.Question
}

func (b *growingBank) put(q quiz.Question) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = append(b.list, &q)
}

func (b *growingBank) Questions(banks ...string) iter.Seq[*quiz.Question] {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := slices.Clone(b.list)
	return func(yield func(*quiz.Question) bool) {
		for _, q := range list {
			if (len(banks) == 0 || slices.Contains(banks, q.Bank)) && !yield(q) {
				return
			}
		}
	}
}

func (b *growingBank) Question(id quiz.QuestionID) (*quiz.Question, bool) {
	for q := range b.Questions() {
		if q.ID == id {
			return q, true
		}
	}
	return nil, false
}

// generators is a question with pictures, whose answer is longer than a message.
func generators() quiz.Question {
	answer := "A generator function returns an iterator whose body runs *piece by piece*: each `next()` runs it up to the next `yield`, and there it waits.\n\n" +
		"| what | runs | memory | when it is over |\n|---|---|---|---|\n" +
		"| a function that returns a list | all of it, before the first element can be looked at | all elements at once | it returned |\n" +
		"| a generator | as far as somebody asks | one element | `StopIteration` |\n"
	for _, s := range [][2]string{
		{"It is lazy", "def numbers():\n    n = 0\n    while True:\n        yield n\n        n += 1"},
		{"It remembers its variables", "def total(values):\n    t = 0\n    for v in values:\n        t += v\n        yield t"},
		{"It hands on to others", "def flat(tree):\n    for node in tree:\n        if isinstance(node, list):\n            yield from flat(node)\n        else:\n            yield node"},
		{"It takes values in", "def echo():\n    got = None\n    while True:\n        got = yield got"},
		{"It cleans up", "def lines(path):\n    with open(path) as f:\n        for line in f:\n            yield line.rstrip()"},
	} {
		answer += "\n## " + s[0] + "\n\n" + "Nothing of the body runs before the first `next()`, which is easily forgotten where it checks its arguments. " +
			"Whoever wants them checked at once puts the `yield` into a function of its own.\n\n```python\n" + s[1] + "\n```\n\n" +
			"1. the call makes the generator\n2. `next()` runs it:\n   - up to the next `yield`\n   - or to the end\n3. `close()` ends it\n\n> Simple is better than complex.\n"
	}
	return quiz.Question{
		ID: "generators", Bank: "python", Number: 7, Section: "Iteration", Tags: []string{"generators", "iterators"}, Title: "What does a generator do between two calls of `next()`?", Difficulty: "hard",
		Body:   "Look at its states:\n\n![The states of a generator](https://docs.python.org/states.png)\n\nAnd at the same on a napkin:\n\n![The states on a napkin](img/napkin.png)",
		Answer: answer, Links: []string{"https://peps.python.org/pep-0255/"},
	}
}

func closure() quiz.Question {
	return quiz.Question{
		ID: "closure", Bank: "python", Number: 4, Section: "Functions", Title: "What is a *closure*?", Difficulty: "medium",
		Body:      "What does this print, and why?\n\n```python\ndef outer():\n    x = 1\n    return lambda: x\n\nprint(outer()())\n```",
		Answer:    "It prints `1`. A closure is a function together with the **variables** around it:\n\n1. the function\n2. the cells that it refers to\n\n| part | where |\n|---|---|\n| code | `__code__` |\n| cells | `__closure__` |",
		KeyPoints: []string{"it is a function", "it keeps its variables"}, Hint: "Look at what `x` is afterwards.",
		Links: []string{"[The data model](https://docs.python.org/3/reference/datamodel.html)"},
	}
}

func immutable() quiz.Question {
	return quiz.Question{
		ID: "immutable", Bank: "python", Number: 9, Section: "Types", Title: "Which of these cannot be changed?", Difficulty: "easy", Hint: "Which can be a key of a `dict`?",
		Answer:  "A `tuple`, a `str` and a `frozenset` have no way to be changed, *whatever* they hold.",
		Choices: []quiz.Choice{{Text: "`list`"}, {Text: "`tuple`", Correct: true}, {Text: "`str`", Correct: true}, {Text: "`dict`"}, {Text: "`set`"}, {Text: "`frozenset`", Correct: true}},
	}
}

func abbreviation() quiz.Question {
	return quiz.Question{
		ID: "gil", Bank: "python", Number: 12, Title: "What does GIL stand for?", Accept: []string{"global interpreter lock", "the global interpreter lock"},
	}
}
