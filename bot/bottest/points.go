package bottest

import (
	"strings"

	"quizbot/quiz"
)

// lockQuestions are a question whose key points are read out of its reference, and one that takes no
// points.
func lockQuestions() []quiz.Question {
	return []quiz.Question{
		{ID: "global-lock", Bank: "sample", Number: 4, Title: "What is the *GIL*?", Answer: "- Only one thread runs bytecode at a time.\n- It protects reference counts."},
		choiceQuestion(),
	}
}

// adminConfirmsPoints starts while the question about the lock is open.
func adminConfirmsPoints(s stage) {
	admin := s.Admin()
	s.answerByForm("ann", "One thread at a time.")
	s.runCommands(
		typedCommand{"ann", "/quiz-admin points", []string{"Only admins may do this."}},
		typedCommand{admin, "/quiz-admin points", []string{"There is nothing to see before the reveal."}},
		typedCommand{admin, "/quiz-admin points global-lock", []string{"“What is the GIL?” is being asked right now."}},
		typedCommand{admin, "/quiz-admin points falsy", []string{"Key points are for open answers"}},
		typedCommand{admin, "/quiz-admin points golbal-lock", []string{"No question matches “golbal-lock”.", "Did you mean: global-lock?"}},
		typedCommand{admin, "/quiz-admin points is", []string{"Several questions match", "/quiz-admin points global-lock"}},
	)
	s.advanceTo(0, 17, 30)
	s.runCommands(
		typedCommand{admin, "/quiz-admin status", []string{"1 question was revealed with key points that nobody has confirmed:", "/quiz-admin points global-lock"}},
		typedCommand{admin, "/quiz-admin points", []string{"Key points of “What is the GIL?”", "Nobody has confirmed them yet.", "Only one thread runs bytecode at a time.", "It protects reference counts."}},
	)
	s.Press(admin, "Confirm as they are")
	s.memberSees(admin, "Confirmed. They count from the next time this question is asked.", "Confirmed by "+admin)
	s.Press(admin, "Edit")
	text, open := s.Form(admin)
	if !open || !strings.Contains(text, "It protects reference counts.") {
		s.t.Fatalf("the form is open: %t, with %q", open, text)
	}
	s.Submit(admin, "- one thread runs bytecode at a time\n- 1.\n- at a time, one thread runs bytecode\n- one thread runs the bytecode at a time")
	s.memberSees(admin, "says the same as", "Leave out one of the two.")
	s.Press(admin, "Edit")
	s.Submit(admin, "1. one thread runs bytecode at a time\n2. reference counts stay right\n\n3. Input and output release the lock. Extensions in C may release it as well.")
	s.memberSees(admin, "Confirmed.", "reference counts stay right", "makes 2 claims")
	s.nobodySees("reference counts stay right")
	s.runCommands(
		typedCommand{admin, "/quiz my-data", []string{"Key points of 1 question confirmed;"}},
		typedCommand{admin, "/quiz-admin points Global-Lock", []string{"reference counts stay right", "Forget them"}},
	)
	s.pointsCountNextTime("reference counts stay right")
}

// pointsCountNextTime asks the question again, and checks that its reveal has the new points.
func (s stage) pointsCountNextTime(point string) {
	s.t.Helper()
	admin := s.Admin()
	s.runCommands(typedCommand{admin, "/quiz-admin ask-now global-lock", []string{"The question is on its way."}})
	s.nobodySees(point)
	s.runCommands(typedCommand{admin, "/quiz-admin reveal-now", []string{"The round closes now"}})
	s.everybodySees(point)
	s.Command(admin, "/quiz-admin points global-lock")
	s.Press(admin, "Forget them")
	s.memberSees(admin, "The key points confirmed for “What is the GIL?” are forgotten.")
}

func lockQuestionsInChinese() []quiz.Question {
	return []quiz.Question{
		{ID: "gil", Bank: "示例", Number: 1, Title: "什么是 GIL？", Answer: "- 同一时刻只有一个线程执行字节码。\n- 它保护引用计数。"},
		{ID: "falsy", Bank: "示例", Number: 2, Title: "哪个值为假？", Answer: "空列表。", Choices: []quiz.Choice{{Text: "`[0]`"}, {Text: "`[]`", Correct: true}}},
	}
}

func adminConfirmsPointsInChinese(s stage) {
	admin := s.Admin()
	s.runCommands(
		typedCommand{"ann", "/quiz-admin points", []string{"只有管理员可以这样做"}},
		typedCommand{admin, "/quiz-admin points gil", []string{"“什么是 GIL？”正在作答中"}},
		typedCommand{admin, "/quiz-admin points falsy", []string{"要点用于开放题"}},
		typedCommand{admin, "/quiz-admin points 不存在", []string{"没有找到和“不存在”相符的题目"}},
	)
	s.advanceTo(0, 17, 30)
	s.runCommands(
		typedCommand{admin, "/quiz-admin status", []string{"有 1 道的要点还没有人确认", "/quiz-admin points gil"}},
		typedCommand{admin, "/quiz-admin points", []string{"“什么是 GIL？”的要点", "还没有人确认过", "它保护引用计数。"}},
	)
	s.Press(admin, "修改")
	s.Submit(admin, "1、同一时刻只有一个线程执行字节码\n2、引用计数不会出错")
	s.memberSees(admin, "已确认。从下次出这道题起生效", "引用计数不会出错", "由"+admin+"确认")
}
