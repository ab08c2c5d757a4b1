package discord

import (
	"fmt"
	"strings"
	"testing"

	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
	"quizbot/quiz/plan"
)

// Some days in English, in a channel where nothing runs before, as members and an admin see them.
// The room goes by Berlin's clock, and its readers live in London.
func TestDayInEnglish(t *testing.T) {
	t.Parallel()
	d := newDay(t, "08:30", "Europe/Berlin", "Europe/London", plan.Default(), false)
	d.bank.put(closure())
	d.setUp()
	d.until("23 09:30")
	d.firstQuestion()
	d.until("23 17:28")
	d.presses("eve", "Answer")
	d.until("23 17:30")
	d.sends("eve", "A function\nwith a *memory*.")
	d.graded()
	d.bank.put(generators())
	d.until("24 09:30")
	d.manyAnswers()
	d.until("24 17:30")
	d.pages()
	d.bank.put(immutable())
	d.until("25 09:30")
	d.several()
	d.bank.put(abbreviation())
	d.alarmed()
	d.leaves()
	d.administers()
	d.golden("day-en")
}

// setUp is how an admin has the quiz run in a channel.
func (d *day) setUp() {
	d.types("ann", "/question")
	d.types("ann", "/quiz-admin setup")
	d.begins("ann", "/quiz-admin setup berl")
	d.types("boss", "/quiz help")
	d.begins("boss", "/quiz-admin setup ")
	d.begins("boss", "/quiz-admin setup berl")
	d.types("boss", "/quiz-admin setup Mars/Base")
	d.types("boss", "/quiz-admin setup Europe/Berlin")
	d.begins("boss", "/quiz-admin plan ask ")
	d.begins("boss", "/quiz-admin plan days ")
	d.begins("boss", "/quiz-admin plan banks ")
	d.begins("boss", "/quiz-admin plan language ")
	d.begins("boss", "/quiz-admin plan threads ")
	d.begins("boss", "/quiz-admin plan time_zone lond")
	d.types("boss", "/quiz-admin plan ask 25:00")
	d.types("boss", "/quiz-admin plan unanswered on")
	d.types("boss", "/quiz-admin plan threads")
	d.types("boss", "/quiz-admin preview")
}

func (d *day) firstQuestion() {
	d.presses("ann", "Hint")
	d.answers("ann", "Answer", "A function that remembers its variables.\nIt prints 1.")
	d.answers("ann", "Answer", "A function that remembers the variables around it. It prints 1.")
	id := d.says("bob", "A function @everyone with *cells*")
	d.does("bob", "(edits it) A function @everyone with *cells* and <b>", func() { d.Edit("bob", id, "A function @everyone with *cells* and <b>") })
	d.WithoutRecording("carl writes 2,000 characters into the thread", func() { d.says("carl", strings.Repeat("I know it. ", 180)) })
	d.does("carl", "(in the thread) as many again", func() { d.Say("carl", strings.Repeat("I know it. ", 180)) })
	d.types("eve", "/question")
	d.typesInThread("eve", "/question")
	d.typesInThread("eve", "/leaderboard")
	d.types("eve", "/quiz help")
	d.types("eve", "/quiz dance")
	d.types("eve", "/question show closure")
	d.types("boss", "/quiz-admin status")
	d.types("boss", "/quiz-admin plan")
}

func (d *day) graded() {
	d.presses("ann", "My grade")
	d.presses("ann", "Tick the points I made")
	d.does("ann", "(ticks both)", func() { d.Choose("ann", "1", "2") })
	d.presses("bob", "Vote for 1")
	d.presses("ann", "Vote for 1")
	d.presses("eve", "My grade")
	d.types("bob", "/quiz me")
	d.types("bob", "/quiz my-data")
	d.types("boss", "/quiz-admin grade mostly bob")
	d.types("ann", "/leaderboard")
	d.begins("ann", "/question show ")
	d.types("ann", "/question show closure")
}

func (d *day) manyAnswers() {
	d.begins("ann", "/question random ")
	d.types("ann", "/question random")
	d.types("ann", "/question random cooking")
	d.types("ann", "/quiz unnamed on")
	d.answers("ann", "Answer", "It waits.")
	d.WithoutRecording("twenty-two more answer, the first one at length", func() {
		d.answers("bob", "Answer", strings.Repeat("It keeps its place. ", 100))
		for i := range 21 {
			d.answers(fmt.Sprintf("member %02d", i+1), "Answer", fmt.Sprintf("Answer %02d: it keeps its place and its variables, and waits.", i+1))
		}
	})
}

func (d *day) pages() {
	d.presses("ann", "13 more answers")
	d.presses("ann", "Next page")
	d.presses("ann", "Previous page")
	d.presses("ann", "Vote for 12")
	d.types("eve", "/leaderboard all")
}

func (d *day) several() {
	d.presses("ann", "Hint")
	d.chooses("ann", "B", "C")
	d.chooses("bob", "B", "C", "F")
	d.types("ann", "/question")
	d.until("25 17:30")
	d.presses("ann", "My grade")
	d.presses("bob", "My grade")
}

