package score

import (
	"quizbot/quiz/grading/memory"
	"quizbot/quiz/grading/prose"
)

// Memory is the memory in which one answer after another is compared. The zero value is ready for use.
type Memory struct {
	terms   []term
	names   []string
	found   []occurrence
	lists   memory.Stack[[]occurrence]
	numbers memory.Stack[int32]
	marks   memory.Stack[bool]
	weights memory.Stack[float64]
	bits    memory.Stack[uint64]
	match   []uint64
	shape   prose.Shape
	runs    runs
}

// reset takes back what the answer before needed.
func (m *Memory) reset() {
	m.found = m.found[:0]
	m.lists.Reset()
	m.numbers.Reset()
	m.marks.Reset()
	m.weights.Reset()
	m.bits.Reset()
}

// Forget removes the words of the latest answer.
func (m *Memory) Forget() {
	clear(m.names[:cap(m.names)])
	clear(m.runs.letters[:cap(m.runs.letters)])
	clear(m.runs.han[:cap(m.runs.han)])
}
