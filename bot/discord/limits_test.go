package discord

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A request that hangs keeps no other waiting, whatever the library's own rates say.
func TestRequestsSideBySide(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	gate, hangs := make(chan struct{}), make(chan struct{})
	s.Fault(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			close(hangs)
			<-gate
		}
		return false
	})
	first := make(chan error, 1)
	go func() { first <- s.bot.client.Get(t.Context(), "/gateway/bot", nil) }()
	<-hangs
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	second := make(chan error, 1)
	go func() { second <- s.bot.client.Get(ctx, "/users/@me", nil) }()
	select {
	case err := <-second:
		if err != nil {
			t.Error(err)
		}
	case <-ctx.Done():
		t.Error("a request waits for another one")
	}
	close(gate)
	if err := <-first; err != nil {
		t.Error(err)
	}
}
