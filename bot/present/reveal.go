package present

import (
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/scoring"
)

// RevealCard shows the reference answer and the answers of the members.
func (p Presenter) RevealCard(n *quiz.RevealNews) card.Card {
	q := n.Round.Question.Clone()
	title := markdown.PlainInline(q.Title)
	tally := p.pointTally(n)
	if len(tally) > 0 {
		q.KeyPoints = nil // shown with their counts
	}
	parts := []card.Part{p.Heading("reveal.title", words.Args{"Title": title})}
	if q.HasAnswer() {
		parts = append(parts, p.referenceParts(&q)...)
	} else {
		parts = append(append(parts, p.Paragraph("reveal.no_reference", nil)), p.linkParts(&q)...)
	}
	parts = append(append(parts, card.Divider{}, card.Text{Line: p.outcome(n)}), tally...)
	if len(q.Choices) > 0 {
		parts = append(parts, p.pickedChoices(n)...)
	} else {
		parts = append(parts, p.numberedAnswers(&n.Round, n.Best, 0, n.Answered)...)
	}
	return card.Card{
		Summary: p.Text("reveal.summary", words.Args{"Title": title}),
		Parts:   append(parts, p.revealButtons(n)...),
		Accent:  card.AccentReveal,
	}
}

// LastRevealCard shows the reveal of the last question in a room without an open one.
func (p Presenter) LastRevealCard(n *quiz.RevealNews) card.Card {
	c, line := p.RevealCard(n), p.Line("question.last", nil)
	return newCard(line.Plain(), slices.Concat([]card.Part{card.Text{Line: line}}, c.Parts)...)
}

// NoticeCard tells a channel that an answer is out.
func (p Presenter) NoticeCard(r *quiz.Round, answered int) card.Card {
	line := p.Line("reveal.notice", words.Args{"Title": markdown.PlainInline(r.Question.Title), "N": answered})
	c := card.Card{Summary: line.Plain(), Parts: []card.Part{card.Text{Line: line}}, Accent: card.AccentReveal}
	if link := r.RevealLink(); link != "" {
		c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{p.linkButton(r.ID, "button.see_answer", link)}})
	}
	return c
}

// outcome tells how many members answered, and how well.
func (p Presenter) outcome(n *quiz.RevealNews) card.Line {
	if n.Answered == 0 {
		return p.Line("reveal.nobody", nil)
	}
	line := p.Line("reveal.answered", words.Args{"N": n.Answered})
	if !n.Round.Question.HasAnswer() {
		return line
	}
	return append(line, p.bandCounts(n.Bands, n.SelfGraded)...)
}

// bandCounts counts answers by band, best first, and those graded by their authors.
func (p Presenter) bandCounts(counts map[scoring.Band]int, selfGraded int) card.Line {
	var counted []string
	for _, b := range append(scoring.Bands(), scoring.Unsure) {
		if n := counts[b]; n > 0 {
			counted = append(counted, p.Text("bands."+string(b), words.Args{"N": n}))
		}
	}
	var line card.Line
	if len(counted) > 0 {
		line = append(line, card.Span{Text: " · " + p.List(counted)})
	}
	if selfGraded > 0 {
		line = append(line, card.Span{Text: " · " + p.Text("bands.self", words.Args{"N": selfGraded})})
	}
	return line
}

// pickedChoices tells how often each choice was picked, and names the members who were right.
func (p Presenter) pickedChoices(n *quiz.RevealNews) []card.Part {
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
		parts = append(parts, p.Paragraph("reveal.right", words.Args{"Names": p.memberList(right, all)}))
	}
	return parts
}

// tally shows every choice, and below it the number of members who picked it, as a bar and in
// figures.
func (p Presenter) tally(n *quiz.RevealNews) markdown.Paragraph {
	var line markdown.Line
	for i, c := range n.Round.Question.Choices {
		if i > 0 {
			line = append(line, markdown.Span{Break: true})
		}
		line = append(line, markdown.Span{Text: quiz.ChoiceLetter(i) + ".", Style: markdown.Strong}, markdown.Span{Text: " "})
		line = append(line, tallyLabel(c.Text)...)
		if c.Correct {
			line = append(line, markdown.Span{Text: " · "}, markdown.Span{Text: "✓ " + p.Text("reveal.correct", nil), Style: markdown.Strong})
		}
		picked := tallyBar(n.Picked[i], n.Answered) + " " + p.Text("reveal.picked", words.Args{"N": n.Picked[i]})
		line = append(line, markdown.Span{Break: true}, markdown.Span{Text: picked})
	}
	return markdown.Paragraph{Line: line}
}

