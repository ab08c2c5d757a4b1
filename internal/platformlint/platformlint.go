// Package platformlint warns of questions that a platform splits, shortens or does not show.
package platformlint

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"quizbot/bot/card"
	"quizbot/bot/discord"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/markdown"
	"quizbot/bot/present"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/words"
	"quizbot/questions/source"
	"quizbot/quiz"
)

// Check returns a warning for everything that a platform draws differently than it is written.
func Check(platform string, list []quiz.Question) ([]source.Diagnostic, error) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		return nil, err
	}
	l := linter{preview: previewOf(platform)}
	words := catalogue.In("en", "UTC")
	for i := range list {
		l.question = &list[i]
		asked, revealed := present.Presenter{Printer: words}.SampleCards(l.question)
		l.checkTitle()
		l.checkChoices(asked)
		l.checkCard("question", "shorten it, or move what explains into the answer", asked)
		l.checkCard("answer", "shorten it, or link to what is long", revealed)
	}
	return l.problems, nil
}

// preview is how a platform draws.
type preview struct {
	code, name string
	draw       func(card.Card) card.Preview
	// threadName returns the name of a thread after its title. It is nil if threads have no names.
	threadName func(title string) string
}

func previewOf(platform string) preview {
	if platform == "discord" {
		return preview{platform, "Discord", drawing.Preview, discord.ThreadName}
	}
	return preview{platform, "Slack", blocks.Preview, nil}
}

// linter collects the warnings about questions on a platform.
type linter struct {
	preview
	question *quiz.Question
	problems []source.Diagnostic
}

// warnf adds a warning about the question.
func (l *linter) warnf(code, format string, args ...any) {
	l.problems = append(l.problems, source.Diagnostic{
		File: l.question.Source.File, Line: l.question.Source.Line, Column: 1, Severity: source.Warning,
		Code: code + "-" + l.code, Message: fmt.Sprintf(format, args...),
	})
}

// checkTitle warns of a title that is too long for the name of a thread.
func (l *linter) checkTitle() {
	if l.threadName == nil {
		return
	}
	title := markdown.PlainInline(l.question.Title)
	if name := l.threadName(title); strings.HasSuffix(name, "…") && !strings.HasSuffix(title, "…") {
		l.warnf("title", "the title has %d characters, which is too long for a thread's name on %s: it ends after “%s”; ask in fewer words, and explain below the title", utf8.RuneCountInString(title), l.name, lastWords(name))
	}
}

// lastWords returns the end of a text.
func lastWords(text string) string {
	words := strings.Fields(text)
	const last = 4 // words
	return strings.Join(words[max(0, len(words)-last):], " ")
}

// checkChoices warns of choices that do not fit into a list.
func (l *linter) checkChoices(asked card.Card) {
	looks, options := l.draw(asked), present.ListedChoices(l.question)
	if len(options) > looks.Options {
		l.warnf("choices", "the question has %d choices, and a list on %s holds %d: ask with fewer choices, or in several questions", len(l.question.Choices), l.name, looks.Options)
	}
	var cut []string
	for i, o := range options {
		if !strings.HasSuffix(o.Label, choiceLine(&l.question.Choices[i])) {
			letter, _, _ := strings.Cut(o.Label, ".")
			cut = append(cut, letter)
		}
	}
	if len(cut) > 0 {
		l.warnf("choice", "a choice is too long for its place in the list on %s, which shows its start (%s); all of it stands in the question above: shorten it", l.name, strings.Join(cut, ", "))
	}
}

// choiceLine returns a choice in one line.
func choiceLine(c *quiz.Choice) string {
	return strings.Join(strings.Fields(markdown.Parse(c.Text).Plain()), " ")
}

// checkCard checks one of the question's messages.
func (l *linter) checkCard(what, cure string, c card.Card) {
	looks := l.draw(c)
	if looks.Messages > 1 {
		l.warnf("split", "the %s takes %d messages on %s: %s", what, looks.Messages, l.name, cure)
	}
	for _, url := range looks.Pictures {
		l.warnf("picture", "the picture %q of the %s %s: put it on the web and write its https address", markdown.ShortAddress(url), what, l.hiddenReason(url, &looks))
	}
	for _, url := range looks.Links {
		if len(url) > looks.Address {
			l.warnf("link", "the link to %q in the %s has an address of %d bytes, and %s opens at most %d: its words stand there without it; link to a shorter address", markdown.ShortAddress(url), what, len(url), l.name, looks.Address)
		}
	}
}

// hiddenReason returns the reason that a picture is not shown.
func (l *linter) hiddenReason(url string, looks *card.Preview) string {
	switch {
	case markdown.IsDataURL(url):
		return fmt.Sprintf("stands in the text itself, and %s shows only pictures from the web", l.name)
	case len(url) > looks.Address:
		return fmt.Sprintf("has an address of %d bytes, and %s opens at most %d", len(url), l.name, looks.Address)
	}
	return fmt.Sprintf("lies on a disk, and %s shows only pictures from the web", l.name)
}
