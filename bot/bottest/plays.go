package bottest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
)

func essay() quiz.Question {
	return quiz.Question{
		ID: "closure", Bank: "sample", Number: 4, Section: "Functions", Title: "What is a *closure*?",
		Body:      "```python\ndef outer():\n    x = 1\n    return lambda: x\n```",
		Answer:    "A function together with the **variables** around it.",
		KeyPoints: []string{"it is a function", "it keeps its variables"}, Hint: "Look at what `x` is afterwards.",
	}
}

func choice() quiz.Question {
	return quiz.Question{
		ID: "falsy", Bank: "sample", Number: 5, Title: "Which value is falsy?", Answer: "An empty list has no elements.",
		Choices: []quiz.Choice{{Text: "`[0]`"}, {Text: "`[]`", Correct: true}, {Text: "`'0'`"}},
	}
}

func several() quiz.Question {
	return quiz.Question{
		ID: "immutable", Bank: "sample", Number: 6, Title: "Which types are immutable?",
		Choices: []quiz.Choice{{Text: "list"}, {Text: "tuple", Correct: true}, {Text: "str", Correct: true}, {Text: "dict"}},
	}
}

func unanswered() quiz.Question {
	return quiz.Question{ID: "orm", Bank: "sample", Number: 7, Title: "What is an ORM good for?"}
}

// numbered is a bank that is asked in its order: a question that is open first, five that come next, and others.
func numbered() []quiz.Question {
	list := []quiz.Question{essay(), choice()}
	for n := range 8 {
		list = append(list, quiz.Question{
			ID: quiz.QuestionID(fmt.Sprintf("method-%d", n)), Bank: "sample", Number: 20 + n, Tags: []string{"methods"},
			Title: fmt.Sprintf("What does method %c of a list do?", 'A'+n), Answer: "It changes the list.",
		})
	}
	return list
}

func inOrder(p *quiz.Plan) { p.Order = quiz.OrderBank }

func plays() map[string]play {
	return map[string]play{
		"the question stands in the channel":   {questions: []quiz.Question{essay()}, play: asked},
		"a posting is idempotent by its key":   {questions: []quiz.Question{essay()}, play: postedOnce},
		"what is overdue is only looked for":   {questions: []quiz.Question{essay()}, play: overdue},
		"an answer by form is private":         {questions: []quiz.Question{essay()}, play: answered},
		"an answer can be changed until then":  {questions: []quiz.Question{essay()}, play: changed},
		"messages in the thread count":         {questions: []quiz.Question{essay()}, play: threaded},
		"messages in a thread for talk do not": {questions: []quiz.Question{essay()}, plan: talkOnly, play: talked},
		"choices have a button each":           {questions: []quiz.Question{choice()}, play: chosen},
		"several choices have a form":          {questions: []quiz.Question{several()}, play: chosenSeveral},
		"the reveal shows everything":          {questions: []quiz.Question{essay()}, play: revealed},
		"nothing of a long answer is cut":      {questions: []quiz.Question{essay()}, play: long},
		"the rest of the answers has pages":    {questions: []quiz.Question{essay()}, play: paged},
		"text of people is literal":            {questions: []quiz.Question{essay()}, play: literal},
		"code of people is code":               {questions: []quiz.Question{essay()}, play: coded},
		"the channel is told of the reveal":    {questions: []quiz.Question{essay()}, play: told},
		"an admin sees what awaits a grade":    {questions: []quiz.Question{essay()}, play: awaited},
		"a self-grade is confirmed by three":   {questions: []quiz.Question{essay()}, play: confirmed},
		"an unanswered question is voted on":   {questions: []quiz.Question{unanswered()}, play: voted},
		"every command answers":                {questions: numbered(), plan: inOrder, play: commanded},
		"values are completed":                 {questions: []quiz.Question{essay(), choice()}, play: completed},
		"an admin runs the room from chat":     {questions: []quiz.Question{essay(), choice()}, bare: true, play: administered},
		"an admin is understood in Chinese":    {questions: []quiz.Question{chinese()}, language: "zh-CN", bare: true, play: administeredInChinese},
		"what is in the way is told and goes":  {questions: []quiz.Question{essay()}, bare: true, play: obstructed},
		"a zone changes under a question":      {questions: []quiz.Question{essay()}, bare: true, play: rezoned},
		"commands are typed in Chinese":        {questions: []quiz.Question{chinese()}, language: "zh-CN", bare: true, play: typedInChinese},
		"a file holds the plan":                {questions: []quiz.Question{essay()}, play: plannedByFile},
		"a member can be forgotten":            {questions: []quiz.Question{essay()}, play: forgotten},
		"the digest sums up":                   {questions: []quiz.Question{essay(), essay2()}, play: digested},
		"in Chinese throughout":                {questions: []quiz.Question{chinese()}, language: "zh-CN", play: inChinese},
	}
}

