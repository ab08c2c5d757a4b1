package discord

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/discord/snowflake"
)

// channelMessage is a message as events and histories have it.
type channelMessage struct {
	ID      string `json:"id"`
	Channel string `json:"channel_id"`
	Guild   string `json:"guild_id"`
	Type    int    `json:"type"`
	Author  user   `json:"author"`
	Member  member `json:"member"`
	Webhook string `json:"webhook_id"`
	Content string `json:"content"`
	Edited  string `json:"edited_timestamp"`
	// Mentions are the users mentioned in the content.
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

// isEmpty reports whether a message has neither text nor files: a sticker, or one whose content
// Discord withholds.
func (m *channelMessage) isEmpty() bool { return m.Content == "" && len(m.Attachments) == 0 }

// Types of messages that people write.
const (
	messageDefault = 0
	messageReply   = 19
)

// isFromBot reports whether no person wrote a message: a bot, a webhook or Discord itself did.
func (m *channelMessage) isFromBot(self identity) bool {
	return m.Author.ID == "" || m.Author.Bot || m.Author.ID == self.user || m.Webhook != "" || m.Type != messageDefault && m.Type != messageReply
}

// readMessage reads a message that was written or edited. An update without an edit is something
// that Discord found out about the message.
func (a *Adapter) readMessage(data []byte, edit bool) (event, error) {
	var m channelMessage
	if err := json.Unmarshal(data, &m); err != nil {
		return event{}, fmt.Errorf("a message: %w", err)
	}
	if m.ID == "" || m.Guild == "" || m.isFromBot(a.knownSelf()) || a.connection.ContentDenied() || edit && m.Edited == "" || !edit && m.isEmpty() {
		return event{}, errIgnored
	}
	if c, ok := a.channels.known(m.Channel); ok && !c.isThread() {
		return event{}, errIgnored // talk in a channel is nobody's answer
	}
	return a.messageEvent(&m), nil
}

// messageEvent is the creation of a message, or its last edit.
func (a *Adapter) messageEvent(m *channelMessage) event {
	author := m.Member
	author.User = m.Author
	e := event{id: "message " + m.ID, guild: m.Guild, channel: m.Channel, member: author, at: snowflake.Time(m.ID)}
	text := contentAsTyped(m, a.channels)
	if m.Edited == "" {
		e.act = bot.Message{Thread: m.Channel, ID: m.ID, Text: text, Attached: len(m.Attachments) > 0}
		return e
	}
	sent := e.at
	e.id += " " + m.Edited
	if at, err := time.Parse(time.RFC3339, m.Edited); err == nil {
		e.at = at.UTC()
	}
	e.act = bot.Edit{Thread: m.Channel, ID: m.ID, Sent: sent, Text: text, Attached: len(m.Attachments) > 0}
	return e
}

// readDeletion reads messages that were deleted. Discord does not tell their authors: those in a channel
// may be the bot's.
func (a *Adapter) readDeletion(data []byte) []event {
	var deleted struct {
		ID      string   `json:"id"`
		IDs     []string `json:"ids"`
		Channel string   `json:"channel_id"`
		Guild   string   `json:"guild_id"`
	}
	if err := json.Unmarshal(data, &deleted); err != nil || deleted.Guild == "" {
		return nil
	}
	thread := deleted.Channel
	if c, ok := a.channels.known(deleted.Channel); ok && !c.isThread() {
		thread = ""
	}
	if deleted.ID != "" {
		deleted.IDs = append(deleted.IDs, deleted.ID)
	}
	var events []event
	for _, id := range deleted.IDs {
		if id != "" {
			e := a.deletionEvent(deleted.Guild, deleted.Channel, id)
			e.act = bot.Deletion{Thread: thread, ID: id}
			events = append(events, e)
		}
	}
	return events
}

// threadDeletion is the deletion of a thread with all its messages.
func (a *Adapter) threadDeletion(thread channel) event {
	e := a.deletionEvent(thread.Guild, thread.Parent, thread.ID)
	e.id, e.act = "deletion of thread "+thread.ID, bot.Deletion{Thread: thread.ID}
	return e
}

func (a *Adapter) deletionEvent(guild, thread, id string) event {
	return event{id: "deletion " + id, guild: guild, channel: thread, at: a.Now(), hostTime: true, act: bot.Deletion{Thread: thread, ID: id}}
}

// contentTokens are Discord's own notation of mentions and emoji in a message's content:
// https://docs.discord.com/developers/reference, Message Formatting.
var contentTokens = regexp.MustCompile(`<(@!?|@&|#|a?:)([^<>\s]+)>`)

// contentAsTyped is a message's content as its author typed it, with the names of users, channels
// and emoji.
func contentAsTyped(m *channelMessage, channels *channelCache) string {
	names := map[string]string{}
	for _, mentioned := range m.Mentions {
		who := mentioned.Member
		who.User = mentioned.user
		names[mentioned.ID] = who.displayName()
	}
	return contentTokens.ReplaceAllStringFunc(m.Content, func(token string) string {
		found := contentTokens.FindStringSubmatch(token)
		switch kind, about := found[1], found[2]; kind {
		case "@", "@!":
			if name := names[about]; name != "" {
				return "@" + name
			}
		case "#":
			if c, ok := channels.known(about); ok && c.Name != "" {
				return "#" + c.Name
			}
		case ":", "a:":
			if name, id, ok := strings.Cut(about, ":"); ok && snowflake.Valid(id) {
				return ":" + name + ":"
			}
		}
		return token
	})
}
