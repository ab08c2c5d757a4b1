// Package discord is the bot on Discord: it translates between Discord's events and components and package bot's events
// and cards, and decides nothing.
//
// Events come through the gateway, everything else goes through the REST API. Messages are made of Components V2. Banks'
// Markdown is written anew in Discord's own, and whatever members wrote is escaped, so that nothing in it takes effect;
// no message ever mentions anybody.
package discord