func talkOnly(p *quiz.Plan) { p.Threads = quiz.ThreadsTalk }

func asked(s stage) {
	s.everybodySees("Replies in the thread count too, and everyone can read them.")
	s.everybodySees("What is a closure?", "sample", "Functions", "return lambda: x", "0 answers so far", "17:30", "Answer", "Hint")
	s.nobodySees("together with the variables", "keeps its variables")
	s.Press("ann", "Hint")
	s.sees("ann", "Look at what x is afterwards.")
}

func postedOnce(s stage) {
	before := s.Channel()
	if err := s.repost(func(*quiz.Announcement) {}); err != nil {
		s.t.Fatal(err)
	}
	if after := s.Channel(); after != before {
		s.t.Errorf("posting again changed the channel from\n%s\nto\n%s", before, after)
	}
}

func overdue(s stage) {
	before := s.Channel()
	late := func(a *quiz.Announcement) {
		a.Overdue, a.Begun = true, time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if err := s.repost(late); err != nil {
		s.t.Errorf("what stands is not found: %v", err)
	}
	never := func(a *quiz.Announcement) {
		late(a)
		a.Key = "never/ask"
	}
	if err := s.repost(never); !errors.Is(err, quiz.ErrTooLate) {
		s.t.Errorf("what does not stand: got %v, want %v", err, quiz.ErrTooLate)
	}
	if after := s.Channel(); after != before {
		s.t.Errorf("looking changed the channel from\n%s\nto\n%s", before, after)
	}
}

func answered(s stage) {
	s.answer("ann", "A function that remembers.")
	s.sees("ann", "Saved. You can change it until 17:30.")
	s.everybodySees("1 answer so far")
	s.nobodySees("remembers")
	if s.Private("bob") != "" {
		s.t.Errorf("bob, who did nothing, sees %q", s.Private("bob"))
	}
}

func changed(s stage) {
	s.answer("ann", "first")
	s.Press("ann", "Answer")
	if text, open := s.Form("ann"); !open || text != "first" {
		s.t.Errorf("the form holds %q (open %v), want the earlier answer", text, open)
	}
	s.Submit("ann", "second")
	s.settle()
	s.sees("ann", "Saved in place of your earlier answer.")
	s.until(0, 17, 29)
	s.answer("ann", "third")
	s.until(0, 17, 30)
	s.everybodySees("third")
	s.nobodySees("first", "second")
}

func threaded(s stage) {
	one := s.Say("ann", "part one")
	s.settle()
	if !s.Marked(one) {
		s.t.Error("the message bears no mark")
	}
	s.told("ann", "counts as an answer, and everyone can read it here")
	two, three := s.Say("ann", "part two"), s.Say("ann", "part three")
	s.Edit("ann", two, "part 2")
	s.Delete("ann", three)
	s.Say("bob", "replaced by a form")
	s.answer("bob", "by form")
	late := s.Say("bob", "thanks, all")
	s.settle()
	if s.Marked(late) {
		s.t.Error("a message after an answer by form bears the mark")
	}
	s.told("bob", "Your answer by the button counts, so this message doesn't.")
	s.until(0, 17, 30)
	s.Say("eve", "too late")
	s.settle()
	s.told("eve", "This question is closed")
	s.Press("ann", "My grade")
	s.sees("ann", "part one", "part 2")
	s.doesNotSee("ann", "part two", "part three")
	s.Press("bob", "My grade")
	s.sees("bob", "by form")
	s.doesNotSee("bob", "thanks", "replaced")
}

func talked(s stage) {
	id := s.Say("ann", "is this a trick question?")
	s.settle()
	if s.Marked(id) {
		s.t.Error("a message in a thread for talk bears the mark")
	}
	if said := s.whispered("ann"); said != "" {
		s.t.Errorf("ann, who only talks, is told %q", said)
	}
	s.nobodySees("Replies in the thread count")
	s.until(0, 17, 30)
	s.everybodySees("Nobody answered this time.")
}

func chosen(s stage) {
	s.everybodySees("A. [0]", "B. []", "C. '0'")
	s.Say("cid", "I would say B")
	s.settle()
	s.told("cid", "answered by choosing")
	s.Press("ann", "A")
	s.sees("ann", "Saved: A.")
	s.Press("ann", "B")
	s.sees("ann", "Saved: B.")
	s.Press("bob", "C")
	s.settle()
	s.everybodySees("2 answers so far")
	s.until(0, 17, 30)
	s.everybodySees("Correct answer: B. []", "An empty list", "A. [0] ░░░░░░░░░░ 0 answers", "B. [] · ✓ correct ▓▓▓▓▓░░░░░ 1 answer", "C. '0' ▓▓▓▓▓", "Answered correctly: ann")
	s.Press("ann", "My grade")
	s.sees("ann", "full", "10 points")
	s.Press("bob", "My grade")
	s.sees("bob", "not right", "1 point")
	s.doesNotSee("bob", "grade it yourself")
}

func chosenSeveral(s stage) {
	s.choose("ann", "A", "B")
	s.sees("ann", "Saved: A, B.")
	s.choose("ann", "B", "C")
	s.sees("ann", "Saved: B, C.")
	s.choose("bob", "B")
	s.everybodySees("2 answers so far")
	s.pressesOldSelect("cid", "1", "2")
	s.until(0, 17, 30)
	s.everybodySees("Correct answers, all 2 needed: B. tuple C. str", "B. tuple · ✓ correct ▓▓▓▓▓▓▓▓▓▓", "Answered correctly: ann")
	s.Press("bob", "My grade")
	s.sees("bob", "not right")
}

// choose opens the form of a question with choices, and sends it.
func (s stage) choose(who string, letters ...string) {
	s.t.Helper()
	s.Press(who, "Choose")
	s.Choose(who, letters...)
	s.settle()
}

// pressesOldSelect chooses options of a select, which questions had that were posted by earlier releases.
func (s stage) pressesOldSelect(who string, values ...string) {
	s.t.Helper()
	round, err := s.service.Current(context.Background(), s.Room())
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := s.talk.Handle(context.Background(), bot.Event{
		ID: "old select", Room: s.Room(), At: s.Now(), Who: quiz.Person{ID: "x/y/" + quiz.MemberID(who), Name: who},
		Act: bot.Press{ID: "pick:" + round.ID.String(), Values: values},
	})
	if said, ok := answer.(bot.Private); err != nil || !ok || !strings.Contains(said.Card.Summary, "Saved: B, C.") {
		s.t.Errorf("an old select gives %v, %v", answer, err)
	}
}

func long(s stage) {
	text := strings.Repeat("一二三四五六七八九十 lorem ipsum, ", quiz.MaxAnswer/24)
	text += strings.Repeat("x", quiz.MaxAnswer-len([]rune(text)))
	s.answer("ann", text)
	s.sees("ann", "Saved.")
	s.answer("bob", text+"y")
	s.sees("bob", "3001 characters", "3000 are the most", "Nothing was saved")
	s.until(0, 17, 30)
	s.everybodySees(text, "1 answer")
}

func literal(s stage) {
	text := "**bold** <!channel> @everyone <@U1> [link](http://example.org) ` # no heading\n- a & b \\* &amp;"
	s.answer("ann", text)
	s.until(0, 17, 30)
	s.everybodySees(text)
}

func essay2() quiz.Question {
	q := essay()
	q.ID, q.Title = "generator", "What is a generator?"
	return q
}

func chinese() quiz.Question {
	return quiz.Question{
		ID: "closure-zh", Bank: "示例", Number: 1, Title: "什么是闭包？", Answer: "**闭包**是函数和它引用的外层变量的组合。",
		Hint: "想想外层函数返回之后。",
	}
}

func inChinese(s stage) {
	s.everybodySees("什么是闭包？", "示例", "已有 0 人作答", "17:30 截止", "作答", "提示")
	s.Press("小安", "提示")
	s.sees("小安", "想想外层函数返回之后。")
	s.Press("小安", "作答")
	s.Submit("小安", "记住外层变量的函数。")
	s.sees("小安", "已保存。17:30 之前都可以修改。")
	s.Command("小安", "/quiz 跳舞")
	s.sees("小安", "不认识“跳舞”")
	s.until(0, 17, 30)
	s.everybodySees("闭包是函数和它引用的外层变量的组合。", "记住外层变量的函数。", "共 1 份答案")
	s.Press("小安", "我的评分")
	s.sees("小安", "尚未评分", "给自己评分")
	s.Press("小安", "完全正确")
	s.sees("小安", "完全正确", "由你自己评出", "按“基本正确”计分", "7 分")
	s.Command("小安", "/leaderboard")
	s.sees("小安", "排行榜", "小安（你）", "7", "自评的答案数：小安 1")
	s.until(1, 9, 25)
	s.everybodySees("小结", "1 人作答")
}
