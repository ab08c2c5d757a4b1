// Package discordspec checks requests to Discord against its published OpenAPI description.
//
// The description defines the methods, parameters and bodies of each path. It is kept beside a
// checkout and isn't part of a clone; without it nothing is checked, and the test's log says so.
// Some rules are missing from it and are left to others: a message must not be empty, a bot's
// content has at most 2,000 characters, command names have a pattern, and all embeds of a message
// share a limit.
package discordspec
