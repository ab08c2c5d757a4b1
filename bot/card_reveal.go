package bot

import (
	"context"
	"strconv"
	"strings"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// revealCard shows the reference answer and how everybody did.
func (w Words) revealCard(n *quiz.RevealNews) Card {
	q := &n.Round.Question
	title := markdown.PlainInline(q.Title)
	parts := []Part{Heading{w.Line("reveal.title", Args{"Title": title})}}
	if q.Answered() {
		parts = append(parts, w.reference(q)...)
	} else {
		parts = append(append(parts, Text{w.Line("reveal.no_reference", nil)}), w.links(q)...)
	}
	parts = append(parts, Divider{}, Text{w.outcome(n)})
	if len(q.Choices) > 0 {
		parts = append(parts, w.picks(n)...)
	} else {
		parts = append(parts, w.numberedAnswers(n.Best, 0)...)
	}
	return Card{
		Summary: w.Text("reveal.summary", Args{"Title": title}),
		Parts:   append(parts, w.revealButtons(n)...),
		Accent:  AccentReveal,
	}
}

// answerOf shows the reveal of a round to the asker alone.
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
func (w Words) outcome(n *quiz.RevealNews) Line {
	if n.Answered == 0 {
		return w.Line("reveal.nobody", nil)
	}
	line := w.Line("reveal.answered", Args{"N": n.Answered})
	if bands := w.bands(n.Bands); bands != "" && n.Round.Question.Answered() {
		line = append(line, Span{Text: " · " + bands})
	}
	return line
}

// bands counts answers by band, best first, in words.
func (w Words) bands(counts map[quiz.Band]int) string {
	var words []string
	for _, b := range append(quiz.Bands(), quiz.Unsure) {
		if n := counts[b]; n > 0 {
			words = append(words, w.Text("bands."+string(b), Args{"N": n}))
		}
	}
	return strings.Join(words, w.Text("list.and", nil))
}

// picks says how often each choice was picked, and who was right.
func (w Words) picks(n *quiz.RevealNews) []Part {
	if n.Answered == 0 {
		return nil
	}
	var counts []string
	for i, c := range n.Round.Question.Choices {
		word := letter(i) + " " + strconv.Itoa(n.Picked[i])
		if c.Correct {
			word += " ✓"
		}
		counts = append(counts, word)
	}
	parts := []Part{Text{w.Line("reveal.picks", Args{"Picks": strings.Join(counts, " · ")})}}
	var right []string
	for _, r := range n.Best {
		if r.Band == quiz.Full {
			right = append(right, w.named(r.Name))
		}
	}
	if len(right) > 0 {
		parts = append(parts, Text{w.Line("reveal.right", Args{"Names": strings.Join(right, w.Text("list.and", nil))})})
	}
	return parts
}

// numberedAnswers are members' answers, numbered from the given one on as the vote buttons are.
func (w Words) numberedAnswers(shown []quiz.ShownReply, from int) []Part {
	var parts []Part
	for i, r := range shown {
		args := Args{"Number": from + i + 1, "Name": w.named(r.Name)}
		by := w.Line("reveal.by", args)
		if r.Band != "" {
			args["Band"] = w.Text("band."+string(r.Band), nil)
			by = w.Line("reveal.by_graded", args)
		}
		parts = append(parts, Saying{By: by, Text: r.Text})
	}
	return parts
}

// named is a name, or the word for somebody without one.
func (w Words) named(name string) string {
	if name == "" {
		return w.Text("unnamed", nil)
	}
	return name
}

func (w Words) revealButtons(n *quiz.RevealNews) []Part {
	id := n.Round.ID.String()
	if n.Answered == 0 {
		return nil
	}
	buttons := []Button{{ID: actionID(idMyGrade, id), Label: w.Text("button.my_grade", nil), Primary: true}}
	if n.Rest > 0 {
		buttons = append(buttons, Button{ID: actionID(idPage, id, "1"), Label: w.Text("button.more", Args{"N": n.Rest})})
	}
	parts := []Part{Buttons{buttons}}
	if len(n.Round.Question.Choices) == 0 {
		parts = append(parts, w.votes(id, n.Best, 0))
	}
	return parts
}

// votes are the buttons to vote for answers, numbered from the given one on.
func (w Words) votes(round string, shown []quiz.ShownReply, from int) Buttons {
	var buttons []Button
	for i, r := range shown {
		buttons = append(buttons, Button{
			ID:    actionID(idVote, round, strconv.FormatUint(uint64(r.Member), 36)),
			Label: w.Text("button.vote", Args{"Number": from + i + 1}),
		})
	}
	return Buttons{buttons}
}
