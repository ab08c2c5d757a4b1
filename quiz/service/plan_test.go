package service_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/clockrepair"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
	"quizbot/quiz/timezone"
)

func boss() quiz.Person { return person("boss") }

// chatRoom is a story whose room was set up from chat by the boss on Monday at nine.
func chatRoom(t *testing.T) *story {
	t.Helper()
	s := newStory(t, essays(30), nil)
	s.sleepUntil("2026-11-23 09:00")
	return s.inChat("console/demo/chat")
}

// inChat turns the story to another room, set up from chat.
func (s *story) inChat(id quiz.RoomID) *story {
	s.t.Helper()
	s.room = id
	if _, fresh, err := s.service.SetUpRoom(s.ctx(), s.now, id, boss(), ""); err != nil || !fresh {
		s.t.Fatalf("set up: fresh %v, %v", fresh, err)
	}
	return s
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) set(setting, value string) {
	s.t.Helper()
	s.must(s.service.SetPlan(s.ctx(), s.now, s.room, boss(), setting, value))
}

func (s *story) status() service.Status {
	s.t.Helper()
	st, err := s.service.RoomStatus(s.ctx(), s.now, s.room, boss())
	s.must(err)
	return st
}

func (s *story) nextIs(want string) {
	s.t.Helper()
	next := s.status().NextAsk
	if got := next.Format("2006-01-02 15:04"); got != want && (want != "" || !next.IsZero()) {
		s.t.Errorf("the next question comes at %s, want %q", got, want)
	}
}

// posted returns the messages in the story's room, oldest first.
func (s *story) posted() []quiz.Announcement {
	var here []quiz.Announcement
	for _, a := range s.channel.posted {
		if a.Room == s.room {
			here = append(here, a)
		}
	}
	return here
}

// questions returns the dates of the questions posted in the story's room.
func (s *story) questions() string {
	var dates []string
	for _, a := range s.posted() {
		if a.Question != nil {
			dates = append(dates, a.Question.Date.String()[8:])
		}
	}
	return strings.Join(dates, " ")
}

func (s *story) expectQuestions(want string) {
	s.t.Helper()
	if got := s.questions(); got != want {
		s.t.Errorf("at %s the questions are those of the days %q, want %q", s.now.Format("2006-01-02 15:04"), got, want)
	}
}

func (s *story) date(text string) schedule.Date {
	s.t.Helper()
	d, err := schedule.ParseDate(text)
	s.must(err)
	return d
}

func TestSetUp(t *testing.T) {
	s := chatRoom(t)
	s.nextIs("2026-11-23 09:30")
	_, _, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, person("ann"), "Asia/Tokyo")
	expectRefusal(t, err, reason.AdminsOnly)
	again, fresh, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, boss(), "Asia/Tokyo")
	if err != nil || fresh || again.Plan.TimeZone != "UTC" {
		t.Errorf("set up twice: fresh %v, zone %s, %v", fresh, again.Plan.TimeZone, err)
	}
	_, _, err = s.service.SetUpRoom(s.ctx(), s.now, "console/demo/else", boss(), "Mars/Base")
	if _, unknown := errors.AsType[*timezone.UnknownError](err); !unknown {
		t.Errorf("a zone that does not exist: got %v", err)
	}
	tokyo, _, err := s.service.SetUpRoom(s.ctx(), s.now, "console/demo/tokyo", boss(), "asia/tokyo")
	if err != nil || tokyo.Plan.TimeZone != "Asia/Tokyo" {
		t.Errorf("got the zone %s, %v", tokyo.Plan.TimeZone, err)
	}
}

func TestPause(t *testing.T) {
	s := chatRoom(t)
	s.until("2026-11-23 12:00")
	s.answer("ann", "x")
	expectRefusal(t, s.service.PauseRoom(s.ctx(), s.now, s.room, person("ann"), schedule.Date{}), reason.AdminsOnly)
	expectRefusal(t, s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), s.date("2026-11-23")), reason.PastDate)
	s.must(s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), s.date("2026-11-26")))
	s.nextIs("2026-11-26 09:30")
	s.until("2026-11-25 23:00")
	s.expectQuestions("23")
	here := s.posted()
	if last := here[len(here)-1]; last.Reveal == nil {
		t.Errorf("the last thing in the channel is %s, want the reveal of the round that was open", last.Key)
	}
	s.until("2026-11-26 10:00")
	s.expectQuestions("23 26")
	if wrong := s.status().Room.Troubles; len(wrong) > 0 {
		t.Errorf("days of a pause are told as missed: %+v", wrong)
	}
}

