package discordtest

import (
	"fmt"
	"regexp"
	"strings"
)

// commandName is what commands, subcommands and options may be called.
// https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

const (
	maxCommand     = 8000 // characters of all names, descriptions and values of a command
	maxDescription = 100
	maxCommands    = 100
)

// commandLimits is what Discord refuses in the definitions of slash commands.
func commandLimits(all []object) []string {
	var wrong []string
	names := map[string]bool{}
	if len(all) > maxCommands {
		wrong = append(wrong, fmt.Sprintf("%d commands", len(all)))
	}
	for _, c := range all {
		if names[str(c, "name")] {
			wrong = append(wrong, "two commands "+str(c, "name"))
		}
		names[str(c, "name")] = true
		if kind := num(c, "type"); kind > 1 {
			continue // of users and messages, which have other names and no options
		}
		wrong = append(wrong, named(c)...)
		wrong = append(wrong, optionLimits(str(c, "name"), list(c["options"]))...)
		if n := weight(c); n > maxCommand {
			wrong = append(wrong, fmt.Sprintf("the command %s has %d characters, which must be %d at most", str(c, "name"), n, maxCommand))
		}
	}
	return wrong
}

// named is what is wrong with the names and descriptions of a command or option.
func named(o object) []string {
	var wrong []string
	for _, name := range translations(o, "name") {
		if !commandName.MatchString(name) || strings.ToLower(name) != name {
			wrong = append(wrong, fmt.Sprintf("the name %q", name))
		}
	}
	for _, d := range translations(o, "description") {
		wrong = append(wrong, between("the description of "+str(o, "name"), d, 1, maxDescription)...)
	}
	return wrong
}

// translations are a text of an object in every language.
func translations(o object, key string) []string {
	all := []string{str(o, key)}
	for _, text := range sub(o, key+"_localizations") {
		t, _ := text.(string)
		all = append(all, t)
	}
	return all
}

func optionLimits(of string, options []object) []string {
	var wrong []string
	if len(options) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("%s has %d options", of, len(options)))
	}
	names, optional := map[string]bool{}, false
	for _, o := range options {
		name := str(o, "name")
		if names[name] {
			wrong = append(wrong, of+" has two options "+name)
		}
		names[name] = true
		if o["required"] == true && optional {
			wrong = append(wrong, fmt.Sprintf("%s has the required option %s after one that is not", of, name))
		}
		optional = optional || num(o, "type") > 2 && o["required"] != true
		wrong = append(wrong, named(o)...)
		wrong = append(wrong, offered(of+" "+name, o)...)
		wrong = append(wrong, optionLimits(of+" "+name, list(o["options"]))...)
	}
	return wrong
}

// offered is what is wrong with the choices of an option.
func offered(of string, o object) []string {
	choices := list(o["choices"])
	var wrong []string
	if len(choices) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("%s has %d choices", of, len(choices)))
	}
	if len(choices) > 0 && o["autocomplete"] == true {
		wrong = append(wrong, of+" has choices, and is completed as well")
	}
	for _, c := range choices {
		for _, name := range translations(c, "name") {
			wrong = append(wrong, between("a choice of "+of, name, 1, maxChoiceName)...)
		}
		if value, text := c["value"].(string); text {
			wrong = append(wrong, between("a choice's value of "+of, value, 1, maxChoiceName)...)
		}
	}
	return wrong
}

// weight is how many characters a command has, of each text the longest translation.
func weight(o object) int {
	n := 0
	for _, key := range []string{"name", "description"} {
		longest := 0
		for _, text := range translations(o, key) {
			longest = max(longest, length(text))
		}
		n += longest
	}
	if value, text := o["value"].(string); text {
		n += length(value)
	}
	for _, key := range []string{"options", "choices"} {
		for _, inner := range list(o[key]) {
			n += weight(inner)
		}
	}
	return n
}
