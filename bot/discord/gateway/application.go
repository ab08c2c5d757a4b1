package gateway

import (
	"context"
	"time"
)

// Application flags: https://docs.discord.com/developers/resources/application. Discord grants the
// limited flag to unreviewed applications; it is enough in small guilds.
const (
	flagMessageContent        = 1 << 18
	flagMessageContentLimited = 1 << 19
)

// Application is the bot's own application.
type Application struct {
	ID    string `json:"id"`
	Flags int    `json:"flags"`
}

// HasMessageContentIntent reports whether the bot may read the content of messages.
func (a Application) HasMessageContentIntent() bool {
	return a.Flags&(flagMessageContent|flagMessageContentLimited) != 0
}

// Application returns the bot's own application.
func (c *Client) Application(ctx context.Context) (app Application, err error) {
	err = c.Get(ctx, "/applications/@me", &app)
	return app, err
}

// SessionStarts are the address of the gateway, and how many sessions may still be started.
type SessionStarts struct {
	URL        string
	Remaining  int
	ResetAfter time.Duration
}

// ReservedStarts is the number of daily session starts kept in reserve. Discord resets the token
// of a bot that uses up all of them.
const ReservedStarts = 5

// SessionStarts asks for the gateway's address and the sessions that may still be started.
func (c *Client) SessionStarts(ctx context.Context) (SessionStarts, error) {
	var said struct {
		URL   string `json:"url"`
		Limit struct {
			Remaining  int   `json:"remaining"`
			ResetAfter int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err := c.Get(ctx, "/gateway/bot", &said)
	return SessionStarts{URL: said.URL, Remaining: said.Limit.Remaining, ResetAfter: time.Duration(said.Limit.ResetAfter) * time.Millisecond}, err
}
