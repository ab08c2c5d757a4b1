package analysis

import "quizbot/quiz/grading/memory"

// index holds lists of values, one for each key from 0 on.
type index[V any] struct {
	starts []int32 // of the lists, by key
	values []V
}

// newIndex returns the index of the pairs that each adds. It is called twice, and must add the same
// pairs. The values of a key stay in order.
func newIndex[V any](numbers *memory.Stack[int32], lists *memory.Stack[V], keys int, each func(add func(key int32, value V))) index[V] {
	// The list of a key is filled from starts[key+1] on, which becomes the start of the next list.
	starts := numbers.Take(keys + 2)
	each(func(key int32, _ V) { starts[key+2]++ })
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	values := lists.Take(int(starts[keys+1]))
	each(func(key int32, value V) {
		values[starts[key+1]] = value
		starts[key+1]++
	})
	return index[V]{starts, values}
}

func (x *index[V]) at(key int32) []V { return x.values[x.starts[key]:x.starts[key+1]] }
