package memory

import "testing"

func TestStack(t *testing.T) {
	var s Stack[int]
	for range 3 {
		first := s.Take(3)
		second := s.Take(5)
		first[2], second[0] = 1, 2
		third := s.Take(100)
		first = append(first, 9) // must not run into the second
		for _, list := range [][]int{first[:2], second[1:], third} {
			for i, v := range list {
				if v != 0 {
					t.Errorf("place %d of a list of %d has %d", i, len(list), v)
				}
			}
		}
		if second[0] != 2 {
			t.Errorf("two lists share memory: %v, %v", first, second)
		}
		for i := range third {
			third[i] = 7
		}
		s.Reset()
	}
	if n := testing.AllocsPerRun(10, func() { s.Reset(); s.Take(50); s.Take(50) }); n > 0 {
		t.Errorf("%v allocations, want none for memory that is used again", n)
	}
}
