package bottest

import (
	"context"
	"slices"

	"quizbot/bot"
	"quizbot/quiz"
)

// postAgain posts the open question again, as after a crash, with a changed announcement.
func (s stage) postAgain(change func(*quiz.Announcement)) error {
	ctx := context.Background()
	round, err := s.service.OpenRound(ctx, s.Room())
	if err != nil {
		return err
	}
	asking := round
	asking.Phase = quiz.Asking
	a := quiz.Announcement{
		Key: round.ID.String() + "/ask", Room: s.Room(), Language: "en", TimeZone: "UTC", Question: &asking,
	}
	change(&a)
	_, err = s.conversation.Announce(ctx, a)
	return err
}

// typedCommand is a command and the expected answer.
type typedCommand struct {
	who, text string
	sees      []string
}

// everyCommandAnswers types the commands of members, then those of admins.
func everyCommandAnswers(s stage) {
	s.runCommands(memberCommands()...)
	s.runCommands(adminCommands(s.Admin())...)
	s.everybodySees("Nobody answered this time.")
	if help := s.Private("ann"); help != "" {
		checkLacks(s.t, "help for a member", help, "reveal-now")
	}
	s.practiseQuestion("method-6")
	pressUnknownButtons(s)
	postInOtherThreads(s)
}

// memberCommands are the commands for everybody, while the first question is open.
func memberCommands() []typedCommand {
	return []typedCommand{
		{"ann", "/question", []string{"0 answers so far"}},
		{"ann", "/question random", []string{"For practice only", "Show answer"}},
		{"ann", "/question random methods", []string{"For practice only", "Show answer"}},
		{"ann", "/question random nonsense", []string{"No question has the topic “nonsense”.", "Functions, methods"}},
		{"ann", "/question random closure", []string{"no other question to practise with"}},
		{"ann", "/question show closure", []string{"is being asked right now"}},
		{"ann", "/question show falsy", []string{"as one of the next questions"}},
		{"ann", "/question show method-7", []string{"Show answer"}},
		{"ann", "/question METHOD-7", []string{"What does method H", "Show answer"}},
		{"ann", "/question show 27", []string{"What does method H", "Show answer"}},
		{"ann", "/question show No. 27", []string{"What does method H", "Show answer"}},
		{"ann", "/question show method h", []string{"What does method H", "Show answer"}},
		{"ann", "/question show method list", []string{"Several questions match", "method-7", "What does method H"}},
		{"ann", "/question show method-77", []string{"No question matches “method-77”.", "Did you mean: method-7"}},
		{"ann", "/question show nonsense", []string{"No question matches “nonsense”."}},
		{"ann", "/question show", []string{"“id” is missing.", "/question show gil"}},
		{"ann", "/question tomorrow", []string{"No question matches “tomorrow”."}},
		{"ann", "/leaderboard", []string{"Nobody has points yet."}},
		{"ann", "/leaderboard year", []string{"“year” is none of: week, month, all."}},
		{"ann", "/quiz me", []string{"You have no points here yet."}},
		{"ann", "/quiz my-data", []string{"Nothing is kept about you."}},
		{"ann", "/quiz unnamed", []string{"“state” is missing. It is one of: on, off."}},
		{"ann", "/quiz model", []string{"“state” is missing. It is one of: on, off."}},
		{"ann", "/quiz model on", []string{"I send answers to no language model here."}},
		{"ann", "/quiz help", []string{"/question random", "/leaderboard", "/quiz forget-me"}},
		{"ann", "/quiz", []string{"/question random", "/quiz forget-me"}},
		{"ann", "/quiz dance", []string{"knows no “dance”", "my-data"}},
	}
}

// adminCommands are the commands of admins, from the open question to the next one.
func adminCommands(admin string) []typedCommand {
	return []typedCommand{
		{"ann", "/quiz-admin", []string{"Only admins may do this."}},
		{"ann", "/quiz-admin dance", []string{"Only admins may do this."}},
		{admin, "/quiz-admin", []string{"/quiz-admin reveal-now"}},
		{admin, "/quiz-admin help", []string{"/quiz-admin reveal-now"}},
		{"ann", "/quiz-admin status", []string{"Only admins may do this."}},
		{"ann", "/quiz-admin grade", []string{"Only admins may do this."}},
		{"ann", "/quiz-admin ask-now", []string{"Only admins may do this."}},
		{admin, "/quiz-admin ask-now", []string{"A question is open already."}},
		{admin, "/quiz-admin status", []string{"Open until 2026-11-23 17:30", "Next question: 2026-11-24 09:30", "10 questions fit this room's plan, 9 left"}},
		{admin, "/quiz-admin grade", []string{"No answer awaits a grade."}},
		{admin, "/quiz-admin grade full", []string{"“answer” is missing."}},
		{admin, "/quiz-admin grade great ann", []string{"“great” is none of"}},
		{admin, "/quiz-admin grade full ann", []string{"Answers can be graded once the question is revealed."}},
		{admin, "/quiz help", []string{"/quiz-admin reveal-now"}},
		{admin, "/quiz-admin reveal-now", []string{"The round closes now"}},
		{admin, "/quiz-admin reveal-now", []string{"No question is open right now."}},
		{admin, "/question", []string{"No question is open right now."}},
		{admin, "/quiz-admin ask-now nonsense", []string{"No question matches “nonsense”."}},
		{admin, "/quiz-admin ask-now method h", []string{"The question is on its way."}},
		{admin, "/question", []string{"What does method H"}},
	}
}

