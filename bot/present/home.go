package present

import (
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/service"
)

// The limits of a room's section on the app home, which has to hold several rooms.
const (
	homeEntries  = 5
	homeQuestion = 2000 // characters of a question; a longer one is left to its channel
)

// HomeQuestion shows the open question of a room on the app home, in full where it is short. given
// reports that the reader has answered.
func (p Presenter) HomeQuestion(round *quiz.Round, answered int, given bool) []card.Part {
	q := &round.Question
	parts := []card.Part{card.Note{Line: p.origin(q)}}
	size := len([]rune(q.Title + q.Body))
	for _, choice := range q.Choices {
		size += len([]rune(choice.Text))
	}
	if size > homeQuestion {
		parts = append(parts, card.Document{Doc: markdown.Parse("### " + q.Title)}, card.Text{Line: p.channelLink(round)})
	} else {
		parts = append(parts, QuestionParts(q)...)
	}
	if given {
		parts = append(parts, p.Paragraph("home.answered", nil))
	}
	return append(append(parts, card.Note{Line: p.progress(round, answered)}), p.answerButtons(round)...)
}

// channelLink leads to the question in its channel.
func (p Presenter) channelLink(round *quiz.Round) card.Line {
	line := p.Line("home.whole", nil)
	if len(round.QuestionMessages) > 0 {
		for i := range line {
			line[i].URL = round.QuestionMessages[0].Link
		}
	}
	return line
}

// HomeStanding shows the reader's standing in a room on the app home.
func (p Presenter) HomeStanding(me service.MemberStats) []card.Part {
	if me.All == nil {
		return []card.Part{p.Paragraph("me.nothing", nil)}
	}
	standing := p.Line("home.standing_all", words.Args{"All": me.All.Points})
	if me.Month != nil {
		standing = p.Line("home.standing", words.Args{"N": me.Month.Points, "Rank": me.Month.Rank, "All": me.All.Points})
	}
	parts := []card.Part{
		card.Text{Line: standing},
		p.Paragraph("me.streak", words.Args{"N": me.Streak, "Best": me.Best}),
	}
	parts = append(parts, p.streakNote(me)...)
	parts = append(parts, p.Paragraph("me.points", nil))
	for _, entry := range me.Entries[:min(homeEntries, len(me.Entries))] {
		parts = append(parts, p.Note("home.entry", words.Args{
			"Points": signed(entry.Points), "Date": entry.Date, "Why": p.entryReason(entry.Entry),
			"Title": clip(markdown.PlainInline(entry.Title), maxTableTitle),
		}))
	}
	return parts
}
