package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/discord/snowflake"
	"quizbot/quiz/input"
)

// Events of the gateway, as far as the bot reads them:
// https://docs.discord.com/developers/events/gateway-events.

// interaction is a command, a press, a submitted modal or an autocompletion.
type interaction struct {
	ID    string `json:"id"`
	Token string `json:"token"`
	Type  int    `json:"type"`
	Guild string `json:"guild_id"`
	// ChannelID is the channel or thread in which it was made; Channel is not always told.
	ChannelID string  `json:"channel_id"`
	Channel   channel `json:"channel"`
	Member    member  `json:"member"`
	// User is its author in a direct message.
	User user `json:"user"`
	// Permissions are the bot's in the channel.
	Permissions string `json:"app_permissions"`
	Message     struct {
		Flags int `json:"flags"`
	} `json:"message"`
	Data struct {
		Name       string                       `json:"name"`
		Options    []option                     `json:"options"`
		CustomID   string                       `json:"custom_id"`
		Values     []string                     `json:"values"`
		Components []drawing.SubmittedComponent `json:"components"`
	} `json:"data"`
}

// Types of interactions.
const (
	interactionCommand      = 2
	interactionComponent    = 3
	interactionAutocomplete = 4
	interactionModalSubmit  = 5
)

// option is a subcommand, or a parameter with its value.
type option struct {
	Name    string   `json:"name"`
	Type    int      `json:"type"`
	Value   any      `json:"value"`
	Focused bool     `json:"focused"`
	Options []option `json:"options"`
}

// user is an account.
type user struct {
	ID     string `json:"id"`
	Name   string `json:"username"`
	Global string `json:"global_name"`
	Bot    bool   `json:"bot"`
}

// member is a user in a guild.
type member struct {
	User        user   `json:"user"`
	Nick        string `json:"nick"`
	Permissions string `json:"permissions"`
	// Roles are the ids of the member's roles.
	Roles []string `json:"roles"`
}

// displayName is a member's name in the guild, empty if Discord doesn't tell it.
func (m member) displayName() string {
	for _, name := range []string{m.Nick, m.User.Global, m.User.Name} {
		if name = input.CleanName(name); name != "" {
			return name
		}
	}
	return ""
}

// event is an interaction, or the creation, edit or deletion of a message.
type event struct {
	id       string
	guild    string
	channel  string // or thread
	member   member
	at       time.Time
	hostTime bool // at is this host's time, because Discord doesn't tell its own
	act      bot.Act

	token              string // of an interaction, for its responses
	ephemeral          bool   // the pressed button is in an ephemeral message
	missingPermissions []string
}

// directMessages is used as the guild of direct messages.
const directMessages = "@me"

// errIgnored is the error of an event that is not for the bot.
var errIgnored = errors.New("nothing for the bot")

// readInteraction reads an interaction.
func (a *Adapter) readInteraction(data []byte) (event, error) {
	var i interaction
	if err := json.Unmarshal(data, &i); err != nil {
		return event{}, fmt.Errorf("an interaction: %w", err)
	}
	if i.Guild == "" { // a direct message: the only response is that the quiz needs a channel
		i.Guild, i.Member = directMessages, member{User: i.User}
	}
	if i.ID == "" || i.Member.User.ID == "" {
		return event{}, errIgnored
	}
	if i.Channel.ID != "" {
		a.channels.add(i.Channel)
	}
	e := event{
		id: i.ID, guild: i.Guild, channel: i.ChannelID, member: i.Member, at: snowflake.Time(i.ID), token: i.Token,
		ephemeral: i.Message.Flags&drawing.FlagEphemeral != 0, missingPermissions: missingRequired(i.Permissions),
	}
	switch i.Type {
	case interactionCommand:
		e.act = readCommand(&i)
	case interactionAutocomplete:
		e.act = readAutocomplete(&i)
	case interactionComponent:
		e.act = bot.Press{ID: i.Data.CustomID, Values: i.Data.Values}
	case interactionModalSubmit:
		sent := bot.Submission{ID: i.Data.CustomID, Values: map[string]string{}, Chosen: map[string][]string{}}
		drawing.ReadSubmission(&sent, i.Data.Components)
		e.act = sent
	default:
		return e, errIgnored
	}
	return e, nil
}

// Types of a command's options.
const (
	optionSubcommand = 1
	optionText       = 3
	optionUser       = 6
)

// readCommand reads a command and its parameters. An outdated command is read as typed text, so
// its author learns the current ones.
func readCommand(i *interaction) bot.Act {
	path, options := commandPath(i)
	c := bot.ParseCommand(path)
	for _, o := range options {
		if value := i.valueOf(o); value != "" && c.Wrong == "" {
			c.Args[o.Name] = value
		}
	}
	return c
}

// commandPath is a command's name with its subcommand, and its parameters.
func commandPath(i *interaction) (path string, options []option) {
	path, options = i.Data.Name, i.Data.Options
	if len(options) == 1 && options[0].Type == optionSubcommand {
		path, options = path+" "+options[0].Name, options[0].Options
	}
	return path, options
}

// valueOf is a parameter's value; of a user it is the member's id.
func (i *interaction) valueOf(o option) string {
	value := strings.TrimSpace(fmt.Sprint(o.Value))
	switch {
	case o.Value == nil:
		return ""
	case o.Type == optionUser:
		return string(memberID(i.Guild, value))
	}
	return value
}

// readAutocomplete reads a parameter that is being typed.
func readAutocomplete(i *interaction) bot.Act {
	path, options := commandPath(i)
	c := bot.Autocomplete{Path: path, Args: map[string]string{}}
	for _, o := range options {
		if o.Focused {
			c.Param, c.Typed = o.Name, i.valueOf(o)
		} else if value := i.valueOf(o); value != "" {
			c.Args[o.Name] = value
		}
	}
	return c
}
