package present

import (
	"slices"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz/ledger"
	"quizbot/quiz/service"
)

// DataCard shows all data that is stored about a member.
func (p Presenter) DataCard(d service.MemberExport) card.Card {
	title := p.Line("data.title", nil)
	parts := []card.Part{card.Heading{Line: title}, p.Paragraph("data.member", words.Args{
		"Name": p.Name(d.Member.Name), "ID": string(d.Member.ID), "Since": p.FormatDay(d.Member.Since), "Number": int(d.Member.No),
	})}
	if d.Member.Unnamed {
		parts = append(parts, p.Paragraph("unnamed_on", nil))
	}
	if d.Member.ModelOff {
		parts = append(parts, p.Paragraph("model.kept", nil))
	} else {
		parts = append(parts, p.modelNote("model.goes", d.ModelHost)...)
	}
	shown, older := newestReplies(d.Replies)
	if older > 0 {
		parts = append(parts, p.Paragraph("data.older", words.Args{"N": older}))
	}
	for _, k := range shown {
		parts = append(parts, p.replyHistory(k)...)
	}
	if n := d.Confirmations(); n > 0 {
		parts = append(parts, p.Paragraph("data.confirmed", words.Args{"N": n}))
	}
	if n := len(d.Points); n > 0 {
		parts = append(parts, p.Paragraph("data.points", words.Args{"N": n}))
	}
	parts = append(parts, p.Paragraph("data.votes", words.Args{"N": len(d.Votes)}))
	for _, v := range d.Votes[max(0, len(d.Votes)-dataRows):] {
		title := markdown.PlainInline(v.Round.Question.Title)
		parts = append(parts, p.Paragraph("data.vote", words.Args{"Title": title, "Name": p.Name(v.Name)}))
	}
	parts = append(parts, p.Paragraph("data.entries", words.Args{"N": len(d.Entries)}))
	if len(d.Entries) > 0 {
		parts = append(parts, p.ledgerTable(d.Entries[max(0, len(d.Entries)-dataRows):]))
	}
	return newCard(title.Plain(), append(parts, p.Note("data.forget", nil))...)
}

// The most that a member's data shows of each kind. A platform takes a message a second, and a member
// who changed everything a hundred times has a hundred times as much.
const (
	dataText = 20_000 // characters of answers and their earlier versions
	dataRows = 200    // votes, and lines of points
)

// newestReplies returns the newest replies of an export that fit into its text, with as many of their
// newest versions. older counts the answers and versions that are left out.
func newestReplies(all []service.ReplyRecord) (shown []service.ReplyRecord, older int) {
	left := dataText
	for _, k := range slices.Backward(all) {
		if !k.Reply.Given() && len(k.Reply.History) == 0 {
			continue
		}
		if left -= len([]rune(k.Reply.Answer())); left < 0 {
			older += 1 + len(k.Reply.History)
			continue
		}
		from := len(k.Reply.History)
		for from > 0 && left > 0 {
			if left -= len([]rune(k.Reply.History[from-1].Text)); left >= 0 {
				from--
			}
		}
		older += from
		k.Reply.History = k.Reply.History[from:]
		shown = append(shown, k)
	}
	slices.Reverse(shown)
	return shown, older
}

// replyHistory shows a reply with its grade and its earlier versions.
func (p Presenter) replyHistory(k service.ReplyRecord) []card.Part {
	by := p.Line("data.reply", words.Args{"Title": markdown.PlainInline(k.Round.Question.Title), "At": p.FormatDay(k.Reply.At)})
	parts := append([]card.Part{card.Quote{By: by, Text: answerText(k.Reply.Answer(), k.Reply.Picks)}}, p.gradeRecord(&k)...)
	for _, v := range k.Reply.History {
		by := p.Line("data.earlier", words.Args{"Until": p.FormatDay(v.Until)})
		parts = append(parts, card.Quote{By: by, Text: answerText(v.Text, v.Picks)})
	}
	return parts
}

func (p Presenter) ledgerTable(entries []ledger.Entry) card.Table {
	table := card.Table{Numbers: []bool{true, false, false, false}}
	for _, e := range entries {
		table.Rows = append(table.Rows, []string{signed(e.Points), e.Date.String(), p.entryReason(e), string(e.Room)})
	}
	return table
}

// ForgetCard asks for confirmation before a member's data is deleted for ever. backupDays is the
// number of days for which backups are kept, 0 if unknown.
func (p Presenter) ForgetCard(backupDays int) card.Card {
	line := p.Line("forget.confirm", nil)
	backups := p.Line("forget.backups", nil)
	if backupDays > 0 {
		backups = p.Line("forget.backups_for", words.Args{"N": backupDays})
	}
	forget := action.Action{Verb: action.ForgetMe, Arg: "me"}
	button := card.Button{ID: forget.String(), Label: p.Text("button.forget", nil), Danger: true}
	return newCard(line.Plain(), card.Text{Line: line}, card.Note{Line: backups}, card.Buttons{Items: []card.Button{button}})
}
