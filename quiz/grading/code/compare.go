package code

import (
	"math/bits"
	"strconv"
)

// Likeness says how much of a reference's code an answer's code has.
type Likeness struct {
	// Share from 0 to 1.
	Share float64
	// OtherOperator and OtherLiteral say that the answer has an operator or a literal in the place of
	// the reference's.
	OtherOperator, OtherLiteral bool
}

// Compare compares code. Names count by the order of their appearance.
func Compare(reference, answer string) Likeness {
	a, b := scan(reference), scan(answer)
	x, y := rename(a), rename(b)
	if len(x) == 0 || len(y) == 0 {
		return Likeness{}
	}
	sequence := float64(commonSubsequence(x, y)) / float64(len(x))
	grams := gramShare(x, y)
	return Likeness{
		Share:         0.6*sequence + 0.4*grams,
		OtherOperator: differ(a, b, isDecisive),
		OtherLiteral:  differ(a, b, func(t token) bool { return (t.kind == number || t.kind == text) && t.depth == 0 }),
	}
}

// Size returns the number of tokens of code.
func Size(source string) int { return len(scan(source)) }

// rename returns the tokens' texts. A name becomes the number of its first appearance.
func rename(tokens []token) []string {
	order := map[string]int{}
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = t.text
		if t.kind != name {
			continue
		}
		n, ok := order[t.text]
		if !ok {
			n = len(order)
			order[t.text] = n
		}
		texts[i] = "$" + strconv.Itoa(n)
	}
	return texts
}

// isDecisive reports whether another operator in its place makes another program.
func isDecisive(t token) bool {
	switch t.text {
	case "+", "-", "*", "/", "//", "%", "**", "<", ">", "<=", ">=", "==", "!=", "===", "!==", "&&", "||", "&", "|", "^", "<<", ">>",
		"+=", "-=", "*=", "/=", "and", "or":
		return t.kind == operator || t.kind == keyword
	}
	return false
}

// differ reports whether both have tokens of a kind that the other lacks.
func differ(a, b []token, of func(t token) bool) bool {
	return lacks(a, b, of) && lacks(b, a, of)
}

func lacks(a, b []token, of func(t token) bool) bool {
	has := map[string]bool{}
	for _, t := range b {
		if of(t) {
			has[t.text] = true
		}
	}
	for _, t := range a {
		if of(t) && !has[t.text] {
			return true
		}
	}
	return false
}

// commonSubsequence returns the length of the longest common subsequence (Hyyrö 2004, on bit
// vectors).
func commonSubsequence(x, y []string) int {
	words := (len(x) + 63) / 64
	match := map[string][]uint64{}
	for i, t := range x {
		if match[t] == nil {
			match[t] = make([]uint64, words)
		}
		match[t][i/64] |= 1 << (i % 64)
	}
	v := make([]uint64, words)
	for i := range v {
		v[i] = ^uint64(0)
	}
	for _, t := range y {
		m := match[t]
		if m == nil {
			continue
		}
		var carry uint64
		for i := range v {
			var sum uint64
			sum, carry = bits.Add64(v[i], v[i]&m[i], carry)
			v[i] = sum | v[i]&^m[i]
		}
	}
	n := 0
	for i := range x {
		if v[i/64]>>(i%64)&1 == 0 {
			n++
		}
	}
	return n
}

// gramShare returns the share of x's runs of three tokens that y has.
func gramShare(x, y []string) float64 {
	if len(x) < 3 {
		return float64(commonSubsequence(x, y)) / float64(len(x))
	}
	count := map[[3]string]int{}
	for i := 0; i+3 <= len(y); i++ {
		count[[3]string(y[i:i+3])]++
	}
	n := 0
	for i := 0; i+3 <= len(x); i++ {
		if g := [3]string(x[i : i+3]); count[g] > 0 {
			count[g]--
			n++
		}
	}
	return float64(n) / float64(len(x)-2)
}
