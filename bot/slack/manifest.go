package slack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quizbot/bot"
)

// Scopes are the permissions that the bot needs of a workspace, sorted, with what each is for.
func Scopes() []Scope {
	return []Scope{
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

// Scope is a permission, and what the bot needs it for.
type Scope struct{ Name, What string }

// events are what the bot is told of. An app whose manifest lacks those about channels works without them: the bot then
// learns of a change when it next looks at a channel.
func events() []string {
	return []string{
		"app_home_opened", "app_uninstalled",
		"channel_archive", "channel_deleted", "channel_id_changed", "channel_left", "channel_unarchive",
		"group_archive", "group_deleted", "group_left", "group_unarchive",
		"member_joined_channel", "member_left_channel", "message.channels", "message.groups", "tokens_revoked",
	}
}

// Manifest is the description of the bot from which Slack makes an app, as docs.slack.dev/reference/app-manifest has
// it, in YAML.
func Manifest() string {
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
	for _, c := range commands() {
		line("    - command: /%s", c.name)
		line("      description: %s", strconv.Quote(c.what))
		if len(c.hints) > 0 {
			line("      usage_hint: %s", strconv.Quote(strings.Join(c.hints, " | ")))
		}
		line("      should_escape: true") // so that a member who is named comes with an id
	}
	line("oauth_config:")
	line("  scopes:")
	line("    bot:")
	for _, s := range Scopes() {
		line("      - %s # %s", s.Name, s.What)
	}
	line("settings:")
	line("  event_subscriptions:")
	line("    bot_events:")
	for _, e := range events() {
		line("      - %s", e)
	}
	line("  interactivity:")
	line("    is_enabled: true")
	line("  org_deploy_enabled: false")
	line("  socket_mode_enabled: true")
	line("  token_rotation_enabled: false")
	return b.String()
}

// slash is a command as Slack knows it: one name for all that begin with it.
type slash struct {
	name, what string
	hints      []string
}

// commands are those of the bot, with what may follow each as a hint.
func commands() []slash {
	var list []slash
	for _, spec := range bot.Commands() {
		name, rest, _ := strings.Cut(spec.Path, " ")
		i := slices.IndexFunc(list, func(s slash) bool { return s.name == name })
		if i < 0 {
			i = len(list)
			list = append(list, slash{name: name, what: describe(name)})
		}
		for _, p := range spec.Params {
			rest = strings.TrimSpace(rest + " " + hint(&p))
		}
		if rest != "" {
			list[i].hints = append(list[i].hints, rest)
		}
	}
	return list
}

func describe(name string) string {
	switch name {
	case "question":
		return "The open question again, or one to practise"
	case "leaderboard":
		return "Ranks, points and streaks"
	case "quiz":
		return "Your points, your data, help"
	case "quiz-admin":
		return "Run the quiz in this channel"
	}
	return name
}

// hint is a parameter as a usage hint writes it.
func hint(p *bot.Param) string {
	text := p.Name
	if len(p.Words) > 0 && len(p.Words) <= 4 {
		text = strings.Join(p.Words, "/")
	}
	if p.Required {
		return text
	}
	return "[" + text + "]"
}
