package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"quizbot/internal/testing/adaptertest"
	"quizbot/internal/testing/slackspec"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
)

// recordedDay is a channel on Slack for some days, with a transcript of everything that members
// saw.
type recordedDay struct {
	*rig
	*adaptertest.Day
	t                *testing.T
	blocks           []json.RawMessage
	recordedPosts    int               // posts in the transcript
	recordedControls map[string]string // by timestamp: the post's controls in the transcript
}

func newRecordedDay(t *testing.T, language string, list []quiz.Question) *recordedDay {
	t.Helper()
	return newRecordedDayIn(t, language, list, true)
}

// newRecordedDayIn is newRecordedDay in a channel with the quiz set up, or without.
func newRecordedDayIn(t *testing.T, language string, list []quiz.Question, runs bool) *recordedDay {
	t.Helper()
	d := &recordedDay{t: t, recordedControls: map[string]string{}}
	d.Day = adaptertest.NewDay(t, time.Date(2026, 11, 23, 9, 29, 0, 0, time.UTC))
	d.rig = newRig(t, d.Now)
	roomPlan := plan.Default()
	roomPlan.Language, roomPlan.Unanswered = language, true
	plans := map[quiz.RoomID]plan.Plan{"slack/T1/C1": roomPlan}
	if !runs {
		plans = nil
	}
	d.Connect(d.Platform(), adaptertest.Quiz{Bank: quiztest.Bank(list), Defaults: roomPlan, Rooms: plans})
	d.Ready()
	return d
}

// passTime moves the clock, runs the jobs that are due and records the changes.
func (d *recordedDay) passTime(when string) {
	d.t.Helper()
	at, err := time.Parse("2006-01-02 15:04", "2026-11-"+when)
	if err != nil {
		d.t.Fatal(err)
	}
	d.MoveClock(at)
	d.RunPending()
	d.recordChanges()
}

// recordChanges refreshes the counts, and records new posts and posts with other controls.
func (d *recordedDay) recordChanges() {
	d.t.Helper()
	d.RefreshMessages()
	d.Mu.Lock()
	defer d.Mu.Unlock()
	for i, p := range d.Posts {
		if p.User != slacktest.BotUser {
			continue
		}
		where := "#interview"
		if p.Thread != "" {
			where = "in the thread"
		}
		if p.Subtype == "thread_broadcast" {
			where += ", and in #interview"
		}
		offers := renderControls(d.t, p.Blocks)
		switch {
		case i >= d.recordedPosts:
			d.record(where, p.Blocks)
		case offers != d.recordedControls[p.TS]:
			d.record(where+", drawn again", p.Blocks)
		}
		d.recordedControls[p.TS] = offers
	}
	d.recordedPosts = len(d.Posts)
}

// renderControls returns the buttons and menus in blocks as text.
func renderControls(t testing.TB, blocks json.RawMessage) string {
	t.Helper()
	var lines []string
	for _, b := range slackspec.DecodeBlocks(t, blocks) {
		lines = append(lines, slackspec.RenderControl(slackspec.Object(b, "accessory")))
		for _, e := range slackspec.Objects(b["elements"]) {
			lines = append(lines, slackspec.RenderControl(e))
		}
	}
	return strings.Join(lines, " ")
}

func (d *recordedDay) record(where string, blocks json.RawMessage) {
	d.Printf("━━ %s · %s\n%s\n\n", d.Now().Format("Mon 15:04"), where, slackspec.Render(d.t, blocks))
	d.blocks = append(d.blocks, blocks)
}

// recordAction performs an action of a member, and records everything shown to them alone.
func (d *recordedDay) recordAction(who, what string, act func()) {
	d.t.Helper()
	d.PassMinute()
	d.Mu.Lock()
	before := map[*slacktest.Surface]string{}
	for _, f := range d.Shown {
		before[f] = string(f.Blocks)
	}
	d.Views[slacktest.UserID(who)] = nil
	d.Mu.Unlock()
	act()
	d.Printf("%s: %s\n", who, what)
	d.Mu.Lock()
	for _, f := range d.Shown {
		if seen, known := before[f]; f.User == slacktest.UserID(who) && (!known || seen != string(f.Blocks)) {
			d.record(map[bool]string{true: "in its place, ", false: ""}[known]+"only "+who, f.Blocks)
		}
	}
	if w := d.Views[slacktest.UserID(who)]; w != nil {
		d.record("a window of "+who, w.Blocks)
	}
	d.Mu.Unlock()
	d.recordChanges()
}

