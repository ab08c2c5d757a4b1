package command

import (
	"strings"

	"quizbot/bot/words"
)

// Label names a command, group or parameter in one language, as platforms list it.
type Label struct {
	// Name is 1 to 32 lower-case letters, digits, - and _.
	Name string
	// Description is a sentence of 1 to 100 characters without its full stop.
	Description string
}

// Label returns the label of a command or group. A path of one word, such as "quiz", is an entry in
// the list of commands: a group, or a command by itself. A path of two words, such as "quiz me", is
// a subcommand. A command with the name of a group is a subcommand by its [Spec.Bare]: "question"
// is the group and "question now" the command.
func (set Set) Label(p words.Printer, path string) Label {
	label := Label{Name: p.Text("command_name."+Key(path), nil)}
	switch spec, ok := set.Find(path); {
	case set.IsGroup(path):
		label.Description = p.Sentence("group."+path, nil)
	case ok:
		label.Description = p.Sentence("command."+Key(spec.Path), nil)
	}
	return label
}

// Summary describes the commands with a first word, for platforms that list only the first words.
func (set Set) Summary(p words.Printer, word string) string { return p.Text("summary."+word, nil) }

// ParamLabel returns the label of one of the command's parameters.
func (s Spec) ParamLabel(p words.Printer, param string) Label {
	key := Key(s.Path) + "-" + param
	return Label{Name: p.Text("param_name."+key, nil), Description: p.Sentence("param."+key, nil)}
}

// Key returns a path as the catalogue's keys contain it.
func Key(path string) string { return strings.ReplaceAll(path, " ", "-") }
