package bot

import (
	"context"
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
)

// revealCard shows the reference answer and how everybody did.
func (p Presenter) revealCard(n *quiz.RevealNews) card.Card {
	q := &n.Round.Question
	title := markdown.PlainInline(q.Title)
	parts := []card.Part{card.Heading{Line: p.Line("reveal.title", words.Args{"Title": title})}}
	if q.Answered() {
		parts = append(parts, p.reference(q)...)
	} else {
		parts = append(append(parts, card.Text{Line: p.Line("reveal.no_reference", nil)}), p.links(q)...)
	}
	parts = append(parts, card.Divider{}, card.Text{Line: p.outcome(n)})
	if len(q.Choices) > 0 {
		parts = append(parts, p.picks(n)...)
	} else {
		parts = append(parts, p.numberedAnswers(&n.Round, n.Best, 0, n.Answered)...)
	}
	return card.Card{
		Summary: p.Text("reveal.summary", words.Args{"Title": title}),
		Parts:   append(parts, p.revealButtons(n)...),
		Accent:  card.AccentReveal,
	}
}

// showReveal shows the reveal of a round to the asker alone.
func (t talk) showReveal(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	return t.answerOf(ctx, a.Round)
}

// answerOf is the reveal of a round for the asker alone.
func (t talk) answerOf(ctx context.Context, id quiz.RoundID) (Answer, error) {
	if _, err := t.service.Round(ctx, t.event.Room, id); err != nil {
		return nil, err
	}
	news, err := t.service.RevealNews(ctx, id, quiz.BestShown)
	if err != nil {
		return nil, err
	}
	return Private{Card: t.revealCard(news)}, nil
}

// outcome says how many answered, and how well.
func (p Presenter) outcome(n *quiz.RevealNews) card.Line {
	if n.Answered == 0 {
		return p.Line("reveal.nobody", nil)
	}
	line := p.Line("reveal.answered", words.Args{"N": n.Answered})
	if !n.Round.Question.Answered() {
		return line
	}
	return append(line, p.graded(n.Bands, n.SelfGraded)...)
}

// graded says how answers were graded, and how many of them by their authors.
func (p Presenter) graded(counts map[scoring.Band]int, selfGraded int) card.Line {
	var line card.Line
	if bands := p.bands(counts); bands != "" {
		line = append(line, card.Span{Text: " · " + bands})
	}
	if selfGraded > 0 {
		line = append(line, card.Span{Text: " · " + p.Text("bands.self", words.Args{"N": selfGraded})})
	}
	return line
}

// bands counts answers by band, best first, in words.
func (p Presenter) bands(counts map[scoring.Band]int) string {
	var counted []string
	for _, b := range append(scoring.Bands(), scoring.Unsure) {
		if n := counts[b]; n > 0 {
			counted = append(counted, p.Text("bands."+string(b), words.Args{"N": n}))
		}
	}
	return p.List(counted)
}

// picks says how often each choice was picked, and who was right.
func (p Presenter) picks(n *quiz.RevealNews) []card.Part {
	if n.Answered == 0 {
		return nil
	}
	parts := []card.Part{card.Document{Doc: markdown.Doc{p.tally(n)}}}
	var right []string
	for _, r := range n.Best {
		if r.Band == scoring.Full {
			right = append(right, r.Name)
		}
	}
	if all := max(n.Bands[scoring.Full], len(right)); all > 0 {
		parts = append(parts, card.Text{Line: p.Line("reveal.right", words.Args{"Names": p.names(right, all)})})
	}
	return parts
}

// tally is every choice with its text, and below it how many picked it as a bar and a number.
func (p Presenter) tally(n *quiz.RevealNews) markdown.Paragraph {
	var line markdown.Line
	for i, c := range n.Round.Question.Choices {
		if i > 0 {
			line = append(line, markdown.Span{Break: true})
		}
		line = append(line, markdown.Span{Text: letter(i) + ".", Style: markdown.Strong}, markdown.Span{Text: " "})
		line = append(line, tallied(c.Text)...)
		if c.Correct {
			line = append(line, markdown.Span{Text: " · "}, markdown.Span{Text: "✓ " + p.Text("reveal.correct", nil), Style: markdown.Strong})
		}
		line = append(line, markdown.Span{Break: true}, markdown.Span{Text: bar(n.Picked[i], n.Answered) + " " + p.Text("reveal.picked", words.Args{"N": n.Picked[i]})})
	}
	return markdown.Paragraph{Line: line}
}

