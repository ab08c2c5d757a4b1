package bot

import (
	"context"
	"slices"
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
	return slices.Concat(memberCommands(), planCommands(), roundCommands())
}

// The paths of commands that platforms run by themselves, or recognise: the open question, and
// help.
const (
	QuestionPath = "question"
	HelpPath     = "quiz help"
	forgetPath   = "quiz forget-me"
)

// memberCommands returns the commands for everybody.
func memberCommands() []commandEntry {
	return []commandEntry{
		{command.Spec{Path: QuestionPath, Bare: "now", Fallback: "question show", Example: "/question"}, request.showCurrent},
		{
			command.Spec{
				Path: "question random", Example: "/question random generators",
				Params: []command.Param{{Name: "topic", Kind: command.Topic}},
			},
			request.showRandom,
		},
		{
			command.Spec{
				Path: "question show", Example: "/question show gil",
				Params: []command.Param{{Name: "id", Kind: command.Question, Required: true}},
			},
			request.showQuestion,
		},
		{
			command.Spec{
				Path: "leaderboard", Example: "/leaderboard week",
				Params: []command.Param{{Name: "span", Kind: command.OneOf, Vocabulary: spanVocabulary()}},
			},
			request.showLeaderboard,
		},
		{command.Spec{Path: "quiz me", Example: "/quiz me"}, request.showMember},
		{
			command.Spec{
				Path: "quiz unnamed", Example: "/quiz unnamed on",
				Params: []command.Param{{Name: "state", Kind: command.OneOf, Vocabulary: switchVocabulary(), Required: true}},
			},
			request.setUnnamed,
		},
		{
			command.Spec{
				Path: "quiz model", Example: "/quiz model off",
				Params: []command.Param{{Name: "state", Kind: command.OneOf, Vocabulary: switchVocabulary(), Required: true}},
			},
			request.setModel,
		},
		{command.Spec{Path: "quiz my-data", Example: "/quiz my-data"}, request.showMemberData},
		{command.Spec{Path: forgetPath, Example: "/quiz forget-me"}, request.confirmForget},
		{command.Spec{Path: HelpPath, ForGroup: true, Anywhere: true, MoreForAdmins: true, Example: "/quiz help"}, request.showHelp},
	}
}

// planCommands returns the commands for the plan of a room.
func planCommands() []commandEntry {
	return []commandEntry{
		{
			command.Spec{
				Path: "quiz-admin setup", Admin: true, ByName: true, Anywhere: true, Example: "/quiz-admin setup Europe/Berlin",
				Params: setupParams(),
			},
			request.setUp,
		},
		{command.Spec{Path: "quiz-admin remove", Admin: true, Example: "/quiz-admin remove"}, request.confirmRemove},
		{
			command.Spec{
				Path: "quiz-admin plan", Admin: true, Example: "/quiz-admin plan ask 10:00",
				Params: planParams(),
			},
			request.changePlan,
		},
		{
			command.Spec{
				Path: "quiz-admin pause", Admin: true, Example: "/quiz-admin pause until 2027-01-07",
				Params: []command.Param{{Name: "until", Kind: command.LaterDay}},
			},
			request.pauseQuiz,
		},
		{command.Spec{Path: "quiz-admin resume", Admin: true, Example: "/quiz-admin resume"}, request.resumeQuiz},
		{
			command.Spec{
				Path: "quiz-admin skip", Admin: true, Example: "/quiz-admin skip 2026-12-24",
				Params: []command.Param{{Name: "date", Kind: command.QuestionDay}},
			},
			request.skipQuestion,
		},
	}
}

// roundCommands returns the commands for the rounds of a room.
func roundCommands() []commandEntry {
	return []commandEntry{
		{
			command.Spec{
				Path: "quiz-admin ask-now", Admin: true, Example: "/quiz-admin ask-now",
				Params: []command.Param{{Name: "question", Kind: command.Question}},
			},
			request.askNow,
		},
		{command.Spec{Path: "quiz-admin reveal-now", Admin: true, Example: "/quiz-admin reveal-now"}, request.revealNow},
		{command.Spec{Path: "quiz-admin preview", Admin: true, Example: "/quiz-admin preview"}, request.showPreview},
		{
			command.Spec{
				Path: "quiz-admin grade", Admin: true, Example: "/quiz-admin grade full 14.2",
				Params: gradeParams(),
			},
			request.gradeMember,
		},
		{
			command.Spec{
				Path: "quiz-admin points", Admin: true, Example: "/quiz-admin points gil",
				Params: []command.Param{{Name: "question", Kind: command.Question}},
			},
			request.showPoints,
		},
		{command.Spec{Path: "quiz-admin status", Admin: true, Damaged: true, Example: "/quiz-admin status"}, request.showStatus},
		{command.Spec{Path: "quiz-admin log", Admin: true, Example: "/quiz-admin log"}, request.showAuditLog},
		{command.Spec{Path: "quiz-admin help", ForGroup: true, Admin: true, Anywhere: true, Example: "/quiz-admin help"}, request.showAdminHelp},
	}
}

// setupParams are the settings for setting a room up, in the order in which they are applied.
func setupParams() []command.Param {
	var params []command.Param
	for _, s := range plan.SetupSettings() {
		p := command.Param{Name: s.Name, Kind: command.Setting}
		switch s.Content {
		case plan.ZoneName:
			p.Kind = command.TimeZone
		case plan.LanguageTag:
			p.Kind, p.Vocabulary = command.OneOf, languageVocabulary()
		}
		params = append(params, p)
	}
	return params
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
