package slack

import (
	"context"
	"fmt"
	"time"
)

const (
	// tokenChecks is how often in a row Slack must refuse the bot token before the service ends, and tokenWait how long to
	// wait between: one refusal may be a hiccup.
	tokenChecks = 3
	tokenWait   = 5 * time.Second
)

// tokenCheck finds out whether the bot token is good for nothing any more.
type tokenCheck struct {
	wanted chan struct{} // holds one when there is a reason to look
	wait   time.Duration
}

func newTokenCheck() *tokenCheck { return &tokenCheck{wanted: make(chan struct{}, 1), wait: tokenWait} }

// suspect has the bot token checked.
func (c *tokenCheck) suspect() {
	select {
	case c.wanted <- struct{}{}:
	default:
	}
}

// explain is [explain] for calls with the bot token. One that Slack refuses is checked.
func (a *Adapter) explain(method string, err error) error {
	err = explain(method, err)
	if lasting(codeOf(err)) {
		a.token.suspect()
	}
	return err
}

// lasting reports whether a code says that Slack refuses a token whatever it is used for.
func lasting(code string) bool {
	switch code {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired":
		return true
	}
	return false
}

// watchToken checks the bot token whenever there is a reason to, and returns an error once Slack keeps refusing it.
func (a *Adapter) watchToken(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-a.token.wanted:
		}
		for n := 1; ; n++ {
			_, err := a.api.AuthTestContext(ctx)
			err = explain("auth.test", err)
			if ctx.Err() != nil {
				return nil
			}
			if err == nil {
				break
			}
			if !lasting(codeOf(err)) {
				n = 0 // Slack can't be asked: this says nothing of the token
			}
			if n >= tokenChecks {
				return fmt.Errorf("the bot token, slack.bot_token, is refused: %w", err)
			}
			if !sleep(ctx, a.token.wait) {
				return nil
			}
		}
	}
}
