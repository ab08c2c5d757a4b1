// Package present composes cards from values of the domain. Its functions are pure: they read no
// store and know no platform.
package present

import (
	"cmp"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/scoring"
)

// Presenter composes cards in one language, with times in one zone.
type Presenter struct{ words.Printer }

// TextCard returns a card of one text of the catalogue.
func (p Presenter) TextCard(key string, args words.Args) card.Card {
	line := p.Line(key, args)
	return newCard(line.Plain(), card.Text{Line: line})
}

// Paragraph returns a text of the catalogue as a part of a card.
func (p Presenter) Paragraph(key string, args words.Args) card.Text {
	return card.Text{Line: p.Line(key, args)}
}

// ReasonCard returns a card of a reason.
func (p Presenter) ReasonCard(r words.Reason) card.Card {
	text := p.ReasonParagraph(r, nil)
	return newCard(text.Line.Plain(), text)
}

// ReasonParagraph returns the wording of a reason as a part of a card, with args as
// [words.Printer.Reason] takes them.
func (p Presenter) ReasonParagraph(r words.Reason, args words.Args) card.Text {
	return card.Text{Line: p.Reason(r, args)}
}

// Heading returns a text of the catalogue as a heading.
func (p Presenter) Heading(key string, args words.Args) card.Heading {
	return card.Heading{Line: p.Line(key, args)}
}

// Note returns a text of the catalogue as a note.
func (p Presenter) Note(key string, args words.Args) card.Note {
	return card.Note{Line: p.Line(key, args)}
}

func newCard(summary string, parts ...card.Part) card.Card {
	return card.Card{Summary: summary, Parts: parts}
}

// Name returns the name of a member, or the word for members without one.
func (p Presenter) Name(name string) string {
	return cmp.Or(input.CleanName(name), p.Text("unnamed", nil))
}

// BandName returns the word for a band.
func (p Presenter) BandName(b scoring.Band) string { return p.Text("band."+string(b), nil) }

// IntroductionCard is the bot's first card in a channel. Its button sets the quiz up there.
func (p Presenter) IntroductionCard() card.Card {
	title := p.Line("intro.title", nil)
	setUp := card.Button{ID: action.Action{Verb: action.SetUp}.String(), Label: p.Text("button.set_up", nil), Primary: true}
	return newCard(title.Plain(),
		card.Heading{Line: title},
		p.Paragraph("intro.what", nil),
		p.Paragraph("intro.how", nil),
		card.Buttons{Items: []card.Button{setUp}})
}

// linkButton returns a button that opens an address.
func (p Presenter) linkButton(round quiz.RoundID, label, url string) card.Button {
	return card.Button{ID: action.OnRound(action.FollowLink, round).String(), URL: url, Label: p.Text(label, nil)}
}

// clip shortens a label to n characters, with an ellipsis for the rest.
func clip(text string, n int) string { return markdown.ClipRunes(text, n) }
