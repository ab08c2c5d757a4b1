// Package discord is the bot on Discord: it translates between Discord's events and components and
// package bot's events and cards, and decides nothing. It is built on the kit of package adapter.
//
// Package gateway below it is the connection to Discord, with everything that discordgo needs held
// down; package drawing lays cards out as messages; package snowflake reads ids.
package discord
