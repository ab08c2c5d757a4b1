package slack

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync/atomic"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
)

const (
	// tokenChecks is how many checks in a row must fail before the service ends, tokenWait the wait
	// between them: one refusal may be a mistake of Slack's.
	tokenChecks = 3
	tokenWait   = 5 * time.Second
	// reportTimeout bounds the handling of a report.
	reportTimeout = 30 * time.Second
)

// tokenCheck finds out whether the bot token was revoked.
type tokenCheck struct {
	wanted chan struct{} // holds one while a check is wanted
	wait   time.Duration
	// uninstalled is set after Slack told that the app was uninstalled or the bot's token revoked. Slack
	// may tell it late, when the app is installed again: a check decides.
	uninstalled atomic.Bool
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
// refusing it. If Slack told of a removal before, the workspace has left: a refused token alone may be
// a wrong or outdated one.
func (a *Adapter) watchToken(ctx context.Context, handle bot.Handler) error {
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
				a.token.uninstalled.Store(false)
				break
			}
			if !adapter.IsClass(err, adapter.ClassAuth) {
				n = 0 // Slack is out of reach: this says nothing about the token
			}
			if n >= tokenChecks {
				if self := a.cachedSelf(); a.token.uninstalled.Load() {
					a.reportWorkspaces(ctx, handle, bot.WorkspaceChanged{Workspace: self.WorkspaceID(), Left: true})
				}
				return fmt.Errorf("the bot token, slack.bot_token, is refused: %w", err)
			}
			if !adapter.Sleep(ctx, a.token.wait) {
				return nil
			}
		}
	}
}

// reportWorkspaces reports which workspace has the app.
func (a *Adapter) reportWorkspaces(ctx context.Context, handle bot.Handler, act bot.Act) {
	ctx, cancel := context.WithTimeout(ctx, reportTimeout)
	defer cancel()
	_, err := handle(ctx, bot.Event{ID: "workspaces " + rand.Text(), At: a.Now(), Act: act})
	if err != nil && ctx.Err() == nil {
		a.Log.Warn("cannot take in which workspace has the app", "err", err)
	}
}
