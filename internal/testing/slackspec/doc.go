// Package slackspec checks blocks and views against Slack's published schema and limits, and
// renders them as text.
package slackspec
