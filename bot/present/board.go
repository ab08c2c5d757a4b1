package present

import (
	"slices"
	"strconv"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// LeaderboardCard shows the standings of a season, with the asker's own line.
func (p Presenter) LeaderboardCard(board service.Board) card.Card {
	title := p.Line("leaderboard.title", words.Args{"Season": p.season(board.Span, board.Season)})
	if len(board.Rows) == 0 {
		return newCard(title.Plain(), card.Heading{Line: title}, p.Paragraph("leaderboard.empty", nil))
	}
	shown := board.Rows
	parts := []card.Part{card.Heading{Line: title}, p.standingsTable(board)}
	parts = append(parts, p.selfGradedNote(shown)...)
	parts = append(parts, p.boardRest(board.Members-len(shown), board.Sharing, shown[len(shown)-1].Rank)...)
	if board.Own == nil {
		parts = append(parts, p.Note("leaderboard.not_yet", nil))
	}
	return newCard(title.Plain(), parts...)
}

// standingsTable shows the rows of a leaderboard. The asker's own row follows where it is not among
// them.
func (p Presenter) standingsTable(board service.Board) card.Table {
	table := card.Table{Numbers: []bool{true, false, true, true, true}, Ranked: true}
	for _, column := range []string{"rank", "name", "points", "answered", "streak"} {
		table.Header = append(table.Header, p.Text("column."+column, nil))
	}
	rows, own := board.Rows, board.Own
	if own != nil && !slices.ContainsFunc(rows, func(r service.Standing) bool { return r.Member == own.Member }) {
		rows = append(rows[:len(rows):len(rows)], *own)
	}
	for _, r := range rows {
		name := p.Name(r.Name)
		if own != nil && r.Member == own.Member {
			name = p.Text("leaderboard.own", words.Args{"Name": name})
		}
		table.Rows = append(table.Rows, []string{
			strconv.Itoa(r.Rank), name, strconv.Itoa(r.Points), strconv.Itoa(r.Answered), strconv.Itoa(r.Streak),
		})
	}
	return table
}

// selfGradedNote names the members with points for answers that they graded themselves.
func (p Presenter) selfGradedNote(rows []service.Standing) []card.Part {
	var names []string
	for _, r := range rows {
		if r.SelfGraded > 0 {
			names = append(names, p.Text("leaderboard.self_one", words.Args{"Name": p.Name(r.Name), "N": r.SelfGraded}))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []card.Part{p.Note("leaderboard.self", words.Args{"Names": p.List(names)})}
}

// boardRest counts the members below the last row of a leaderboard, and those among them with the
// same rank.
func (p Presenter) boardRest(more, sharing, rank int) []card.Part {
	shared := p.Line("following.sharing", words.Args{"N": sharing, "Rank": rank})
	switch {
	case sharing > 0 && sharing < more:
		rest := p.Line("following.more", words.Args{"N": more - sharing})
		return []card.Part{card.Note{Line: slices.Concat(shared, card.Line{{Text: " · "}}, rest)}}
	case sharing > 0:
		return []card.Part{card.Note{Line: shared}}
	case more > 0:
		return []card.Part{p.Note("following.more", words.Args{"N": more})}
	}
	return nil
}

// season returns the name of a season, such as this week as 2026-W48.
func (p Presenter) season(span scoring.Span, season scoring.Season) string {
	return p.Text("season."+string(span), words.Args{"Season": string(season)})
}

// StatsCard shows the asker's points by season, and the reason for each of the last ones.
func (p Presenter) StatsCard(me service.MemberStats) card.Card {
	if me.All == nil {
		return p.TextCard("me.nothing", nil)
	}
	parts := []card.Part{
		p.Heading("me.title", words.Args{"Name": p.Name(me.Name)}),
		p.seasonsTable(me),
		p.Paragraph("me.streak", words.Args{"N": me.Streak, "Best": me.Best}),
	}
	parts = append(parts, p.streakNote(me)...)
	parts = append(parts, p.Paragraph("me.points", nil))
	table := card.Table{Numbers: []bool{true, false, false, false}}
	for _, entry := range me.Entries {
		table.Rows = append(table.Rows, []string{
			signed(entry.Points), entry.Date.String(), p.entryReason(entry.Entry),
			clip(markdown.PlainInline(entry.Title), maxTableTitle),
		})
	}
	return newCard(p.Text("me.summary", nil), append(parts, table)...)
}

// streakNote says why a streak ended, or that a freeze kept it. It is empty once that is long ago.
func (p Presenter) streakNote(me service.MemberStats) []card.Part {
	switch end := me.Ended; {
	case end.Length > 1 && end.Date.IsZero():
		return []card.Part{p.Note("me.ended_undated", words.Args{"N": end.Length})}
	case end.Length > 1 && end.Freezes > 0:
		return []card.Part{p.Note("me.ended_unfrozen", words.Args{"N": end.Length, "Date": end.Date})}
	case end.Length > 1:
		return []card.Part{p.Note("me.ended", words.Args{"N": end.Length, "Date": end.Date})}
	case !me.FrozenOn.IsZero():
		return []card.Part{p.Note("me.frozen", words.Args{"Date": me.FrozenOn, "N": me.FreezesLeft})}
	}
	return nil
}

// maxTableTitle is the greatest length of a title in a table.
const maxTableTitle = 40

func (p Presenter) seasonsTable(me service.MemberStats) card.Table {
	table := card.Table{Numbers: []bool{false, true, true, true}, Header: []string{""}}
	for _, column := range []string{"rank", "points", "answered"} {
		table.Header = append(table.Header, p.Text("column."+column, nil))
	}
	for _, s := range []struct {
		span     scoring.Span
		standing *service.Standing
	}{{scoring.Week, me.Week}, {scoring.Month, me.Month}, {scoring.All, me.All}} {
		row := []string{p.Text("span."+string(s.span), nil), "–", "0", "0"}
		if s.standing != nil {
			row = []string{row[0], strconv.Itoa(s.standing.Rank), strconv.Itoa(s.standing.Points), strconv.Itoa(s.standing.Answered)}
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// entryReason returns the reason of an entry of the ledger.
func (p Presenter) entryReason(e ledger.Entry) string {
	return p.Text("entry."+string(e.Reason), words.Args{"Band": p.BandName(e.Band), "N": e.Streak})
}

func signed(n int) string {
	if n < 0 {
		return "−" + strconv.Itoa(-n)
	}
	return "+" + strconv.Itoa(n)
}
