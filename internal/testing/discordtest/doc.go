// Package discordtest is a Discord on loopback for tests: the REST API v10, the gateway, and what people do and see
// there. It refuses what Discord refuses, holds every request against the published description and against the
// limits that the description lacks, and fails its test where the bot does what it must not.
package discordtest
