// Package discordspec holds requests to Discord against its published description.
//
// The description says of each path which methods, parameters and bodies Discord takes. It lies beside a checkout of
// ours and in no clone, so where it is absent nothing is held against it, and that is said. It stays silent about some
// rules of Discord's, which are for others to check: that a message must not be empty, that content has at most 2,000
// characters from a bot, what names commands may have, and how much all embeds of a message may hold together.
package discordspec
