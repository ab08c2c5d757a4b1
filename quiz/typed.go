package quiz

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// plain returns a text as its readers expect it, whatever keyboard or program it came from: characters of full width
// and digits of other scripts as ASCII has them, every dash a hyphen, every space one space, quotation marks and
// invisible characters left out.
func plain(text string) string {
	bare := strings.Map(plainRune, strings.ReplaceAll(text, "…", ".."))
	return strings.Join(strings.Fields(bare), " ")
}

// folded is plain in lower case.
func folded(text string) string { return strings.ToLower(plain(text)) }

// Folded returns a typed text as names are compared: without case, width, quotation marks and superfluous space.
func Folded(text string) string { return folded(text) }

func plainRune(r rune) rune {
	if r >= '！' && r <= '～' {
		r -= '！' - '!'
	}
	switch {
	case strings.ContainsRune("\"'`´′‘’‚‛“”„‟‹›«»「」『』", r):
		return -1
	case strings.ContainsRune("∶︰꞉˸", r):
		return ':'
	case unicode.Is(unicode.Pd, r) || r == '−' || r == '~' || r == '〜':
		return '-'
	case unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	case r > unicode.MaxASCII && unicode.Is(unicode.Nd, r):
		return '0' + digitValue(r)
	}
	return r
}

// digitValue is the value of a decimal digit of any script. Unicode has them in rows of ten from zero on.
func digitValue(r rune) rune {
	for _, row := range unicode.Nd.R16 {
		if lo := rune(row.Lo); r >= lo && r <= rune(row.Hi) {
			return (r - lo) % 10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if lo := rune(row.Lo); r >= lo && r <= rune(row.Hi) {
			return (r - lo) % 10
		}
	}
	return 0
}

// hanNumbers turns numbers written in Chinese characters, up to 99, into digits: 十二 is 12.
func hanNumbers(text string) string {
	var out strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); {
		end := i
		for end < len(runes) && hanDigit(runes[end]) >= 0 {
			end++
		}
		if end == i {
			out.WriteRune(runes[i])
			i++
			continue
		}
		out.WriteString(hanNumber(runes[i:end]))
		i = end
	}
	return out.String()
}

// hanDigit is the value of a Chinese numeral, -1 of any other character. Ten is 10.
func hanDigit(r rune) int {
	if r == '两' {
		return 2
	}
	if r == '〇' {
		return 0
	}
	return slices.Index([]rune("零一二三四五六七八九十"), r)
}

func hanNumber(run []rune) string {
	tens, ones, ten := 0, 0, false
	var digits []byte
	for _, r := range run {
		v := hanDigit(r)
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

// list is what stands between the commas of a text, in whatever language they are typed, without quotation marks;
// "all" and "none" stand for nothing.
func list(text string) []string {
	switch folded(text) {
	case "all", "none", "全部", "所有", "无", "没有":
		return nil
	}
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
		if part = strings.Trim(part, " \t\u3000\"'`“”‘’「」"); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// ReadSwitch reads on and off, and other words for them in English and Chinese.
func ReadSwitch(text string) (bool, error) {
	word := folded(text)
	switch {
	case slices.Contains([]string{"on", "true", "yes", "y", "1", "enable", "enabled", "开", "开启", "打开", "启用", "是", "要"}, word):
		return true, nil
	case isOff(word):
		return false, nil
	}
	return false, fmt.Errorf("%q is neither on nor off", text)
}

// isOff reports whether a folded word means off.
func isOff(word string) bool {
	return slices.Contains([]string{"off", "false", "no", "n", "0", "none", "never", "disable", "disabled", "关", "关闭", "关掉", "停用", "否", "不", "不要", "不发", "无"}, word)
}
