package present

import (
	"slices"
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

// Marks of a key point. They stand beside words that say the same.
const (
	markMet       = "✓ "
	markMissed    = "✗ "
	markUndecided = "? "
)

// pointParts shows the verdict on each key point: the member's own words under a point that they
// met, and a button to claim one that they missed. Of an unsure answer nothing is missing: the
// program could not tell.
func (p Presenter) pointParts(v *service.Verdict) []card.Part {
	g, q := v.Reply.Grade, &v.Round.Question
	n := min(len(g.Points), len(q.KeyPoints))
	if n == 0 {
		return nil
	}
	var met, undecided []card.Part
	var missed []card.Quote
	for i, point := range g.Points[:n] {
		switch {
		case point.State == quiz.PointMet:
			met = append(met, card.Quote{By: markedPoint(markMet, q.KeyPoints[i]), Text: clip(quotedWords(v.Reply.Answer(), point.Quote), mostQuoted)})
		case g.Misses(i) && g.Band != scoring.Unsure:
			missed = append(missed, p.missedPoint(v, i))
		default:
			undecided = append(undecided, card.Text{Line: markedPoint(markUndecided, q.KeyPoints[i])})
		}
	}
	var parts []card.Part
	foundKey, missedKey := "grade.met", "grade.missed"
	switch ofProgram := g.By != scoring.ByGrader && g.PointsBy == ""; { // a count of points would contradict the grade
	case ofProgram:
		parts = append(parts, p.Paragraph("grade.program_points", nil))
		foundKey, missedKey = "grade.found", "grade.not_found"
	case gradedWhole(v):
		parts = append(parts, p.Note("grade.derived_whole", nil))
		foundKey, missedKey = "grade.found", "grade.not_found"
	}
	if len(met) > 0 {
		parts = append(append(parts, p.Paragraph(foundKey, words.Args{"Met": len(met), "Of": n})), met...)
	}
	if len(missed) > 0 {
		parts = append(parts, p.Paragraph(missedKey, nil))
		for _, quote := range missed {
			parts = append(parts, quote)
		}
	}
	if len(undecided) > 0 {
		parts = append(append(parts, p.Paragraph("grade.undecided", nil)), undecided...)
	}
	return append(parts, p.pointNotes(v, missed)...)
}

// pointNotes explains the buttons of missed points, and the source of derived points where that
// doesn't stand above them.
func (p Presenter) pointNotes(v *service.Verdict, missed []card.Quote) (notes []card.Part) {
	if slices.ContainsFunc(missed, func(quote card.Quote) bool { return quote.Button.Label != "" }) {
		notes = append(notes, p.Note("grade.dispute", nil))
	}
	if v.Round.Question.PointsDerived && !gradedWhole(v) {
		notes = append(notes, p.Note("grade.derived", nil))
	}
	return notes
}

// gradedWhole reports whether a program graded the answer as a whole, as it does with derived points.
// Its points then illustrate the grade, and don't add up to it.
func gradedWhole(v *service.Verdict) bool {
	g := v.Reply.Grade
	return v.Round.Question.PointsDerived && g.By == scoring.ByGrader && g.Band != scoring.Unsure
}

// mostQuoted is the number of characters that a point is shown with. A program may quote a whole answer.
const mostQuoted = 600

// missedPoint shows a point that the answer lacks, or contradicts in the words below.
func (p Presenter) missedPoint(v *service.Verdict, i int) card.Quote {
	point := v.Reply.Grade.Points[i]
	quote := card.Quote{By: markedPoint(markMissed, v.Round.Question.KeyPoints[i])}
	disputed := v.Reply.Disputed(i)
	if disputed {
		quote.By = append(quote.By, card.Span{Text: " · "})
		quote.By = append(quote.By, p.Line("grade.disputed", nil)...)
	}
	if v.Disputable && !disputed {
		had := action.OnChoice(action.HadPoint, v.Round.ID, i)
		quote.Button = card.Button{ID: had.String(), Label: p.Text("button.had_point", nil)}
	}
	if point.State == quiz.PointContradicted && point.Quote != "" {
		quote.By = append(quote.By, card.Span{Text: " · "})
		quote.By = append(quote.By, p.Line("grade.contradicted", nil)...)
		quote.Text = clip(quotedWords(v.Reply.Answer(), point.Quote), mostQuoted)
	}
	return quote
}

// markedPoint returns a key point behind a mark, with its code as code.
func markedPoint(mark, point string) card.Line {
	return append(card.Line{{Text: mark}}, inlineCode(point)...)
}

// pointsButton opens the form of key points.
func (p Presenter) pointsButton(round quiz.RoundID) card.Buttons {
	id := action.OnRound(action.GradePoints, round).String()
	return card.Buttons{Items: []card.Button{{ID: id, Label: p.Text("button.tick_points", nil), Primary: true}}}
}

// PointOptions returns the key points of a round as options of a form, and the values of those that
// the grade holds as met.
func PointOptions(v *service.Verdict) (options []card.Option, chosen []string) {
	for i, point := range v.Round.Question.KeyPoints {
		value := strconv.Itoa(i)
		options = append(options, card.Option{Value: value, Label: strconv.Itoa(i+1) + ". " + markdown.PlainInline(point)})
		if g := v.Reply.Grade; i < len(g.Points) && g.Points[i].State == quiz.PointMet {
			chosen = append(chosen, value)
		}
	}
	return options, chosen
}

// maxBoxLabel is the length of a point up to which every platform shows it whole beside its check
// box.
const maxBoxLabel = 100

// maxFormPoint is the length of a point above the check boxes. Seven of them, all of characters that
// count twice, leave room for the answer in a form.
const maxFormPoint = 240

// PointsFormIntro is shown above the check boxes of the key points: how it counts, points too long
// for a check box, and the member's own answer.
func (p Presenter) PointsFormIntro(v *service.Verdict) []card.Part {
	parts := []card.Part{p.Paragraph("points_form.how", nil)}
	options, _ := PointOptions(v)
	if slices.ContainsFunc(options, func(o card.Option) bool { return clip(o.Label, maxBoxLabel) != o.Label }) {
		for i, point := range v.Round.Question.KeyPoints {
			parts = append(parts, card.Text{Line: markedPoint(strconv.Itoa(i+1)+". ", clip(point, maxFormPoint))})
		}
	}
	answer := markdown.Quote{Blocks: markdown.Message(v.Reply.Answer())}
	return append(parts, p.Paragraph("grade.answer", nil), card.Document{Doc: markdown.Doc{answer}})
}

// pointTally tells for each key point how many of the judged answers met it.
func (p Presenter) pointTally(n *quiz.RevealNews) []card.Part {
	if len(n.Points) == 0 || len(n.Points) != len(n.Round.Question.KeyPoints) {
		return nil
	}
	list := markdown.List{Tight: true}
	for i, point := range n.Round.Question.KeyPoints {
		line := inlineMarkdown(withoutStop(point))
		if t := n.Points[i]; t.Of > 0 {
			count := p.Text("reveal.met", words.Args{"Met": t.Met, "Of": t.Of})
			line = append(line, markdown.Span{Text: p.Text("reveal.point", nil)}, markdown.Span{Text: count, Style: markdown.Strong})
		}
		list.Items = append(list.Items, markdown.Item{Blocks: markdown.Doc{markdown.Paragraph{Line: line}}})
	}
	parts := []card.Part{p.Paragraph("reveal.points", nil), card.Document{Doc: markdown.Doc{list}}}
	return append(parts, p.Note("reveal.points_note", nil))
}

// withoutStop returns a point without the full stop at its end, to stand before a colon.
func withoutStop(point string) string {
	if strings.HasSuffix(point, "..") {
		return point
	}
	return strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(point, "."), "。"), " ")
}

