package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/quiz/input"
)

// What the gateway and the API tell, as far as the bot reads it: https://docs.discord.com/developers/events/gateway-events.
// It is read here rather than by discordgo, which empties a whole event for one component that it does not know.

// interaction is a command, a press, a form or a question for completion.
type interaction struct {
	ID      string  `json:"id"`
	Token   string  `json:"token"`
	Type    int     `json:"type"`
	Server  string  `json:"guild_id"`
	In      string  `json:"channel_id"`
	Channel channel `json:"channel"`
	Member  member  `json:"member"`
	// User is who did it in a direct message.
	User user `json:"user"`
	// May is what the bot may do in the channel.
	May     string `json:"app_permissions"`
	Message struct {
		Flags int `json:"flags"`
	} `json:"message"`
	Data struct {
		Name       string           `json:"name"`
		Options    []option         `json:"options"`
		CustomID   string           `json:"custom_id"`
		Values     []string         `json:"values"`
		Components []inputComponent `json:"components"`
	} `json:"data"`
}

// Types of interactions.
const (
	typeCommand    = 2
	typePress      = 3
	typeCompletion = 4
	typeSubmission = 5
)

// option is a subcommand, or a parameter with its value.
type option struct {
	Name    string   `json:"name"`
	Type    int      `json:"type"`
	Value   any      `json:"value"`
	Focused bool     `json:"focused"`
	Options []option `json:"options"`
}

// inputComponent is what stands in a form that was sent: a label or row around the fields, and the fields.
type inputComponent struct {
	Type       int              `json:"type"`
	CustomID   string           `json:"custom_id"`
	Value      any              `json:"value"`
	Values     []string         `json:"values"`
	Component  *inputComponent  `json:"component"`
	Components []inputComponent `json:"components"`
}

// user is somebody, and member somebody in a server.
type user struct {
	ID     string `json:"id"`
	Name   string `json:"username"`
	Global string `json:"global_name"`
	Bot    bool   `json:"bot"`
}

type member struct {
	User user   `json:"user"`
	Nick string `json:"nick"`
	May  string `json:"permissions"`
	// Roles are the ids of the member's roles.
	Roles []string `json:"roles"`
}

// shown is what a member is called in the server, empty where Discord doesn't tell.
func (m member) shown() string {
	for _, name := range []string{m.Nick, m.User.Global, m.User.Name} {
		if name = input.CleanName(name); name != "" {
			return name
		}
	}
	return ""
}

// line is a message as events and histories have it.
type line struct {
	ID      string `json:"id"`
	Channel string `json:"channel_id"`
	Server  string `json:"guild_id"`
	Type    int    `json:"type"`
	Author  user   `json:"author"`
	Member  member `json:"member"`
	Webhook string `json:"webhook_id"`
	Content string `json:"content"`
	Edited  string `json:"edited_timestamp"`
	// Mentions are the people named in the content.
	Mentions []struct {
		user
		Member member `json:"member"`
	} `json:"mentions"`
	Components []struct {
		ID int `json:"id"`
	} `json:"components"`
	Attachments []struct {
		ID string `json:"id"`
	} `json:"attachments"`
}

// empty reports whether a message has neither text nor files: a sticker, or one whose text Discord keeps to itself.
func (l *line) empty() bool { return l.Content == "" && len(l.Attachments) == 0 }

// Types of messages that people write.
const (
	messagePlain = 0
	messageReply = 19
)

// foreign reports whether a message is no person's.
func (l *line) foreign(self identity) bool {
	return l.Author.ID == "" || l.Author.Bot || l.Author.ID == self.user || l.Webhook != "" || l.Type != messagePlain && l.Type != messageReply
}

// deed is something that somebody did, and how it can be answered.
type deed struct {
	id     string
	server string
	in     string // the channel or thread
	who    member
	at     time.Time
	ownAt  bool // at is this host's time: Discord doesn't tell when it was
	act    bot.Act

	token     string // with which it is answered; empty for messages
	ephemeral bool   // what was pressed stands in a message that its author alone sees
	lacks     []string
}

// directServer stands for the server of direct messages.
const directServer = "@me"

// errOther is what is not for the bot.
var errOther = errors.New("nothing for the bot")

// readInteraction turns an interaction into what somebody did.
func (a *Adapter) readInteraction(data []byte) (deed, error) {
	var i interaction
	if err := json.Unmarshal(data, &i); err != nil {
		return deed{}, fmt.Errorf("an interaction: %w", err)
	}
	if i.Server == "" { // a direct message, which can be told only that the quiz needs a channel
		i.Server, i.Member = directServer, member{User: i.User}
	}
	if i.Member.User.ID == "" {
		return deed{}, errOther
	}
	if i.Channel.ID != "" {
		a.rooms.learn(i.Channel)
	}
	d := deed{
		id: i.ID, server: i.Server, in: i.In, who: i.Member, at: moment(i.ID), token: i.Token,
		ephemeral: i.Message.Flags&flagEphemeral != 0, lacks: lackingForQuiz(i.May),
	}
	switch i.Type {
	case typeCommand:
		d.act = readCommand(&i)
	case typeCompletion:
		d.act = completing(&i)
	case typePress:
		d.act = bot.Press{ID: i.Data.CustomID, Values: i.Data.Values}
	case typeSubmission:
		sent := bot.Submission{ID: i.Data.CustomID, Values: map[string]string{}, Chosen: map[string][]string{}}
		entered(&sent, i.Data.Components)
		d.act = sent
	default:
		return d, errOther
	}
	return d, nil
}

