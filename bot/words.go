package bot

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"quizbot/bot/card"
	"quizbot/quiz"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue/*.yaml
var catalogues embed.FS

// Languages returns the tags of the catalogues, the one that others fall back to first.
func Languages() []string { return []string{"en", "zh-CN"} }

// Catalogue holds every word that people read.
type Catalogue struct{ bundle *i18n.Bundle }

// NewCatalogue reads the catalogues that are built in.
func NewCatalogue() (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	for _, lang := range Languages() {
		if _, err := bundle.LoadMessageFileFS(catalogues, "catalogue/"+lang+".yaml"); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", lang, err)
		}
	}
	return &Catalogue{bundle}, nil
}

// In returns the words in a language, told in the time of a zone. An unknown language gives English, an
// unknown zone UTC.
func (c *Catalogue) In(lang, zone string) Words {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return Words{i18n.NewLocalizer(c.bundle, lang), loc}
}

// Words are the words of one language, with times told in one zone.
type Words struct {
	localizer *i18n.Localizer
	zone      *time.Location
}

// Args are the values of a message's placeholders by name: a string is literal text, an int is counted
// (the one called N decides between singular and plural), a time.Time is a moment, a quiz.Date a day, a
// quiz.RoomID a room, a Span or Line stays as it is.
type Args map[string]any

// Text returns a message as plain text.
func (w Words) Text(key string, args Args) string { return w.Line(key, args).Plain() }

// Line returns a message with its looks: *strong* and `code` as the catalogue marks them. Values are
// literal whatever they contain, because they are put in after the marks are read.
func (w Words) Line(key string, args Args) card.Line {
	values, data := w.stand(args)
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	if n, ok := args["N"]; ok {
		config.PluralCount = n
	}
	text, err := w.localizer.Localize(config)
	if err != nil { // a message that says the same of one and of many
		config.PluralCount = nil
		text, err = w.localizer.Localize(config)
	}
	if err != nil {
		return card.Line{{Text: key}}
	}
	return insert(looks(text), values)
}

// stand gives each value a character that stands for it while the message is put together. The characters
// are of Unicode's private use area, which no catalogue contains.
func (w Words) stand(args Args) (map[rune]card.Line, map[string]any) {
	values, data := map[rune]card.Line{}, map[string]any{}
	next := '\ue000'
	for name, value := range args {
		values[next] = w.value(value)
		data[name] = string(next)
		next++
	}
	return values, data
}

func (w Words) value(value any) card.Line {
	switch v := value.(type) {
	case card.Line:
		return v
	case card.Span:
		return card.Line{v}
	case time.Time:
		return card.Line{{Text: v.In(w.zone).Format("15:04"), At: v}}
	case quiz.Date:
		return card.Line{{Text: v.String()}}
	case quiz.RoomID:
		return card.Line{{Text: string(v), Room: v}}
	case int:
		return card.Line{{Text: strconv.Itoa(v)}}
	default:
		return card.Line{{Text: fmt.Sprint(v)}}
	}
}

// fence is no mark, and standsForFence stands for it while marks are read.
const (
	fence          = "```"
	standsForFence = "\uf8fe"
)

// looks reads the catalogue's own marks. Three backticks are none: they stay as they are.
func looks(text string) card.Line {
	line := marks(strings.ReplaceAll(text, fence, standsForFence))
	for i := range line {
		line[i].Text = strings.ReplaceAll(line[i].Text, standsForFence, fence)
	}
	return line
}

func marks(text string) card.Line {
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

// insert puts values where their characters stand, with the look of the text around them.
func insert(line card.Line, values map[rune]card.Line) card.Line {
	var out card.Line
	for _, s := range line {
		rest := s.Text
		for {
			i := strings.IndexFunc(rest, func(c rune) bool { return values[c] != nil })
			if i < 0 {
				break
			}
			mark := []rune(rest[i:])[0]
			out = appendText(out, s, rest[:i])
			for _, v := range values[mark] {
				v.Strong, v.Code = v.Strong || s.Strong, v.Code || s.Code
				out = append(out, v)
			}
			rest = rest[i+len(string(mark)):]
		}
		out = appendText(out, s, rest)
	}
	return out
}

func appendText(line card.Line, look card.Span, text string) card.Line {
	if text == "" {
		return line
	}
	look.Text = text
	return append(line, look)
}

// Day tells a moment with its date, as the room's clock shows it.
func (w Words) Day(at time.Time) card.Span {
	return card.Span{Text: at.In(w.zone).Format("2006-01-02 15:04"), At: at}
}
