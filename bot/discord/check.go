package discord

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/discord/gateway"
	"quizbot/bot/discord/snowflake"
	"quizbot/quiz"
)

// Check implements [bot.Checker]: the token, intents, the gateway, commands, and the bot's place in
// each room.
func (a *Adapter) Check(ctx context.Context, rooms []quiz.RoomID) []bot.Finding {
	findings := []bot.Finding{{Subject: "discord.token", Err: CheckToken(a.Token)}}
	if findings[0].Err != nil {
		return findings
	}
	self, err := a.self(ctx)
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
	app, err := a.client.Application(ctx)
	if err == nil && !app.HasMessageContentIntent() {
		err = errors.New("only forms count, because Message Content Intent is off: switch it on at discord.com/developers/applications, under Bot, Privileged Gateway Intents; or let threads be for talk, and leave it off")
	}
	return err
}

func (a *Adapter) checkGateway(ctx context.Context) error {
	starts, err := a.client.SessionStarts(ctx)
	if err == nil && starts.Remaining <= gateway.ReservedStarts {
		err = fmt.Errorf("only %d connections may still be opened today: something restarts too often, or the token is used elsewhere", starts.Remaining)
	}
	return err
}

// checkCommands checks whether the commands are registered. The service registers them when it
// starts.
func (a *Adapter) checkCommands(ctx context.Context, self identity) bot.Finding {
	f := bot.Finding{Subject: "discord: commands"}
	registered, err := a.registeredCommands(ctx, self)
	switch {
	case err != nil:
		f.Err = err
	case !sameCommands(registered, a.commandDefinitions()):
		f.Subject += " (quizbot serve registers them when it starts)"
	}
	return f
}

// checkRoom checks the bot's permissions in a room's channel.
func (a *Adapter) checkRoom(ctx context.Context, self identity, room quiz.RoomID) error {
	guild, id, err := splitRoom(room)
	if err != nil {
		return err
	}
	if !snowflake.Valid(guild) || !snowflake.Valid(id) {
		return fmt.Errorf("its name has no ids of Discord: switch Developer Mode on under Settings, Advanced, and write %s/SERVER ID/CHANNEL ID", platform)
	}
	var c channel
	err = a.client.Get(ctx, "/channels/"+id, &c)
	switch {
	case adapter.CodeOf(err) == codeMissingAccess:
		return fmt.Errorf("the bot does not see the channel: invite it with %s, and give it View Channel there", Invitation(self.application))
	case err != nil:
		return err
	case c.Guild != guild:
		return fmt.Errorf("the channel is in another server, %s: its name is %s", c.Guild, roomID(c.Guild, id))
	case c.isThread():
		return fmt.Errorf("this is a thread: name its channel, %s", roomID(guild, c.Parent))
	case c.Type != channelText && c.Type != channelAnnouncement:
		return errors.New("messages cannot be posted in a channel of this kind: name a text channel")
	}
	granted, err := a.client.Permissions(ctx, self.user, id)
	if err != nil {
		return err
	}
	if names := missingNeeded(strconv.FormatInt(granted, 10)); len(names) > 0 {
		return fmt.Errorf("the bot lacks %s in #%s: give it under Edit Channel, Permissions, or invite it again with %s", strings.Join(names, ", "), c.Name, Invitation(self.application))
	}
	return nil
}
