// Package blocks draws cards, forms and the App Home as Slack's blocks, within Slack's limits.
//
// Text of members and banks is drawn as rich_text and plain_text, never as mrkdwn: no markup in it
// takes effect.
package blocks
