package command

import (
	"slices"
	"strings"
)

// Kind is the type of a parameter's value.
type Kind int

// The kinds of parameters.
const (
	FreeText Kind = iota
	OneOf         // one of the words of the parameter's vocabulary
	Topic         // a topic of the banks
	Question      // a question's id, number or words of its title
	Member
	TimeZone
	QuestionDay // a day on which a question is planned
	LaterDay    // any day after today
	Setting     // a value for a setting of the plan
)

// Completes reports whether a parameter of this kind has completions beyond the words of its
// vocabulary.
func (k Kind) Completes() bool {
	return slices.Contains([]Kind{Topic, Question, TimeZone, QuestionDay, LaterDay, Setting}, k)
}

// Param is a parameter of a command.
type Param struct {
	Name     string
	Kind     Kind
	Required bool
	// Vocabulary holds the words of OneOf.
	Vocabulary
	// SettingFrom names the parameter whose value is the setting, for values of Kind Setting.
	// Empty: the parameter has the setting's name.
	SettingFrom string
}

// Spec is a command as platforms register it and as text is parsed. The catalogue describes it
// under "command.PATH", with dashes for the spaces of the path.
type Spec struct {
	// Path is the name, with the subcommand after a space.
	Path string
	// Bare is the subcommand under which platforms list a command whose path is also the name of a
	// group: they run no group by itself. It can be typed, too. Empty for other commands.
	Bare   string
	Params []Param
	// ByName allows parameters with their names, in any order: time_zone=UTC ask=10:00. A value
	// without a name belongs to the first one.
	ByName bool
	// Fallback is the path of another command, which takes text without a parameter here. Empty:
	// none.
	Fallback string
	// ForGroup marks the command that the first word of its path stands for.
	ForGroup bool
	// Damaged allows the command in rooms whose record cannot be read.
	Damaged bool
	// Anywhere allows the command in channels without a quiz.
	Anywhere bool
	// Admin restricts the command to admins.
	Admin bool
	// MoreForAdmins marks a command that shows admins more than others.
	MoreForAdmins bool
	// Example is the command as somebody would type it.
	Example string
}

// FullPath returns the path under which platforms list the command.
func (s Spec) FullPath() string { return strings.TrimSpace(s.Path + " " + s.Bare) }

// SlashPath returns the path as people type it.
func (s Spec) SlashPath() string { return "/" + s.Path }

// paths returns the paths by which text names the command.
func (s Spec) paths() []string {
	if s.Bare == "" {
		return []string{s.Path}
	}
	return []string{s.Path, s.FullPath()}
}

// Invalid returns the first parameter whose value is missing or not in its vocabulary, and false if
// there is none.
func (s Spec) Invalid(args map[string]string) (Param, bool) {
	for _, p := range s.Params {
		value, given := args[p.Name]
		if !given && p.Required || given && p.Kind == OneOf && !p.contains(value) {
			return p, true
		}
	}
	return Param{}, false
}

// Set is a list of commands, in the order in which help shows them.
type Set []Spec

// Find returns the command with a path, and false if there is none.
func (set Set) Find(path string) (Spec, bool) {
	spec, rest, ok := set.match(path)
	return spec, ok && rest == ""
}

// match returns the command with the longest path that text starts with, and the rest of the text.
func (set Set) match(text string) (best Spec, rest string, ok bool) {
	longest := 0
	for _, s := range set {
		for _, path := range s.paths() {
			after, starts := cutPath(text, path)
			if starts && len(path) > longest {
				best, rest, ok, longest = s, after, true, len(path)
			}
		}
	}
	return best, rest, ok
}

// IsGroup reports whether a path is the first word of commands with subcommands.
func (set Set) IsGroup(path string) bool {
	return slices.ContainsFunc(set, func(s Spec) bool { return strings.HasPrefix(s.Path, path+" ") })
}