// tallied is a choice in its line of the tally: as it is where it is short, or else clipped.
func tallied(text string) markdown.Line {
	plain := markdown.PlainInline(text)
	if doc := markdown.Parse(text); len(doc) == 1 && !spansLines(text) && clip(plain, maxTallied) == plain {
		if p, ok := doc[0].(markdown.Paragraph); ok {
			return p.Line
		}
	}
	return markdown.Line{{Text: clip(plain, maxTallied)}}
}

// maxTallied is how much of a choice its line in the tally shows; the question shows all of it.
const maxTallied = 80

// barLength is how many characters a bar for everybody has.
const barLength = 10

// bar draws how many of all picked something.
func bar(n, all int) string {
	full := 0
	if n > 0 && all > 0 {
		full = min(max(1, (n*barLength+all/2)/all), barLength)
	}
	return strings.Repeat("▓", full) + strings.Repeat("░", barLength-full)
}

// maxNamed is how many names a list shows.
const maxNamed = 10

// names lists people, of whom some are named and all are counted.
func (p Presenter) names(list []string, all int) string {
	named := slices.DeleteFunc(slices.Clone(list), func(name string) bool { return name == "" })
	named = named[:min(len(named), maxNamed)]
	switch more := all - len(named); {
	case len(named) == 0:
		return p.Text("list.people", words.Args{"N": all})
	case more > 0:
		return p.Text("list.more_names", words.Args{"Names": p.List(named), "N": more})
	}
	last := len(named) - 1
	if last == 0 {
		return named[0]
	}
	return p.Text("list.last", words.Args{"Names": p.List(named[:last]), "Last": named[last]})
}

// numberedAnswers are members' answers, numbered from the given one on, each with the buttons that belong to it.
func (p Presenter) numberedAnswers(round *quiz.Round, shown []quiz.ShownReply, from, answered int) []card.Part {
	var parts []card.Part
	for i, r := range shown {
		number := from + i + 1
		args := words.Args{"Number": number, "Name": p.named(r.Name)}
		by := p.Line("reveal.by", args)
		if r.Band != "" {
			args["Band"] = p.band(r.Band, r.SelfGraded)
			by = p.Line("reveal.by_graded", args)
		}
		said := card.Quote{By: by, Text: r.Text}
		if answered > 1 {
			said.Button = card.Button{ID: action.OnMember(action.Vote, round.ID, r.Member).String(), Label: p.Text("button.vote", words.Args{"Number": number})}
		}
		parts = append(parts, said)
		if r.Unconfirmed {
			confirm := card.Button{ID: action.OnMember(action.ConfirmGrade, round.ID, r.Member).String(), Label: p.Text("button.confirm", words.Args{"Number": number})}
			parts = append(parts, card.Buttons{Items: []card.Button{confirm}})
		}
	}
	return parts
}

// band is the word for a band, with who gave it where that was the author alone.
func (p Presenter) band(b scoring.Band, selfGraded bool) string {
	word := p.Text("band."+string(b), nil)
	if selfGraded {
		return p.Text("band.self", words.Args{"Band": word})
	}
	return word
}

// named is a name, or the word for somebody without one.
func (p Presenter) named(name string) string {
	if name == "" {
		return p.Text("unnamed", nil)
	}
	return name
}

func (p Presenter) revealButtons(n *quiz.RevealNews) []card.Part {
	id := n.Round.ID
	if n.Answered == 0 {
		return nil
	}
	buttons := []card.Button{{ID: action.OnRound(action.MyGrade, id).String(), Label: p.Text("button.my_grade", nil), Primary: true}}
	if n.Rest > 0 {
		buttons = append(buttons, card.Button{ID: action.OnChoice(action.OpenPage, id, 1).String(), Label: p.Text("button.more", words.Args{"N": n.Rest})})
	}
	if n.Bands[scoring.Unsure] > 0 && n.Round.Question.Answered() {
		return []card.Part{card.Note{Line: p.Line("reveal.grade_yourself", nil)}, card.Buttons{Items: buttons}}
	}
	return []card.Part{card.Buttons{Items: buttons}}
}