// practiseQuestion shows the answer of a question outside a round.
func (s stage) practiseQuestion(id string) {
	s.Command("ann", "/question show "+id)
	s.Press("ann", "Show answer")
	s.memberSees("ann", "Answer:")
}

// pressUnknownButtons presses buttons of no known card, as an old message may have.
func pressUnknownButtons(s stage) {
	for _, id := range []string{"", "answer", "answer:zzzz", "vote:1:x", "page:1:x", "grade:1:great", "dance:1"} {
		answer, err := s.conversation.Handle(context.Background(), bot.Event{
			ID: "press-" + id, Room: s.Room(), At: s.Now(), Act: bot.Press{ID: id},
			Who: quiz.Person{ID: "x/y/z", Name: "z"},
		})
		if _, private := answer.(bot.Ephemeral); err != nil || !private {
			s.t.Errorf("pressing %q gives %v, %v, want words", id, answer, err)
		}
	}
}

// postInOtherThreads sends messages of threads without a question. The bot ignores them.
func postInOtherThreads(s stage) {
	who := quiz.Person{ID: "x/y/z", Name: "z"}
	for _, act := range []bot.Act{
		bot.Message{Thread: "elsewhere", ID: "1", Text: "x"}, bot.Edit{Thread: "", ID: "1", Text: "y"}, bot.Deletion{Thread: "elsewhere", ID: "1"},
	} {
		answer, err := s.conversation.Handle(context.Background(), bot.Event{ID: "e", Room: s.Room(), At: s.Now(), Act: act, Who: who})
		if _, nothing := answer.(bot.Nothing); err != nil || !nothing {
			s.t.Errorf("%#v gives %v, %v, want nothing", act, answer, err)
		}
	}
	if data, ok, err := s.service.ExportData(context.Background(), who); err != nil || ok {
		s.t.Errorf("what was written elsewhere is kept: %+v, %v", data, err)
	}
}

// valuesAreCompleted checks the completions of half-typed parameters.
func valuesAreCompleted(s stage) {
	completer, able := s.Rig.(Completer)
	if !able {
		s.t.Skip("commands are typed as text here, so nothing is completed")
	}
	admin := s.Admin()
	for _, c := range []struct {
		who, text string
		want      []string
	}{
		{"ann", "/question random ", []string{"Functions"}},
		{"ann", "/question random func", []string{"Functions"}},
		{"ann", "/question random nonsense", nil},
		{"ann", "/question show ", []string{"closure", "falsy"}},
		{"ann", "/question show FAL", []string{"falsy"}},
		{"ann", "/question show is a closure", []string{"closure"}},
		{"ann", "/question show nonsense", nil},
		{admin, "/quiz-admin setup berl", []string{"Europe/Berlin"}},
		{admin, "/quiz-admin setup Calcuta", []string{"Asia/Kolkata", "Asia/Calcutta"}},
		{admin, "/quiz-admin setup xyzzy", nil},
		{admin, "/quiz-admin plan language z", []string{"zh-CN"}},
		{admin, "/quiz-admin plan banks ", []string{"sample", "all"}},
		{admin, "/quiz-admin skip 2026-11-25", []string{"2026-11-25"}},
		{"ann", "/quiz-admin setup berl", nil},
		{"ann", "/quiz-admin plan language z", nil},
	} {
		if got := completer.Complete(c.who, c.text); !slices.Equal(got, c.want) {
			s.t.Errorf("%s, who types %q, is offered %q, want %q", c.who, c.text, got, c.want)
		}
	}
}

func memberIsForgotten(s stage) {
	s.Say("ann", "forget that")
	s.answerByForm("ann", "forget this")
	s.Say("bob", "forget me, too")
	s.runPending()
	s.everybodySees("2 answers so far")
	s.Command("ann", "/quiz my-data")
	s.memberSees("ann", "forget this", "What is kept about you")
	s.Command("ann", "/quiz forget-me")
	s.memberSees("ann", "for good", "Backups made before keep it")
	s.Press("ann", "Delete everything about me")
	s.memberSees("ann", "Everything about you is deleted.")
	s.Command("ann", "/quiz my-data")
	s.memberSees("ann", "Nothing is kept about you.")
	s.Command("bob", "/quiz forget-me")
	s.Press("bob", "Delete everything about me")
	s.runPending()
	s.everybodySees("0 answers so far")
	s.advanceTo(0, 17, 30)
	s.everybodySees("Nobody answered this time.")
	s.nobodySees("forget this")
	s.Command("bob", "/quiz my-data") // even after the backfill at the close
	s.memberSees("bob", "Nothing is kept about you.")
}
