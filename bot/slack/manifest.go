package slack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quizbot/bot"
	"quizbot/bot/command"
	"quizbot/bot/slack/payload"
	"quizbot/bot/words"
)

// OAuthScopes returns the OAuth scopes that the bot needs, sorted.
func OAuthScopes() []OAuthScope {
	return []OAuthScope{
		{"channels:history", "reads answers in the threads of public channels, and finds its own messages"},
		{"channels:read", "knows the names of public channels and who is in them"},
		{"chat:write", "posts questions, answers and digests"},
		{"commands", "takes its commands"},
		{"groups:history", "does in private channels what channels:history allows in public ones"},
		{"groups:read", "does in private channels what channels:read allows in public ones"},
		{"im:write", "tells admins what went wrong"},
		{"reactions:write", "marks answers in threads as seen"},
		{"users:read", "shows people by the names that they chose, and knows who is an admin"},
	}
}

// OAuthScope is an OAuth scope, and what the bot does with it.
type OAuthScope struct{ Name, Purpose string }

// Manifest returns the YAML from which Slack creates the app, with descriptions in the language of
// a printer: docs.slack.dev/reference/app-manifest.
func Manifest(p words.Printer) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("_metadata:")
	line("  major_version: 2")
	line("display_information:")
	line("  name: quizbot")
	line("  description: %s", strconv.Quote("An interview question a day: private answers, a reveal of all of them, scores that people trust"))
	line("features:")
	line("  app_home:")
	line("    home_tab_enabled: true")
	line("    messages_tab_enabled: true")
	line("    messages_tab_read_only_enabled: true")
	line("  bot_user:")
	line("    display_name: quizbot")
	line("    always_online: true")
	line("  slash_commands:")
	for _, c := range slashCommands(p) {
		line("    - command: /%s", c.name)
		line("      description: %s", strconv.Quote(c.description))
		if len(c.hints) > 0 {
			line("      usage_hint: %s", strconv.Quote(strings.Join(c.hints, " | ")))
		}
		line("      should_escape: true") // so that a mention comes with the user's id
	}
	line("oauth_config:")
	line("  scopes:")
	line("    bot:")
	for _, s := range OAuthScopes() {
		line("      - %s # %s", s.Name, s.Purpose)
	}
	line("settings:")
	line("  event_subscriptions:")
	line("    bot_events:")
	for _, e := range payload.EventTypes() {
		line("      - %s", e)
	}
	line("  interactivity:")
	line("    is_enabled: true")
	line("  org_deploy_enabled: false")
	line("  socket_mode_enabled: true")
	line("  token_rotation_enabled: false")
	return b.String()
}

// slashCommand is a command as Slack knows it: one for all commands of the bot with the same first
// word.
type slashCommand struct {
	name, description string
	hints             []string
}

// slashCommands returns the bot's commands. The words that may follow a command are its usage
// hints.
func slashCommands(p words.Printer) []slashCommand {
	var list []slashCommand
	for _, spec := range bot.Commands() {
		name, rest, _ := strings.Cut(spec.Path, " ")
		i := slices.IndexFunc(list, func(c slashCommand) bool { return c.name == name })
		if i < 0 {
			i = len(list)
			list = append(list, slashCommand{name: name, description: bot.Commands().Summary(p, name)})
		}
		for _, param := range spec.Params {
			rest = strings.TrimSpace(rest + " " + usageHint(&param))
		}
		if rest != "" {
			list[i].hints = append(list[i].hints, rest)
		}
	}
	return list
}

// usageHint returns a parameter as a usage hint writes it.
func usageHint(p *command.Param) string {
	text := p.Name
	if len(p.Words) > 0 && len(p.Words) <= 4 {
		text = strings.Join(p.Words, "/")
	}
	if p.Required {
		return text
	}
	return "[" + text + "]"
}