func (d *recordedDay) command(who, text string) {
	d.recordAction(who, text, func() { d.Command(who, text) })
}

func (d *recordedDay) press(who, label string) {
	d.recordAction(who, "["+label+"]", func() { d.Press(who, label) })
}

func (d *recordedDay) submit(who, button, text string) {
	d.sendForm(who, button, "| "+text, func() { d.Submit(who, text) })
}

// tick ticks key points by their numbers.
func (d *recordedDay) tick(who string, numbers ...string) {
	d.sendForm(who, "Tick the points I made", "(ticks "+strings.Join(numbers, " ")+")", func() { d.Choose(who, numbers...) })
}

// sendForm opens a form with a button and sends it.
func (d *recordedDay) sendForm(who, button, what string, send func()) {
	d.press(who, button)
	d.Mu.Lock()
	w := d.Views[slacktest.UserID(who)]
	d.Mu.Unlock()
	d.recordAction(who, what, func() {
		d.Mu.Lock()
		d.Views[slacktest.UserID(who)] = w
		d.Mu.Unlock()
		send()
	})
}

// compareGolden compares the transcript with the golden files of the given name.
func (d *recordedDay) compareGolden(name string) {
	d.t.Helper()
	blocks, err := json.MarshalIndent(d.blocks, "", "\t")
	if err != nil {
		d.t.Fatal(err)
	}
	d.CompareGolden(name, append(blocks, '\n'))
}

// A day in English, as seen by a member and by an admin.
func TestDayInEnglish(t *testing.T) {
	d := newRecordedDay(t, "en", []quiz.Question{{
		ID: "closure", Bank: "python", Number: 4, Section: "Functions", Title: "What is a *closure*?", Difficulty: "medium",
		Body:      "What does this print, and why?\n\n```python\ndef outer():\n    x = 1\n    return lambda: x\n\nprint(outer()())\n```",
		Answer:    "It prints `1`. A closure is a function together with the **variables** around it:\n\n1. the function\n2. the cells that it refers to\n\n| part | where |\n|---|---|\n| code | `__code__` |\n| cells | `__closure__` |",
		KeyPoints: []string{"it is a function", "it keeps its variables"}, Hint: "Look at what `x` is afterwards.",
		Links: []string{"[The data model](https://docs.python.org/3/reference/datamodel.html)"},
	}})
	d.passTime("23 09:30")
	d.press("ann", "Hint")
	d.submit("ann", "Answer", "A function that remembers its variables.\nIt prints 1.")
	d.submit("ann", "Answer", "A function that remembers the variables around it. It prints 1.")
	d.recordAction("bob", "(in the thread) A function <!channel> with *cells*", func() { d.Say("bob", "A function <!channel> with *cells*") })
	d.submit("eve", "Answer", "`outer` returns a function:\n```python\ndef inner():\n    return x  # <!here>\n```\nand *x* stays.")
	d.command("eve", "/question")
	d.command("eve", "/leaderboard")
	d.command("eve", "/quiz help")
	d.command("eve", "/quiz dance")
	d.command("boss", "/quiz-admin status")
	d.command("boss", "/quiz-admin plan")
	d.command("boss", "/quiz-admin plan ask 25:00")
	d.recordAction("ann", "(opens the app's page)", func() { d.openHome("ann") })
	d.passTime("23 17:30")
	d.press("ann", "My grade")
	d.tick("ann", "1", "2")
	d.press("bob", "Vote for 1")
	d.command("bob", "/quiz me")
	d.command("bob", "/quiz my-data")
	d.command("boss", "/quiz-admin grade mostly bob")
	d.command("ann", "/leaderboard")
	d.recordAction("ann", "(opens the app's page)", func() { d.openHome("ann") })
	d.passTime("24 09:25")
	d.compareGolden("day-en")
}

