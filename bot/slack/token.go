package slack

import (
	"context"
	"fmt"
	"time"

	"quizbot/bot/adapter"
)

const (
	// tokenChecks is how many checks in a row must fail before the service ends, tokenWait the wait
	// between them: one refusal may be a mistake of Slack's.
	tokenChecks = 3
	tokenWait   = 5 * time.Second
)

// tokenCheck finds out whether the bot token was revoked.
type tokenCheck struct {
	wanted chan struct{} // holds one while a check is wanted
	wait   time.Duration
}

func newTokenCheck() *tokenCheck { return &tokenCheck{wanted: make(chan struct{}, 1), wait: tokenWait} }

// requestCheck asks for a check of the bot token.
func (c *tokenCheck) requestCheck() {
	select {
	case c.wanted <- struct{}{}:
	default:
	}
}

// watchToken checks the bot token whenever it is suspected, and returns an error once Slack keeps
// refusing it.
func (a *Adapter) watchToken(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-a.token.wanted:
		}
		for n := 1; ; n++ {
			_, err := a.api.AuthTestContext(ctx)
			err = webAPIError("auth.test", err)
			if ctx.Err() != nil {
				return nil
			}
			if err == nil {
				break
			}
			if !adapter.IsClass(err, adapter.ClassAuth) {
				n = 0 // Slack is out of reach: this says nothing about the token
			}
			if n >= tokenChecks {
				return fmt.Errorf("the bot token, slack.bot_token, is refused: %w", err)
			}
			if !adapter.Sleep(ctx, a.token.wait) {
				return nil
			}
		}
	}
}
