package discord

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"quizbot/bot/discord/snowflake"
)

// Bits of https://docs.discord.com/developers/topics/permissions.
const (
	permissionAdministrator = 1 << 3
	permissionManageGuild   = 1 << 5
	permissionAddReactions  = 1 << 6
	permissionViewChannel   = 1 << 10
	permissionSendMessages  = 1 << 11
	permissionReadHistory   = 1 << 16
	permissionCreateThreads = 1 << 35
	permissionSendInThreads = 1 << 38
)

// permission is a permission that the bot needs in its channels, with its name in Discord's
// settings.
type permission struct {
	bit        int64
	name, what string
	// optional says that the quiz runs without it.
	optional bool
}

// neededPermissions are all that the bot needs. Pictures and text need no permission to embed
// links, because they are components; reveals are in threads that the bot opened itself.
func neededPermissions() []permission {
	return []permission{
		{permissionViewChannel, "View Channel", "sees the channel", false},
		{permissionSendMessages, "Send Messages", "posts questions and digests", false},
		{permissionReadHistory, "Read Message History", "finds what it posted before a crash, and what was written while it was away", false},
		{permissionCreateThreads, "Create Public Threads", "opens a thread under each question", false},
		{permissionSendInThreads, "Send Messages in Threads", "reveals answers in it", false},
		{permissionAddReactions, "Add Reactions", "marks answers in threads as seen", true},
	}
}

// permissionName returns the name of a permission.
func permissionName(bit int64) string {
	for _, p := range neededPermissions() {
		if p.bit == bit {
			return p.name
		}
	}
	return ""
}

// missingNeeded names the needed permissions that are not granted, none if Discord did not tell.
func missingNeeded(granted string) []string {
	return missingAmong(granted, func(permission) bool { return true })
}

// missingRequired is missingNeeded for the permissions without which the quiz does not run.
func missingRequired(granted string) []string {
	return missingAmong(granted, func(p permission) bool { return !p.optional })
}

func missingAmong(granted string, include func(permission) bool) []string {
	bits, err := strconv.ParseInt(granted, 10, 64)
	if err != nil || bits&permissionAdministrator != 0 {
		return nil
	}
	var names []string
	for _, p := range neededPermissions() {
		if bits&p.bit == 0 && include(p) {
			names = append(names, p.name)
		}
	}
	return names
}

// Invitation returns the address for adding the bot to a guild with exactly the permissions it
// needs. app is the application's id.
func Invitation(app string) string {
	var bits int64
	for _, p := range neededPermissions() {
		bits |= p.bit
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", app, bits)
}

// ApplicationOf returns the application id in a token. Its first part is the bot's user id, the
// same number unless the application is older than 2017.
func ApplicationOf(token string) (string, error) {
	if err := CheckToken(token); err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(token, ".")
	id, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	return string(id), err
}

// CheckToken reports what is wrong with a token by its looks.
func CheckToken(token string) error {
	const what = "it is the bot's token, from the page Bot of the application at discord.com/developers/applications"
	first, rest, dotted := strings.Cut(token, ".")
	id, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	switch {
	case token == "":
		return errors.New("it is not set: " + what)
	case strings.ContainsAny(token, " \t\r\n\"'"):
		return errors.New("there are spaces or quotation marks in it, or the word Bot: copy it again, without them")
	case snowflake.Valid(token):
		return errors.New("this is the application's id: " + what)
	case !dotted || err != nil || !snowflake.Valid(string(id)) || strings.Count(rest, ".") != 1:
		return errors.New("this does not look like one: " + what + "; Client Secret and Public Key are others")
	}
	return nil
}
