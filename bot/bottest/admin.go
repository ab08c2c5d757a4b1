package bottest

import "strings"

// types has commands typed one after the other, and looks at what their authors see.
func (s stage) types(commands ...said) {
	s.t.Helper()
	for _, c := range commands {
		s.Command(c.who, c.text)
		s.settle()
		s.shows(c.who+", who typed "+c.text, s.Private(c.who), c.sees...)
	}
}

// administered begins at half past nine on Monday, in a channel that the quiz does not know.
func administered(s stage) {
	admin := s.Admin()
	s.nobodySees("closure", "falsy")
	s.types(
		said{"ann", "/question", []string{"The quiz does not run in this channel. An admin starts it with /quiz-admin setup."}},
		said{"ann", "/quiz-admin setup", []string{"Only admins may do this."}},
		said{admin, "/quiz-admin pause", []string{"The quiz does not run in this channel."}},
		said{admin, "/quiz help", []string{"/quiz-admin setup Europe/Berlin"}},
		said{admin, "/quiz-admin setup Mars/Base", []string{"I know no time zone “Mars/Base”."}},
		said{admin, "/quiz-admin setup Europe/Berlin", []string{"The quiz runs in this channel now", "Europe/Berlin", "Next question: 2026-11-24 09:30"}},
		said{admin, "/quiz-admin setup UTC", []string{"runs in this channel already", "Europe/Berlin"}},
		said{admin, "/quiz-admin plan ask 10:15", []string{"ask is now 10:15", "Next question: 2026-11-24 10:15"}},
		said{admin, "/quiz-admin plan ask 25:00", []string{"“25:00” is no time of day. Write it like 09:30."}},
		said{admin, "/quiz-admin plan reveal +3d 09:00", []string{"a round would still be open when the next question is due"}},
		said{admin, "/quiz-admin plan reveal +1d 09:00", []string{"reveal is now +1d 09:00"}},
		said{admin, "/quiz-admin plan days mon, wed, someday", []string{"“mon, wed, someday” names no days."}},
		said{admin, "/quiz-admin plan days_off 2026-12-24, 2026-12-25", []string{"days_off is now 2026-12-24, 2026-12-25"}},
		said{admin, "/quiz-admin plan banks nowhere", []string{"“nowhere” is no bank, or has no question."}},
		said{admin, "/quiz-admin plan language tlh", []string{"“tlh” is none of: en, zh-CN."}},
		said{admin, "/quiz-admin plan colour red", []string{"“colour” is none of: ask, reveal"}},
		said{admin, "/quiz-admin plan threads", []string{"threads is count:", "/quiz-admin plan threads count"}},
		said{admin, "/quiz-admin plan", []string{"10:15", "+1d 09:00", "2026-12-24, 2026-12-25", "Next question: 2026-11-24 10:15"}},
		said{"ann", "/quiz-admin plan ask 11:00", []string{"Only admins may do this."}},
		said{"ann", "/quiz-admin preview", []string{"Only admins may do this."}},
		said{admin, "/quiz-admin preview", []string{"Only you see this.", "Answer:", "Next question: 2026-11-24 10:15"}},
		said{admin, "/quiz-admin skip", []string{"The question of 2026-11-24 is left out.", "Next question: 2026-11-25 10:15"}},
		said{admin, "/quiz-admin skip soon", []string{"“soon” is no date. Write it like 2026-12-24."}},
		said{admin, "/quiz-admin skip 2026-11-28", []string{"No question is planned for 2026-11-28"}},
		said{admin, "/quiz-admin status", []string{"No question is open.", "Left out: 2026-11-24", "Next question: 2026-11-25 10:15", "Europe/Berlin"}},
	)
	s.until(1, 12, 0)
	s.nobodySees("What is a closure?", "Which value is falsy?")
	s.types(
		said{admin, "/quiz-admin pause until 2026-11-24", []string{"2026-11-24 is not ahead: today is 2026-11-24."}},
		said{admin, "/quiz-admin pause until 2026-11-26", []string{"no questions and no digests before 2026-11-26", "Next question: 2026-11-26 10:15"}},
	)
	s.until(2, 12, 0)
	s.nobodySees("What is a closure?", "Which value is falsy?")
	s.types(
		said{admin, "/quiz-admin status", []string{"Paused; it goes on by itself on 2026-11-26."}},
		said{admin, "/quiz-admin resume", []string{"The quiz goes on.", "Next question: 2026-11-26 10:15"}},
		said{admin, "/quiz-admin pause", []string{"Paused: no questions and no digests until /quiz-admin resume.", "none while the quiz is paused"}},
		said{admin, "/quiz-admin ask-now", []string{"The question is on its way."}},
		said{admin, "/quiz-admin pause", []string{"The question that is open still closes at 2026-11-26 09:00."}},
	)
	if channel := s.Channel(); !strings.Contains(channel, "closure") && !strings.Contains(channel, "falsy") {
		s.t.Errorf("nothing was asked by hand during the pause:\n%s", channel)
	}
}

func administeredInChinese(s stage) {
	admin := s.Admin()
	s.types(
		said{"ann", "/question", []string{"问答还没有在本频道进行。"}},
		said{admin, "/quiz-admin setup asia/shanghai", []string{"问答从现在起在本频道进行", "Asia/Shanghai", "下一题：2026-11-24 09:30"}},
		said{admin, "/quiz-admin plan days　mon，wed、fri", []string{"days 现在是 mon, wed, fri", "下一题：2026-11-25 09:30"}},
		said{admin, "/quiz-admin plan reveal 晚上", []string{"“晚上”不能作为公布时间。"}},
		said{admin, "/quiz-admin pause 明天", []string{"“明天”不是日期。请写成 2026-12-24 这样。"}},
		said{admin, "/quiz-admin pause", []string{"已暂停", "暂停期间不出题"}},
		said{admin, "/quiz-admin resume", []string{"问答继续。"}},
		said{admin, "/quiz-admin skip", []string{"2026-11-25 的题目已跳过。"}},
		said{admin, "/quiz-admin preview", []string{"只有您能看到。"}},
		said{admin, "/quiz-admin plan language en", []string{"language is now en."}},
		said{admin, "/quiz-admin status", []string{"Left out: 2026-11-25"}},
	)
}

func plannedByFile(s stage) {
	s.types(
		said{s.Admin(), "/quiz-admin plan ask 10:00", []string{"The configuration file holds this room's plan"}},
		said{s.Admin(), "/quiz-admin plan", []string{"The configuration file holds this plan", "09:30"}},
		said{s.Admin(), "/quiz-admin setup", []string{"The configuration file holds this plan"}},
		said{s.Admin(), "/quiz-admin skip", []string{"The question of 2026-11-24 is left out."}},
	)
}
