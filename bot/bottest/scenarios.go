package bottest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/plan"
)

func openQuestion() quiz.Question {
	return quiz.Question{
		ID: "closure", Bank: "sample", Number: 4, Section: "Functions", Title: "What is a *closure*?",
		Body:      "```python\ndef outer():\n    x = 1\n    return lambda: x\n```",
		Answer:    "A function together with the **variables** around it.",
		KeyPoints: []string{"it is a function", "it keeps its variables"}, Hint: "Look at what `x` is afterwards.",
	}
}

func choiceQuestion() quiz.Question {
	return quiz.Question{
		ID: "falsy", Bank: "sample", Number: 5, Title: "Which value is falsy?", Answer: "An empty list has no elements.",
		Choices: []quiz.Choice{{Text: "`[0]`"}, {Text: "`[]`", Correct: true}, {Text: "`'0'`"}},
	}
}

func multipleChoiceQuestion() quiz.Question {
	return quiz.Question{
		ID: "immutable", Bank: "sample", Number: 6, Title: "Which types are immutable?",
		Choices: []quiz.Choice{{Text: "list"}, {Text: "tuple", Correct: true}, {Text: "str", Correct: true}, {Text: "dict"}},
	}
}

func questionWithoutAnswer() quiz.Question {
	return quiz.Question{ID: "orm", Bank: "sample", Number: 7, Title: "What is an ORM good for?"}
}

// questionsInOrder is a bank asked in its order: first an open question, then the five upcoming
// ones, then others.
func questionsInOrder() []quiz.Question {
	list := []quiz.Question{openQuestion(), choiceQuestion()}
	for n := range 8 {
		list = append(list, quiz.Question{
			ID: quiz.QuestionID(fmt.Sprintf("method-%d", n)), Bank: "sample", Number: 20 + n, Tags: []string{"methods"},
			Title: fmt.Sprintf("What does method %c of a list do?", 'A'+n), Answer: "It changes the list.",
		})
	}
	return list
}

func orderByBank(p *plan.Plan) { p.Order = plan.OrderBank }

