package discord

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Bits of https://docs.discord.com/developers/topics/permissions.
const (
	permissionReact         = 1 << 6
	permissionView          = 1 << 10
	permissionSend          = 1 << 11
	permissionHistory       = 1 << 16
	permissionThreads       = 1 << 35
	permissionSendInThreads = 1 << 38
	permissionAdministrator = 1 << 3
	permissionManageServer  = 1 << 5
)

// permission is one that the bot needs in its channels, with the name that Discord's settings give it.
type permission struct {
	bit        int64
	name, what string
	// optional says that the quiz runs without it.
	optional bool
}

// permissions are all that the bot needs. Pictures and text need no permission to embed links, because they are
// components; what it reveals stands in threads that it opened itself.
func permissions() []permission {
	return []permission{
		{permissionView, "View Channel", "sees the channel", false},
		{permissionSend, "Send Messages", "posts questions and digests", false},
		{permissionHistory, "Read Message History", "finds what it posted before a crash, and what was written while it was away", false},
		{permissionThreads, "Create Public Threads", "opens a thread under each question", false},
		{permissionSendInThreads, "Send Messages in Threads", "reveals answers in it", false},
		{permissionReact, "Add Reactions", "marks answers in threads as seen", true},
	}
}

// nameOf returns the name of a permission.
func nameOf(bit int64) string {
	for _, p := range permissions() {
		if p.bit == bit {
			return p.name
		}
	}
	return ""
}

// lacking names the permissions that are not among the given ones. Nothing is said where Discord told none.
func lacking(may string) []string {
	return missing(may, func(permission) bool { return true })
}

// lackingForQuiz is lacking for those without which the quiz does not run.
func lackingForQuiz(may string) []string {
	return missing(may, func(p permission) bool { return !p.optional })
}

func missing(may string, counts func(permission) bool) []string {
	bits, err := strconv.ParseInt(may, 10, 64)
	if err != nil || bits&permissionAdministrator != 0 {
		return nil
	}
	var names []string
	for _, p := range permissions() {
		if bits&p.bit == 0 && counts(p) {
			names = append(names, p.name)
		}
	}
	return names
}

// Invitation is the address at which somebody who manages a server adds the bot to it, with what it needs and no more. app
// is the application's id.
func Invitation(app string) string {
	var bits int64
	for _, p := range permissions() {
		bits |= p.bit
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", app, bits)
}

// ApplicationOf is the id of the application that a token belongs to: its first part is the id of the bot, which is also
// the application's, unless that is older than 2017.
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
	case isID(token):
		return errors.New("this is the application's id: " + what)
	case !dotted || err != nil || !isID(string(id)) || strings.Count(rest, ".") != 1:
		return errors.New("this does not look like one: " + what + "; Client Secret and Public Key are others")
	}
	return nil
}
