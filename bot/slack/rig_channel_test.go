package slack

import (
	"quizbot/internal/testing/slackspec"
)

// Invite, Kick, Archive and Unarchive change the channel, and deliver the event that Slack sends.
func (r *rig) Invite() {
	r.changeChannel("is_member", true, map[string]any{"type": "member_joined_channel", "user": botUser, "inviter": userID("boss")})
}

func (r *rig) Kick() {
	r.changeChannel("is_member", false, map[string]any{"type": "channel_left", "actor_id": userID("boss")})
}

func (r *rig) Archive() {
	r.changeChannel("is_archived", true, map[string]any{"type": "channel_archive", "user": userID("boss")})
}

func (r *rig) Unarchive() {
	r.changeChannel("is_archived", false, map[string]any{"type": "channel_unarchive", "user": userID("boss")})
}

// Letters returns the bot's direct messages to a member.
func (r *rig) Letters(who string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []string
	for _, p := range r.posts {
		if p.channel == "D"+userID(who) {
			list = append(list, slackspec.Render(r.t, p.Blocks))
		}
	}
	return list
}

func (r *rig) changeChannel(what string, is bool, event map[string]any) {
	r.t.Helper()
	r.mu.Lock()
	if r.channels == nil {
		r.channels = map[string]map[string]any{channelID: {"id": channelID, "name": "interview", "is_channel": true, "is_member": true}}
	}
	r.channels[channelID][what] = is
	event["channel"], event["event_ts"] = channelID, r.newTimestamp()
	r.mu.Unlock()
	r.deliverEvent(event)
}

// deliverEvent delivers an event.
func (s *server) deliverEvent(event map[string]any) {
	s.t.Helper()
	if _, err := s.deliver("events_api", s.eventPayload(event)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) eventPayload(event map[string]any) map[string]any {
	return map[string]any{"type": "event_callback", "event_id": s.newID("Ev"), "team_id": teamID, "event": event}
}