// alarmed loses a permission before the digest, and gets it back after the third try.
func (d *day) alarmed() {
	d.until("26 09:00")
	d.Forbid("POST", "/channels/"+discordtest.ChannelID+"/messages", number(codeMissingPermission))
	d.Printf("(the bot may not write in the channel any more)\n\n")
	d.until("26 11:30")
	d.types("boss", "/quiz-admin status")
	d.Allow()
	d.Printf("(it may again)\n\n")
	d.until("26 12:30")
	d.answers("ann", "Answer", "Great Indian Lion")
	d.answers("bob", "Answer", "Global interpreter lock.")
	d.until("26 17:30")
	d.presses("ann", "My grade")
	d.presses("bob", "My grade")
}

func (d *day) leaves() {
	d.types("bob", "/quiz forget-me")
	d.presses("bob", "Delete everything about me")
	d.types("bob", "/quiz my-data")
	d.types("ann", "/leaderboard")
}

func (d *day) administers() {
	d.begins("boss", "/quiz-admin skip ")
	d.types("boss", "/quiz-admin skip")
	d.begins("boss", "/quiz-admin pause 2026-12-0")
	d.types("boss", "/quiz-admin pause 2026-12-07")
	d.types("boss", "/quiz-admin status")
	d.types("boss", "/quiz-admin resume")
	d.types("boss", "/quiz-admin ask-now")
	d.types("boss", "/quiz-admin reveal-now")
	d.types("boss", "/quiz-admin plan days_off 2026-12-24, 2026-12-25, 2026-12-28, 2026-12-29, 2026-12-30, 2026-12-31")
	d.types("boss", "/quiz-admin plan")
}

// Some days in Chinese, in a channel whose plan a file holds.
func TestDayInChinese(t *testing.T) {
	t.Parallel()
	plan := plan.Default()
	plan.Language, plan.TimeZone, plan.Unanswered = "zh-CN", "Asia/Shanghai", true
	d := newDay(t, "09:29", "Asia/Shanghai", "Asia/Shanghai", plan, true)
	for _, who := range []string{"小安", "小明", "boss"} {
		d.Speak(who, "zh-CN")
	}
	d.bank.put(quiz.Question{ID: "gil", Bank: "面试题", Number: 6, Title: "什么是 GIL？"})
	d.until("23 09:30")
	d.answers("小安", "作答", "全局解释器锁：同一时刻只有一个线程执行**字节码**。")
	d.says("小明", "一把*大锁*。")
	d.types("小安", "/question")
	d.types("小安", "/quiz 跳舞")
	d.until("23 17:30")
	d.presses("小安", "我的评分")
	d.presses("小安", "投给 2 号")
	d.bank.put(quiz.Question{
		ID: "falsy", Bank: "面试题", Number: 5, Section: "基础", Title: "下面哪个值为假？", Difficulty: "easy", Answer: "**空列表**没有元素，所以`bool([])`为`False`。",
		Choices: []quiz.Choice{{Text: "`[0]`"}, {Text: "`[]`", Correct: true}, {Text: "`'0'`"}}, Hint: "想想`len()`。",
	})
	d.until("24 09:30")
	d.presses("小安", "提示")
	d.presses("小安", "A")
	d.presses("小安", "B")
	d.types("小安", "/question")
	d.until("24 17:30")
	d.presses("小安", "我的评分")
	d.bank.put(quiz.Question{
		ID: "dict", Bank: "面试题", Number: 8, Section: "基础 / 容器", Tags: []string{"容器"}, Title: "**列表**和**元组**有什么区别？", Difficulty: "medium",
		Body:      "请从下面三个方面说明：\n\n- 能否修改\n- 能否作为字典的键\n- 占用的内存\n\n> 提示：看看`sys.getsizeof`。",
		Answer:    "列表可以修改，元组不可以。**因此**元组可以作为字典的键。\n\n| 方面 | 列表 | 元组 |\n|:--|:--|--:|\n| 能否修改 | 能 | 不能 |\n| 作为字典的键 | 不行 | 元素都不可变时可以 |\n| 内存 | 较大 | 88 |\n\n```python\nd = {(1, 2): '点'}  # 可以\nd = {[1, 2]: '点'}  # TypeError\n```\n\n详见[官方文档](https://docs.python.org/zh-cn/3/)。",
		KeyPoints: []string{"列表**可变**", "元组不可变"},
	})
	d.until("25 09:30")
	d.answers("小安", "作答", "列表可变，元组不可变。\n\n所以元组能作为`dict`的键。")
	d.until("25 17:30")
	d.presses("小安", "我的评分")
	d.presses("小安", "勾选我答到的要点")
	d.does("小安", "（勾选 1）", func() { d.Choose("小安", "1") })
	d.types("小安", "/leaderboard")
	d.types("小安", "/quiz me")
	d.types("小安", "/quiz my-data")
	d.types("小安", "/quiz forget-me")
	d.begins("小安", "/question show 元组")
	d.begins("小安", "/question random ")
	d.types("小安", "/question random")
	d.types("boss", "/quiz-admin status")
	d.types("boss", "/quiz-admin plan")
	d.types("boss", "/quiz-admin plan ask 10:00")
	d.begins("boss", "/quiz-admin skip ")
	d.types("boss", "/quiz-admin skip")
	d.types("boss", "/quiz-admin preview")
	d.types("boss", "/quiz help")
	d.until("26 09:25")
	d.golden("day-zh")
}
