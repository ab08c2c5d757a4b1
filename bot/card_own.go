package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// leaderboardTop is how many lines a leaderboard shows besides the asker's own.
const leaderboardTop = 10

func (t talk) leaderboard(ctx context.Context, name string) (Answer, error) {
	span, ok := scoring.ParseSpan(strings.ToLower(name))
	if !ok {
		span = scoring.Month
	}
	board, err := t.service.Standings(ctx, t.event.At, t.event.Room, t.event.Who, span, leaderboardTop)
	if err != nil {
		return nil, err
	}
	title := t.Line("leaderboard.title", words.Args{"Season": t.season(board.Span, board.Season)})
	if len(board.Rows) == 0 {
		return private(title.Plain(), card.Heading{Line: title}, card.Text{Line: t.Line("leaderboard.empty", nil)}), nil
	}
	shown := board.Rows
	parts := []card.Part{card.Heading{Line: title}, t.standings(board)}
	parts = append(parts, t.selfGraded(shown)...)
	parts = append(parts, t.following(board.Members-len(shown), board.Sharing, shown[len(shown)-1].Rank)...)
	if board.Own == nil {
		parts = append(parts, card.Note{Line: t.Line("leaderboard.not_yet", nil)})
	}
	return private(title.Plain(), parts...), nil
}

// standings is a leaderboard's table, the asker's own line at the end where it is not among the first.
func (t talk) standings(board service.Board) card.Table {
	table := card.Table{Numbers: []bool{true, false, true, true, true}, Ranked: true}
	for _, column := range []string{"rank", "name", "points", "answered", "streak"} {
		table.Header = append(table.Header, t.Text("column."+column, nil))
	}
	rows, own := board.Rows, board.Own
	if own != nil && !contains(rows, own.Member) {
		rows = append(rows[:len(rows):len(rows)], *own)
	}
	for _, r := range rows {
		name := t.named(r.Name)
		if own != nil && r.Member == own.Member {
			name = t.Text("leaderboard.own", words.Args{"Name": name})
		}
		table.Rows = append(table.Rows, []string{
			strconv.Itoa(r.Rank), name, strconv.Itoa(r.Points), strconv.Itoa(r.Answered), strconv.Itoa(r.Streak),
		})
	}
	return table
}

