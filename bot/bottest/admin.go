package bottest

import "strings"

// runCommands types commands one after the other and checks the answer to each.
func (s stage) runCommands(commands ...typedCommand) {
	s.t.Helper()
	for _, c := range commands {
		s.Command(c.who, c.text)
		s.runPending()
		s.checkShows(c.who+", who typed "+c.text, s.Private(c.who), c.sees...)
	}
}

// adminRunsRoom starts on Monday at 09:30, in a channel without the quiz.
func adminRunsRoom(s stage) {
	admin := s.Admin()
	s.nobodySees("closure", "falsy")
	s.runCommands(
		typedCommand{"ann", "/question", []string{"The quiz does not run in this channel. An admin starts it with /quiz-admin setup."}},
		typedCommand{"ann", "/quiz-admin setup", []string{"Only admins may do this."}},
		typedCommand{admin, "/quiz-admin pause", []string{"The quiz does not run in this channel."}},
		typedCommand{admin, "/quiz help", []string{"/quiz-admin setup Europe/Berlin"}},
		typedCommand{admin, "/quiz-admin setup Mars/Base", []string{"I know no time zone “Mars/Base”."}},
		typedCommand{admin, "/quiz-admin setup Europe/Berlin", []string{"The quiz runs in this channel now.", "Mon, Tue, Wed, Thu, Fri at 09:30", "Europe/Berlin", "Next question: 2026-11-24 09:30", "Questions come from: all (2 questions)."}},
		typedCommand{admin, "/quiz-admin setup UTC", []string{"runs in this channel already, in the time zone Europe/Berlin", "/quiz-admin plan time_zone UTC"}},
		typedCommand{admin, "/quiz-admin setup europe/berlin", []string{"runs in this channel already, in the time zone Europe/Berlin", "Nothing was changed."}},
		typedCommand{admin, "/quiz-admin plan ask 10:15", []string{"ask is now 10:15", "Next question: 2026-11-24 10:15"}},
		typedCommand{admin, "/quiz-admin plan ask 25:00", []string{"“25:00” is no time of day. Write it like 09:30."}},
		typedCommand{admin, "/quiz-admin plan reveal +3d 09:00", []string{"a round would still be open when the next question is due"}},
		typedCommand{admin, "/quiz-admin plan reveal +1d 09:00", []string{"reveal is now +1d 09:00"}},
		typedCommand{admin, "/quiz-admin plan reveal 09:00", []string{"reveal is now 09:00 the next day."}},
		typedCommand{admin, "/quiz-admin plan reveal “next day 9am”", []string{"reveal is now +1d 09:00"}},
		typedCommand{admin, "/quiz-admin plan days mon, wed, someday", []string{"“mon, wed, someday” names no days.", "Nothing was changed."}},
		typedCommand{admin, "/quiz-admin plan days_off 2026-12-24, 2026-12-25", []string{"days_off is now 2026-12-24, 2026-12-25"}},
		typedCommand{admin, "/quiz-admin plan banks nowhere", []string{"“nowhere” isn't a bank with questions.", "Nothing was changed."}},
		typedCommand{admin, "/quiz-admin plan tags nosuch", []string{"No question has the tag “nosuch”.", "Nothing was changed."}},
		typedCommand{admin, "/quiz-admin plan days_off holidays.ics", []string{"Name it in the configuration file"}},
		typedCommand{admin, "/quiz-admin plan language tlh", []string{"“tlh” isn't one of: en, zh-CN."}},
		typedCommand{admin, "/quiz-admin plan colour red", []string{"“colour” is none of: ask, reveal"}},
		typedCommand{admin, "/quiz-admin plan threads", []string{"threads is count:", "/quiz-admin plan threads count"}},
		typedCommand{admin, "/quiz-admin plan", []string{"10:15", "+1d 09:00", "2026-12-24, 2026-12-25", "Next question: 2026-11-24 10:15"}},
		typedCommand{"ann", "/quiz-admin plan ask 11:00", []string{"Only admins may do this."}},
		typedCommand{"ann", "/quiz-admin preview", []string{"Only admins may do this."}},
		typedCommand{"ann", "/quiz-admin status", []string{"Only admins may do this."}},
		typedCommand{admin, "/quiz-admin preview", []string{"Only you see this.", "Answer:", "Next question: 2026-11-24 10:15"}},
		typedCommand{admin, "/quiz-admin skip", []string{"The question of 2026-11-24 is left out.", "Next question: 2026-11-25 10:15"}},
		typedCommand{admin, "/quiz-admin skip soon", []string{"“soon” is no date. Write it like 2026-12-24."}},
		typedCommand{admin, "/quiz-admin skip 2026-11-28", []string{"No question is planned for 2026-11-28"}},
		typedCommand{admin, "/quiz-admin skip 25 Nov", []string{"The question of 2026-11-25 is left out."}},
		typedCommand{admin, "/quiz-admin skip undo 2026-11-25", []string{"The question of 2026-11-25 comes after all."}},
		typedCommand{admin, "/quiz-admin skip undo 2026-11-25", []string{"The question of 2026-11-25 isn't skipped."}},
		typedCommand{admin, "/quiz-admin grade full ann", []string{"Answers can be graded once the question is revealed."}},
		typedCommand{admin, "/quiz-admin status", []string{"No question is open.", "Left out: 2026-11-24", "Next question: 2026-11-25 10:15", "Europe/Berlin"}},
		typedCommand{"ann", "/quiz-admin log", []string{"Only admins may do this."}},
		typedCommand{admin, "/quiz-admin log", []string{
			"What was changed here", "set up the quiz", "changed ask: 09:30 → 10:15", "changed reveal: 17:30 →", "changed days_off: (empty) → 2026-12-24, 2026-12-25",
			"left out the question of 2026-11-25", "took back that the question of 2026-11-25 is left out", "Only admins can see this.",
		}},
	)
	s.advanceTo(1, 12, 0)
	s.nobodySees("What is a closure?", "Which value is falsy?")
	adminPausesRoom(s)
}

