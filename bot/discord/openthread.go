package discord

import (
	"context"
	"net/http"
	"strings"

	"quizbot/bot/adapter"
	"quizbot/bot/discord/drawing"
	"quizbot/quiz"
	"quizbot/quiz/input"
)

const (
	// autoArchiveMinutes is how long a thread stays in the list after its last message: a weekend.
	autoArchiveMinutes = 4320
	maxThreadName      = 100
	// fallbackThreadName is the name of a thread that cannot have its question's.
	fallbackThreadName = "quiz"
)

// OpenThread implements [bot.ThreadOpener]. Discord refuses some names, for the words in them.
func (a *Adapter) OpenThread(ctx context.Context, room quiz.RoomID, place quiz.MessageRef, name string) error {
	guild, channel, err := splitRoom(room)
	if err != nil {
		return err
	}
	err = a.startThread(ctx, channel, place.Message, ThreadName(name))
	if refusesContent(err) {
		err = a.startThread(ctx, channel, place.Message, fallbackThreadName)
	}
	return a.withObstacle(ctx, guild, channel, err)
}

// ThreadName is the name of the thread under a question with a title, as Discord takes one.
func ThreadName(name string) string {
	name = input.CleanName(drawing.Clip(strings.Join(strings.Fields(name), " "), maxThreadName)) // clipped first, at the end of a character
	if name == "" {
		return fallbackThreadName
	}
	return name
}

// startThread makes one attempt: the caller tries again later.
func (a *Adapter) startThread(ctx context.Context, channelID, message, name string) error {
	var opened channel
	in := struct {
		Name    string `json:"name"`
		Archive int    `json:"auto_archive_duration"`
	}{name, autoArchiveMinutes}
	err := a.client.DoOnce(ctx, http.MethodPost, "/channels/"+channelID+"/messages/"+message+"/threads", in, &opened)
	switch adapter.CodeOf(err) {
	case codeThreadExists:
		return nil
	case codeUnknownMessage: // the question was deleted, and nobody can open a thread under it
		a.Log.Info("a question is gone, and has no thread", "message", message)
		return nil
	}
	if err == nil {
		a.channels.add(opened)
	}
	return err
}
