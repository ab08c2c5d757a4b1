package plan_test

import (
	"cmp"
	"testing"

	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// Settings are read as people, phones, input methods and copied examples type them.
func TestTypedSettings(t *testing.T) {
	today := schedule.Date{Year: 2026, Month: 11, Day: 27} // a Friday
	const week, all = "mon, tue, wed, thu, fri", "mon, tue, wed, thu, fri, sat, sun"
	for setting, values := range map[string]map[string]string{
		"ask": {
			"10am": "10:00", "10": "10:00", "9:30 pm": "21:30", "9.30": "09:30", "0930": "09:30", "930": "09:30", "noon": "12:00", "midnight": "00:00",
			"12am": "00:00", "12 pm": "12:00", "9 P.M.": "21:00", "9h30": "09:30", "10 Uhr": "10:00", "10 o’clock": "10:00", "09:30:00": "09:30",
			"09：30": "09:30", "０９：３０": "09:30", "９:30": "09:30", "٠٩:٣٠": "09:30", "०९:३०": "09:30", "“09:40”": "09:40", "`09:40`": "09:40", "'9:40'": "09:40",
			"9点半": "09:30", "九点半": "09:30", "9点": "09:00", "十点": "10:00", "上午9点": "09:00", "晚上九点一刻": "21:15", "下午 3 点 20 分": "15:20",
			"二十点三十分": "20:30", "中午": "12:00", "中午十二点": "12:00", "凌晨12点": "00:00", "9時30分": "09:30", " 09:30\u00a0": "09:30", "09:30\u200b": "09:30",
		},
		"digest": {"on": "09:25", "开": "09:25", "off": "off", "OFF": "off", "none": "off", "“off”": "off", "关": "off", "不发": "off", "9am": "09:00"},
		"reveal": {
			"17:30": "17:30", "5:30pm": "17:30", "+1d 09:00": "+1d 09:00", "＋1d 09:00": "+1d 09:00", "“+1d 09:00”": "+1d 09:00", "+1d09:00": "+1d 09:00",
			"+ 2 days 9am": "+2d 09:00", "2d 09:00": "+2d 09:00", "next day 09:00": "+1d 09:00", "the next day at 9am": "+1d 09:00", "9am next day": "+1d 09:00",
			"09:00 the next day": "+1d 09:00", "09:00 +1d": "+1d 09:00", "tomorrow 9:00": "+1d 09:00", "2 days later 10": "+2d 10:00", "10:00 2 days later": "+2d 10:00",
			"次日 9点": "+1d 09:00", "第二天上午9点": "+1d 09:00", "两天后 09:00": "+2d 09:00", "当天 17:30": "17:30", "same day 17:30": "17:30",
		},
		"days": {
			"mon-fri": week, "mon–fri": week, "Mon - Fri": week, "Monday to Friday": week, "mon..fri": week, "weekdays": week, "workdays": week, "daily": all,
			"every day": all, "all": all, "weekends": "sat, sun", "mon wed": "mon, wed", "mo,we": "mon, wed", "Mon, Wed and Fri": "mon, wed, fri",
			"mon/wed/fri": "mon, wed, fri", "mon & tue": "mon, tue", "Mondays": "mon", "tues thurs": "tue, thu", "weds": "wed", "fri-mon": "mon, fri, sat, sun",
			"mon-wed, sat": "mon, tue, wed, sat", "mon、wed": "mon, wed", "weekdays and sat": "mon, tue, wed, thu, fri, sat", "ｍｏｎ": "mon", "`mon`": "mon",
			"周一": "mon", "周一，周二": "mon, tue", "星期一、星期三": "mon, wed", "周一到周五": week, "周一至五": week, "周一~周五": week, "周1-5": week,
			"周一三五": "mon, wed, fri", "周一、三、五": "mon, wed, fri", "礼拜天": "sun", "星期日": "sun", "工作日": week, "周末": "sat, sun", "每天": all, "工作日和周六": "mon, tue, wed, thu, fri, sat",
			"每周一": "mon", "mon to weekend": "", "-fri": "", "mon-": "", "sometimes": "", "m": "", "周": "", "周八": "",
		},
		"days_off": {
			"2026-12-24": "2026-12-24", "２０２６-12-24": "2026-12-24", "2026/12/24": "2026-12-24", "24.12.2026": "2026-12-24", "2026年12月24日": "2026-12-24",
			"24 Dec": "2026-12-24", "Dec 24, 2027": "2027-12-24", "24th of December": "2026-12-24", "8 Jan": "2027-01-08", "1月8日": "2027-01-08", "tomorrow": "2026-11-28",
			"2026-01-05..2026-01-07": "2026-01-05, 2026-01-06, 2026-01-07", "2026-01-05 - 2026-01-06": "2026-01-05, 2026-01-06", "2026-01-05–2026-01-06": "2026-01-05, 2026-01-06",
			"2026-01-05 to 2026-01-06": "2026-01-05, 2026-01-06", "2026-01-05到2026-01-06": "2026-01-05, 2026-01-06", "30 Dec - 1 Jan": "2026-12-30, 2026-12-31, 2027-01-01",
			"5-6 Jan": "2027-01-05, 2027-01-06", "Jan 5-6": "2027-01-05, 2027-01-06", "1月5日-6日": "2027-01-05, 2027-01-06", "1月5日至1月6日": "2027-01-05, 2027-01-06",
			"2026-12-25 2026-12-24": "2026-12-24, 2026-12-25", "2026-12-25，2026-12-24": "2026-12-24, 2026-12-25", "none": "", "off": "", "无": "", "2026-02-30": "!", "holidays.ics": "!", "2026-01-05..": "!",
			"2026-01-05..2029-01-05": "!",
		},
		"time_zone":      {"Ｅｕｒｏｐｅ/Berlin": "Europe/Berlin", "“europe/berlin”": "Europe/Berlin"},
		"unanswered":     {"on": "on", "ON": "on", "yes": "on", "true": "on", "开": "on", "off": "off", "否": "off", "关闭": "off", "ｏｆｆ": "off"},
		"broadcast":      {"off": "off", "不": "off", "启用": "on"},
		"order":          {"Bank": "bank", "random": "shuffled", "按难度": "difficulty", "顺序": "bank"},
		"practice":       {"asked": "asked", "全部": "all", "出过的": "asked"},
		"threads":        {"TALK": "talk", "闲聊": "talk", "count": "count"},
		"catch_up":       {"4h": "4h", "90m": "1h30m", "4 hours": "4h", "90 minutes": "1h30m", "1 hour and 30 minutes": "1h30m", "2小时": "2h", "两个小时": "2h", "90分钟": "1h30m", "４h": "4h"},
		"grade_deadline": {"10m": "10m", "1 hour": "1h", "十分钟": "10m", "soon": "!"},
		"points":         {"10 7 4 1": "10, 7, 4, 1", "10,7,4,1": "10, 7, 4, 1", "10/7/4/1": "10, 7, 4, 1", "１０，７，４，１": "10, 7, 4, 1", "full 10 mostly 7 partial 4 tried 1": "10, 7, 4, 1", "10 7 4 x": "!"},
		"banks":          {"“python”, go": "python, go", "python、go": "python, go", "`python`": "python", "all": ""},
	} {
		for value, want := range values {
			p := plan.Plan{}
			err := p.SetOn(today, setting, value)
			if refused := want == "!" || want == "" && setting == "days"; refused {
				if err == nil {
					t.Errorf("%s %q is read as %q, want an error", setting, value, p.Setting(setting))
				}
				continue
			}
			if got := p.Setting(setting); err != nil || got != want {
				t.Errorf("%s %q is read as %q, %v, want %q", setting, value, got, err, want)
			}
		}
	}
}

// A setting that is shown is read as it was.
func TestSettingsReadWhatTheyShow(t *testing.T) {
	p := plan.Default()
	p.Banks, p.Tags, p.DaysOff, p.Digest = []string{"a", "b"}, []string{"c"}, []schedule.Date{{Year: 2026, Month: 12, Day: 24}}, schedule.Off
	var q plan.Plan
	for _, name := range plan.SettingNames() {
		if err := q.Set(name, p.Setting(name)); err != nil || q.Setting(name) != p.Setting(name) {
			t.Errorf("%s: %q is read as %q, %v", name, p.Setting(name), q.Setting(name), err)
		}
	}
}

func TestReadDate(t *testing.T) {
	today := schedule.Date{Year: 2026, Month: 11, Day: 27} // a Friday
	for text, want := range map[string]string{
		"2026-12-24": "2026-12-24", "until 2026-12-24": "2026-12-24", "today": "2026-11-27", "tomorrow": "2026-11-28", "until tomorrow": "2026-11-28", "day after tomorrow": "2026-11-29",
		"the day after tomorrow": "2026-11-29", "friday": "2026-11-27", "next friday": "2026-12-04", "this friday": "2026-11-27", "Monday": "2026-11-30", "until next monday": "2026-11-30", "2w": "2026-12-11", "3 days": "2026-11-30",
		"for 3 days": "2026-11-30", "in two weeks": "2026-12-11", "a week": "2026-12-04", "1 month": "2026-12-27", "8 Jan": "2027-01-08", "Jan 8th": "2027-01-08", "8. Jan": "2027-01-08",
		"8 January 2028": "2028-01-08", "Sept 1": "2027-09-01", "27 Nov": "2026-11-27", "26 Nov": "2027-11-26", "29 Feb": "2028-02-29", "20261224": "2026-12-24",
		"明天": "2026-11-28", "后天": "2026-11-29", "大后天": "2026-11-30", "周一": "2026-11-30", "到周一": "2026-11-30", "下周一": "2026-11-30", "下周三": "2026-12-02", "下下周一": "2026-12-07",
		"3天": "2026-11-30", "三天后": "2026-11-30", "两周": "2026-12-11", "2个星期": "2026-12-11", "一个月": "2026-12-27", "12月24日": "2026-12-24", "十二月二十四日": "2026-12-24", "2027年1月8日": "2027-01-08",
		"next week": "2026-11-30", "下周": "2026-11-30", "next month": "2026-12-01", "明天为止": "2026-11-28", "２０２６－１２－２４": "2026-12-24",
		"": "", "soon": "", "32 Jan": "", "30 Feb": "", "2026-02-30": "", "13月1日": "", "weekdays": "", "1001 days": "", "monthly": "",
	} {
		got, err := schedule.ParseTypedDate(text, today)
		if got.String() != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"tomorrow", "friday", "8 Jan", "2w"} {
		if got, err := schedule.ParseTypedDate(text, schedule.Date{}); err == nil {
			t.Errorf("without a today, %q is read as %s", text, got)
		}
	}
}

// No typed text ends the program, and a changed plan still makes sense by itself.
func FuzzTyped(f *testing.F) {
	for _, text := range []string{"09:30", "周一到周五", "+2d 09:00", "十十十", "2026-01-05..2026-01-09", "mon - - fri", "- - tue", "-mon--tue", "下下下", "１０"} {
		f.Add(text)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		for _, name := range plan.SettingNames() {
			p := plan.Default()
			_ = p.SetOn(schedule.Date{Year: 2026, Month: 11, Day: 27}, name, text)
			_ = p.Validate()
		}
	})
}

