// Package gateway is the connection to Discord: discordgo, and every workaround that discordgo
// v0.29 needs. No other package imports it.
//
//   - [Client] makes REST requests. discordgo sleeps for rate limits whatever the request's context
//     says, takes a page of Cloudflare's for broken JSON, asks for an older version of the API, and
//     keeps its addresses in variables of the process. So the transport below it rewrites
//     addresses, reads rate limits into [RateLimits], and turns refusals into errors.
//   - [Connection] keeps a session of the gateway open: it identifies, resumes, and decides when to
//     try again. discordgo's own reconnecting knows neither the limit of sessions in a day nor
//     codes after which nobody may connect.
//   - The conn below discordgo's websocket reads frames as they are sent. discordgo says good-bye
//     when it means to resume, begins a new session by itself when one is invalid, and notices a
//     missing heartbeat acknowledgement late.
//   - Events reach the adapter as JSON: discordgo empties a whole event for one component that it
//     does not know.
package gateway
