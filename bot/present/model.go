package present

import (
	"quizbot/bot/card"
	"quizbot/bot/words"
)

// ModelCard confirms whether a language model gets a member's answers. The host is empty if there is
// no model.
func (p Presenter) ModelCard(host string, on bool) card.Card {
	args := words.Args{"Host": host}
	switch {
	case host == "" && on:
		return p.TextCard("model.none", nil)
	case host == "":
		return p.TextCard("model.none_off", nil)
	case on:
		return p.TextCard("model.on", args)
	}
	return p.TextCard("model.off", args)
}

// modelNote tells that open answers go to a language model, if they do.
func (p Presenter) modelNote(key, host string) []card.Part {
	if host == "" {
		return nil
	}
	return []card.Part{p.Note(key, words.Args{"Host": host})}
}
