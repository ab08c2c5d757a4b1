// Package slack is the bot on Slack. It translates Slack's payloads into events of package bot and
// its answers into requests, and decides nothing.
//
// Events come through two sockets of Socket Mode, messages and modals go through the web API.
// Package payload reads the events, package blocks draws the answers.
package slack