// entered collects what was entered and chosen in a form's fields, whatever stands around them.
func entered(sent *bot.Submission, list []inputComponent) {
	for _, c := range list {
		id, _, parted := strings.Cut(c.CustomID, partMark)
		text, _ := c.Value.(string)
		switch c.Type {
		case typeInput:
			if parted { // the letters of options
				sent.Chosen[id] = lettered(text)
				break
			}
			sent.Values[id] = text
		case typeRadios:
			sent.Chosen[id] = []string{}
			if text != "" {
				sent.Chosen[id] = []string{text}
			}
		case typeSelect, typeCheckboxes:
			if sent.Chosen[id] == nil {
				sent.Chosen[id] = []string{}
			}
			sent.Chosen[id] = append(sent.Chosen[id], c.Values...)
		}
		if c.Component != nil {
			entered(sent, []inputComponent{*c.Component})
		}
		entered(sent, c.Components)
	}
}

// Types of a command's options.
const (
	optionSubcommand = 1
	optionText       = 3
	optionUser       = 6
)

// readCommand reads a command with its parameters. One that is not registered any more is read as if it had been typed, so that
// its author reads what there is instead.
func readCommand(i *interaction) bot.Act {
	path, options := spelled(i)
	c := bot.ParseCommand(path)
	for _, o := range options {
		if value := i.valueOf(o); value != "" && c.Wrong == "" {
			c.Args[o.Name] = value
		}
	}
	return c
}

// spelled is a command's name with its subcommand, and its parameters.
func spelled(i *interaction) (path string, options []option) {
	path, options = i.Data.Name, i.Data.Options
	if len(options) == 1 && options[0].Type == optionSubcommand {
		path, options = path+" "+options[0].Name, options[0].Options
	}
	return path, options
}

// valueOf is a parameter's value; a member is named as the bot knows them.
func (i *interaction) valueOf(o option) string {
	value := strings.TrimSpace(fmt.Sprint(o.Value))
	switch {
	case o.Value == nil:
		return ""
	case o.Type == optionUser:
		return string(memberID(i.Server, value))
	}
	return value
}

// completing is a parameter that is being typed.
func completing(i *interaction) bot.Act {
	path, options := spelled(i)
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

// readMessage turns a message that was written or edited into what somebody did. An update without an edit is something
// that Discord found out about the message.
func (a *Adapter) readMessage(data []byte, edit bool) (deed, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return deed{}, fmt.Errorf("a message: %w", err)
	}
	if l.Server == "" || l.foreign(a.known()) || a.silent.Load() || edit && l.Edited == "" || !edit && l.empty() {
		return deed{}, errOther
	}
	if c, ok := a.rooms.look(l.Channel); ok && !c.thread() {
		return deed{}, errOther // talk in a channel is nobody's answer
	}
	return a.wrote(&l), nil
}

// wrote is a message as what its author did.
func (a *Adapter) wrote(l *line) deed {
	who := l.Member
	who.User = l.Author
	d := deed{id: "message " + l.ID, server: l.Server, in: l.Channel, who: who, at: moment(l.ID)}
	text := typed(l, a.rooms)
	if l.Edited == "" {
		d.act = bot.Message{Thread: l.Channel, ID: l.ID, Text: text, Attached: len(l.Attachments) > 0}
		return d
	}
	sent := d.at
	d.id += " " + l.Edited
	if at, err := time.Parse(time.RFC3339, l.Edited); err == nil {
		d.at = at.UTC()
	}
	d.act = bot.Edit{Thread: l.Channel, ID: l.ID, Sent: sent, Text: text, Attached: len(l.Attachments) > 0}
	return d
}

// readDeletion turns messages that were deleted into deeds. Discord does not tell whose they were.
func (a *Adapter) readDeletion(data []byte) []deed {
	var gone struct {
		ID      string   `json:"id"`
		IDs     []string `json:"ids"`
		Channel string   `json:"channel_id"`
		Server  string   `json:"guild_id"`
	}
	if err := json.Unmarshal(data, &gone); err != nil || gone.Server == "" {
		return nil
	}
	if c, ok := a.rooms.look(gone.Channel); ok && !c.thread() {
		return nil
	}
	if gone.ID != "" {
		gone.IDs = append(gone.IDs, gone.ID)
	}
	var deeds []deed
	for _, id := range gone.IDs {
		deeds = append(deeds, a.deleted(gone.Server, gone.Channel, id))
	}
	return deeds
}

func (a *Adapter) deleted(server, thread, id string) deed {
	return deed{id: "deletion " + id, server: server, in: thread, at: a.Now(), ownAt: true, act: bot.Deletion{Thread: thread, ID: id}}
}

// epoch is the first millisecond of Discord's ids: https://docs.discord.com/developers/reference, Snowflakes.
const epoch = 1420070400000

// moment is when something with an id came to be, the zero time where it is no id.
func moment(id string) time.Time {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(n>>22) + epoch).UTC() //nolint:gosec // 63 bits less 22
}

// idAt is the smallest id of a moment.
func idAt(t time.Time) string {
	return strconv.FormatInt(max(0, t.UnixMilli()-epoch)<<22, 10)
}
