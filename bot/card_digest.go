package bot

import (
	"slices"
	"strconv"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// digestCard sums up what happened since the last digest.
func (w Words) digestCard(d *quiz.DigestNews) card.Card {
	parts := []card.Part{card.Heading{Line: w.Line("digest.title", Args{"Date": d.Date})}}
	for _, r := range d.Rounds {
		parts = append(parts, w.toldRound(r)...)
	}
	if n := len(d.Standings); n > 0 {
		parts = append(parts, card.Divider{}, card.Text{Line: w.Line("digest.standings", Args{"Season": w.season(d.Span, d.Season)})}, w.movement(d.Standings))
		parts = append(parts, w.following(d.Members-n, d.Sharing, d.Standings[n-1].Rank)...)
	}
	parts = append(parts, w.cheers(d.Cheers)...)
	left := w.Line("digest.left", Args{"N": d.Left})
	if d.Left == 0 {
		left = w.Line("digest.none_left", nil)
	}
	if !d.Next.IsZero() {
		left = slices.Concat(w.Line("digest.next", Args{"At": w.Day(d.Next)}), card.Line{{Text: " · "}}, left)
	}
	parts = append(append(parts, card.Note{Line: left}), w.answerLinks(d.Rounds)...)
	return card.Card{Summary: w.Text("digest.summary", Args{"Date": d.Date, "N": len(d.Rounds)}), Parts: parts, Accent: card.AccentDigest}
}

// toldRound is what a digest says of one round.
func (w Words) toldRound(r quiz.DigestRound) []card.Part {
	title := card.Span{Text: markdown.PlainInline(r.Question.Title), URL: r.Link}
	line := w.Line("digest.round", Args{"Title": title, "N": r.Answered})
	if r.Answered == 0 {
		line = w.Line("digest.round_nobody", Args{"Title": title})
	}
	if r.Question.Answered() {
		line = append(line, w.graded(r.Bands, r.SelfGraded)...)
	}
	parts := []card.Part{card.Text{Line: line}}
	switch names := w.names(r.Voted, len(r.Voted)); {
	case len(r.Voted) == 1:
		parts = append(parts, card.Text{Line: w.Line("digest.voted", Args{"Name": names, "N": r.Votes})})
	case len(r.Voted) > 1:
		parts = append(parts, card.Text{Line: w.Line("digest.voted_tie", Args{"Names": names, "N": r.Votes})})
	}
	return parts
}

// cheers are the streaks worth a word, a line for each length.
func (w Words) cheers(list []quiz.Cheer) []card.Part {
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
		parts = append(parts, card.Text{Line: w.Line("digest.cheer", Args{"N": list[0].Streak, "Names": w.names(names, n)})})
		list = list[n:]
	}
	return parts
}

// following says how many stand below the lines that a leaderboard shows, and how many of them share the last one's rank.
func (w Words) following(more, sharing, rank int) []card.Part {
	switch {
	case sharing > 0 && sharing < more:
		return []card.Part{card.Note{Line: slices.Concat(w.Line("following.sharing", Args{"N": sharing, "Rank": rank}), card.Line{{Text: " · "}}, w.Line("following.more", Args{"N": more - sharing}))}}
	case sharing > 0:
		return []card.Part{card.Note{Line: w.Line("following.sharing", Args{"N": sharing, "Rank": rank})}}
	case more > 0:
		return []card.Part{card.Note{Line: w.Line("following.more", Args{"N": more})}}
	}
	return nil
}

// answerLinks are buttons that lead to the reveals of rounds.
func (w Words) answerLinks(rounds []quiz.DigestRound) []card.Part {
	var buttons []card.Button
	for _, r := range rounds {
		if r.RevealLink == "" || len(buttons) == maxAnswerLinks {
			continue
		}
		b := w.linkButton(r.Round, "button.see_answer", r.RevealLink)
		if len(rounds) > 1 {
			b.Label = clip(w.Text("button.see_answer_to", Args{"Title": markdown.PlainInline(r.Question.Title)}), maxOptionLabel)
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
func (w Words) movement(lines []quiz.DigestStanding) card.Table {
	t := card.Table{
		Header:  []string{w.Text("column.rank", nil), "", w.Text("column.name", nil), w.Text("column.points", nil), ""},
		Numbers: []bool{true, false, false, true, false}, Ranked: true,
	}
	for _, l := range lines {
		gained := ""
		if l.Gained > 0 {
			gained = "+" + strconv.Itoa(l.Gained)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(l.Rank), w.moved(l), w.named(l.Name), strconv.Itoa(l.Points), gained})
	}
	return t
}

// moved says how a rank changed: ▲2, ▼1, the word for new, or nothing.
func (w Words) moved(l quiz.DigestStanding) string {
	switch up := l.Before - l.Rank; {
	case l.Before == 0:
		return w.Text("moved.new", nil)
	case up > 0:
		return "▲" + strconv.Itoa(up)
	case up < 0:
		return "▼" + strconv.Itoa(-up)
	}
	return ""
}

// season names a stretch of time: this week as 2026-W48.
func (w Words) season(span quiz.Span, season quiz.Season) string {
	return w.Text("season."+string(span), Args{"Season": string(season)})
}