// Everything that chat, completion, help and configuration files ask of a setting follows from its
// entry alone.
func TestEverySettingIsComplete(t *testing.T) {
	today := schedule.Date{Year: 2026, Month: 11, Day: 27}
	fields := map[int]string{}
	for _, s := range plan.Settings() {
		p := plan.Default()
		for _, typed := range append([]string{cmp.Or(s.Example, s.Format(&p))}, s.Values...) {
			if err := s.Parse(&p, typed, today); err != nil || s.Format(&p) != typed {
				t.Errorf("%s: %q is read as %q, %v", s.Name, typed, s.Format(&p), err)
			}
			if err := p.Validate(); err != nil {
				t.Errorf("%s: %q breaks a rule: %v", s.Name, typed, err)
			}
			var q plan.Plan
			if err := s.Configure(&q, s.Write(&p)); err != nil || s.Format(&q) != typed {
				t.Errorf("%s: a file keeps %q as %q, %v", s.Name, typed, s.Format(&q), err)
			}
			if s.Control() == plan.TextField && len(typed) > s.MaxLength {
				t.Errorf("%s: a form with %d characters does not take %q", s.Name, s.MaxLength, typed)
			}
		}
		if (s.Kind == plan.ListKind) != (s.Empty != "") && s.Content != plan.WeekdayNames {
			t.Errorf("%s has the kind %d and the word %q for an empty list", s.Name, s.Kind, s.Empty)
		}
		if s.Empty != "" {
			err := s.Parse(&p, string(s.Empty), today)
			if shown, text := s.Show(&p); err != nil || shown != s.Empty || text != "" {
				t.Errorf("%s: %q is read as %q, %v, and shown as %q", s.Name, s.Empty, s.Format(&p), err, shown)
			}
		}
		if (s.Setup.Param == 0) != (s.Setup.Field == 0) || s.Setup.Field > 0 && fields[s.Setup.Field] != "" {
			t.Errorf("%s has the place %+v among the settings for setting a room up, where %q is", s.Name, s.Setup, fields[s.Setup.Field])
		}
		fields[s.Setup.Field] = s.Name
	}
	for i, s := range plan.SetupSettings() {
		if s.Setup.Param != i+1 || fields[i+1] == "" {
			t.Errorf("%s is parameter %d of setting a room up, and field %d is %q", s.Name, s.Setup.Param, i+1, fields[i+1])
		}
	}
}
