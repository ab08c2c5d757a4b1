package bottest

import (
	"fmt"
	"strings"

	"quizbot/bot"
	"quizbot/quiz"
)

// codeIsCode answers with code. It is drawn as code in every answer, and no mention in it takes
// effect.
func codeIsCode(s stage) {
	s.answerByForm("ann", "Like so:\n```python\ndef f(x):\n    return f\"@everyone <!channel> {x}\"\n```\nand `<@U1>`.")
	s.advanceTo(0, 17, 30)
	shown := []string{"Like so:", "def f(x):", `return f"@everyone <!channel> {x}"`, "<@U1>"}
	s.everybodySees(shown...)
	s.nobodySees("```")
	if !strings.Contains(s.Channel(), "    return f") {
		s.t.Errorf("the indentation is lost:\n%s", s.Channel())
	}
	s.Press("ann", "My grade")
	s.memberSees("ann", shown...)
	s.memberDoesNotSee("ann", "```")
	s.Command("ann", "/quiz my-data")
	s.memberSees("ann", shown...)
	s.memberDoesNotSee("ann", "```")
}

// selfGradeIsConfirmed lets three members confirm an author's own full grade, and checks the
// reveal.
func selfGradeIsConfirmed(s stage) {
	for _, who := range []string{"ann", "bob", "cy", "dee"} {
		s.answerByForm(who, who+" 的答案：函数和它引用的变量。") // of which no program is sure
	}
	s.advanceTo(0, 17, 30)
	s.everybodySees("4 answers · 4 not graded yet", "If yours is one of them")
	s.tickPoints("ann", "1", "2")
	s.memberSees("ann", "7 points")
	s.runPending()
	s.everybodySees("1 full, 3 not graded yet · 1 self-graded", "ann · full (self-graded)")
	s.Press("ann", "Confirm 1 as fully right")
	s.memberSees("ann", "You can't confirm your own grade.")
	s.Press("bob", "Confirm 1 as fully right")
	s.memberSees("bob", "You confirmed ann's grade.", "2 more members")
	s.Press("bob", "Confirm 1 as fully right")
	s.memberSees("bob", "2 more members")
	s.Press("cy", "Confirm 1 as fully right")
	s.Press("eve", "Confirm 1 as fully right")
	s.memberSees("eve", "ann's grade is confirmed.")
	s.runPending()
	s.everybodySees("ann · full")
	if _, scrolls := s.Rig.(ScrollingRig); !scrolls {
		s.nobodySees("self-graded", "Confirm 1")
	}
	s.Command("ann", "/quiz me")
	s.memberSees("ann", "10", "confirmed: full")
	s.Press("ann", "My grade")
	s.memberSees("ann", "10 points", "confirmed by others")
}

// tickPoints grades a member's own answer by the key points with the given numbers.
func (s stage) tickPoints(who string, numbers ...string) {
	s.t.Helper()
	s.Press(who, "My grade")
	s.Press(who, "Tick the points I made")
	s.Choose(who, numbers...)
	s.runPending()
}

// adminReviews lists answers for the admin to grade. Unnamed members stay unnamed.
func adminReviews(s stage) {
	admin := s.Admin()
	s.answerByForm("ann", "Ann 的答案：函数和它引用的变量。")
	s.answerByForm("bob", "某人的答案：函数和它引用的变量。")
	s.runCommands(typedCommand{"bob", "/quiz unnamed on", []string{"Your name does not stand"}})
	s.runCommands(typedCommand{admin, "/quiz-admin grade", []string{"No answer awaits a grade."}})
	s.advanceTo(0, 17, 30)
	s.runCommands(
		typedCommand{"ann", "/quiz-admin grade", []string{"Only admins may do this."}},
		typedCommand{admin, "/quiz-admin status", []string{"2 answers await a grade (What is a closure?)."}},
		typedCommand{admin, "/quiz-admin grade", []string{"2 answers await a grade", "What is a closure?", "1.1 ann", "Ann 的答案", "1.2 unnamed answer 1.2", "某人的答案"}},
		typedCommand{admin, s.platformSpelling("/quiz-admin grade full 1.2"), []string{"unnamed answer 1.2: full, 10 points for “What is a closure?”."}},
		typedCommand{admin, s.platformSpelling("/quiz-admin grade full 1.9"), []string{"There is no answer 1.9."}},
		typedCommand{admin, "/quiz-admin status", []string{"1 answer awaits a grade"}},
	)
	s.everybodySees("2 answers · 1 full, 1 not graded yet", "somebody · full")
}

