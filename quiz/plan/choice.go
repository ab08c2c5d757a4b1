package plan

import (
	"slices"

	"quizbot/quiz/input"
)

// parseOneOf returns a parser for a setting's words and their synonyms.
func parseOneOf[T ~string](words ...T) func(string) (T, error) {
	return func(text string) (T, error) {
		word := input.Fold(text)
		if meant, ok := synonymOf(word); ok {
			word = meant
		}
		i := slices.IndexFunc(words, func(w T) bool { return string(w) == word })
		if i < 0 {
			return "", errUnreadable
		}
		return words[i], nil
	}
}

// synonymOf returns the setting's word for a synonym.
func synonymOf(word string) (string, bool) {
	for known, others := range map[string][]string{
		string(ThreadsCount):      {"answers", "answer", "计入", "算答案", "答案"},
		string(ThreadsTalk):       {"chat", "discussion", "闲聊", "讨论"},
		string(PracticeAll):       {"any", "everything", "全部", "所有"},
		string(PracticeAsked):     {"only asked", "already asked", "出过的", "问过的"},
		string(OrderShuffled):     {"shuffle", "random", "打乱", "随机"},
		string(OrderBank):         {"in order", "sequential", "number", "numbered", "顺序", "按顺序", "题库", "题库顺序"},
		string(OrderByDifficulty): {"by difficulty", "easy first", "easiest first", "难度", "按难度", "由易到难"},
	} {
		if slices.Contains(others, word) {
			return known, true
		}
	}
	return "", false
}
