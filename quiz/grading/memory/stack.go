// Package memory lends memory that one answer after another is graded in.
package memory

// Stack lends lists, all of which are given back at once. The zero value is ready for use.
type Stack[V any] struct {
	all  []V
	lent int
}

// Take lends a list of n zero values, until the next call of Reset.
func (s *Stack[V]) Take(n int) []V {
	if s.lent+n > len(s.all) {
		// Lists that are lent keep the memory they have.
		s.all, s.lent = make([]V, max(n, 2*len(s.all))), 0
	}
	list := s.all[s.lent : s.lent+n : s.lent+n]
	s.lent += n
	clear(list)
	return list
}

// Reserve makes room for lists of n values together.
func (s *Stack[V]) Reserve(n int) {
	if s.lent+n > len(s.all) {
		s.all, s.lent = make([]V, max(n, 2*len(s.all))), 0
	}
}

// Reset takes all lists back.
func (s *Stack[V]) Reset() { s.lent = 0 }
