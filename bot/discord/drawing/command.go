package drawing

import (
	"strings"

	"quizbot/bot"
)

// TypedCommand is a command as it is typed here: each parameter behind its name, and never a group
// by itself. Other text stays as it is.
func TypedCommand(text string) string {
	if !strings.HasPrefix(text, "/") {
		return text
	}
	command := bot.ParseCommand(text)
	spec, known := bot.Commands().Find(command.Path)
	if !known || command.Wrong != "" {
		return text
	}
	words := []string{strings.TrimSpace("/" + spec.Path + " " + spec.Bare)}
	for _, p := range spec.Params {
		if value, given := command.Args[p.Name]; given {
			words = append(words, p.Name+":"+strings.TrimPrefix(value, p.Name+" "))
		}
	}
	return strings.Join(words, " ")
}

// mentionCommand turns a typed command into a mention of it, which can be clicked and shows in each
// reader's language. rest are the parameters behind it. Both are empty for other text, and for a
// command whose id isn't known.
func (l Layout) mentionCommand(typed string) (command, rest string) {
	if !strings.HasPrefix(typed, "/") {
		return "", ""
	}
	spec, known := bot.Commands().Find(bot.ParseCommand(typed).Path)
	if !known {
		return "", ""
	}
	path := strings.TrimSpace(spec.Path + " " + spec.Bare)
	name, _, _ := strings.Cut(path, " ")
	rest, is := strings.CutPrefix(typed, "/"+path)
	id := l.Commands[name]
	if !is || id == "" || rest != "" && !strings.HasPrefix(rest, " ") {
		return "", ""
	}
	return "</" + path + ":" + id + ">", strings.TrimSpace(rest)
}
