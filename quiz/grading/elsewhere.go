package grading

import (
	"regexp"
	"strings"

	"quizbot/quiz/grading/prose"
)

// pointer matches a sentence that sends the reader elsewhere.
var pointer = regexp.MustCompile(`(?i)https?://|\b(see|refer to|read|look at) (the|my|our|its|this) [a-z ]*(docs|documentation|manual|notes|article|page|link)|可?(参考|参见|参阅|详见|查看)`)

// leastOwnTokens is the number of tokens of a reference that says something of its own.
const leastOwnTokens = 6

// pointsElsewhere reports whether a reference only says where the answer is to be found.
func pointsElsewhere(reference string) bool {
	points, own := false, 0
	for _, sentence := range strings.FieldsFunc(reference, func(c rune) bool { return strings.ContainsRune("。！？；\n", c) }) {
		for part := range strings.SplitSeq(sentence, ". ") {
			if pointer.MatchString(part) {
				points = true
				continue
			}
			tokens := prose.Tokenize(part)
			for i := range tokens {
				if tokens[i].Content() {
					own++
				}
			}
		}
	}
	return points && own < leastOwnTokens
}
