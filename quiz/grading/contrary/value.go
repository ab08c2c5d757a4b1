package contrary

import (
	"strings"

	"quizbot/quiz/grading/prose"
)

// value is a number, or the order of a cost such as O(n).
type value struct {
	text          string // digits, or the order without spaces
	order         bool
	start, end    int // tokens
	before, after string
}

// findValues returns the values of tokens, which begin at an offset.
func findValues(tokens []prose.Token, offset int) []value {
	var values []value
	for i := 0; i < len(tokens); i++ {
		if isOrder(tokens, i) {
			v := value{order: true, start: offset + i}
			for i++; i < len(tokens) && (!tokens[i].IsPunctuation() || v.text == ""); i++ {
				v.text += tokens[i].Surface
			}
			v.end = offset + i
			values = append(values, v)
		} else if n := numeralAt(tokens, i); n != "" {
			values = append(values, value{text: n, start: offset + i, end: offset + i + 1, before: wordAt(tokens, i-1), after: wordAt(tokens, i+1)})
		}
	}
	return values
}

// isOrder reports whether the order of a cost begins at a token.
func isOrder(tokens []prose.Token, i int) bool {
	return tokens[i].Surface == "o" && i+2 < len(tokens) && tokens[i+1].IsPunctuation() && tokens[i+1].Start == tokens[i].End && !tokens[i+2].IsPunctuation()
}

// wordAt returns the word at a token, "" for marks and numbers.
func wordAt(tokens []prose.Token, i int) string {
	if i < 0 || i >= len(tokens) || tokens[i].Kind == prose.Number {
		return ""
	}
	return tokens[i].Text
}

// Numerals that are written as words.
const (
	hanNumerals = "零一二三四五六七八九"
	hanMeasures = "个次种条层步台倍位类份组块行列秒天年月字级路阶段轮遍名只张页"
)

// numeralAt returns the number at a token in digits, "" for none. One is none: it is often an article.
func numeralAt(tokens []prose.Token, i int) string {
	t := &tokens[i]
	switch {
	case t.Kind == prose.Number && strings.Trim(t.Text, "0123456789.") == "":
		return t.Text
	case t.Kind == prose.Han && isCount(t.Text) && isAny(wordAt(tokens, i+1), hanMeasures) && !isAny(wordAt(tokens, i-1), hanNumerals+"十百千万第"):
		if t.Text == "两" {
			return "2"
		}
		if n := strings.Index(hanNumerals, t.Text) / len("零"); n > 1 {
			return string(rune('0' + n))
		}
	case t.Kind == prose.Word:
		return digitOf(t.Surface)
	}
	return ""
}

// isCount reports whether a Chinese character is a numeral that counts things.
func isCount(character string) bool {
	switch character {
	case "两", "二", "三", "四", "五", "六", "七", "八", "九":
		return true
	}
	return false
}

// digitOf returns the digit of an English numeral, "" for other words.
func digitOf(word string) string {
	switch word {
	case "two", "twice":
		return "2"
	case "three":
		return "3"
	case "four":
		return "4"
	case "five":
		return "5"
	case "six":
		return "6"
	case "seven":
		return "7"
	case "eight":
		return "8"
	case "nine":
		return "9"
	}
	return ""
}

func isAny(word, of string) bool { return word != "" && strings.Contains(of, word) }

// isLike reports whether two values measure the same.
func (v *value) isLike(other *value) bool {
	if v.order || other.order {
		return v.order == other.order
	}
	return v.after != "" && v.after == other.after || v.before != "" && v.before == other.before
}
