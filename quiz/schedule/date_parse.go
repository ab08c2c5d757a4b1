package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz/input"
)

// ParseTypedDate parses a date typed on a given day: 2026-12-24, 24 Dec, 12月24日, tomorrow, friday,
// 2w, 3 days, 明天, 下周一. It ignores words before the date, such as until. A date without a year, or
// a weekday, is the next one from today on. A time span counts from today. If today is zero, the
// date must be complete.
func ParseTypedDate(text string, today Date) (Date, error) {
	bare := trimFillerWords(input.ConvertHanNumbers(input.Fold(text)))
	for _, read := range []func(string, Date) (Date, bool){parseWholeDate, parseDayAndMonth, parseRelativeDay, parseDayOfWeek, parseTimeSpan} {
		if d, ok := read(bare, today); ok {
			return d, nil
		}
	}
	return Date{}, fmt.Errorf("%q is not a date: write it like 2026-11-23", strings.TrimSpace(text))
}

// trimFillerWords removes words around the date, such as until.
func trimFillerWords(text string) string {
	for _, word := range []string{"until ", "till ", "til ", "on ", "for ", "in ", "by ", "from ", "the ", "直到", "到", "至", "于"} {
		text = strings.TrimSpace(strings.TrimPrefix(text, word))
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "为止"), "止"))
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})(?:[-/.]|年 ?)(\d{1,2})(?:[-/.]|月 ?)(\d{1,2})[日号]?$`)
	compact   = regexp.MustCompile(`^(20\d\d)(\d\d)(\d\d)$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
	monthDay  = regexp.MustCompile(`^(\d{1,2})月 ?(\d{1,2})[日号]?$`)
	dayMonth  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?\.? ?(?:of )?([a-z]{3,9})\.?,?(?: (\d{4}))?$`)
	monthName = regexp.MustCompile(`^([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
)

// parseWholeDate parses a numeric date with its year.
func parseWholeDate(text string, _ Date) (Date, bool) {
	for _, pattern := range []*regexp.Regexp{yearFirst, compact} {
		if m := pattern.FindStringSubmatch(text); m != nil {
			return dateFrom(m[1], m[2], m[3])
		}
	}
	if m := yearLast.FindStringSubmatch(text); m != nil {
		return dateFrom(m[3], m[2], m[1])
	}
	return Date{}, false
}

// parseDayAndMonth parses a day and a month, with or without a year.
func parseDayAndMonth(text string, today Date) (Date, bool) {
	day, month, year := "", "", ""
	if m := monthDay.FindStringSubmatch(text); m != nil {
		month, day = m[1], m[2]
	} else if m := dayMonth.FindStringSubmatch(text); m != nil {
		day, month, year = m[1], monthNumber(m[2]), m[3]
	} else if m := monthName.FindStringSubmatch(text); m != nil {
		month, day, year = monthNumber(m[1]), m[2], m[3]
	}
	switch {
	case day == "" || month == "" || year == "" && today.IsZero():
		return Date{}, false
	case year != "":
		return dateFrom(year, month, day)
	}
	for next := range 8 { // 29 February may be 8 years away
		if d, ok := dateFrom(strconv.Itoa(today.Year+next), month, day); ok && !d.Before(today) {
			return d, true
		}
	}
	return Date{}, false
}

// dateFrom returns a date from its numbers. It reports false for a date that doesn't exist.
func dateFrom(year, month, day string) (Date, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := Date{y, time.Month(m), d}
	return date, DateOf(date.Midnight()) == date
}

// monthNumber returns the number of a month by its name or a prefix of it, or an empty text.
func monthNumber(name string) string {
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), strings.TrimSuffix(name, "t")) || strings.EqualFold(m.String(), name) {
			return strconv.Itoa(int(m))
		}
	}
	return ""
}

// parseRelativeDay parses words such as tomorrow.
func parseRelativeDay(text string, today Date) (Date, bool) {
	if today.IsZero() {
		return Date{}, false
	}
	weekStart := today.AddDays(-int((today.Weekday() + 6) % 7))
	nextMonth := DateOf(time.Date(today.Year, today.Month+1, 1, 0, 0, 0, 0, time.UTC))
	for _, w := range []struct {
		date  Date
		words []string
	}{
		{today, []string{"today", "今天", "今日"}},
		{today.AddDays(1), []string{"tomorrow", "tmrw", "next day", "明天", "明日"}},
		{today.AddDays(2), []string{"day after tomorrow", "后天"}},
		{today.AddDays(3), []string{"大后天"}},
		{weekStart.AddDays(7), []string{"next week", "下周", "下星期", "下礼拜"}},
		{nextMonth, []string{"next month", "下个月", "下月"}},
	} {
		if slices.Contains(w.words, text) {
			return w.date, true
		}
	}
	return Date{}, false
}

// parseDayOfWeek parses a weekday, and in Chinese one of the next week: 下周一.
func parseDayOfWeek(text string, today Date) (Date, bool) {
	text, later := strings.CutPrefix(strings.TrimPrefix(text, "this "), "next ")
	weeks := 0
	for strings.HasPrefix(text, "下") {
		text, weeks = strings.TrimPrefix(strings.TrimPrefix(text, "下"), "个"), weeks+1
	}
	text = strings.TrimPrefix(strings.TrimPrefix(text, "这"), "本")
	set, err := ParseWeekdays(text)
	if err != nil || set&(set-1) != 0 || today.IsZero() {
		return Date{}, false
	}
	day := today
	switch {
	case later:
		day = today.AddDays(1)
	case weeks > 0:
		day = today.AddDays(7*weeks - int((today.Weekday()+6)%7))
	}
	for !set.Has(day.Weekday()) {
		day = day.AddDays(1)
	}
	return day, true
}

