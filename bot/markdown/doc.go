// Package markdown turns Markdown into a small document model that every platform can draw.
//
// A [Doc] is a list of blocks; a block's text is a [Line] of flat spans, each with its looks, so that an
// adapter needs no tree walk to draw Slack's rich text, Discord's Markdown or a terminal's escape codes.
package markdown
