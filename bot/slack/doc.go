// Package slack is the bot on Slack: it translates between Slack's events and blocks and package bot's events and
// cards, and decides nothing.
//
// Events come through two sockets of Slack's Socket Mode, messages and forms go through its web API. Whatever people
// and banks wrote is drawn as typed text, in which nothing takes effect: rich_text and plain_text, never mrkdwn.
package slack
