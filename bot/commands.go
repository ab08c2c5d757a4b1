package bot

import (
	"context"
	"strings"

	"quizbot/bot/command"
	"quizbot/bot/words"
	"quizbot/quiz/input"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
)

// commandEntry is a command with its handler. Entries are written without field names, so that one
// without a handler does not compile.
type commandEntry struct {
	command.Spec
	run func(r request, ctx context.Context, args map[string]string) (Answer, error)
}

// commandTable returns every command, in the order in which help lists them. Registration with
// platforms, parsing, completion, names and help follow from it.
func commandTable() []commandEntry {
	return []commandEntry{
		{command.Spec{Path: "question", Bare: "now", Fallback: "question show", Example: "/question"}, request.showCurrent},
		{command.Spec{Path: "question random", Params: []command.Param{{Name: "topic", Kind: command.Topic}}, Example: "/question random generators"}, request.showRandom},
		{command.Spec{Path: "question show", Params: []command.Param{{Name: "id", Kind: command.Question, Required: true}}, Example: "/question show gil"}, request.showQuestion},
		{command.Spec{Path: "leaderboard", Params: []command.Param{{Name: "span", Kind: command.OneOf, Vocabulary: spanVocabulary()}}, Example: "/leaderboard week"}, request.showLeaderboard},
		{command.Spec{Path: "quiz me", Example: "/quiz me"}, request.showMember},
		{command.Spec{Path: "quiz unnamed", Params: []command.Param{{Name: "state", Kind: command.OneOf, Vocabulary: switchVocabulary(), Required: true}}, Example: "/quiz unnamed on"}, request.setUnnamed},
		{command.Spec{Path: "quiz my-data", Example: "/quiz my-data"}, request.showMemberData},
		{command.Spec{Path: "quiz forget-me", Example: "/quiz forget-me"}, request.confirmForget},
		{command.Spec{Path: "quiz help", Anywhere: true, MoreForAdmins: true, Example: "/quiz help"}, request.showHelp},
		{command.Spec{Path: "quiz-admin setup", Admin: true, ByName: true, Anywhere: true, Params: setupParams(), Example: "/quiz-admin setup Europe/Berlin"}, request.setUp},
		{command.Spec{Path: "quiz-admin remove", Admin: true, Example: "/quiz-admin remove"}, request.confirmRemove},
		{command.Spec{Path: "quiz-admin plan", Admin: true, Params: planParams(), Example: "/quiz-admin plan ask 10:00"}, request.changePlan},
		{command.Spec{Path: "quiz-admin pause", Admin: true, Params: []command.Param{{Name: "until", Kind: command.LaterDay}}, Example: "/quiz-admin pause until 2027-01-07"}, request.pauseQuiz},
		{command.Spec{Path: "quiz-admin resume", Admin: true, Example: "/quiz-admin resume"}, request.resumeQuiz},
		{command.Spec{Path: "quiz-admin skip", Admin: true, Params: []command.Param{{Name: "date", Kind: command.QuestionDay}}, Example: "/quiz-admin skip 2026-12-24"}, request.skipQuestion},
		{command.Spec{Path: "quiz-admin ask-now", Admin: true, Params: []command.Param{{Name: "question", Kind: command.Question}}, Example: "/quiz-admin ask-now"}, request.askNow},
		{command.Spec{Path: "quiz-admin reveal-now", Admin: true, Example: "/quiz-admin reveal-now"}, request.revealNow},
		{command.Spec{Path: "quiz-admin preview", Admin: true, Example: "/quiz-admin preview"}, request.showPreview},
		{command.Spec{Path: "quiz-admin grade", Admin: true, Params: gradeParams(), Example: "/quiz-admin grade full 14.2"}, request.gradeMember},
		{command.Spec{Path: "quiz-admin status", Admin: true, Example: "/quiz-admin status"}, request.showStatus},
		{command.Spec{Path: "quiz-admin help", Admin: true, Anywhere: true, Example: "/quiz-admin help"}, request.showAdminHelp},
	}
}

// setupParams are the settings that can be given when a room is set up.
func setupParams() []command.Param {
	return []command.Param{
		{Name: fieldZone, Kind: command.TimeZone},
		{Name: fieldDays, Kind: command.Setting},
		{Name: fieldAsk, Kind: command.Setting},
		{Name: fieldReveal, Kind: command.Setting},
		{Name: fieldBanks, Kind: command.Setting},
		{Name: fieldLanguage, Kind: command.OneOf, Vocabulary: languageVocabulary()},
	}
}

func planParams() []command.Param {
	return []command.Param{
		{Name: paramSetting, Kind: command.OneOf, Vocabulary: settingVocabulary()},
		{Name: "value", Kind: command.Setting, SettingFrom: paramSetting},
	}
}

// paramSetting is the parameter that names a setting of the plan.
const paramSetting = "setting"

func gradeParams() []command.Param {
	return []command.Param{
		{Name: "band", Kind: command.OneOf, Vocabulary: bandVocabulary()},
		{Name: "member", Kind: command.Member},
		{Name: "answer"},
	}
}

func spanVocabulary() command.Vocabulary {
	return command.Vocabulary{
		Words: []string{string(scoring.Week), string(scoring.Month), string(scoring.All)},
		Label: func(p words.Printer, word string) string { return p.Text("span."+word, nil) },
		Names: func(p words.Printer, word string) []string {
			return append(strings.Split(p.Text("span_name."+word, nil), "/"), p.Text("span."+word, nil))
		},
	}
}

func bandVocabulary() command.Vocabulary {
	v := command.Vocabulary{Label: func(p words.Printer, word string) string { return p.Text("band."+word, nil) }}
	for _, b := range scoring.Bands() {
		v.Words = append(v.Words, string(b))
	}
	return v
}

// switchVocabulary is on and off.
func switchVocabulary() command.Vocabulary {
	return command.Vocabulary{
		Words: []string{"on", "off"},
		Label: func(p words.Printer, word string) string { return p.Text("state."+word, nil) },
		Read: func(_ *words.Catalogue, text string) (string, bool) {
			on, err := input.ParseSwitch(text)
			return map[bool]string{true: "on", false: "off"}[on], err == nil
		},
	}
}

func settingVocabulary() command.Vocabulary {
	return command.Vocabulary{
		Words: plan.SettingNames(),
		Label: func(p words.Printer, word string) string {
			return p.Text("setting_named", words.Args{"Setting": word, "Meaning": p.Text("setting."+word, nil)})
		},
		Names: func(p words.Printer, word string) []string {
			return strings.Split(p.Text("setting_name."+word, nil), "/")
		},
	}
}

func languageVocabulary() command.Vocabulary {
	return command.Vocabulary{
		Words: words.Languages(),
		Read:  func(c *words.Catalogue, text string) (string, bool) { return c.ParseLanguage(text) },
	}
}

// Commands returns every command, in the order in which help lists them.
func Commands() command.Set {
	var set command.Set
	for _, c := range commandTable() {
		set = append(set, c.Spec)
	}
	return set
}

// findCommand returns the entry of the command with a path.
func findCommand(path string) (commandEntry, bool) {
	spec, ok := Commands().Find(path)
	for _, c := range commandTable() {
		if ok && c.Path == spec.Path {
			return c, true
		}
	}
	return commandEntry{}, false
}