// tallyLabel returns a choice for the tally: as it is where it is short, clipped otherwise.
func tallyLabel(text string) markdown.Line {
	plain := markdown.PlainInline(text)
	if doc := markdown.Parse(text); len(doc) == 1 && !spansLines(text) && clip(plain, maxTallyLabel) == plain {
		if paragraph, ok := doc[0].(markdown.Paragraph); ok {
			return paragraph.Line
		}
	}
	return markdown.Line{{Text: clip(plain, maxTallyLabel)}}
}

// maxTallyLabel is the greatest length of a choice in the tally. The question shows all of it.
const maxTallyLabel = 80

// tallyBarLength is the length in characters of a bar for everybody.
const tallyBarLength = 10

// tallyBar draws n of all as a bar.
func tallyBar(n, all int) string {
	full := 0
	if n > 0 && all > 0 {
		full = min(max(1, (n*tallyBarLength+all/2)/all), tallyBarLength)
	}
	return strings.Repeat("▓", full) + strings.Repeat("░", tallyBarLength-full)
}

// maxNamed is the greatest number of names in a list.
const maxNamed = 10

// memberList names the first of some members, and counts the rest of all.
func (p Presenter) memberList(names []string, all int) string {
	var named []string
	for _, name := range names {
		if name = input.CleanName(name); name != "" {
			named = append(named, name)
		}
	}
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

// numberedAnswers shows answers of members, numbered after from, each with its buttons. Votes need
// several answers.
func (p Presenter) numberedAnswers(round *quiz.Round, shown []quiz.ShownReply, from, answered int) []card.Part {
	var parts []card.Part
	for i, r := range shown {
		number := from + i + 1
		args := words.Args{"Number": number, "Name": p.Name(r.Name)}
		by := p.Line("reveal.by", args)
		if r.Band != "" {
			args["Band"] = p.gradedBand(r.Band, r.SelfGraded)
			by = p.Line("reveal.by_graded", args)
		}
		quote := card.Quote{By: by, Text: r.Text}
		if answered > 1 {
			vote := action.OnMember(action.Vote, round.ID, r.Member)
			quote.Button = card.Button{ID: vote.String(), Label: p.Text("button.vote", words.Args{"Number": number})}
		}
		parts = append(parts, quote)
		if r.Unconfirmed {
			confirm := action.OnMember(action.ConfirmGrade, round.ID, r.Member)
			button := card.Button{ID: confirm.String(), Label: p.Text("button.confirm", words.Args{"Number": number})}
			parts = append(parts, card.Buttons{Items: []card.Button{button}})
		}
	}
	return parts
}

// gradedBand returns the word for a band, marked where the author gave it.
func (p Presenter) gradedBand(b scoring.Band, selfGraded bool) string {
	if selfGraded {
		return p.Text("band.self", words.Args{"Band": p.BandName(b)})
	}
	return p.BandName(b)
}

func (p Presenter) revealButtons(n *quiz.RevealNews) []card.Part {
	if n.Answered == 0 {
		return nil
	}
	buttons := []card.Button{{ID: action.OnRound(action.MyGrade, n.Round.ID).String(), Label: p.Text("button.my_grade", nil), Primary: true}}
	if n.Rest > 0 {
		more := action.OnChoice(action.OpenPage, n.Round.ID, 1)
		buttons = append(buttons, card.Button{ID: more.String(), Label: p.Text("button.more", words.Args{"N": n.Rest})})
	}
	if n.Bands[scoring.Unsure] > 0 && n.Round.Question.HasAnswer() {
		return []card.Part{p.Note("reveal.grade_yourself", nil), card.Buttons{Items: buttons}}
	}
	return []card.Part{card.Buttons{Items: buttons}}
}

// AnswersPageCard shows a page of a round's answers, counted from 0, with buttons to its
// neighbours.
func (p Presenter) AnswersPageCard(round *quiz.Round, shown []quiz.ShownReply, page, pages int) card.Card {
	page = min(max(page, 0), pages-1)
	title := p.Line("page.title", words.Args{"Page": page + 1, "Pages": pages, "Title": markdown.PlainInline(round.Question.Title)})
	answered := len(shown) + (pages-1)*quiz.BestShown // more than one wherever there are more pages
	parts := append([]card.Part{card.Heading{Line: title}}, p.numberedAnswers(round, shown, page*quiz.BestShown, answered)...)
	var turns []card.Button
	if page > 0 {
		turns = append(turns, card.Button{ID: action.OnChoice(action.TurnPage, round.ID, page-1).String(), Label: p.Text("button.before", nil)})
	}
	if page < pages-1 {
		turns = append(turns, card.Button{ID: action.OnChoice(action.TurnPage, round.ID, page+1).String(), Label: p.Text("button.after", nil)})
	}
	if len(turns) > 0 {
		parts = append(parts, card.Buttons{Items: turns})
	}
	return newCard(title.Plain(), parts...)
}