// selfGraded says whose points are for answers that they graded themselves, and for how many.
func (p Presenter) selfGraded(rows []service.Standing) []card.Part {
	var names []string
	for _, r := range rows {
		if r.SelfGraded > 0 {
			names = append(names, p.Text("leaderboard.self_one", words.Args{"Name": p.named(r.Name), "N": r.SelfGraded}))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []card.Part{card.Note{Line: p.Line("leaderboard.self", words.Args{"Names": p.List(names)})}}
}

func contains(rows []service.Standing, m quiz.MemberNo) bool {
	for _, r := range rows {
		if r.Member == m {
			return true
		}
	}
	return false
}

// me is how the asker stands, and where each of the last points came from.
func (t talk) me(ctx context.Context) (Answer, error) {
	me, err := t.service.Stats(ctx, t.event.At, t.event.Room, t.event.Who)
	if err != nil {
		return nil, err
	}
	if me.All == nil {
		return t.say("me.nothing", nil), nil
	}
	title := t.Line("me.title", words.Args{"Name": t.named(me.Name)})
	parts := []card.Part{card.Heading{Line: title}, t.seasons(me), card.Text{Line: t.Line("me.streak", words.Args{"N": me.Streak, "Best": me.Best})}, card.Text{Line: t.Line("me.points", nil)}}
	table := card.Table{Numbers: []bool{true, false, false, false}}
	for _, p := range me.Entries {
		table.Rows = append(table.Rows, []string{
			signed(p.Entry.Points), p.Entry.Date.String(), t.why(p.Entry), clip(markdown.PlainInline(p.Title), maxTitle),
		})
	}
	return private(t.Text("me.summary", nil), append(parts, table)...), nil
}

// maxTitle is how much of a title a line of a table shows.
const maxTitle = 40

func (t talk) seasons(me service.MemberStats) card.Table {
	table := card.Table{Numbers: []bool{false, true, true, true}, Header: []string{""}}
	for _, column := range []string{"rank", "points", "answered"} {
		table.Header = append(table.Header, t.Text("column."+column, nil))
	}
	for _, s := range []struct {
		span scoring.Span
		at   *service.Standing
	}{{scoring.Week, me.Week}, {scoring.Month, me.Month}, {scoring.All, me.All}} {
		row := []string{t.Text("span."+string(s.span), nil), "–", "0", "0"}
		if s.at != nil {
			row = []string{row[0], strconv.Itoa(s.at.Rank), strconv.Itoa(s.at.Points), strconv.Itoa(s.at.Answered)}
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// why is what an entry of the ledger was for.
func (p Presenter) why(e quiz.Entry) string {
	return p.Text("entry."+string(e.Reason), words.Args{"Band": p.Text("band."+string(e.Band), nil)})
}

func signed(n int) string {
	if n < 0 {
		return "−" + strconv.Itoa(-n)
	}
	return "+" + strconv.Itoa(n)
}

func (t talk) unnamed(ctx context.Context, on bool) (Answer, error) {
	if err := t.service.SetUnnamed(ctx, t.event.stamp(), t.event.Who, on); err != nil {
		return nil, err
	}
	rounds, err := t.service.RoundsOf(ctx, t.event.Who.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range rounds {
		t.counts.regraded(r.Room, r.ID)
	}
	if on {
		return t.say("unnamed_on", nil), nil
	}
	return t.say("unnamed_off", nil), nil
}

// myData is everything that is kept about the asker.
func (t talk) myData(ctx context.Context) (Answer, error) {
	d, ok, err := t.service.ExportData(ctx, t.event.Who)
	if err != nil || !ok {
		return t.say("data.nothing", nil), err
	}
	title := t.Line("data.title", nil)
	parts := []card.Part{card.Heading{Line: title}, card.Text{Line: t.Line("data.member", words.Args{
		"Name": t.named(d.Member.Name), "ID": string(d.Member.ID), "Since": t.FormatDay(d.Member.Since), "Number": int(d.Member.No),
	})}}
	if d.Member.Unnamed {
		parts = append(parts, card.Text{Line: t.Line("unnamed_on", nil)})
	}
	for _, k := range d.Replies {
		if k.Reply.Given() || len(k.Reply.History) > 0 {
			parts = append(parts, t.kept(k)...)
		}
	}
	if n := d.Confirmations(); n > 0 {
		parts = append(parts, card.Text{Line: t.Line("data.confirmed", words.Args{"N": n})})
	}
	parts = append(parts, card.Text{Line: t.Line("data.votes", words.Args{"N": len(d.Votes)})})
	for _, v := range d.Votes {
		parts = append(parts, card.Text{Line: t.Line("data.vote", words.Args{"Title": markdown.PlainInline(v.Round.Question.Title), "Name": t.named(v.Name)})})
	}
	parts = append(parts, card.Text{Line: t.Line("data.entries", words.Args{"N": len(d.Entries)})})
	if len(d.Entries) > 0 {
		parts = append(parts, t.ledger(d.Entries))
	}
	return private(title.Plain(), append(parts, card.Note{Line: t.Line("data.forget", nil)})...), nil
}

// kept is a reply with its history.
func (t talk) kept(k service.ReplyRecord) []card.Part {
	by := t.Line("data.reply", words.Args{"Title": markdown.PlainInline(k.Round.Question.Title), "At": t.FormatDay(k.Reply.At)})
	parts := []card.Part{card.Quote{By: by, Text: answerText(k.Reply.Answer(), k.Reply.Picks)}}
	for _, v := range k.Reply.History {
		parts = append(parts, card.Quote{By: t.Line("data.earlier", words.Args{"Until": t.FormatDay(v.Until)}), Text: answerText(v.Text, v.Picks)})
	}
	return parts
}

func answerText(text string, picks []int) string {
	if len(picks) > 0 {
		return letters(picks)
	}
	return text
}

func (t talk) ledger(entries []quiz.Entry) card.Table {
	table := card.Table{Numbers: []bool{true, false, false, false}}
	for _, e := range entries {
		table.Rows = append(table.Rows, []string{signed(e.Points), e.Date.String(), t.why(e), string(e.Room)})
	}
	return table
}

// confirmForget asks before it deletes, because nothing brings it back.
func (t talk) confirmForget() Private {
	line := t.Line("forget.confirm", nil)
	backups := t.Line("forget.backups", nil)
	if days := t.service.BackupDays(); days > 0 {
		backups = t.Line("forget.backups_for", words.Args{"N": days})
	}
	button := card.Button{ID: action.Action{Verb: action.ForgetMe, Arg: "me"}.String(), Label: t.Text("button.forget", nil), Danger: true}
	return private(line.Plain(), card.Text{Line: line}, card.Note{Line: backups}, card.Buttons{Items: []card.Button{button}})
}

// forgetMember deletes everything about the asker. What it says takes the place of the words and the button that asked.
func (t talk) forgetMember(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	f, err := t.service.ForgetMember(ctx, t.event.stamp(), t.event.Who)
	if err != nil {
		return nil, err
	}
	for _, r := range f.Rounds {
		t.counts.changed(r)
		t.counts.regraded(r.Room, r.ID)
	}
	if f.Owed != nil {
		err = doneAllTheSame{fmt.Errorf("somebody is forgotten, but what was deleted may still lie in the file until it is compacted: %w", f.Owed)}
	}
	said := "data.nothing"
	if f.Known {
		said = "forget.done"
	}
	return Update{t.say(said, nil).Card}, err
}
