package present

import (
	"slices"
	"strconv"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// DigestCard sums up the time since the last digest.
func (p Presenter) DigestCard(d *quiz.DigestNews) card.Card {
	parts := []card.Part{p.Heading("digest.title", words.Args{"Date": d.Date})}
	for _, r := range d.Rounds {
		parts = append(parts, p.digestRound(r)...)
	}
	if n := len(d.Standings); n > 0 {
		title := p.Line("digest.standings", words.Args{"Season": p.season(d.Span, d.Season)})
		parts = append(parts, card.Divider{}, card.Text{Line: title}, p.movementTable(d.Standings))
		parts = append(parts, p.boardRest(d.Members-n, d.Sharing, d.Standings[n-1].Rank)...)
	}
	parts = append(parts, p.streakCheers(d.Cheers)...)
	left := p.Line("digest.left", words.Args{"N": d.Left})
	if d.Left == 0 {
		left = p.Line("digest.none_left", nil)
	}
	if !d.Next.IsZero() {
		left = slices.Concat(p.Line("digest.next", words.Args{"At": p.FormatDay(d.Next)}), card.Line{{Text: " · "}}, left)
	}
	parts = append(append(parts, card.Note{Line: left}), p.revealLinks(d.Rounds)...)
	summary := p.Text("digest.summary", words.Args{"Date": d.Date, "N": len(d.Rounds)})
	return card.Card{Summary: summary, Parts: parts, Accent: card.AccentDigest}
}

// digestRound sums up one round.
func (p Presenter) digestRound(r quiz.DigestRound) []card.Part {
	title := card.Span{Text: markdown.PlainInline(r.Question.Title), URL: r.Link}
	line := p.Line("digest.round", words.Args{"Title": title, "N": r.Answered})
	if r.Answered == 0 {
		line = p.Line("digest.round_nobody", words.Args{"Title": title})
	}
	if r.Question.HasAnswer() {
		line = append(line, p.bandCounts(r.Bands, r.SelfGraded)...)
	}
	parts := []card.Part{card.Text{Line: line}}
	switch names := p.memberList(r.Voted, len(r.Voted)); {
	case len(r.Voted) == 1:
		parts = append(parts, p.Paragraph("digest.voted", words.Args{"Name": names, "N": r.Votes}))
	case len(r.Voted) > 1:
		parts = append(parts, p.Paragraph("digest.voted_tie", words.Args{"Names": names, "N": r.Votes}))
	}
	return parts
}

// streakCheers names the members with a streak worth a cheer, a line for each length.
func (p Presenter) streakCheers(list []quiz.Cheer) []card.Part {
	var parts []card.Part
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Streak == list[0].Streak {
			n++
		}
		var names []string
		for _, c := range list[:n] {
			names = append(names, c.Name)
		}
		line := p.Line("digest.cheer", words.Args{"N": list[0].Streak, "Names": p.memberList(names, n)})
		parts = append(parts, card.Text{Line: line})
		list = list[n:]
	}
	return parts
}

// revealLinks are buttons that lead to the reveals of rounds.
func (p Presenter) revealLinks(rounds []quiz.DigestRound) []card.Part {
	var buttons []card.Button
	for _, r := range rounds {
		if r.RevealLink == "" || len(buttons) == maxRevealLinks {
			continue
		}
		b := p.linkButton(r.Round, "button.see_answer", r.RevealLink)
		if len(rounds) > 1 {
			b.Label = clip(p.Text("button.see_answer_to", words.Args{"Title": markdown.PlainInline(r.Question.Title)}), maxOptionLabel)
		}
		buttons = append(buttons, b)
	}
	if len(buttons) == 0 {
		return nil
	}
	return []card.Part{card.Buttons{Items: buttons}}
}

// maxRevealLinks is the greatest number of buttons to reveals in a digest. Titles link to the
// questions of all rounds.
const maxRevealLinks = 5

// movementTable is the top of the standings with the changes since the last digest.
func (p Presenter) movementTable(lines []quiz.DigestStanding) card.Table {
	t := card.Table{
		Header:  []string{p.Text("column.rank", nil), "", p.Text("column.name", nil), p.Text("column.points", nil), ""},
		Numbers: []bool{true, false, false, true, false}, Ranked: true,
	}
	for _, l := range lines {
		gained := ""
		if l.Gained > 0 {
			gained = "+" + strconv.Itoa(l.Gained)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(l.Rank), p.movement(l), p.Name(l.Name), strconv.Itoa(l.Points), gained})
	}
	return t
}

// movement returns the change of a rank: ▲2, ▼1, the word for new, or nothing.
func (p Presenter) movement(l quiz.DigestStanding) string {
	switch up := l.Before - l.Rank; {
	case l.Before == 0:
		return p.Text("moved.new", nil)
	case up > 0:
		return "▲" + strconv.Itoa(up)
	case up < 0:
		return "▼" + strconv.Itoa(-up)
	}
	return ""
}