// inlineMarkdown returns a text of one line as Markdown, and any other as plain text.
func inlineMarkdown(source string) markdown.Line {
	if doc := markdown.Parse(source); len(doc) == 1 {
		if paragraph, ok := doc[0].(markdown.Paragraph); ok {
			return slices.Clone(paragraph.Line)
		}
	}
	return markdown.Line{{Text: markdown.PlainInline(source)}}
}

// gradeRecord shows the whole record of a grade: its judge, the verdicts on the points with their
// quotes, and the disputes.
func (p Presenter) gradeRecord(k *service.ReplyRecord) []card.Part {
	g := k.Reply.Grade
	if g == nil {
		return nil
	}
	by := p.Text("data.by_"+string(g.By), words.Args{"Grader": g.Grader})
	parts := []card.Part{p.Paragraph("data.grade", words.Args{"Band": p.BandName(g.Band), "By": by, "At": p.FormatDay(g.At)})}
	var items []markdown.Item
	for _, r := range g.Reasons {
		items = append(items, literalItem(p.Reason(&r, nil)))
	}
	for i, point := range g.Points[:min(len(g.Points), len(k.Round.Question.KeyPoints))] {
		line := append(p.Line("data.point_"+string(point.State), nil), inlineCode(k.Round.Question.KeyPoints[i])...)
		if point.Quote != "" {
			line = append(line, p.Line("data.quote", words.Args{"Quote": point.Quote})...)
		}
		for _, d := range k.Reply.Disputes {
			if d.Point == i {
				line = append(line, p.Line("data.disputed", words.Args{"At": p.FormatDay(d.At)})...)
			}
		}
		items = append(items, literalItem(line))
	}
	if len(items) > 0 {
		parts = append(parts, card.Document{Doc: markdown.Doc{markdown.List{Tight: true, Items: items}}})
	}
	return parts
}

// literalItem returns a line as an entry of a list.
func literalItem(line card.Line) markdown.Item {
	return markdown.Item{Blocks: markdown.Doc{markdown.Paragraph{Line: markdown.Line{{Text: line.Plain()}}}}}
}
