package discordtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// Kinds of channels.
// https://discord.com/developers/docs/resources/channel#channel-object-channel-types
const (
	kindText         = 0
	kindDirect       = 1
	kindThread       = 11
	KindVoice        = 2
	KindCategory     = 4
	KindAnnouncement = 5
	KindThread       = kindThread
	KindStage        = 13
	KindForum        = 15
	KindMedia        = 16
)

// channel is the channel of the guild, a thread in it, or what somebody and the bot write to each
// other.
type channel struct {
	id, name, parent, owner string
	kind                    int
	archived, locked        bool
	archiveAfter            int // minutes
	recipient               string
	last                    string // id of the last message
	count                   int    // of messages in a thread, without its first
	created, changed        time.Time
	denied                  int // permissions that the bot lacks here
}

func (c *channel) toJSON() payload.Object {
	var last any
	if c.last != "" {
		last = c.last
	}
	o := payload.Object{"id": c.id, "type": c.kind, "last_message_id": last, "flags": 0}
	if c.kind == kindDirect {
		return o
	}
	o["guild_id"], o["name"], o["parent_id"], o["rate_limit_per_user"] = GuildID, c.name, nil, 0
	if c.kind != kindThread {
		o["topic"], o["nsfw"], o["position"], o["permission_overwrites"] = nil, false, 0, []any{}
		if c.denied != 0 {
			o["permission_overwrites"] = []payload.Object{{"id": roleBot, "type": 0, "allow": "0", "deny": strconv.Itoa(c.denied)}}
		}
		return o
	}
	o["parent_id"], o["owner_id"] = c.parent, c.owner
	o["message_count"], o["total_message_sent"], o["member_count"] = c.count, c.count, 1
	o["thread_metadata"] = payload.Object{
		"archived": c.archived, "archive_timestamp": timestamp(c.changed), "auto_archive_duration": c.archiveAfter,
		"locked": c.locked, "create_timestamp": timestamp(c.created),
	}
	return o
}

// directChannelJSON is the channel as the API tells it of somebody's direct messages.
func (s *Server) directChannelJSON(c *channel) payload.Object {
	o := c.toJSON()
	o["recipients"] = []payload.Object{s.members[c.recipient].userJSON()}
	return o
}

func (s *Server) channelJSON(c *channel) payload.Object {
	if c.kind == kindDirect {
		return s.directChannelJSON(c)
	}
	return c.toJSON()
}

func (s *Server) getGateway(*request) reply {
	s.gateway.refillStarts()
	url := "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway"
	return okReply(payload.Object{"url": url, "shards": 1, "session_start_limit": payload.Object{
		"total": 1000, "remaining": s.gateway.starts, "reset_after": s.gateway.resetAfter.Milliseconds(), "max_concurrency": 1,
	}})
}

// Flags of an application.
// https://discord.com/developers/docs/resources/application#application-object-application-flags
const (
	flagContent      = 1 << 18
	flagCommandBadge = 1 << 23
)

func (s *Server) appFlags() int {
	if s.gateway.content {
		return flagContent | flagCommandBadge
	}
	return flagCommandBadge
}

func (s *Server) getApplication(*request) reply {
	return okReply(payload.Object{
		"id": AppID, "name": "quizbot", "icon": nil, "description": "", "summary": "", "flags": s.appFlags(), "bot_public": true,
		"bot_require_code_grant": false, "verify_key": strings.Repeat("0", 64), "interactions_endpoint_url": nil,
		"approximate_guild_count": 1, "bot": s.members[BotID].userJSON(),
	})
}

func (s *Server) getMe(*request) reply {
	u := s.members[BotID].userJSON()
	u["mfa_enabled"], u["locale"], u["verified"], u["email"], u["flags"] = false, "en-US", true, nil, 0
	return okReply(u)
}

func (s *Server) getUser(r *request) reply {
	if m := s.members[r.args[0]]; m != nil {
		return okReply(m.userJSON())
	}
	return unknownUser()
}

// checkGuild refuses a guild that the bot is not in.
func (s *Server) checkGuild(id string) (reply, bool) {
	if id != GuildID {
		return unknownGuild(), false
	}
	if s.faults.kicked {
		return missingAccess(), false
	}
	return reply{}, true
}

func (s *Server) getGuild(r *request) reply {
	if no, is := s.checkGuild(r.args[0]); !is {
		return no
	}
	return okReply(s.guildJSON())
}

func (s *Server) guildJSON() payload.Object {
	return payload.Object{
		"id": GuildID, "name": "Test Guild", "icon": nil, "owner_id": s.joinMember("boss").id, "preferred_locale": "en-US", "afk_timeout": 300,
		"verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": []any{},
		"features": []string{"COMMUNITY"}, "mfa_level": 0, "system_channel_flags": 0, "premium_tier": 0, "nsfw_level": 0,
		"premium_progress_bar_enabled": false, "stickers": []any{}, "roles": s.rolesJSON(), "system_channel_id": ChannelID,
	}
}

func (s *Server) rolesJSON() []payload.Object {
	role := func(id, name string, may, position int) payload.Object {
		return payload.Object{
			"id": id, "name": name, "color": 0, "hoist": false, "position": position, "managed": id == roleBot, "mentionable": false,
			"permissions": strconv.Itoa(may), "flags": 0,
		}
	}
	return []payload.Object{role(roleEveryone, "@everyone", everyonesOwn, 0), role(roleBot, "quizbot", botPermissions&^s.faults.withdrawn, 1)}
}

func (s *Server) getRoles(r *request) reply {
	if no, is := s.checkGuild(r.args[0]); !is {
		return no
	}
	return okReply(s.rolesJSON())
}

func (s *Server) getMember(r *request) reply {
	if no, is := s.checkGuild(r.args[0]); !is {
		return no
	}
	m := s.members[r.args[1]]
	if m == nil {
		return unknownMember()
	}
	o := m.memberJSON()
	o["user"] = m.userJSON()
	return okReply(o)
}

func (s *Server) getChannel(r *request) reply {
	c, no := s.findChannel(r.args[0])
	if c == nil {
		return no
	}
	if no, is := s.missingPermission(c, 0); is {
		return no
	}
	return okReply(s.channelJSON(c))
}

// findChannel finds a channel, or says why the bot cannot use it.
func (s *Server) findChannel(id string) (*channel, reply) {
	c := s.channels[id]
	if c == nil {
		return nil, unknownChannel()
	}
	if s.faults.kicked && c.kind != kindDirect {
		return nil, missingAccess()
	}
	return c, reply{}
}

// postDirect opens the channel between somebody and the bot; there is one for each member.
func (s *Server) postDirect(r *request) reply {
	m := s.members[payload.TextOf(r.body, "recipient_id")]
	if m == nil || m.bot {
		return errorReply(http.StatusBadRequest, 50033, "Invalid Recipient(s)")
	}
	return okReply(s.directChannelJSON(s.directChannel(m)))
}

func (s *Server) directChannel(m *member) *channel {
	for _, c := range s.channels {
		if c.kind == kindDirect && c.recipient == m.id {
			return c
		}
	}
	c := &channel{id: s.nextID(), kind: kindDirect, recipient: m.id, created: s.now()}
	s.channels[c.id] = c
	return c
}