func TestResume(t *testing.T) {
	s := chatRoom(t)
	s.must(s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), schedule.Date{}))
	s.nextIs("")
	s.until("2026-11-25 10:00")
	s.resume()
	s.nextIs("2026-11-26 09:30")
	s.until("2026-11-26 10:00")
	s.expectQuestions("26")
	s.resume() // a room that runs goes on
	s.until("2026-11-27 10:00")
	s.expectQuestions("26 27")
	if wrong := s.status().Room.Troubles; len(wrong) > 0 {
		t.Errorf("days of a pause are told as missed: %+v", wrong)
	}
}

func (s *story) resume() service.Resumed {
	s.t.Helper()
	was, err := s.service.ResumeRoom(s.ctx(), s.now, s.room, boss())
	s.must(err)
	return was
}

func TestAskNowWhilePaused(t *testing.T) {
	s := chatRoom(t)
	s.must(s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), schedule.Date{}))
	s.until("2026-11-24 12:00")
	s.must(s.askNow(boss()))
	s.until("2026-11-25 12:00")
	s.expectQuestions("24")
	if st := s.status(); st.Open != nil {
		t.Errorf("the round is still %s", st.Open.Phase)
	}
}

func TestSkip(t *testing.T) {
	s := chatRoom(t)
	for range 2 { // the same command, delivered twice
		day, err := s.service.SkipDate(s.ctx(), s.now, s.room, boss(), schedule.Date{})
		if err != nil || day != s.date("2026-11-23") {
			t.Fatalf("skipped %s, %v", day, err)
		}
	}
	s.nextIs("2026-11-24 09:30")
	_, err := s.service.SkipDate(s.ctx(), s.now, s.room, boss(), s.date("2026-11-26"))
	s.must(err)
	for day, want := range map[string]reason.RefusalCode{"2026-11-22": reason.PastDate, "2026-11-28": reason.NotPlanned} {
		_, err := s.service.SkipDate(s.ctx(), s.now, s.room, boss(), s.date(day))
		expectRefusal(t, err, want)
	}
	s.until("2026-11-24 10:00")
	s.expectQuestions("24")
	_, err = s.service.SkipDate(s.ctx(), s.now, s.room, boss(), s.date("2026-11-24"))
	expectRefusal(t, err, reason.AskedToday)
	s.until("2026-11-27 10:00")
	s.expectQuestions("24 25 27")
	if st := s.status(); len(st.Room.Troubles) > 0 || len(st.Room.Skip) > 0 {
		t.Errorf("left over: %+v, %v", st.Room.Troubles, st.Room.Skip)
	}
	day, err := s.service.SkipDate(s.ctx(), s.now, s.room, boss(), schedule.Date{})
	if err != nil || day != s.date("2026-11-30") {
		t.Errorf("on Friday after its question, skipped %s, %v, want Monday", day, err)
	}
	s.resume()
	s.until("2026-11-30 10:00")
	s.expectQuestions("24 25 27 30")
}