func scenarios() map[string]scenario {
	return map[string]scenario{
		"the question stands in the channel":   {questions: []quiz.Question{openQuestion()}, run: questionIsPosted},
		"a posting is idempotent by its key":   {questions: []quiz.Question{openQuestion()}, run: postingIsIdempotent},
		"what is overdue is only looked for":   {questions: []quiz.Question{openQuestion()}, run: overdueIsOnlyLookedUp},
		"an answer by form is private":         {questions: []quiz.Question{openQuestion()}, run: formAnswerIsPrivate},
		"an answer can be changed until then":  {questions: []quiz.Question{openQuestion()}, run: answerIsChanged},
		"messages in the thread count":         {questions: []quiz.Question{openQuestion()}, run: threadMessagesCount},
		"messages in a thread for talk do not": {questions: []quiz.Question{openQuestion()}, plan: threadsForTalk, run: threadTalkDoesNotCount},
		"choices have a button each":           {questions: []quiz.Question{choiceQuestion()}, run: choiceByButton},
		"several choices have a form":          {questions: []quiz.Question{multipleChoiceQuestion()}, run: choicesByForm},
		"the reveal shows everything":          {questions: []quiz.Question{openQuestion()}, run: revealShowsAll},
		"nothing of a long answer is cut":      {questions: []quiz.Question{openQuestion()}, run: longAnswerIsWhole},
		"the rest of the answers has pages":    {questions: []quiz.Question{openQuestion()}, run: answersHavePages},
		"text of people is literal":            {questions: []quiz.Question{openQuestion()}, run: textIsLiteral},
		"code of people is code":               {questions: []quiz.Question{openQuestion()}, run: codeIsCode},
		"the channel is told of the reveal":    {questions: []quiz.Question{openQuestion()}, run: revealIsNoticed},
		"an admin sees what awaits a grade":    {questions: []quiz.Question{openQuestion()}, run: adminReviews},
		"a self-grade is confirmed by three":   {questions: []quiz.Question{openQuestion()}, run: selfGradeIsConfirmed},
		"an admin confirms key points":         {questions: lockQuestions(), plan: orderByBank, run: adminConfirmsPoints},
		"key points in Chinese":                {questions: lockQuestionsInChinese(), language: "zh-CN", plan: orderByBank, run: adminConfirmsPointsInChinese},
		"an unanswered question is voted on":   {questions: []quiz.Question{questionWithoutAnswer()}, run: answersAreVotedOn},
		"every command answers":                {questions: questionsInOrder(), plan: orderByBank, run: everyCommandAnswers},
		"values are completed":                 {questions: []quiz.Question{openQuestion(), choiceQuestion()}, run: valuesAreCompleted},
		"an admin runs the room from chat":     {questions: []quiz.Question{openQuestion(), choiceQuestion()}, bare: true, run: adminRunsRoom},
		"an admin ends the quiz":               {questions: []quiz.Question{openQuestion(), choiceQuestion()}, bare: true, run: adminEndsQuiz},
		"an admin is understood in Chinese":    {questions: []quiz.Question{chineseQuestion()}, language: "zh-CN", bare: true, run: adminRunsRoomInChinese},
		"what is in the way is told and goes":  {questions: []quiz.Question{openQuestion()}, bare: true, run: obstacleAppearsAndGoes},
		"a zone changes under a question":      {questions: []quiz.Question{openQuestion()}, bare: true, run: timeZoneChanges},
		"commands are typed in Chinese":        {questions: []quiz.Question{chineseQuestion()}, language: "zh-CN", bare: true, run: commandsInChinese},
		"a command delivered twice runs once":  {questions: questionsInOrder(), plan: orderByBank, run: redeliveredCommandRunsOnce},
		"what was missed is backfilled":        {questions: []quiz.Question{openQuestion()}, run: missedMessageIsBackfilled},
		"a file holds the plan":                {questions: []quiz.Question{openQuestion()}, run: planFromFile},
		"a member can be forgotten":            {questions: []quiz.Question{openQuestion()}, run: memberIsForgotten},
		"the digest sums up":                   {questions: []quiz.Question{openQuestion(), otherOpenQuestion()}, run: digestSumsUp},
		"a missed point is disputed":           {questions: []quiz.Question{openQuestion()}, grader: offlineGrader(), run: pointsAreDisputed},
		"two answers have no counts":           {questions: []quiz.Question{openQuestion()}, grader: offlineGrader(), run: twoAreNotCounted},
		"three answers are counted by point":   {questions: []quiz.Question{openQuestion()}, grader: offlineGrader(), run: threeAreCounted},
		"answers are graded at the close":      {questions: []quiz.Question{openQuestion()}, grader: offlineGrader(), run: answersAreGraded},
		"a grader fails":                       {questions: []quiz.Question{openQuestion()}, grader: new(brokenGrader), run: graderFails},
		"a grader hangs":                       {questions: []quiz.Question{openQuestion()}, grader: new(brokenGrader), run: graderHangs},
		"a program that grades hangs":          {questions: []quiz.Question{openQuestion()}, grader: hangingProgram(), run: graderHangs},
		"a language model is out of reach":     {questions: []quiz.Question{openQuestion()}, grader: unreachableModel(), run: answersAreGraded},
		"in Chinese throughout":                {questions: []quiz.Question{chineseQuestion()}, language: "zh-CN", run: chineseThroughout},
	}
}

func threadsForTalk(p *plan.Plan) { p.Threads = plan.ThreadsTalk }

func questionIsPosted(s stage) {
	s.everybodySees("Replies in the thread count too, and everyone can read them.")
	s.everybodySees("What is a closure?", "sample", "Functions", "return lambda: x", "0 answers so far", "17:30", "Answer", "Hint")
	s.nobodySees("together with the variables", "keeps its variables")
	s.Press("ann", "Hint")
	s.memberSees("ann", "Look at what x is afterwards.")
}

func postingIsIdempotent(s stage) {
	before := s.Channel()
	if err := s.postAgain(func(*quiz.Announcement) {}); err != nil {
		s.t.Fatal(err)
	}
	if after := s.Channel(); after != before {
		s.t.Errorf("posting again changed the channel from\n%s\nto\n%s", before, after)
	}
}

