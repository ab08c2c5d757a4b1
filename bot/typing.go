package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"quizbot/bot/words"
	"quizbot/quiz/input"
)

// slashes begin a command, as keyboards write them.
const slashes = "/／"

// typedCommand reads a command from a message, in the words of any language. It reports false where the message only
// looks like one, such as a path of files.
func (c *Conversation) typedCommand(text string) (Command, bool) {
	text = strings.TrimSpace(text)
	first, size := utf8.DecodeRuneInString(text)
	if !strings.ContainsRune(slashes, first) {
		return Command{}, false
	}
	command := c.understand(ParseCommand(text[size:]))
	_, known := SpecOf(command.Path)
	return command, known
}

// commandInThread answers a command that was written as a message. A form cannot be opened there.
func (t talk) commandInThread(ctx context.Context, command Command) (Answer, error) {
	answer, err := t.command(ctx, command)
	if err != nil {
		t.event.Act = command
		answer, err = t.excuse(err)
	}
	if form, ok := answer.(Form); ok {
		return Private{Card: form.Otherwise}, err
	}
	return answer, err
}

// understand reads what could not be read in English in the other languages of the catalogues.
func (c *Conversation) understand(command Command) Command {
	text := command.guessed
	if _, known := SpecOf(command.Path); !known {
		text = cmp.Or(command.Wrong, command.Path)
	}
	if path, rest, ok := c.pathIn(text); text != "" && ok {
		command = ParseCommand(path + " " + rest)
	}
	spec, known := SpecOf(command.Path)
	if !known {
		return command
	}
	c.readSetting(spec, command.Args)
	for _, p := range spec.Params {
		if value, given := command.Args[p.Name]; given && p.Kind == OneOf {
			if word, ok := c.wordIn(spec.Path, p, value); ok {
				command.Args[p.Name] = word
			}
		}
	}
	return command
}

// signs may stand between a setting and its value, as in a file.
const signs = " :：=＝"

// readSetting reads a setting of two words, such as time zone, and one with a sign behind it.
func (c *Conversation) readSetting(spec Spec, args map[string]string) {
	setting, value := args["setting"], args["value"]
	if len(spec.Params) != 2 || spec.Params[0].Name != "setting" || setting == "" {
		return
	}
	if before, after, ok := cutAny(setting, signs); ok { // ask=10:00
		setting, value = before, after+" "+value
	}
	if first, rest := cutWord(strings.TrimSpace(value)); first != "" {
		if _, ok := c.wordIn(spec.Path, spec.Params[0], setting+" "+strings.TrimRight(first, signs)); ok {
			setting, value = setting+" "+first, rest
		}
	}
	args["setting"], args["value"] = strings.TrimRight(setting, signs), strings.TrimSpace(strings.TrimLeft(value, signs))
	if args["value"] == "" {
		delete(args, "value")
	}
}

// pathIn finds the command that a text begins with, by the names that it has in any language. Groups and subcommands may
// be in different ones.
func (c *Conversation) pathIn(text string) (path, rest string, ok bool) {
	return pathNamed(text, c.commandNames)
}

// CommandCalled reports whether a text is what a whole command is called in the language of the words.
func CommandCalled(p words.Printer, text string) bool {
	_, rest, ok := pathNamed(strings.TrimSpace(text), func(path string) []string { return []string{CommandNamed(p, path).Name} })
	return ok && rest == ""
}

// pathNamed finds the command that a text begins with, by the names of groups and commands.
func pathNamed(text string, names func(path string) []string) (path, rest string, ok bool) {
	longest := 0
	for _, s := range Commands() {
		for _, own := range s.paths() {
			group, sub, _ := strings.Cut(own, " ")
			for _, first := range names(group) {
				for _, second := range names(own) {
					name := strings.TrimSpace(first + " " + second)
					if sub == "" {
						name = first
					}
					if after, starts := cutWords(text, name); starts && len(name) > longest {
						path, rest, ok, longest = own, after, true, len(name)
					}
				}
			}
		}
	}
	return path, rest, ok
}

// commandNames are what a command or a group is called in the languages of the catalogues.
func (c *Conversation) commandNames(path string) []string {
	var names []string
	for _, language := range words.Languages() {
		names = append(names, CommandNamed(c.catalogue.In(language, "UTC"), path).Name)
	}
	return names
}

// wordIn finds the word of a parameter that is meant by what it is called in any language.
func (c *Conversation) wordIn(path string, p Param, value string) (string, bool) {
	switch p.Name {
	case "language":
		return c.languageNamed(value)
	case "state":
		if on, err := input.ParseSwitch(value); err == nil {
			return map[bool]string{true: "on", false: "off"}[on], true
		}
	}
	value = input.Fold(value)
	if slices.Contains(p.Words, value) {
		return value, true
	}
	for _, language := range words.Languages() {
		w := c.catalogue.In(language, "UTC")
		for _, word := range p.Words {
			if slices.Contains(callings(w, path, p, word), value) {
				return word, true
			}
		}
	}
	return "", false
}

// callings are what a parameter's word is called in a language, as it is compared.
func callings(w words.Printer, path string, p Param, word string) []string {
	names := []string{WordNamed(w, path, p.Name, word)}
	switch p.Name {
	case "setting":
		names = strings.Split(w.Text("setting_name."+word, nil), "/")
	case "span":
		names = append(names, strings.Split(w.Text("span_name."+word, nil), "/")...)
	}
	for i := range names {
		names[i] = input.Fold(names[i])
	}
	return names
}

// languageNames are what people call a language; each catalogue knows its own.
func languageNames(w words.Printer, tag string) []string {
	if w.Text("language_tag", nil) != tag {
		return nil
	}
	return strings.Split(w.Text("language_names", nil), "/")
}

// languageNamed finds the language that is meant by a tag or a name: zh, zh_CN, 中文, Chinese.
func (c *Conversation) languageNamed(text string) (string, bool) {
	word := strings.ReplaceAll(input.Fold(text), "_", "-")
	for _, tag := range words.Languages() {
		w := c.catalogue.In(tag, "UTC")
		names := languageNames(w, tag)
		base, _, _ := strings.Cut(tag, "-")
		typed, _, _ := strings.Cut(word, "-")
		if strings.EqualFold(tag, word) || typed == base || slices.ContainsFunc(names, func(n string) bool { return input.Fold(n) == word }) {
			return tag, true
		}
	}
	return "", false
}
