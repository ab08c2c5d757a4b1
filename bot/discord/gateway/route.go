package gateway

import (
	"strings"

	"quizbot/bot/discord/snowflake"
)

// Route is a method and path of the REST API without ids. Requests of one route share a rate limit
// bucket for each channel, guild or webhook, whose id or token is the major parameter.
type Route struct{ Name, Major string }

// RouteOf returns the route of a path below the version of the API.
func RouteOf(method, path string) Route {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	major := ""
	for i := 1; i < len(parts); i++ {
		switch {
		case i == 1 && (parts[0] == "channels" || parts[0] == "guilds"):
			major, parts[i] = parts[i], ":id"
		case i == 2 && parts[0] == "webhooks":
			major, parts[i] = parts[i], ":token"
		case parts[0] == "interactions" && i == 2:
			parts[i] = ":token"
		case parts[i-1] == "reactions":
			parts[i] = ":emoji"
		case snowflake.Valid(parts[i]):
			parts[i] = ":id"
		}
	}
	return Route{Name: method + " /" + strings.Join(parts, "/"), Major: major}
}

// isCallback reports whether the route is the first response to an interaction, which has no rate
// limit.
func (r Route) isCallback() bool { return strings.HasPrefix(r.Name, "POST /interactions/") }

// respondsToInteraction reports whether the route responds to interactions, which the global rate
// limit does not count.
func (r Route) respondsToInteraction() bool {
	return r.isCallback() || strings.Contains(r.Name, " /webhooks/")
}
