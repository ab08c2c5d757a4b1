package discordtest

import (
	"net/http"
	"strconv"

	"quizbot/internal/testing/discordtest/payload"
)

// Permissions that the server looks at. https://discord.com/developers/docs/topics/permissions
const (
	AddReactions   = 1 << 6
	ManageServer   = 1 << 5
	ViewChannel    = 1 << 10
	SendMessages   = 1 << 11
	ReadHistory    = 1 << 16
	PublicThreads  = 1 << 35
	SendInThreads  = 1 << 38
	roleBot        = "1180000000000000009" // the role that the bot got when it was invited
	botPermissions = 326417632320          // those, EMBED_LINKS, ATTACH_FILES and MANAGE_THREADS
	everyonesOwn   = 1 << 31               // USE_APPLICATION_COMMANDS
	memberMay      = 311385246784          // in a channel, as an interaction tells it
	adminMay       = memberMay | ManageServer
)

// permissions are a member's, computed as Discord sends them with an interaction.
func (m *member) permissions() string {
	if m.admin {
		return strconv.Itoa(adminMay)
	}
	return strconv.Itoa(memberMay)
}

// botPermissions returns the bot's permissions in a channel. A thread has those of its channel.
func (s *Server) botPermissions(c *channel) int {
	if c.kind == kindThread && s.channels[c.parent] != nil {
		c = s.channels[c.parent]
	}
	return (botPermissions | everyonesOwn) &^ s.faults.withdrawn &^ c.denied
}

// Deny takes permissions off the bot in a channel, and gives it all others.
func (s *Server) Deny(channel string, permissions int) {
	defer s.waitIdle()
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	c.denied = permissions
	s.dispatch("CHANNEL_UPDATE", intentGuilds, c.toJSON())
}

// Withdraw takes permissions off the bot's role, and gives it all others.
func (s *Server) Withdraw(permissions int) {
	defer s.waitIdle()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.withdrawn = permissions
	for _, r := range s.rolesJSON() {
		if r["id"] == roleBot {
			s.dispatch("GUILD_ROLE_UPDATE", intentGuilds, payload.Object{"guild_id": GuildID, "role": r})
		}
	}
}

// MemberChanged tells that a member of the guild changed, as when their roles do. Of others than
// itself a bot without the intent for members is not told.
func (s *Server) MemberChanged(id string) {
	defer s.waitIdle()
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.members[id].memberJSON()
	o["guild_id"], o["user"] = GuildID, s.members[id].userJSON()
	s.dispatch("GUILD_MEMBER_UPDATE", 0, o)
}

// Invite brings the bot back into the guild that it was kicked out of.
func (s *Server) Invite() {
	defer s.waitIdle()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.kicked = false
	s.dispatch("GUILD_CREATE", intentGuilds, s.guildCreatePayload())
}

// AddChannel adds a channel or thread of any kind, and returns its id. A thread has a parent.
func (s *Server) AddChannel(name, parent string, kind int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: s.nextID(), name: name, parent: parent, kind: kind, created: s.now(), archiveAfter: 1440}
	s.channels[c.id] = c
	event := "CHANNEL_CREATE"
	if kind == kindThread {
		event = "THREAD_CREATE"
	}
	s.dispatch(event, intentGuilds, c.toJSON())
	return c.id
}

// holdsMessages reports whether messages can be posted in a channel of a kind.
func holdsMessages(kind int) bool {
	switch kind {
	case KindCategory, KindForum, KindMedia:
		return false
	}
	return true
}

// missingPermission refuses what the bot has no permission for.
func (s *Server) missingPermission(c *channel, permissions int) (reply, bool) {
	if c.kind == kindDirect {
		return reply{}, false
	}
	switch may := s.botPermissions(c); {
	case may&ViewChannel == 0:
		return missingAccess(), true
	case may&permissions != permissions:
		return errorReply(http.StatusForbidden, 50013, "Missing Permissions"), true
	}
	return reply{}, false
}
