package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strconv"
	"sync"

	"quizbot/bot"
)

// server is what the gateway tells of a server, or of a channel in one.
type server struct {
	channel
	Channels    []channel `json:"channels"`
	Threads     []channel `json:"threads"`
	Roles       []role    `json:"roles"`
	Members     []member  `json:"members"`
	System      string    `json:"system_channel_id"`
	Unavailable bool      `json:"unavailable"`
}

// role is a role with its permissions.
type role struct {
	ID  string `json:"id"`
	May string `json:"permissions"`
}

// notice learns channels and threads, and tells the bot which rooms changed.
func (c *connection) notice(kind string, data []byte) {
	a := c.adapter
	var told server
	switch kind {
	case "GUILD_MEMBER_UPDATE":
		c.memberChanged(data)
		return
	case "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE",
		"CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC":
	default:
		return
	}
	if err := json.Unmarshal(data, &told); err != nil {
		a.Log.Debug("an event is not understood", "kind", kind, "err", err)
		return
	}
	switch kind {
	case "GUILD_CREATE":
		c.serverThere(&told)
	case "GUILD_DELETE":
		c.serverGone(&told)
	case "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE":
		c.serverChanged(told.Server)
	case "THREAD_LIST_SYNC":
		a.rooms.learn(told.Threads...)
	default:
		c.channelChanged(kind, told.channel)
	}
}

// memberChanged notes that the bot itself changed, as when it gets a role. Of others it is not told.
func (c *connection) memberChanged(data []byte) {
	var told struct {
		Server string `json:"guild_id"`
		User   user   `json:"user"`
	}
	if json.Unmarshal(data, &told) == nil && told.User.ID == c.adapter.known().user {
		c.serverChanged(told.Server)
	}
}

// channelChanged notes what happened to a channel or thread. A thread that was archived, or taken out of the archive,
// changes its channel's room.
func (c *connection) channelChanged(kind string, at channel) {
	a := c.adapter
	switch kind {
	case "CHANNEL_DELETE", "THREAD_DELETE":
		a.rooms.forget(at.ID)
	default:
		a.rooms.learn(at)
	}
	room := at.ID
	switch kind {
	case "THREAD_UPDATE":
		room = at.Parent
	case "CHANNEL_UPDATE", "CHANNEL_DELETE":
	default:
		return
	}
	if at.Server != "" && room != "" {
		c.roomsChanged(at.Server, []string{room}, "")
	}
}

// serverThere notes a server that the bot is in: one that it was in before it connected, that is back after an outage,
// or that it was invited into just now.
func (c *connection) serverThere(told *server) {
	a := c.adapter
	for i := range told.Channels {
		told.Channels[i].Server = told.ID // which Discord leaves out within a server
	}
	for i := range told.Threads {
		told.Threads[i].Server = told.ID
	}
	a.rooms.learn(append(told.Channels, told.Threads...)...)
	switch a.servers.came(told.ID) {
	case invited:
		c.roomsChanged(told.ID, a.rooms.in(told.ID), told.introduction(a.known().user))
	case cameBack:
		c.roomsChanged(told.ID, a.rooms.in(told.ID), "")
	}
}

// serverGone notes a server that the bot was removed from, or that has an outage.
func (c *connection) serverGone(told *server) {
	a := c.adapter
	a.servers.went(told.ID, told.Unavailable)
	if told.Unavailable {
		a.Log.Warn("a server is out of reach for now: Discord has an outage", "server", told.ID)
		return
	}
	a.Log.Error("the bot was removed from a server: its rooms are served no more until it is invited again", "server", told.ID)
	c.roomsChanged(told.ID, a.rooms.in(told.ID), "")
}

// serverChanged tells the bot that permissions may have changed in all channels of a server. Changes that follow each
// other at once, as when somebody edits roles, are told once.
func (c *connection) serverChanged(server string) {
	a := c.adapter
	if !a.servers.waits(server) {
		return
	}
	a.went(func(ctx context.Context) {
		sleep(ctx, a.Retry)
		a.servers.told(server)
		c.tellChanged(ctx, server, a.rooms.in(server), "")
	})
}

