package words

import (
	"embed"
	"fmt"

	"quizbot/quiz/reason"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue/*.yaml
var catalogues embed.FS

// Languages returns the tags of the catalogues. The first one is the fallback of the others.
func Languages() []string { return []string{"en", "zh-CN"} }

// Catalogue holds every text that people read, in every language.
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

// Args are the values of a message's placeholders by name. A string is literal text. An int is a number, and the one
// called N decides between singular and plural. A time.Time is a time of day, a schedule.Date a date, a quiz.RoomID a room.
// A card.Span or card.Line keeps its style.
type Args map[string]any

// CodeArgs returns the arguments of a reason under the names of the catalogue's placeholders, which begin with a capital
// letter.
func CodeArgs(values map[string]string) Args {
	args := Args{}
	for name, value := range values {
		args[capitalized(name)] = value
	}
	return args
}

// RefusalArgs returns the arguments of a refusal's text.
func RefusalArgs(r *reason.Refusal) Args { return CodeArgs(r.Args) }
