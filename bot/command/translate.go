package command

import (
	"cmp"
	"slices"
	"strings"

	"quizbot/bot/words"
)

// Translator reads commands in the languages of a catalogue.
type Translator struct {
	Commands  Set
	Catalogue *words.Catalogue
}

// Translate reads the parts of a call that could not be read in English in the other languages.
func (t Translator) Translate(call Call) Call {
	text := call.Guessed
	if _, known := t.Commands.Find(call.Path); !known {
		text = cmp.Or(call.Wrong, call.Path)
	}
	if path, rest, ok := findPath(t.Commands, text, t.NamesOf); text != "" && ok {
		call = t.Commands.Parse(path + " " + rest)
	}
	spec, known := t.Commands.Find(call.Path)
	if !known {
		return call
	}
	t.translateSetting(spec, call.Args)
	for _, p := range spec.Params {
		if value, given := call.Args[p.Name]; given && p.Kind == OneOf {
			if word, ok := p.FindWord(t.Catalogue, value); ok {
				call.Args[p.Name] = word
			}
		}
	}
	return call
}

// signs may stand between a setting and its value, as in a file.
const signs = " :：=＝"

// translateSetting reads a setting of two words, such as time zone, and one with a sign behind it.
func (t Translator) translateSetting(spec Spec, args map[string]string) {
	i := slices.IndexFunc(spec.Params, func(p Param) bool { return p.SettingFrom != "" })
	if i < 0 {
		return
	}
	valueName, settingName := spec.Params[i].Name, spec.Params[i].SettingFrom
	setting, value := args[settingName], args[valueName]
	if setting == "" {
		return
	}
	if before, after, ok := cutAny(setting, signs); ok { // ask=10:00
		setting, value = before, after+" "+value
	}
	settings := spec.Params[slices.IndexFunc(spec.Params, func(p Param) bool { return p.Name == settingName })]
	if first, rest := cutWord(strings.TrimSpace(value)); first != "" {
		if _, ok := settings.FindWord(t.Catalogue, setting+" "+strings.TrimRight(first, signs)); ok {
			setting, value = setting+" "+first, rest
		}
	}
	args[settingName], args[valueName] = strings.TrimRight(setting, signs), strings.TrimSpace(strings.TrimLeft(value, signs))
	if args[valueName] == "" {
		delete(args, valueName)
	}
}

// NamesOf returns the names of a command or group in the languages of the catalogue.
func (t Translator) NamesOf(path string) []string {
	var names []string
	for _, language := range words.Languages() {
		names = append(names, t.Commands.Label(t.Catalogue.In(language, "UTC"), path).Name)
	}
	return names
}

// IsName reports whether a text is the whole name of a command in one language.
func (set Set) IsName(p words.Printer, text string) bool {
	_, rest, ok := findPath(set, strings.TrimSpace(text), func(path string) []string { return []string{set.Label(p, path).Name} })
	return ok && rest == ""
}

// findPath returns the path of the command whose name a text begins with. Groups and subcommands
// may have their names in different languages.
func findPath(set Set, text string, names func(path string) []string) (path, rest string, ok bool) {
	longest := 0
	for _, s := range set {
		for _, own := range s.paths() {
			group, sub, _ := strings.Cut(own, " ")
			for _, first := range names(group) {
				for _, second := range names(own) {
					name := strings.TrimSpace(first + " " + second)
					if sub == "" {
						name = first
					}
					if after, starts := cutPath(text, name); starts && len(name) > longest {
						path, rest, ok, longest = own, after, true, len(name)
					}
				}
			}
		}
	}
	return path, rest, ok
}