func overdueIsOnlyLookedUp(s stage) {
	before := s.Channel()
	late := func(a *quiz.Announcement) {
		a.Overdue, a.Begun = true, time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if err := s.postAgain(late); err != nil {
		s.t.Errorf("what stands is not found: %v", err)
	}
	never := func(a *quiz.Announcement) {
		late(a)
		a.Key = "never/ask"
	}
	if err := s.postAgain(never); !errors.Is(err, quiz.ErrTooLate) {
		s.t.Errorf("what does not stand: got %v, want %v", err, quiz.ErrTooLate)
	}
	if after := s.Channel(); after != before {
		s.t.Errorf("looking changed the channel from\n%s\nto\n%s", before, after)
	}
}

func formAnswerIsPrivate(s stage) {
	s.answerByForm("ann", "A function that remembers.")
	s.memberSees("ann", "Saved. You can change it until 17:30.")
	s.everybodySees("1 answer so far")
	s.nobodySees("remembers")
	if s.Private("bob") != "" {
		s.t.Errorf("bob, who did nothing, sees %q", s.Private("bob"))
	}
}

func answerIsChanged(s stage) {
	s.answerByForm("ann", "first")
	s.Press("ann", "Answer")
	if text, open := s.Form("ann"); !open || text != "first" {
		s.t.Errorf("the form holds %q (open %v), want the earlier answer", text, open)
	}
	s.Submit("ann", "second")
	s.runPending()
	s.memberSees("ann", "Saved in place of your earlier answer.")
	s.advanceTo(0, 17, 29)
	s.answerByForm("ann", "third")
	s.advanceTo(0, 17, 30)
	s.everybodySees("third")
	s.nobodySees("first", "second")
}

func threadMessagesCount(s stage) {
	one := s.Say("ann", "part one")
	s.runPending()
	if !s.Marked(one) {
		s.t.Error("the message has no reaction")
	}
	s.memberIsTold("ann", "counts as an answer, and everyone can read it here")
	two, three := s.Say("ann", "part two"), s.Say("ann", "part three")
	s.Edit("ann", two, "part 2")
	s.Delete("ann", three)
	s.Say("bob", "replaced by a form")
	s.answerByForm("bob", "by form")
	late := s.Say("bob", "thanks, all")
	s.runPending()
	if s.Marked(late) {
		s.t.Error("a message after an answer by form has the reaction")
	}
	s.memberIsTold("bob", "Your answer by the button counts, so this message doesn't.")
	s.advanceTo(0, 17, 30)
	s.Say("eve", "too late")
	s.runPending()
	s.memberIsTold("eve", "This question is closed")
	s.Press("ann", "My grade")
	s.memberSees("ann", "part one", "part 2")
	s.memberDoesNotSee("ann", "part two", "part three")
	s.Press("bob", "My grade")
	s.memberSees("bob", "by form")
	s.memberDoesNotSee("bob", "thanks", "replaced")
}

func threadTalkDoesNotCount(s stage) {
	id := s.Say("ann", "is this a trick question?")
	s.runPending()
	if s.Marked(id) {
		s.t.Error("a message in a thread for talk has the reaction")
	}
	if said := s.lastPrivateText("ann"); said != "" {
		s.t.Errorf("ann, who only talks, is told %q", said)
	}
	s.nobodySees("Replies in the thread count")
	s.advanceTo(0, 17, 30)
	s.everybodySees("Nobody answered this time.")
}

func choiceByButton(s stage) {
	s.everybodySees("A. [0]", "B. []", "C. '0'")
	s.Say("cid", "I would say B")
	s.runPending()
	s.memberIsTold("cid", "answered by choosing")
	s.Press("ann", "A")
	s.memberSees("ann", "Saved: A.")
	s.Press("ann", "B")
	s.memberSees("ann", "Saved: B.")
	s.Press("bob", "C")
	s.runPending()
	s.everybodySees("2 answers so far")
	s.advanceTo(0, 17, 30)
	s.everybodySees("Correct answer: B. []", "An empty list", "A. [0] ░░░░░░░░░░ 0 answers", "B. [] · ✓ correct ▓▓▓▓▓░░░░░ 1 answer", "C. '0' ▓▓▓▓▓", "Answered correctly: ann")
	s.Press("ann", "My grade")
	s.memberSees("ann", "full", "10 points")
	s.Press("bob", "My grade")
	s.memberSees("bob", "not right", "1 point")
	s.memberDoesNotSee("bob", "grade it yourself")
}

func choicesByForm(s stage) {
	s.choose("ann", "A", "B")
	s.memberSees("ann", "Saved: A, B.")
	s.choose("ann", "B", "C")
	s.memberSees("ann", "Saved: B, C.")
	s.choose("bob", "B")
	s.everybodySees("2 answers so far")
	s.pressesOldSelect("cid", "1", "2")
	s.advanceTo(0, 17, 30)
	s.everybodySees("Correct answers, all 2 needed: B. tuple C. str", "B. tuple · ✓ correct ▓▓▓▓▓▓▓▓▓▓", "Answered correctly: ann")
	s.Press("bob", "My grade")
	s.memberSees("bob", "not right")
}

// choose opens the form of a question with choices and submits it.
func (s stage) choose(who string, letters ...string) {
	s.t.Helper()
	s.Press(who, "Choose")
	s.Choose(who, letters...)
	s.runPending()
}

// pressesOldSelect chooses options of a select menu, as in messages of earlier releases.
func (s stage) pressesOldSelect(who string, values ...string) {
	s.t.Helper()
	round, err := s.service.OpenRound(context.Background(), s.Room())
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := s.conversation.Handle(context.Background(), bot.Event{
		ID: "old select", Room: s.Room(), At: s.Now(), Who: quiz.Person{ID: "x/y/" + quiz.MemberID(who), Name: who},
		Act: bot.Press{ID: "pick:" + round.ID.String(), Values: values},
	})
	if said, ok := answer.(bot.Ephemeral); err != nil || !ok || !strings.Contains(said.Card.Summary, "Saved: B, C.") {
		s.t.Errorf("an old select gives %v, %v", answer, err)
	}
}

func longAnswerIsWhole(s stage) {
	text := strings.Repeat("一二三四五六七八九十 lorem ipsum, ", quiz.MaxAnswer/24)
	text += strings.Repeat("x", quiz.MaxAnswer-len([]rune(text)))
	s.answerByForm("ann", text)
	s.memberSees("ann", "Saved.")
	s.answerByForm("bob", text+"y")
	s.memberSees("bob", "3001 characters", "3000 are the most", "Nothing was saved")
	s.advanceTo(0, 17, 30)
	s.everybodySees(text, "1 answer")
}

func textIsLiteral(s stage) {
	text := "**bold** <!channel> @everyone <@U1> [link](http://example.org) ` # no heading\n- a & b \\* &amp;"
	s.answerByForm("ann", text)
	s.advanceTo(0, 17, 30)
	s.everybodySees(text)
}

func otherOpenQuestion() quiz.Question {
	q := openQuestion()
	q.ID, q.Title = "generator", "What is a generator?"
	return q
}

func chineseQuestion() quiz.Question {
	return quiz.Question{
		ID: "closure-zh", Bank: "示例", Number: 1, Title: "什么是闭包？", Answer: "**闭包**是函数和它引用的外层变量的组合。",
		Hint: "想想外层函数返回之后。",
	}
}

func chineseThroughout(s stage) {
	s.everybodySees("什么是闭包？", "示例", "已有 0 人作答", "17:30 截止", "作答", "提示")
	s.Press("小安", "提示")
	s.memberSees("小安", "想想外层函数返回之后。")
	s.Press("小安", "作答")
	s.Submit("小安", "记住外层变量的函数。")
	s.memberSees("小安", "已保存。17:30 之前都可以修改。")
	s.Command("小安", "/quiz 跳舞")
	s.memberSees("小安", "不认识“跳舞”")
	s.Press("小李", "作答")
	s.Submit("小李", "A function that keeps the variables around it.") // of which no program is sure
	s.advanceTo(0, 17, 30)
	s.everybodySees("闭包是函数和它引用的外层变量的组合。", "记住外层变量的函数。", "共 2 份答案")
	s.Press("小李", "我的评分")
	s.memberSees("小李", "尚未评分", "勾选你答到的要点")
	s.Press("小李", "勾选我答到的要点")
	s.Choose("小李", "1")
	s.memberSees("小李", "完全正确", "由你自己评出", "按“基本正确”计分", "你答到的要点：1/1", "7 分")
	s.Command("小李", "/leaderboard")
	s.memberSees("小李", "排行榜", "小李（你）", "7", "自评的答案数：小李 1")
	s.advanceTo(1, 9, 25)
	s.everybodySees("小结", "2 人作答")
}