func TestSetPlanRefuses(t *testing.T) {
	s := chatRoom(t)
	change := func(setting, value string) error {
		return s.service.SetPlan(s.ctx(), s.now, s.room, boss(), setting, value)
	}
	for _, c := range []struct {
		setting, value string
		want           reason.MistakeCode
	}{
		{"ask", "25:00", reason.WrongClock},
		{"ask", "", reason.WrongClock},
		{"digest", "sometime", reason.WrongClock},
		{"reveal", "+2x 09:00", reason.WrongReveal},
		{"reveal", "+3d 09:00", reason.WrongOverlap},
		{"days", "someday", reason.WrongDays},
		{"days", "none", reason.WrongDays},
		{"days_off", "2026-13-01", reason.WrongDate},
		{"days_off", "holidays.ics", reason.WrongCalendar},
		{"order", "sideways", reason.WrongWord},
		{"practice", "never", reason.WrongWord},
		{"broadcast", "perhaps", reason.WrongSwitch},
		{"ask", "off", reason.WrongClock},
		{"catch_up", "soon", reason.WrongDuration},
		{"catch_up", "25h", reason.WrongDuration},
		{"grade_deadline", "soon", reason.WrongDeadline},
		{"grade_deadline", "59s", reason.WrongDeadline},
		{"grade_deadline", "6h1m", reason.WrongDeadline},
		{"unanswered", "perhaps", reason.WrongSwitch},
		{"threads", "maybe", reason.WrongWord},
		{"points", "1, 2, 3", reason.WrongPoints},
		{"points", "1, 2, 3, 4", reason.WrongPoints},
		{"colour", "red", reason.WrongSetting},
	} {
		before := s.status().Room.Plan
		wrong, ok := errors.AsType[*reason.Mistake](change(c.setting, c.value))
		if !ok || wrong.Code != c.want || wrong.Args["setting"] != c.setting {
			t.Errorf("%s %q: got %v, want %s", c.setting, c.value, wrong, c.want)
		}
		for _, name := range plan.SettingNames() {
			if got, want := s.status().Room.Plan.Setting(name), before.Setting(name); got != want {
				t.Errorf("%s %q changed %s from %s to %s", c.setting, c.value, name, want, got)
			}
		}
	}
	if wrong, ok := errors.AsType[*reason.Mistake](change("tags", "nothing-has-this")); !ok || wrong.Code != reason.WrongTag {
		t.Errorf("a tag that no question has: got %v", wrong)
	}
	expectRefusal(t, s.service.SetPlan(s.ctx(), s.now, room, boss(), "ask", "10:00"), reason.PlanFromFile)
	expectRefusal(t, s.service.SetPlan(s.ctx(), s.now, s.room, person("ann"), "ask", "10:00"), reason.AdminsOnly)
}

// What Setting writes Set reads.
func TestSettings(t *testing.T) {
	p := plan.Default()
	for name, value := range map[string]string{
		"ask": "10:00", "reveal": "+1d 09:00", "digest": "08:00", "days": "mon, wed", "days_off": "2026-12-24, 2026-12-25",
		"time_zone": "Asia/Shanghai", "banks": "go, python", "tags": "gc", "unanswered": "on", "catch_up": "1h30m", "threads": "talk",
		"language": "zh-CN", "points": "5, 3, 2, 0",
	} {
		if err := p.Set(name, value); err != nil || p.Setting(name) != value {
			t.Errorf("%s: %q became %q, %v", name, value, p.Setting(name), err)
		}
	}
	for name, c := range map[string][2]string{
		"days_off": {"none", ""}, "banks": {"all", ""}, "tags": {"None", ""}, "threads": {"COUNT", "count"}, "catch_up": {"4h", "4h"},
		"unanswered": {"off", "off"}, "time_zone": {"europe/berlin", "Europe/Berlin"}, "days": {"周", ""},
	} {
		err := p.Set(name, c[0])
		if name == "days" {
			if err == nil {
				t.Error("days: 周 is taken")
			}
			continue
		}
		if err != nil || p.Setting(name) != c[1] {
			t.Errorf("%s: %q became %q, %v", name, c[0], p.Setting(name), err)
		}
	}
	if err := p.Set("tags", "闭包，生成器、gc"); err != nil || p.Setting("tags") != "闭包, 生成器, gc" {
		t.Errorf("wide commas: %q, %v", p.Setting("tags"), err)
	}
}

func TestPreview(t *testing.T) {
	s := chatRoom(t)
	for range 35 { // past the end of the bank, into its second cycle
		q, _, err := s.service.PreviewQuestion(s.ctx(), s.room, boss())
		s.must(err)
		s.must(s.askNow(boss()))
		s.at(s.now)
		if asked := s.current().Question; q == nil || asked.ID != q.ID {
			t.Fatalf("%s was announced, %s was asked", q.ID, asked.ID)
		}
		s.at(s.now.Add(24 * time.Hour))
	}
	_, _, err := s.service.PreviewQuestion(s.ctx(), s.room, person("ann"))
	expectRefusal(t, err, reason.AdminsOnly)
}