// A day in Chinese, with choices.
func TestDayInChinese(t *testing.T) {
	d := newRecordedDay(t, "zh-CN", []quiz.Question{{
		ID: "falsy", Bank: "面试题", Number: 5, Section: "基础", Title: "下面哪个值为假？", Difficulty: "easy", Answer: "**空列表**没有元素，所以`bool([])`为`False`。",
		Choices: []quiz.Choice{{Text: "`[0]`"}, {Text: "`[]`", Correct: true}, {Text: "`'0'`"}}, Hint: "想想`len()`。",
	}, {
		ID: "gil", Bank: "面试题", Number: 6, Title: "什么是 GIL？",
	}})
	d.passTime("23 09:30")
	first := strings.Contains(d.Channel(), "哪个值为假")
	for range 2 {
		if first {
			d.press("小安", "提示")
			d.press("小安", "A")
			d.press("小安", "B")
		} else {
			d.submit("小安", "作答", "全局解释器锁：同一时刻只有一个线程执行**字节码**。")
		}
		d.command("小安", "/question")
		d.command("小安", "/quiz 跳舞")
		d.passTime(map[bool]string{true: "23", false: "24"}[d.Now().Day() == 23] + " 17:30")
		d.press("小安", "我的评分")
		first = !first
		if d.Now().Day() == 23 {
			d.passTime("24 09:25")
			d.passTime("24 09:30")
		}
	}
	d.command("小安", "/leaderboard")
	d.command("boss", "/quiz-admin status")
	d.command("boss", "/quiz-admin plan")
	d.command("boss", "/quiz help")
	d.recordAction("小安", "（打开主页）", func() { d.openHome("小安") })
	d.passTime("25 09:25")
	d.compareGolden("day-zh")
}

// A channel from the bot's introduction to the first question: one with several right choices.
func TestDayOfSetUp(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		words := map[string][2]string{"en": {"Set up", "Choose"}, "zh-CN": {"设置", "选择"}}[language]
		d := newRecordedDayIn(t, language, []quiz.Question{{
			ID: "immutable", Bank: "python", Number: 6, Title: "Which types are immutable?", Answer: "Numbers, strings and tuples.",
			Choices: []quiz.Choice{{Text: "list"}, {Text: "`tuple`", Correct: true}, {Text: "str", Correct: true}, {Text: "dict, unless nobody holds it, which is a label that goes on for longer than Slack shows beside a box"}},
		}}, false)
		d.recordAction("boss", "/invite @quizbot", d.Invite)
		d.press("boss", words[0])
		d.Mu.Lock()
		w := d.Views[slacktest.UserID("boss")]
		d.Mu.Unlock()
		if w == nil {
			t.Fatalf("no form opens:\n%s", d.Transcript())
		}
		submit := func(text string) func() {
			return func() {
				d.Mu.Lock()
				d.Views[slacktest.UserID("boss")] = w
				d.Mu.Unlock()
				d.Submit("boss", text)
			}
		}
		d.recordAction("boss", "| Mars/Base", submit("Mars/Base"))
		d.Printf("(below the field) %s\n\n", d.Private("boss"))
		d.recordAction("boss", "| Europe/Berlin", submit("Europe/Berlin"))
		d.command("boss", "/quiz-admin ask-now")
		d.passTime("23 10:00")
		d.press("ann", words[1])
		d.Mu.Lock()
		w = d.Views[slacktest.UserID("ann")]
		d.Mu.Unlock()
		d.recordAction("ann", "| B, C", func() {
			d.Mu.Lock()
			d.Views[slacktest.UserID("ann")] = w
			d.Mu.Unlock()
			d.Choose("ann", "B", "C")
		})
		d.passTime("23 17:30")
		d.compareGolden("day-setup-" + strings.ToLower(language[:2]))
	}
}

// openHome opens the App Home of a member.
func (r *rig) openHome(who string) {
	r.ForgetShown(who)
	r.DeliverEvent(map[string]any{"type": "app_home_opened", "user": slacktest.UserID(who), "tab": "home"})
}
