package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strconv"

	"quizbot/bot"
	"quizbot/bot/adapter"
)

// guild is the payload of an event about a guild, or about a channel in one.
type guild struct {
	channel
	Channels []channel `json:"channels"`
	Threads  []channel `json:"threads"`
	Roles    []role    `json:"roles"`
	Members  []member  `json:"members"`
	// SystemChannel is the channel for news of the guild's members.
	SystemChannel string `json:"system_channel_id"`
	Unavailable   bool   `json:"unavailable"`
}

// role is a role with its permissions.
type role struct {
	ID          string `json:"id"`
	Permissions string `json:"permissions"`
}

// receiveGuildEvent remembers channels and threads, and tells the bot of changes in its rooms.
func (r *receiver) receiveGuildEvent(kind string, data []byte) {
	var g guild
	switch kind {
	case "GUILD_MEMBER_UPDATE":
		r.updateMember(data)
		return
	case "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE",
		"CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC":
	default:
		return
	}
	if err := json.Unmarshal(data, &g); err != nil {
		r.Log.Debug("an event is not understood", "kind", kind, "err", err)
		return
	}
	switch kind {
	case "GUILD_CREATE":
		r.addGuild(&g)
	case "GUILD_DELETE":
		r.removeGuild(&g)
	case "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE":
		r.updatePermissions(g.Guild)
	case "THREAD_LIST_SYNC":
		r.channels.add(g.Threads...)
	default:
		r.updateChannel(kind, g.channel)
	}
}

// updateMember takes a change of the bot's own member, as when it gets a role. Discord tells of no
// others.
func (r *receiver) updateMember(data []byte) {
	var update struct {
		Guild string `json:"guild_id"`
		User  user   `json:"user"`
	}
	if json.Unmarshal(data, &update) == nil && update.User.ID == r.knownSelf().user {
		r.updatePermissions(update.Guild)
	}
}

// updateChannel takes a change of a channel or thread. A thread that was archived, or taken out of
// the archive, changes its channel's room.
func (r *receiver) updateChannel(kind string, c channel) {
	switch kind {
	case "CHANNEL_DELETE", "THREAD_DELETE":
		r.channels.remove(c.ID)
	default:
		r.channels.add(c)
	}
	room := c.ID
	switch kind {
	case "THREAD_DELETE":
		if c.Guild != "" && c.Parent != "" {
			e := r.threadDeletion(c)
			r.receiveMessage(&e, nil)
		}
		return
	case "THREAD_UPDATE":
		room = c.Parent
	case "CHANNEL_UPDATE", "CHANNEL_DELETE":
	default:
		return
	}
	if c.Guild != "" && room != "" {
		r.reportChanges(c.Guild, []string{room}, "")
	}
}

// addGuild takes a guild that the bot is in: it was in it before it connected, the guild is back
// after an outage, or the bot was invited just now.
func (r *receiver) addGuild(g *guild) {
	for i := range g.Channels {
		g.Channels[i].Guild = g.ID // Discord leaves it out within a guild
	}
	for i := range g.Threads {
		g.Threads[i].Guild = g.ID
	}
	r.channels.add(append(g.Channels, g.Threads...)...)
	switch r.guilds.add(g.ID) {
	case guildUnknown:
		channels, added := r.channels.textChannels(g.ID), g.introductionChannel(r.knownSelf().user)
		r.reportGuilds("back in "+g.ID, bot.WorkspaceChanged{Workspace: workspace(g.ID).WorkspaceID()}, func(ctx context.Context) {
			r.reportChangesNow(ctx, g.ID, channels, added)
		})
	case guildUnavailable:
		r.reportChanges(g.ID, r.channels.textChannels(g.ID), "")
	case guildAvailable:
	}
}

// removeGuild handles an outage of a guild, or the bot's removal from it.
func (r *receiver) removeGuild(g *guild) {
	r.guilds.remove(g.ID, g.Unavailable)
	if g.Unavailable {
		r.Log.Warn("a server is out of reach for now: Discord has an outage", "server", g.ID)
		return
	}
	r.Log.Error("the bot was removed from a server: its rooms are served no more until it is invited again", "server", g.ID)
	channels := r.channels.textChannels(g.ID)
	r.reportGuilds("removed from "+g.ID, bot.WorkspaceChanged{Workspace: workspace(g.ID).WorkspaceID(), Left: true}, func(ctx context.Context) {
		r.reportChangesNow(ctx, g.ID, channels, "")
	})
}

