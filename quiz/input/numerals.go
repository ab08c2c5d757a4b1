package input

import (
	"slices"
	"strings"
)

// ConvertHanNumbers replaces numbers up to 99 in Chinese characters by digits: 十二 by 12.
func ConvertHanNumbers(text string) string {
	var out strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); {
		end := i
		for end < len(runes) && hanDigitValue(runes[end]) >= 0 {
			end++
		}
		if end == i {
			out.WriteRune(runes[i])
			i++
			continue
		}
		out.WriteString(convertHanNumber(runes[i:end]))
		i = end
	}
	return out.String()
}

// hanDigitValue returns the value of a Chinese numeral, or -1. Ten is 10.
func hanDigitValue(r rune) int {
	if r == '两' {
		return 2
	}
	if r == '〇' {
		return 0
	}
	return slices.Index([]rune("零一二三四五六七八九十"), r)
}

func convertHanNumber(run []rune) string {
	tens, ones, ten := 0, 0, false
	var digits []byte
	for _, r := range run {
		v := hanDigitValue(r)
		if v == 10 {
			tens, ones, ten = max(ones, 1), 0, true
			continue
		}
		digits = append(digits, byte('0'+v))
		ones = v
	}
	if !ten {
		return string(digits)
	}
	if tens > 9 {
		tens = 9
	}
	return string([]byte{byte('0' + tens), byte('0' + ones)})
}