var timeSpanPattern = regexp.MustCompile(`^\+?(\d+|an?|one|two|three) ?(?:个 ?)?(d|days?|天|日|w|wks?|weeks?|周|星期|礼拜|m|months?|月)(?: ?(?:later|from now|[以之]?[后後]|time))?$`)

// parseTimeSpan parses a time span from today on: 2w, 3 days, 两周.
func parseTimeSpan(text string, today Date) (Date, bool) {
	m := timeSpanPattern.FindStringSubmatch(text)
	if m == nil || today.IsZero() || strings.HasSuffix(text, "日") { // 6日 is the sixth of a month
		return Date{}, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = map[string]int{"two": 2, "three": 3}[m[1]]
		n = max(n, 1)
	}
	if n > maxTimeSpan {
		return Date{}, false
	}
	switch unit := m[2]; {
	case unit == "天" || unit == "日" || unit[0] == 'd':
		return today.AddDays(n), true
	case unit == "月" || unit[0] == 'm':
		return DateOf(today.Midnight().AddDate(0, n, 0)), true
	}
	return today.AddDays(7 * n), true
}

// maxTimeSpan is the longest time span in its unit. Longer ones are typing mistakes.
const maxTimeSpan = 1000

// DateList is an ordered list of dates.
type DateList []Date

// String returns the dates, separated by commas.
func (d DateList) String() string {
	var list []string
	for _, date := range d {
		list = append(list, date.String())
	}
	return strings.Join(list, ", ")
}

// maxRangeDays is the length limit of a range in days.
const maxRangeDays = 366

// ParseTypedDates parses dates and ranges, separated by commas or spaces: 2026-12-24..2026-12-26,
// 2027-01-01.
func ParseTypedDates(text string, today Date) (found DateList, err error) {
	if input.MeansOff(input.Fold(text)) {
		return nil, nil
	}
	for _, part := range input.SplitList(monthComma.ReplaceAllString(input.Normalize(text), "$1 $2")) {
		days, err := parseDatesOf(part, today)
		if err != nil {
			return nil, err
		}
		found = append(found, days...)
	}
	slices.SortFunc(found, Date.Compare)
	return slices.Compact(found), nil
}

// monthComma matches a comma inside a date: Dec 24, 2026.
var monthComma = regexp.MustCompile(`(?i)([a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?), ?(\d{4})\b`)

// parseDatesOf parses a date, a range, or several dates separated by spaces.
func parseDatesOf(part string, today Date) ([]Date, error) {
	d, err := ParseTypedDate(part, today)
	if err == nil {
		return []Date{d}, nil
	}
	if days, ok := parseDateRange(part, today); ok {
		return days, nil
	}
	words := strings.Fields(part)
	if len(words) < 2 {
		return nil, err
	}
	var days []Date
	for _, word := range words {
		d, ok := parseWholeDate(input.Fold(word), today)
		if !ok {
			return nil, err
		}
		days = append(days, d)
	}
	return days, nil
}

// parseDateRange parses a range and returns all its days.
func parseDateRange(part string, today Date) ([]Date, bool) {
	text := input.Fold(part)
	for _, mark := range []string{"...", "..", " - ", "-", " to ", " until ", " through ", "到", "至"} {
		for from := 0; ; {
			i := strings.Index(text[from:], mark)
			if i < 0 {
				break
			}
			at := from + i
			if first, last, ok := parseRangeEnds(text[:at], text[at+len(mark):], today); ok {
				return datesBetween(first, last)
			}
			from = at + len(mark)
		}
	}
	return nil, false
}

// datesBetween returns the days from first to last. It reports false for none and for more than
// [maxRangeDays].
func datesBetween(first, last Date) (days []Date, ok bool) {
	for d := first; !last.Before(d); d = d.AddDays(1) {
		if days = append(days, d); len(days) > maxRangeDays {
			return nil, false
		}
	}
	return days, len(days) > 0
}

var numberPattern = regexp.MustCompile(`\d+`)

// parseRangeEnds parses the first and the last date of a range. One of them may be a mere day in
// the other's month: 5-9 Jan, Jan 5-9, 1月5日-9日.
func parseRangeEnds(from, to string, today Date) (first, last Date, ok bool) {
	last, errLast := ParseTypedDate(to, today)
	first, errFirst := ParseTypedDate(from, today)
	if day := numberPattern.FindString(from); errFirst != nil && errLast == nil && strings.TrimSpace(from) == day {
		first, ok = dateFrom(strconv.Itoa(last.Year), strconv.Itoa(int(last.Month)), day)
		return first, last, ok
	}
	if errFirst != nil {
		return first, last, false
	}
	if day := numberPattern.FindString(to); strings.Trim(to, " 日号") == day {
		last, ok = dateFrom(strconv.Itoa(first.Year), strconv.Itoa(int(first.Month)), day)
		return first, last, ok
	}
	if errLast == nil && last.Before(first) { // the end is in the next year
		if again, err := ParseTypedDate(to, first); err == nil {
			last = again
		}
	}
	return first, last, errLast == nil
}
