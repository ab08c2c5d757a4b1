package payload

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/slack/blocks"
)

// ErrIgnored says that a payload is not for the bot: it is acknowledged and forgotten.
var ErrIgnored = errors.New("nothing for the bot")

// Bot is the bot's own identity, by which its own messages and channels are recognized.
type Bot struct {
	adapter.Workspace
	// User is the id of the bot user.
	User string
}

// UserAction is something that a user did, with the means to answer it.
type UserAction struct {
	// Key is the same for each delivery of the action.
	Key string
	// User is the user's id, empty if Slack does not tell it.
	User string
	// Channel is empty in the App Home.
	Channel string
	At      time.Time
	// SlackTime says that At is by Slack's clock and not by this host's.
	SlackTime bool
	Act       bot.Act

	TriggerID, ResponseURL string
	// MessageThread is the thread of the message whose button was pressed, empty in the channel
	// itself.
	MessageThread string
	// ViewID is the id of the submitted view, or of the view with the pressed button.
	ViewID string
	// InModal says that a button was pressed in a modal and not in the App Home.
	InModal bool
	// OnHome says that it was done in the App Home, or in a modal opened from there.
	OnHome bool
	// Fields are the ids of the fields of a submitted form, in their order.
	Fields []string
}

// Thread returns the thread in which something was done, empty in the channel itself.
func (u *UserAction) Thread() string {
	switch act := u.Act.(type) {
	case bot.Message:
		return act.Thread
	case bot.Edit:
		return act.Thread
	default:
		return u.MessageThread
	}
}

// Metadata returns the private_metadata of a modal: the channel and, behind a space, the thread of
// the action that opens it. Its submission comes back with them.
func (u *UserAction) Metadata() string { return strings.TrimSpace(u.Channel + " " + u.Thread()) }

// FieldOrFirst returns id if the submitted form has this field, the first field otherwise. It is
// empty if the form has none.
func (u *UserAction) FieldOrFirst(id string) string {
	first := ""
	for i, field := range u.Fields {
		if field == id {
			return id
		}
		if i == 0 {
			first = field
		}
	}
	return first
}

// Parse reads the payload of an envelope of Socket Mode. Now is the time of actions for which Slack
// gives none. The error is [ErrIgnored] if the payload is not for the bot.
func Parse(envelopeType, envelopeID string, data []byte, self Bot, now time.Time) (UserAction, error) {
	switch envelopeType {
	case "slash_commands":
		return parseCommand(data, self, now)
	case "interactive":
		return parseInteraction(envelopeID, data, now)
	case "events_api":
		return parseEvent(data, self, now)
	}
	return UserAction{}, ErrIgnored
}

func parseCommand(data []byte, self Bot, now time.Time) (UserAction, error) {
	var c commandPayload
	if err := json.Unmarshal(data, &c); err != nil {
		return UserAction{}, fmt.Errorf("a command: %w", err)
	}
	text := commandText(c.Text, func(user string) string { return string(self.Member(user)) })
	return UserAction{
		Key: "command " + c.TriggerID, User: c.User, Channel: c.Channel, At: now,
		Act: bot.ParseCommand(c.Command + " " + text), ResponseURL: c.ResponseURL, TriggerID: c.TriggerID,
	}, nil
}

func parseInteraction(envelopeID string, data []byte, now time.Time) (UserAction, error) {
	var i interactionPayload
	if err := json.Unmarshal(data, &i); err != nil {
		return UserAction{}, fmt.Errorf("a press or form: %w", err)
	}
	u := UserAction{
		Key: i.Type + " " + cmp.Or(i.TriggerID, envelopeID), User: i.User.ID, Channel: i.Channel.ID, At: now,
		ResponseURL: i.ResponseURL, TriggerID: i.TriggerID, ViewID: i.View.ID,
		MessageThread: cmp.Or(
			threadOfMessage(i.Message.TS, i.Message.Thread), threadOfMessage(i.Container.TS, i.Container.Thread),
		),
	}
	if u.ViewID != "" && u.Channel == "" {
		u.Channel, u.MessageThread, _ = strings.Cut(i.View.PrivateMetadata, " ")
		u.OnHome = u.Channel == ""
	}
	switch {
	case i.Type == "block_actions" && len(i.Actions) > 0:
		action := i.Actions[0]
		if blocks.IsLink(action.ID) {
			return u, ErrIgnored
		}
		if at := ParseTimestamp(action.TS); !at.IsZero() {
			u.At, u.SlackTime = at, true
		}
		u.InModal = i.View.Type == "modal"
		u.Act = bot.Press{ID: action.ID, Values: action.selectedValues()}
		return u, nil
	case i.Type == "view_submission":
		u.Act, u.Fields = i.View.submission()
		return u, nil
	}
	return u, ErrIgnored
}

// threadOfMessage returns the thread of a message, empty in the channel itself. A message with
// replies names itself as its thread.
func threadOfMessage(ts, thread string) string {
	if thread == ts {
		return ""
	}
	return thread
}

// submission returns a submitted form, and the ids of its fields in their order.
func (v *view) submission() (s bot.Submission, fields []string) {
	s = bot.Submission{ID: v.CallbackID, Values: map[string]string{}, Chosen: map[string][]string{}}
	for block, elements := range v.State.Values {
		for _, e := range elements {
			switch e.Type {
			case string(slack.METRadioButtons), string(slack.METCheckboxGroups), slack.OptTypeStatic, slack.MultiOptTypeStatic:
				s.Chosen[block] = e.selectedValues()
			default:
				s.Values[block] = e.Value
			}
		}
	}
	for _, b := range v.Blocks {
		if b.Type == "input" {
			fields = append(fields, b.ID)
		}
	}
	return s, fields
}