// listGuilds reports all guilds that the bot is in.
func (r *receiver) listGuilds(ids []string) {
	list := bot.WorkspacesListed{Platform: platform}
	for _, id := range ids {
		list.Workspaces = append(list.Workspaces, workspace(id).WorkspaceID())
	}
	r.reportGuilds("listed", list, func(context.Context) {})
}

// reportGuilds reports that the bot is in a guild or not in the order of such reports, and then runs a
// function.
func (r *receiver) reportGuilds(id string, act bot.Act, then func(context.Context)) {
	e := bot.Event{ID: id + " " + rand.Text(), At: r.Now(), Act: act}
	queued := r.messages.Add("guilds", func(ctx context.Context) {
		limited, cancel := context.WithTimeout(ctx, handleTimeout)
		defer cancel()
		if _, err := r.handle(limited, e); err != nil && ctx.Err() == nil {
			r.Log.Warn("cannot take in which servers the bot is in", "err", err)
		}
		then(ctx)
	})
	if !queued {
		r.Log.Warn("too much waits: the bot's servers are looked at with the next connection")
	}
}

// updatePermissions tells the bot that permissions may have changed in all channels of a guild.
// Changes in a row, as when somebody edits roles, are reported once.
func (r *receiver) updatePermissions(guild string) {
	if !r.guilds.startReport(guild) {
		return
	}
	r.tasks.Go(func(ctx context.Context) {
		adapter.Sleep(ctx, r.Retry)
		r.guilds.endReport(guild)
		r.reportChangesNow(ctx, guild, r.channels.textChannels(guild), "")
	})
}

// reportChanges reports changed channels to the bot. added is the channel for its introduction,
// empty for none.
func (r *receiver) reportChanges(guild string, channels []string, added string) {
	r.tasks.Go(func(ctx context.Context) { r.reportChangesNow(ctx, guild, channels, added) })
}

func (r *receiver) reportChangesNow(ctx context.Context, guild string, channels []string, added string) {
	for _, channel := range channels {
		if ctx.Err() != nil {
			return
		}
		limited, cancel := context.WithTimeout(ctx, handleTimeout)
		e := bot.Event{ID: "changed " + rand.Text(), Room: roomID(guild, channel), At: r.Now(), Act: bot.ChannelChanged{Added: channel == added}}
		if _, err := r.handle(limited, e); err != nil {
			r.Log.Warn("cannot take in that a channel changed", "channel", channel, "err", err)
		}
		cancel()
	}
}

// introductionChannel is the channel of a guild for news of its members, empty if the bot may not
// post there.
func (g *guild) introductionChannel(self string) string {
	for _, c := range g.Channels {
		if c.ID == g.SystemChannel && channelObstacle(c.Type) == nil && len(missingRequired(strconv.FormatInt(g.permissionsIn(self, c), 10))) == 0 {
			return c.ID
		}
	}
	return ""
}

// permissionsIn are a member's in a channel:
// https://docs.discord.com/developers/topics/permissions#permission-overwrites.
func (g *guild) permissionsIn(user string, c channel) int64 {
	roles := map[string]bool{}
	for _, m := range g.Members {
		if m.User.ID == user {
			for _, id := range m.Roles {
				roles[id] = true
			}
		}
	}
	var granted int64
	for _, r := range g.Roles {
		if r.ID == g.ID || roles[r.ID] {
			granted |= parseBits(r.Permissions)
		}
	}
	var allow, deny int64
	for _, o := range c.Overwrites {
		switch {
		case o.ID == g.ID:
			granted = granted&^parseBits(o.Deny) | parseBits(o.Allow)
		case roles[o.ID]:
			allow, deny = allow|parseBits(o.Allow), deny|parseBits(o.Deny)
		}
	}
	granted = granted&^deny | allow
	for _, o := range c.Overwrites {
		if o.ID == user {
			granted = granted&^parseBits(o.Deny) | parseBits(o.Allow)
		}
	}
	return granted
}

// parseBits reads permissions, none if they cannot be read.
func parseBits(text string) int64 {
	bits, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return bits
}
