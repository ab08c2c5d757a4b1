package present

import (
	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/keypoints"
	"quizbot/quiz/service"
)

// The limits of what tells about key points: the length of a point, of a title on a button, and the
// number of questions.
const (
	maxShownPoint  = 120
	maxMovedTitle  = 50
	maxLostOrStale = 3
)

// PointsCard shows admins the key points of a question and their source, with buttons for confirming
// and correcting them. news is the key of a paragraph above, empty for none.
func (p Presenter) PointsCard(v *service.PointsView, news string) card.Card {
	title := p.Line("points.title", words.Args{"Title": markdown.PlainInline(v.Question.Title)})
	parts := []card.Part{card.Heading{Line: title}}
	if news != "" {
		parts = append(parts, p.Paragraph(news, nil))
	}
	parts = append(parts, p.pointsSource(v))
	if len(v.Points) > 0 {
		parts = append(parts, card.Document{Doc: markdown.Parse(bulletList(v.Points))})
	}
	for _, w := range confirmed.WarnOfClaims(v.Points) {
		parts = append(parts, card.Note{Line: p.pointMistake(w)})
	}
	buttons := p.pointsButtons(v)
	if v.Confirmed != nil && (v.Standing == confirmed.EarlierReference || v.Standing == confirmed.BankHasOthers) {
		parts = append(parts, card.Divider{}, p.Paragraph("points."+string(v.Standing), nil), card.Document{Doc: markdown.Parse(bulletList(v.Confirmed.Points))})
		buttons = append(buttons, p.keepButton(v.Question.ID, v.Confirmed.Points, "button.earlier_points"))
	}
	return newCard(title.Plain(), append(parts, card.Buttons{Items: buttons})...)
}

// pointsSource tells where key points come from.
func (p Presenter) pointsSource(v *service.PointsView) card.Part {
	switch {
	case v.Source != service.PointsConfirmed:
		return p.Note("points.from_"+string(v.Source), nil)
	case v.By == "":
		return p.Note("points.confirmed", words.Args{"At": p.FormatDay(v.Confirmed.At)})
	}
	return p.Note("points.confirmed_by", words.Args{"Name": p.Name(v.By), "At": p.FormatDay(v.Confirmed.At)})
}

// pointsButtons confirm key points that nobody has confirmed, correct them, and forget confirmed
// ones.
func (p Presenter) pointsButtons(v *service.PointsView) []card.Button {
	edit := card.Button{ID: action.OnQuestion(action.EditPoints, v.Question.ID).String(), Label: p.Text("button.edit_points", nil)}
	switch v.Source {
	case service.PointsFromReference:
		keep := p.keepButton(v.Question.ID, v.Points, "button.confirm_points")
		keep.Primary = true
		return []card.Button{keep, edit}
	case service.NoPoints:
		edit.Label, edit.Primary = p.Text("button.write_points", nil), true
	case service.PointsConfirmed:
		return []card.Button{edit, p.dropButton(v.Question.ID)}
	}
	return []card.Button{edit}
}

func (p Presenter) keepButton(id quiz.QuestionID, points []string, label string) card.Button {
	return card.Button{ID: action.OnPoints(action.KeepPoints, id, confirmed.Fingerprint(points)).String(), Label: p.Text(label, nil)}
}

func (p Presenter) dropButton(id quiz.QuestionID) card.Button {
	return card.Button{ID: action.OnPoints(action.DropPoints, id, "").String(), Label: p.Text("button.drop_points", nil), Danger: true}
}

// PointMistakesCard tells why key points can't be confirmed.
func (p Presenter) PointMistakesCard(mistakes []confirmed.Mistake) card.Card {
	var parts []card.Part
	for _, m := range mistakes {
		parts = append(parts, card.Text{Line: p.pointMistake(m)})
	}
	return newCard(p.pointMistake(mistakes[0]).Plain(), parts...)
}

func (p Presenter) pointMistake(m confirmed.Mistake) card.Line {
	most := keypoints.Most
	if m.Flaw == confirmed.TooLongPoint {
		most = confirmed.MaxLength
	}
	return p.Line("points.mistake_"+string(m.Flaw), words.Args{
		"N": m.N, "Most": most, "Point": clip(m.Point, maxShownPoint), "Other": clip(m.Other, maxShownPoint),
	})
}

// PointsStatusParts lists the key points that wait for an admin: a line with the count of unconfirmed
// ones, then confirmed points of questions that changed or are gone.
func (p Presenter) PointsStatusParts(st *service.PointsStatus) []card.Part {
	var parts []card.Part
	if st.Unconfirmed > 0 {
		parts = append(parts, p.Paragraph("points.unconfirmed", words.Args{"N": st.Unconfirmed, "ID": TypedID(st.Latest)}))
	}
	for _, q := range st.Outdated[:min(len(st.Outdated), maxLostOrStale)] {
		parts = append(parts, p.Paragraph("points.outdated", words.Args{"Title": clip(markdown.PlainInline(q.Title), maxListedTitle), "ID": TypedID(q)}))
	}
	for _, lost := range st.Lost[:min(len(st.Lost), maxLostOrStale)] {
		parts = append(parts, p.lostPoints(lost)...)
	}
	more := max(len(st.Outdated)-maxLostOrStale, 0) + max(len(st.Lost)-maxLostOrStale, 0)
	if more > 0 {
		parts = append(parts, p.Note("points.more", words.Args{"N": more}))
	}
	return parts
}

// lostPoints tells of confirmed key points without their question, with the question that they are
// offered to.
func (p Presenter) lostPoints(lost service.LostPoints) []card.Part {
	title := clip(markdown.PlainInline(lost.Title), maxListedTitle)
	parts := []card.Part{p.Paragraph("points.lost", words.Args{"Title": title, "Bank": lost.Bank})}
	var buttons []card.Button
	if q := lost.Resembling; q != nil {
		move := action.OnPoints(action.MovePoints, lost.Question, quiz.ShortID(q.ID))
		label := p.Text("button.move_points", words.Args{"Title": clip(markdown.PlainInline(q.Title), maxMovedTitle)})
		buttons = append(buttons, card.Button{ID: move.String(), Label: label})
	}
	return append(parts, card.Buttons{Items: append(buttons, p.dropButton(lost.Question))})
}
