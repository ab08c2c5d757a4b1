package card

import (
	"time"
	"unicode/utf8"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Line is a line of literal text in spans of one style each.
type Line []Span

// Span is a part of a [Line] in one style.
type Span struct {
	Text string
	// Strong and Code are the style.
	Strong, Code bool
	// At is a time that a platform may show in each reader's own zone; Text has it in the room's.
	// Zero: none.
	At time.Time
	// URL is the target of a link: one of the platform's own addresses. Empty: no link.
	URL string
	// Room is a room that a platform may show by its name; Text has its id. Empty: none.
	Room quiz.RoomID
}

// Plain returns the text of the line.
func (l Line) Plain() string {
	var text string
	for _, s := range l {
		text += s.Text
	}
	return text
}

// Wrap breaks the line into lines of at most n characters, between words if possible.
func (l Line) Wrap(n int) []Line {
	pieces, size := []Line{nil}, 0
	for _, s := range l {
		for text := s.Text; text != ""; {
			room := n - size
			if size > 0 && markdown.FirstCluster(text, utf8.RuneCountInString) > room { // the next line has more
				pieces, size = append(pieces, nil), 0
				continue
			}
			var first string
			first, text = markdown.CutText(text, func(s string) bool { return utf8.RuneCountInString(s) <= room })
			piece, last := s, len(pieces)-1
			piece.Text = first
			pieces[last], size = append(pieces[last], piece), size+utf8.RuneCountInString(first)
			if text != "" {
				pieces, size = append(pieces, nil), 0
			}
		}
	}
	return pieces
}
