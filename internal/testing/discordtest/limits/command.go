package limits

import (
	"fmt"
	"regexp"
	"strings"

	"quizbot/internal/testing/discordtest/payload"
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
func commandLimits(all []payload.Object) []string {
	var wrong []string
	names := map[string]bool{}
	if len(all) > maxCommands {
		wrong = append(wrong, fmt.Sprintf("%d commands", len(all)))
	}
	for _, c := range all {
		if names[payload.TextOf(c, "name")] {
			wrong = append(wrong, "two commands "+payload.TextOf(c, "name"))
		}
		names[payload.TextOf(c, "name")] = true
		if kind := payload.IntOf(c, "type"); kind > 1 {
			continue // of users and messages, which have other names and no options
		}
		wrong = append(wrong, checkName(c)...)
		wrong = append(wrong, optionLimits(payload.TextOf(c, "name"), payload.ListOf(c["options"]))...)
		if n := optionSize(c); n > maxCommand {
			wrong = append(wrong, fmt.Sprintf("the command %s has %d characters, which must be %d at most", payload.TextOf(c, "name"), n, maxCommand))
		}
	}
	return wrong
}

// checkName is what is wrong with the names and descriptions of a command or option.
func checkName(o payload.Object) []string {
	var wrong []string
	for _, name := range checkTranslations(o, "name") {
		if !commandName.MatchString(name) || strings.ToLower(name) != name {
			wrong = append(wrong, fmt.Sprintf("the name %q", name))
		}
	}
	for _, d := range checkTranslations(o, "description") {
		wrong = append(wrong, checkLength("the description of "+payload.TextOf(o, "name"), d, 1, maxDescription)...)
	}
	return wrong
}

// checkTranslations are a text of an object in every language.
func checkTranslations(o payload.Object, key string) []string {
	all := []string{payload.TextOf(o, key)}
	for _, text := range payload.ChildOf(o, key+"_localizations") {
		t, _ := text.(string)
		all = append(all, t)
	}
	return all
}

func optionLimits(of string, options []payload.Object) []string {
	var wrong []string
	if len(options) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("%s has %d options", of, len(options)))
	}
	names, optional := map[string]bool{}, false
	for _, o := range options {
		name := payload.TextOf(o, "name")
		if names[name] {
			wrong = append(wrong, of+" has two options "+name)
		}
		names[name] = true
		if o["required"] == true && optional {
			wrong = append(wrong, fmt.Sprintf("%s has the required option %s after one that is not", of, name))
		}
		optional = optional || payload.IntOf(o, "type") > 2 && o["required"] != true
		wrong = append(wrong, checkName(o)...)
		wrong = append(wrong, checkOptionChoices(of+" "+name, o)...)
		wrong = append(wrong, optionLimits(of+" "+name, payload.ListOf(o["options"]))...)
	}
	return wrong
}

// checkOptionChoices is what is wrong with the choices of an option.
func checkOptionChoices(of string, o payload.Object) []string {
	choices := payload.ListOf(o["choices"])
	var wrong []string
	if len(choices) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("%s has %d choices", of, len(choices)))
	}
	if len(choices) > 0 && o["autocomplete"] == true {
		wrong = append(wrong, of+" has choices, and is completed as well")
	}
	for _, c := range choices {
		for _, name := range checkTranslations(c, "name") {
			wrong = append(wrong, checkLength("a choice of "+of, name, 1, maxChoiceName)...)
		}
		if value, text := c["value"].(string); text {
			wrong = append(wrong, checkLength("a choice's value of "+of, value, 1, maxChoiceName)...)
		}
	}
	return wrong
}

// optionSize is how many characters a command has, of each text the longest translation.
func optionSize(o payload.Object) int {
	n := 0
	for _, key := range []string{"name", "description"} {
		longest := 0
		for _, text := range checkTranslations(o, key) {
			longest = max(longest, Length(text))
		}
		n += longest
	}
	if value, text := o["value"].(string); text {
		n += Length(value)
	}
	for _, key := range []string{"options", "choices"} {
		for _, inner := range payload.ListOf(o[key]) {
			n += optionSize(inner)
		}
	}
	return n
}
