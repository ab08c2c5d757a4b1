package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"quizbot/quiz/input"
)

// Everyday is every day of the week.
const Everyday = Weekdays(0x7f)

// ParseWeekdayNames parses a list of names like mon and tue. An item may be anything that
// [ParseWeekdays] parses.
func ParseWeekdayNames(names []string) (Weekdays, error) {
	var set Weekdays
	for _, name := range names {
		days, err := ParseWeekdays(name)
		if err != nil {
			return 0, err
		}
		set |= days
	}
	return set, nil
}

// ParseWeekdays parses typed weekdays in English and Chinese: mon, wed and fri; mon-fri; weekdays;
// daily; 周一到周五; 周一三五.
func ParseWeekdays(text string) (Weekdays, error) {
	var set Weekdays
	var last time.Weekday
	ranging, single := false, false
	tokens, ok := tokenizeWeekdays(strings.NewReplacer("..", "-", "every day", "daily", "each day", "daily").Replace(input.Fold(text)))
	for _, t := range tokens {
		switch {
		case t == rangeToken && single && !ranging:
			ranging = true
			continue
		case t == rangeToken:
			ok = false
			continue
		case t.days != 0 && ranging:
			ok = false
		case t.days != 0:
			set |= t.days
		case ranging:
			for d := last; d != t.day; d = (d + 1) % 7 {
				set |= 1 << d
			}
			set |= 1 << t.day
		default:
			set |= 1 << t.day
		}
		last, ranging, single = t.day, false, t.days == 0
	}
	if !ok || ranging || set == 0 {
		return 0, fmt.Errorf("%q doesn't say days of the week: write them like mon, wed, fri, or mon-fri", strings.TrimSpace(text))
	}
	return set, nil
}

// weekdayToken is a day, or several of them.
type weekdayToken struct {
	day  time.Weekday
	days Weekdays
}

// rangeToken separates the first and the last day of a range.
var rangeToken = weekdayToken{day: -1} //nolint:gochecknoglobals // a constant for comparisons

// tokenizeWeekdays splits a text into tokens. It reports false for an unknown word.
func tokenizeWeekdays(text string) (tokens []weekdayToken, ok bool) {
	for text = trimSeparators(text); text != ""; text = trimSeparators(text) {
		if first := rune(text[0]); first == '-' {
			tokens, text = append(tokens, rangeToken), text[1:]
			continue
		} else if first <= unicode.MaxASCII {
			word := text
			if end := strings.IndexFunc(text, func(r rune) bool { return r < 'a' || r > 'z' }); end >= 0 {
				word = text[:end]
			}
			t, known := parseEnglishDay(word)
			if !known {
				return nil, false
			}
			if t != nil {
				tokens = append(tokens, *t)
			}
			text = text[len(word):]
			continue
		}
		more, rest, known := parseHanDays(text)
		if !known {
			return nil, false
		}
		tokens, text = append(tokens, more...), rest
	}
	return tokens, true
}

// trimSeparators removes leading separators.
func trimSeparators(text string) string { return strings.TrimLeft(text, " ,、;；/&+.") }

// parseEnglishDay parses an English word: a day, several days, the to of a range, or nil for a
// filler word.
func parseEnglishDay(word string) (*weekdayToken, bool) {
	switch word {
	case "and", "on", "every", "each", "day", "days", "from", "the", "only":
		return nil, true
	case "to", "til", "till", "until", "through", "thru":
		return &rangeToken, true
	case "weekday", "weekdays", "workday", "workdays", "working":
		return &weekdayToken{days: Workdays}, true
	case "weekend", "weekends":
		return &weekdayToken{days: Everyday &^ Workdays}, true
	case "daily", "everyday", "all":
		return &weekdayToken{days: Everyday}, true
	}
	word = strings.TrimSuffix(word, "s")
	for i, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if len(word) >= 2 && strings.HasPrefix(name, word) || word == "wedne" || word == "thur" && name == "thursday" {
			return &weekdayToken{day: time.Weekday((i + 1) % 7)}, true
		}
	}
	return nil, false
}

// parseHanDays parses Chinese words at the start of a text: a word for several days, or 周 and its
// synonyms with numbers or a range.
func parseHanDays(text string) (tokens []weekdayToken, rest string, ok bool) {
	for _, group := range []struct {
		word string
		days Weekdays
	}{
		{"工作日", Workdays},
		{"周末", Everyday &^ Workdays},
		{"週末", Everyday &^ Workdays},
		{"每天", Everyday},
		{"每日", Everyday},
		{"天天", Everyday},
		{"全部", Everyday},
		{"所有", Everyday},
	} {
		if rest, found := strings.CutPrefix(text, group.word); found {
			return []weekdayToken{{days: group.days}}, rest, true
		}
	}
	for _, word := range []string{"和", "与", "及", "每"} {
		if rest, found := strings.CutPrefix(text, word); found {
			return nil, rest, true
		}
	}
	for _, word := range []string{"到", "至"} {
		if rest, found := strings.CutPrefix(text, word); found {
			return []weekdayToken{rangeToken}, rest, true
		}
	}
	for _, prefix := range []string{"星期", "礼拜", "周", "週"} {
		if rest, found := strings.CutPrefix(text, prefix); found {
			tokens, rest = parseHanWeek(rest)
			return tokens, rest, len(tokens) > 0
		}
	}
	return nil, text, false
}

// parseHanWeek parses the numbers after 周: 一三五, 一至五, 1-5.
func parseHanWeek(text string) (tokens []weekdayToken, rest string) {
	for rest = text; rest != ""; {
		r := []rune(rest)[0]
		i := slices.Index([]rune("一二三四五六日"), r)
		if r == '天' || r == '7' {
			i = 6
		} else if r >= '1' && r <= '6' {
			i = int(r - '1')
		}
		next := strings.TrimPrefix(rest, string(r))
		isRange := r == '-' || r == '到' || r == '至'
		switch {
		case i >= 0:
			tokens = append(tokens, weekdayToken{day: time.Weekday((i + 1) % 7)})
		case isRange && len(tokens) > 0 && next != "" && strings.ContainsAny(string([]rune(next)[0]), "一二三四五六日天1234567"):
			tokens = append(tokens, rangeToken)
		case (r == '、' || r == ',') && len(tokens) > 0 && next != "" && strings.ContainsAny(string([]rune(next)[0]), "一二三四五六日天1234567"):
		default:
			return tokens, rest
		}
		rest = next
	}
	return tokens, rest
}
