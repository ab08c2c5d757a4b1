package discord

import (
	"context"
	"strconv"
	"strings"

	"quizbot/bot/adapter"
	"quizbot/bot/discord/gateway"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// missingPermissions is the obstacle of permissions that the bot does not have.
func missingPermissions(names ...string) *reason.Obstacle {
	return &reason.Obstacle{Code: reason.LacksPermission, Args: map[string]string{"permissions": strings.Join(names, ", ")}}
}

// permissionNeededFor returns the permission a refused route needs. Discord's error doesn't name
// it.
func permissionNeededFor(route gateway.Route) string {
	switch {
	case strings.HasSuffix(route.Name, "/threads"):
		return permissionName(permissionCreateThreads)
	case strings.Contains(route.Name, "/reactions/"):
		return permissionName(permissionAddReactions)
	}
	return permissionName(permissionSendMessages)
}

// channelObstacle is the obstacle of a type of channel without messages that have threads, nil if
// there is none.
func channelObstacle(kind int) *reason.Obstacle {
	switch kind {
	case channelText, channelAnnouncement:
		return nil
	case channelDM, channelGroupDM:
		return &reason.Obstacle{Code: reason.DirectMessage}
	}
	return &reason.Obstacle{Code: reason.WrongChannelKind, Args: map[string]string{"kind": channelTypeName(kind)}}
}

// channelTypeName is Discord's name of a type of channel.
func channelTypeName(kind int) string {
	switch kind {
	case channelVoice:
		return "voice channel"
	case channelCategory:
		return "category"
	case channelStage:
		return "stage channel"
	case channelForum:
		return "forum"
	case channelMedia:
		return "media channel"
	case publicThread, privateThread, announcementThread:
		return "thread"
	}
	return "channel of type " + strconv.Itoa(kind)
}

// interactionObstacles are the obstacles that an interaction tells of. home is the room's channel:
// the parent of a thread.
func (a *Adapter) interactionObstacles(ctx context.Context, e *event, home string) []reason.Obstacle {
	if e.token == "" {
		return nil // messages tell nothing
	}
	if e.guild == directMessages {
		return []reason.Obstacle{{Code: reason.DirectMessage}}
	}
	if c, err := a.channels.get(ctx, home); err == nil {
		if o := channelObstacle(c.Type); o != nil {
			return []reason.Obstacle{*o}
		}
	}
	if len(e.missingPermissions) > 0 {
		return []reason.Obstacle{*missingPermissions(e.missingPermissions...)}
	}
	return nil
}

// Inspect implements [bot.Inspector].
func (a *Adapter) Inspect(ctx context.Context, room quiz.RoomID) ([]reason.Obstacle, error) {
	guild, id, err := splitRoom(room)
	if err != nil {
		return nil, err
	}
	if guild == directMessages {
		return []reason.Obstacle{{Code: reason.DirectMessage}}, nil
	}
	o, err := a.firstObstacle(ctx, guild, id)
	if o == nil || err != nil {
		return nil, err
	}
	return []reason.Obstacle{*o}, nil
}

// firstObstacle returns the first obstacle of the quiz in a channel, nil if there is none.
func (a *Adapter) firstObstacle(ctx context.Context, guild, id string) (*reason.Obstacle, error) {
	self, err := a.self(ctx)
	if adapter.IsClass(err, adapter.ClassAuth) {
		return &reason.Obstacle{Code: reason.AppRemoved}, nil
	}
	if err != nil {
		return nil, err
	}
	var c channel
	err = a.client.Get(ctx, "/channels/"+id, &c)
	switch {
	case adapter.CodeOf(err) == codeMissingAccess:
		return a.invisibleObstacle(ctx, guild)
	case adapter.CodeOf(err) == codeUnknownChannel:
		return &reason.Obstacle{Code: reason.ChannelGone}, nil
	case err != nil:
		return nil, err
	case c.Guild != guild:
		return &reason.Obstacle{Code: reason.ChannelGone}, nil
	}
	a.channels.add(c)
	if o := channelObstacle(c.Type); o != nil {
		return o, nil
	}
	granted, err := a.client.Permissions(ctx, self.user, id)
	if err != nil {
		return nil, err
	}
	if names := missingRequired(strconv.FormatInt(granted, 10)); len(names) > 0 {
		return missingPermissions(names...), nil
	}
	return nil, nil //nolint:nilnil // there is no obstacle
}

// invisibleObstacle returns the obstacle behind a channel that the bot may not see: it was removed
// from the guild, or lacks the permission to view the channel.
func (a *Adapter) invisibleObstacle(ctx context.Context, guild string) (*reason.Obstacle, error) {
	err := a.client.Get(ctx, "/guilds/"+guild, nil)
	switch adapter.CodeOf(err) {
	case codeUnknownGuild, codeMissingAccess:
		return &reason.Obstacle{Code: reason.AppRemoved}, nil
	}
	if err != nil {
		return nil, err
	}
	return missingPermissions(permissionName(permissionViewChannel)), nil
}

// obstacleError is a refusal with the obstacle that an inspection of the channel found behind it.
type obstacleError struct {
	error
	obstacle *reason.Obstacle
}

// Unwrap returns the obstacle first, which is more exact than the refusal's own.
func (e *obstacleError) Unwrap() []error { return []error{e.obstacle, e.error} }

// withObstacle inspects the channel if a refusal tells of an obstacle, so that the error names it
// exactly.
func (a *Adapter) withObstacle(ctx context.Context, guild, channel string, err error) error {
	if reason.AsObstacle(err) == nil || adapter.IsClass(err, adapter.ClassAuth) {
		return err
	}
	o, failed := a.firstObstacle(ctx, guild, channel)
	if failed != nil || o == nil {
		return err
	}
	return &obstacleError{err, o}
}
