package bot

import (
	"context"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// What the bot's own page shows of a room. It must hold several.
const (
	homeEntries  = 5
	homeQuestion = 2000 // characters of a question; a longer one stands in its channel
)

// home is the bot's own page: for each room that the person is in, the open question, how they stand and what their
// last points were for.
func (c *Conversation) home(ctx context.Context, e Event, rooms []HomeRoom) (Answer, error) {
	var sections [][]card.Part
	printer := c.presenter(quiz.Room{})
	for _, r := range rooms {
		room, err := c.service.Room(ctx, r.ID)
		if _, refused := reason.AsRefusal(err); refused {
			continue // the quiz does not run there
		}
		if err != nil {
			return Home{Card: card.Card{Parts: []card.Part{card.Text{Line: printer.Line("failure", nil)}}}}, err
		}
		e.Room = r.ID
		t := talk{c, c.presenter(room), e}
		if len(sections) == 0 {
			printer = t.Presenter
		}
		section, err := t.homeOf(ctx, r)
		if err != nil {
			return Home{Card: card.Card{Parts: []card.Part{card.Text{Line: printer.Line("failure", nil)}}}}, err
		}
		sections = append(sections, section)
	}
	home := Home{
		Card: card.Card{Summary: printer.Text("home.title", nil)}, Sections: sections,
		Left: func(n int) card.Line { return printer.Line("home.left", words.Args{"N": n}) },
	}
	if len(sections) == 0 {
		home.Card.Parts = []card.Part{card.Text{Line: printer.Line("home.nowhere", nil)}}
	}
	return home, nil
}

func (t talk) homeOf(ctx context.Context, r HomeRoom) ([]card.Part, error) {
	parts := []card.Part{card.Heading{Line: card.Line{{Text: r.Name}}}}
	round, err := t.service.OpenRound(ctx, r.ID)
	_, refused := reason.AsRefusal(err)
	switch {
	case err != nil && !refused:
		return nil, err
	case refused:
		parts = append(parts, card.Text{Line: t.Line("refusal.nothing_open", nil)})
	default:
		asked, err := t.homeQuestion(ctx, &round)
		if err != nil {
			return nil, err
		}
		parts = append(parts, asked...)
	}
	me, err := t.service.Stats(ctx, t.event.At, r.ID, t.event.Who)
	if err != nil {
		return nil, err
	}
	return append(parts, t.homeStanding(me)...), nil
}

// homeQuestion is the open question, in full where it is short.
func (t talk) homeQuestion(ctx context.Context, round *quiz.Round) ([]card.Part, error) {
	_, answered, err := t.service.RoundProgress(ctx, round.ID)
	if err != nil {
		return nil, err
	}
	draft, err := t.service.DraftAnswer(ctx, t.event.At, round.Room, t.event.Who, round.ID)
	if _, refused := reason.AsRefusal(err); err != nil && !refused {
		return nil, err
	}
	q := &round.Question
	parts := []card.Part{card.Note{Line: t.origin(q)}}
	size := len([]rune(q.Title + q.Body))
	for _, choice := range q.Choices {
		size += len([]rune(choice.Text))
	}
	if size > homeQuestion {
		parts = append(parts, card.Document{Doc: markdown.Parse("### " + q.Title)}, card.Text{Line: t.elsewhere(round)})
	} else {
		parts = append(parts, question(q)...)
	}
	if draft.Reply.Given() {
		parts = append(parts, card.Text{Line: t.Line("home.answered", nil)})
	}
	return append(append(parts, card.Note{Line: t.progress(round, answered)}), t.answering(round)...), nil
}

// elsewhere leads to the question in its channel.
func (t talk) elsewhere(round *quiz.Round) card.Line {
	line := t.Line("home.whole", nil)
	if len(round.Places) > 0 {
		for i := range line {
			line[i].URL = round.Places[0].Link
		}
	}
	return line
}

func (t talk) homeStanding(me service.MemberStats) []card.Part {
	if me.All == nil {
		return []card.Part{card.Text{Line: t.Line("me.nothing", nil)}}
	}
	month := service.Standing{}
	if me.Month != nil {
		month = *me.Month
	}
	parts := []card.Part{
		card.Text{Line: t.Line("home.standing", words.Args{"N": month.Points, "Rank": month.Rank, "All": me.All.Points})},
		card.Text{Line: t.Line("me.streak", words.Args{"N": me.Streak, "Best": me.Best})},
		card.Text{Line: t.Line("me.points", nil)},
	}
	if me.Month == nil {
		parts[0] = card.Text{Line: t.Line("home.standing_all", words.Args{"All": me.All.Points})}
	}
	for _, p := range me.Entries[:min(homeEntries, len(me.Entries))] {
		parts = append(parts, card.Note{Line: t.Line("home.entry", words.Args{
			"Points": signed(p.Entry.Points), "Date": p.Entry.Date, "Why": t.why(p.Entry), "Title": clip(markdown.PlainInline(p.Title), maxTitle),
		})})
	}
	return parts
}
