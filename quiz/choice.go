package quiz

import (
	"fmt"
	"slices"
	"strings"
)

// Practice says which questions of the bank lookups answer.
type Practice string

// Lookups answer all questions, or only those that were asked in the room.
const (
	PracticeAll   Practice = "all"
	PracticeAsked Practice = "asked"
)

// Order is the order in which a plan asks its questions.
type Order string

// Questions come in an order that the room's seed decides, in the order of the banks, or the easy ones first.
const (
	OrderShuffled     Order = "shuffled"
	OrderBank         Order = "bank"
	OrderByDifficulty Order = "difficulty"
)

// oneOf checks that a value is one of a setting's words, whatever their case.
func oneOf[T ~string](words ...T) func(string) (T, error) {
	return func(text string) (T, error) {
		i := slices.IndexFunc(words, func(w T) bool { return strings.EqualFold(string(w), text) })
		if i < 0 {
			return "", fmt.Errorf("%q isn't one of %s", text, joined(words))
		}
		return words[i], nil
	}
}

func joined[T ~string](words []T) string {
	var list []string
	for _, w := range words {
		list = append(list, string(w))
	}
	return strings.Join(list, ", ")
}
