package words

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"quizbot/quiz/input"

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

// NewCatalogue returns the catalogues that are built in. Reading them takes as long as drawing dozens of
// cards, so they are read once.
func NewCatalogue() (*Catalogue, error) { return builtIn() }

// builtIn reads the catalogues at the first call.
var builtIn = sync.OnceValues(readCatalogues) //nolint:gochecknoglobals // a function that nothing changes

func readCatalogues() (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	for _, lang := range Languages() {
		if _, err := bundle.LoadMessageFileFS(catalogues, "catalogue/"+lang+".yaml"); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", lang, err)
		}
	}
	return &Catalogue{bundle}, nil
}

// Args are the values of a message's placeholders by name. A string is literal text. An int is a
// number, and the one called N decides between singular and plural. A time.Time is a time of day, a
// schedule.Date a date, a quiz.RoomID a room. A card.Span or card.Line keeps its style.
type Args map[string]any

// LanguageName returns the name of a language in that language.
func (c *Catalogue) LanguageName(tag string) string {
	name, _, _ := strings.Cut(c.In(tag, "UTC").Text("language_names", nil), "/")
	return name
}

// languageNames returns the names of a language, none if it has no catalogue of its own.
func (c *Catalogue) languageNames(tag string) []string {
	p := c.In(tag, "UTC")
	if p.Text("language_tag", nil) != tag {
		return nil
	}
	return strings.Split(p.Text("language_names", nil), "/")
}

// ParseLanguage returns the tag of the language that a tag or name stands for: zh, zh_CN, 中文,
// Chinese.
func (c *Catalogue) ParseLanguage(text string) (tag string, ok bool) {
	word := strings.ReplaceAll(input.Fold(text), "_", "-")
	for _, tag := range Languages() {
		base, _, _ := strings.Cut(tag, "-")
		typed, _, _ := strings.Cut(word, "-")
		named := slices.ContainsFunc(c.languageNames(tag), func(name string) bool { return input.Fold(name) == word })
		if strings.EqualFold(tag, word) || typed == base || named {
			return tag, true
		}
	}
	return "", false
}
