package bot

import (
	"strconv"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// digestCard sums up what happened since the last digest.
func (w Words) digestCard(d *quiz.DigestNews) Card {
	parts := []Part{Heading{w.Line("digest.title", Args{"Date": d.Date})}}
	for _, r := range d.Rounds {
		parts = append(parts, w.toldRound(r)...)
	}
	if len(d.Standings) > 0 {
		parts = append(parts, Divider{}, Text{w.Line("digest.standings", Args{"Season": w.season(d.Span, d.Season)})}, w.movement(d.Standings))
	}
	for _, c := range d.Cheers {
		parts = append(parts, Text{w.Line("digest.cheer", Args{"Name": c.Name, "N": c.Streak})})
	}
	left := w.Line("digest.left", Args{"N": d.Left})
	if d.Left == 0 {
		left = w.Line("digest.none_left", nil)
	}
	parts = append(parts, Note{left})
	return Card{Summary: w.Text("digest.summary", Args{"Date": d.Date, "N": len(d.Rounds)}), Parts: parts, Accent: AccentDigest}
}

// toldRound is what a digest says of one round.
func (w Words) toldRound(r quiz.DigestRound) []Part {
	title := Span{Text: markdown.PlainInline(r.Question.Title), URL: r.Link}
	line := w.Line("digest.round", Args{"Title": title, "N": r.Answered})
	if r.Answered == 0 {
		line = w.Line("digest.round_nobody", Args{"Title": title})
	}
	if bands := w.bands(r.Bands); bands != "" && r.Question.Answered() {
		line = append(line, Span{Text: " · " + bands})
	}
	parts := []Part{Text{line}}
	for _, name := range r.Voted {
		parts = append(parts, Text{w.Line("digest.voted", Args{"Name": w.named(name), "N": r.Votes})})
	}
	return parts
}

// movement is the first lines of the standings with what changed.
func (w Words) movement(lines []quiz.DigestStanding) Table {
	t := Table{
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
