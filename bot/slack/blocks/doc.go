// Package blocks draws cards, forms and the App Home as Slack's blocks, within Slack's limits.
//
// Text that members and banks wrote is drawn as rich_text and plain_text, in which no markup takes effect, never as mrkdwn.
package blocks
