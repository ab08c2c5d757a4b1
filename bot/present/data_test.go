package present

import (
	"fmt"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/service"
)

// A member with a lot of data sees the newest of it, and how much is left out.
func TestNewestReplies(t *testing.T) {
	var all []service.ReplyRecord
	for round := range 40 {
		k := service.ReplyRecord{Reply: quiz.Reply{Round: quiz.RoundID(round), Form: fmt.Sprint("answer ", round)}}
		for version := range 100 {
			k.Reply.History = append(k.Reply.History, quiz.Version{Text: fmt.Sprint("version ", version) + strings.Repeat("x", 2900)})
		}
		all = append(all, k)
	}
	shown, older := newestReplies(all)
	text, versions := 0, 0
	for _, k := range shown {
		text += len(k.Reply.Form)
		for _, v := range k.Reply.History {
			text += len(v.Text)
			versions++
		}
	}
	last := shown[len(shown)-1].Reply
	if text > dataText || last.Round != 39 || last.History[len(last.History)-1].Text[:10] != "version 99" {
		t.Errorf("%d characters up to round %d", text, last.Round)
	}
	if older+len(shown)+versions != 40*101 {
		t.Errorf("%d are left out of %d, and %d shown", older, 40*101, len(shown)+versions)
	}
	if few, none := newestReplies(all[:1][:1]); len(few) != 1 || none == 0 || len(all[0].Reply.History) != 100 {
		t.Errorf("got %d replies without %d, and the export has %d versions", len(few), none, len(all[0].Reply.History))
	}
}