// adminPausesRoom starts in a room on a Tuesday, whose next question is planned for Thursday.
func adminPausesRoom(s stage) {
	admin := s.Admin()
	s.runCommands(
		typedCommand{admin, "/quiz-admin pause until 2026-11-24", []string{"2026-11-24 is not ahead: today is 2026-11-24."}},
		typedCommand{admin, "/quiz-admin pause until thursday", []string{"no questions and no digests before 2026-11-26", "Next question: 2026-11-26 10:15"}},
	)
	s.advanceTo(2, 12, 0)
	s.nobodySees("What is a closure?", "Which value is falsy?")
	s.runCommands(
		typedCommand{admin, "/quiz-admin status", []string{"Paused; it goes on by itself on 2026-11-26."}},
		typedCommand{admin, "/quiz-admin resume", []string{"The quiz goes on.", "Next question: 2026-11-26 10:15"}},
		typedCommand{admin, "/quiz-admin resume", []string{"The quiz isn't paused.", "Next question: 2026-11-26 10:15"}},
		typedCommand{admin, "/quiz-admin pause", []string{"Paused: no questions and no digests until /quiz-admin resume.", "none while the quiz is paused"}},
		typedCommand{admin, "/quiz-admin ask-now", []string{"The question is on its way."}},
		typedCommand{admin, "/quiz-admin pause", []string{"The question that is open still closes at 2026-11-26 09:00."}},
	)
	if channel := s.Channel(); !strings.Contains(channel, "closure") && !strings.Contains(channel, "falsy") {
		s.t.Errorf("nothing was asked by hand during the pause:\n%s", channel)
	}
}

// adminEndsQuiz starts in a channel without the quiz.
func adminEndsQuiz(s stage) {
	admin := s.Admin()
	s.runCommands(
		typedCommand{admin, "/quiz-admin setup UTC", []string{"The quiz runs in this channel now."}},
		typedCommand{"ann", "/quiz-admin remove", []string{"Only admins may do this."}},
		typedCommand{admin, "/quiz-admin remove", []string{"This ends the quiz in this channel."}},
	)
	s.Press(admin, "End the quiz here")
	s.memberSees(admin, "The quiz in this channel has ended.")
	s.runCommands(typedCommand{"ann", "/question", []string{"The quiz does not run in this channel."}})
}

