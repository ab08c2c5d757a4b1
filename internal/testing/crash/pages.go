package main

import (
	"fmt"
	"strings"

	"quizbot/bot/card"
	"quizbot/internal/testing/crash/record"
)

// pageLength is the maximum length of a message in bytes, small enough that long cards need
// several.
const pageLength = 1000

// divider is the drawing of a [card.Divider].
const divider = "-----"

// splitIntoPages returns the texts of a card's messages.
func splitIntoPages(c card.Card) []string {
	list := []string{""}
	for _, part := range c.Parts {
		for _, line := range strings.SplitAfter(partText(part), "\n") {
			if last := len(list) - 1; len(list[last])+len(line) > pageLength && list[last] != "" {
				list = append(list, line)
			} else {
				list[last] += line
			}
		}
	}
	return list
}

// partText draws a part, each line ended by a newline.
func partText(part card.Part) string {
	switch part := part.(type) {
	case card.Heading:
		return lineText(part.Line) + "\n"
	case card.Text:
		return lineText(part.Line) + "\n"
	case card.Note:
		return lineText(part.Line) + "\n"
	case card.Document:
		return part.Doc.Plain() + "\n"
	case card.Quote:
		return record.QuoteMark + lineText(part.By) + "\n" + part.Text + "\n"
	case card.Divider:
		return divider + "\n"
	case card.Table:
		var rows strings.Builder
		for _, cells := range part.Rows {
			fmt.Fprintln(&rows, strings.Join(cells, " | "))
		}
		return rows.String()
	case card.Buttons: // drawn apart
	}
	return ""
}

// lineText returns a line with its links.
func lineText(l card.Line) string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.Text)
		if s.URL != "" {
			b.WriteString(" <" + s.URL + ">")
		}
	}
	return b.String()
}

// cardControls returns the buttons of a card.
func cardControls(c card.Card) []record.Control {
	var list []record.Control
	for _, part := range c.Parts {
		switch part := part.(type) {
		case card.Quote:
			if part.Button.Label != "" {
				list = append(list, record.Control{ID: part.Button.ID})
			}
		case card.Buttons:
			for _, b := range part.Items {
				if b.URL == "" {
					list = append(list, record.Control{ID: b.ID})
				}
			}
		default: // other parts have no buttons
		}
	}
	return list
}
