package main

import (
	"fmt"
	"strings"

	"quizbot/bot/card"
)

// pageLength is how many bytes of text a message may have, so that long cards become several.
const pageLength = 1000

// divider is how a [bot.Divider] is drawn.
const divider = "-----"

// sayingMark begins the line above what a member wrote.
const sayingMark = "» "

// pages draws a card as the texts of one message or several.
func pages(card card.Card) []string {
	list := []string{""}
	for _, part := range card.Parts {
		for _, line := range strings.SplitAfter(text(part), "\n") {
			if last := len(list) - 1; len(list[last])+len(line) > pageLength && list[last] != "" {
				list = append(list, line)
			} else {
				list[last] += line
			}
		}
	}
	return list
}

// text draws a part, each of its lines ended.
func text(part card.Part) string {
	switch part := part.(type) {
	case card.Heading:
		return plain(part.Line) + "\n"
	case card.Text:
		return plain(part.Line) + "\n"
	case card.Note:
		return plain(part.Line) + "\n"
	case card.Document:
		return part.Doc.Plain() + "\n"
	case card.Quote:
		return sayingMark + plain(part.By) + "\n" + part.Text + "\n"
	case card.Divider:
		return divider + "\n"
	case card.Table:
		var rows strings.Builder
		for _, cells := range part.Rows {
			fmt.Fprintln(&rows, strings.Join(cells, " | "))
		}
		return rows.String()
	}
	return ""
}

// plain is a line with the addresses that it leads to.
func plain(l card.Line) string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.Text)
		if s.URL != "" {
			b.WriteString(" <" + s.URL + ">")
		}
	}
	return b.String()
}

// controls are a card's buttons.
func controls(c card.Card) []control {
	var list []control
	for _, part := range c.Parts {
		switch part := part.(type) {
		case card.Quote:
			if part.Button.Label != "" {
				list = append(list, control{ID: part.Button.ID})
			}
		case card.Buttons:
			for _, b := range part.Items {
				if b.URL == "" {
					list = append(list, control{ID: b.ID})
				}
			}
		}
	}
	return list
}