func adminRunsRoomInChinese(s stage) {
	admin := s.Admin()
	s.runCommands(
		typedCommand{"ann", "/question", []string{"问答还没有在本频道进行。"}},
		typedCommand{admin, "/quiz-admin setup asia/shanghai", []string{"问答从现在起在本频道进行", "Asia/Shanghai", "下一题：2026-11-24 09:30"}},
		typedCommand{admin, "/quiz-admin plan days　mon，wed、fri", []string{"days 现在是 mon, wed, fri", "下一题：2026-11-25 09:30"}},
		typedCommand{admin, "/quiz-admin plan days 周一、周三、周五", []string{"days 现在是 mon, wed, fri", "下一题：2026-11-25 09:30"}},
		typedCommand{admin, "/quiz-admin plan reveal 晚上", []string{"“晚上”不能作为公布时间。", "没有做任何修改。"}},
		typedCommand{admin, "/quiz-admin plan language 英语", []string{"language is now en."}},
		typedCommand{admin, "/quiz-admin plan language 中文", []string{"language 现在是 zh-CN。"}},
		typedCommand{admin, "/quiz-admin pause 明天", []string{"2026-11-24 之前不出题"}},
		typedCommand{admin, "/quiz-admin resume", []string{"问答继续。"}},
		typedCommand{admin, "/quiz-admin pause", []string{"已暂停", "暂停期间不出题"}},
		typedCommand{admin, "/quiz-admin resume", []string{"问答继续。"}},
		typedCommand{admin, "/quiz-admin skip", []string{"2026-11-25 的题目已跳过。"}},
		typedCommand{admin, "/quiz-admin preview", []string{"只有你能看到。"}},
		typedCommand{admin, "/quiz-admin plan language en", []string{"language is now en."}},
		typedCommand{admin, "/quiz-admin status", []string{"Left out: 2026-11-25"}},
	)
}

// timeZoneChanges moves a room with an open question to another zone. The question closes at the
// same moment, shown in the room's new time.
func timeZoneChanges(s stage) {
	admin := s.Admin()
	s.runCommands(typedCommand{admin, "/quiz-admin setup UTC", []string{"The quiz runs in this channel now"}})
	s.everybodySees("open until 17:30")
	s.runCommands(typedCommand{admin, "/quiz-admin plan time_zone Asia/Tokyo", []string{"time_zone is now Asia/Tokyo", "still closes at"}})
	s.advanceTo(0, 10, 0)
	if _, own := s.Rig.(Completer); !own { // platforms that draw times in the room's zone
		s.everybodySees("open until 2026-11-24 02:30")
	}
	s.advanceTo(0, 17, 31)
	s.everybodySees("Nobody answered this time.")
}

// commandsInChinese types everything in Chinese, on platforms with text commands.
func commandsInChinese(s stage) {
	if _, listed := s.Rig.(Completer); listed {
		s.t.Skip("commands are chosen from a list here, which is in Chinese for who is")
	}
	admin := s.Admin()
	s.runCommands(
		typedCommand{admin, "／问答管理　启用　Ａｓｉａ/Shanghai", []string{"问答从现在起在本频道进行", "Asia/Shanghai"}},
		typedCommand{admin, "/quiz-admin 安排 出题日 周一到周五", []string{"days 现在是 mon, tue, wed, thu, fri"}},
		typedCommand{admin, "/问答管理 安排 提问 9点半", []string{"ask 现在是 09:30"}},
		typedCommand{admin, "/问答管理 安排 公布 第二天 09:00", []string{"reveal 现在是 +1d 09:00"}},
		typedCommand{admin, "/问答管理 跳过 周三", []string{"2026-11-25 的题目已跳过。"}},
		typedCommand{admin, "/问答管理 跳过 撤销 周三", []string{"2026-11-25 的题目照常出。"}},
		typedCommand{"ann", "/quiz help", []string{"/question random"}},
		typedCommand{"ann", "/问答管理", []string{"只有管理员可以这样做"}},
		typedCommand{"ann", "/问答", []string{"/question random"}},
		typedCommand{"ann", "/quiz 帮助", []string{"/question random"}},
		typedCommand{"ann", "/排行榜 本周", []string{"还没有人得分"}},
		typedCommand{"ann", "/leaderboard 本周", []string{"还没有人得分"}},
		typedCommand{"ann", "/quiz 匿名 开启", []string{"不会显示你的名字"}},
		typedCommand{"ann", "/题目 随机 不存在", []string{"没有主题为“不存在”的题目"}},
		typedCommand{"ann", "/题目 不存在", []string{"没有找到和“不存在”相符的题目"}},
	)
}

func planFromFile(s stage) {
	s.runCommands(
		typedCommand{s.Admin(), "/quiz-admin plan ask 10:00", []string{"The configuration file holds this room's plan"}},
		typedCommand{s.Admin(), "/quiz-admin plan", []string{"The configuration file holds this plan", "09:30"}},
		typedCommand{s.Admin(), "/quiz-admin setup", []string{"The configuration file holds this plan"}},
		typedCommand{s.Admin(), "/quiz-admin skip", []string{"The question of 2026-11-24 is left out."}},
	)
}