// After a clock that ran ahead nothing is decided until its records are corrected. The question that
// came too early is that of the day.
func TestClockRanAhead(t *testing.T) { synctest.Test(t, clockRanAhead) }

func clockRanAhead(t *testing.T) {
	s := chatRoom(t)
	s.until("2026-11-23 12:00")
	s.now = localTime(t, "2031-03-03 10:00") // Monday
	s.at(s.now)
	s.expectQuestions("23 03")
	s.now = localTime(t, "2026-11-24 10:00")
	s.runPending()
	s.expectQuestions("23 03")
	_, err := clockrepair.Correct(s.ctx(), s.store, s.now)
	s.must(err)
	s.until("2026-11-26 10:00")
	s.expectQuestions("23 03 25 26")
	if st := s.status(); st.Open == nil || st.Open.Date != s.date("2026-11-26") {
		t.Errorf("open: %+v", st.Open)
	}
}

// A clock that is set back a little asks nothing again.
func TestClockSetBack(t *testing.T) { synctest.Test(t, clockSetBack) }

func clockSetBack(t *testing.T) {
	s := chatRoom(t)
	s.until("2026-11-23 10:00")
	s.now = localTime(t, "2026-11-23 09:00")
	s.runPending()
	s.until("2026-11-23 12:00")
	s.expectQuestions("23")
	s.until("2026-11-24 12:00")
	s.expectQuestions("23 24")
}

// A pause and skips are ended, and it is told which; a skip can be taken back alone.
func TestResumeTells(t *testing.T) {
	s := chatRoom(t)
	if was := s.resume(); was.Paused || len(was.Skipped) > 0 {
		t.Errorf("nothing was paused: %+v", was)
	}
	for _, day := range []string{"2026-11-24", "2026-11-25"} {
		_, err := s.service.SkipDate(s.ctx(), s.now, s.room, boss(), s.date(day))
		s.must(err)
	}
	s.must(s.service.UnskipDate(s.ctx(), s.now, s.room, boss(), s.date("2026-11-24")))
	expectRefusal(t, s.service.UnskipDate(s.ctx(), s.now, s.room, boss(), s.date("2026-11-24")), reason.NotSkipped)
	if was := s.resume(); was.Paused || len(was.Skipped) != 1 {
		t.Errorf("one day was skipped: %+v", was)
	}
	s.must(s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), schedule.Date{}))
	if was := s.resume(); !was.Paused {
		t.Errorf("it was paused: %+v", was)
	}
}

// Names are understood in any case. An unknown one is refused with the known names and changes
// nothing.
func TestUnknownNames(t *testing.T) {
	list := essays(4)
	list[0].Tags, list[1].Tags, list[0].Bank = []string{"GC", "闭包"}, []string{"closures"}, "Python"
	s := newStory(t, list, nil)
	s.room = "console/demo/chat"
	if _, _, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, boss(), ""); err != nil {
		t.Fatal(err)
	}
	wrong, ok := errors.AsType[*reason.Mistake](s.service.SetPlan(s.ctx(), s.now, s.room, boss(), "tags", "closures, nosuch"))
	if !ok || wrong.Code != reason.WrongTag || wrong.Args["value"] != "nosuch" || strings.Join(reason.SplitList(wrong.Args["words"]), " ") != "GC 闭包 closures" {
		t.Errorf("an unknown tag: %+v", wrong)
	}
	s.set("tags", "gc、“CLOSURES”")
	if got := s.status().Room.Plan.Setting("tags"); got != "GC, closures" {
		t.Errorf("the tags are %s", got)
	}
	s.set("tags", "closures GC")
	if got := s.status().Room.Plan.Setting("tags"); got != "closures, GC" {
		t.Errorf("with a space between, the tags are %s", got)
	}
	s.set("banks", "ｐｙｔｈｏｎ")
	if got := s.status().Room.Plan.Setting("banks"); got != "Python" {
		t.Errorf("the banks are %s", got)
	}
}
