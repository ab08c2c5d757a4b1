package bottest

import (
	"fmt"
	"strings"

	"quizbot/bot"
	"quizbot/quiz"
)

// coded answers with code, which is drawn as code wherever answers are, and in which no mention takes effect.
func coded(s stage) {
	s.answer("ann", "Like so:\n```python\ndef f(x):\n    return f\"@everyone <!channel> {x}\"\n```\nand `<@U1>`.")
	s.until(0, 17, 30)
	shown := []string{"Like so:", "def f(x):", `return f"@everyone <!channel> {x}"`, "<@U1>"}
	s.everybodySees(shown...)
	s.nobodySees("```")
	if !strings.Contains(s.Channel(), "    return f") {
		s.t.Errorf("the indentation is lost:\n%s", s.Channel())
	}
	s.Press("ann", "My grade")
	s.sees("ann", shown...)
	s.doesNotSee("ann", "```")
	s.Command("ann", "/quiz my-data")
	s.sees("ann", shown...)
	s.doesNotSee("ann", "```")
}

// confirmed has a full grade of an author's own confirmed by three others, and the reveal show how that goes.
func confirmed(s stage) {
	for _, who := range []string{"ann", "bob", "cy", "dee"} {
		s.answer(who, "An answer of "+who+".")
	}
	s.until(0, 17, 30)
	s.everybodySees("4 answers · 4 not graded yet", "Did nobody grade your answer?")
	s.Press("ann", "My grade")
	s.Press("ann", "full")
	s.sees("ann", "7 points")
	s.settle()
	s.everybodySees("1 full, 3 not graded yet · 1 self-graded", "ann · full (self-graded)")
	s.Press("ann", "Confirm 1 as fully right")
	s.sees("ann", "You can't confirm your own grade.")
	s.Press("bob", "Confirm 1 as fully right")
	s.sees("bob", "You confirmed ann's grade.", "2 more members")
	s.Press("bob", "Confirm 1 as fully right")
	s.sees("bob", "2 more members")
	s.Press("cy", "Confirm 1 as fully right")
	s.Press("eve", "Confirm 1 as fully right")
	s.sees("eve", "ann's grade is confirmed.")
	s.settle()
	s.everybodySees("ann · full")
	if _, scrolls := s.Rig.(Scroller); !scrolls {
		s.nobodySees("self-graded", "Confirm 1")
	}
	s.Command("ann", "/quiz me")
	s.sees("ann", "10", "confirmed: full")
	s.Press("ann", "My grade")
	s.sees("ann", "10 points", "confirmed by others")
}

// awaited lists answers for the admin to grade, those of members who are unnamed too, without their names.
func awaited(s stage) {
	admin := s.Admin()
	s.answer("ann", "An answer of Ann.")
	s.answer("bob", "An answer of somebody.")
	s.types(said{"bob", "/quiz unnamed on", []string{"Your name does not stand"}})
	s.types(said{admin, "/quiz-admin grade", []string{"No answer awaits a grade."}})
	s.until(0, 17, 30)
	s.types(
		said{"ann", "/quiz-admin grade", []string{"Only admins may do this."}},
		said{admin, "/quiz-admin status", []string{"2 answers await a grade (What is a closure?)."}},
		said{admin, "/quiz-admin grade", []string{"2 answers await a grade", "What is a closure?", "1.1 ann", "An answer of Ann.", "1.2 unnamed answer 1.2", "An answer of somebody."}},
		said{admin, s.spelled("/quiz-admin grade full 1.2"), []string{"unnamed answer 1.2: full, 10 points for “What is a closure?”."}},
		said{admin, s.spelled("/quiz-admin grade full 1.9"), []string{"There is no answer 1.9."}},
		said{admin, "/quiz-admin status", []string{"1 answer awaits a grade"}},
	)
	s.everybodySees("2 answers · 1 full, 1 not graded yet", "somebody · full")
}

// told looks whether the channel learns that an answer is out, once, where the reveal does not show there by itself.
func told(s stage) {
	s.answer("ann", "An answer.")
	s.until(0, 17, 30)
	s.settle()
	notice := "The answer to What is a closure? is out: 1 answer"
	if _, broadcasts := s.Platform().(bot.ReplyBroadcaster); !broadcasts && strings.Count(s.Channel(), notice) != 1 {
		s.t.Errorf("the channel is not told once:\n%s", s.Channel())
	}
	s.everybodySees("An answer.", "My grade")
}

func voted(s stage) {
	s.answer("ann", "It maps objects to rows.")
	s.answer("bob", "It saves typing SQL.")
	s.until(0, 17, 30)
	s.everybodySees("The bank has no answer to this question", "It maps objects to rows.", "It saves typing SQL.")
	s.Press("ann", "My grade")
	s.sees("ann", "no answer to compare it with", "1 point")
	s.doesNotSee("ann", "grade it yourself")
	s.Press("eve", "Vote for 2")
	s.until(1, 9, 25)
	s.everybodySees("Voted best: bob, with 1 vote")
}

func digested(s stage) {
	s.answer("ann", "one")
	s.until(0, 17, 30)
	s.Press("ann", "My grade")
	s.Press("ann", "full")
	s.sees("ann", "Graded by yourself.", "counts as mostly right until an admin or three other members confirm it", "7 points")
	s.until(1, 9, 25)
	s.everybodySees("Digest of 2026-11-24", "1 answer", "1 full", "1 self-graded", "ann", "7", "+7", "Next question:", "1 question is left before the bank repeats.")
	s.until(1, 9, 30)
	s.everybodySees("0 answers so far · open until 17:30")
}

// paged has more answers than a reveal shows, and turns the pages of the rest to and fro.
func paged(s stage) {
	for i := range 2*quiz.BestShown + 3 {
		s.answer(fmt.Sprintf("m%02d", i), fmt.Sprintf("answer %02d.", i))
	}
	s.until(0, 17, 30)
	s.everybodySees("23 answers", "answer 09.")
	s.nobodySees("answer 10.")
	s.Press("ann", "13 more answers")
	s.sees("ann", "page 2 of 3", "answer 10.", "answer 19.")
	s.doesNotSee("ann", "answer 20.")
	s.Press("ann", "Next page")
	s.sees("ann", "page 3 of 3", "answer 20.", "answer 22.")
	s.Press("ann", "Previous page")
	s.sees("ann", "page 2 of 3", "answer 10.")
	s.Press("ann", "Vote for 11")
	s.sees("ann", "Your vote is for m10.")
}

func revealed(s stage) {
	s.answer("ann", "A function with its variables.")
	s.answer("bob", "No idea.")
	s.until(0, 17, 30)
	s.everybodySees("together with the variables around it", "it keeps its variables", "2 answers",
		"A function with its variables.", "No idea.", "ann", "bob", "closed")
	s.Press("ann", "My grade")
	s.sees("ann", "not graded yet", "1 point", "together with the variables", "it is a function", "grade it yourself")
	s.Press("ann", "mostly right")
	s.sees("ann", "mostly right", "7 points", "Graded by yourself.")
	s.Press("bob", "Vote for 1")
	s.sees("bob", "Your vote is for ann.")
	s.Command("bob", "/quiz my-data")
	s.sees("bob", "1 vote", "What is a closure? · for ann")
	s.Press("ann", "Vote for 1")
	s.sees("ann", "Nobody votes for themselves.")
	s.Press("eve", "My grade")
	s.sees("eve", "no answer of yours")
	s.Command("eve", "/leaderboard")
	s.sees("eve", "ann", "7", "bob", "1", "You have no points here yet.")
}
