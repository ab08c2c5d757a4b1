// Package input reads text typed by people: from any keyboard, in English and Chinese, with
// mistakes in spelling.
package input

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Normalize returns a text with ASCII for full-width characters and for digits of other scripts, a
// hyphen for every dash, one space for all white space, and without quotation marks and invisible
// characters.
func Normalize(text string) string {
	bare := strings.Map(normalizeRune, strings.ReplaceAll(text, "…", ".."))
	return strings.Join(strings.Fields(bare), " ")
}

// Fold returns a typed text for comparison: normalized and in lower case.
func Fold(text string) string { return strings.ToLower(Normalize(text)) }

func normalizeRune(r rune) rune {
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
		return '0' + decimalDigitValue(r)
	}
	return r
}

// decimalDigitValue returns the value of a decimal digit of any script. Unicode has them in rows
// of ten, starting with zero.
func decimalDigitValue(r rune) rune {
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

// SplitList returns the parts of a list, split at English or Chinese commas, without quotation
// marks. "all" and "none" give an empty list.
func SplitList(text string) []string {
	switch Fold(text) {
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

// ParseSwitch parses on and off, and other English and Chinese words for them.
func ParseSwitch(text string) (bool, error) {
	word := Fold(text)
	switch {
	case slices.Contains([]string{"on", "true", "yes", "y", "1", "enable", "enabled", "开", "开启", "打开", "启用", "是", "要"}, word):
		return true, nil
	case MeansOff(word):
		return false, nil
	}
	return false, fmt.Errorf("%q is neither on nor off", text)
}

// MeansOff reports whether a folded word means off.
func MeansOff(word string) bool {
	return slices.Contains([]string{"off", "false", "no", "n", "0", "none", "never", "disable", "disabled", "关", "关闭", "关掉", "停用", "否", "不", "不要", "不发", "无"}, word)
}
