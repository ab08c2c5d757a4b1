package prose

// longestOperator is the length of ===.
const longestOperator = 3

func isOperatorMark(c rune) bool {
	switch c {
	case '=', '!', '<', '>', '&', '|':
		return true
	}
	return false
}

// isOperator reports whether the mark at source[start:end] is part of an operator of several marks.
// An arrow isn't one, and full-width marks make none.
func (s *scanner) isOperator(start, end int) bool {
	if end-start != 1 {
		return false
	}
	from, to := start, start
	for from > 0 && start-from < longestOperator && isOperatorMark(rune(s.source[from-1])) {
		from--
	}
	for to < len(s.source) && to-start <= longestOperator && isOperatorMark(rune(s.source[to])) {
		to++
	}
	switch s.source[from:to] {
	case "==", "===", "!=", "!==", "<=", ">=", "&&", "||", "<<", ">>":
		return true
	}
	return false
}

// addOperator adds a mark to the operator before it, or begins one.
func (s *scanner) addOperator(start, end int) {
	mark := s.source[start:end]
	if n := len(s.tokens); n > 0 {
		if last := &s.tokens[n-1]; last.Kind == Number && last.End == int32(start) && isOperatorMark(rune(last.Text[0])) {
			last.Text += mark
			last.Surface, last.End = last.Text, int32(end)
			return
		}
	}
	s.add(Token{Text: mark, Surface: mark, Start: int32(start), End: int32(end), Kind: Number})
}
