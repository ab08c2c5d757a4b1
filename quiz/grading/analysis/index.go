package analysis

// index holds lists of numbers, one for each key from 0 on.
type index struct {
	starts []int32 // of the lists, by key
	values []int32
}

// newIndex returns the index of the pairs that each adds. It is called twice, and must add the same
// pairs. The values of a key stay in order.
func newIndex(keys int, each func(add func(key, value int32))) index {
	// The list of a key is filled from starts[key+1] on, which becomes the start of the next list.
	starts := make([]int32, keys+2)
	each(func(key, _ int32) { starts[key+2]++ })
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	values := make([]int32, starts[keys+1])
	each(func(key, value int32) {
		values[starts[key+1]] = value
		starts[key+1]++
	})
	return index{starts, values}
}

func (x *index) at(key int32) []int32 { return x.values[x.starts[key]:x.starts[key+1]] }
