package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"quizbot/quiz/input"
)

// clockPattern matches a folded time of day without spaces: a word for the part of the day, the
// hour, the minutes, a second word.
var clockPattern = regexp.MustCompile(`^(上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜里|at)?(\d{1,2})(?:[:.h点點时時](\d{2}|\d{1,2}分|半|整|1刻|3刻)?(?::00)?)?(am|pm|a\.m\.?|p\.m\.?|noon|h|uhr|oclock)?$`)

// digitsPattern matches a time without a separator, such as 0930.
var digitsPattern = regexp.MustCompile(`^(\d{1,2})(\d\d)(am|pm)?$`)

// ParseClock parses a typed time of day like 09:30, 9:30 pm, 10am, 10, noon or 9点半.
func ParseClock(s string) (Clock, error) {
	text := strings.ReplaceAll(input.ConvertHanNumbers(input.Fold(s)), " ", "")
	switch text {
	case "noon", "midday", "12noon", "中午", "正午":
		return 12 * 60, nil
	case "midnight", "午夜", "半夜":
		return 0, nil
	}
	if m := digitsPattern.FindStringSubmatch(text); m != nil {
		text = m[1] + ":" + m[2] + m[3]
	}
	m := clockPattern.FindStringSubmatch(text)
	if m == nil {
		return 0, notClockError(s)
	}
	hour, _ := strconv.Atoi(m[2])
	minute, ok := parseMinutes(m[3])
	hour, fits := hourOfDay(hour, m[1]+strings.ReplaceAll(m[4], ".", ""))
	if !ok || !fits {
		return 0, notClockError(s)
	}
	return Clock(hour*60 + minute), nil
}

func notClockError(s string) error {
	return fmt.Errorf("%q is not a time of day: write it like 09:30", s)
}

// parseMinutes parses the part after the hour.
func parseMinutes(text string) (int, bool) {
	switch text {
	case "", "整":
		return 0, true
	case "半":
		return 30, true
	case "1刻":
		return 15, true
	case "3刻":
		return 45, true
	}
	n, err := strconv.Atoi(strings.TrimSuffix(text, "分"))
	return n, err == nil && n < 60
}

// hourOfDay returns the hour of the day, 0 to 23, for an hour with a word such as pm. It reports
// false for an impossible hour.
func hourOfDay(hour int, word string) (int, bool) {
	switch word {
	case "am", "上午", "早上", "早晨", "清晨", "凌晨":
		return hour % 12, hour <= 12
	case "pm", "下午", "傍晚":
		if hour < 12 {
			hour += 12
		}
	case "晚上", "夜里":
		if hour == 12 {
			return 0, true
		}
		if hour > 4 && hour < 12 {
			hour += 12
		}
	case "中午", "noon":
		if hour < 4 {
			hour += 12
		}
	}
	return hour, hour < 24
}

// ParseClockOrOff parses a time of day, or off.
func ParseClockOrOff(s string) (Clock, error) {
	if input.MeansOff(input.Fold(s)) {
		return Off, nil
	}
	return ParseClock(s)
}
