package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/schedule"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Printer returns texts of the catalogue in one language, with times in one zone.
type Printer struct {
	localizer *i18n.Localizer
	zone      *time.Location
}

// In returns the printer for a language and a time zone. An unknown language gives English, an
// unknown zone UTC.
func (c *Catalogue) In(lang, zone string) Printer {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return Printer{i18n.NewLocalizer(c.bundle, lang), loc}
}

// Text returns a message as plain text.
func (p Printer) Text(key string, args Args) string { return p.Line(key, args).Plain() }

// Sentence returns a message as plain text that begins with a capital letter.
func (p Printer) Sentence(key string, args Args) string { return capitalized(p.Text(key, args)) }

// Line returns a message with the styles that the catalogue marks as *strong* and `code`. Values
// are literal whatever they contain: they are inserted after the marks are parsed.
func (p Printer) Line(key string, args Args) card.Line {
	values, data := p.substituteValues(args)
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	if n, ok := args["N"]; ok {
		config.PluralCount = n
	}
	text, err := p.localizer.Localize(config)
	if err != nil { // the message has one form for every number
		config.PluralCount = nil
		text, err = p.localizer.Localize(config)
	}
	if err != nil {
		return card.Line{{Text: key}}
	}
	return insertValues(parseMarks(text), values)
}

// substituteValues assigns each value a placeholder of one character of Unicode's private use area,
// which no catalogue contains. It returns the values by placeholder, and the placeholders by
// argument.
func (p Printer) substituteValues(args Args) (map[rune]card.Line, map[string]any) {
	values, data := map[rune]card.Line{}, map[string]any{}
	next := '\ue000'
	for name, value := range args {
		values[next] = p.formatValue(value)
		data[name] = string(next)
		next++
	}
	return values, data
}

func (p Printer) formatValue(value any) card.Line {
	switch v := value.(type) {
	case card.Line:
		return v
	case card.Span:
		return card.Line{v}
	case time.Time:
		return card.Line{p.formatClock(v)}
	case schedule.Date:
		return card.Line{{Text: v.String()}}
	case quiz.RoomID:
		return card.Line{{Text: string(v), Room: v}}
	case int:
		return card.Line{{Text: strconv.Itoa(v)}}
	default:
		return card.Line{{Text: fmt.Sprint(v)}}
	}
}

// Three backticks are no mark of the catalogue. A placeholder replaces them while marks are parsed.
const (
	fence            = "```"
	fencePlaceholder = "\uf8fe"
)

// parseMarks reads the catalogue's marks. Three backticks stay as they are.
func parseMarks(text string) card.Line {
	line := parseStyles(strings.ReplaceAll(text, fence, fencePlaceholder))
	for i := range line {
		line[i].Text = strings.ReplaceAll(line[i].Text, fencePlaceholder, fence)
	}
	return line
}

func parseStyles(text string) card.Line {
	var line card.Line
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			line = append(line, card.Span{Text: part, Code: true})
			continue
		}
		for j, run := range strings.Split(part, "*") {
			if run != "" {
				line = append(line, card.Span{Text: run, Strong: j%2 == 1})
			}
		}
	}
	return line
}

// insertValues replaces placeholders by their values, in the style of the text around them.
func insertValues(line card.Line, values map[rune]card.Line) card.Line {
	var out card.Line
	for _, s := range line {
		rest := s.Text
		for {
			i := strings.IndexFunc(rest, func(c rune) bool { return values[c] != nil })
			if i < 0 {
				break
			}
			placeholder, size := utf8.DecodeRuneInString(rest[i:])
			out = appendSpan(out, s, rest[:i])
			for _, v := range values[placeholder] {
				v.Strong, v.Code = v.Strong || s.Strong, v.Code || s.Code
				out = append(out, v)
			}
			rest = rest[i+size:]
		}
		out = appendSpan(out, s, rest)
	}
	return out
}

func appendSpan(line card.Line, style card.Span, text string) card.Line {
	if text == "" {
		return line
	}
	style.Text = text
	return append(line, style)
}

// FormatDay returns a time with its date in the printer's zone.
func (p Printer) FormatDay(at time.Time) card.Span {
	return card.Span{Text: at.In(p.zone).Format("2006-01-02 15:04"), At: at}
}

// FormatTime returns a time of day, with its date if it differs from the date of since.
func (p Printer) FormatTime(at, since time.Time) card.Span {
	if p.DateOf(at) != p.DateOf(since) {
		return p.FormatDay(at)
	}
	return p.formatClock(at)
}

func (p Printer) formatClock(at time.Time) card.Span {
	return card.Span{Text: at.In(p.zone).Format("15:04"), At: at}
}

// DateOf returns the date of a time in the printer's zone.
func (p Printer) DateOf(at time.Time) schedule.Date { return schedule.DateOf(at.In(p.zone)) }

// List joins the parts of a list with the separator of the language.
func (p Printer) List(parts []string) string { return strings.Join(parts, p.Text("list.and", nil)) }

// Shorten joins the first n parts of a list, and tells how many more there are.
func (p Printer) Shorten(parts []string, n int) string {
	text := p.List(parts[:min(n, len(parts))])
	if more := len(parts) - n; more > 0 {
		text += p.Text("list.more", Args{"N": more})
	}
	return text
}

// Weekday returns the name of a date's day of the week.
func (p Printer) Weekday(d schedule.Date) string {
	return p.Text("weekday."+strings.ToLower(d.Weekday().String()[:3]), nil)
}

func capitalized(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
