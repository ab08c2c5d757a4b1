package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"quizbot/bot"
)

// The payloads of Socket Mode, as far as the bot reads them. They are read here rather than by slack-go, which
// refuses a whole event for one block that it does not know.

// slashCommand is docs.slack.dev/interactivity/implementing-slash-commands.
type slashCommand struct {
	Channel     string `json:"channel_id"`
	User        string `json:"user_id"`
	UserName    string `json:"user_name"`
	Command     string `json:"command"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	Trigger     string `json:"trigger_id"`
}

// interaction is docs.slack.dev/reference/interaction-payloads.
type interaction struct {
	Type        string `json:"type"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	User        struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		Thread string `json:"thread_ts"`
	} `json:"container"`
	Message struct {
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Actions []action `json:"actions"`
	View    struct {
		ID       string `json:"id"`
		Callback string `json:"callback_id"`
		Private  string `json:"private_metadata"`
		State    struct {
			Values map[string]map[string]struct {
				Value string `json:"value"`
			} `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

type action struct {
	ID      string   `json:"action_id"`
	At      string   `json:"action_ts"`
	Option  *option  `json:"selected_option"`
	Options []option `json:"selected_options"`
}

type option struct {
	Value string `json:"value"`
}

// happening is docs.slack.dev/reference/events.
type happening struct {
	ID    string `json:"event_id"`
	Event struct {
		Type string `json:"type"`
		Tab  string `json:"tab"`
		line
		Deleted  string `json:"deleted_ts"`
		Message  *line  `json:"message"`
		Previous *line  `json:"previous_message"`
	} `json:"event"`
}

// line is a message as events and histories have it.
type line struct {
	Subtype string `json:"subtype"`
	Channel string `json:"channel"`
	Author  string `json:"user"`
	BotID   string `json:"bot_id"`
	Text    string `json:"text"`
	TS      string `json:"ts"`
	Thread  string `json:"thread_ts"`
	EventTS string `json:"event_ts"`
	Edited  *struct {
		TS string `json:"ts"`
	} `json:"edited"`
}

// deed is something that somebody did, and how it can be answered.
type deed struct {
	// key is the same for every delivery.
	key  string
	user string
	// name is what Slack calls the user where it tells so, which is not what they chose to be called.
	name    string
	channel string // empty on the bot's own page
	at      time.Time
	// slackAt says that at is Slack's time and not this host's.
	slackAt bool
	act     bot.Act

	trigger, responseURL string
	thread               string // that the message stands in on which something was pressed
	view                 string // the form that was sent, or the view in which something was pressed
}

// errOther is what is not for the bot: it is acknowledged and forgotten.
var errOther = errors.New("nothing for the bot")

// read turns a payload into what somebody did.
func (a *Adapter) read(kind, envelope string, payload []byte) (deed, error) {
	switch kind {
	case "slash_commands":
		return a.readCommand(payload)
	case "interactive":
		return a.readInteraction(envelope, payload)
	case "events_api":
		return a.readEvent(payload)
	}
	return deed{}, errOther
}

func (a *Adapter) readCommand(payload []byte) (deed, error) {
	var c slashCommand
	if err := json.Unmarshal(payload, &c); err != nil {
		return deed{}, fmt.Errorf("a command: %w", err)
	}
	text := commandText(c.Text, func(user string) string { return string(a.known().member(user)) })
	return deed{
		key: "command " + c.Trigger, user: c.User, name: c.UserName, channel: c.Channel, at: a.Now(),
		act: bot.ParseCommand(c.Command + " " + text), responseURL: c.ResponseURL, trigger: c.Trigger,
	}, nil
}

// known is who the bot is. It is asked for before the first socket opens.
func (a *Adapter) known() identity {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.self
}

func (a *Adapter) readInteraction(envelope string, payload []byte) (deed, error) {
	var i interaction
	if err := json.Unmarshal(payload, &i); err != nil {
		return deed{}, fmt.Errorf("a press or form: %w", err)
	}
	d := deed{
		key: i.Type + " " + i.Trigger, user: i.User.ID, name: i.User.Name, channel: i.Channel.ID, at: a.Now(),
		responseURL: i.ResponseURL, trigger: i.Trigger, thread: i.Message.Thread, view: i.View.ID,
	}
	if i.Trigger == "" {
		d.key = i.Type + " " + envelope
	}
	if d.thread == "" {
		d.thread = i.Container.Thread
	}
	switch {
	case i.Type == "block_actions" && len(i.Actions) > 0:
		pressed := i.Actions[0]
		if at := moment(pressed.At); !at.IsZero() {
			d.at, d.slackAt = at, true
		}
		if d.view != "" && d.channel == "" {
			d.channel = i.View.Private
		}
		d.act = bot.Press{ID: pressed.ID, Values: pressed.values()}
		return d, nil
	case i.Type == "view_submission":
		d.channel = i.View.Private
		values := map[string]string{}
		for block, fields := range i.View.State.Values {
			for _, field := range fields {
				values[block] = field.Value
			}
		}
		d.act = bot.Submission{ID: i.View.Callback, Values: values}
		return d, nil
	}
	return d, errOther
}

// values are the options that were chosen, none for a button.
func (p action) values() []string {
	var values []string
	if p.Option != nil {
		values = append(values, p.Option.Value)
	}
	for _, o := range p.Options {
		values = append(values, o.Value)
	}
	return values
}

func (a *Adapter) readEvent(payload []byte) (deed, error) {
	var h happening
	if err := json.Unmarshal(payload, &h); err != nil {
		return deed{}, fmt.Errorf("an event: %w", err)
	}
	e := h.Event
	d := deed{key: "event " + h.ID, channel: e.Channel}
	switch {
	case e.Type == "app_home_opened" && e.Tab == "home":
		d.user, d.channel, d.at, d.act = e.Author, "", a.Now(), bot.HomeOpened{}
		return d, nil
	case e.Type != "message":
		return d, errOther
	case e.Subtype == "message_changed" && e.Message != nil:
		d.at, d.slackAt = a.momentOr(e.EventTS)
		return a.readEdit(d, e.Message, e.Previous)
	case e.Subtype == "message_deleted" && e.Previous != nil:
		d.user = e.Previous.Author
		d.at, d.slackAt = a.momentOr(e.EventTS)
		d.act = bot.Deletion{Thread: e.Previous.Thread, ID: e.Deleted}
		return d, e.Previous.foreign(a.known())
	case e.Subtype == "message_changed" || e.Subtype == "message_deleted":
		return d, errOther
	}
	d.user, d.at, d.slackAt = e.Author, moment(e.TS), true
	d.act = bot.Message{Thread: e.Thread, ID: e.TS, Text: e.Text}
	return d, e.foreign(a.known())
}

// momentOr is when an event happened by Slack's clock, or by this host's where Slack doesn't tell.
func (a *Adapter) momentOr(ts string) (at time.Time, slackAt bool) {
	if at := moment(ts); !at.IsZero() {
		return at, true
	}
	return a.Now(), false
}

// readEdit reads a message that was changed. One whose text is as it was has only got a preview.
func (a *Adapter) readEdit(d deed, now, before *line) (deed, error) {
	if before != nil && before.Text == now.Text && now.Subtype != "tombstone" {
		return d, errOther
	}
	d.user = now.Author
	if now.Edited != nil {
		d.at, d.slackAt = moment(now.Edited.TS), true
	}
	if now.Subtype == "tombstone" && before != nil {
		d.user = before.Author
		d.act = bot.Deletion{Thread: before.Thread, ID: before.TS}
		return d, before.foreign(a.known())
	}
	d.act = bot.Edit{Thread: now.Thread, ID: now.TS, Sent: moment(now.TS), Text: now.Text}
	return d, now.foreign(a.known())
}

// foreign returns errOther for a message that is no person's, or that stands in no thread.
func (l *line) foreign(self identity) error {
	switch {
	case l.Thread == "" || l.Thread == l.TS:
		return errOther
	case l.BotID != "" || l.Author == "" || l.Author == self.user || l.Author == "USLACKBOT":
		return errOther
	}
	switch l.Subtype {
	case "", "thread_broadcast", "file_share", "me_message":
		return nil
	}
	return errOther
}

// isAdminCommand reports whether an act needs to know whether its author may run the room.
func isAdminCommand(act bot.Act) bool {
	c, ok := act.(bot.Command)
	return ok && (strings.HasPrefix(c.Path, "quiz-admin") || c.Path == "quiz help")
}
