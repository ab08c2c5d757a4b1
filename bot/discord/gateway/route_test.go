package gateway

import (
	"strings"
	"testing"
)

// Routes are told apart as Discord does.
func TestRoutes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]Route{
		"POST /channels/1/messages":                          {"POST /channels/:id/messages", "1"},
		"PATCH /channels/1/messages/2":                       {"PATCH /channels/:id/messages/:id", "1"},
		"PUT /channels/1/messages/2/reactions/%E2%9C%85/@me": {"PUT /channels/:id/messages/:id/reactions/:emoji/@me", "1"},
		"POST /interactions/1/secret/callback":               {"POST /interactions/:id/:token/callback", ""},
		"POST /webhooks/1/secret":                            {"POST /webhooks/:id/:token", "secret"},
		"PATCH /webhooks/1/secret/messages/@original":        {"PATCH /webhooks/:id/:token/messages/@original", "secret"},
		"GET /applications/1/guilds/2/commands":              {"GET /applications/:id/guilds/:id/commands", ""},
		"GET /gateway/bot":                                   {"GET /gateway/bot", ""},
		"GET /channels/1/messages?limit=100&after=5":         {"GET /channels/:id/messages", "1"},
		"POST /webhooks/1/secret?wait=true":                  {"POST /webhooks/:id/:token", "secret"},
		"POST /channels/1/messages/2/threads":                {"POST /channels/:id/messages/:id/threads", "1"},
	} {
		method, at, _ := strings.Cut(path, " ")
		if got := RouteOf(method, at); got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
}
