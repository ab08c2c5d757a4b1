package discord

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// lacksPermissions is the obstacle of permissions that the bot does not have.
func lacksPermissions(names ...string) *reason.Obstacle {
	return &reason.Obstacle{Code: reason.LacksPermission, Args: map[string]string{"permissions": strings.Join(names, ", ")}}
}

// neededFor names the permission that a refused route needs: Discord does not say which one it was.
func neededFor(route string) string {
	switch {
	case strings.HasSuffix(route, "/threads"):
		return nameOf(permissionThreads)
	case strings.Contains(route, "/reactions/"):
		return nameOf(permissionReact)
	}
	return nameOf(permissionSend)
}

// wrongKind is the obstacle of a channel in which a message with a thread cannot stand, nil where one can.
func wrongKind(kind int) *reason.Obstacle {
	switch kind {
	case channelText, channelAnnouncement:
		return nil
	case channelDirect, channelGroup:
		return &reason.Obstacle{Code: reason.DirectMessage}
	}
	return &reason.Obstacle{Code: reason.WrongChannelKind, Args: map[string]string{"kind": kindName(kind)}}
}

// kindName is what Discord calls a kind of channel.
func kindName(kind int) string {
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
	case threadPublic, threadPrivate, threadOfAnnouncements:
		return "thread"
	}
	return "channel of type " + strconv.Itoa(kind)
}

// obstaclesAt are what an interaction tells of the channel in which it was made. home is the room's channel: for a
// thread that is its parent, which decides.
func (a *Adapter) obstaclesAt(ctx context.Context, d *deed, home string) []reason.Obstacle {
	if d.token == "" {
		return nil // messages tell nothing
	}
	if d.server == directServer {
		return []reason.Obstacle{{Code: reason.DirectMessage}}
	}
	if c, err := a.rooms.of(ctx, home); err == nil {
		if o := wrongKind(c.Type); o != nil {
			return []reason.Obstacle{*o}
		}
	}
	if len(d.lacks) > 0 {
		return []reason.Obstacle{*lacksPermissions(d.lacks...)}
	}
	return nil
}

// Inspect implements [bot.Inspector].
func (a *Adapter) Inspect(ctx context.Context, room quiz.RoomID) ([]reason.Obstacle, error) {
	server, id, err := split(room)
	if err != nil {
		return nil, err
	}
	if server == directServer {
		return []reason.Obstacle{{Code: reason.DirectMessage}}, nil
	}
	o, err := a.inspect(ctx, server, id)
	if o == nil || err != nil {
		return nil, err
	}
	return []reason.Obstacle{*o}, nil
}

// inspect returns the first thing that is in the way of the quiz in a channel, nil where nothing is.
func (a *Adapter) inspect(ctx context.Context, server, id string) (*reason.Obstacle, error) {
	self, err := a.whoami(ctx)
	if tokenRefused(err) {
		return &reason.Obstacle{Code: reason.AppRemoved}, nil
	}
	if err != nil {
		return nil, err
	}
	var c channel
	err = a.rest.get(ctx, "/channels/"+id, &c)
	switch {
	case codeOf(err) == codeMissingAccess:
		return a.unseen(ctx, server)
	case codeOf(err) == codeUnknownChannel:
		return &reason.Obstacle{Code: reason.ChannelGone}, nil
	case err != nil:
		return nil, err
	case c.Server != server:
		return &reason.Obstacle{Code: reason.ChannelGone}, nil
	}
	a.rooms.learn(c)
	if o := wrongKind(c.Type); o != nil {
		return o, nil
	}
	may, err := a.rest.session.UserChannelPermissions(self.user, id, discordgo.WithContext(ctx))
	if err != nil {
		return nil, named(routeOf("GET", "/channels/"+id), err)
	}
	if names := lackingForQuiz(strconv.FormatInt(may, 10)); len(names) > 0 {
		return lacksPermissions(names...), nil
	}
	return nil, nil //nolint:nilnil // nothing is in the way
}

// unseen returns the obstacle behind a channel that the bot may not see: it was removed from the server, or lacks the
// permission to view the channel.
func (a *Adapter) unseen(ctx context.Context, server string) (*reason.Obstacle, error) {
	err := a.rest.get(ctx, "/guilds/"+server, nil)
	switch codeOf(err) {
	case codeUnknownGuild, codeMissingAccess:
		return &reason.Obstacle{Code: reason.AppRemoved}, nil
	}
	if err != nil {
		return nil, err
	}
	return lacksPermissions(nameOf(permissionView)), nil
}

// blocked is a refusal together with the obstacle that a look at the channel found behind it.
type blocked struct {
	error
	obstacle *reason.Obstacle
}

// Unwrap returns the obstacle first, which is more exact than what the refusal tells.
func (b *blocked) Unwrap() []error { return []error{b.obstacle, b.error} }

// explained looks at the channel where Discord refused something because of it, so that the error says what is missing.
func (a *Adapter) explained(ctx context.Context, server, channel string, err error) error {
	if reason.AsObstacle(err) == nil || tokenRefused(err) {
		return err
	}
	o, looked := a.inspect(ctx, server, channel)
	if looked != nil || o == nil {
		return err
	}
	return &blocked{err, o}
}

// refusedContent is the error of a message that Discord takes in no layout.
func refusedContent(err error) error {
	return fmt.Errorf("%w: %w", quiz.ErrContentRefused, err)
}
