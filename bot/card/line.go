package card

import (
	"time"
	"unicode/utf8"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Line is one line of words in runs of one look each. All text in it is literal.
type Line []Span

// Span is a run of a Line.
type Span struct {
	Text string
	// Strong and Code say how the text looks.
	Strong, Code bool
	// At, where it is not zero, is a moment that a platform may show in each reader's own time; Text says
	// it in the room's.
	At time.Time
	// URL, where it is not empty, is where the text leads: one of the platform's own addresses.
	URL string
	// Room, where it is not empty, is a room that a platform may show by its name; Text says its id.
	Room quiz.RoomID
}

// Plain is the line without its looks.
func (l Line) Plain() string {
	var text string
	for _, s := range l {
		text += s.Text
	}
	return text
}

// Wrap breaks the line into lines of at most n characters each, between words where it can.
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
