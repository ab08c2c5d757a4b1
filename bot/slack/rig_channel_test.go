package slack

import (
	"quizbot/internal/testing/slackspec"
	"quizbot/internal/testing/slacktest"
)

// Invite, Kick, Archive and Unarchive change the channel, and deliver the event that Slack sends.
func (r *rig) Invite() {
	r.changeChannel("is_member", true, map[string]any{"type": "member_joined_channel", "user": slacktest.BotUser, "inviter": slacktest.UserID("boss")})
}

func (r *rig) Kick() {
	r.changeChannel("is_member", false, map[string]any{"type": "channel_left", "actor_id": slacktest.UserID("boss")})
}

func (r *rig) Archive() {
	r.changeChannel("is_archived", true, map[string]any{"type": "channel_archive", "user": slacktest.UserID("boss")})
}

func (r *rig) Unarchive() {
	r.changeChannel("is_archived", false, map[string]any{"type": "channel_unarchive", "user": slacktest.UserID("boss")})
}

// Letters returns the bot's direct messages to a member.
func (r *rig) Letters(who string) []string {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	var list []string
	for _, p := range r.Posts {
		if p.Channel == "D"+slacktest.UserID(who) {
			list = append(list, slackspec.Render(r.T, p.Blocks))
		}
	}
	return list
}

func (r *rig) changeChannel(what string, is bool, event map[string]any) {
	r.T.Helper()
	r.Mu.Lock()
	if r.Channels == nil {
		r.Channels = map[string]map[string]any{slacktest.ChannelID: {"id": slacktest.ChannelID, "name": "interview", "is_channel": true, "is_member": true}}
	}
	r.Channels[slacktest.ChannelID][what] = is
	event["channel"], event["event_ts"] = slacktest.ChannelID, r.NewTimestamp()
	r.Mu.Unlock()
	r.DeliverEvent(event)
}