// revealIsNoticed checks the single notice in the channel, on platforms with hidden threads.
func revealIsNoticed(s stage) {
	s.answerByForm("ann", "An answer.")
	s.advanceTo(0, 17, 30)
	s.runPending()
	notice := "The answer to What is a closure? is out: 1 answer"
	if _, broadcasts := s.Platform().(bot.ReplyBroadcaster); !broadcasts && strings.Count(s.Channel(), notice) != 1 {
		s.t.Errorf("the channel is not told once:\n%s", s.Channel())
	}
	s.everybodySees("An answer.", "My grade")
}

func answersAreVotedOn(s stage) {
	s.answerByForm("ann", "It maps objects to rows.")
	s.answerByForm("bob", "It saves typing SQL.")
	s.advanceTo(0, 17, 30)
	s.everybodySees("The bank has no answer to this question", "It maps objects to rows.", "It saves typing SQL.")
	s.Press("ann", "My grade")
	s.memberSees("ann", "no answer to compare it with", "1 point")
	s.memberDoesNotSee("ann", "grade it yourself")
	s.Press("eve", "Vote for 2")
	s.advanceTo(1, 9, 25)
	s.everybodySees("Voted best: bob, with 1 vote")
}

func digestSumsUp(s stage) {
	s.answerByForm("ann", "函数和它引用的变量。")
	s.advanceTo(0, 17, 30)
	s.tickPoints("ann", "1", "2")
	s.memberSees("ann", "Graded by yourself.", "counts as mostly right until an admin or three other members confirm it", "7 points")
	s.advanceTo(1, 9, 25)
	s.everybodySees("Digest of 2026-11-24", "1 answer", "1 full", "1 self-graded", "ann", "7", "+7", "Next question:", "1 question is left before the bank repeats.")
	s.advanceTo(1, 9, 30)
	s.everybodySees("0 answers so far · open until 17:30")
}

// answersHavePages has more answers than a reveal shows, and turns the pages of the rest.
func answersHavePages(s stage) {
	for i := range 2*quiz.BestShown + 3 {
		s.answerByForm(fmt.Sprintf("m%02d", i), fmt.Sprintf("answer %02d.", i))
	}
	s.advanceTo(0, 17, 30)
	s.everybodySees("23 answers", "answer 09.")
	s.nobodySees("answer 10.")
	s.Press("ann", "13 more answers")
	s.memberSees("ann", "page 2 of 3", "answer 10.", "answer 19.")
	s.memberDoesNotSee("ann", "answer 20.")
	s.Press("ann", "Next page")
	s.memberSees("ann", "page 3 of 3", "answer 20.", "answer 22.")
	s.Press("ann", "Previous page")
	s.memberSees("ann", "page 2 of 3", "answer 10.")
	s.Press("ann", "Vote for 11")
	s.memberSees("ann", "Your vote is for m10.")
}

func revealShowsAll(s stage) {
	s.answerByForm("ann", "函数和它引用的变量。")
	s.answerByForm("bob", "No idea.")
	s.advanceTo(0, 17, 30)
	s.everybodySees("together with the variables around it", "it keeps its variables", "2 answers",
		"函数和它引用的变量。", "No idea.", "ann", "bob", "closed")
	s.Press("ann", "My grade")
	s.memberSees("ann", "Not graded yet", "1 point", "together with the variables", "it is a function", "tick the points you made")
	s.tickPoints("ann", "2")
	s.memberSees("ann", "partly right", "4 points", "Graded by yourself.", "Key points you made: 1 of 2", "✓ it keeps its variables", "✗ it is a function")
	s.tickPoints("ann", "1", "2")
	s.memberSees("ann", "7 points", "Key points you made: 2 of 2")
	s.Press("bob", "Vote for 1")
	s.memberSees("bob", "Your vote is for ann.")
	s.Command("bob", "/quiz my-data")
	s.memberSees("bob", "1 vote", "What is a closure? · for ann")
	s.Press("ann", "Vote for 1")
	s.memberSees("ann", "Nobody votes for themselves.")
	s.Press("eve", "My grade")
	s.memberSees("eve", "no answer of yours")
	s.Command("eve", "/leaderboard")
	s.memberSees("eve", "ann", "7", "bob", "1", "You have no points here yet.")
}
