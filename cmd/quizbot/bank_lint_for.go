package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/discord"
	"quizbot/bot/markdown"
	"quizbot/bot/slack"
	"quizbot/questions"
	"quizbot/quiz"
)

// venue is a platform as banks are held against it.
type venue struct {
	code, name string
	look       func(card.Card) card.Preview
	// threadName is how a thread is called after a title, nil where threads have no names.
	threadName func(title string) string
}

func venueOf(platform string) venue {
	if platform == "discord" {
		return venue{platform, "Discord", discord.Preview, discord.ThreadName}
	}
	return venue{platform, "Slack", slack.Preview, nil}
}

// on finds what a platform lays out in another way than it is written: what is split, shortened or not shown.
func on(platform string, list []quiz.Question) ([]questions.Diagnostic, error) {
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		return nil, err
	}
	l := venueLinter{venue: venueOf(platform)}
	words := catalogue.In("en", "UTC")
	for i := range list {
		l.question = &list[i]
		asked, revealed := words.Shown(l.question)
		l.title()
		l.choices(asked)
		l.card("question", "shorten it, or move what explains into the answer", asked)
		l.card("answer", "shorten it, or link to what is long", revealed)
	}
	return l.problems, nil
}

// venueLinter collects what there is to say of questions on a platform.
type venueLinter struct {
	venue
	question *quiz.Question
	problems []questions.Diagnostic
}

func (l *venueLinter) say(code, format string, args ...any) {
	l.problems = append(l.problems, questions.Diagnostic{
		File: l.question.Source.File, Line: l.question.Source.Line, Column: 1, Severity: questions.Warning,
		Code: code + "-" + l.code, Message: fmt.Sprintf(format, args...),
	})
}

// title looks whether a thread can be called after the question.
func (l *venueLinter) title() {
	if l.threadName == nil {
		return
	}
	title := markdown.PlainInline(l.question.Title)
	if name := l.threadName(title); strings.HasSuffix(name, "…") && !strings.HasSuffix(title, "…") {
		l.say("title", "the title has %d characters, which is too long for a thread's name on %s: it ends after “%s”; ask in fewer words, and explain below the title", utf8.RuneCountInString(title), l.name, tail(name))
	}
}

// tail is the end of a text, for messages.
func tail(text string) string {
	words := strings.Fields(text)
	const last = 4 // words
	return strings.Join(words[max(0, len(words)-last):], " ")
}

// choices looks whether the choices can stand in a list, and all of each.
func (l *venueLinter) choices(asked card.Card) {
	looks, options := l.look(asked), bot.ListedChoices(l.question)
	if len(options) > looks.Options {
		l.say("choices", "the question has %d choices, and a list on %s holds %d: ask with fewer choices, or in several questions", len(l.question.Choices), l.name, looks.Options)
	}
	var cut []string
	for i, o := range options {
		if !strings.HasSuffix(o.Label, wholeChoice(&l.question.Choices[i])) {
			letter, _, _ := strings.Cut(o.Label, ".")
			cut = append(cut, letter)
		}
	}
	if len(cut) > 0 {
		l.say("choice", "a choice is too long for its place in the list on %s, which shows its start (%s); all of it stands in the question above: shorten it", l.name, strings.Join(cut, ", "))
	}
}

// wholeChoice is a choice in one line.
func wholeChoice(c *quiz.Choice) string {
	return strings.Join(strings.Fields(markdown.Parse(c.Text).Plain()), " ")
}

// card looks at one of the question's messages.
func (l *venueLinter) card(what, cure string, card card.Card) {
	looks := l.look(card)
	if looks.Messages > 1 {
		l.say("split", "the %s takes %d messages on %s: %s", what, looks.Messages, l.name, cure)
	}
	for _, url := range looks.Pictures {
		l.say("picture", "the picture %q of the %s %s: put it on the web and write its https address", markdown.ShortAddress(url), what, l.hidden(url, &looks))
	}
	for _, url := range looks.Links {
		if len(url) > looks.Address {
			l.say("link", "the link to %q in the %s has an address of %d bytes, and %s opens at most %d: its words stand there without it; link to a shorter address", markdown.ShortAddress(url), what, len(url), l.name, looks.Address)
		}
	}
}

// hidden is why a picture is not shown.
func (l *venueLinter) hidden(url string, looks *card.Preview) string {
	switch {
	case markdown.IsData(url):
		return fmt.Sprintf("stands in the text itself, and %s shows only pictures from the web", l.name)
	case len(url) > looks.Address:
		return fmt.Sprintf("has an address of %d bytes, and %s opens at most %d", len(url), l.name, looks.Address)
	}
	return fmt.Sprintf("lies on a disk, and %s shows only pictures from the web", l.name)
}
