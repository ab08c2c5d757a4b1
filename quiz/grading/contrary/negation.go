package contrary

import "quizbot/quiz/grading/prose"

// findHeads marks the token that each negation stands before: the next one with content, in the same
// part of the sentence.
func findHeads(tokens []prose.Token) []bool {
	heads := make([]bool, len(tokens))
	markHeads(heads, tokens)
	return heads
}

func markHeads(heads []bool, tokens []prose.Token) {
	pending := false
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.IsPunctuation(), endsNegation(t.Surface):
			pending = false
		case t.Negation:
			pending = negates(tokens, i) && !isComplement(tokens, i) && !isLimit(tokens, i)
		case pending && t.Content() && t.Surface != "longer":
			heads[i], pending = true, false
		}
	}
}

// endsNegation reports whether a word begins another part of the sentence.
func endsNegation(word string) bool {
	switch word {
	case "but", "because", "so", "then", "instead", "since", "while", "whereas", "until", "unless", "before", "if", "when", "though", "although",
		"但", "却", "因", "所", "就", "则":
		return true
	}
	return false
}

// limitReach is the number of tokens between a negation and the more than that makes it a limit.
const limitReach = 4

// isLimit reports whether a negation sets a limit, as in: not more than one.
func isLimit(tokens []prose.Token, i int) bool {
	for n := i + 1; n < min(len(tokens), i+2+limitReach) && !tokens[n].IsPunctuation(); n++ {
		switch tokens[n].Surface + " " + textAt(tokens, n+1) {
		case "more than", "超 过", "多 于":
			return true
		}
	}
	return false
}

// negates reports whether the negation at i is one: some characters are part of words that negate
// nothing.
func negates(tokens []prose.Token, i int) bool {
	before, after := textAt(tokens, i-1), textAt(tokens, i+1)
	switch tokens[i].Surface {
	case "不":
		return !isAny(after, "过仅但只光断论管妨") && (before == "" || before != after)
	case "别":
		return !isAny(after, "的人名处称") && !isAny(before, "特分级类区识个辨性差")
	case "非":
		return !isAny(after, "常") && !isAny(before, "除是")
	case "未":
		return !isAny(after, "来")
	case "无":
		return !isAny(after, "论")
	case "缺":
		return !isAny(after, "点省页陷")
	case "not", "n't":
		return after != "only" && after != "just"
	}
	return true
}

// isComplement reports whether a negation says that the verb before it fails, as in 找不到.
func isComplement(tokens []prose.Token, i int) bool {
	return tokens[i].Surface == "不" && isAny(textAt(tokens, i+1), "到开了起下住完出动清") && textAt(tokens, i-1) != ""
}

func textAt(tokens []prose.Token, i int) string {
	if i < 0 || i >= len(tokens) || tokens[i].IsPunctuation() {
		return ""
	}
	return tokens[i].Text
}

// isNegative reports whether tokens negate, exclude or replace something.
func isNegative(tokens []prose.Token) bool {
	for i := range tokens {
		if tokens[i].Negation && negates(tokens, i) || excludes(tokens, i) {
			return true
		}
	}
	return false
}

// excludes reports whether a word says that something doesn't happen.
func excludes(tokens []prose.Token, i int) bool {
	switch tokens[i].Text {
	case "avoid", "prevent", "forbid", "prohibit", "stop", "replac", "instead", "than", "unlik", "disabl", "比":
		return true
	}
	switch tokens[i].Text + textAt(tokens, i+1) {
	case "避免", "禁止", "防止", "代替", "取代", "替代", "禁用", "阻止", "杜绝", "消除":
		return true
	}
	return false
}

// isConditional reports whether tokens name a condition rather than a fact.
func isConditional(tokens []prose.Token) bool {
	for i := range tokens {
		if isCondition(tokens, i) || isTime(tokens, i) {
			return true
		}
	}
	return false
}

// leavesOpen reports whether tokens name a condition that goes on in their sentence. A time, such as
// 第一次同步时, ends within them if more follows.
func leavesOpen(tokens []prose.Token) bool {
	for i := range tokens {
		if isCondition(tokens, i) || isTime(tokens, i) && !hasContent(tokens[i+1:]) {
			return true
		}
	}
	return false
}

// isCondition reports whether the token at i begins a condition.
func isCondition(tokens []prose.Token, i int) bool {
	switch tokens[i].Surface {
	case "if", "when", "unless", "until", "whether", "once", "otherwise", "若", "除":
		return true
	case "如", "否", "要", "的":
		return isConditionalPair(tokens[i].Surface, textAt(tokens, i+1))
	}
	return false
}

// isTime reports whether the token at i ends a time or a condition.
func isTime(tokens []prose.Token, i int) bool {
	return tokens[i].Surface == "时" && !isAny(textAt(tokens, i+1), "间区钟刻序") && !isAny(textAt(tokens, i-1), "同及按随实延定超计暂临")
}

func isConditionalPair(first, second string) bool {
	switch first + second {
	case "如果", "否则", "要是", "的话":
		return true
	}
	return false
}
