package bot

import (
	"slices"
	"strconv"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// digestCard sums up what happened since the last digest.
func (p Presenter) digestCard(d *quiz.DigestNews) card.Card {
	parts := []card.Part{card.Heading{Line: p.Line("digest.title", words.Args{"Date": d.Date})}}
	for _, r := range d.Rounds {
		parts = append(parts, p.toldRound(r)...)
	}
	if n := len(d.Standings); n > 0 {
		parts = append(parts, card.Divider{}, card.Text{Line: p.Line("digest.standings", words.Args{"Season": p.season(d.Span, d.Season)})}, p.movement(d.Standings))
		parts = append(parts, p.following(d.Members-n, d.Sharing, d.Standings[n-1].Rank)...)
	}
	parts = append(parts, p.cheers(d.Cheers)...)
	left := p.Line("digest.left", words.Args{"N": d.Left})
	if d.Left == 0 {
		left = p.Line("digest.none_left", nil)
	}
	if !d.Next.IsZero() {
		left = slices.Concat(p.Line("digest.next", words.Args{"At": p.FormatDay(d.Next)}), card.Line{{Text: " · "}}, left)
	}
	parts = append(append(parts, card.Note{Line: left}), p.answerLinks(d.Rounds)...)
	return card.Card{Summary: p.Text("digest.summary", words.Args{"Date": d.Date, "N": len(d.Rounds)}), Parts: parts, Accent: card.AccentDigest}
}

// toldRound is what a digest says of one round.
func (p Presenter) toldRound(r quiz.DigestRound) []card.Part {
	title := card.Span{Text: markdown.PlainInline(r.Question.Title), URL: r.Link}
	line := p.Line("digest.round", words.Args{"Title": title, "N": r.Answered})
	if r.Answered == 0 {
		line = p.Line("digest.round_nobody", words.Args{"Title": title})
	}
	if r.Question.Answered() {
		line = append(line, p.graded(r.Bands, r.SelfGraded)...)
	}
	parts := []card.Part{card.Text{Line: line}}
	switch names := p.names(r.Voted, len(r.Voted)); {
	case len(r.Voted) == 1:
		parts = append(parts, card.Text{Line: p.Line("digest.voted", words.Args{"Name": names, "N": r.Votes})})
	case len(r.Voted) > 1:
		parts = append(parts, card.Text{Line: p.Line("digest.voted_tie", words.Args{"Names": names, "N": r.Votes})})
	}
	return parts
}

// cheers are the streaks worth a word, a line for each length.
func (p Presenter) cheers(list []quiz.Cheer) []card.Part {
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
		parts = append(parts, card.Text{Line: p.Line("digest.cheer", words.Args{"N": list[0].Streak, "Names": p.names(names, n)})})
		list = list[n:]
	}
	return parts
}

// following says how many stand below the lines that a leaderboard shows, and how many of them share the last one's rank.
func (p Presenter) following(more, sharing, rank int) []card.Part {
	switch {
	case sharing > 0 && sharing < more:
		return []card.Part{card.Note{Line: slices.Concat(p.Line("following.sharing", words.Args{"N": sharing, "Rank": rank}), card.Line{{Text: " · "}}, p.Line("following.more", words.Args{"N": more - sharing}))}}
	case sharing > 0:
		return []card.Part{card.Note{Line: p.Line("following.sharing", words.Args{"N": sharing, "Rank": rank})}}
	case more > 0:
		return []card.Part{card.Note{Line: p.Line("following.more", words.Args{"N": more})}}
	}
	return nil
}

// answerLinks are buttons that lead to the reveals of rounds.
func (p Presenter) answerLinks(rounds []quiz.DigestRound) []card.Part {
	var buttons []card.Button
	for _, r := range rounds {
		if r.RevealLink == "" || len(buttons) == maxAnswerLinks {
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

// maxAnswerLinks is how many reveals a digest has buttons for; titles lead to the questions of all.
const maxAnswerLinks = 5

// movement is the first lines of the standings with what changed.
func (p Presenter) movement(lines []quiz.DigestStanding) card.Table {
	t := card.Table{
		Header:  []string{p.Text("column.rank", nil), "", p.Text("column.name", nil), p.Text("column.points", nil), ""},
		Numbers: []bool{true, false, false, true, false}, Ranked: true,
	}
	for _, l := range lines {
		gained := ""
		if l.Gained > 0 {
			gained = "+" + strconv.Itoa(l.Gained)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(l.Rank), p.moved(l), p.named(l.Name), strconv.Itoa(l.Points), gained})
	}
	return t
}

// moved says how a rank changed: ▲2, ▼1, the word for new, or nothing.
func (p Presenter) moved(l quiz.DigestStanding) string {
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

// season names a stretch of time: this week as 2026-W48.
func (p Presenter) season(span scoring.Span, season scoring.Season) string {
	return p.Text("season."+string(span), words.Args{"Season": string(season)})
}
