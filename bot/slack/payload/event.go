package payload

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
)

// EventTypes returns the events that the bot subscribes to, as the manifest names them. An app
// whose manifest lacks those about channels works without them: the bot then learns of a change
// when it next looks at a channel.
func EventTypes() []string {
	return []string{
		"app_home_opened", "app_uninstalled",
		"channel_archive", "channel_deleted", "channel_id_changed", "channel_left", "channel_unarchive",
		"group_archive", "group_deleted", "group_left", "group_unarchive",
		"member_joined_channel", "member_left_channel", "message.channels", "message.groups", "tokens_revoked",
	}
}

func parseEvent(data []byte, self Bot, now time.Time) (UserAction, error) {
	var kind struct {
		Event struct {
			Type string `json:"type"`
		} `json:"event"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return UserAction{}, fmt.Errorf("an event: %w", err)
	}
	if !slices.Contains(EventTypes(), kind.Event.Type) && kind.Event.Type != "message" {
		return UserAction{}, ErrIgnored
	}
	var envelope eventCallback
	if err := json.Unmarshal(data, &envelope); err != nil {
		return UserAction{}, fmt.Errorf("an event: %w", err)
	}
	e := &envelope.Event
	u := UserAction{Key: "event " + envelope.ID, Channel: e.Channel, At: now}
	if e.Type == "app_home_opened" && e.Tab == "home" {
		u.User, u.Channel, u.Act = e.User, "", bot.HomeOpened{}
		return u, nil
	}
	if e.Type != "message" {
		return parseChannelEvent(u, &envelope, self)
	}
	return parseMessageEvent(u, &envelope, self)
}

// parseMessageEvent reads a message that was posted, edited or deleted.
func parseMessageEvent(u UserAction, envelope *eventCallback, self Bot) (UserAction, error) {
	e := &envelope.Event
	switch {
	case e.Subtype == "message_changed" && e.Message != nil:
		u.useTimestamp(e.EventTS)
		return parseEdit(u, e.Message, e.Previous, self)
	case e.Subtype == "message_deleted" && e.Previous != nil:
		u.useTimestamp(e.EventTS)
		return parseDeletion(u, e.Previous, e.Deleted, self)
	case e.Subtype == "message_changed" || e.Subtype == "message_deleted":
		return u, ErrIgnored
	}
	u.User, u.At, u.SlackTime = e.User, ParseTimestamp(e.TS), true
	u.Act = bot.Message{Thread: e.Thread, ID: e.TS, Text: e.Text, Attached: len(e.Files) > 0}
	return u, e.checkReply(self)
}

// useTimestamp sets the action's time to a timestamp of Slack, if it is one.
func (u *UserAction) useTimestamp(ts string) {
	if at := ParseTimestamp(ts); !at.IsZero() {
		u.At, u.SlackTime = at, true
	}
}

// parseEdit reads an edited message. A message with the same text as before only got a preview of a
// link.
func parseEdit(u UserAction, now, before *messagePayload, self Bot) (UserAction, error) {
	if before != nil && before.Text == now.Text && now.Subtype != "tombstone" {
		return u, ErrIgnored
	}
	u.User = now.User
	if now.Edited != nil {
		u.At, u.SlackTime = ParseTimestamp(now.Edited.TS), true
	}
	if now.Subtype == "tombstone" && before != nil {
		return parseDeletion(u, before, before.TS, self)
	}
	u.Act = bot.Edit{
		Thread: now.Thread, ID: now.TS, Sent: ParseTimestamp(now.TS), Text: now.Text, Attached: len(now.Files) > 0,
	}
	return u, now.checkReply(self)
}

// parseDeletion reads the deletion of a person's message in a thread, or of the bot's own message. Slack
// does not tell who deleted it.
func parseDeletion(u UserAction, deleted *messagePayload, ts string, self Bot) (UserAction, error) {
	u.User, u.Act = deleted.User, bot.Deletion{Thread: deleted.Thread, ID: ts}
	if self.User != "" && deleted.User == self.User {
		u.User = ""
		return u, nil
	}
	return u, deleted.checkReply(self)
}

// parseChannelEvent reads an event that decides whether the quiz can run in a channel.
func parseChannelEvent(u UserAction, envelope *eventCallback, self Bot) (UserAction, error) {
	e := &envelope.Event
	switch e.Type {
	case "member_joined_channel":
		u.User, u.Act = e.Inviter, bot.ChannelChanged{Added: true}
		if e.User != self.User {
			return u, ErrIgnored
		}
	case "member_left_channel":
		u.Act = bot.ChannelChanged{}
		if e.User != self.User {
			return u, ErrIgnored
		}
	case "channel_archive", "channel_unarchive", "channel_deleted", "channel_left",
		"group_archive", "group_unarchive", "group_deleted", "group_left":
		u.Act = bot.ChannelChanged{}
	case "channel_id_changed":
		u.Channel, u.Act = e.OldChannelID, bot.ChannelMoved{To: self.Room(e.NewChannelID)}
		if e.NewChannelID == "" {
			return u, ErrIgnored
		}
	default:
		return u, ErrIgnored
	}
	if u.Channel == "" {
		return u, ErrIgnored
	}
	return u, nil
}

// checkReply returns ErrIgnored unless the message is a person's in a thread.
func (m *messagePayload) checkReply(self Bot) error {
	switch {
	case m.Thread == "" || m.Thread == m.TS:
		return ErrIgnored
	case m.BotID != "" || m.User == "" || m.User == self.User || m.User == "USLACKBOT":
		return ErrIgnored
	}
	switch m.Subtype {
	case "", "thread_broadcast", "file_share", "me_message":
		return nil
	}
	return ErrIgnored
}

// ParseHistory reads the current version of a message of a thread's history. The error is
// [ErrIgnored] if it is no person's.
func ParseHistory(channel string, m *slack.Message, self Bot) (UserAction, error) {
	reply := messagePayload{Subtype: m.SubType, User: m.User, BotID: m.BotID, TS: m.Timestamp, Thread: m.ThreadTimestamp}
	if err := reply.checkReply(self); err != nil {
		return UserAction{}, err
	}
	sent, attached := ParseTimestamp(m.Timestamp), len(m.Files) > 0
	u := UserAction{
		Key: "caught " + m.Timestamp, User: m.User, Channel: channel, At: sent, SlackTime: true,
		Act: bot.Message{Thread: m.ThreadTimestamp, ID: m.Timestamp, Text: m.Text, Attached: attached},
	}
	if m.Edited != nil {
		u.Key += " " + m.Edited.Timestamp
		u.At = ParseTimestamp(m.Edited.Timestamp)
		u.Act = bot.Edit{Thread: m.ThreadTimestamp, ID: m.Timestamp, Sent: sent, Text: m.Text, Attached: attached}
	}
	return u, nil
}
