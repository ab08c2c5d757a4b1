package slack

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
		TS     string `json:"message_ts"`
		Thread string `json:"thread_ts"`
	} `json:"container"`
	Message struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Actions []action     `json:"actions"`
	View    openedWindow `json:"view"`
}

// openedWindow is a view of docs.slack.dev/reference/views with what was entered in it.
type openedWindow struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Callback string `json:"callback_id"`
	Private  string `json:"private_metadata"`
	Blocks   []struct {
		Type string `json:"type"`
		ID   string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values map[string]map[string]entered `json:"values"`
	} `json:"state"`
}

// entered is what was entered in one element of a form.
type entered struct {
	Type    string   `json:"type"`
	Value   string   `json:"value"`
	Option  *option  `json:"selected_option"`
	Options []option `json:"selected_options"`
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
		// Of events about channels: who invited somebody, and a channel's ids.
		Inviter string `json:"inviter"`
		Old     string `json:"old_channel_id"`
		New     string `json:"new_channel_id"`
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
	Files []struct {
		ID string `json:"id"`
	} `json:"files"`
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
	thread               string   // that the message stands in on which something was pressed
	view                 string   // the form that was sent, or the view in which something was pressed
	window               bool     // something was pressed in a window, and not on the bot's own page
	home                 bool     // it was done on the bot's own page, or in a form that was opened there
	fields               []string // of the form that was sent, in their order
	changed              bool     // the bot said something to it, so that the bot's own page may have changed
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
		responseURL: i.ResponseURL, trigger: i.Trigger, view: i.View.ID,
		thread: cmp.Or(threadOf(i.Message.TS, i.Message.Thread), threadOf(i.Container.TS, i.Container.Thread)),
	}
	if i.Trigger == "" {
		d.key = i.Type + " " + envelope
	}
	if d.view != "" && d.channel == "" {
		d.channel, d.thread, _ = strings.Cut(i.View.Private, " ")
		d.home = d.channel == ""
	}
	switch {
	case i.Type == "block_actions" && len(i.Actions) > 0:
		pressed := i.Actions[0]
		if strings.HasPrefix(pressed.ID, linkID) {
			return d, errOther // Slack opened the address
		}
		if at := moment(pressed.At); !at.IsZero() {
			d.at, d.slackAt = at, true
		}
		d.window = i.View.Type == "modal"
		d.act = bot.Press{ID: pressed.ID, Values: pressed.values()}
		return d, nil
	case i.Type == "view_submission":
		d.act, d.fields = i.View.submission()
		return d, nil
	}
	return d, errOther
}

// threadOf is the thread in which a message stands, empty in the channel itself. A message with replies names itself.
func threadOf(ts, thread string) string {
	if thread == ts {
		return ""
	}
	return thread
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
	var kind struct {
		Event struct {
			Type string `json:"type"`
		} `json:"event"`
	}
	if err := json.Unmarshal(payload, &kind); err != nil {
		return deed{}, fmt.Errorf("an event: %w", err)
	}
	if !slices.Contains(events(), kind.Event.Type) && kind.Event.Type != "message" {
		return deed{}, errOther
	}
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
		return a.readChannelEvent(d, &h)
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
	d.act = bot.Message{Thread: e.Thread, ID: e.TS, Text: e.Text, Attached: len(e.Files) > 0}
	return d, e.foreign(a.known())
}

// momentOr is when an event happened by Slack's clock, or by this host's where Slack doesn't tell.
func (a *Adapter) momentOr(ts string) (at time.Time, slackAt bool) {
	if at := moment(ts); !at.IsZero() {
		return at, true
	}
	return a.Now(), false
}

// readChannelEvent reads what decides whether the quiz can run in a channel.
func (a *Adapter) readChannelEvent(d deed, h *happening) (deed, error) {
	e := h.Event
	d.at = a.Now()
	switch e.Type {
	case "member_joined_channel":
		d.user, d.act = e.Inviter, bot.ChannelChanged{Added: true}
		if e.Author != a.known().user {
			return d, errOther
		}
	case "member_left_channel":
		d.act = bot.ChannelChanged{}
		if e.Author != a.known().user {
			return d, errOther
		}
	case "channel_archive", "channel_unarchive", "channel_deleted", "channel_left", "group_archive", "group_unarchive", "group_deleted", "group_left":
		d.act = bot.ChannelChanged{}
	case "channel_id_changed":
		d.channel, d.act = e.Old, bot.ChannelMoved{To: a.known().room(e.New)}
		if e.New == "" {
			return d, errOther
		}
	default:
		return d, errOther
	}
	if d.channel == "" {
		return d, errOther
	}
	return d, nil
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
	d.act = bot.Edit{Thread: now.Thread, ID: now.TS, Sent: moment(now.TS), Text: now.Text, Attached: len(now.Files) > 0}
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
