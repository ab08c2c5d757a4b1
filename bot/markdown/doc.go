// Package markdown parses Markdown into a small document model for all platforms.
//
// A [Doc] is a list of blocks. The text of a block is a [Line] of flat spans with styles, so an
// adapter draws Slack's rich text, Discord's Markdown or terminal escape codes without walking a
// tree.
package markdown
