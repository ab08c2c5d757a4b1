package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// maxBoardRows is the number of rows in a leaderboard besides the asker's own.
const maxBoardRows = 10

// showLeaderboard shows the leaderboard of a season, of the month where none is named.
func (r request) showLeaderboard(ctx context.Context, args map[string]string) (Answer, error) {
	span, ok := scoring.ParseSpan(strings.ToLower(args["span"]))
	if !ok {
		span = scoring.Month
	}
	board, err := r.service.Standings(ctx, r.event.At, r.event.Room, r.event.Who, span, 0, maxBoardRows)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.LeaderboardCard(board)}, nil
}

// showMember shows the asker's points, and where they came from.
func (r request) showMember(ctx context.Context, _ map[string]string) (Answer, error) {
	me, err := r.service.Stats(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.StatsCard(me)}, nil
}

// setUnnamed hides or shows the asker's name in reveals, those already posted included.
func (r request) setUnnamed(ctx context.Context, args map[string]string) (Answer, error) {
	on := strings.EqualFold(args["state"], "on")
	if err := r.service.SetUnnamed(ctx, r.event.stamp(), r.event.Who, on); err != nil {
		return nil, err
	}
	rounds, err := r.service.RoundsOf(ctx, r.event.Who.ID)
	if err != nil {
		return nil, err
	}
	for _, round := range rounds {
		r.redraws.revealChanged(round.Room, round.ID)
	}
	if on {
		return r.reply("unnamed_on", nil), nil
	}
	return r.reply("unnamed_off", nil), nil
}

// setModel lets a language model have the asker's answers, or keeps them from it.
func (r request) setModel(ctx context.Context, args map[string]string) (Answer, error) {
	on := strings.EqualFold(args["state"], "on")
	host, err := r.service.SetModelOff(ctx, r.event.stamp(), r.event.Who, !on)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.ModelCard(host, on)}, nil
}

// showMemberData shows all data that is stored about the asker.
func (r request) showMemberData(ctx context.Context, _ map[string]string) (Answer, error) {
	d, ok, err := r.service.ExportData(ctx, r.event.Who)
	if err != nil || !ok {
		return r.reply("data.nothing", nil), err
	}
	c := r.DataCard(d)
	if d.Unreadable > 0 {
		c.Parts = append(c.Parts, r.Paragraph("data.unreadable", words.Args{"N": d.Unreadable}))
	}
	return Ephemeral{Card: c}, nil
}

// confirmForget asks for confirmation before the asker's data is deleted.
func (r request) confirmForget(context.Context, map[string]string) (Answer, error) {
	return Ephemeral{Card: r.ForgetCard(r.service.BackupDays())}, nil
}

// forgetMember deletes everything about the asker. The answer replaces the card that asked for
// confirmation.
func (r request) forgetMember(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	f, err := r.service.ForgetMember(ctx, r.event.stamp(), r.event.Who)
	if err != nil {
		return nil, err
	}
	if platform, err := r.platformOf(r.event.Room); err == nil {
		if k, ok := platform.(MemberRememberer); ok {
			k.ForgetMember(r.event.Who.ID)
		}
	}
	for _, round := range f.Rounds {
		r.redraws.questionChanged(round)
		r.redraws.revealChanged(round.Room, round.ID)
		r.redraws.digestChanged(round)
	}
	if f.Owed != nil {
		err = doneAllTheSame{fmt.Errorf("somebody is forgotten, but what was deleted may still lie in the file until it is compacted: %w", f.Owed)}
	}
	key := "data.nothing"
	if f.Known {
		key = "forget.done"
	}
	if f.Unreadable > 0 {
		key = "forget.unreadable"
		err = errors.Join(err, doneAllTheSame{fmt.Errorf("somebody is forgotten, but %d damaged announcements cannot be read and may still hold something: run quizbot check", f.Unreadable)})
	}
	return Update{Card: r.TextCard(key, nil)}, err
}

// showHome answers a look at the app home. For each room of the reader it shows the open question,
// the reader's standing and their last points.
func (c *Conversation) showHome(ctx context.Context, e Event, rooms []HomeRoom) (Answer, error) {
	var sections [][]card.Part
	p := c.presenterFor(quiz.Room{})
	failed := func(err error) (Answer, error) {
		return Home{Card: card.Card{Parts: []card.Part{p.Paragraph("failure", nil)}}}, err
	}
	for _, home := range rooms {
		room, err := c.service.Room(ctx, home.ID)
		if isRefusal(err) {
			continue // the quiz does not run there
		}
		if err != nil {
			return failed(err)
		}
		e.Room = home.ID
		r := request{Conversation: c, Presenter: c.presenterFor(room), event: e}
		if len(sections) == 0 {
			p = r.Presenter
		}
		section, err := r.homeSection(ctx, home.Name)
		if err != nil {
			return failed(err)
		}
		sections = append(sections, section)
	}
	home := Home{
		Card: card.Card{Summary: p.Text("home.title", nil)}, Sections: sections,
		Omitted: func(n int) card.Line { return p.Line("home.left", words.Args{"N": n}) },
	}
	if len(sections) == 0 {
		home.Card.Parts = []card.Part{p.Paragraph("home.nowhere", nil)}
	}
	return home, nil
}

func (r request) homeSection(ctx context.Context, name string) ([]card.Part, error) {
	parts := []card.Part{card.Heading{Line: card.Line{{Text: name}}}}
	round, err := r.service.OpenRound(ctx, r.event.Room)
	switch {
	case isRefusal(err):
		none := reason.New(reason.NothingOpen)
		parts = append(parts, r.ReasonParagraph(&none, nil))
	case err != nil:
		return nil, err
	default:
		question, err := r.homeQuestion(ctx, &round)
		if err != nil {
			return nil, err
		}
		parts = append(parts, question...)
	}
	me, err := r.service.Stats(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	return append(parts, r.HomeStanding(me)...), nil
}

func (r request) homeQuestion(ctx context.Context, round *quiz.Round) ([]card.Part, error) {
	_, answered, err := r.service.RoundProgress(ctx, round.ID)
	if err != nil {
		return nil, err
	}
	draft, err := r.service.DraftAnswer(ctx, r.event.At, round.Room, r.event.Who, round.ID)
	if err != nil && !isRefusal(err) {
		return nil, err
	}
	return r.HomeQuestion(round, answered, draft.Reply.Given()), nil
}