// roomsChanged tells the bot of channels that changed; added is the one in which it may introduce itself, if any.
func (c *connection) roomsChanged(server string, channels []string, added string) {
	c.adapter.went(func(ctx context.Context) { c.tellChanged(ctx, server, channels, added) })
}

func (c *connection) tellChanged(ctx context.Context, server string, channels []string, added string) {
	a := c.adapter
	for _, channel := range channels {
		if ctx.Err() != nil {
			return
		}
		limited, cancel := context.WithTimeout(ctx, handleTime)
		e := bot.Event{ID: "changed " + rand.Text(), Room: roomID(server, channel), At: a.Now(), Act: bot.ChannelChanged{Added: channel == added}}
		if _, err := c.handle(limited, e); err != nil {
			a.Log.Warn("cannot take in that a channel changed", "channel", channel, "err", err)
		}
		cancel()
	}
}

// introduction is the channel of a server for news of its members, where the bot may post there.
func (s *server) introduction(self string) string {
	for _, c := range s.Channels {
		if c.ID == s.System && wrongKind(c.Type) == nil && len(lackingForQuiz(strconv.FormatInt(s.permissions(self, c), 10))) == 0 {
			return c.ID
		}
	}
	return ""
}

// permissions are a member's in a channel: https://docs.discord.com/developers/topics/permissions#permission-overwrites.
func (s *server) permissions(user string, c channel) int64 {
	roles := map[string]bool{}
	for _, m := range s.Members {
		if m.User.ID == user {
			for _, id := range m.Roles {
				roles[id] = true
			}
		}
	}
	var may int64
	for _, r := range s.Roles {
		if r.ID == s.ID || roles[r.ID] {
			may |= bitsOf(r.May)
		}
	}
	var allow, deny int64
	for _, o := range c.Overwrites {
		switch {
		case o.ID == s.ID:
			may = may&^bitsOf(o.Deny) | bitsOf(o.Allow)
		case roles[o.ID]:
			allow, deny = allow|bitsOf(o.Allow), deny|bitsOf(o.Deny)
		}
	}
	may = may&^deny | allow
	for _, o := range c.Overwrites {
		if o.ID == user {
			may = may&^bitsOf(o.Deny) | bitsOf(o.Allow)
		}
	}
	return may
}

// bitsOf reads permissions, none where they cannot be read.
func bitsOf(text string) int64 {
	bits, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return bits
}

// servers knows which servers the bot is in.
type servers struct {
	mu      sync.Mutex
	known   map[string]presence
	changed map[string]bool // those whose change is still to be told
}

// presence is whether a server is there.
type presence int

const (
	unknown presence = iota
	there
	away // an outage
	// invited and cameBack are what a server may be when it appears.
	invited
	cameBack
)

func newServers() *servers { return &servers{known: map[string]presence{}, changed: map[string]bool{}} }

// greeted notes the servers that a new session is told of: the bot was in them before.
func (s *servers) greeted(kind string, data []byte) {
	var told struct {
		Servers []struct {
			ID string `json:"id"`
		} `json:"guilds"`
	}
	if kind != "READY" || json.Unmarshal(data, &told) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range told.Servers {
		if s.known[g.ID] == unknown {
			s.known[g.ID] = there
		}
	}
}

// came notes a server that is there, and returns whether it is new or was away.
func (s *servers) came(id string) presence {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.known[id]
	s.known[id] = there
	switch was {
	case unknown:
		return invited
	case away:
		return cameBack
	}
	return there
}

// went notes a server that is gone, for a while or for good.
func (s *servers) went(id string, outage bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, id)
	if outage {
		s.known[id] = away
	}
}

// waits notes that a server's change is to be told, and reports whether that was not so before.
func (s *servers) waits(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.changed[id]
	s.changed[id] = true
	return !was
}

// told notes that a server's change is being told.
func (s *servers) told(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.changed, id)
}
