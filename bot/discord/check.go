package discord

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"quizbot/bot"
	"quizbot/quiz"
)

// Check implements [bot.Checker]: the token, intents, the gateway, commands, and the bot's place in each room.
func (a *Adapter) Check(ctx context.Context, rooms []quiz.RoomID) []bot.Finding {
	findings := []bot.Finding{{Subject: "discord.token", Err: CheckToken(a.Token)}}
	if findings[0].Err != nil {
		return findings
	}
	self, err := a.whoami(ctx)
	findings = append(findings, bot.Finding{Subject: "discord: the token", Err: err})
	if err != nil {
		return findings
	}
	findings = append(findings,
		bot.Finding{Subject: "discord: reading what members write in threads", Err: a.checkIntent(ctx)},
		bot.Finding{Subject: "discord: the gateway", Err: a.checkGateway(ctx)},
		a.checkCommands(ctx, self),
	)
	for _, room := range rooms {
		findings = append(findings, bot.Finding{Subject: "discord: room " + string(room), Err: a.checkRoom(ctx, self, room)})
	}
	return findings
}

func (a *Adapter) checkIntent(ctx context.Context) error {
	app, err := a.rest.application(ctx)
	if err == nil && !app.reads() {
		err = errors.New("only forms count, because Message Content Intent is off: switch it on at discord.com/developers/applications, under Bot, Privileged Gateway Intents; or let threads be for talk, and leave it off")
	}
	return err
}

func (a *Adapter) checkGateway(ctx context.Context) error {
	gateway, err := a.rest.gateway(ctx)
	if err == nil && gateway.Left <= sessionsKept {
		err = fmt.Errorf("only %d connections may still be opened today: something restarts too often, or the token is used elsewhere", gateway.Left)
	}
	return err
}

// checkCommands looks whether commands are registered. The service does that when it starts.
func (a *Adapter) checkCommands(ctx context.Context, self identity) bot.Finding {
	f := bot.Finding{Subject: "discord: commands"}
	registered, err := a.registered(ctx, self)
	switch {
	case err != nil:
		f.Err = err
	case !sameCommands(registered, a.commands()):
		f.Subject += " (quizbot serve registers them when it starts)"
	}
	return f
}

// checkRoom looks what the bot may do in a room's channel.
func (a *Adapter) checkRoom(ctx context.Context, self identity, room quiz.RoomID) error {
	server, id, err := split(room)
	if err != nil {
		return err
	}
	if !isID(server) || !isID(id) {
		return fmt.Errorf("its name has no ids of Discord: switch Developer Mode on under Settings, Advanced, and write %s/SERVER ID/CHANNEL ID", platform)
	}
	var c channel
	err = a.rest.get(ctx, "/channels/"+id, &c)
	switch {
	case codeOf(err) == codeMissingAccess:
		return fmt.Errorf("the bot does not see the channel: invite it with %s, and give it View Channel there", Invitation(self.application))
	case err != nil:
		return err
	case c.Server != server:
		return fmt.Errorf("the channel is in another server, %s: its name is %s", c.Server, roomID(c.Server, id))
	case c.thread():
		return fmt.Errorf("this is a thread: name its channel, %s", roomID(server, c.Parent))
	case c.Type != channelText && c.Type != channelAnnouncement:
		return errors.New("messages cannot be posted in a channel of this kind: name a text channel")
	}
	may, err := a.rest.session.UserChannelPermissions(self.user, id, discordgo.WithContext(ctx))
	if err != nil {
		return named(routeOf("GET", "/channels/"+id), err)
	}
	if names := lacking(strconv.FormatInt(may, 10)); len(names) > 0 {
		return fmt.Errorf("the bot lacks %s in #%s: give it under Edit Channel, Permissions, or invite it again with %s", strings.Join(names, ", "), c.Name, Invitation(self.application))
	}
	return nil
}
