package gateway

import (
	"errors"
	"fmt"

	"github.com/gorilla/websocket"

	"quizbot/bot/adapter"
)

// Close codes of https://docs.discord.com/developers/topics/opcodes-and-status-codes after which
// nobody may connect again.
const (
	closeAuthenticationFailed = 4004
	closeInvalidShard         = 4010
	closeShardingRequired     = 4011
	closeInvalidVersion       = 4012
	closeInvalidIntents       = 4013
	closeDisallowedIntents    = 4014
)

// closeCode is the code with which the gateway closed the connection, 0 if there is none.
func closeCode(err error) int {
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
		return closed.Code
	}
	return 0
}

// fatalError is the error for a refusal that no waiting changes, nil for all else.
func fatalError(err error) error {
	if adapter.IsClass(err, adapter.ClassAuth) {
		return err
	}
	switch code := closeCode(err); code {
	case closeAuthenticationFailed:
		return errors.New("discord: the token, discord.token, is refused (4004): copy it again from the page Bot of the application at discord.com/developers/applications")
	case closeInvalidShard, closeShardingRequired:
		return fmt.Errorf("discord: the bot is in too many servers for one connection (%d): this program serves up to 2,500", code)
	case closeInvalidVersion:
		return errors.New("discord: this version of the gateway is no more (4012): install a newer quizbot")
	case closeInvalidIntents, closeDisallowedIntents:
		return fmt.Errorf("discord: the intents are refused (%d): switch Message Content Intent on at discord.com/developers/applications, under Bot, Privileged Gateway Intents", code)
	}
	return nil
}
