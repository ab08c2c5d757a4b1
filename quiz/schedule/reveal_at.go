package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"quizbot/quiz/input"
)

// RevealAt is the close and reveal time of a round: the first such time of day after the question,
// or that time some days after the question's date.
type RevealAt struct {
	// Days counts days after the round's date. 0 means the first such time after the question.
	Days  int
	Clock Clock
}

// String returns r as [ParseRevealAt] parses it.
func (r RevealAt) String() string {
	if r.Days == 0 {
		return r.Clock.String()
	}
	return fmt.Sprintf("+%dd %s", r.Days, r.Clock)
}

// MarshalText returns [RevealAt.String].
func (r RevealAt) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText parses the output of MarshalText.
func (r *RevealAt) UnmarshalText(text []byte) (err error) {
	if written, ok := parseExactReveal(string(text)); ok {
		*r = written
		return nil
	}
	*r, err = ParseRevealAt(string(text))
	return err
}

// parseExactReveal parses the output of [RevealAt.String].
func parseExactReveal(text string) (r RevealAt, ok bool) {
	if days, clock, later := strings.Cut(text, "d "); later {
		n, err := strconv.ParseUint(strings.TrimPrefix(days, "+"), 10, 8)
		if err != nil || n == 0 || days[0] != '+' {
			return r, false
		}
		r.Days, text = int(n), clock
	}
	r.Clock, ok = parseExactClock(text)
	return r, ok && r.Clock != Off
}

// dayOffsets returns patterns for words such as next day, with the number of days.
func dayOffsets() []dayOffset {
	return []dayOffset{
		{regexp.MustCompile(`\+ ?(\d+) ?(?:days?|d|天|日)?`), 0},
		{regexp.MustCompile(`(\d+) ?(?:days?|d|天|日) ?(?:later|after|之?[后後])?`), 0},
		{regexp.MustCompile(`(?:on )?(?:the )?(?:next|following) day|tomorrow|第2天|次日|隔天|翌日|明天`), 1},
		{regexp.MustCompile(`(?:the )?day after tomorrow|第3天|后天`), 2},
		{regexp.MustCompile(`(?:the )?same day|today|当天|同1天`), -1},
	}
}

type dayOffset struct {
	pattern *regexp.Regexp
	days    int // 0: read from the pattern's number; -1: the same day
}

// ParseRevealAt parses 17:30 or, for two days later, +2d 09:00. It also parses words: next day
// 9am, 次日 9点.
func ParseRevealAt(s string) (RevealAt, error) {
	text := input.ConvertHanNumbers(input.Fold(s))
	if c, err := ParseClock(text); err == nil {
		return RevealAt{Clock: c}, nil
	}
	for _, w := range dayOffsets() {
		for _, pattern := range []string{`^(?:` + w.pattern.String() + `)[ ,]*(?:at )?(?P<clock>.+)$`, `^(?P<clock>.+?)(?: |,|^|\b)(?:` + w.pattern.String() + `)$`} {
			re := regexp.MustCompile(pattern)
			m := re.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			clock, err := ParseClock(m[re.SubexpIndex("clock")])
			days := w.days
			if days == 0 {
				days = firstNumber(m, re.SubexpIndex("clock"))
			}
			if err == nil && days != 0 && days <= maxRevealDays {
				return RevealAt{Days: max(days, 0), Clock: clock}, nil
			}
		}
	}
	return RevealAt{}, fmt.Errorf("%q is not a reveal time: write it like 17:30, or like \"+2d 09:00\" for two days later", s)
}

// maxRevealDays is above the limit of every plan, because the next question comes within a week:
// see [Timetable.Overlap].
const maxRevealDays = 99

// firstNumber returns the number in the first group other than but, or 0.
func firstNumber(groups []string, but int) int {
	for i, g := range groups {
		if n, err := strconv.Atoi(g); i > 0 && i != but && err == nil {
			return n
		}
	}
	return 0
}
