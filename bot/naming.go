package bot

import (
	"strings"

	"quizbot/bot/words"
)

// Named is a thing with what it is called in a language and what it is for, as a platform lists it where people choose
// instead of typing.
type Named struct {
	// Name is 1 to 32 lower-case letters, digits, - and _.
	Name string
	// What is a sentence of 1 to 100 characters without its full stop.
	What string
}

// CommandNamed names a command or a group of them by its path: one word, such as "quiz", is what stands in a list of
// commands, be it a group or a command by itself, and two, such as "quiz me", are a subcommand of its group. A command
// that shares its name with a group is a subcommand there, too, by its [Spec.Bare]: "question" is the group, and
// "question now" the command.
func CommandNamed(p words.Printer, path string) Named {
	named := Named{Name: p.Text("command_name."+dashed(path), nil)}
	switch spec, ok := SpecOf(path); {
	case isGroup(path):
		named.What = p.Sentence("group."+path, nil)
	case ok:
		named.What = p.Sentence("command."+dashed(spec.Path), nil)
	}
	return named
}

// ParamNamed names a parameter of the command with the given path.
func ParamNamed(p words.Printer, path, param string) Named {
	key := dashed(path) + "-" + param
	return Named{Name: p.Text("param_name."+key, nil), What: p.Sentence("param."+key, nil)}
}

// WordNamed is a word of a parameter that is [OneOf] as people choose it, 1 to 100 characters. What is typed and comes
// back in [Command] is the word itself in every language.
func WordNamed(p words.Printer, path, param, word string) string {
	switch dashed(path) + "-" + param {
	case "leaderboard-span":
		return p.Text("span."+word, nil)
	case "quiz-unnamed-state":
		return p.Text("state."+word, nil)
	case "quiz-admin-plan-setting":
		return p.Text("setting_named", words.Args{"Setting": word, "Meaning": p.Text("setting."+word, nil)})
	case "quiz-admin-grade-band":
		return p.Text("band."+word, nil)
	}
	return word
}

// isGroup reports whether commands stand below a path.
func isGroup(path string) bool {
	for _, s := range Commands() {
		if strings.HasPrefix(s.Path, path+" ") {
			return true
		}
	}
	return false
}

// dashed is a path as keys of the catalogue have it.
func dashed(path string) string { return strings.ReplaceAll(path, " ", "-") }
